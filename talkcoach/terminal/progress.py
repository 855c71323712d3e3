"""Progress of long work, with the time left: a bar in a terminal, one line elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import (
    BarColumn,
    Progress,
    SpinnerColumn,
    TaskProgressColumn,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)

from talkcoach.listen import Advance


@contextmanager
def progress(console: Console, what: str) -> Iterator[Advance]:
    """Show `what` and how far it is while the block runs; the bar goes away at its end."""
    if not console.is_terminal:
        console.print(f"{what} ...")
        yield lambda share: None
        return
    columns = (
        SpinnerColumn("line"),  # the recogniser reports minutes of audio at a time
        TextColumn("{task.description}", markup=False),
        BarColumn(bar_width=None),
        TaskProgressColumn(),
        TimeElapsedColumn(),
        TextColumn("left"),
        TimeRemainingColumn(compact=True),
    )
    with Progress(*columns, console=console, transient=True, expand=True) as bar:
        task = bar.add_task(what, total=1.0)
        yield lambda share: bar.update(task, completed=share)
