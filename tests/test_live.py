"""The process that listens while a recording is made; real Whisper on the sample talk."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from room import children

from talkcoach.errors import ModelError
from talkcoach.events import append_event
from talkcoach.finishing import finish_words
from talkcoach.listen import Recogniser, quiet
from talkcoach.live.transcriber import Transcriber
from talkcoach.outline.load import load_outline
from talkcoach.recording.wav import WavWriter
from talkcoach.runs import Run
from talkcoach.speech.audio import decode
from talkcoach.speech.formats import load_transcript
from talkcoach.speech.hotwords import hotwords
from talkcoach.speech.journal import WORDS_FILE, HeardPiece, append_piece, read_pieces, trim
from talkcoach.speech.levels import SAMPLE_RATE
from talkcoach.speech.models import resolve
from talkcoach.speech.recognise import FasterWhisper, Options
from talkcoach.speech.transcript import Transcript, Word

SAMPLES = Path(__file__).parent.parent / "samples"
LENGTH_S = 110


@pytest.fixture(scope="module")
def sound() -> NDArray[np.int16]:
    return decode(SAMPLES / "run1.ogg").read()[: LENGTH_S * SAMPLE_RATE]


@pytest.fixture(scope="module")
def filed(sound: NDArray[np.int16]) -> Transcript:
    """The words of the same sound, heard as a file."""
    outline = load_outline(SAMPLES / "talk.yaml")
    recogniser = FasterWhisper(resolve(None, outline.language))
    return recogniser.transcribe([sound], LENGTH_S, Options(hotwords=hotwords(outline)))


@pytest.fixture
def run(tmp_path: Path) -> Run:
    shutil.copyfile(SAMPLES / "talk.yaml", tmp_path / "outline.yaml")
    return Run("2026-03-01T10-00-00", tmp_path)


@pytest.fixture
def transcriber(run: Run) -> Iterator[Transcriber]:
    listening = Transcriber(run.folder, Recogniser(), follow=True)
    yield listening
    listening.close()


def until(condition: object, timeout_s: float = 60.0) -> None:
    end = time.monotonic() + timeout_s
    while callable(condition) and not condition():
        assert time.monotonic() < end, "it takes too long"
        time.sleep(0.05)


def texts(transcript: Transcript) -> list[str]:
    return [word.text for word in transcript.words]


def test_hears_a_growing_recording_as_it_hears_a_file(
    run: Run, transcriber: Transcriber, sound: NDArray[np.int16], filed: Transcript
) -> None:
    with WavWriter(run.folder / "audio.wav") as writer:
        for start in range(0, sound.size, SAMPLE_RATE):
            writer.write(sound[start : start + SAMPLE_RATE])
            time.sleep(0.05)
        until(lambda: transcriber.heard_s > LENGTH_S - 15)
    assert [entry.section for entry in transcriber.entries][:1] == ["opening"]
    progress: list[float] = []
    transcriber.finish(progress.append, LENGTH_S)
    finish_words(run, transcriber, quiet)
    live = load_transcript(run.transcript_path)
    assert texts(live) == texts(filed)
    assert np.allclose([w.start for w in live.words], [w.start for w in filed.words], atol=0.1)
    assert (live.duration_s, live.model) == (LENGTH_S, filed.model)


def test_goes_on_when_it_is_killed(
    run: Run, transcriber: Transcriber, sound: NDArray[np.int16], filed: Transcript
) -> None:
    with WavWriter(run.folder / "audio.wav") as writer:
        writer.write(sound)
    until(lambda: read_pieces(run.folder))
    heard = len(read_pieces(run.folder))
    for pid in children(os.getpid()):
        os.kill(pid, signal.SIGKILL)
    finish_words(run, transcriber, quiet)
    assert not transcriber.has_given_up
    pieces = read_pieces(run.folder)
    assert len(pieces) > heard
    assert [p.start_s for p in pieces] == sorted(p.start_s for p in pieces)
    live = load_transcript(run.transcript_path)
    same = set(texts(live)) & set(texts(filed))
    assert len(same) > 0.95 * len(set(texts(filed)))
    assert abs(len(live.words) - len(filed.words)) < 0.05 * len(filed.words)


def test_marks_tell_it_where_the_speaker_is(
    run: Run, transcriber: Transcriber, sound: NDArray[np.int16]
) -> None:
    append_event(run.folder, "mark", section="crowding", at_s=20.0, by="key")
    with WavWriter(run.folder / "audio.wav") as writer:
        writer.write(sound[: 60 * SAMPLE_RATE])
        until(lambda: any(e.section == "crowding" for e in transcriber.entries))
    entry = next(e for e in transcriber.entries if e.section == "crowding")
    assert entry.at_s == pytest.approx(20.0, abs=1.0)


def test_ends_with_whoever_started_it(run: Run) -> None:
    with WavWriter(run.folder / "audio.wav"):
        worker = subprocess.Popen(
            [sys.executable, "-m", "talkcoach.live.worker", str(run.folder)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        assert worker.stdin
        assert worker.stdout
        assert json.loads(worker.stdout.readline())["model"]
        worker.stdin.close()
        assert worker.wait(timeout=10) == 0
        worker.stdout.close()


def test_says_why_it_cannot_hear(run: Run) -> None:
    transcriber = Transcriber(run.folder, Recogniser("no-such-model"))
    with WavWriter(run.folder / "audio.wav") as writer:
        writer.write(np.ones(SAMPLE_RATE, np.int16))
    with pytest.raises(ModelError, match="no-such-model"):
        transcriber.finish(lambda share: None, 1.0)
    assert transcriber.model is None
    transcriber.close()


def test_a_torn_line_is_heard_again(tmp_path: Path) -> None:
    words = ("Good", 'a "quote"', "für", "a\u2028line")
    first = HeardPiece(0.0, 10.0, tuple(Word(n, n + 0.5, text) for n, text in enumerate(words)))
    append_piece(tmp_path, first)
    append_piece(tmp_path, HeardPiece(10.0, 20.0, ()))
    whole = (tmp_path / WORDS_FILE).read_bytes()
    for end in range(len(whole)):
        (tmp_path / WORDS_FILE).write_bytes(whole[:end])
        pieces = read_pieces(tmp_path)
        assert len(pieces) == whole[:end].count(b"\n")
        assert not pieces or pieces[0] == first
        with contextlib.suppress(FileNotFoundError):
            trim(tmp_path)
        assert read_pieces(tmp_path) == pieces
        append_piece(tmp_path, first)
        assert read_pieces(tmp_path) == (*pieces, first)
