"""Which planned points were said, where, and in which words.

A point counts as said when enough of its specific words stand close together in its section: one
word that the talk says nowhere else, or several that it says now and then. Sharing a fixed part of
the point's words would be the simpler rule; it is worse, because people paraphrase all but a word.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from talkcoach.analysis.align import Alignment
from talkcoach.analysis.phrases import Phrase
from talkcoach.analysis.tokens import content
from talkcoach.outline.model import Section
from talkcoach.report import PointCheck
from talkcoach.speech.transcript import Word

SAID = 0.85
"""How much of a point must be heard together, where 1 is a word that the talk says only once."""
WINDOW = 2
"""Phrases that count as together."""


def check_points(
    sections: Sequence[Section],
    alignment: Alignment,
    spoken: Sequence[Phrase],
    words: Sequence[Word],
    language: str = "en",
) -> tuple[PointCheck, ...]:
    """One check for each planned point, in the outline's order."""
    checks: list[PointCheck] = []
    rarity = _rarity(alignment)
    for i, section in enumerate(sections):
        rows = [
            row
            for visit in alignment.visits
            if visit.section == i
            for row in range(visit.first, visit.end)
        ]
        for key, text in section.points():
            checks.append(_check(key, text, rows, alignment, rarity, spoken, words, language))
    return tuple(checks)


def _rarity(alignment: Alignment) -> dict[str, float]:
    """How specific each stem is: 1 when one phrase of the talk says it, 0 when all do."""
    said_in = (alignment.words.counts > 0).sum(axis=0)
    phrases = max(2, len(alignment.words.counts))
    rare = np.log((phrases + 1) / (said_in + 1)) / np.log((phrases + 1) / 2)
    return {s: float(rare[i]) for s, i in alignment.words.index.items()}


def _check(
    key: str,
    text: str,
    rows: Sequence[int],
    alignment: Alignment,
    rarity: dict[str, float],
    spoken: Sequence[Phrase],
    words: Sequence[Word],
    language: str,
) -> PointCheck:
    wanted = {s: rarity.get(s, 0.0) for s in content(text, language)}
    best, where = 0.0, -1
    heard = alignment.words.heard
    for n, row in enumerate(rows):
        near = {s for other in rows[n : n + WINDOW] for s in heard[other]}
        evidence = sum(weight for s, weight in wanted.items() if s in near)
        if evidence > best + 1e-9 and not wanted.keys().isdisjoint(heard[row]):
            best, where = evidence, row
    if best < SAID:
        return PointCheck(id=key, text=text, covered=False, time_s=None, quote="")
    phrase = spoken[where]
    return PointCheck(
        id=key,
        text=text,
        covered=True,
        time_s=phrase.start_s,
        quote=" ".join(word.text for word in words[phrase.first : phrase.end]),
    )
