"""`demo`: the whole job once, on the shipped sample talk."""

from __future__ import annotations

import itertools
import shutil
from datetime import datetime
from importlib.resources import files
from pathlib import Path

import click

from talkcoach.cli.listening import decode
from talkcoach.cli.output import console, stages
from talkcoach.errors import InputError
from talkcoach.listen import hear

OUTLINE = "talk.yaml"
RECORDINGS = {
    "run1.ogg": datetime(2026, 3, 2, 19, 30),
    "run2.ogg": datetime(2026, 3, 4, 19, 30),
}
"""The sample's two rehearsals and when they were spoken, the second one better."""


@click.command(
    epilog="""\b
Examples:
  talkcoach demo
  talkcoach demo ~/talks/tryout"""
)
@click.argument("folder", metavar="[DIR]", required=False, type=click.Path(path_type=Path))
def demo(folder: Path | None) -> None:
    """Build a deck, analyse two rehearsals of the sample talk, and compare them.

    The recordings are transcribed here and now, on this machine. Everything is written to a new
    folder: DIR, or talkcoach-demo in the current folder.
    """
    outline_path = _copy_outline(_unused("talkcoach-demo") if folder is None else folder)
    screen = console()
    screen.rule("The deck", align="left")
    deck_path = _make_deck(outline_path)
    for number, (name, when) in enumerate(RECORDINGS.items(), start=1):
        screen.print()
        screen.rule(f"Rehearsal {number} of {len(RECORDINGS)}", align="left")
        _rehearse(outline_path, samples() / name, when)
    screen.print()
    screen.rule("Both compared", align="left")
    _compare(outline_path)
    _say_where(outline_path, deck_path)


def samples() -> Path:
    """The folder of the sample talk: inside an installed package, beside it in a checkout."""
    package = Path(str(files("talkcoach")))
    for folder in (package / "samples", package.parent / "samples"):
        if (folder / OUTLINE).is_file():
            return folder
    raise InputError("the sample talk is not part of this installation; install talkcoach again")


def _unused(name: str) -> Path:
    """`name`, or `name-2`, `name-3` ...: a folder that is not there yet."""
    names = itertools.chain([name], (f"{name}-{n}" for n in itertools.count(2)))
    return next(path for path in map(Path, names) if not path.exists())


def _copy_outline(folder: Path) -> Path:
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise InputError(f"{folder} is not empty; name a new folder, as in 'talkcoach demo tryout'")
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except (FileExistsError, NotADirectoryError):
        raise InputError(f"{folder}: {folder.parent} is no folder; name another place") from None
    return Path(shutil.copyfile(samples() / OUTLINE, folder / OUTLINE))


def _make_deck(outline_path: Path) -> Path:
    from talkcoach.deck.write import write_deck
    from talkcoach.outline.load import load_outline

    written = write_deck(load_outline(outline_path), outline_path.with_suffix(".pptx"))
    roadmaps = sum(spec.kind == "roadmap" for spec in written.slides)
    console().print(f"{len(written.slides)} slides, {roadmaps} of them roadmaps: {written.path}")
    return written.path


def _rehearse(outline_path: Path, recording: Path, when: datetime) -> None:
    """What `talkcoach import` does, with a date of our own."""
    from talkcoach.filing import file_recording
    from talkcoach.outline.load import load_outline
    from talkcoach.terminal.report import report_view

    outline, outline_text = load_outline(outline_path), outline_path.read_bytes()
    stage = stages()
    audio = decode(recording, stage)
    heard = hear(outline, audio, stage=stage)
    _, report = file_recording(outline_path, outline, outline_text, recording, audio, heard, when)
    console().print(report_view(report))


def _compare(outline_path: Path) -> None:
    from talkcoach.compare import compare
    from talkcoach.runs import list_runs, load_report
    from talkcoach.terminal.compare import comparison_view

    reports = [load_report(run) for run in list_runs(outline_path)]
    console().print(comparison_view(compare(reports)))


def _say_where(outline_path: Path, deck_path: Path) -> None:
    screen = console()
    screen.print()
    screen.rule("Where it all is", align="left")
    for what, path in (
        ("the outline", outline_path),
        ("the deck", deck_path),
        ("the runs", outline_path.parent / "rehearsals"),
    ):
        screen.print(f"{what:12} {path}", soft_wrap=True)
    screen.print("\nYour own talk begins with: talkcoach new talk.yaml", soft_wrap=True)
