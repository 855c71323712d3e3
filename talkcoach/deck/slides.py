"""One planned slide made from a layout: its placeholders filled, its text sized to fit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pptx.presentation import Presentation
from pptx.slide import Slide, Slides

from talkcoach.deck import oxml, roadmap, tracker
from talkcoach.deck.figures import NAME as FIGURE
from talkcoach.deck.figures import figure_digest, figure_file, mark_place, place_figure
from talkcoach.deck.fit import largest_size, text_height
from talkcoach.deck.layouts import Box, Field, Form, Layouts, find_layouts
from talkcoach.deck.notes_pages import NotesPages
from talkcoach.deck.plan import SlideSpec
from talkcoach.deck.stamps import stamp
from talkcoach.deck.tags import tag_of, write_tag
from talkcoach.deck.texts import INSET_X, INSET_Y, add_text, place, shrink_to_fit, write_lines
from talkcoach.outline.model import EMPTY_FIGURE

_CITATION_SIZES = (16, 14, 12, 10)
_THEME_SIZES = (20, 18, 16, 14, 12, 10)
_GAP = 8.0
_COLUMN_GAP = 24.0
_SLACK = 4.0
"""Points of height to spare in a text box of ours: fonts differ in their line height."""


@dataclass(frozen=True, slots=True)
class Studio:
    """What all slides of one deck are made with."""

    slides: Slides
    layouts: Layouts
    notes: NotesPages
    style: roadmap.Style
    folder: Path
    """Where the outline's pictures are."""
    theme: dict[str, str]
    """RRGGBB by the names of the deck's theme colours, and its typeface as "font"."""

    @property
    def colors(self) -> roadmap.Colors:
        """What roadmaps and trackers are drawn in."""
        return roadmap.Colors(self.layouts.ink, self.layouts.muted, self.layouts.dimming)


def studio(presentation: Presentation, style: roadmap.Style, folder: Path) -> Studio:
    """What is needed to add slides to `presentation` in its own look.

    Raises:
        DeckError: the presentation has no layout at all.
    """
    layouts, notes = find_layouts(presentation), NotesPages(presentation)
    master = layouts.content.layout.slide_master
    theme = oxml.theme_colors(master) | {"font": oxml.theme_font(master)}
    return Studio(presentation.slides, layouts, notes, style, folder, theme)


@dataclass(frozen=True, slots=True)
class _Draft:
    """A new slide, its placeholders by their number, and what is known of its layout."""

    slide: Slide
    form: Form
    studio: Studio
    placeholders: Mapping[int, Any]

    @property
    def layouts(self) -> Layouts:
        return self.studio.layouts

    @property
    def area(self) -> Box:
        """Where content may stand on this slide."""
        return self.form.free(self.layouts.area)


def add_slide(studio: Studio, spec: SlideSpec, order: int) -> Slide:
    """Append the slide of `spec`, notes and mark included, on the layout that serves its kind.

    `order` is its place in its section, noted in its mark.
    """
    form = _form(studio.layouts, spec)
    slide: Slide = studio.slides.add_slide(form.layout)
    offered = {p.placeholder_format.idx: p for p in oxml.placeholders(slide)}
    draft = _Draft(slide, form, studio, offered)
    _write_title(draft, spec.title)
    match spec.kind:
        case "title" | "takeaway" | "backup":
            _write_beside_title(draft, spec)
        case "roadmap":
            _write_roadmap(draft, spec)
        case _:
            _write_content(draft, spec)
    _remove_unused(draft, spec)
    if spec.tracker:
        draw_tracker(slide, studio, spec)
    if spec.kind != "title":
        oxml.add_slide_number(slide)
    studio.notes.write(slide, spec.notes)
    write_tag(slide, tag_of(spec, order, studio.style, figure_digest(spec, studio.folder)))
    return slide


def draw_roadmap(slide: Slide, studio: Studio, spec: SlideSpec, area: Box) -> Any:
    """Draw the roadmap of `spec` in `area` and return its group."""
    group = roadmap.draw(slide, spec.stops, area, studio.colors, studio.style)
    stamp(group)
    return group


def draw_tracker(slide: Slide, studio: Studio, spec: SlideSpec) -> Any:
    """Draw the tracker of `spec` where the layouts leave room for it and return its group."""
    group = tracker.draw(slide, spec.tracker, studio.layouts.strip, studio.colors)
    stamp(group)
    return group


def _form(layouts: Layouts, spec: SlideSpec) -> Form:
    match spec.kind:
        case "title":
            return layouts.title
        case "takeaway" | "backup":
            return layouts.statement
        case "roadmap":
            return layouts.title_only
        case _:
            return layouts.two if spec.figure and spec.points else layouts.content


def _write_title(draft: _Draft, title: str) -> None:
    if draft.form.title:
        _fill_field(draft, draft.form.title, draft.form.title.box, [title], 40, is_title=True)
        return
    area = draft.layouts.area
    top = max(0.0, area.top * 0.25)
    box = Box(area.left, top, area.width, max(area.top - top, 40.0))
    add_text(draft.slide, "Title", box, [title], 32, draft.layouts.ink, "Title of the slide")


def _write_beside_title(draft: _Draft, spec: SlideSpec) -> None:
    """The small print of a slide that is all title: who speaks, or which paper this was."""
    lines = spec.aside.split("\n")
    if not spec.aside:
        return
    if draft.form.text:
        _fill_field(draft, draft.form.text, draft.form.text.box, lines, 24)
        return
    area, title = draft.layouts.area, draft.form.title
    top = max(area.top, title.box.bottom if title and title.box else area.top)
    box = Box(area.left, top, area.width, max(area.bottom - top, 30.0))
    add_text(draft.slide, "Details", box, lines, 20, draft.layouts.ink, "Details of the title")


