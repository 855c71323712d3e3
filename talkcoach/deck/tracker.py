"""The tracker: a slim strip on content slides that names the sections and says which one this is.

It is furniture: small type, thin lines, nothing filled. Geometry first, then the drawing; lengths
in points.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pptx.slide import Slide

from talkcoach.deck.fit import clipped, line_count
from talkcoach.deck.layouts import Box
from talkcoach.deck.plan import Stop
from talkcoach.deck.shapes import ACCENT, TEXT_EDGE, Colors, Paint, Shape, Words, add_group

_SIZE = 12.0
_GAP = 4.0
"""Between segments."""
_THICK, _THIN = 4.0, 2.0
"""Of the segment of the current section, and of the others."""
_NARROWEST = 48.0
"""A segment less wide than this has no room for a name of its own."""


@dataclass(frozen=True, slots=True)
class Segment:
    """One section's place on the strip."""

    stop: Stop
    bar: Box
    label: Box | None
    """None where there is no room for the name."""
    name: str
    """What is shown of the name."""


def arrange(stops: Sequence[Stop], strip: Box) -> tuple[Segment, ...]:
    """The segments of the tracker in `strip`, all equally wide.

    Among very many sections only the current one is named.
    """
    left, width = strip.left + TEXT_EDGE, strip.width - 2 * TEXT_EDGE
    gap = min(_GAP, width / len(stops) / 4)
    step = (width + gap) / len(stops)
    has_room = step - gap >= _NARROWEST
    segments = []
    for number, stop in enumerate(stops):
        start = left + number * step
        height = _THICK if stop.state == "now" else _THIN
        bar = Box(start, strip.top + _THICK - height, step - gap, height)
        label = None
        if has_room:
            label = _label(bar.left, bar.width, strip)
        elif stop.state == "now":
            room = width / 2
            label = _label(min(start, left + width - room), room, strip)
        name = _shortened(stop.name, label.width) if label else ""
        segments.append(Segment(stop, bar, label, name))
    return tuple(segments)


def _label(left: float, width: float, strip: Box) -> Box:
    return Box(left, strip.top + _THICK + 1, width, strip.height - _THICK - 1)


def _shortened(name: str, width: float) -> str:
    """`name` in one bold line, cut at a word, or inside its only word, where it is too long."""
    if line_count(name, _SIZE, width, bold=True) == 1:
        return name
    short = clipped(name, 1, _SIZE, width * 0.93)  # bold is wider
    while len(short) > 2 and line_count(short, _SIZE, width, bold=True) > 1:
        short = short.removesuffix("…").rstrip()[:-1] + "…"
    return short


def draw(slide: Slide, stops: Sequence[Stop], strip: Box, colors: Colors) -> Any:
    """Draw the tracker of `stops` in `strip` as one group of editable shapes; returns the group."""
    drawn = [shape for segment in arrange(stops, strip) for shape in _shapes(segment, colors)]
    return add_group(slide, "Tracker", describe(stops), drawn)


def describe(stops: Sequence[Stop]) -> str:
    """The tracker in words, for those who hear the slide."""
    for number, stop in enumerate(stops, start=1):
        if stop.state == "now":
            return f"Progress: part {number} of {len(stops)}, {' '.join(stop.name.split())}"
    done = sum(stop.state == "done" for stop in stops)
    return f"Progress: {done} of {len(stops)} parts done"


def _shapes(segment: Segment, colors: Colors) -> list[Shape]:
    section_id, state = segment.stop.section_id, segment.stop.state
    fill = colors.pale if state == "later" else ACCENT
    shapes = [Shape(f"Segment {section_id}", segment.bar, fill=fill)]
    if segment.label:
        is_now = state == "now"
        paint = ACCENT if is_now else Paint(colors.link, colors.dimming)
        words = (Words(segment.name, _SIZE, paint, bold=is_now),)
        shapes.append(Shape(f"Part {section_id}", segment.label, words=words, anchor="t"))
    return shapes
