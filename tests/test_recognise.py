"""Real speech through the real model."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from talkcoach.errors import ModelError
from talkcoach.speech import recognise
from talkcoach.speech.audio import Audio, decode
from talkcoach.speech.levels import SAMPLE_RATE
from talkcoach.speech.models import Model, find
from talkcoach.speech.recognise import FasterWhisper, Options
from talkcoach.speech.transcribe import transcribe
from talkcoach.speech.transcript import Word

tiny = find("tiny.en")
needs_model = pytest.mark.skipif(tiny is None, reason="the offline model is not installed")
SPOKEN = (
    "Good afternoon. Today I will show three papers about one question. "
    "So far we have seen how labels drift. Next I turn to reward models."
)
SECOND_PART_S = 6.8
"""When "So far" starts, after two and a half seconds of silence."""


@pytest.fixture(scope="module")
def audio() -> Audio:
    return decode(Path(__file__).parent / "data" / "two-sentences.ogg")


@pytest.fixture(scope="module")
def recogniser() -> FasterWhisper:
    assert tiny is not None
    return FasterWhisper(tiny, "cpu", 2)


@needs_model
def test_the_words_are_heard_when_they_are_spoken(audio: Audio, recogniser: FasterWhisper) -> None:
    shares: list[float] = []
    transcript = recogniser.transcribe(audio.sound(), audio.duration_s, Options(), shares.append)
    assert transcript.text() == SPOKEN
    assert (transcript.language, transcript.model) == ("en", "tiny.en")
    starts = [word.start for word in transcript.words]
    assert starts == sorted(starts)
    assert all(w.start <= w.end <= transcript.duration_s for w in transcript.words)
    so = next(word for word in transcript.words if word.text == "So")
    assert so.start == pytest.approx(SECOND_PART_S, abs=0.6)
    assert shares
    assert 0 < max(shares) <= 1


@needs_model
@pytest.mark.parametrize("seconds", [0.1, 3.0])
def test_silence_has_no_words(recogniser: FasterWhisper, seconds: float) -> None:
    silence = np.zeros(round(seconds * SAMPLE_RATE), dtype=np.int16)
    assert recogniser.transcribe([silence], seconds, Options()).words == ()


@needs_model
def test_the_second_time_comes_from_the_cache(
    audio: Audio, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TALKCOACH_CACHE", str(tmp_path))
    first = transcribe(audio, Options(), "tiny.en", "cpu", 2)
    monkeypatch.delattr(recognise, "_load")  # from here on no model can be loaded
    assert transcribe(audio, Options(), "tiny.en", "cpu", 2) == first


def test_a_model_that_cannot_be_loaded_is_named(tmp_path: Path) -> None:
    (tmp_path / "model.bin").write_bytes(b"not weights")
    (tmp_path / "config.json").write_text("{}", encoding="utf-8")
    with pytest.raises(ModelError) as caught:
        FasterWhisper(Model("mine", tmp_path, "folder", 11, None), "cpu")
    assert str(tmp_path) in str(caught.value)
    assert "\n" not in str(caught.value)


def spoken(text: str) -> list[Word]:
    return [Word(i, i + 1, word) for i, word in enumerate(text.split())]


@pytest.mark.parametrize(
    ("heard", "kept"),
    [
        ("a " + "thank you. " * 40 + "b", "a thank you. b"),
        ("no no no no wait", "no no no no wait"),
        ("very " * 30, "very"),
        ("we audit and we audit and we ask", "we audit and we audit and we ask"),
        ("", ""),
    ],
)
def test_loops_are_cut_and_emphasis_is_not(heard: str, kept: str) -> None:
    words = recognise._without_loops(spoken(heard))
    assert " ".join(word.text for word in words) == kept
