"""`analyze` and `import`: a recording or a transcript becomes a report."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from talkcoach.cli.completing import complete_sections
from talkcoach.cli.output import console, emit_json, json_option, notes, outline_argument, stages
from talkcoach.durations import clock
from talkcoach.errors import AudioError
from talkcoach.listen import Recogniser, assess, hear

if TYPE_CHECKING:
    from talkcoach.listen import Heard, Stage
    from talkcoach.outline.model import Outline
    from talkcoach.report import Report
    from talkcoach.speech.audio import Audio
    from talkcoach.speech.recognise import Device

SLACK_S = 5.0
"""Word times this far past the recording's end are no rounding."""

Command = TypeVar("Command", bound=Callable[..., Any])


def listening_options(command: Command) -> Command:
    """The options of every command that may have to transcribe."""
    for option in (
        click.option("--only", "only_names", metavar="SECTION", multiple=True,
                     shell_complete=complete_sections,
                     help="The recording is of this section only: an id or a name on the roadmap. "
                          "May be given several times; without it that is found out."),
        click.option("--threads", type=click.IntRange(0, 256), default=0,
                     help="CPU threads; 0 leaves the choice to talkcoach."),
        click.option("--device", type=click.Choice(["auto", "cpu", "cuda"]), default="auto",
                     help="Where the model runs."),
        click.option("--model", help="A model's name (see 'talkcoach models') or its folder."),
        click.option("--transcript", "transcript_path", metavar="T.json",
                     type=click.Path(path_type=Path),
                     help="Take the words from this file instead: JSON of talkcoach, Whisper, "
                          "WhisperX or whisper.cpp, SRT or VTT."),
    ):  # fmt: skip
        command = option(command)
    return command


def chosen(outline: Outline, names: tuple[str, ...]) -> tuple[str, ...]:
    """The ids of the sections called `names`, in the outline's order.

    Raises:
        InputError: one of them is no section.
    """
    from talkcoach.outline.names import find_section

    ids = {find_section(outline, name) for text in names for name in text.split(",")}
    return tuple(section.id for section in outline.sections() if section.id in ids)


def decode(path: Path, stage: Stage) -> Audio:
    """The recording at `path`, with progress."""
    from talkcoach.speech.audio import decode as decode_audio

    with stage(f"Reading {path.name}") as advance:
        audio = decode_audio(path, advance)
    for warning in audio.warnings:
        notes().print(f"note: {warning}")
    return audio


@click.command(
    epilog="""\b
Examples:
  talkcoach analyze talk.yaml practice.m4a
  talkcoach analyze talk.yaml --transcript practice.srt
  talkcoach analyze talk.yaml practice.wav --transcript words.json --json
  talkcoach analyze talk.yaml opening.m4a --only opening
  talkcoach analyze talk.yaml practice.m4a --explain"""
)
@outline_argument
@click.argument("audio_path", metavar="[AUDIO]", required=False, type=click.Path(path_type=Path))
@listening_options
@click.option(
    "--explain",
    "is_explained",
    is_flag=True,
    help="Show, too, why each boundary was put where it is.",
)
@json_option
def analyze(
    outline_path: Path,
    audio_path: Path | None,
    only_names: tuple[str, ...],
    transcript_path: Path | None,
    model: str | None,
    device: Device,
    threads: int,
    is_explained: bool,
    as_json: bool,
) -> None:
    """Report on a recording, a transcript, or both; nothing is stored.

    With a transcript alone, pauses are not measured: Whisper stretches words over them.
    """
    if audio_path is None and transcript_path is None:
        raise click.UsageError("give a recording, or a transcript with --transcript, or both.")
    from talkcoach.outline.load import load_outline

    outline = load_outline(outline_path)
    only = chosen(outline, only_names)
    stage = stages()
    audio = None if audio_path is None else decode(audio_path, stage)
    heard = hear(outline, audio, transcript_path, Recogniser(model, device, threads), stage)
    if audio is not None:
        _warn_of_mismatch(audio, heard)
    report = assess(outline, heard, only=only)
    show(outline, report, as_json)
    if is_explained and report.is_match:
        explain(outline, heard, only, as_json)


@click.command(
    "import",
    epilog="""\b
Examples:
  talkcoach import talk.yaml practice.m4a
  talkcoach import talk.yaml zoom.mp4 --recorded-at 2026-03-04T19:30
  talkcoach import talk.yaml practice.wav --transcript practice.vtt""",
)
@outline_argument
@click.argument("audio_path", metavar="AUDIO", type=click.Path(path_type=Path))
@click.option(
    "--recorded-at",
    type=click.DateTime(["%Y-%m-%dT%H:%M:%S", "%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M", "%Y-%m-%d"]),
    help="When it was recorded. Default: what the file says of itself, else its date.",
)
@listening_options
@json_option
def import_(
    outline_path: Path,
    audio_path: Path,
    recorded_at: datetime | None,
    only_names: tuple[str, ...],
    transcript_path: Path | None,
    model: str | None,
    device: Device,
    threads: int,
    as_json: bool,
) -> None:
    """File a recording made elsewhere as a run, and report on it.

    The run is a folder beside the outline, readable by you only: rehearsals/OUTLINE/DATE/ with
    the audio, the words, the outline as it is now, and the report.
    """
    from talkcoach.filing import file_recording
    from talkcoach.outline.load import load_outline

    outline, outline_text = load_outline(outline_path), outline_path.read_bytes()
    only = chosen(outline, only_names)
    stage = stages()
    audio = decode(audio_path, stage)
    heard = hear(outline, audio, transcript_path, Recogniser(model, device, threads), stage)
    if not heard.transcript.words:
        raise AudioError(f"{audio_path}: no speech was heard in it; nothing was filed")
    _warn_of_mismatch(audio, heard)
    run, report = file_recording(
        outline_path, outline, outline_text, audio_path, audio, heard, recorded_at, only
    )
    show(outline, report, as_json)
    notes().print(f"Filed as run {run.id} in {run.folder}", soft_wrap=True)


def explain(outline: Outline, heard: Heard, only: Sequence[str], as_json: bool) -> None:
    """Print why each boundary stands where it does; beside JSON, on stderr."""
    from talkcoach.analysis import explain as explaining
    from talkcoach.analysis.analyze import align_words
    from talkcoach.terminal.explain import explanation_view

    words = heard.transcript.words
    spoken, alignment = align_words(outline, words, only=only)
    reasons = explaining.explain(outline.sections(), alignment, spoken, words)
    screen = notes() if as_json else console()
    screen.print("\nWhy the boundaries stand where they do", style="bold")
    titles = {section.id: section.short for section in outline.sections()}
    screen.print(explanation_view(reasons, titles))


def _warn_of_mismatch(audio: Audio, heard: Heard) -> None:
    """Say so when a transcript cannot be of this recording."""
    words = heard.transcript.words
    if words and words[-1].start > audio.duration_s + SLACK_S:
        notes().print(
            f"note: the words go on until {clock(words[-1].end)}, and the recording ends at "
            f"{clock(audio.duration_s)}; are they of the same run?"
        )


def show(outline: Outline, report: Report, as_json: bool) -> None:
    """Print the report for a program or for a person."""
    if not outline.language.startswith("en"):
        notes().print(
            "note: the wording of transitions is known for English only; here they are found by "
            "the names of your sections, so take 'not heard' with care"
        )
    if as_json:
        emit_json(report)
        return
    from talkcoach.terminal.report import report_view

    console().print(report_view(report))
