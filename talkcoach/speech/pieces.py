"""Speech cut into pieces at its pauses, as it comes: what the recogniser hears at a time.

The cuts depend on the sound alone, not on how it arrives: a file gives the same pieces as a
microphone. Silence between stretches of speech is left out, as Whisper would fill it with words.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from copy import copy
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from talkcoach.speech.levels import SAMPLE_RATE

LONGEST_S = 30.0
"""Whisper's window."""
LOOK_S = 10.0
"""The detector looks at so much new sound at a time."""
MIN_SILENCE_MS = 500
"""Silences of this length and more end a stretch of speech."""
_BACK_S = 1.0
"""The detector begins so long before speech that it has not reported, to hear it begin."""


@dataclass(frozen=True, slots=True, eq=False)
class Piece:
    """Stretches of speech in a row, up to `LONGEST_S` together."""

    starts_s: tuple[float, ...]
    """Where each stretch starts in the recording, in seconds."""
    stretches: tuple[NDArray[np.int16], ...]
    """Their samples, (n,) each: mono, 16 kHz."""

    @property
    def start_s(self) -> float:
        """Where the first stretch starts."""
        return self.starts_s[0]

    @property
    def end_s(self) -> float:
        """Where the last stretch ends."""
        return self.starts_s[-1] + self.stretches[-1].size / SAMPLE_RATE

    @property
    def samples(self) -> NDArray[np.int16]:
        """(n,): the stretches end to end, without the silences between them."""
        return np.concatenate(self.stretches)

    def shift_s(self, heard_s: float) -> float:
        """How much later in the recording than in `samples` the moment `heard_s` of these is."""
        passed_s = 0.0
        for start_s, stretch in zip(self.starts_s, self.stretches, strict=True):
            shift_s = start_s - passed_s
            passed_s += stretch.size / SAMPLE_RATE
            if heard_s < passed_s:
                break
        return shift_s


class Cutter:
    """Cuts sound that comes in blocks of any size; holds no more of it than a piece or two."""

    def __init__(self, start_s: float = 0.0) -> None:
        """The first block starts `start_s` seconds into the recording."""
        self._first = round(start_s * SAMPLE_RATE)
        self._sound = np.zeros(0, np.int16)
        self._look = round(LOOK_S * SAMPLE_RATE)
        self._starts_s: tuple[float, ...] = ()
        self._stretches: tuple[NDArray[np.int16], ...] = ()

    def feed(self, block: NDArray[np.int16]) -> Iterator[Piece]:
        """Take the next block, int16 (n,), and give the pieces that it completes."""
        self._sound = np.concatenate((self._sound, block))
        while self._sound.size >= self._look:
            yield from self._settle(self._look, is_end=False)

    def finish(self) -> Iterator[Piece]:
        """What is left when nothing more comes; the cutter is empty then."""
        yield from self._settle(self._sound.size, is_end=True)
        self._first += self._sound.size
        self._sound = self._sound[:0]
        yield from self._close()

    def rest(self) -> Iterator[Piece]:
        """What `finish` would give now. The cutter goes on as if it had not been asked."""
        yield from copy(self).finish()

    def _settle(self, size: int, *, is_end: bool) -> Iterator[Piece]:
        """Look at the first `size` samples and pass on the speech in them that has ended."""
        window = self._sound[:size]
        done = 0
        for first, last in _speech(window):
            if last >= size and not is_end:
                done = first
                break
            yield from self._pack(first, window[first:last])
            done = last
        else:
            done = max(done, size - round(_BACK_S * SAMPLE_RATE))
        # Speech that fills the window is looked at again with what follows it.
        self._look = round(LOOK_S * SAMPLE_RATE) + size - done
        self._sound = self._sound[done:]
        self._first += done

    def _pack(self, first: int, stretch: NDArray[np.int16]) -> Iterator[Piece]:
        held = sum(other.size for other in self._stretches)
        if held and held + stretch.size > LONGEST_S * SAMPLE_RATE:
            yield from self._close()
        self._starts_s += ((self._first + first) / SAMPLE_RATE,)
        self._stretches += (stretch,)

    def _close(self) -> Iterator[Piece]:
        if self._stretches:
            yield Piece(self._starts_s, self._stretches)
        self._starts_s, self._stretches = (), ()


def cut(sound: Iterable[NDArray[np.int16]]) -> Iterator[Piece]:
    """The pieces of a recording that comes in blocks, int16 (n,) each."""
    cutter = Cutter()
    for block in sound:
        yield from cutter.feed(block)
    yield from cutter.finish()


def _speech(samples: NDArray[np.int16]) -> list[tuple[int, int]]:
    """`(first, last)` of each stretch of speech, found by Silero's detector."""
    from faster_whisper.vad import VadOptions, get_speech_timestamps

    if not samples.size:
        return []
    options = VadOptions(min_silence_duration_ms=MIN_SILENCE_MS, max_speech_duration_s=LONGEST_S)
    found = get_speech_timestamps(samples.astype(np.float32) / 32_768.0, options)
    return [(int(one["start"]), int(one["end"])) for one in found if one["end"] > one["start"]]
