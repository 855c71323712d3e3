"""`talkcoach export`: a run for other programs."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from talkcoach.cli.completing import complete_runs
from talkcoach.cli.output import notes, outline_argument, stages, write_file
from talkcoach.errors import InputError, RunError

if TYPE_CHECKING:
    from talkcoach.report import Report
    from talkcoach.runs import Run

WITHOUT_WORDS = ("csv", "audacity")
"""Made from the report alone."""
FORMATS = ("srt", "vtt", "txt", "csv", "audacity", "clips")


@click.command(
    epilog="""\b
Examples:
  talkcoach export talk.yaml last --format srt -o practice.srt
  talkcoach export talk.yaml --format csv | column -s, -t
  talkcoach export talk.yaml best --format clips -o clips/"""
)
@outline_argument
@click.argument("ref", metavar="[RUN]", default="last", shell_complete=complete_runs)
@click.option("--format", "kind", type=click.Choice(FORMATS), required=True, help="What to write.")
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Where to; standard output by default. For clips, a folder.",
)
def export(outline_path: Path, ref: str, kind: str, output: Path | None) -> None:
    """Write RUN's words or times for other programs.

    srt and vtt are subtitles, txt is what you said section by section, csv has a row for each
    section, audacity is a label track; clips are the sections as FLAC files.
    """
    from talkcoach.exports import FORMATS as WRITERS
    from talkcoach.filing import stored_report
    from talkcoach.runs import find_run
    from talkcoach.speech.formats import load_transcript
    from talkcoach.speech.transcript import Transcript

    run = find_run(outline_path, ref)
    report = stored_report(run, stages())
    if kind == "clips":
        _write_clips(run, report, output)
        return
    if run.transcript_path.is_file():
        transcript = load_transcript(run.transcript_path)
    elif kind in WITHOUT_WORDS:
        transcript = Transcript((), report.duration_s, "en", None)
    else:
        raise RunError(f"run {run.id} has no words any more; import the recording again")
    text = WRITERS[kind](report, transcript)
    if output is None:
        click.echo(text, nl=False)
    else:
        write_file(output, text.encode(), f"{kind} file")


def _write_clips(run: Run, report: Report, folder: Path | None) -> None:
    from talkcoach.clips import write_clips

    if folder is None or not folder.name:
        raise InputError("clips need a folder of their own: add -o FOLDER")
    audio_path = run.audio_path()
    if audio_path is None:
        raise RunError(f"run {run.id} has no recording any more")
    paths = write_clips(report, audio_path, folder)
    for path in paths:
        notes().print(str(path), soft_wrap=True)
