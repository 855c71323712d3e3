"""`rehearse`, `recover` and `devices`: record a timed run from the microphone."""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from talkcoach.cli.completing import complete_sections
from talkcoach.cli.listening import chosen, show
from talkcoach.cli.output import console, emit_json, json_option, notes, outline_argument, stages
from talkcoach.durations import clock, parse_duration, spoken
from talkcoach.errors import InputError, ModelError, RunError, StorageError, TalkcoachError
from talkcoach.listen import Recogniser

if TYPE_CHECKING:
    from talkcoach.outline.model import Outline
    from talkcoach.rehearse import Rehearsal
    from talkcoach.report import Report
    from talkcoach.runs import Run

LONGEST_S = 6 * 3600.0
"""Longer than any talk."""
LEAST_ROOM_S = 60.0
"""With less on the disk there is no point in beginning."""


def _seconds(text: str) -> float:
    try:
        seconds = parse_duration(text)
    except ValueError as error:
        raise click.BadParameter(str(error)) from error
    if not 1.0 <= seconds <= LONGEST_S:
        raise click.BadParameter(f"{text!r} is not between a second and {LONGEST_S / 3600:g} hours")
    return seconds


@click.command(
    epilog="""\b
Examples:
  talkcoach rehearse talk.yaml
  talkcoach rehearse talk.yaml --countdown 5 --device "USB Audio"
  talkcoach rehearse talk.yaml --only opening --only "Data quality"
  talkcoach rehearse talk.yaml --keys-only
  talkcoach rehearse talk.yaml --plain --duration 45m"""
)
@outline_argument
@click.option(
    "--device", "device_name", metavar="D", help="The microphone: a number or name of 'devices'."
)
@click.option("--model", metavar="M", help="A speech model's name or folder; see 'models'.")
@click.option(
    "--only",
    "only_names",
    metavar="SECTION",
    multiple=True,
    help="Rehearse just this; repeatable.",
    shell_complete=complete_sections,
)
@click.option(
    "--duration",
    "duration_s",
    callback=lambda context, option, text: None if text is None else _seconds(text),
    metavar="TIME",
    help="Stop by itself after TIME, as in 45m.",
)
@click.option(
    "--countdown",
    "countdown_s",
    type=click.IntRange(0, 60),
    default=0,
    metavar="SECONDS",
    help="Wait so long before recording.",
)
@click.option("--plain", "is_plain", is_flag=True, help="Lines of text instead of a screen.")
@click.option(
    "--keys-only",
    is_flag=True,
    help="Do not transcribe while recording; sections follow your keys, or the plan.",
)
@json_option
def rehearse(
    outline_path: Path,
    device_name: str | None,
    model: str | None,
    only_names: tuple[str, ...],
    duration_s: float | None,
    countdown_s: int,
    is_plain: bool,
    keys_only: bool,
    as_json: bool,
) -> None:
    """Record a timed run of OUTLINE from the microphone, and report on it when it stops.

    The screen shows the clock, the section you are in and what the roadmap has to say next. All
    keys are optional: sections are found from what you say. Nothing leaves this machine, and a
    run that is interrupted in any way can be finished with 'talkcoach recover'.

    Keys: space or right: the next section begins. Left: not yet. p: pause. m: mark a moment for
    a note. q or Ctrl-C: stop. With --plain, the keys are lines: Enter, b, p, m and q.
    """
    from talkcoach.outline.load import load_outline
    from talkcoach.recording.hush import hushed
    from talkcoach.recording.recorder import Recorder
    from talkcoach.rehearse import Rehearsal

    outline, outline_text = load_outline(outline_path), outline_path.read_bytes()
    only = chosen(outline, only_names)
    recogniser = Recogniser(model)
    _look_for_model(outline, model, keys_only)
    has_screen = not is_plain and _is_terminal()
    _offer_recovery(outline_path, recogniser, has_screen)
    with hushed():
        recorder = Recorder(device_name)
        rehearsal = Rehearsal(
            outline_path, outline, outline_text, recorder, recogniser, only, follow=not keys_only
        )
        _rehearse(rehearsal, outline_path, has_screen, duration_s, countdown_s, as_json)


