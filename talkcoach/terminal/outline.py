"""`talkcoach check` on screen: the budget table, then the advice."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from rich import box
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from talkcoach.durations import clock
from talkcoach.outline.advice import Advice, slide_rate
from talkcoach.outline.model import Outline, Section

MARKS = {"fix": ("!", "bold yellow"), "consider": ("-", "cyan")}


def check_view(
    outline: Outline, advice: Sequence[Advice], where: Callable[[Advice], str]
) -> RenderableType:
    """Title, budgets and advice; `where` gives the `file:line` of a piece of advice."""
    parts: list[RenderableType] = [Text(outline.title, style="bold")]
    if outline.theme:
        parts.append(Text(outline.theme, style="italic"))
    parts.append(_table(outline))
    if advice:
        parts.append(_advice(advice, where))
    else:
        parts.append(Text("Nothing to add. Rehearse it.", style="green"))
    return Group(*parts)


def _table(outline: Outline) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_footer=True)
    sections = outline.sections()
    slides = sum(len(section.slides) for section in sections)
    budget_s = sum(section.budget_s for section in sections)
    table.add_column("Section", footer="Together", overflow="fold")
    table.add_column("Budget", clock(budget_s), justify="right", no_wrap=True)
    table.add_column("Slides", str(slides), justify="right", no_wrap=True)
    table.add_column(
        "Slides/min", f"{slides * 60 / outline.duration:.1f}", justify="right", no_wrap=True
    )
    for section in sections:
        table.add_row(
            Text(section.short), clock(section.budget_s), str(len(section.slides)), _rate(section)
        )
    return table


def _rate(section: Section) -> str:
    rate = slide_rate(section)
    return "-" if rate is None else f"{rate:.1f}"


def _advice(advice: Sequence[Advice], where: Callable[[Advice], str]) -> RenderableType:
    blocks: list[RenderableType] = []
    for item in advice:
        mark, style = MARKS[item.severity]
        grid = Table.grid(padding=(0, 1))
        grid.add_column(no_wrap=True)
        grid.add_column()
        text = Text(item.message).append(f"  {where(item)}", style="dim")
        grid.add_row(Text(mark, style=style), text)
        blocks.append(grid)
    return Group(*blocks)
