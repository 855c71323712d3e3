"""The roadmap on a slide: native shapes in theme colours, sized to be read from the last row.

What is done is ticked and dimmed, what comes now stands on the accent colour with its link to the
theme, what is left is plain. Each style has its geometry as a pure function, then its drawing.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

from pptx.slide import Slide

from talkcoach.deck import roadmap_list, roadmap_track
from talkcoach.deck.layouts import Box
from talkcoach.deck.plan import Stop
from talkcoach.deck.shapes import Colors, add_group, one_line

__all__ = ["Colors", "Style", "describe", "draw"]

Style = Literal["list", "track"]


def draw(
    slide: Slide, stops: Sequence[Stop], area: Box, colors: Colors, style: Style = "list"
) -> Any:
    """Draw the roadmap of `stops` in `area` as one group of editable shapes; returns the group.

    A track that nobody could read, with too many or too long names, becomes a list.
    """
    shapes = roadmap_track.shapes(stops, area, colors) if style == "track" else None
    shapes = shapes or roadmap_list.shapes(stops, area, colors)
    return add_group(slide, "Roadmap", describe(stops), shapes)


def describe(stops: Sequence[Stop]) -> str:
    """The roadmap in words, for those who hear the slide."""
    states = {"done": " (done)", "now": " (now)", "later": ""}
    return "Roadmap: " + "; ".join(f"{one_line(stop.name)}{states[stop.state]}" for stop in stops)
