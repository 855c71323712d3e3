"""`mark`: boundaries corrected by hand."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from talkcoach.cli.completing import complete_marks, complete_runs
from talkcoach.cli.output import console, emit_json, json_option, notes, outline_argument
from talkcoach.errors import InputError

if TYPE_CHECKING:
    from talkcoach.outline.model import Outline
    from talkcoach.runs import Run

AUTOMATIC = "auto"


@click.command(
    epilog="""\b
Examples:
  talkcoach mark talk.yaml last                        the marks and boundaries as they are
  talkcoach mark talk.yaml last roofs=12:30
  talkcoach mark talk.yaml last roofs=12:30 closing=28m10s
  talkcoach mark talk.yaml last roofs=auto             take a mark back"""
)
@outline_argument
@click.argument("ref", metavar="RUN", shell_complete=complete_runs)
@click.argument("changes", metavar="[SECTION=TIME...]", nargs=-1, shell_complete=complete_marks)
@json_option
def mark(outline_path: Path, ref: str, changes: tuple[str, ...], as_json: bool) -> None:
    """Correct where sections of RUN start; the report is made again.

    SECTION is an id of the outline or a name on the roadmap. TIME counts from the start of the
    recording, as on its player. Marks hold, and the boundaries between them are found anew. They
    are kept with the run: making the report again keeps them too.
    """
    from talkcoach.advice import headline
    from talkcoach.events import append_event, read_marks, undone_on_failure
    from talkcoach.filing import reassess, stored_report
    from talkcoach.outline.load import load_outline
    from talkcoach.runs import find_run
    from talkcoach.terminal.marks import boundaries_view

    run = find_run(outline_path, ref)
    outline = load_outline(run.outline_path)
    before = stored_report(run)
    wanted = _parse(outline, run, changes)
    with undone_on_failure(run.folder):
        for section, at_s in wanted.items():
            append_event(run.folder, "mark", section=section, at_s=at_s, by="hand")
        report = reassess(run) if wanted else before
    if as_json:
        emit_json(report)
        return
    marked = {each.section for each in read_marks(run.folder) if each.is_start}
    console().print(boundaries_view(before, report, marked))
    if wanted:
        notes().print(headline(report), soft_wrap=True)


def _parse(outline: Outline, run: Run, changes: tuple[str, ...]) -> dict[str, float | None]:
    """Section -> time, None for a mark to be taken back; checked as a whole before any is kept."""
    from talkcoach.durations import clock, parse_duration
    from talkcoach.events import read_marks
    from talkcoach.outline.names import find_section

    wanted: dict[str, float | None] = {}
    for change in changes:
        name, equals, time = change.rpartition("=")
        if not equals or not name.strip() or not time.strip():
            raise InputError(f"'{change}' is no mark; write SECTION=TIME, as in roofs=12:30")
        section = find_section(outline, name)
        if section in wanted:
            raise InputError(f"'{section}' is marked twice here; give it one time")
        if time.strip().lower() == AUTOMATIC:
            wanted[section] = None
            continue
        try:
            wanted[section] = parse_duration(time)
        except ValueError as error:
            raise InputError(f"{change}: {error}") from error
    held = {each.section: each.at_s for each in read_marks(run.folder) if each.is_start}
    times = {s: t for s, t in (held | wanted).items() if t is not None}
    length_s = _last_word_s(run) if wanted else 0.0
    for section, at_s in wanted.items():
        if at_s is not None and at_s > length_s:
            raise InputError(f"{section}={clock(at_s)}: no word is heard after {clock(length_s)}")
        others = [s for s, t in times.items() if s != section and t == at_s]
        if at_s is not None and others:
            raise InputError(f"{section} and {others[0]} cannot both start at {clock(at_s)}")
    return wanted


def _last_word_s(run: Run) -> float:
    from talkcoach.errors import RunError
    from talkcoach.speech.formats import load_transcript

    if not run.transcript_path.is_file():
        raise RunError(f"{run.folder}: its words are gone; import the recording again")
    words = load_transcript(run.transcript_path).words
    if not words:
        raise RunError(f"no word was heard in run {run.id}, so no section can start in it")
    return words[-1].start
