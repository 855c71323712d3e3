"""`report`, `runs` and `compare`: what the stored rehearsals say."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from talkcoach.cli.completing import complete_runs
from talkcoach.cli.output import console, emit_json, json_option, notes, outline_argument, stages
from talkcoach.cli.pages import (
    RUN_FOLDER,
    page_options,
    plot_option,
    write_page,
    write_picture,
)
from talkcoach.errors import AudioError, InputError, RunError

if TYPE_CHECKING:
    from talkcoach.report import Report
    from talkcoach.runs import Run


@click.command(
    epilog="""\b
Examples:
  talkcoach report talk.yaml
  talkcoach report talk.yaml last~1
  talkcoach report talk.yaml best --json
  talkcoach report talk.yaml --html --open
  talkcoach report talk.yaml --html for-my-advisor.html --no-audio
  talkcoach report talk.yaml --plot timeline.png"""
)
@outline_argument
@click.argument("ref", metavar="[RUN]", default="last", shell_complete=complete_runs)
@page_options
@click.option("--no-audio", is_flag=True, help="Leave your voice out of the page.")
@plot_option("Draw planned against actual sections, for a slide or a message.")
@json_option
def report(
    outline_path: Path,
    ref: str,
    html_path: Path | None,
    is_opened: bool,
    no_audio: bool,
    plot_path: Path | None,
    as_json: bool,
) -> None:
    """Show a run's report, in the terminal or as a page.

    RUN is an id, the start of one, a name given with 'runs rename', last, last~1, or best (the
    run nearest to the plan). The page is one file that loads nothing: it can be mailed.
    """
    from talkcoach.filing import stored_report
    from talkcoach.runs import find_run

    run = find_run(outline_path, ref)
    document = stored_report(run, stages())
    if plot_path is not None:
        from talkcoach.pages.charts import timeline
        from talkcoach.pages.page import WIDE

        write_picture(timeline(document, WIDE), plot_path)
    if is_opened and html_path is None:
        html_path = RUN_FOLDER
    if html_path is not None:
        write_page(
            run.folder / "report.html" if html_path == RUN_FOLDER else html_path,
            _report_page(run, document, no_audio),
            is_opened,
            is_ours=html_path == RUN_FOLDER,
        )
    if as_json:
        emit_json(document)
        return
    if html_path is not None or plot_path is not None:
        return
    from talkcoach.terminal.report import report_view

    console().print(report_view(document))


def _report_page(run: Run, report: Report, no_audio: bool) -> str:
    from talkcoach.filing import voice
    from talkcoach.pages.report_page import report_page
    from talkcoach.speech.formats import load_transcript

    transcript = load_transcript(run.transcript_path) if run.transcript_path.is_file() else None
    try:
        audio = None if no_audio else voice(run, stages())
    except AudioError as error:
        raise AudioError(f"{error}; --no-audio leaves the voice out") from error
    return report_page(report, transcript, audio)


class _RunsGroup(click.Group):
    """`runs OUTLINE` means `runs list OUTLINE`."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        given = args[args.index("--") + 1 :] if "--" in args else []
        words = [*(arg for arg in args if not arg.startswith("-")), *given]
        if words and words[0] not in self.commands:
            args = ["list", *args]
        return super().parse_args(ctx, args)


@click.group(
    cls=_RunsGroup,
    epilog="""\b
Examples:
  talkcoach runs talk.yaml
  talkcoach runs rename talk.yaml last "dry run with the lab"
  talkcoach runs note talk.yaml last "slower at the start"
  talkcoach runs delete talk.yaml 2026-03-02""",
)
def runs() -> None:
    """List an outline's runs; delete, rename or annotate one."""


@runs.command("list")
@outline_argument
@json_option
def list_(outline_path: Path, as_json: bool) -> None:
    """List the runs of OUTLINE, oldest first."""
    from talkcoach.compare import RunSummary, compare
    from talkcoach.notes import read_notes
    from talkcoach.runs import list_runs, load_report

    rows: list[tuple[str, RunSummary | None, str]] = []
    for run in list_runs(outline_path):
        try:
            summary = compare([load_report(run)]).runs[0]
        except RunError as error:
            notes().print(f"note: {error}")
            summary = None
        try:
            text = read_notes(run)
        except RunError as error:
            notes().print(f"note: {error}")
            text = ""
        rows.append((run.id, summary, text))
    if as_json:
        emit_json(
            [
                {
                    "id": run_id,
                    "summary": None if summary is None else summary.model_dump(mode="json"),
                    "notes": text,
                }
                for run_id, summary, text in rows
            ]
        )
    elif rows:
        from talkcoach.terminal.runs import runs_table

        console().print(runs_table(rows))
    else:
        notes().print(
            f"No runs yet. To record one: talkcoach rehearse {outline_path}", soft_wrap=True
        )


