"""A deck as people see it in the terminal: its sections in time, and what an update did."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from rich import box
from rich.table import Table

from talkcoach.durations import clock
from talkcoach.terminal.text import user_text

if TYPE_CHECKING:
    from talkcoach.deck.changes import Change
    from talkcoach.deck.plan import SlideSpec

_NAMED = 3
"""Slides with the same change are named one by one up to this many, then counted."""


def sections_view(slides: Sequence[SlideSpec]) -> Table:
    """The deck's sections: how many slides each has, and when in the talk they are due."""
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    table.add_column("Section")
    table.add_column("Slides", justify="right")
    table.add_column("Time", justify="right", no_wrap=True)
    for name, group in groupby(slides, key=lambda spec: spec.section_name):
        members = list(group)
        start_s, end_s = members[0].start_s, members[-1].end_s
        window = f"{clock(start_s)}-{clock(end_s)}" if end_s > start_s else ""
        table.add_row(user_text(name), str(len(members)), window)
    return table


def changes_view(changes: Sequence[Change]) -> Table:
    """What was done to the deck and what was found in it, a line each; like ones in one line."""
    table = Table(box=None, show_header=False, pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column(style="bold", no_wrap=True)
    table.add_column(ratio=1)
    for kind, what, detail in _lines(changes):
        text = user_text(what)
        if detail:
            text.append(": ", style="dim").append_text(user_text(detail))
        table.add_row(kind, text)
    return table


def _lines(changes: Sequence[Change]) -> Iterator[tuple[str, str, str]]:
    """Kind, subject and detail of each line, in the order in which they were first noted."""
    groups: dict[tuple[str, str], list[Change]] = {}
    for change in changes:
        groups.setdefault((change.kind, change.detail), []).append(change)
    for (kind, detail), members in groups.items():
        if len(members) > _NAMED:
            yield kind, f"{len(members)} slides", detail
            continue
        for change in members:
            yield kind, change.title, detail
