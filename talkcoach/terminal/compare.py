"""Runs side by side on screen: sections and transitions in rows, runs in columns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rich import box
from rich.console import Console, ConsoleOptions, Group, RenderableType, RenderResult
from rich.measure import Measurement
from rich.table import Table
from rich.text import Text

from talkcoach.compare import Comparison, PointTrend, RunSummary
from talkcoach.durations import clock, delta
from talkcoach.terminal.report import STATUS
from talkcoach.terminal.text import is_unicode, user_text

COLUMN_WIDTH = 9
"""Of one run: `+1:02:03*` and a blank."""
FRAME_WIDTH = 30
"""What the names and budgets take beside the runs."""
BALANCE_WIDTH = 12
"""Of each half of the bar that shows what a run was over or under."""
POINTS_SHOWN = 8


def comparison_view(comparison: Comparison) -> RenderableType:
    """The runs side by side, as many as the width allows."""
    return _View(comparison)


class _View:
    """The comparison, with as many runs as the width allows: the first, the best, the last ones."""

    def __init__(self, comparison: Comparison) -> None:
        self.comparison = comparison

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        room = max(2, (options.max_width - FRAME_WIDTH) // COLUMN_WIDTH)
        shown = _shown(len(self.comparison.runs), self.comparison.best_run, room)
        yield Group(*_parts(self.comparison, shown))


def _shown(count: int, best: int, room: int) -> list[int]:
    """The runs that get a column, in order."""
    if count <= room:
        return list(range(count))
    kept = {count - 1, best} if room == 2 else {0, best, count - 1}
    for run in range(count - 1, -1, -1):
        if len(kept) >= room:
            break
        kept.add(run)
    return sorted(kept)


def _parts(comparison: Comparison, shown: Sequence[int]) -> list[RenderableType]:
    runs = comparison.runs
    parts: list[RenderableType] = []
    parts.append(_runs(comparison, shown))
    if len(shown) < len(runs):
        parts.append(Text(f"{len(shown)} of {len(runs)} runs shown; name others to see them."))
    if comparison.outline_changed:
        parts.append(Text("The outline changed between runs; sections are matched by their id."))
    parts += [_times(comparison, shown), Text("* nearest to the section's budget")]
    if comparison.transitions:
        parts += [_heading("Roadmap transitions"), _transitions(comparison, shown)]
    for title, sentences in (("Better", comparison.better), ("Worse", comparison.worse)):
        if sentences:
            parts += [_heading(f"{title} than before"), *map(_item, sentences)]
    for title, points in (
        ("Said this time, missed before", comparison.newly_covered),
        ("Not heard in any run", comparison.still_missed),
    ):
        if points:
            parts += [_heading(f"{title} ({len(points)})"), *_points(points)]
    return parts


def _runs(comparison: Comparison, shown: Sequence[int]) -> Table:
    """The runs in a line each, with what they are over or under the plan as a bar."""
    table = Table.grid(padding=(0, 1))
    for column in (
        {"justify": "right"}, {"overflow": "fold"}, {"justify": "right"}, {"min_width": 11}, {},
    ):  # fmt: skip
        table.add_column(**column)
    runs = [comparison.runs[number] for number in shown]
    furthest_s = max((abs(run.over_s) for run in runs if not run.partial), default=0.0)
    for number in shown:
        run = comparison.runs[number]
        remark = "best" if number == comparison.best_run else ""
        if run.other:
            remark = "of another talk?"
        table.add_row(
            f"#{number + 1}",
            user_text(run.id, limit=80),
            over(run),
            "" if run.partial or run.other else Balance(run.over_s, furthest_s),
            Text(remark, style="dim"),
        )
    return table


def over(run: RunSummary) -> str:
    """What a run is over the plan; of one that does not hold all of it, that says nothing."""
    if run.other:
        return "-"
    return "part" if run.partial else delta(run.over_s)


@dataclass(frozen=True, slots=True)
class Balance:
    """Seconds under the plan to the left, over it to the right of a line."""

    over_s: float
    furthest_s: float
    """What half the width stands for."""

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        half = (min(options.max_width, 2 * BALANCE_WIDTH + 1) - 1) // 2
        full, mark = ("█", "│") if is_unicode(options) else ("#", "|")
        cells = round(abs(self.over_s) / self.furthest_s * half) if self.furthest_s else 0
        over, under = (cells, 0) if self.over_s > 0 else (0, cells)
        yield Text.assemble(
            " " * (half - under), (full * under, "cyan"), mark, (full * over, "red"), no_wrap=True
        )

    def __rich_measure__(self, console: Console, options: ConsoleOptions) -> Measurement:
        return Measurement(11, max(11, min(options.max_width, 2 * BALANCE_WIDTH + 1)))


def _heading(text: str) -> Text:
    return Text(f"\n{text}", style="bold")


def _item(text: str) -> RenderableType:
    grid = Table.grid(padding=(0, 1))
    grid.add_row("-", user_text(text, limit=300))
    return grid


def _points(points: Sequence[PointTrend]) -> list[RenderableType]:
    shown = [_item(f"{point.text} ({point.id})") for point in points[:POINTS_SHOWN]]
    if len(points) > POINTS_SHOWN:
        shown.append(Text(f"  and {len(points) - POINTS_SHOWN} more"))
    return shown


def _times(comparison: Comparison, shown: Sequence[int]) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    table.add_column("Section", overflow="fold", max_width=20)
    table.add_column("Budget", justify="right", no_wrap=True)
    for number in shown:
        table.add_column(f"#{number + 1}", justify="right", no_wrap=True)
    for section in comparison.sections:
        cells = []
        for number in shown:
            off_s = section.delta_s[number]
            star = "*" if number == section.best else " "
            cells.append("- " if off_s is None else f"{delta(off_s)}{star}")
        table.add_row(user_text(section.title, limit=60), clock(section.budget_s), *cells)
    table.add_section()
    runs = [comparison.runs[number] for number in shown]
    whole = [run for run in comparison.runs if not run.partial and not run.other]
    planned = clock(whole[-1].planned_s) if whole else ""
    table.add_row("Talk", planned, *(f"{over(run)} " for run in runs), style="bold")
    table.add_row("Length", "", *(f"{clock(run.duration_s)} " for run in runs))
    table.add_row(
        "Words/min", "", *("- " if run.wpm is None else f"{run.wpm:.0f} " for run in runs)
    )
    table.add_row("Points heard", "", *(f"{run.points_covered}/{run.points} " for run in runs))
    table.add_row("Fillers heard", "", *(f"{run.fillers} " for run in runs))
    return table


def _transitions(comparison: Comparison, shown: Sequence[int]) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    table.add_column("To", overflow="fold", max_width=28)
    for number in shown:
        table.add_column(f"#{number + 1}", no_wrap=True)
    for check in comparison.transitions:
        cells = []
        for number in shown:
            status = check.statuses[number]
            sign, _, style = STATUS[status] if status else ("-", "", "")
            word = "unheard" if status == "skipped" else (status or "")
            cells.append(Text(f"{sign} {word}".rstrip(), style=style))
        table.add_row(user_text(check.title, limit=60), *cells)
    return table
