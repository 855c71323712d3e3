"""What stands in a slide's speaker notes: the time window first, then what to say. Pure."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from talkcoach.durations import clock
from talkcoach.outline.transitions import transition_sentence

if TYPE_CHECKING:
    from talkcoach.deck.plan import SlideSpec
    from talkcoach.outline.model import Outline

WINDOW = re.compile(r"(?:\d+:)?\d+:\d\d-(?:\d+:)?\d+:\d\d(?=\s|$)")
"""A time window as we write it, `12:30-14:00` from the start of the talk."""


def compose(spec: SlideSpec, outline: Outline) -> str:
    """The notes of `spec`: window and section, the spoken line of a roadmap, points, the
    outline's own notes word for word.

    A slide without time of its own (backup) has no window.
    """
    blocks = []
    if spec.end_s > spec.start_s:
        window = f"{clock(spec.start_s)}-{clock(spec.end_s)}"
        blocks.append(f"{window}  {spec.section_name}")
    if spec.kind == "roadmap":
        blocks.append(f"Say: {transition_sentence(outline, spec.section_id)}")
        blocks.append("\n".join(f"- {stop.name}: {stop.link}" for stop in spec.stops if stop.link))
    blocks.append("\n".join(f"- {point}" for point in spec.points))
    blocks.append(spec.notes)
    return "\n\n".join(block for block in blocks if block)


def without_windows(notes: str) -> list[str]:
    """The lines of `notes` with the time windows taken out: those change with every budget."""
    return [WINDOW.sub("", line, count=1) if WINDOW.match(line) else line for line in lines(notes)]


def lines(notes: str) -> list[str]:
    """The lines of `notes`, whether they are paragraphs or broken lines.

    >>> lines("a\\vb\\nc")
    ['a', 'b', 'c']
    """
    return re.split(r"[\n\v]", notes)
