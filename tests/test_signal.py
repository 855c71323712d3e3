"""What the level meter says of a microphone."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from talkcoach.recording.signal import LevelMeter
from talkcoach.speech.levels import SAMPLE_RATE


def bursts(loud: float, soft: float, seconds: float = 6.0) -> NDArray[np.int16]:
    """Noise that is loud and soft in turns of 0.3 s, as speech is; amplitudes of 0 to 1."""
    draw = np.random.default_rng(0).normal(0.0, 1.0, round(seconds * SAMPLE_RATE))
    turn = np.arange(draw.size) // round(0.3 * SAMPLE_RATE) % 2 == 0
    return np.clip(draw * np.where(turn, loud, soft) * 32_767, -32_768, 32_767).astype(np.int16)


def verdict(sound: NDArray[np.int16]) -> str:
    meter = LevelMeter()
    for start in range(0, sound.size, 1_600):
        meter.feed(sound[start : start + 1_600])
    return meter.verdict()


@pytest.mark.parametrize(
    ("loud", "soft", "expected"),
    [
        (0.1, 0.001, "good"),
        (0.003, 0.0003, "quiet"),
        (0.01, 0.009, "waiting"),  # a fan
        (0.0, 0.0, "silent"),
        (0.7, 0.01, "clipping"),
    ],
)
def test_tells_voices_from_fans_and_dead_microphones(
    loud: float, soft: float, expected: str
) -> None:
    assert verdict(bursts(loud, soft)) == expected


def test_an_offset_is_no_sound() -> None:
    assert verdict(np.full(6 * SAMPLE_RATE, 900, np.int16)) == "silent"


def test_waits_for_a_second_of_sound() -> None:
    assert verdict(bursts(0.1, 0.001, 0.9)) == "waiting"


def test_only_the_last_seconds_count() -> None:
    sound = np.concatenate([bursts(0.9, 0.9, 2.0), bursts(0.1, 0.001, 6.0)])
    assert verdict(sound) == "good"


def test_the_level_is_that_of_the_last_block() -> None:
    meter = LevelMeter()
    tone = 3_277 * np.sin(np.arange(1_600) * 0.5)
    meter.feed(tone.astype(np.int16))
    assert meter.level_db == pytest.approx(-23.0, abs=0.1)  # a sine's RMS is 3 dB below its peak
