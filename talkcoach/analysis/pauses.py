"""Silences, measured on the recording's loudness and not on word times.

Recognisers stretch words over the silence that follows them, so word times hide pauses.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from talkcoach.report import Pause

if TYPE_CHECKING:
    from talkcoach.speech.levels import Levels

SHORTEST_S = 1.5
"""A silence that a listener notices; shorter ones are breath and phrasing."""
THRESHOLD = 0.4
"""Silence is below this share of the way from the noise floor to the level of speech, in dB."""
SMALLEST_RANGE_DB = 6.0
"""With less between quiet and loud there is no telling speech from silence."""
BRIDGED_S = 0.25
"""A silence up to this long is part of articulation: closures, breath between words."""
CLICK_S = 0.08
"""A sound this short inside a silence is a click or a creak and does not end it."""


def voiced(levels: Levels) -> NDArray[np.bool_]:
    """(n_frames,): whether there is voice in each frame; all False in an even recording.

    The threshold adapts to the recording: it lies between the noise floor (the 5% quantile)
    and the level of speech (the 80% quantile).
    """
    level = np.nan_to_num(np.asarray(levels.levels_db, dtype=np.float64), nan=-120.0, neginf=-120.0)
    if level.size == 0:
        return np.zeros(0, dtype=np.bool_)
    level = np.maximum(level, -120.0)
    floor, speech = np.quantile(level, [0.05, 0.8])
    if speech - floor < SMALLEST_RANGE_DB:
        return np.zeros(level.size, dtype=np.bool_)
    loud = level > floor + THRESHOLD * (speech - floor)
    return _without_clicks(loud, max(1, round(CLICK_S / levels.frame_s)))


def find_pauses(levels: Levels) -> tuple[Pause, ...]:
    """Silences of 1.5 s and more between the first and the last voice, in order."""
    voice = voiced(levels)
    frames = np.flatnonzero(voice)
    if frames.size == 0:
        return ()
    silent_frames = np.diff(frames) - 1
    long = np.flatnonzero(silent_frames * levels.frame_s >= SHORTEST_S)
    return tuple(
        Pause(
            start_s=round(float((frames[i] + 1) * levels.frame_s), 3),
            seconds=round(float(silent_frames[i] * levels.frame_s), 3),
        )
        for i in long
    )


def voice_seconds(levels: Levels) -> float:
    """Seconds with voice, silences of up to 0.25 s between sounds included."""
    frames = np.flatnonzero(voiced(levels))
    if frames.size == 0:
        return 0.0
    steps_s = np.diff(frames) * levels.frame_s
    return float(steps_s[steps_s <= BRIDGED_S + levels.frame_s].sum()) + levels.frame_s


def _without_clicks(loud: NDArray[np.bool_], shortest: int) -> NDArray[np.bool_]:
    """`loud` with the runs shorter than `shortest` frames set to silence."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], loud, [False]]).astype(np.int8)))
    kept = loud.copy()
    for start, end in edges.reshape(-1, 2):
        if end - start < shortest:
            kept[start:end] = False
    return kept
