"""Hesitations in the sound itself: um and uh, most of which recognisers do not write.

The voice comes in islands between short silences. The words of the transcript are laid over the
islands in order, each island taking the words that fit its length and their times. A short island
that is left without words, and that sounds like a neutral vowel, is a hesitation.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from talkcoach.analysis.fillers import SOUNDS
from talkcoach.analysis.pauses import voiced
from talkcoach.report import Filler
from talkcoach.speech.voicing import BAND_HZ

if TYPE_CHECKING:
    from talkcoach.speech.transcript import Word
    from talkcoach.speech.voicing import VoiceTrack

Floats = NDArray[np.float64]

CLOSURE_S = 0.18
"""A silence shorter than this may be the closure of a p, t or k: it does not end an island."""
LENGTH_S = (0.1, 0.8)
"""Hesitations last 0.2 to 0.6 s in most people; those read out by machines are shorter."""
TONE = 0.6
"""Voicing above this is a vowel or a nasal; noise stays below 0.5."""
LEAST_TONE = 0.4
"""The share of a hesitation that is tone; its soft ends are none."""
MOST_HISS = 0.25
"""An island with a larger share of fricatives is a word."""
HIGHEST_PITCH = 1.15
"""Relative to the speaker's median: hesitations are low and level, stressed words are high."""
NEUTRAL = 0.6
"""Standard deviations, see `_neutrality`; the speaker's average sound has 0."""

SECONDS_A_WORD, SECONDS_A_LETTER = 0.04, 0.046
"""How long a word is, before it is scaled to the speaker: measured on read talks."""
WORD_SD_S, ISLAND_SD_S = 0.12, 0.06
"""How far a word's length, and an island's ends, are off."""
EARLY_S, LATE_S = 0.12, 0.3
"""How far a word's time is off: recognisers are rarely early, and late beside a silence."""
LEAD_S = 0.06
"""By how much a word's middle comes early in most words."""
WORST = 8.0
"""The price of a word's time is not above this: then the time is wrong, not the word's place."""
REACH_S = 1.5
"""Words are moved no farther than this."""
JOIN_S = 0.35
"""A word may go on over a silence up to this long,"""
JOIN_PRICE = 1.0
"""at this price."""
STRANGER = 8.0
"""The price of an island without words that is no hesitation: the recogniser missed a word."""
FOREIGN = 4.0
"""The price where it may be one, but sounds like another vowel; 0 where it sounds neutral."""
FOREIGN_SLOPE = 3.0
"""How fast the price falls, for each standard deviation of neutrality."""
WRITTEN_S = (-0.3, 1.0)
"""A hesitation is the one in the transcript that comes so soon after it: recognisers write an "um"
down late, beside the word that follows."""
COVERED = 0.4
"""An island that shares so much of their common length with one word is that word."""
MOST_UNHEARD = 0.4
"""With more of the islands without words, transcript and recording do not belong together."""
NASAL_FALL_DB = 6.0
"""By so much the mouth's sounds fall against the nose's where "uh" closes to "um"."""


def find_hesitations(voice: VoiceTrack, words: Sequence[Word]) -> tuple[Filler, ...]:
    """The hesitations in `voice` that are not among `words`, in order of time.

    Those that `find_fillers` finds in the words are left out, so that the two add up.

    Args:
        voice: the recording, measured.
        words: its transcript, in order, with times of its own for each word.

    Returns:
        Fillers called "um" where a nasal end is heard, else "uh".
    """
    heard = [word for word in words if any(letter.isalnum() for letter in word.text)]
    spans_s = _islands(voice)
    if not heard or spans_s.shape[0] < 2:
        return ()
    sounds = _describe(voice, spans_s)
    unheard = _without_words(spans_s, heard, sounds.price)
    if unheard.mean() > MOST_UNHEARD:
        return ()
    found = unheard & sounds.is_hesitation & ~_covered(spans_s, heard)
    written_s = [(word.start + word.end) / 2 for word in heard if _plain(word) in SOUNDS]
    return tuple(
        Filler(time_s=round(float(start_s), 2), word="um" if is_nasal else "uh")
        for (start_s, end_s), is_nasal in zip(spans_s[found], sounds.is_nasal[found], strict=True)
        if not any(_is_same(at_s - (start_s + end_s) / 2) for at_s in written_s)
    )


def _is_same(late_s: float) -> bool:
    return WRITTEN_S[0] <= late_s <= WRITTEN_S[1]


def _plain(word: Word) -> str:
    return "".join(letter for letter in word.text.lower() if letter.isalnum())


def _islands(voice: VoiceTrack) -> Floats:
    """(n, 2): where voice starts and ends, in seconds."""
    loud = np.concatenate([[False], voiced(voice.levels), [False]])
    edges_s = np.flatnonzero(np.diff(loud.astype(np.int8))) * voice.levels.frame_s
    inner = edges_s[1:-1].reshape(-1, 2)
    kept = inner[inner[:, 1] - inner[:, 0] >= CLOSURE_S]
    return np.concatenate([edges_s[:1], kept.ravel(), edges_s[-1:]]).reshape(-1, 2)


