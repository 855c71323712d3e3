"""The roadmap as a list: one row a paper, from top to bottom. Pure; lengths in points.

Sizes and rows are worked out from all papers, never from the current one, so that a row stands at
the same place on every roadmap of a deck.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from talkcoach.deck.fit import LINE_HEIGHT, clipped, text_height
from talkcoach.deck.layouts import Box
from talkcoach.deck.plan import Stop
from talkcoach.deck.shapes import (
    ACCENT,
    ON_ACCENT,
    TEXT_EDGE,
    Colors,
    Paint,
    Shape,
    Words,
    has_broken_word,
    marker,
    rail,
)

_SIZES = ((32, 24), (30, 22), (28, 20), (26, 20), (24, 18), (22, 18), (22, 16), (20, 16))
"""Font sizes tried for a paper's name and its link, largest first."""
_TIGHT_SIZES = ((18, 14), (16, 14), (14, 12), (12, 10), (10, 8), (8, 6))
"""Tried when names are very long or papers very many; names are then hard to read from afar."""
_MARKER_COLUMN = 64.0
"""At the left of the names, for the numbers and ticks."""
_PADDING = 0.25
"""Space above and below a row's text, in the font size of its name."""
_GAP = 0.7
"""The largest space between rows, in the font size of the names."""
_INDENT = 48.0
"""The largest space above the first row."""
_LEGIBLE_LINK = 18
"""Links smaller than this are shown one at a time, with larger names."""
_INSET = 12.0
_ROUNDING = 8.0
_RAIL = 3.0


@dataclass(frozen=True, slots=True)
class Row:
    """One paper's place on the roadmap and the sizes of its words."""

    stop: Stop
    box: Box
    name_size: float
    link_size: float
    link: str
    """What is shown of the link; empty when there is none or no room."""


def arrange(stops: Sequence[Stop], area: Box) -> tuple[Row, ...]:
    """The rows of a roadmap in `area`, at the largest size that fits and the same in all rows.

    All links are shown where they fit at a size that the last row can read; else the current
    paper's alone, cut to two lines if need be; else only names. Rows stand at the same place
    whichever paper is the current one; where only its link is shown, those below it move down.
    """
    for choice in _choices(stops, area):
        if sum(choice.heights) + choice.room <= area.height:
            return _stacked(stops, choice, area)
    size = area.height / len(stops) / (LINE_HEIGHT + 2 * _PADDING)
    heights = [area.height / len(stops)] * len(stops)
    return _stacked(stops, _Choice(size, size, [""] * len(stops), heights, 0.0), area)


@dataclass(frozen=True, slots=True)
class _Choice:
    """A way to set all rows."""

    name_size: float
    link_size: float
    links: Sequence[str]
    heights: Sequence[float]
    """Of the rows, the current one's link apart where only that is shown."""
    room: float
    """What the current row takes more; 0 where all links are shown."""


def _choices(stops: Sequence[Stop], area: Box) -> Iterator[_Choice]:
    """Ways to set the rows, the best first."""
    width = area.width - _MARKER_COLUMN - 2 * _INSET
    links = [stop.link for stop in stops]
    names = {
        sizes: [
            text_height(stop.name, sizes[0], width, bold=True) + 2 * _PADDING * sizes[0]
            for stop in stops
        ]
        for sizes in _SIZES + _TIGHT_SIZES
    }
    legible = [s for s in _SIZES if not any(has_broken_word(x.name, s[0], width) for x in stops)]
    for sizes in (sizes for sizes in legible if sizes[1] >= _LEGIBLE_LINK):
        heights = zip(names[sizes], links, strict=True)
        both = [name + _link_height(link, sizes[1], width) for name, link in heights]
        yield _Choice(*sizes, links, both, 0.0)
    for sizes in legible:
        room = max(_link_height(link, sizes[1], width) for link in links)
        yield _Choice(*sizes, links, names[sizes], room)
    for sizes in (*legible, *_TIGHT_SIZES):
        cut = [clipped(link, 2, sizes[1], width) if link else "" for link in links]
        room = max(_link_height(link, sizes[1], width) for link in cut)
        yield _Choice(*sizes, cut, names[sizes], room)


def _link_height(link: str, size: float, width: float) -> float:
    return text_height(link, size, width) if link else 0.0


def _stacked(stops: Sequence[Stop], choice: _Choice, area: Box) -> tuple[Row, ...]:
    spare = area.height - sum(choice.heights) - choice.room
    gap = min(_GAP * choice.name_size, spare / len(stops))
    top = area.top + min(_INDENT, (spare - gap * (len(stops) - 1)) * 0.4)
    rows = []
    for stop, link, height in zip(stops, choice.links, choice.heights, strict=True):
        is_open = not choice.room or stop.state == "now"
        full = height + (choice.room if stop.state == "now" else 0.0)
        box = Box(area.left + _MARKER_COLUMN, top, area.width - _MARKER_COLUMN, full)
        shown = link if is_open else ""
        rows.append(Row(stop, box, choice.name_size, choice.link_size, shown))
        top += full + gap
    return tuple(rows)


def shapes(stops: Sequence[Stop], area: Box, colors: Colors) -> list[Shape]:
    """The drawing of the roadmap of `stops` in `area`."""
    rows = arrange(stops, area)
    drawn = []
    for above, below in pairwise(rows):
        upper, lower = _marker_box(above), _marker_box(below)
        if lower.top > upper.bottom:
            middle = upper.left + upper.width / 2
            box = Box(middle - _RAIL / 2, upper.bottom, _RAIL, lower.top - upper.bottom)
            travelled = below.stop.state != "later"
            drawn.append(rail(below.stop.section_id, box, colors, travelled=travelled))
    is_under_way = any(stop.state == "now" for stop in stops)
    for number, row in enumerate(rows, start=1):
        drawn += marker(row.stop, number, _marker_box(row))
        drawn.append(_part(row, colors, dims=is_under_way and row.stop.state == "done"))
    return drawn


def _part(row: Row, colors: Colors, *, dims: bool) -> Shape:
    """The plate with a paper's name and link."""
    is_now = row.stop.state == "now"
    name = link = ON_ACCENT
    if not is_now:
        name = Paint(colors.name, colors.dimming if dims else 0.0)
        link = name if dims else Paint(colors.link)
    words = [Words(row.stop.name, row.name_size, name, bold=True)]
    if row.link:
        words.append(Words(row.link, row.link_size, link))
    return Shape(
        f"Part {row.stop.section_id}",
        row.box,
        "roundRect",
        (_ROUNDING,),
        fill=ACCENT if is_now else None,
        words=tuple(words),
        inset=(_INSET, 0.0),
    )


def _marker_box(row: Row) -> Box:
    side = max(1.0, min(40.0, row.name_size * 1.3, row.box.height - 4))
    middle = row.box.top + row.box.height / 2
    return Box(row.box.left - _MARKER_COLUMN + TEXT_EDGE, middle - side / 2, side, side)
