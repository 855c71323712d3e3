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
from talkcoach.deck.layouts import Box, Field, Form, Layouts, find_layouts
from talkcoach.deck.notes_pages import NotesPages
from talkcoach.deck.places import form_of, places_of
from talkcoach.deck.plan import SlideSpec
from talkcoach.deck.stamps import stamp
from talkcoach.deck.tags import tag_of, write_tag
from talkcoach.deck.texts import add_text, place, shrink_to_fit, write_lines
from talkcoach.outline.model import EMPTY_FIGURE

ASIDES = {
    "content": ("Citation", "Citation of the paper"),
    "theme": ("Citation", "Citation of the paper"),
    "roadmap": ("Theme", "Theme of the talk"),
}
"""Name and alt text of the text box with a slide's small print, by kind."""
DETAILS = ("Details", "Details of the title")
"""Those of other kinds, where the layout has no placeholder for it."""


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
    """What is needed to add slides to `presentation` in its own look."""
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


def add_slide(studio: Studio, spec: SlideSpec, order: int) -> Slide:
    """Append the slide of `spec`, notes and mark included, on the layout that serves its kind.

    `order` is its place in its section, noted in its mark.
    """
    form = form_of(studio.layouts, spec)
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


def draw_roadmap(slide: Slide, studio: Studio, spec: SlideSpec) -> Any:
    """Draw the roadmap of `spec` below title and theme, and return its group."""
    area = places_of(studio.layouts, spec).roadmap
    group = roadmap.draw(slide, spec.stops, area, studio.colors, studio.style)
    stamp(group)
    return group


def draw_tracker(slide: Slide, studio: Studio, spec: SlideSpec) -> Any:
    """Draw the tracker of `spec` where the layouts leave room for it and return its group."""
    group = tracker.draw(slide, spec.tracker, studio.layouts.strip, studio.colors)
    stamp(group)
    return group


def _write_title(draft: _Draft, title: str) -> None:
    if draft.form.title:
        _fill_field(draft, draft.form.title, draft.form.title.box, [title], 40, is_title=True)
        return
    area = draft.layouts.area
    top = max(0.0, area.top * 0.25)
    box = Box(area.left, top, area.width, max(area.top - top, 40.0))
    add_text(draft.slide, "Title", box, [title], 32, draft.layouts.ink, "Title of the slide")


def add_aside(slide: Slide, studio: Studio, spec: SlideSpec) -> None:
    """Add the small print of `spec` in a text box of ours."""
    places = places_of(studio.layouts, spec)
    name, about = ASIDES.get(spec.kind, DETAILS)
    lines = spec.aside.split("\n")
    color = studio.layouts.ink if name == DETAILS[0] else studio.layouts.muted
    add_text(slide, name, places.aside, lines, places.aside_size, color, about)


def add_points(slide: Slide, studio: Studio, spec: SlideSpec) -> None:
    """Add the points of `spec` in a text box of ours."""
    box, ink = places_of(studio.layouts, spec).text, studio.layouts.ink
    add_text(slide, "Points", box, spec.points, 28, ink, "Points of the slide")


def _write_beside_title(draft: _Draft, spec: SlideSpec) -> None:
    """The small print of a slide that is all title: who speaks, or which paper this was."""
    if not spec.aside:
        return
    if draft.form.text:
        lines = spec.aside.split("\n")
        _fill_field(draft, draft.form.text, draft.form.text.box, lines, 24)
    else:
        add_aside(draft.slide, draft.studio, spec)


def _write_content(draft: _Draft, spec: SlideSpec) -> None:
    """Points at the left, a figure at the right, the citation at the foot; what is wanted."""
    text, places = draft.form.text, places_of(draft.layouts, spec)
    if spec.aside:
        add_aside(draft.slide, draft.studio, spec)
    is_narrowed = bool(spec.aside or (spec.figure and spec.points))
    if text and is_narrowed:
        place(draft.placeholders[text.index], places.text)
    if text and (spec.points or not spec.figure):
        _fill_field(draft, text, places.text if is_narrowed else text.box, spec.points, 28)
    elif spec.points:
        add_points(draft.slide, draft.studio, spec)
    if spec.figure:
        _write_figure(draft, spec, places.figure)


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


def _write_roadmap(draft: _Draft, spec: SlideSpec) -> None:
    if spec.aside:
        add_aside(draft.slide, draft.studio, spec)
    draw_roadmap(draft.slide, draft.studio, spec)


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
