"""What commands share: consoles, JSON on stdout, and options that mean the same everywhere."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from pydantic import BaseModel
    from rich.console import Console

    from talkcoach.listen import Stage

Command = TypeVar("Command", bound=Callable[..., Any])


def console() -> Console:
    """The console for results: stdout. Rich honours NO_COLOR, COLUMNS and a pipe by itself."""
    from rich.console import Console

    return Console(highlight=False, markup=False, emoji=False)


def notes() -> Console:
    """The console for everything that is not a result: progress, warnings, hints; stderr."""
    from rich.console import Console

    return Console(stderr=True, highlight=False, markup=False, emoji=False)


def stages() -> Stage:
    """Progress on stderr for each stage of the work."""
    from talkcoach.terminal.progress import progress

    screen = notes()
    return lambda what: progress(screen, what)


def emit_json(document: BaseModel | Any) -> None:
    """Print one JSON document on stdout and nothing else."""
    import json

    from pydantic import BaseModel

    if isinstance(document, BaseModel):
        document = document.model_dump(mode="json")
    narrow = not sys.stdout.encoding.lower().startswith("utf")
    json.dump(document, sys.stdout, indent=2, ensure_ascii=narrow)
    sys.stdout.write("\n")


def json_option(command: Command) -> Command:
    """`--json`: print one JSON document on stdout, everything else on stderr."""
    return click.option(
        "--json", "as_json", is_flag=True, help="Print one JSON document on stdout."
    )(command)


outline_argument = click.argument(
    "outline_path", metavar="OUTLINE", type=click.Path(path_type=Path)
)
"""The outline file; whether it exists is for the loader to say, in its own words."""
