"""`new`, `check` and `schema`: everything about the outline itself."""

from __future__ import annotations

import json
import shlex
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from talkcoach.cli.output import console, emit_json, json_option, notes, outline_argument
from talkcoach.durations import parse_duration
from talkcoach.errors import InputError, OutlineError, StorageError
from talkcoach.files import write_whole

if TYPE_CHECKING:
    from collections.abc import Callable

    from talkcoach.deck.extract import Draft, Wishes
    from talkcoach.outline.advice import Advice
    from talkcoach.outline.model import Outline

    FloatType = click.ParamType[float]
else:
    FloatType = click.ParamType  # generic since 8.4 only

DEFAULT_TITLE = "Your talk's title"
DEFAULT_DURATION = "45 min"
DEFAULT_PAPERS = 3


class _Duration(FloatType):
    name = "time"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> float:
        if isinstance(value, float):
            return value
        try:
            seconds = parse_duration(value)
        except ValueError as error:
            self.fail(str(error), param, ctx)
        if not 60 <= seconds <= 86_400:
            hint = f"; for minutes write '{value} min'" if value.strip().isdigit() else ""
            self.fail(f"{value!r} is no talk's length: a minute to 24 hours{hint}", param, ctx)
        return seconds


@click.command(
    epilog="""\b
Examples:
  talkcoach new
  talkcoach new talk.yaml --papers 4 --duration 50m --title "Learning to plan"
  talkcoach new talk.yaml --from slides.pptx --duration 40m"""
)
@click.argument("path", metavar="[FILE]", default="talk.yaml", type=click.Path(path_type=Path))
@click.option(
    "--from",
    "deck_path",
    type=click.Path(path_type=Path),
    metavar="DECK.pptx",
    help="Begin with the sections, titles, points and notes of this deck.",
)
@click.option("--papers", type=click.IntRange(1, 40), help="How many papers; 3 by default.")
@click.option("--duration", type=_Duration(), help="Speaking time, as in 45m; that by default.")
@click.option("--title", help="The talk's title.")
@click.option("--speaker", help="Your name.")
@click.option("--theme", help="The one question that unifies the papers.")
@click.option("--force", is_flag=True, help="Replace FILE; the old one is kept as a backup.")
def new(
    path: Path,
    deck_path: Path | None,
    papers: int | None,
    duration: float | None,
    title: str | None,
    speaker: str | None,
    theme: str | None,
    force: bool,
) -> None:
    """Write a commented starter outline to FILE (talk.yaml by default).

    Asks for the basics when run in a terminal without options. With --from, the outline says what
    DECK.pptx says; the deck itself is not touched. talkcoach.schema.json is written beside FILE,
    so that editors complete and check the outline while you type.
    """
    from talkcoach.outline.load import parse_outline
    from talkcoach.outline.schema import SCHEMA_NAME
    from talkcoach.outline.starter import Basics, starter

    if deck_path and papers is not None:
        raise click.UsageError("--papers makes no sense with --from: the deck has its sections")

    if path.is_dir():
        raise InputError(f"{path} is a folder; name a file, as in {path / 'talk.yaml'}")
    if path.name == SCHEMA_NAME:
        raise InputError(f"{path} is where the outline's schema goes; choose another name")
    if path.exists() and not force:
        raise InputError(f"{path} is already there; name another file, or add --force")
    if deck_path:
        from talkcoach.deck.extract import Wishes

        duration_s = duration or parse_duration(DEFAULT_DURATION)
        title, speaker, theme = ((text or "").strip() or None for text in (title, speaker, theme))
        wishes = Wishes(duration_s, duration is not None, title, speaker, theme)
        _write_from_deck(path, deck_path, wishes)
        return
    if all(v is None for v in (papers, duration, title, speaker, theme)) and sys.stdin.isatty():
        title, speaker, duration, papers, theme = _ask()
    text = starter(
        Basics(
            title=title or DEFAULT_TITLE,
            duration_s=duration or parse_duration(DEFAULT_DURATION),
            papers=papers or DEFAULT_PAPERS,
            speaker=speaker,
            theme=theme,
        )
    )
    parse_outline(text, str(path))
    if backup := _write(path, text):
        notes().print(f"The outline that was there is kept as {backup}", soft_wrap=True)
    console().print(
        f"{path} is ready. Open it in your editor, then: talkcoach check {path}", soft_wrap=True
    )


def _write_from_deck(path: Path, deck_path: Path, wishes: Wishes) -> None:
    """Write the outline of the deck at `deck_path` to `path` and say how it was found."""
    from talkcoach.deck.extract import extract
    from talkcoach.deck.read import read_slides
    from talkcoach.deck.save import open_deck, worked_with
    from talkcoach.outline.emit import emit
    from talkcoach.outline.load import parse_outline

    opened = open_deck(deck_path)
    with worked_with(deck_path):
        slides = read_slides(opened.presentation)
    try:
        draft = extract(slides, wishes)
    except InputError as error:
        raise InputError(f"{deck_path}: {error}") from None
    found = _found(draft)
    text = emit(draft.outline, [f"Made from {deck_path.name}: {found}.", *draft.remarks])
    try:
        parse_outline(text, str(path))
    except OutlineError as error:  # no mistake of the user's: the deck is larger than any outline
        raise InputError(
            f"{deck_path}: there is more text on its slides than an outline can hold; hide slides"
            " that are not for this talk and save the deck under another name"
        ) from error
    if backup := _write(path, text):
        notes().print(f"The outline that was there is kept as {backup}", soft_wrap=True)
    out = console()
    out.print(f"{path} is ready: {found}.", soft_wrap=True)
    for remark in draft.remarks:
        out.print(remark, soft_wrap=True)
    deck = shlex.join(["talkcoach", "deck", str(path), "-o", str(deck_path)])
    out.print(
        f"Next: {shlex.join(['talkcoach', 'check', str(path)])}\n"
        f"Then, for roadmaps in that very deck: {deck}",
        soft_wrap=True,
    )


