"""The sections of a run as sound files of their own."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from talkcoach.errors import InputError, RunError, StorageError
from talkcoach.files import for_owner_only
from talkcoach.report import Report
from talkcoach.speech.audio import sound_of
from talkcoach.speech.encode import encode_flac
from talkcoach.speech.levels import SAMPLE_RATE


def write_clips(report: Report, audio_path: Path, folder: Path) -> list[Path]:
    """A FLAC file for each stretch of a section, numbered in order of time.

    Raises:
        RunError: no section was recognised.
        AudioError: the recording cannot be read.
        InputError: the folder holds clips already, or is none.
        StorageError: it cannot be written.
    """
    if not any(section.stretches for section in report.sections):
        raise RunError("no section was recognised in this run, so there is nothing to cut out")
    spans = sorted(
        (start_s, end_s, section.id)
        for section in report.sections
        for start_s, end_s in section.stretches
    )
    paths = [folder / f"{n:02}-{section}.flac" for n, (*_, section) in enumerate(spans, start=1)]
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if taken := [path for path in paths if os.path.lexists(path)]:
            raise InputError(f"{taken[0]}: is there already; name another folder")
        with for_owner_only(), tempfile.TemporaryDirectory(prefix=".new-", dir=folder) as aside:
            for path, (start_s, end_s, _) in zip(paths, spans, strict=True):
                draft = Path(aside, path.name)
                encode_flac(_part(audio_path, start_s, end_s), draft)
                draft.rename(path)
    except (FileExistsError, NotADirectoryError):
        raise InputError(f"{folder}: is no folder, or lies in none; name another one") from None
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
