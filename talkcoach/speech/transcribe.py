"""A recording's transcript: from the cache when it was heard before, else from the model."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from talkcoach.speech.audio import Audio
from talkcoach.speech.cache import cached, keep
from talkcoach.speech.models import resolve, verify
from talkcoach.speech.recognise import Device, FasterWhisper, Options
from talkcoach.speech.transcript import Transcript


def transcribe(
    audio: Audio,
    options: Options,
    model: str | None = None,
    device: Device = "auto",
    threads: int = 0,
    progress: Callable[[float], None] = lambda share: None,
) -> Transcript:
    """The words of `audio`; the second time they come from the cache.

    Args:
        audio: the recording.
        options: the language, the words to listen for, and how to decode.
        model: a model's name or folder; None for the best one that is on this machine.
        device: where the model runs.
        threads: CPU threads, 0 for the library's choice.
        progress: called with the share that is done, 0 to 1.

    Raises:
        InputError: there is no model of that name.
        ModelError: the model is not here, damaged, or failed.
    """
    found = resolve(model, options.language)
    recognition = options.fingerprint(found)
    transcript = cached(audio.sha256, recognition)
    if transcript is None:
        verify(found)
        recogniser = FasterWhisper(found, device, threads)
        transcript = recogniser.transcribe(audio.sound(), audio.duration_s, options, progress)
        keep(transcript, audio.sha256, recognition)
    progress(1.0)
    return replace(transcript, has_hesitations=options.asks_for_hesitations)
