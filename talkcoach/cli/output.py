"""What commands share: consoles, JSON on stdout, and options that mean the same everywhere."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from talkcoach.errors import InputError, StorageError

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


def write_file(path: Path, content: bytes, what: str, *, backup: bool = True) -> None:
    """Write a file for its owner only; what was there is kept as a backup.

    Raises:
        InputError: `path` is a folder, or in none.
        StorageError: it cannot be written.
    """
    from talkcoach.files import write_whole

    if not path.name or path.is_dir():
        raise InputError(f"'{path}' is a folder; name a file in it for the {what}")
    if not path.parent.is_dir():
        raise InputError(f"{path}: there is no folder {path.parent}; make it first")
    try:
        kept = write_whole(path, content, private=True, backup=backup)
    except OSError as error:
        raise StorageError(f"{path}: cannot be written: {error.strerror or error}") from error
    notes().print(f"The {what} is {path}", soft_wrap=True)
    if kept:
        notes().print(f"The file that was there is kept as {kept}", soft_wrap=True)


def json_option(command: Command) -> Command:
    """`--json`: print one JSON document on stdout, everything else on stderr."""
    return click.option(
        "--json", "as_json", is_flag=True, help="Print one JSON document on stdout."
    )(command)


outline_argument = click.argument(
    "outline_path", metavar="OUTLINE", type=click.Path(path_type=Path)
)
"""The outline file; whether it exists is for the loader to say, in its own words."""
