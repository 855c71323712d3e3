"""The list of an outline's runs on screen."""

from __future__ import annotations

from collections.abc import Sequence

from rich import box
from rich.table import Table
from rich.text import Text

from talkcoach.compare import RunSummary
from talkcoach.durations import clock
from talkcoach.terminal.compare import over
from talkcoach.terminal.text import user_text


def runs_table(rows: Sequence[tuple[str, RunSummary | None, str]]) -> Table:
    """A row for each `(id, summary, notes)`, oldest first; a summary is None without a report."""
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1, 0, 0))
    table.add_column("Run", no_wrap=True)
    for name in ("Length", "Delta", "Roadmap", "Points"):
        table.add_column(name, justify="right", no_wrap=True)
    table.add_column("Notes", overflow="fold", min_width=12)  # the one column that gives way
    for run_id, summary, notes in rows:
        if summary is None:
            cells = ["no report", "-", "-", "-"]
        else:
            cells = [
                clock(summary.duration_s),
                over(summary),
                f"{summary.transitions_heard}/{summary.transitions}",
                f"{summary.points_covered}/{summary.points}",
            ]
        table.add_row(Text(run_id), *cells, user_text(notes, limit=60))
    return table
