"""Is a voice coming through? What the microphone's last seconds say, for the level meter."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from threading import Lock
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from talkcoach.speech.levels import SAMPLE_RATE, SILENCE_DB

Verdict = Literal["good", "waiting", "silent", "quiet", "clipping"]

DEAD_DB = -75.0
"""No room is this quiet: the microphone is muted, or it is not the one that is spoken into."""
QUIET_DB = -42.0
"""Speech whose loudest tenths of a second stay below is hard to recognise."""
VOICE_DB = 9.0
"""Speech rises so far above the room's own noise."""
CLIPPED = 32_700
"""Samples of this size and more have hit the ceiling."""
CLIPPED_SHARE = 1e-3
LOOK_BACK_S = 5.0


class LevelMeter:
    """Takes blocks as they come and judges the last `LOOK_BACK_S` seconds.

    One thread feeds it while another one asks.
    """

    def __init__(self) -> None:
        self._lock = Lock()
        self._blocks: deque[tuple[float, float, int, int]] = deque()
        self.level_db = SILENCE_DB
        """RMS of the last block, in dB relative to full scale."""

    def feed(self, block: NDArray[np.int16]) -> None:
        """Take a block, int16 (n,), of about a tenth of a second."""
        if not block.size:
            return
        sound = block.astype(np.float64)
        power = float(np.mean(np.square(sound - sound.mean()))) / 32_768.0**2
        self.level_db = max(SILENCE_DB, 10 * np.log10(power)) if power > 0 else SILENCE_DB
        clipped = int(np.count_nonzero(np.abs(block.astype(np.int32)) >= CLIPPED))
        with self._lock:
            self._blocks.append((block.size / SAMPLE_RATE, self.level_db, clipped, block.size))
            while _length_s(self._blocks) - self._blocks[0][0] > LOOK_BACK_S:
                self._blocks.popleft()

    @property
    def heard_s(self) -> float:
        """How many seconds the verdict rests on."""
        return _length_s(self._held())

    def verdict(self) -> Verdict:
        """What the last seconds say of the microphone; "waiting" while nobody speaks."""
        blocks = self._held()
        if _length_s(blocks) < 1.0:
            return "waiting"
        levels = np.array([level for _, level, *_ in blocks])
        clipped = sum(count for *_, count, _ in blocks)
        if clipped > CLIPPED_SHARE * sum(size for *_, size in blocks):
            return "clipping"
        loud, room = np.percentile(levels, (90, 10))
        if loud < DEAD_DB:
            return "silent"
        if loud - room < VOICE_DB:
            return "waiting"
        return "quiet" if loud < QUIET_DB else "good"

    def _held(self) -> tuple[tuple[float, float, int, int], ...]:
        with self._lock:
            return tuple(self._blocks)


def _length_s(blocks: Iterable[tuple[float, float, int, int]]) -> float:
    return sum(seconds for seconds, *_ in blocks)
