"""What `doctor` found, a line each, and the fix below what needs one."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from talkcoach.doctor import Finding
from talkcoach.terminal.text import user_text

SIGNS = {"ok": ("+", "green"), "lacking": ("~", "yellow"), "broken": ("!", "bold red")}
"""Sign and style of each state: never the colour alone."""


def findings_view(findings: Sequence[Finding]) -> RenderableType:
    """The findings, and a last line that says how it stands."""
    table = Table.grid(padding=(0, 1))
    table.add_column(no_wrap=True)
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    for finding in findings:
        sign, style = SIGNS[finding.state]
        detail = user_text(finding.detail, limit=300)
        if finding.way_out:
            detail.append("\n").append_text(user_text(finding.way_out, "bold", 300))
        table.add_row(Text(sign, style=style), Text(finding.name), detail)
    return Group(table, Text(), _verdict(findings))


def _verdict(findings: Sequence[Finding]) -> Text:
    if any(finding.state == "broken" for finding in findings):
        return Text("Something is missing without which nothing can be heard.", style="bold red")
    lacking = [finding.name for finding in findings if finding.state == "lacking"]
    if lacking:
        return Text(f"Everything else works; look at: {', '.join(lacking)}.", style="yellow")
    return Text("Everything is here. Rehearse.", style="green")
