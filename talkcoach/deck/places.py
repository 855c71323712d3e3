"""Where things stand on a slide of ours: pure geometry, in points."""

from __future__ import annotations

from dataclasses import dataclass

from talkcoach.deck.fit import largest_size, text_height
from talkcoach.deck.layouts import Box, Form, Layouts
from talkcoach.deck.plan import SlideSpec
from talkcoach.deck.texts import INSET_X, INSET_Y

_CITATION_SIZES = (16, 14, 12, 10)
_THEME_SIZES = (20, 18, 16, 14, 12, 10)
_DETAILS_SIZE = 20
_GAP = 8.0
_COLUMN_GAP = 24.0
_SLACK = 4.0
"""Height to spare in a text box of ours: fonts differ in their line height."""


@dataclass(frozen=True, slots=True)
class Places:
    """The places that one slide needs."""

    text: Box
    figure: Box
    """The same as `text` where there is only one of the two."""
    aside: Box
    """For the small print: citation, theme, or details."""
    aside_size: float
    roadmap: Box


def form_of(layouts: Layouts, spec: SlideSpec) -> Form:
    """The layout that serves the slide."""
    match spec.kind:
        case "title":
            return layouts.title
        case "takeaway" | "backup":
            return layouts.statement
        case "roadmap":
            return layouts.title_only
        case _:
            return layouts.two if spec.figure and spec.points else layouts.content


def places_of(layouts: Layouts, spec: SlideSpec) -> Places:
    """Where the words, the figure, the small print and the roadmap of `spec` go."""
    form = form_of(layouts, spec)
    area = form.free(layouts.area)
    match spec.kind:
        case "roadmap":
            head, size, rest = _below_theme(spec.aside, area)
            return Places(rest, rest, head, size, rest)
        case "title" | "takeaway" | "backup":
            return Places(area, area, _details(layouts, form), _DETAILS_SIZE, area)
    body, foot, size = _above_citation(spec.aside, area)
    text, figure = _columns(spec, body)
    return Places(text, figure, foot, size, body)


def _columns(spec: SlideSpec, area: Box) -> tuple[Box, Box]:
    """Points at the left and the figure at the right, where there are both."""
    if not (spec.figure and spec.points):
        return area, area
    width = (area.width - _COLUMN_GAP) / 2
    return (
        Box(area.left, area.top, width, area.height),
        Box(area.left + width + _COLUMN_GAP, area.top, width, area.height),
    )


def _above_citation(text: str, area: Box) -> tuple[Box, Box, float]:
    """The area without its foot, the foot, and the size of the citation there."""
    if not text:
        return area, area, _CITATION_SIZES[0]
    width = area.width - INSET_X
    size = largest_size([text], _CITATION_SIZES, width, area.height * 0.15)
    height = text_height(text, size, width) + INSET_Y + _SLACK
    body, foot = area.split_top(area.height - height)
    return body, foot, size


def _below_theme(text: str, area: Box) -> tuple[Box, float, Box]:
    """The theme's place on a roadmap slide, its font size, and the area that is left."""
    if not text:
        return area, _THEME_SIZES[0], area
    width = area.width - INSET_X
    size = largest_size([text], _THEME_SIZES, width, area.height * 0.14)
    head, rest = area.split_top(text_height(text, size, width) + INSET_Y + _SLACK)
    return head, size, rest.split_top(_GAP)[1]


def _details(layouts: Layouts, form: Form) -> Box:
    """Where a layout has its text beside a title that fills the slide, or below that title."""
    if form.text and form.text.box:
        return form.text.box
    area, title = layouts.area, form.title
    top = max(area.top, title.box.bottom if title and title.box else area.top)
    return Box(area.left, top, area.width, max(area.bottom - top, 30.0))
