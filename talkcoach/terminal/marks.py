"""Where the sections of a run start on screen: found or marked, and what moved."""

from __future__ import annotations

from collections.abc import Collection

from rich import box
from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from talkcoach.advice import SURE
from talkcoach.durations import clock, delta
from talkcoach.report import Report, SectionTiming
from talkcoach.terminal.text import user_text

MOVED_S = 0.5
"""A boundary that moved less stands where it stood."""


def boundaries_view(before: Report, report: Report, marked: Collection[str]) -> RenderableType:
    """A row a section, in the outline's order: its start, how it is known, and how it moved."""
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    table.add_column("Section", overflow="fold", max_width=28)
    table.add_column("Id", overflow="fold")
    table.add_column("Starts", justify="right", no_wrap=True)
    table.add_column("", no_wrap=True)
    table.add_column("Moved", no_wrap=True)
    old = {section.id: section for section in before.sections}
    for section in report.sections:
        table.add_row(
            user_text(section.title, limit=60),
            Text(section.id),
            "-" if section.start_s is None else clock(section.start_s),
            _known(section, marked),
            _moved(old.get(section.id), section),
        )
    return table


def _known(section: SectionTiming, marked: Collection[str]) -> str:
    if section.id in marked:
        return "marked"
    if section.start_s is None:
        return "not heard" if section.is_rehearsed else "not rehearsed"
    return "found" if section.confidence >= SURE else "found, unsure"


def _moved(old: SectionTiming | None, new: SectionTiming) -> str:
    if old is None or old.start_s is None or new.start_s is None:
        return ""
    moved_s = new.start_s - old.start_s
    return "" if abs(moved_s) < MOVED_S else f"{delta(moved_s)} from {clock(old.start_s)}"
