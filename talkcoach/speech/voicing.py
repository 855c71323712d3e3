"""What the voice does over time: loudness, voicing, pitch and timbre; shows hesitations.

Nothing here is relative to a speaker; who uses it normalises by the recording's own statistics.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from talkcoach.speech.levels import SAMPLE_RATE, SILENCE_DB, Levels

FRAME_S = 0.02
N_BANDS = 18
"""Bands equally wide on the mel scale, about as wide as a formant."""
_BANDS_FROM_HZ, _BANDS_TO_HZ = 100.0, 7_000.0
_HOP = round(SAMPLE_RATE * FRAME_S)
_WINDOW = 512
"""32 ms: two periods of the deepest voice."""
_EDGE = (_WINDOW - _HOP) // 2
"""So far a window reaches beyond its frame on either side."""
_FFT = 1024
"""Twice the window, so that the autocorrelation does not wrap around."""
_BLOCK = 256
"""Frames measured at a time: about 5 s, which stay in the processor's cache."""
_SHORTEST_LAG, _LONGEST_LAG = SAMPLE_RATE // 420, SAMPLE_RATE // 65
"""Pitch from 65 Hz, a deep man's, to 420 Hz, a child's."""

_OCTAVE_COST = 0.05
"""Two periods are as alike as one; the shorter has to win."""


@dataclass(frozen=True, slots=True, eq=False)
class VoiceTrack:
    """A recording in frames of `frame_s` seconds; frame i is centred at `(i + 0.5) * frame_s`."""

    levels: Levels
    """Loudness, in finer frames."""
    voicing: NDArray[np.float32]
    """(n_frames,) 0 to 1: how periodic the sound is; above about 0.5 there is a tone."""
    pitch_hz: NDArray[np.float32]
    """(n_frames,) 65 to 420; means nothing where there is no voicing."""
    bands_db: NDArray[np.float32]
    """(n_frames, N_BANDS) power in the bands around `BAND_HZ`, in dB."""
    frame_s: float = FRAME_S


def _band_edges_hz() -> NDArray[np.float64]:
    low, high = (2595 * np.log10(1 + hz / 700) for hz in (_BANDS_FROM_HZ, _BANDS_TO_HZ))
    edges: NDArray[np.float64] = 700 * (10 ** (np.linspace(low, high, N_BANDS + 2) / 2595) - 1)
    return edges


BAND_HZ: NDArray[np.float64] = _band_edges_hz()[1:-1]
"""(N_BANDS,) the bands' centres."""


def measure_voice(sound: Iterable[NDArray[np.int16]], levels: Levels) -> VoiceTrack:
    """The voice in a recording, whose loudness is `levels`.

    It comes in blocks, int16 (n,), mono, 16 kHz, of whole frames but for the last one, in which
    what does not fill a frame is left out.
    """
    measured = [_measure(*parts) for parts in _with_edges(sound)]
    if not measured:
        nothing = np.zeros(0, np.float32)
        return VoiceTrack(levels, nothing, nothing, np.zeros((0, N_BANDS), np.float32))
    voicing, pitch_hz, bands_db = map(np.concatenate, zip(*measured, strict=True))
    return VoiceTrack(levels, voicing, pitch_hz, bands_db)


def _with_edges(
    sound: Iterable[NDArray[np.int16]],
) -> Iterator[tuple[NDArray[np.int16], NDArray[np.int16], NDArray[np.int16]]]:
    """Each block with as much of what is before and after it as its outer frames reach."""
    nothing = np.zeros(0, np.int16)
    before, block = nothing, nothing
    for after in chain(sound, [nothing]):
        if block.size:
            yield before, block, after[:_EDGE]
        before, block = block[-_EDGE:], after


def _measure(
    before: NDArray[np.int16], block: NDArray[np.int16], after: NDArray[np.int16]
) -> tuple[NDArray[np.float32], NDArray[np.float32], NDArray[np.float32]]:
    """Voicing, pitch and bands of the frames in `block`."""
    n_frames = block.size // _HOP
    part = np.concatenate((before, block, after)).astype(np.float32) / 32_768.0
    part = np.pad(part, (_EDGE - before.size, _EDGE - after.size))
    voicing, pitch_hz = (np.empty(n_frames, np.float32) for _ in range(2))
    bands_db = np.empty((n_frames, N_BANDS), np.float32)
    for first in range(0, n_frames, _BLOCK):
        frames = slice(first, min(n_frames, first + _BLOCK))
        power = _power(_frames(part, frames.start, frames.stop))
        voicing[frames], pitch_hz[frames] = _periodicity(power)
        bands_db[frames] = 10 * np.log10(power @ _bands().T + 10.0 ** (SILENCE_DB / 10))
    return voicing, pitch_hz, bands_db


def _frames(part: NDArray[np.float32], first: int, last: int) -> NDArray[np.float32]:
    """(last - first, window): the frames without their mean; frame 0 begins `part`."""
    wanted = part[first * _HOP : (last - 1) * _HOP + _WINDOW]
    frames = np.lib.stride_tricks.sliding_window_view(wanted, _WINDOW)[::_HOP]
    centred: NDArray[np.float32] = frames - frames.mean(axis=1, keepdims=True)
    return centred


def _power(frames: NDArray[np.float32]) -> NDArray[np.float32]:
    """(n, bins): the power spectra, scaled so that a full-scale tone is near 1."""
    spectrum = np.fft.rfft(frames * np.hanning(_WINDOW).astype(np.float32), _FFT, axis=1)
    power = np.square(spectrum.real) + np.square(spectrum.imag)
    scaled: NDArray[np.float32] = (power / (_WINDOW / 4) ** 2).astype(np.float32, copy=False)
    return scaled


def _periodicity(power: NDArray[np.float32]) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Voicing and pitch from the highest peak of the autocorrelation (Boersma 1993)."""
    lags = np.fft.irfft(power, axis=1)[:, : _LONGEST_LAG + 1]
    lags /= np.maximum(lags[:, :1], 1e-12) * _window_lags()
    peaks = np.minimum(lags[:, _SHORTEST_LAG:], 1.0)
    octaves = np.log2(np.arange(_SHORTEST_LAG, _LONGEST_LAG + 1) / _SHORTEST_LAG)
    best = (peaks - (_OCTAVE_COST * octaves).astype(np.float32)).argmax(axis=1)
    voicing: NDArray[np.float32] = np.maximum(peaks[np.arange(best.size), best], 0.0)
    pitch_hz: NDArray[np.float32] = (SAMPLE_RATE / (best + _SHORTEST_LAG)).astype(np.float32)
    return voicing.astype(np.float32, copy=False), pitch_hz


@cache
def _window_lags() -> NDArray[np.float32]:
    """The window's own autocorrelation, by which a tone's is too small at long lags."""
    lags = np.fft.irfft(np.abs(np.fft.rfft(np.hanning(_WINDOW), _FFT)) ** 2)[: _LONGEST_LAG + 1]
    own: NDArray[np.float32] = (lags / lags[0]).astype(np.float32)
    return own


@cache
def _bands() -> NDArray[np.float32]:
    """(N_BANDS, bins): triangles on the mel scale."""
    edges_hz = _band_edges_hz()
    hz = np.fft.rfftfreq(_FFT, 1 / SAMPLE_RATE)
    rise = (hz - edges_hz[:-2, None]) / np.diff(edges_hz)[:-1, None]
    fall = (edges_hz[2:, None] - hz) / np.diff(edges_hz)[1:, None]
    return np.maximum(0.0, np.minimum(rise, fall)).astype(np.float32)
