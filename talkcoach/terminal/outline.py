"""`talkcoach check` on screen: the budget table, then the advice."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from rich import box
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from talkcoach.durations import clock, spoken
from talkcoach.history import RUNS, Proposal
from talkcoach.outline.advice import Advice, slide_rate
from talkcoach.outline.model import Outline, Section
from talkcoach.terminal.text import user_text

MARKS = {"fix": ("!", "bold yellow"), "consider": ("-", "cyan")}


def check_view(
    outline: Outline, advice: Sequence[Advice], where: Callable[[Advice], str]
) -> RenderableType:
    """Title, budgets and advice; `where` gives the `file:line` of a piece of advice."""
    parts: list[RenderableType] = [user_text(outline.title, "bold", 200)]
    if outline.theme:
        parts.append(user_text(outline.theme, "italic", 300))
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
            user_text(section.short, limit=60),
            clock(section.budget_s),
            str(len(section.slides)),
            _rate(section),
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
        text = user_text(item.message, limit=400).append(f"  {where(item)}", style="dim")
        grid.add_row(Text(mark, style=style), text)
        blocks.append(grid)
    return Group(*blocks)


def proposals_view(outline: Outline, proposals: Sequence[Proposal]) -> RenderableType:
    """The outline's budgets, what the runs took, and the budgets that they suggest."""
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_footer=True)
    budget_s = sum(proposal.budget_s for proposal in proposals)
    usual_s = sum(p.budget_s if p.spoken_s is None else p.spoken_s for p in proposals)
    proposed_s = sum(proposal.proposed_s for proposal in proposals)
    table.add_column("Section", footer="Together", overflow="fold")
    for name, footer_s in (
        ("Budget", budget_s),
        ("Your runs", usual_s),
        ("Realistic", proposed_s),
    ):
        table.add_column(name, clock(footer_s), justify="right", no_wrap=True)
    for proposal in proposals:
        table.add_row(
            user_text(proposal.title, limit=60),
            clock(proposal.budget_s),
            "-" if proposal.spoken_s is None else clock(proposal.spoken_s),
            Text(clock(proposal.proposed_s), style="bold"),
        )
    return Group(
        user_text(outline.title, "bold", 200),
        table,
        Text(f"Your runs: the median of the last {RUNS} times that each section was spoken."),
        Text(_fit(usual_s - outline.duration, outline.duration)),
    )


def _fit(over_s: float, duration_s: float) -> str:
    share = 100 * abs(over_s) / duration_s
    if share < 1:
        return "As you speak, the talk fits: take these budgets and keep to them."
    if over_s < 0:
        return f"As you speak, {spoken(-over_s)} are left over; the realistic budgets share them."
    return (
        f"As you speak, the talk is {spoken(over_s)} too long: the realistic budgets are about "
        f"{100 * over_s / (duration_s + over_s):.0f}% shorter than that. Or leave out a paper "
        "with 'include: false'."
    )
