"""The roadmap on a slide: native shapes in theme colours, sized to be read from the last row.

What is done is ticked and dimmed, what comes now stands on the accent colour, what is left is
plain. Geometry first, as pure functions in points; then the drawing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

from pptx.enum.dml import MSO_THEME_COLOR as COLOR
from pptx.enum.shapes import MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR, MSO_AUTO_SIZE, PP_ALIGN
from pptx.slide import Slide
from pptx.util import Pt

from talkcoach.deck import oxml
from talkcoach.deck.fit import LINE_HEIGHT, clipped, text_height
from talkcoach.deck.layouts import Box
from talkcoach.deck.plan import Stop

_SIZES = ((36, 26), (32, 24), (30, 22), (28, 20), (26, 20), (24, 18), (22, 18), (22, 16), (20, 16))
"""Font sizes tried for a paper's name and its link, largest first."""
_TIGHT_SIZES = ((18, 14), (16, 14), (14, 12), (12, 10), (10, 8), (8, 6))
"""Tried when names are very long or papers very many; names are then hard to read from afar."""
_MARKER_COLUMN = 64.0
"""Points at the left of the names, for the numbers and ticks."""
_PADDING = 0.25
"""Space above and below a row's text, in the font size of its name."""
_LARGEST_GAP = 16.0
_LARGEST_INDENT = 30.0
"""Points of free space above the first row."""
_INSET = 12.0
_TEXT_EDGE = 7.2
"""Where text begins in a placeholder: the markers stand below the title's first letter."""


@dataclass(frozen=True, slots=True)
class Row:
    """One paper's place on the roadmap and the sizes of its words, in points."""

    stop: Stop
    box: Box
    name_size: float
    link_size: float
    link: str
    """What is shown of the link; empty when there is none or no room."""


def arrange(stops: Sequence[Stop], area: Box) -> tuple[Row, ...]:
    """The rows of a roadmap in `area`, at the largest size that fits and the same in all rows.

    All links are shown where they fit at a size that the last row can read; else the current
    paper's alone, cut to two lines if need be; else only names.
    """
    every = [stop.link for stop in stops]
    current = [stop.link if stop.state == "now" else "" for stop in stops]
    for links, sizes in (
        *((every, sizes) for sizes in _SIZES),
        *((current, sizes) for sizes in _SIZES),
        *((_clipped(current, sizes, area), sizes) for sizes in _SIZES + _TIGHT_SIZES),
    ):
        rows = _stacked(stops, links, sizes, area)
        if rows[-1].box.bottom <= area.bottom:
            return rows
    size = area.height / len(stops) / (LINE_HEIGHT + 2 * _PADDING)
    return _stacked(stops, [""] * len(stops), (size, size), area)


@dataclass(frozen=True, slots=True)
class Colors:
    """What a roadmap is written in, apart from the accent colour."""

    name: COLOR
    link: COLOR
    dimming: float
    """The brightness of what is done, from -1 (black) to 1 (white)."""


def draw(slide: Slide, stops: Sequence[Stop], area: Box, colors: Colors) -> None:
    """Draw the roadmap of `stops` in `area` as one group of editable shapes."""
    rows = arrange(stops, area)
    others = len(slide.shapes)
    plain, on_accent = (
        replace(colors, dimming=0.0),
        Colors(COLOR.BACKGROUND_1, COLOR.BACKGROUND_1, 0),
    )
    done = replace(colors, link=colors.name)
    shows_progress = any(stop.state == "now" for stop in stops)
    looks = {"done": done if shows_progress else plain, "now": on_accent, "later": plain}
    for above, below in pairwise(rows):
        _draw_rail(slide.shapes, above, below)
    for number, row in enumerate(rows, start=1):
        _draw_marker(slide.shapes, row, number)
        _draw_words(slide.shapes, row, looks[row.stop.state])
    # Grouped at the end: a group measures itself anew whenever a shape is added to it.
    group = slide.shapes.add_group_shape(list(slide.shapes)[others:])
    group.name = "Roadmap"
    oxml.set_alt_text(group, describe(stops))


def describe(stops: Sequence[Stop]) -> str:
    """The roadmap in words, for those who hear the slide."""
    states = {"done": " (done)", "now": " (now)", "later": ""}
    return "Roadmap: " + "; ".join(f"{_line(stop.name)}{states[stop.state]}" for stop in stops)


def _clipped(links: Sequence[str], sizes: tuple[float, float], area: Box) -> list[str]:
    return [link and clipped(link, 2, sizes[1], _text_width(area)) for link in links]


def _stacked(
    stops: Sequence[Stop], links: Sequence[str], sizes: tuple[float, float], area: Box
) -> tuple[Row, ...]:
    name_size, link_size = sizes
    width = _text_width(area)
    padding = 2 * _PADDING * name_size
    heights = []
    for stop, link in zip(stops, links, strict=True):
        height = text_height(stop.name, name_size, width, bold=True) + padding
        heights.append(height + (text_height(link, link_size, width) if link else 0.0))
    spare = max(0.0, area.height - sum(heights))
    gap = min(_LARGEST_GAP, spare / len(stops))
    top = area.top + min(_LARGEST_INDENT, max(0.0, spare - gap * (len(stops) - 1)) / 2)
    rows = []
    for stop, link, height in zip(stops, links, heights, strict=True):
        box = Box(area.left + _MARKER_COLUMN, top, area.width - _MARKER_COLUMN, height)
        rows.append(Row(stop, box, name_size, link_size, link))
        top += height + gap
    return tuple(rows)


