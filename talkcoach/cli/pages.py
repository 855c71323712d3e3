"""What commands share that write pages and pictures."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, TypeVar

import click

from talkcoach.cli.output import write_file
from talkcoach.errors import InputError

Command = TypeVar("Command", bound=Callable[..., Any])

RUN_FOLDER = Path("-")
"""`--html` without a FILE: the page goes to the run's folder."""


def page_options(command: Command) -> Command:
    """`--html [FILE]` and `--open`."""
    for option in (
        click.option("--html", "html_path", type=click.Path(path_type=Path), is_flag=False,
                     flag_value=RUN_FOLDER, metavar="[FILE]",
                     help="Write a page: to FILE.html, or beside the run."),
        click.option("--open", "is_opened", is_flag=True, help="Show the page in your browser."),
    ):  # fmt: skip
        command = option(command)
    return command


def plot_option(help_: str) -> Callable[[Command], Command]:
    """`--plot FILE`."""
    return click.option(
        "--plot",
        "plot_path",
        type=click.Path(path_type=Path),
        metavar="FILE.png|svg",
        help=help_,
    )


def write_page(path: Path, page: str, is_opened: bool, *, is_ours: bool) -> None:
    """Write a page for its owner only; what was there is kept, unless it is our own.

    Raises:
        InputError: `path` is no page's name.
        StorageError: it cannot be written.
    """
    if path.suffix.lower() not in (".html", ".htm"):
        raise InputError(f"{path}: a page's name ends in .html; write --html after OUTLINE")
    write_file(path, page.encode(), "page", backup=not is_ours)
    if is_opened:
        click.launch(path.absolute().as_uri())


def write_picture(spec: Mapping[str, Any], path: Path) -> None:
    """Draw `spec` as PNG or SVG.

    Raises:
        InputError: the name ends in neither.
        StorageError: it cannot be written.
    """
    from talkcoach.pages.draw import picture

    try:
        drawn = picture(spec, path)
    except ValueError as error:
        raise InputError(str(error)) from error
    write_file(path, drawn, "picture")
