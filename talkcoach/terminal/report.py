"""One run's report on screen: did it fit, where did the time go, was the roadmap spoken."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rich import box
from rich.console import Console, ConsoleOptions, Group, RenderableType, RenderResult
from rich.measure import Measurement
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from talkcoach.advice import SURE, SURE_STATUS, headline
from talkcoach.durations import clock, delta
from talkcoach.norms import EASY, ON_TIME_S
from talkcoach.report import PointCheck, Report, SectionTiming
from talkcoach.terminal.text import QUOTE_LENGTH, is_unicode, user_text
from talkcoach.text import plain

ADVICE_SHOWN = 3
"""What one evening has room for; the JSON holds the rest."""

STATUS = {
    "full": ("+", "full", "green"),
    "recap": ("~", "recap only", "yellow"),
    "preview": ("~", "preview only", "yellow"),
    "skipped": ("!", "not heard", "bold red"),
}
"""Sign, word and style of each transition status: never the colour alone."""


def report_view(report: Report) -> RenderableType:
    """Headline, times, transitions, missed points, delivery and advice."""
    title = user_text(report.outline.title, "bold", 200)
    if report.run:
        title.append(f"  {plain(report.run.id, 80)}", "dim")
    parts: list[RenderableType] = [title, user_text(headline(report)), _times(report)]
    if not report.is_match:
        return Group(*parts[:2], *_next(report))
    if report.rehearsed_transitions:
        parts += [_heading("Roadmap transitions"), _transitions(report)]
    points = report.rehearsed_points
    missed = [point for point in points if not point.covered]
    if missed:
        parts += [_heading(f"Points not heard ({len(missed)} of {len(points)})")]
        parts += [_missed(report.sections, missed)]
    if report.restarts:
        parts += [_heading(f"Begun again ({len(report.restarts)})"), _restarts(report)]
    parts += [_heading("Delivery"), Text(_delivery(report)), *_next(report)]
    return Group(*parts)


def _next(report: Report) -> list[RenderableType]:
    if not report.advice:
        return []
    return [_heading("Next time"), _advice(report.advice[:ADVICE_SHOWN])]


@dataclass(frozen=True, slots=True)
class Bar:
    """A section's time as a bar; `|` marks where its budget ends."""

    actual_s: float
    budget_s: float
    longest_s: float
    """What the full width stands for."""

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        width = options.max_width
        full, mark = ("█", "│") if is_unicode(options) else ("#", "|")
        scale = (width - 1) / self.longest_s if self.longest_s else 0.0
        filled, end = round(self.actual_s * scale), round(self.budget_s * scale)
        text = Text(no_wrap=True)
        for cell in range(width):
            if cell == end:
                text.append(mark, "bold")
            elif cell < filled + (filled > end):
                text.append(full, "red" if cell > end else "cyan")
            else:
                text.append(" ")
        yield text

    def __rich_measure__(self, console: Console, options: ConsoleOptions) -> Measurement:
        return Measurement(8, max(8, min(options.max_width, 40)))


def _heading(text: str) -> Text:
    return Text(f"\n{text}", style="bold")


def _times(report: Report) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1, 0, 0), show_footer=True)
    table.add_column(
        "Section",
        "Part" if report.is_partial else "Talk",
        overflow="fold",
        min_width=_name_width(report),
        max_width=28,
    )
    table.add_column("| budget", min_width=8)
    for name, footer in (
        ("Actual", clock(report.duration_s)),
        ("Budget", clock(report.planned_s)),
        ("Delta", delta(report.over_s)),
        ("w/min", "-" if report.pace.wpm is None else f"{report.pace.wpm:.0f}"),
    ):
        table.add_column(name, footer, justify="right", no_wrap=True)
    sections = report.rehearsed_sections
    longest_s = max((max(s.actual_s, s.budget_s) for s in sections), default=0.0)
    for section in sections:
        table.add_row(*_time_row(section, longest_s))
    return table


def _name_width(report: Report) -> int:
    """The longest name, within what a narrow terminal can spare."""
    return min(16, max((len(section.title) for section in report.sections), default=10))


def _time_row(section: SectionTiming, longest_s: float) -> list[RenderableType]:
    title = user_text(section.title, limit=60)
    if section.status == "skipped":
        return [title, "(not heard)", "-", clock(section.budget_s), "-", "-"]
    style = "red" if section.delta_s > ON_TIME_S else ""
    about = "" if section.confidence >= SURE else "~"
    return [
        title,
        Bar(section.actual_s, section.budget_s, longest_s),
        f"{about}{clock(section.actual_s)}",
        clock(section.budget_s),
        Text(delta(section.delta_s), style=style),
        "-" if section.wpm is None else f"{section.wpm:.0f}",
    ]


def _transitions(report: Report) -> Group:
    """A line for each transition, easy to scan, with the words heard below it."""
    titles = {section.id: plain(section.title, 40) for section in report.sections}
    widest = max(len(titles.get(check.to, check.to)) for check in report.rehearsed_transitions)
    lines: list[RenderableType] = []
    for check in report.rehearsed_transitions:
        sign, word, style = STATUS[check.status]
        if check.confidence < SURE_STATUS:
            word = f"{word}?"
        at = "" if check.start_s is None else clock(check.start_s)
        title = titles.get(check.to, check.to)
        lines.append(
            Text.assemble(
                (sign, style), f" to {title:<{widest}}  ", (f"{word:<12}", style), f"{at:>7}"
            )
        )
        if quote := plain(check.quote, QUOTE_LENGTH):
            instead = "instead: " if check.status == "skipped" else ""
            lines.append(Padding(Text(f'{instead}"{quote}"', style="dim"), (0, 0, 0, 2)))
    return Group(*lines)


def _missed(sections: Sequence[SectionTiming], missed: Sequence[PointCheck]) -> RenderableType:
    grid = Table.grid(padding=(0, 1))
    grid.add_column(no_wrap=True)
    grid.add_column()
    for section in sections:
        own = [point for point in missed if point.id.startswith(f"{section.id}.")]
        if own:
            grid.add_row("", user_text(section.title, "italic", 60))
        for point in own:
            grid.add_row("  -", user_text(point.text, limit=200))
    return grid


def _restarts(report: Report) -> Group:
    titles = {section.id: plain(section.title, 40) for section in report.sections}
    return Group(
        *(
            Text.assemble(
                f"  {clock(restart.time_s):>5} in {titles.get(restart.section, restart.section)}: ",
                (f'"{plain(restart.quote, QUOTE_LENGTH)}"', "dim"),
            )
            for restart in report.restarts
        )
    )


def _delivery(report: Report) -> str:
    pace = report.pace
    wpm = "no words" if pace.wpm is None else f"{pace.wpm:.0f} words a minute ({EASY} is easy)"
    longest = max((pause.seconds for pause in report.pauses), default=0.0)
    count = len(report.pauses)
    pauses = f"{count} {'pause' if count == 1 else 'pauses'} of 1.5 s or more"
    if longest:
        pauses += f", the longest {longest:.1f} s"
    if pace.articulation_wpm is None:
        pauses = "pauses are measured on audio only"
    return f"{wpm}; {pauses}; fillers heard: {len(report.fillers)}."


def _advice(advice: Sequence[str]) -> Table:
    grid = Table.grid(padding=(0, 1))
    grid.add_column(no_wrap=True)
    grid.add_column()
    for number, sentence in enumerate(advice, start=1):
        grid.add_row(f"{number}.", user_text(sentence))
    return grid
