"""One planned slide made from a layout: its placeholders filled, its text sized to fit."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pptx.enum.text import MSO_AUTO_SIZE
from pptx.presentation import Presentation
from pptx.slide import Slide
from pptx.util import Pt

from talkcoach.deck import oxml, roadmap
from talkcoach.deck.fit import largest_size, text_height
from talkcoach.deck.layouts import Box, Field, Form, Layouts
from talkcoach.deck.plan import SlideSpec

_SMALLEST = 12
_INSET_X, _INSET_Y = 14.4, 7.2
"""Points that PowerPoint keeps free in a text box, both sides together."""
_SPACING = 0.55
"""Space around a paragraph in a placeholder, in font sizes."""
_BULLET = 27.0
"""Points that a bullet and its indent take from a line."""
_CITATION_SIZES = (16, 14, 12, 10)
_THEME_SIZES = (20, 18, 16, 14, 12, 10)
_GAP = 8.0
_SLACK = 4.0
"""Points of height to spare in a text box of ours: fonts differ in their line height."""


@dataclass(frozen=True, slots=True)
class _Draft:
    """A new slide, its placeholders by their number, and what is known of its layout."""

    slide: Slide
    form: Form
    layouts: Layouts
    placeholders: Mapping[int, Any]

    @property
    def area(self) -> Box:
        """Where content may stand on this slide."""
        return self.form.free(self.layouts.area)


def add_slide(presentation: Presentation, layouts: Layouts, spec: SlideSpec) -> Slide:
    """Append the slide of `spec`, notes included, on the layout that serves its kind."""
    form = _form(layouts, spec)
    slide: Slide = presentation.slides.add_slide(form.layout)
    offered = {p.placeholder_format.idx: p for p in oxml.placeholders(slide)}
    draft = _Draft(slide, form, layouts, offered)
    _write_title(draft, spec.title)
    match spec.kind:
        case "title" | "takeaway":
            _write_beside_title(draft, spec)
        case "roadmap":
            _write_roadmap(draft, spec)
        case _:
            _write_points(draft, spec)
    _remove_unused(draft, keep_text=spec.kind == "content")
    if spec.kind != "title":
        oxml.add_slide_number(slide)
    notes = slide.notes_slide.notes_text_frame
    if notes is not None:  # a template's notes master may have no place for notes
        notes.text = spec.notes
    return slide


def _form(layouts: Layouts, spec: SlideSpec) -> Form:
    match spec.kind:
        case "title":
            return layouts.title
        case "takeaway":
            return layouts.statement
        case "roadmap":
            return layouts.title_only
        case _:
            return layouts.content


def _write_title(draft: _Draft, title: str) -> None:
    if draft.form.title:
        _fill_field(draft, draft.form.title, draft.form.title.box, [title], 40, is_title=True)
        return
    area = draft.layouts.area
    top = max(0.0, area.top * 0.25)
    box = Box(area.left, top, area.width, max(area.top - top, 40.0))
    _add_text(draft, "Title", box, [title], 32, draft.layouts.ink)


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
    _add_text(draft, "Details", box, lines, 20, draft.layouts.ink)


def _write_points(draft: _Draft, spec: SlideSpec) -> None:
    area, text = draft.area, draft.form.text
    if spec.aside:
        area = _write_citation(draft, spec.aside, area)
        if text:
            _place(draft.placeholders[text.index], area)
    if text:
        _fill_field(draft, text, area if spec.aside else text.box, spec.points, 28)
    elif spec.points:
        _add_text(draft, "Points", area, spec.points, 28, draft.layouts.ink)


def _write_citation(draft: _Draft, text: str, area: Box) -> Box:
    """Write `text` small at the foot of `area`; returns what is left of the area."""
    width = area.width - _INSET_X
    size = largest_size([text], _CITATION_SIZES, width, area.height * 0.15)
    height = text_height(text, size, width) + _INSET_Y + _SLACK
    body, foot = area.split_top(area.height - height)
    _add_text(draft, "Citation", foot, [text], size, draft.layouts.muted)
    return body


def _write_roadmap(draft: _Draft, spec: SlideSpec) -> None:
    area, layouts = draft.area, draft.layouts
    if spec.aside:
        width = area.width - _INSET_X
        size = largest_size([spec.aside], _THEME_SIZES, width, area.height * 0.14)
        head, area = area.split_top(text_height(spec.aside, size, width) + _INSET_Y + _SLACK)
        _add_text(draft, "Theme", head, [spec.aside], size, layouts.muted)
        _, area = area.split_top(_GAP)
    colors = roadmap.Colors(layouts.ink, layouts.muted, layouts.dimming)
    roadmap.draw(draft.slide, spec.stops, area, colors)


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
    _write_lines(frame, lines)
    if box is None:
        return
    own = field.size or default_size
    size = largest_size(
        lines,
        [own, *(size for size in range(60, _SMALLEST - 1, -2) if size < own)],
        box.width - _INSET_X - (0.0 if is_title else _BULLET),
        box.height - _INSET_Y,
        spacing=0.0 if is_title else _SPACING,
        bold=is_title,
    )
    if size < own:
        for run in _runs(frame):
            run.font.size = Pt(size)


def _add_text(
    draft: _Draft, name: str, box: Box, lines: Sequence[str], size: float, color: Any
) -> None:
    """Add a text box of ours, where the layout has no place for `lines`."""
    shape = draft.slide.shapes.add_textbox(Pt(box.left), Pt(box.top), Pt(box.width), Pt(box.height))
    shape.name = name
    frame = shape.text_frame
    frame.word_wrap = True
    frame.auto_size = MSO_AUTO_SIZE.TEXT_TO_FIT_SHAPE  # where the font is wider
    _write_lines(frame, lines)
    for run in _runs(frame):
        run.font.size = Pt(size)
        run.font.color.theme_color = color


def _write_lines(frame: Any, lines: Sequence[str]) -> None:
    """One paragraph a line; a line break inside a line stays one."""
    frame.text = "\n".join(line.replace("\n", "\v") for line in lines)


def _runs(frame: Any) -> Iterator[Any]:
    for paragraph in frame.paragraphs:
        yield from paragraph.runs


def _place(shape: Any, box: Box) -> None:
    shape.left, shape.top = Pt(box.left), Pt(box.top)
    shape.width, shape.height = Pt(box.width), Pt(box.height)


def _remove_unused(draft: _Draft, *, keep_text: bool) -> None:
    """Take away what the layout offers and the slide does not need, so that no prompt shows."""
    text = draft.form.text
    for index, placeholder in draft.placeholders.items():
        is_kept = keep_text and text is not None and index == text.index
        if not is_kept and not (placeholder.has_text_frame and placeholder.text_frame.text):
            placeholder.element.getparent().remove(placeholder.element)