def _rehearse(
    rehearsal: Rehearsal,
    outline_path: Path,
    has_screen: bool,
    duration_s: float | None,
    countdown_s: int,
    as_json: bool,
) -> None:
    """From the microphone check to the report; whatever happens, what was recorded is safe."""
    recorder = rehearsal.recorder
    try:
        _refuse_full_disk(rehearsal)
        run_it = _on_screen if has_screen else _in_lines
        signal_number = run_it(rehearsal, duration_s, countdown_s)
        rehearsal.stop()
        if rehearsal.run is None or not recorder.recorded_s:
            if recorder.status.has_failed:
                raise StorageError(recorder.status.problem)
            if signal_number:
                raise TalkcoachError(f"stopped by {signal.Signals(signal_number).name}")
            notes().print("Nothing was recorded.")
            return
        _finish(outline_path, rehearsal, signal_number, as_json)
        if rehearsal.run is not None:
            _say_where(rehearsal.run)
            _ask_for_notes(rehearsal.run, rehearsal.notes, has_screen)
        if recorder.status.has_failed:
            raise TalkcoachError("the recording ended early; see above")
    except KeyboardInterrupt:
        if recorder.recorded_s and rehearsal.run is not None:
            notes().print(f"talkcoach: {_safe(outline_path, rehearsal)}", soft_wrap=True)
        raise
    finally:
        rehearsal.close()


def _look_for_model(outline: Outline, model: str | None, keys_only: bool) -> None:
    """Say before the talk, not after it, that there is nothing to listen with."""
    from talkcoach.speech.models import resolve

    try:
        resolve(model, outline.language)
    except ModelError as error:
        if not keys_only:
            raise ModelError(f"{error}; --keys-only records without one") from error
        notes().print(f"note: {error}; the report is made once there is one", soft_wrap=True)


def _is_terminal() -> bool:
    streams = (sys.stdin, sys.stderr)
    is_tty = all(stream is not None and stream.isatty() for stream in streams)
    return is_tty and os.environ.get("TERM", "") != "dumb"


def _refuse_full_disk(rehearsal: Rehearsal) -> None:
    room_s = rehearsal.room_s()
    if room_s < LEAST_ROOM_S:
        raise StorageError("the disk is full; make room before you rehearse")
    if room_s < rehearsal.planned_s:
        notes().print(
            f"note: the disk has room for {spoken(room_s)}, and {spoken(rehearsal.planned_s)} are "
            "planned"
        )


def _on_screen(rehearsal: Rehearsal, duration_s: float | None, countdown_s: int) -> int:
    """Rehearse on the full screen; the number of the signal that ended it, or 0."""
    from talkcoach.screen.app import RehearsalScreen

    screen = RehearsalScreen(rehearsal, duration_s, countdown_s)
    screen.run()
    if screen.failure is not None:
        raise screen.failure
    return screen.signal_number


def _in_lines(rehearsal: Rehearsal, duration_s: float | None, countdown_s: int) -> int:
    from talkcoach.screen.plainly import PlainRehearsal

    def say(line: str) -> None:
        notes().print(line, soft_wrap=True)

    plain = PlainRehearsal(rehearsal, say, duration_s, countdown_s)
    plain.run()
    return plain.signal_number


def _finish(outline_path: Path, rehearsal: Rehearsal, signal_number: int, as_json: bool) -> None:
    """The report, and what there is to say about the recording; whatever fails, it is safe."""
    recorder, run = rehearsal.recorder, rehearsal.run
    assert run is not None
    safe = _safe(outline_path, rehearsal)
    if signal_number:
        name = signal.Signals(signal_number).name
        raise TalkcoachError(f"stopped by {name}: {safe}")
    status = recorder.status
    if status.has_failed:
        notes().print(f"talkcoach: {status.problem}", soft_wrap=True)
    if status.overflows:
        notes().print(
            f"note: the machine was too busy {status.overflows} times and dropped some sound",
            soft_wrap=True,
        )
    try:
        report = rehearsal.finish(stages())
    except (TalkcoachError, OSError) as error:
        raise TalkcoachError(f"{error}\ntalkcoach: {safe}") from error
    show(rehearsal.outline, report, as_json)
    _say_nothing_heard(report)
    rehearsal.close(stages())


def _safe(outline_path: Path, rehearsal: Rehearsal) -> str:
    run, length = rehearsal.run, clock(rehearsal.recorder.recorded_s)
    where = run.folder if run is not None else ""
    if run is not None and run.report_path.exists():
        return f"the run is kept in {where}; see it with 'talkcoach report {outline_path}'"
    return (
        f"what you said up to {length} is safe in {where}; 'talkcoach recover {outline_path}' "
        "makes the report"
    )


def _say_where(run: Run) -> None:
    notes().print(f"Filed as run {run.id} in {run.folder}", soft_wrap=True)