def _write_content(draft: _Draft, spec: SlideSpec) -> None:
    """Points at the left, a figure at the right, the citation at the foot; what is wanted."""
    area, text = draft.area, draft.form.text
    if spec.aside:
        area = _cite(draft.slide, draft.studio, spec.aside, area)
    place_for_text, place_for_figure = _columns(spec, area)
    if text and (spec.aside or place_for_text.width < area.width):
        place(draft.placeholders[text.index], place_for_text)
    if text and (spec.points or not spec.figure):
        box = place_for_text if spec.aside or spec.figure else text.box
        _fill_field(draft, text, box, spec.points, 28)
    elif spec.points:
        about = "Points of the slide"
        add_text(draft.slide, "Points", place_for_text, spec.points, 28, draft.layouts.ink, about)
    if spec.figure:
        _write_figure(draft, spec, place_for_figure)


def _columns(spec: SlideSpec, area: Box) -> tuple[Box, Box]:
    """Where the points go and where the figure goes: beside each other when there are both."""
    if not (spec.figure and spec.points):
        return area, area
    width = (area.width - _COLUMN_GAP) / 2
    return (
        Box(area.left, area.top, width, area.height),
        Box(area.left + width + _COLUMN_GAP, area.top, width, area.height),
    )


def _write_figure(draft: _Draft, spec: SlideSpec, box: Box) -> None:
    file = figure_file(spec, draft.studio.folder)
    if file:
        place_figure(draft.slide, spec, file, box)
        return
    field = _place_for_figure(draft.form, spec)
    if field is None:
        mark_place(draft.slide, box, draft.layouts.muted)
        return
    placeholder = draft.placeholders[field.index]
    placeholder.name = FIGURE
    place(placeholder, box)


def _place_for_figure(form: Form, spec: SlideSpec) -> Field | None:
    """The layout's place that takes the figure: the one beside the points, or theirs."""
    if spec.points:
        return form.figure
    return form.text if form.text and form.text.is_open else None


def add_citation(slide: Slide, studio: Studio, spec: SlideSpec) -> Box:
    """Write the citation of `spec` small at the foot of the slide; returns what is left of the
    area for content."""
    return _cite(slide, studio, spec.aside, _form(studio.layouts, spec).free(studio.layouts.area))


def figure_area(studio: Studio, spec: SlideSpec) -> Box:
    """Where the figure of `spec` goes on a slide of its layout."""
    return _columns(spec, _form(studio.layouts, spec).free(studio.layouts.area))[1]


def roadmap_area(studio: Studio, spec: SlideSpec) -> Box:
    """Where the roadmap of `spec` goes: below the title, and below the theme."""
    return _below_theme(studio, spec)[2]


def _cite(slide: Slide, studio: Studio, text: str, area: Box) -> Box:
    width = area.width - INSET_X
    size = largest_size([text], _CITATION_SIZES, width, area.height * 0.15)
    height = text_height(text, size, width) + INSET_Y + _SLACK
    body, foot = area.split_top(area.height - height)
    about = "Citation of the paper"
    add_text(slide, "Citation", foot, [text], size, studio.layouts.muted, about)
    return body


def _write_roadmap(draft: _Draft, spec: SlideSpec) -> None:
    head, size, area = _below_theme(draft.studio, spec)
    if spec.aside:
        about, muted = "Theme of the talk", draft.layouts.muted
        add_text(draft.slide, "Theme", head, [spec.aside], size, muted, about)
    draw_roadmap(draft.slide, draft.studio, spec, area)


def _below_theme(studio: Studio, spec: SlideSpec) -> tuple[Box, float, Box]:
    """The theme's place on a roadmap slide, its font size, and the area that is left."""
    area = _form(studio.layouts, spec).free(studio.layouts.area)
    if not spec.aside:
        return area.split_top(0)[0], 0.0, area
    width = area.width - INSET_X
    size = largest_size([spec.aside], _THEME_SIZES, width, area.height * 0.14)
    head, rest = area.split_top(text_height(spec.aside, size, width) + INSET_Y + _SLACK)
    return head, size, rest.split_top(_GAP)[1]


def _fill_field(
    draft: _Draft,
    field: Field,
    box: Box | None,
    lines: Sequence[str],
    default_size: float,
    *,
    is_title: bool = False,
) -> None:
    """Write `lines` in the template's own style, smaller only where they would not fit `box`."""
    frame = draft.placeholders[field.index].text_frame
    write_lines(frame, lines)
    if box is not None:
        shrink_to_fit(frame, lines, box, field.size or default_size, is_title=is_title)


def _remove_unused(draft: _Draft, spec: SlideSpec) -> None:
    """Take away what the layout offers and the slide does not need, so that no prompt shows."""
    kept = set()
    if spec.kind in ("content", "theme") and draft.form.text and not spec.figure:
        kept.add(draft.form.text.index)
    if spec.figure == EMPTY_FIGURE and (field := _place_for_figure(draft.form, spec)):
        kept.add(field.index)
    for index, placeholder in draft.placeholders.items():
        if index in kept or (placeholder.has_text_frame and placeholder.text_frame.text):
            continue
        placeholder.element.getparent().remove(placeholder.element)
