"""Which planned points were said, where, and in which words.

A point counts as said when enough of its specific words stand close together in its section.
Words that the talk uses everywhere say little, rare ones and numbers say much.
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

SAID = 0.25
"""The share of a point's words, weighted by how specific they are, that must be heard together."""
WINDOW = 3
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
            for stretch in alignment.stretches
            if stretch.section == i
            for row in range(stretch.first, stretch.end)
        ]
        for key, text in section.points():
            checks.append(_check(key, text, rows, alignment, rarity, spoken, words, language))
    return tuple(checks)


def _rarity(alignment: Alignment) -> dict[str, float]:
    """How specific each stem is: the logarithm of how few phrases say it."""
    said_in = (alignment.words.counts > 0).sum(axis=0)
    phrases = max(1, len(alignment.words.counts))
    return {
        s: float(np.log((phrases + 1) / (said_in[i] + 1))) for s, i in alignment.words.index.items()
    }


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
    wanted = {s: rarity.get(s, 1.0) for s in content(text, language)}
    total = sum(wanted.values())
    best, where = 0.0, -1
    heard = alignment.words.heard
    for n, row in enumerate(rows):
        near = {s for other in rows[n : n + WINDOW] for s in heard[other]}
        share = sum(weight for s, weight in wanted.items() if s in near) / total if total else 0.0
        own = sum(weight for s, weight in wanted.items() if s in heard[row])
        if own > 0 and share > best + 1e-9:
            best, where = share, row
    if where < 0 or best < SAID:
        return PointCheck(id=key, text=text, covered=False, time_s=None, quote="")
    phrase = spoken[where]
    return PointCheck(
        id=key,
        text=text,
        covered=True,
        time_s=phrase.start_s,
        quote=" ".join(word.text for word in words[phrase.first : phrase.end]),
    )
