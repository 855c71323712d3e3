"""A WAV file that is valid while it grows: 16 kHz, mono, 16 bits.

The standard library's writer corrects the header with every block; libsndfile's leaves it wrong
when the process is killed. A kill can still fall between a block and its header: `mend` puts that
right.
"""

from __future__ import annotations

import os
import struct
import wave
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from types import TracebackType

import numpy as np
from numpy.typing import NDArray

from talkcoach.files import open_private
from talkcoach.speech.levels import SAMPLE_RATE

HEADER = 44
"""Bytes before the samples, as `wave` writes them."""
SAMPLE_BYTES = 2
STORED_BYTES = round(SAMPLE_RATE * SAMPLE_BYTES * 1.6)
"""Disk that a second needs: for a while, the recording's FLAC stands beside it."""
READ_S = 60.0
"""`sound_in` gives blocks of this length."""


class WavWriter:
    """Writes a new file; every block is with the system when `write` returns."""

    def __init__(self, path: Path) -> None:
        """Make `path`, for its owner only.

        Raises:
            OSError: it exists, or cannot be made.
        """
        self._path = path
        self._file = open_private(path, "xb")
        self._wave = wave.Wave_write(self._file)
        self._wave.setnchannels(1)
        self._wave.setsampwidth(SAMPLE_BYTES)
        self._wave.setframerate(SAMPLE_RATE)
        self._wave.writeframes(b"")
        self._file.flush()
        self.samples = 0

    @property
    def seconds(self) -> float:
        """How much is written."""
        return self.samples / SAMPLE_RATE

    def write(self, block: NDArray[np.int16]) -> None:
        """Append `block`, int16 (n,).

        Raises:
            OSError: the disk is full or gone; what was written before stays whole.
        """
        self._wave.writeframes(np.ascontiguousarray(block, dtype="<i2").data)
        self._file.flush()
        self.samples += block.size

    def sync(self) -> None:
        """Return when all of it is on the disk, safe from a power cut too."""
        os.fsync(self._file.fileno())

    def close(self) -> None:
        """Close the file; the header is right whatever happened before."""
        for end in (self._wave.close, self.sync, self._file.close):
            with suppress(OSError, ValueError):  # a full disk refuses what is left to write
                end()
        mend(self._path)

    def __enter__(self) -> WavWriter:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


class WavTail:
    """Reads a file that another process may still write to."""

    def __init__(self, path: Path, start_s: float = 0.0) -> None:
        self._path = path
        self._next = round(start_s * SAMPLE_RATE)

    @property
    def position_s(self) -> float:
        """How much has been read or passed over."""
        return self._next / SAMPLE_RATE

    def read(self, longest_s: float) -> NDArray[np.int16]:
        """What came since, int16 (n,), at most so much; nothing (0,) when nothing did."""
        with self._path.open("rb") as file:
            file.seek(HEADER + self._next * SAMPLE_BYTES)
            data = file.read(round(longest_s * SAMPLE_RATE) * SAMPLE_BYTES)
        block = np.frombuffer(data[: len(data) // SAMPLE_BYTES * SAMPLE_BYTES], dtype="<i2")
        self._next += block.size
        return block.astype(np.int16, copy=False)


def length_s(path: Path) -> float:
    """The length of the sound that the file holds, whatever its header says."""
    return max(0, path.stat().st_size - HEADER) // SAMPLE_BYTES / SAMPLE_RATE


def sound_in(path: Path) -> Iterator[NDArray[np.int16]]:
    """The file's sound in blocks of `READ_S`, int16 (n,)."""
    tail = WavTail(path)
    while (block := tail.read(READ_S)).size:
        yield block


def mend(path: Path) -> None:
    """Make the header tell the length that the file has; half a sample at its end is cut off."""
    size = path.stat().st_size
    if size < HEADER:  # killed before the first block
        path.unlink()
        with WavWriter(path):
            return
    data = (size - HEADER) // SAMPLE_BYTES * SAMPLE_BYTES
    with path.open("rb+") as file:
        file.truncate(HEADER + data)
        file.seek(4)
        file.write(struct.pack("<I", HEADER - 8 + data))
        file.seek(HEADER - 4)
        file.write(struct.pack("<I", data))
