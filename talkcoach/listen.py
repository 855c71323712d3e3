"""The way from a recording or a transcript to a report: each stage called once, in order.

    recording --decode--> Audio --transcribe--> Transcript --analyze--> Report, with advice
                               --levels------->

Stages do the work; this module only joins them, for the command line and for the demo.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from talkcoach.marks import Mark
    from talkcoach.outline.model import Outline
    from talkcoach.report import Report, RunRef
    from talkcoach.speech.audio import Audio
    from talkcoach.speech.levels import Levels
    from talkcoach.speech.recognise import Device
    from talkcoach.speech.transcript import Transcript
    from talkcoach.speech.voicing import VoiceTrack

Advance = Callable[[float], None]
"""Called with the share of the work that is done, 0 to 1."""
Stage = Callable[[str], AbstractContextManager[Advance]]
"""Opens the display of one stage of long work; see `terminal.progress`."""


def quiet(what: str) -> AbstractContextManager[Advance]:
    """A `Stage` that shows nothing."""
    return nullcontext(lambda share: None)


@dataclass(frozen=True, slots=True)
class Recogniser:
    """Which model listens, and on what; None and 0 leave the choice to talkcoach."""

    model: str | None = None
    device: Device = "auto"
    threads: int = 0


@dataclass(frozen=True, slots=True)
class Heard:
    """What a recording gave: its words, and its loudness where there was audio."""

    transcript: Transcript
    levels: Levels | None
    voice: VoiceTrack | None = None
    """What hesitations are found in, where the words came from a recogniser that drops them."""


def hear(
    outline: Outline,
    audio: Audio | None,
    transcript_path: Path | None = None,
    recogniser: Recogniser = Recogniser(),
    stage: Stage = quiet,
) -> Heard:
    """The words of `audio`, from `transcript_path` where given, else from the speech model.

    Raises:
        TranscriptError: the transcript file cannot be read.
        ModelError: no model is on this machine, or the one named cannot be had.
        ValueError: neither audio nor transcript is given.
    """
    if transcript_path is not None:
        from talkcoach.speech.formats import load_transcript

        transcript = load_transcript(transcript_path)
    elif audio is not None:
        transcript = _transcribe(outline, audio, recogniser, stage)
    else:
        raise ValueError("a recording or a transcript is needed")
    return _measured(transcript, audio)


def _measured(transcript: Transcript, audio: Audio | None) -> Heard:
    if audio is None:
        return Heard(transcript, None)
    if transcript.has_hesitations:
        return Heard(transcript, audio.levels)
    from talkcoach.speech.voicing import measure_voice

    return Heard(transcript, audio.levels, measure_voice(audio.sound(), audio.levels))


def _transcribe(outline: Outline, audio: Audio, recogniser: Recogniser, stage: Stage) -> Transcript:
    from talkcoach.speech.hotwords import hotwords
    from talkcoach.speech.recognise import Options
    from talkcoach.speech.transcribe import transcribe

    options = Options(language=outline.language, hotwords=hotwords(outline))
    with stage("Transcribing") as advance:
        return transcribe(
            audio, options, recogniser.model, recogniser.device, recogniser.threads, advance
        )


def assess(
    outline: Outline,
    heard: Heard,
    run: RunRef | None = None,
    marks: Sequence[Mark] = (),
    only: Sequence[str] = (),
    earlier: Sequence[Report] = (),
) -> Report:
    """The report of what was heard, with its advice; see `analysis.analyze`.

    `earlier` are the reports of runs before this one, oldest first.
    """
    from talkcoach.advice import advise
    from talkcoach.analysis.analyze import analyze

    report = analyze(outline, heard.transcript, heard.levels, run, marks, only, heard.voice)
    return report.model_copy(update={"advice": advise(report, outline, earlier)})