@runs.command()
@outline_argument
@click.argument("ref", metavar="RUN", shell_complete=complete_runs)
@click.option("--yes", is_flag=True, help="Do not ask.")
def delete(outline_path: Path, ref: str, yes: bool) -> None:
    """Delete RUN: its recording, words, report and notes."""
    from talkcoach.locks import is_held
    from talkcoach.runs import delete_run, find_run

    run = find_run(outline_path, ref)
    if not yes:
        if not sys.stdin.isatty():
            raise InputError(f"to delete {run.id} without being asked, add --yes")
        if not click.confirm(f"Delete {run.folder} for good?", err=True):
            notes().print(f"Kept {run.id}")
            return
    if is_held(run):
        raise RunError(f"run {run.id} is being recorded; delete it afterwards")
    _forget_words(run.audio_path())
    delete_run(run)
    notes().print(f"Deleted {run.id}")


def _forget_words(audio_path: Path | None) -> None:
    """Delete the recording's transcript from the cache too; it is found by the sound itself."""
    if audio_path is None:
        return
    from talkcoach.speech.audio import decode
    from talkcoach.speech.cache import forget

    try:
        forget(decode(audio_path).sha256)
    except AudioError:
        notes().print("note: the recording cannot be read, so its words may be in the cache still")
    except OSError as error:
        notes().print(f"note: its words are in the cache still: {error}", soft_wrap=True)


@runs.command()
@outline_argument
@click.argument("ref", metavar="RUN", shell_complete=complete_runs)
@click.argument("name")
def rename(outline_path: Path, ref: str, name: str) -> None:
    """Give RUN a NAME behind its time; an empty NAME takes it away."""
    from talkcoach.locks import is_held
    from talkcoach.runs import find_run, rename_run

    run = find_run(outline_path, ref)
    if is_held(run):
        raise RunError(f"run {run.id} is being recorded; rename it afterwards")
    console().print(rename_run(run, name).id, soft_wrap=True)


@runs.command()
@outline_argument
@click.argument("ref", metavar="RUN", shell_complete=complete_runs)
@click.argument("text", required=False)
def note(outline_path: Path, ref: str, text: str | None) -> None:
    """Add TEXT to RUN's notes; without TEXT, open them in your editor."""
    from talkcoach.notes import add_note, read_notes, write_notes
    from talkcoach.runs import find_run

    run = find_run(outline_path, ref)
    before = read_notes(run)
    if text is not None:
        add_note(run, text)
    elif sys.stdin.isatty():
        edited = click.edit(before, extension=".md")
        if edited is not None:
            write_notes(run, edited)
    else:
        console().print(before, end="", soft_wrap=True)


@click.command(
    epilog="""\b
Examples:
  talkcoach compare talk.yaml
  talkcoach compare talk.yaml last~1 last
  talkcoach compare talk.yaml best last --json
  talkcoach compare talk.yaml --html --open
  talkcoach compare talk.yaml --plot progress.png"""
)
@outline_argument
@click.argument("refs", metavar="[RUN RUN...]", nargs=-1, shell_complete=complete_runs)
@page_options
@plot_option("Draw every section's distance from its budget, for a slide or a message.")
@json_option
def compare(
    outline_path: Path,
    refs: tuple[str, ...],
    html_path: Path | None,
    is_opened: bool,
    plot_path: Path | None,
    as_json: bool,
) -> None:
    """Compare runs: times against budgets, transitions, missed points, and what changed.

    Without RUN: all of them, oldest first, but those that are damaged or still recorded.
    """
    from talkcoach.compare import compare as compare_reports
    from talkcoach.filing import stored_report
    from talkcoach.runs import find_run, runs_folder

    if refs:
        reports = [stored_report(find_run(outline_path, ref), stages()) for ref in refs]
    else:
        reports = _all_reports(outline_path)
    if len(reports) < 2:
        raise RunError(f"two runs are needed to compare, here {len(reports)}; rehearse once more")
    comparison = compare_reports(reports)
    if plot_path is not None:
        from talkcoach.pages.charts import sections_over_runs
        from talkcoach.pages.page import WIDE

        write_picture(sections_over_runs(comparison, WIDE), plot_path)
    if is_opened and html_path is None:
        html_path = RUN_FOLDER
    if html_path is not None:
        from talkcoach.pages.compare_page import compare_page

        is_ours = html_path == RUN_FOLDER
        page_path = runs_folder(outline_path) / "compare.html" if is_ours else html_path
        page = compare_page(comparison, reports[-1].outline.title)
        write_page(page_path, page, is_opened, is_ours=is_ours)
    if as_json:
        emit_json(comparison)
        return
    if html_path is not None or plot_path is not None:
        return
    from talkcoach.terminal.compare import comparison_view

    console().print(comparison_view(comparison))


def _all_reports(outline_path: Path) -> list[Report]:
    """The reports of all runs that have one; of the others a note says why not."""
    from talkcoach.filing import stored_report
    from talkcoach.runs import list_runs

    reports = []
    for run in list_runs(outline_path):
        if run.is_unfinished and not run.report_path.exists():
            continue
        try:
            reports.append(stored_report(run, stages()))
        except InputError as error:
            notes().print(f"note: left out: {error}", soft_wrap=True)
    return reports
