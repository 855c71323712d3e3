"""`talkcoach deck`: the PowerPoint file of an outline."""

from __future__ import annotations

from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from talkcoach.cli.output import console, emit_json, json_option, notes, outline_argument

if TYPE_CHECKING:
    from rich.table import Table

    from talkcoach.deck.write import WrittenDeck
    from talkcoach.outline.model import Outline


@click.command(
    epilog="""\b
Examples:
  talkcoach deck talk.yaml
  talkcoach deck talk.yaml -o slides/talk.pptx --template university.potx"""
)
@outline_argument
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    metavar="DECK.pptx",
    help="Where to write the deck; beside the outline by default.",
)
@click.option(
    "--template",
    type=click.Path(path_type=Path),
    metavar="T.pptx",
    help="A .pptx or .potx whose masters, fonts and colours the deck takes.",
)
@json_option
def deck(outline_path: Path, output: Path | None, template: Path | None, as_json: bool) -> None:
    """Make the PowerPoint deck of OUTLINE, with roadmap slides between the papers.

    A deck that is already there is kept as NAME.backup-N.pptx: edits made in it are not carried
    over into the new one.
    """
    from talkcoach.deck.write import write_deck
    from talkcoach.outline.load import load_outline

    outline = load_outline(outline_path)
    written = write_deck(outline, output or outline_path.with_suffix(".pptx"), template)
    if written.backup:
        notes().print(f"The deck that was there is kept as {written.backup}", soft_wrap=True)
    if as_json:
        emit_json(_document(written))
        return
    roadmaps = sum(spec.kind == "roadmap" for spec in written.slides)
    out = console()
    out.print(
        f"{written.path}: {len(written.slides)} slides, {roadmaps} of them roadmaps",
        soft_wrap=True,
    )
    out.print(_table(outline, written))


def _table(outline: Outline, written: WrittenDeck) -> Table:
    """The deck's sections: how many slides each has, and when in the talk they are due."""
    from rich import box
    from rich.table import Table

    from talkcoach.deck.plan import section_names
    from talkcoach.durations import clock

    names = section_names(outline)
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    table.add_column("Section")
    table.add_column("Slides", justify="right")
    table.add_column("Time", justify="right", no_wrap=True)
    for section_id, group in groupby(written.slides, key=lambda spec: spec.section_id):
        slides = list(group)
        window = f"{clock(slides[0].start_s)}-{clock(slides[-1].end_s)}"
        table.add_row(names[section_id], str(len(slides)), window)
    return table


def _document(written: WrittenDeck) -> dict[str, Any]:
    return {
        "path": str(written.path),
        "backup": str(written.backup) if written.backup else None,
        "slides": [
            {
                "key": spec.key,
                "kind": spec.kind,
                "section": spec.section_id,
                "title": spec.title,
                "start_s": round(spec.start_s, 3),
                "end_s": round(spec.end_s, 3),
            }
            for spec in written.slides
        ],
    }
