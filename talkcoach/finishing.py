"""From a recording on the disk to a finished run: the same after "thank you" and after a crash.

Each step can be done again: whatever ends this early, the next try goes on where it stopped, and
the recording is deleted only when its compressed copy has been read back and is the same.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from talkcoach.durations import clock
from talkcoach.errors import AudioError, RunError, StorageError
from talkcoach.events import read_moments
from talkcoach.files import FILE_MODE, sync
from talkcoach.filing import reassess, report_on
from talkcoach.listen import Heard, Recogniser, Stage, quiet
from talkcoach.live.transcriber import Transcriber
from talkcoach.locks import working_on
from talkcoach.notes import read_notes, write_notes
from talkcoach.outline.load import load_outline
from talkcoach.recording.wav import length_s, mend, sound_in
from talkcoach.report import Report
from talkcoach.runs import Run, delete_run, list_runs
from talkcoach.speech.audio import SHORTEST_S, sound_of
from talkcoach.speech.encode import encode_flac
from talkcoach.speech.formats import load_transcript, save_transcript
from talkcoach.speech.journal import WORDS_FILE, read_pieces
from talkcoach.speech.levels import measure_blocks
from talkcoach.speech.transcript import Transcript

BEGUN = {"audio.wav", "events.jsonl", "outline.yaml", "unfinished.lock", WORDS_FILE}
"""What a run holds from its first second on; whatever else is there is somebody's."""


def recording_path(run: Run) -> Path:
    """Where a run's sound is while it is not finished."""
    return run.folder / "audio.wav"


def unfinished_runs(outline_path: Path) -> tuple[Run, ...]:
    """Runs that are being recorded, or were interrupted, oldest first."""
    return tuple(run for run in list_runs(outline_path) if run.is_unfinished)


def is_empty(run: Run) -> bool:
    """Whether the run was interrupted before a word could be said, and nothing else is in it."""
    files = {path.name: path for path in run.folder.iterdir()}
    if set(files) - BEGUN or any(path.is_symlink() or path.is_dir() for path in files.values()):
        return False
    wav, heard = recording_path(run), files.get(WORDS_FILE)
    is_silent = not wav.exists() or length_s(wav) < SHORTEST_S
    has_words = heard is not None and heard.stat().st_size > 0
    try:
        return is_silent and not has_words and not read_moments(run.folder)
    except RunError:  # damaged, and so not to be thrown away
        return False


def discard(run: Run) -> None:
    """Delete a run that `is_empty`.

    Raises:
        RunError: it is being recorded.
    """
    with working_on(run):
        delete_run(run)


def recover(run: Run, recogniser: Recogniser, stage: Stage = quiet) -> Report:
    """Finish a run that was interrupted and is not empty.

    Raises:
        RunError: it is being recorded, or its recording is gone.
        ModelError: the recogniser cannot be had; the run stays as it is.
        StorageError: it cannot be written.
    """
    with working_on(run) as work:
        wav = recording_path(run)
        if wav.exists():
            mend(wav)
            if not run.transcript_path.is_file():
                transcriber = Transcriber(run.folder, recogniser)
                try:
                    finish_words(run, transcriber, stage)
                finally:
                    transcriber.close()
            report = finish_report(run)
            compress(run, stage)
        else:  # it was compressed already
            report = reassess(run, stage)
            compress(run, stage)
        list_moments(run)
        work.is_done = True
    return report


def finish_words(run: Run, transcriber: Transcriber, stage: Stage) -> None:
    """Wait until `transcriber` has heard all of the recording, and store the words.

    Raises:
        ModelError: it cannot.
    """
    if run.transcript_path.is_file():
        return
    total_s = length_s(recording_path(run))
    with stage("Transcribing the rest") as advance:
        transcriber.finish(advance, total_s)
    words = tuple(word for piece in read_pieces(run.folder) for word in piece.words)
    language = load_outline(run.outline_path).language
    save_transcript(
        Transcript(words, total_s, language, transcriber.model, has_hesitations=True),
        run.transcript_path,
    )


def finish_report(run: Run) -> Report:
    """The report of what was recorded, from the stored words and the sound; and stored."""
    levels = measure_blocks(sound_in(recording_path(run)))
    return report_on(run, Heard(load_transcript(run.transcript_path), levels), "microphone")


def compress(run: Run, stage: Stage = quiet) -> None:
    """Put `audio.flac` in the place of `audio.wav`, once it is known to hold the same sound.

    Raises:
        StorageError: the disk has no room for both; the recording stays as it is.
    """
    wav, flac = recording_path(run), run.folder / "audio.flac"
    if wav.exists():
        draft = run.folder / ".audio.flac.tmp"
        try:
            draft.touch(mode=FILE_MODE)
            with stage("Compressing the recording"):
                encode_flac(sound_in(wav), draft)
                if _sha256(sound_of(draft)) != _sha256(sound_in(wav)):
                    raise StorageError(f"{wav}: cannot be compressed; it stays as it is")
            sync(draft)
            draft.replace(flac)
            sync(run.folder)
            wav.unlink()
        except (OSError, AudioError) as error:
            raise StorageError(
                f"{wav}: cannot be compressed ({error}); it stays as it is"
            ) from error
        finally:
            draft.unlink(missing_ok=True)
    (run.folder / WORDS_FILE).unlink(missing_ok=True)


def list_moments(run: Run) -> None:
    """Put the moments that were marked for a note into the notes, where these lack them.

    Raises:
        StorageError: the notes cannot be written.
    """
    notes = read_notes(run)
    listed = {" ".join(line.split()[:2]) for line in notes.splitlines()}
    lines = [f"- {clock(at_s)}" for at_s in read_moments(run.folder)]
    if missing := [line for line in lines if line not in listed]:
        write_notes(run, "\n".join([notes.rstrip(), *missing]))


def _sha256(sound: Iterator[NDArray[np.int16]]) -> str:
    digest = hashlib.sha256()
    for block in sound:
        digest.update(np.ascontiguousarray(block).data)
    return digest.hexdigest()