def _found(draft: Draft) -> str:
    """How many sections and slides there are, and how the sections were found."""
    parts = (draft.outline.opening, *draft.outline.papers, draft.outline.closing)
    slides, sections = sum(len(part.slides) for part in parts), len(draft.outline.papers)
    counted = f"{slides} slide" + ("" if slides == 1 else "s")
    if backup := len(draft.outline.backup.slides):
        counted += f" and {backup} for backup"
    if not draft.clue:
        return f"{counted} in one section; the deck does not say where others begin"
    return f"{sections} section" + ("" if sections == 1 else "s") + f" {draft.clue}, {counted}"


def _ask() -> tuple[str, str | None, float, int, str | None]:
    title: str = click.prompt("Title of the talk", default=DEFAULT_TITLE)
    speaker: str = click.prompt("Your name", default="", show_default=False)
    duration: float = click.prompt("Speaking time", default=DEFAULT_DURATION, type=_Duration())
    papers: int = click.prompt(
        "How many papers", default=DEFAULT_PAPERS, type=click.IntRange(1, 40)
    )
    theme: str = click.prompt(
        "The question that unifies them (may wait)", default="", show_default=False
    )
    return title, speaker or None, duration, papers, theme or None


def _write(path: Path, text: str) -> Path | None:
    """Write the outline and its schema; the path of the backup if the outline was there."""
    from talkcoach.outline.schema import SCHEMA_NAME, outline_schema

    schema = json.dumps(outline_schema(), indent=2, ensure_ascii=False) + "\n"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        schema_path = path.with_name(SCHEMA_NAME)
        if not schema_path.exists() or schema_path.read_bytes() != schema.encode():
            write_whole(schema_path, schema.encode(), backup=True)
        backup = write_whole(path, text.encode(), backup=True)
    except (FileExistsError, NotADirectoryError):
        raise InputError(f"{path}: {path.parent} is no folder; name another place") from None
    except OSError as error:
        raise StorageError(f"{path} cannot be written: {error.strerror or error}") from error
    return backup


@click.command(
    epilog="""\b
Examples:
  talkcoach check talk.yaml
  talkcoach check talk.yaml --from-runs
  talkcoach check talk.yaml --json"""
)
@outline_argument
@click.option("--from-runs", is_flag=True, help="Propose budgets from how long you really took.")
@json_option
def check(outline_path: Path, from_runs: bool, as_json: bool) -> None:
    """Show the budgets of OUTLINE, and advice on theme, papers, slides and roadmap.

    Advice does not fail: the exit code is 2 only when the outline has errors, which are all
    listed with their line and column. --from-runs prints the budgets that your last three runs
    of each section suggest, adding up to the duration; OUTLINE is not changed.
    """
    if from_runs:
        _propose(outline_path, as_json)
        return
    from talkcoach.outline.advice import advise
    from talkcoach.outline.load import load_with_places

    outline, source = load_with_places(outline_path)
    advice = advise(outline)
    line: Callable[[Advice], int] = lambda item: source.place(item.path, key=True).line  # noqa: E731
    if as_json:
        emit_json(_document(outline, advice, line))
        return
    from talkcoach.terminal.outline import check_view

    console().print(check_view(outline, advice, lambda item: f"{outline_path.name}:{line(item)}"))


def _propose(outline_path: Path, as_json: bool) -> None:
    from talkcoach.errors import RunError
    from talkcoach.history import propose
    from talkcoach.outline.load import load_outline
    from talkcoach.runs import list_runs, readable_reports

    outline = load_outline(outline_path)
    reports = readable_reports(list_runs(outline_path))
    proposals = propose(
        outline.sections(), outline.duration, [r for r in reports if not r.is_another_talk]
    )
    if not any(proposal.spoken_s for proposal in proposals):
        raise RunError(
            f"no run of {outline_path} tells how long its sections take; rehearse once, or import "
            "a recording"
        )
    if as_json:
        emit_json(
            {
                "title": outline.title,
                "duration_s": outline.duration,
                "sections": [proposal.model_dump(mode="json") for proposal in proposals],
            }
        )
        return
    from talkcoach.terminal.outline import proposals_view

    console().print(proposals_view(outline, proposals))


def _document(
    outline: Outline, advice: list[Advice], line: Callable[[Advice], int]
) -> dict[str, Any]:
    from talkcoach.outline.source import spell

    return {
        "title": outline.title,
        "duration_s": outline.duration,
        "sections": [
            {
                "id": section.id,
                "title": section.title,
                "budget_s": round(section.budget_s, 3),
                "slides": len(section.slides),
            }
            for section in outline.sections()
        ],
        "advice": [
            {
                "path": spell(item.path),
                "line": line(item),
                "severity": item.severity,
                "message": item.message,
            }
            for item in advice
        ],
    }


@click.command(
    epilog="""\b
Example:
  talkcoach schema > talkcoach.schema.json"""
)
def schema() -> None:
    """Print the outline's JSON Schema (draft 2020-12), for editors and other programs."""
    from talkcoach.outline.schema import outline_schema

    emit_json(outline_schema())
