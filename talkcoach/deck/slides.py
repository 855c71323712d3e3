"""One planned slide made from a layout: its placeholders filled, its text sized to fit."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pptx.enum.text import MSO_AUTO_SIZE
from pptx.presentation import Presentation
from pptx.slide import Slide, SlideLayout
from pptx.util import Pt

from talkcoach.deck import oxml, roadmap
from talkcoach.deck.fit import largest_size, text_height
from talkcoach.deck.layouts import TITLES, Box, Layouts, box_of, text_of, title_of
from talkcoach.deck.plan import SlideSpec

_SMALLEST = 12
_INSET_X, _INSET_Y = 14.4, 7.2
"""Points that PowerPoint keeps free in a text box, both sides together."""
_BULLET = 27.0
"""Points that a bullet and its indent take from a line."""
_CITATION_SIZES = (16, 14, 12, 10)
_THEME_SIZES = (20, 18, 16, 14, 12, 10)
_GAP = 8.0
_SLACK = 4.0
"""Points of height to spare in a text box of ours: fonts differ in their line height."""


def add_slide(presentation: Presentation, layouts: Layouts, spec: SlideSpec) -> Slide:
    """Append the slide of `spec`, notes included, on the layout that serves its kind."""
    slide: Slide = presentation.slides.add_slide(_layout(layouts, spec))
    _write_title(slide, spec.title, layouts)
    match spec.kind:
        case "title" | "takeaway":
            _write_beside_title(slide, spec, layouts)
        case "roadmap":
            _write_roadmap(slide, spec, layouts)
        case _:
            _write_points(slide, spec, layouts)
    _remove_empty_placeholders(slide, kept=text_of(slide) if spec.kind == "content" else None)
    if spec.kind != "title":
        oxml.add_slide_number(slide)
    notes = slide.notes_slide.notes_text_frame
    if notes is not None:  # a template's notes master may have no place for notes
        notes.text = spec.notes
    return slide


def _layout(layouts: Layouts, spec: SlideSpec) -> SlideLayout:
    match spec.kind:
        case "title":
            return layouts.title
        case "takeaway":
            return layouts.statement
        case "roadmap":
            return layouts.title_only
        case _:
            return layouts.content


def _write_title(slide: Slide, title: str, layouts: Layouts) -> None:
    placeholder = title_of(slide)
    if placeholder is None:
        area = layouts.area
        top = max(0.0, area.top * 0.25)
        box = Box(area.left, top, area.width, max(area.top - top, 40.0))
        _fill(_add_text_box(slide, box, "Title"), [title], 32, layouts.ink)
        return
    _fill_placeholder(placeholder, [title], default_size=40)


def _write_beside_title(slide: Slide, spec: SlideSpec, layouts: Layouts) -> None:
    """The small print of a slide that is all title: who speaks, or which paper this was."""
    if not spec.aside:
        return
    lines = spec.aside.split("\n")
    placeholder = text_of(slide)
    if placeholder is not None:
        _fill_placeholder(placeholder, lines, default_size=24)
        return
    title = title_of(slide)
    title_box = box_of(title) if title is not None else None
    area = layouts.area
    top = max(area.top, title_box.bottom if title_box else area.top)
    box = Box(area.left, top, area.width, max(area.bottom - top, 30.0))
    _fill(_add_text_box(slide, box, "Details"), lines, 20, layouts.ink)


def _write_points(slide: Slide, spec: SlideSpec, layouts: Layouts) -> None:
    placeholder = text_of(slide)
    body = _below_title(slide, layouts.area)
    if spec.aside:
        body = _write_citation(slide, spec.aside, body, layouts)
        if placeholder is not None:
            _place(placeholder, body)
    if placeholder is not None:
        _fill_placeholder(placeholder, spec.points, default_size=28)
    elif spec.points:
        _fill(_add_text_box(slide, body, "Points"), spec.points, 28, layouts.ink)


def _write_citation(slide: Slide, text: str, area: Box, layouts: Layouts) -> Box:
    """Write `text` small at the foot of `area`; returns what is left of the area."""
    width = area.width - _INSET_X
    size = largest_size([text], _CITATION_SIZES, width, area.height * 0.15)
    height = text_height(text, size, width) + _INSET_Y + _SLACK
    body, foot = area.split_top(area.height - height)
    _fill(_add_text_box(slide, foot, "Citation"), [text], size, layouts.muted)
    return body


def _write_roadmap(slide: Slide, spec: SlideSpec, layouts: Layouts) -> None:
    area = _below_title(slide, layouts.area)
    if spec.aside:
        width = area.width - _INSET_X
        size = largest_size([spec.aside], _THEME_SIZES, width, area.height * 0.14)
        head, area = area.split_top(text_height(spec.aside, size, width) + _INSET_Y + _SLACK)
        _fill(_add_text_box(slide, head, "Theme"), [spec.aside], size, layouts.muted)
        _, area = area.split_top(_GAP)
    roadmap.draw(slide, spec.stops, area, ink=layouts.ink, muted=layouts.muted)


def _below_title(slide: Slide, area: Box) -> Box:
    """The part of `area` that the slide's title leaves free."""
    title = title_of(slide)
    box = box_of(title) if title is not None else None
    if box is None or box.bottom <= area.top or box.bottom > area.top + area.height / 2:
        return area
    return area.split_top(box.bottom - area.top)[1]


