"""`talkcoach deck`: the PowerPoint file of an outline."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from talkcoach.cli.output import console, emit_json, json_option, notes, outline_argument

if TYPE_CHECKING:
    from talkcoach.deck.write import WrittenDeck


@click.command(
    epilog="""\b
Examples:
  talkcoach deck talk.yaml
  talkcoach deck talk.yaml -o slides/talk.pptx --template university.potx
  talkcoach deck talk.yaml --dry-run"""
)
@outline_argument
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    metavar="DECK.pptx",
    help="The deck to make or update; beside the outline by default.",
)
@click.option(
    "--template",
    type=click.Path(path_type=Path),
    metavar="T.pptx",
    help="A .pptx or .potx whose masters, fonts and colours the deck takes.",
)
@click.option("--dry-run", is_flag=True, help="Say what would be done, and write nothing.")
@click.option(
    "--restore",
    multiple=True,
    metavar="KEY",
    help="Bring a slide back that you deleted; the list of changes names the keys.",
)
@click.option("--fresh", is_flag=True, help="Start over; the deck is only kept as a backup.")
@json_option
def deck(
    outline_path: Path,
    output: Path | None,
    template: Path | None,
    dry_run: bool,
    restore: tuple[str, ...],
    fresh: bool,
    as_json: bool,
) -> None:
    """Make the PowerPoint deck of OUTLINE, or bring the deck that is there up to date.

    A new deck has roadmap slides between the papers. In a deck that is there already, roadmaps,
    times and untouched slides follow the outline, sections move with all their slides, and
    whatever you edited stays as it is. A slide that the outline no longer has goes to a hidden
    section at the end. The deck before is kept as NAME.backup-N.pptx.

    In a deck that talkcoach did not make, roadmap slides are inserted where the papers of OUTLINE
    begin, and nothing else is touched.
    """
    from talkcoach.deck.write import write_deck
    from talkcoach.outline.load import load_outline

    outline = load_outline(outline_path)
    path = output or outline_path.with_suffix(".pptx")
    written = write_deck(
        outline,
        path,
        template,
        folder=outline_path.parent,
        dry_run=dry_run,
        fresh=fresh,
        restore=restore,
    )
    if template and not written.is_new:
        notes().print(
            f"{path} is there and keeps its own look; --template is for new decks (--fresh starts"
            " over)",
            soft_wrap=True,
        )
    if as_json:
        emit_json(_document(written, dry_run))
    else:
        _show(written, dry_run)


def _show(written: WrittenDeck, dry_run: bool) -> None:
    from talkcoach.terminal.deck import changes_view, sections_view

    out = console()
    if written.is_new:
        roadmaps = sum(spec.kind == "roadmap" for spec in written.slides)
        count = f"{len(written.slides)} slides, {roadmaps} of them roadmaps"
        out.print(f"{written.path}: {'would have ' * dry_run}{count}", soft_wrap=True)
        out.print(sections_view(written.slides))
    elif not written.is_changed:
        out.print(f"{written.path} is up to date", soft_wrap=True)
    elif dry_run:
        out.print(f"{written.path} would change; nothing is written", soft_wrap=True)
    else:
        out.print(f"{written.path} is brought up to date", soft_wrap=True)
    if written.changes:
        out.print(changes_view(written.changes))
    if written.backup:
        notes().print(f"The deck that was there is kept as {written.backup}", soft_wrap=True)


def _document(written: WrittenDeck, dry_run: bool) -> dict[str, Any]:
    return {
        "path": str(written.path),
        "backup": str(written.backup) if written.backup else None,
        "dry_run": dry_run,
        "new": written.is_new,
        "changed": written.is_changed,
        "changes": [
            {"kind": c.kind, "key": c.key, "title": c.title, "detail": c.detail}
            for c in written.changes
        ],
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