def _text_width(area: Box) -> float:
    return area.width - _MARKER_COLUMN - 2 * _INSET


def _marker_box(row: Row) -> Box:
    side = min(40.0, row.name_size * 1.3, row.box.height - 4)
    middle = row.box.top + row.box.height / 2
    left = row.box.left - _MARKER_COLUMN + _TEXT_EDGE
    return Box(left, middle - side / 2, side, side)


def _draw_rail(canvas: Any, above: Row, below: Row) -> None:
    """The line from one marker to the next."""
    upper, lower = _marker_box(above), _marker_box(below)
    middle = upper.left + upper.width / 2
    if lower.top > upper.bottom:
        box = Box(middle - 1.5, upper.bottom, 3, lower.top - upper.bottom)
        _fill(_add(canvas, MSO_SHAPE.RECTANGLE, box, "Rail"), COLOR.ACCENT_1)


def _draw_marker(canvas: Any, row: Row, number: int) -> None:
    box = _marker_box(row)
    state = row.stop.state
    disc = _add(canvas, MSO_SHAPE.OVAL, box, f"Marker {number}")
    if state == "now":
        _fill(disc, COLOR.ACCENT_1)
    else:
        disc.fill.background()
    disc.line.width = Pt(2.25)
    disc.line.color.theme_color = COLOR.ACCENT_1
    if state == "done":
        _draw_tick(canvas, box, number)
        return
    frame = _frame(disc, 0)
    frame.word_wrap = False
    color = COLOR.BACKGROUND_1 if state == "now" else COLOR.ACCENT_1
    size = box.height * 0.46
    _write(frame.paragraphs[0], str(number), size, color, bold=True, align=PP_ALIGN.CENTER)


def _draw_tick(canvas: Any, box: Box, number: int) -> None:
    """A tick as a drawn line: not every font has one."""
    corners = [(0.27, 0.53), (0.44, 0.69), (0.74, 0.33)]
    points = [(Pt(box.left + x * box.width), Pt(box.top + y * box.height)) for x, y in corners]
    builder = canvas.build_freeform(*points[0])
    builder.add_line_segments(points[1:], close=False)
    tick = builder.convert_to_shape()
    tick.name = f"Tick {number}"
    tick.fill.background()
    oxml.drop_style(tick)
    tick.line.width = Pt(max(2.0, box.height * 0.1))
    tick.line.color.theme_color = COLOR.ACCENT_1


def _draw_words(canvas: Any, row: Row, colors: Colors) -> None:
    plate = _add(canvas, MSO_SHAPE.ROUNDED_RECTANGLE, row.box, f"Part: {_line(row.stop.name)}")
    plate.adjustments[0] = min(0.5, 8 / row.box.height)
    if row.stop.state == "now":
        _fill(plate, COLOR.ACCENT_1)
    else:
        plate.fill.background()
    frame = _frame(plate, _INSET)
    frame.auto_size = MSO_AUTO_SIZE.TEXT_TO_FIT_SHAPE  # where a template's font is wider
    name, dimming = frame.paragraphs[0], colors.dimming
    _write(name, row.stop.name, row.name_size, colors.name, bold=True, brightness=dimming)
    if row.link:
        _write(frame.add_paragraph(), row.link, row.link_size, colors.link, brightness=dimming)


def _add(canvas: Any, kind: Any, box: Box, name: str) -> Any:
    shape = canvas.add_shape(
        kind, Pt(box.left), Pt(box.top), Pt(box.width), Pt(max(1.0, box.height))
    )
    shape.name = name
    oxml.drop_style(shape)
    shape.line.fill.background()
    return shape


def _fill(shape: Any, color: COLOR) -> None:
    shape.fill.solid()
    shape.fill.fore_color.theme_color = color


def _frame(shape: Any, inset: float) -> Any:
    frame = shape.text_frame
    frame.word_wrap = True
    frame.vertical_anchor = MSO_ANCHOR.MIDDLE
    frame.margin_left = frame.margin_right = Pt(inset)
    frame.margin_top = frame.margin_bottom = 0
    return frame


def _line(text: str) -> str:
    return " ".join(text.split())


def _write(
    paragraph: Any,
    text: str,
    size: float,
    color: Any,
    *,
    bold: bool = False,
    brightness: float = 0.0,
    align: Any = PP_ALIGN.LEFT,
) -> None:
    paragraph.alignment = align
    run = paragraph.add_run()
    run.text = _line(text)
    run.font.size = Pt(size)
    run.font.bold = bold
    run.font.color.theme_color = color
    if brightness:
        run.font.color.brightness = brightness