@dataclass(frozen=True, slots=True, eq=False)
class _Sounds:
    """What each island sounds like."""

    is_hesitation: NDArray[np.bool_]
    is_nasal: NDArray[np.bool_]
    """Whether it ends in an m."""
    price: Floats
    """Of leaving it without words, in nats."""


def _describe(voice: VoiceTrack, spans_s: Floats) -> _Sounds:
    frames = np.rint(spans_s / voice.frame_s).astype(int)
    inside = np.zeros(voice.voicing.size, dtype=np.bool_)
    for first, last in frames:
        inside[first:last] = True
    tone = inside & (voice.voicing > TONE)
    shape = voice.bands_db - voice.bands_db.mean(axis=1, keepdims=True)
    n = frames.shape[0]
    price = np.full(n, STRANGER)
    is_hesitation, is_nasal = np.zeros((2, n), dtype=np.bool_)
    if tone.any():
        usual, spread = shape[tone].mean(axis=0), shape[tone].std(axis=0) + 1e-6
        usual_hz = float(np.median(voice.pitch_hz[tone]))
        for i, (first, last) in enumerate(frames):
            at = np.flatnonzero(tone[first:last]) + first
            length_s = spans_s[i, 1] - spans_s[i, 0]
            if not LENGTH_S[0] <= length_s <= LENGTH_S[1] or at.size < LEAST_TONE * (last - first):
                continue
            if _hiss(voice.bands_db[first:last]) > MOST_HISS:
                continue
            if np.median(voice.pitch_hz[at]) > HIGHEST_PITCH * usual_hz:
                continue
            halves = shape[at], shape[at[: (at.size + 1) // 2]]  # an "um" may hum for as long again
            neutral = max(_neutrality((half.mean(axis=0) - usual) / spread) for half in halves)
            price[i] = float(np.clip(FOREIGN_SLOPE * (NEUTRAL - neutral), 0.0, FOREIGN))
            is_hesitation[i] = neutral > NEUTRAL
            is_nasal[i] = _closes(voice.bands_db[at])
    return _Sounds(is_hesitation, is_nasal, price)


def _hiss(bands_db: NDArray[np.float32]) -> float:
    """The share of frames with as much sound above 3.3 kHz as in the vowels' range."""
    high = bands_db[:, BAND_HZ > 3_300].mean(axis=1)
    return float(np.mean(high > bands_db[:, (BAND_HZ > 300) & (BAND_HZ < 1_500)].mean(axis=1) - 3))


def _neutrality(shape: NDArray[np.float32]) -> float:
    """How near a spectrum is to the vowel of "uh", against this speaker's average voice.

    Both formants of "uh" lie between 500 and 1500 Hz. Close vowels and nasals have more below,
    front vowels more above.

    Args:
        shape: (N_BANDS,) in standard deviations from the average.
    """
    low = shape[BAND_HZ < 500].mean()
    middle = shape[(BAND_HZ >= 500) & (BAND_HZ < 1_500)].mean()
    high = shape[(BAND_HZ >= 1_500) & (BAND_HZ < 2_800)].mean()
    return float(middle - (low + high) / 2)


def _closes(bands_db: NDArray[np.float32]) -> bool:
    """Whether the vowel gives way to a nasal: the low bands stay, those above fall."""
    third = max(1, bands_db.shape[0] // 3)
    above = bands_db[:, (BAND_HZ >= 500) & (BAND_HZ < 2_800)].mean(axis=1)
    excess = above - bands_db[:, BAND_HZ < 350].mean(axis=1)
    return bool(excess[:third].mean() - excess[-third:].mean() > NASAL_FALL_DB)


def _without_words(spans_s: Floats, words: Sequence[Word], price: Floats) -> NDArray[np.bool_]:
    """(n,): whether an island is left empty by the cheapest way to lay the words over them.

    Dynamic programming over islands; the state is how many words are used up. A group of words
    pays for the difference between its length and the island's, and for its words' distance from
    their times. Of a word's start and end the better one counts: a recogniser that leaves out an
    "um" stretches one of its neighbours over it.
    """
    n = spans_s.shape[0]
    voice_s = spans_s[:, 1] - spans_s[:, 0]
    timed = _timed(words, float(voice_s.sum()))
    middle_s = np.maximum.accumulate((timed.starts_s + timed.ends_s) / 2)
    starts_s = np.concatenate([spans_s[:, 0], spans_s[-1:, 1]])
    lowest = np.searchsorted(middle_s, starts_s - REACH_S)
    highest = np.searchsorted(middle_s, starts_s + REACH_S)
    lowest[0] = highest[0] = 0
    lowest[n] = highest[n] = len(words)
    best = [np.full(b - a + 1, np.inf) for a, b in zip(lowest, highest, strict=True)]
    back = [np.zeros((row.size, 2), dtype=int) for row in best]
    best[0][0] = 0.0
    for i in range(n):
        used = np.arange(lowest[i], highest[i] + 1)[:, None]
        for k in (1, 2, 3):
            if i + k > n or (k > 1 and starts_s[i + k - 1] - spans_s[i + k - 2, 1] > JOIN_S):
                break
            after = np.arange(lowest[i + k], highest[i + k] + 1)[None, :]
            span_s = spans_s[i, 0], spans_s[i + k - 1, 1]
            cost = _price_of_words(used, after, span_s, float(voice_s[i : i + k].sum()), timed)
            cost += (k - 1) * JOIN_PRICE
            if k == 1:
                cost[used == after] = price[i]
            total = best[i][:, None] + cost
            choice = total.argmin(axis=0)
            cheapest = total[choice, np.arange(choice.size)]
            better = cheapest < best[i + k]
            best[i + k][better] = cheapest[better]
            back[i + k][better] = np.stack([used[choice[better], 0], np.full(better.sum(), k)], 1)
    return _trace(back, lowest, len(words))


def _covered(spans_s: Floats, words: Sequence[Word]) -> NDArray[np.bool_]:
    """(n,): whether one word's own times are an island's, so that it needs no second reading."""
    starts_s, ends_s = np.array([(word.start, word.end) for word in words]).T
    covered = np.zeros(spans_s.shape[0], dtype=np.bool_)
    for i, (start_s, end_s) in enumerate(spans_s):
        near = slice(*np.searchsorted(starts_s, [start_s - REACH_S, end_s]))
        common_s = np.minimum(ends_s[near], end_s) - np.maximum(starts_s[near], start_s)
        whole_s = np.maximum(ends_s[near], end_s) - np.minimum(starts_s[near], start_s)
        covered[i] = bool(np.any(common_s >= COVERED * whole_s))
    return covered


@dataclass(frozen=True, slots=True, eq=False)
class _Words:
    starts_s: Floats
    ends_s: Floats
    until_s: Floats
    """(n + 1,) how long the words before each take to say, all of them the voice's own time."""


def _timed(words: Sequence[Word], voice_s: float) -> _Words:
    lengths_s = np.array([_length_s(_plain(word)) for word in words])
    until_s = np.concatenate([[0.0], np.cumsum(lengths_s * (voice_s / lengths_s.sum()))])
    starts_s, ends_s = np.array([(word.start, word.end) for word in words]).T
    return _Words(starts_s, ends_s, until_s)


def _length_s(text: str) -> float:
    """How long a word takes to say; a digit stands for a word of four letters."""
    letters = sum(4 if letter.isdigit() else 1 for letter in text)
    return SECONDS_A_WORD + SECONDS_A_LETTER * letters


def _price_of_words(
    used: NDArray[np.int_],
    after: NDArray[np.int_],
    span_s: tuple[float, float],
    voice_s: float,
    words: _Words,
) -> Floats:
    """(used, after): the price of the words from `used` to `after` for one span with its voice."""
    count = after - used
    length_s = words.until_s[after] - words.until_s[used]
    variance = np.maximum(count, 0) * WORD_SD_S**2 + ISLAND_SD_S**2
    fit = (voice_s - length_s) ** 2 / (2 * variance) + np.log(variance / ISLAND_SD_S**2) / 2
    stretch = (span_s[1] - span_s[0]) / np.maximum(length_s, 1e-6)
    word = np.arange(used[0, 0], max(after[0, -1], used[0, 0]))[None, None, :]
    edges_s = span_s[0] + stretch[:, :, None] * (
        words.until_s[used[0, 0] : after[0, -1] + 1] - words.until_s[used][:, :, None]
    )
    off = np.minimum(
        _price_of_time(words.starts_s[word] - edges_s[:, :, :-1]),
        _price_of_time(words.ends_s[word] - edges_s[:, :, 1:]),
    )
    in_group = (word >= used[:, :, None]) & (word < after[:, :, None])
    times = np.sum(off, axis=2, where=in_group) / np.sqrt(np.maximum(count, 1))
    return np.where(count > 0, fit + times, np.inf)


def _price_of_time(late_s: Floats) -> Floats:
    off_s = late_s + LEAD_S
    return np.minimum(WORST, np.maximum(off_s / LATE_S, -off_s / EARLY_S))


def _trace(
    back: Sequence[NDArray[np.int_]], lowest: NDArray[np.int_], n_words: int
) -> NDArray[np.bool_]:
    """Which islands the best path leaves empty."""
    empty = np.zeros(len(back) - 1, dtype=np.bool_)
    i, used = len(back) - 1, n_words
    while i > 0:
        before, k = back[i][used - lowest[i]]
        empty[i - k] = before == used
        i, used = i - int(k), int(before)
    return empty
