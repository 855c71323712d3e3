"""The sections of a run as sound files of their own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from talkcoach.errors import StorageError
from talkcoach.exports import visits
from talkcoach.report import Report
from talkcoach.speech.audio import encode_flac, sound_of
from talkcoach.speech.levels import SAMPLE_RATE


def write_clips(report: Report, audio_path: Path, folder: Path) -> list[Path]:
    """A FLAC file for each stretch of a section, numbered in order of time.

    Raises:
        AudioError: the recording cannot be read.
        StorageError: the folder holds clips already, or cannot be written.
    """
    spans = sorted(
        (start_s, end_s, section.id)
        for section in report.sections
        for start_s, end_s in visits(section)
    )
    paths = [folder / f"{n:02}-{section}.flac" for n, (*_, section) in enumerate(spans, start=1)]
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if taken := [path for path in paths if path.exists()]:
            raise StorageError(f"{taken[0]}: is there already; name another folder")
        for path, (start_s, end_s, _) in zip(paths, spans, strict=True):
            encode_flac(_part(audio_path, start_s, end_s), path)
            path.chmod(0o600)
    except OSError as error:
        raise StorageError(f"{folder}: cannot be written: {error.strerror or error}") from error
    return paths


def _part(audio_path: Path, start_s: float, end_s: float) -> Iterator[NDArray[np.int16]]:
    """The sound from one moment to another."""
    first, last, at = round(start_s * SAMPLE_RATE), round(end_s * SAMPLE_RATE), 0
    for block in sound_of(audio_path):
        part = block[max(0, first - at) : max(0, last - at)]
        if part.size:
            yield part
        at += block.size
        if at >= last:
            return
