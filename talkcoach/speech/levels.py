"""How loud a recording is over time: what pauses and voice are found from."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

SAMPLE_RATE = 16_000
"""Samples a second everywhere inside talkcoach; Whisper's own rate."""
FRAME_S = 0.01
SILENCE_DB = -120.0
"""Digital silence has no level in dB; this stands for it."""


@dataclass(frozen=True, slots=True, eq=False)
class Levels:
    """Loudness in frames of `frame_s` seconds."""

    levels_db: NDArray[np.float32]
    """(n_frames,) RMS in dB relative to full scale, `SILENCE_DB` to 0."""
    frame_s: float


def measure_levels(samples: NDArray[np.int16]) -> Levels:
    """The levels of `samples`: int16 (n,), mono, 16 kHz. What does not fill a frame is left out.

    >>> measure_levels(np.full(1600, 3277, dtype=np.int16)).levels_db.round(1).tolist()[:2]
    [-20.0, -20.0]
    """
    frame = round(SAMPLE_RATE * FRAME_S)
    whole = samples[: samples.size // frame * frame].reshape(-1, frame)
    power = np.empty(whole.shape[0], dtype=np.float64)
    for start in range(0, whole.shape[0], 6_000):  # a minute at a time keeps the memory flat
        block = whole[start : start + 6_000].astype(np.float32)
        power[start : start + 6_000] = np.mean(np.square(block), axis=1)
    floor = 32_768.0**2 * 10.0 ** (SILENCE_DB / 10)
    levels = 10 * np.log10(np.maximum(power, floor) / 32_768.0**2)
    return Levels(levels.astype(np.float32), FRAME_S)


def measure_blocks(sound: Iterable[NDArray[np.int16]]) -> Levels:
    """The levels of a recording that comes in blocks, int16 (n,), of whole frames each."""
    levels = [measure_levels(block).levels_db for block in sound]
    return Levels(np.concatenate(levels) if levels else np.zeros(0, np.float32), FRAME_S)
