"""Sound to files: FLAC without loss for what is kept, Opus for what is mailed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from talkcoach.speech.levels import SAMPLE_RATE

OPUS_BIT_RATE = 18_000
"""Bits a second: 45 minutes are 6 MB, and 8 MB in a page. The best of libopus's fast mode by PESQ,
too, with 4.2 of 4.6; at 24,000, where it no longer models a voice, it has 4.0."""
OPUS_OPTIONS = {"application": "audio", "compression_level": "0", "frame_duration": "60"}
"""libopus's fastest: 45 minutes take some 10 s; effort 3 takes twice as long, effort 10 eight."""


def encode_flac(sound: Iterable[NDArray[np.int16]], path: Path) -> None:
    """Write `sound`, blocks of int16 (n,), 16 kHz mono, to `path` as FLAC, without loss."""
    _encode(sound, path, "flac", "flac")


def encode_opus(sound: Iterable[NDArray[np.int16]], path: Path) -> None:
    """Write `sound`, blocks of int16 (n,), 16 kHz mono, to `path` as Ogg Opus at speech quality:
    some 8 MB an hour."""
    _encode(sound, path, "ogg", "libopus", OPUS_BIT_RATE, OPUS_OPTIONS)


def _encode(
    sound: Iterable[NDArray[np.int16]],
    path: Path,
    container_name: str,
    codec: Literal["flac", "libopus"],
    bit_rate: int = 0,
    options: Mapping[str, str] | None = None,
) -> None:
    import av

    with av.open(str(path), mode="w", format=container_name) as container:
        stream = container.add_stream(
            codec, rate=SAMPLE_RATE, layout="mono", options=dict(options or {})
        )
        if bit_rate:
            stream.bit_rate = bit_rate
        written = 0
        for block in sound:
            frame = av.AudioFrame.from_ndarray(
                np.ascontiguousarray(block[np.newaxis, :]), "s16", "mono"
            )
            frame.sample_rate, frame.pts = SAMPLE_RATE, written
            container.mux(stream.encode(frame))
            written += block.size
        container.mux(stream.encode(None))
