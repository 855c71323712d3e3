"""A transcript cut into phrases: sentences where the recogniser punctuated, else breath groups.

A phrase is the unit in which sections are found: a section begins with a phrase.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from talkcoach.analysis.tokens import is_content, numbers_as_digits, split, stem
from talkcoach.speech.transcript import Word

BREAK_S = 0.7
"""A gap between words that ends a phrase without punctuation; breaths are shorter."""
LONGEST = 30
"""Words in a phrase; longer ones are unpunctuated speech and are cut at their weakest joint."""
REPEATS = 4
"""The same word so often in a row is the recogniser stuck in a loop, not speech."""
_OPENER_WORDS = "so okay ok now right alright well and but um uh then"
_OPENERS = frozenset(_OPENER_WORDS.split())


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words `first` up to `end` (excluded) of the transcript."""

    first: int
    end: int
    start_s: float
    end_s: float
    gap_s: float
    """Silence before it by the recogniser's word times; 0 for the first phrase."""
    tokens: tuple[str, ...]
    """Lower-case words, numbers as digits."""
    stems: tuple[str, ...]
    """Of the content tokens."""
    at: tuple[int, ...]
    """The word index of each stem."""
    asks: bool
    """The recogniser ended it with a question mark."""


def phrases(
    words: Sequence[Word], language: str = "en", marks_s: Sequence[float] = ()
) -> tuple[Phrase, ...]:
    """`words` cut into phrases, in order, covering every word once (loops of the recogniser too,
    but those carry no tokens). A phrase begins with the first word from each of `marks_s` on."""
    looped = _loops(words)
    starts_s = [word.start for word in words]
    marked = {bisect_left(starts_s, at_s) for at_s in marks_s} - {len(words)}
    cuts = sorted({0, *_cuts(words, looped), *marked, len(words)}) if words else []
    return tuple(_phrase(words, first, end, looped, language) for first, end in pairwise(cuts))


def _phrase(
    words: Sequence[Word], first: int, end: int, looped: frozenset[int], language: str
) -> Phrase:
    pairs = numbers_as_digits(
        (token, i) for i in range(first, end) if i not in looped for token in split(words[i].text)
    )
    kept = [(stem(token, language), i) for token, i in pairs if is_content(token)]
    return Phrase(
        first=first,
        end=end,
        start_s=words[first].start,
        end_s=max(words[end - 1].end, words[first].start),
        gap_s=max(0.0, words[first].start - words[first - 1].end) if first else 0.0,
        tokens=tuple(token for token, _ in pairs),
        stems=tuple(s for s, _ in kept),
        at=tuple(i for _, i in kept),
        asks=words[end - 1].text.endswith("?"),
    )


def _cuts(words: Sequence[Word], looped: frozenset[int]) -> list[int]:
    """Indices of the words that begin a phrase, the first word's excluded."""
    ends = [
        i + 1
        for i in range(len(words) - 1)
        if (i in looped) != (i + 1 in looped)
        or (
            i not in looped
            and (words[i].text[-1:] in ".?!" or words[i + 1].start - words[i].end >= BREAK_S)
        )
    ]
    cuts: list[int] = []
    for first, end in zip([0, *ends], [*ends, len(words)], strict=True):
        if first not in looped:
            cuts += _split_long(words, first, end)
        if end < len(words):
            cuts.append(end)
    return cuts


def _split_long(words: Sequence[Word], first: int, end: int) -> list[int]:
    if end - first <= LONGEST:
        return []
    # Not at the edges: a cut is only useful when both sides are phrases of their own.
    inner = range(first + LONGEST // 6, end - LONGEST // 6)
    cut = max(inner, key=lambda i: _joint(words[i - 1], words[i]))
    return [*_split_long(words, first, cut), cut, *_split_long(words, cut, end)]


def _joint(before: Word, after: Word) -> float:
    """How likely a phrase ends here: silence in seconds, plus a little for comma and opener."""
    comma = 0.3 if before.text[-1:] in ",;:" else 0.0
    opener = 0.3 if after.text.strip(".,").lower() in _OPENERS else 0.0
    return max(0.0, after.start - before.end) + comma + opener


def _loops(words: Sequence[Word]) -> frozenset[int]:
    looped: set[int] = set()
    start = 0
    for i in range(1, len(words) + 1):
        if i == len(words) or words[i].text.lower() != words[start].text.lower():
            if i - start >= REPEATS:
                looped.update(range(start, i))
            start = i
    return frozenset(looped)
