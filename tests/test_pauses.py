"""Pauses, pace and fillers on made levels and words, where the truth is known."""

from __future__ import annotations

import numpy as np
import pytest

from talkcoach.analysis.fillers import find_fillers
from talkcoach.analysis.pace import measure_pace
from talkcoach.analysis.pauses import find_pauses, voice_seconds
from talkcoach.speech.levels import FRAME_S, Levels
from talkcoach.speech.transcript import Word


def levels(parts: list[tuple[float, float]], seed: int = 0) -> Levels:
    """`(seconds, dB)` one after the other, with 2 dB of noise on each frame."""
    db = np.concatenate([np.full(round(s / FRAME_S), level) for s, level in parts])
    noise = np.random.default_rng(seed).normal(scale=2.0, size=db.size)
    return Levels((db + noise).astype(np.float32), FRAME_S)


@pytest.mark.parametrize(("floor", "speech"), [(-70.0, -20.0), (-45.0, -25.0), (-100.0, -50.0)])
def test_silences_are_found_whatever_the_room(floor: float, speech: float) -> None:
    pauses = find_pauses(
        levels([(10, speech), (2.0, floor), (8, speech), (1.2, floor), (9, speech)])
    )
    assert len(pauses) == 1
    assert pauses[0].start_s == pytest.approx(10.0, abs=0.1)
    assert pauses[0].seconds == pytest.approx(2.0, abs=0.15)


def test_the_recordings_edges_are_no_pauses() -> None:
    assert find_pauses(levels([(4, -70), (10, -20), (5, -70)])) == ()


def test_a_click_does_not_end_a_pause() -> None:
    found = find_pauses(levels([(5, -20), (1, -70), (0.03, -15), (1, -70), (5, -20)]))
    assert len(found) == 1
    assert found[0].seconds == pytest.approx(2.03, abs=0.15)


@pytest.mark.parametrize("db", [-120.0, -60.0, -20.0])
def test_an_even_recording_has_no_pauses(db: float) -> None:
    assert find_pauses(levels([(20, db)])) == ()


def test_no_recording_has_no_voice() -> None:
    empty = Levels(np.zeros(0, dtype=np.float32), FRAME_S)
    assert find_pauses(empty) == ()
    assert voice_seconds(empty) == 0.0


def test_pace_leaves_long_pauses_out() -> None:
    """120 words in a minute of speech and 10 s of silence are 120 words a minute."""
    words = [Word(i * 0.5, i * 0.5 + 0.5, "word") for i in range(60)]
    words += [Word(40 + i * 0.5, 40.5 + i * 0.5, "word") for i in range(60)]
    sound = levels([(30, -20), (10, -70), (30, -20)])
    pace = measure_pace(words, find_pauses(sound), sound)
    assert pace.wpm == pytest.approx(120, abs=2)
    assert pace.articulation_wpm == pytest.approx(120, abs=3)
    assert all(0 <= time_s <= 70 for time_s, _ in pace.series)


def test_no_words_have_no_pace() -> None:
    pace = measure_pace([], (), None)
    assert (pace.wpm, pace.articulation_wpm, pace.series) == (None, None, ())


@pytest.mark.parametrize(
    ("text", "fillers"),
    [
        ("Um, we, uh, measured it. Hmm.", ["um", "uh", "hmm"]),
        ("It is, you know, slow.", ["you know"]),
        ("Do you know what it costs?", []),
        ("I mean, it was sort of slow.", ["I mean", "sort of"]),
        ("That is what I mean by this kind of error.", []),
        ("It is, like, huge, and looks like a fern.", ["like"]),
    ],
)
def test_fillers_are_counted_where_they_mean_nothing(text: str, fillers: list[str]) -> None:
    words = [Word(i, i + 0.5, w) for i, w in enumerate(text.split())]
    assert [f.word for f in find_fillers(words)] == fillers