def _fill_placeholder(placeholder: Any, lines: Sequence[str], *, default_size: float) -> None:
    """Write `lines` in the placeholder's own style, smaller only where they would not fit."""
    frame = placeholder.text_frame
    _write_lines(frame, lines)
    box = box_of(placeholder)
    if box is None:
        return
    slide_layout: SlideLayout = placeholder.part.slide_layout
    index = placeholder.placeholder_format.idx
    model = next(p for p in oxml.placeholders(slide_layout) if p.placeholder_format.idx == index)
    own = oxml.inherited_size(model, slide_layout.slide_master) or default_size
    sizes = [own, *(size for size in range(60, _SMALLEST - 1, -2) if size < own)]
    is_title = placeholder.placeholder_format.type in TITLES
    width = box.width - _INSET_X - (0.0 if is_title else _BULLET)
    size = largest_size(
        lines,
        sizes,
        width,
        box.height - _INSET_Y,
        spacing=0.0 if is_title else 0.55,
        bold=is_title,
    )
    if size < own:
        _resize(frame, size)


def _fill(box: Any, lines: Sequence[str], size: float, color: Any) -> None:
    """Write `lines` into a text box of ours, where no template says how they look."""
    _write_lines(box.text_frame, lines)
    _resize(box.text_frame, size)
    for paragraph in box.text_frame.paragraphs:
        for run in paragraph.runs:
            run.font.color.theme_color = color


def _write_lines(frame: Any, lines: Sequence[str]) -> None:
    """One paragraph a line; a line break inside a line stays one."""
    frame.text = "\n".join(line.replace("\n", "\v") for line in lines)


def _resize(frame: Any, size: float) -> None:
    for paragraph in frame.paragraphs:
        for run in paragraph.runs:
            run.font.size = Pt(size)


def _add_text_box(slide: Slide, box: Box, name: str) -> Any:
    shape = slide.shapes.add_textbox(Pt(box.left), Pt(box.top), Pt(box.width), Pt(box.height))
    shape.name = name
    shape.text_frame.word_wrap = True
    shape.text_frame.auto_size = MSO_AUTO_SIZE.TEXT_TO_FIT_SHAPE  # where the font is wider
    return shape


def _place(shape: Any, box: Box) -> None:
    shape.left, shape.top = Pt(box.left), Pt(box.top)
    shape.width, shape.height = Pt(box.width), Pt(box.height)


def _remove_empty_placeholders(slide: Slide, kept: Any | None) -> None:
    """Take away what the layout offers and the slide does not need, so that no prompt shows."""
    for placeholder in oxml.placeholders(slide):
        is_kept = kept is not None and placeholder.shape_id == kept.shape_id
        if not is_kept and not (placeholder.has_text_frame and placeholder.text_frame.text):
            placeholder.element.getparent().remove(placeholder.element)
