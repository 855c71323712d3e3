"""What the shell proposes: runs and sections of the outline that was typed before."""

from __future__ import annotations

from pathlib import Path

import click

from talkcoach.errors import TalkcoachError


def complete_runs(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[str]:
    """The outline's runs, newest first, and the words that stand for one."""
    from talkcoach.runs import list_runs

    outline_path = _outline(ctx)
    try:
        found = [run.id for run in list_runs(outline_path)] if outline_path else []
    except (TalkcoachError, OSError):  # a completion has nowhere to say it
        return []
    proposed = ["last", "best", *reversed(found)] if found else []
    return [name for name in proposed if name.startswith(incomplete)]


def complete_sections(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[str]:
    """The ids of the outline's sections."""
    from talkcoach.outline.load import load_outline

    outline_path = _outline(ctx)
    try:
        sections = load_outline(outline_path).sections() if outline_path else ()
    except (TalkcoachError, OSError):
        return []
    return [section.id for section in sections if section.id.startswith(incomplete)]


def complete_marks(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[str]:
    """The same, with the sign that a time follows."""
    return [f"{section}=" for section in complete_sections(ctx, param, incomplete)]


def _outline(ctx: click.Context) -> Path | None:
    """The outline that was typed; click keeps it aside when an option still lacks its value."""
    typed: Path | None = ctx.params.get("outline_path")
    return typed or (Path(ctx.args[0]) if ctx.args else None)
