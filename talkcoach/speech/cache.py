"""Transcripts kept by what was heard, with which model and how: a second analysis is instant.

The cache may be deleted at any time. Its files are readable by their owner only: the words of a
rehearsal are as private as the voice.
"""

from __future__ import annotations

import hashlib
import os
from contextlib import suppress
from pathlib import Path

from talkcoach.errors import TranscriptError
from talkcoach.speech.transcript import Transcript


def cache_folder(kind: str) -> Path:
    """The folder for `kind`, made when missing, for its owner only.

    It lies in the system's usual place for caches, or in TALKCOACH_CACHE when that is set.
    """
    folder = cache_place(kind)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def cache_place(kind: str) -> Path:
    """Where `cache_folder` is or would be."""
    import platformdirs

    root = os.environ.get("TALKCOACH_CACHE") or platformdirs.user_cache_dir("talkcoach", False)
    return Path(root) / kind


def cached(audio_sha256: str, recognition: str) -> Transcript | None:
    """The transcript kept for this sound and this way of recognising; None when there is none."""
    from talkcoach.speech.formats import load_transcript

    try:
        path = _path(audio_sha256, recognition)
        return load_transcript(path) if path.is_file() else None
    except (TranscriptError, OSError):  # a damaged entry is as good as none
        return None


def keep(transcript: Transcript, audio_sha256: str, recognition: str) -> None:
    """Keep `transcript` for the next time. A full or read-only disk is no reason to fail."""
    from talkcoach.speech.formats import save_transcript

    with suppress(OSError):
        save_transcript(transcript, _path(audio_sha256, recognition))


def forget(audio_sha256: str) -> None:
    """Delete every transcript kept for this sound.

    Raises:
        OSError: one cannot be deleted.
    """
    for path in cache_place("transcripts").glob(f"{audio_sha256[:32]}-*.json"):
        path.unlink(missing_ok=True)


def _path(audio_sha256: str, recognition: str) -> Path:
    way = hashlib.sha256(recognition.encode()).hexdigest()
    return cache_folder("transcripts") / f"{audio_sha256[:32]}-{way[:16]}.json"
