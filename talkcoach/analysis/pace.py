"""Speed of speech in words a minute, by stated definitions.

`wpm` leaves out pauses of 1.5 s and more; `articulation_wpm` counts the time with voice only.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from talkcoach.analysis.pauses import SHORTEST_S, voice_seconds
from talkcoach.report import Pace, Pause
from talkcoach.speech.transcript import Word

if TYPE_CHECKING:
    from talkcoach.speech.levels import Levels

WINDOW_S = 30.0
HOP_S = 10.0
SHORTEST_SPEECH_S = 5.0
"""Less speech than this in a window gives no speed worth showing."""


def measure_pace(words: Sequence[Word], pauses: Sequence[Pause], levels: Levels | None) -> Pace:
    """The speed over all of `words`, and in windows of 30 s every 10 s."""
    if not words:
        return Pace(wpm=None, articulation_wpm=None, window_s=WINDOW_S, series=())
    first_s, last_s = words[0].start, max(word.end for word in words)
    starts_s = [word.start for word in words]
    series = []
    for start_s in np.arange(first_s, max(first_s, last_s - WINDOW_S) + HOP_S / 2, HOP_S):
        end_s = min(last_s, float(start_s) + WINDOW_S)
        wpm = words_per_minute(starts_s, pauses, float(start_s), end_s)
        if wpm is not None:
            series.append((round((float(start_s) + end_s) / 2, 2), wpm))
    voice_s = 0.0 if levels is None else voice_seconds(levels)
    return Pace(
        wpm=words_per_minute(starts_s, pauses, first_s, last_s),
        articulation_wpm=round(60 * len(words) / voice_s, 1) if voice_s > 0 else None,
        window_s=WINDOW_S,
        series=tuple(series),
    )


def words_per_minute(
    starts_s: Sequence[float], pauses: Sequence[Pause], start_s: float, end_s: float
) -> float | None:
    """Words that start in `[start_s, end_s]`, a minute, `pauses` left out; `starts_s` is sorted.

    None with less than 5 s of speech, unless the stretch itself is shorter and has words.
    """
    spoken = bisect_right(starts_s, end_s) - bisect_left(starts_s, start_s)
    silent_s = sum(
        max(0.0, min(end_s, pause.start_s + pause.seconds) - max(start_s, pause.start_s))
        for pause in pauses
    )
    speech_s = end_s - start_s - silent_s
    if spoken == 0 or speech_s < min(SHORTEST_SPEECH_S, end_s - start_s) or speech_s <= 0:
        return None
    return round(60 * spoken / speech_s, 1)


def gaps_as_pauses(words: Sequence[Word]) -> tuple[Pause, ...]:
    """The gaps of 1.5 s and more between words: what pauses are guessed from without audio."""
    return tuple(
        Pause(start_s=a.end, seconds=b.start - a.end)
        for a, b in pairwise(words)
        if b.start - a.end >= SHORTEST_S
    )