def _say_nothing_heard(report: Report) -> None:
    if not any(section.words for section in report.sections):
        notes().print(
            "note: hardly a word was heard; 'talkcoach devices' lists the microphones",
            soft_wrap=True,
        )


def _ask_for_notes(run: Run, moments: list[float], may_ask: bool) -> None:
    """Ask what the marked moments were about; each answer goes to the run's notes at once."""
    from talkcoach.finishing import list_moments
    from talkcoach.notes import add_note

    for at_s in moments if may_ask else ():
        try:
            text = click.prompt(f"Note for {clock(at_s)}", default="", show_default=False, err=True)
        except click.Abort:  # the others are kept without words
            click.echo(err=True)
            break
        add_note(run, f"- {clock(at_s)} {text}")
    list_moments(run)


def _offer_recovery(outline_path: Path, recogniser: Recogniser, may_ask: bool) -> None:
    from talkcoach.finishing import discard, is_empty, recording_path, recover, unfinished_runs
    from talkcoach.locks import is_held
    from talkcoach.recording.wav import length_s

    for run in unfinished_runs(outline_path):
        if is_held(run):
            notes().print(f"note: run {run.id} is being recorded by another talkcoach")
            continue
        if is_empty(run):
            discard(run)
            continue
        wav = recording_path(run)
        length = f", {clock(length_s(wav))} long," if wav.exists() else ""
        what = f"The rehearsal of {_when(run)}{length} was interrupted."
        if not may_ask:
            notes().print(
                f"note: {what} 'talkcoach recover {outline_path}' finishes it", soft_wrap=True
            )
        elif click.confirm(f"{what} Finish it first?", default=True, err=True):
            try:
                show_recovered(run, recover(run, recogniser, stages()))
            except (TalkcoachError, OSError) as error:
                notes().print(f"note: {error}", soft_wrap=True)


def show_recovered(run: Run, report: Report) -> None:
    """One line on a finished run."""
    from talkcoach.advice import headline

    notes().print(f"Run {run.id} is finished: {headline(report)}", soft_wrap=True)


def _when(run: Run) -> str:
    return run.recorded_at.strftime("%d %B, %H:%M")


@click.command(
    epilog="""\b
Example:
  talkcoach recover talk.yaml"""
)
@outline_argument
@click.option("--model", metavar="M", help="A speech model's name or folder; see 'models'.")
@json_option
def recover(outline_path: Path, model: str | None, as_json: bool) -> None:
    """Finish the runs of OUTLINE that a crash or a power cut interrupted.

    The recording is mended, the words that were not heard yet are transcribed, and the report is
    made. 'rehearse' offers this by itself.
    """
    from talkcoach.finishing import discard, is_empty, unfinished_runs
    from talkcoach.finishing import recover as recover_run
    from talkcoach.locks import is_held

    found = unfinished_runs(outline_path)
    reports: list[Report] = []
    problems: list[Exception] = []
    for run in found:
        try:
            if is_empty(run) and not is_held(run):
                discard(run)
                notes().print(f"Run {run.id} held no sound, and is taken away", soft_wrap=True)
                continue
            report = recover_run(run, Recogniser(model), stages())
        except (TalkcoachError, OSError) as error:
            problems.append(error)
            continue
        reports.append(report)
        show_recovered(run, report)
    if as_json:
        emit_json({"recovered": [report.model_dump(mode="json") for report in reports]})
    elif not found:
        console().print("No run of this outline is unfinished.")
    elif reports:
        console().print(f"See them with 'talkcoach report {outline_path}'.", soft_wrap=True)
    if problems:
        text = "\ntalkcoach: ".join(map(str, problems))
        is_input = all(isinstance(problem, InputError) for problem in problems)
        raise RunError(text) if is_input else TalkcoachError(text)


@click.command(
    epilog="""\b
Example:
  talkcoach devices"""
)
@json_option
def devices(as_json: bool) -> None:
    """List the microphones, the one that is used by itself first."""
    from dataclasses import asdict

    from talkcoach.recording.hush import hushed
    from talkcoach.recording.microphone import input_devices, way_to_a_microphone

    with hushed():
        found = input_devices()
    if as_json:
        emit_json({"devices": [asdict(device) for device in found]})
        return
    if not found:
        console().print(f"There is no microphone: {way_to_a_microphone()}.", soft_wrap=True)
        return
    from talkcoach.terminal.devices import devices_table

    console().print(devices_table(found))
    console().print(f"\nUsed unless --device names another: {found[0].name}", soft_wrap=True)
