"""Which planned points were said, where, and in which words.

Two kinds of evidence are added up. Words: specific words of the point that stand close together in
its section. Time: points come mostly in order and each takes its share of the section, so that a
gap between two points that were heard is a point said in other words, and no gap is one left out; a
segment decoder over the section's points gives the probability that each was visited at all.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from talkcoach.analysis.align import Alignment
from talkcoach.analysis.decode import Lattice, entry_chances
from talkcoach.analysis.phrases import Phrase
from talkcoach.analysis.tokens import content
from talkcoach.analysis.vocabulary import rarity
from talkcoach.outline.model import Section
from talkcoach.report import PointCheck
from talkcoach.speech.transcript import Word

Floats = NDArray[np.float64]

SAID = 1.8
"""Evidence, of words and of time together, from which a point counts as said."""
MOST_WORDS = 2.0
"""Evidence of words beyond this, two words that the talk says once each, makes no point surer."""
TIME = 1.5
"""What being visited for certain counts, where a word that the talk says once counts 1."""
WINDOW = 2
"""Phrases that count as together."""

PLAN_SHARE = 0.3
"""Of the words spoken about a point, the share that the outline foretells."""
WORD_WEIGHT = 0.6
"""Words in a phrase depend on each other; each counts as this much of an independent one."""
TITLE_WEIGHT = 0.5
"""A word of the slide's title, where a word of the point is 1."""
PART_SAID = 0.75
"""The share of the points that is said in a usual rehearsal; they share the section's time."""
LENGTH_SPREAD = 0.4
"""Of the logarithm of a point's length."""
START = -1.5
"""What the start of a point costs: few phrases are one."""
TURN = 0.3
"""How much of what makes a phrase sound like a start counts for points."""
SKIP = 1.1
"""The price of leaving a point out, in nats: one of four is."""
RETURN = 4.0
"""The price of going back to an earlier point."""


@dataclass(frozen=True, slots=True)
class _Said:
    """Evidence for one point: how much, and the phrase that it is clearest in."""

    evidence: float
    row: int


def check_points(
    sections: Sequence[Section],
    alignment: Alignment,
    spoken: Sequence[Phrase],
    words: Sequence[Word],
    language: str = "en",
) -> tuple[PointCheck, ...]:
    """One check for each planned point, in the outline's order."""
    checks: list[PointCheck] = []
    rare = np.clip(rarity(alignment.words.counts), 0.0, 1.0)
    for number, section in enumerate(sections):
        points = list(section.points())
        rows = [
            row
            for visit in alignment.visits
            if visit.section == number
            for row in range(visit.first, visit.end)
        ]
        said = _said(section, rows, alignment, spoken, rare, language) if rows else []
        for i, (key, text) in enumerate(points):
            is_covered = bool(rows) and said[i].evidence >= SAID
            phrase = spoken[said[i].row] if is_covered else None
            checks.append(
                PointCheck(
                    id=key,
                    text=text,
                    covered=is_covered,
                    time_s=None if phrase is None else phrase.start_s,
                    quote=""
                    if phrase is None
                    else " ".join(word.text for word in words[phrase.first : phrase.end]),
                )
            )
    return tuple(checks)


def _said(
    section: Section,
    rows: Sequence[int],
    alignment: Alignment,
    spoken: Sequence[Phrase],
    rare: Floats,
    language: str,
) -> list[_Said]:
    """The evidence for each point of a section that was spoken in `rows`."""
    counts = alignment.words.counts[rows]
    wanted, titles = _bags(section, alignment, rare, language)
    near = counts > 0
    for step in range(1, WINDOW):
        near[:-step] |= counts[step:] > 0
    by_words = near.astype(float) @ wanted.T  # (rows, points)
    # A window counts for the phrase that begins it only where that phrase says some of it.
    by_words[(counts > 0).astype(float) @ wanted.T == 0] = 0.0
    enters = _visited(counts, wanted, titles, rows, alignment, spoken)
    said: list[_Said] = []
    for point in range(len(wanted)):
        best = float(by_words[:, point].max())
        visited = min(1.0, float(enters[:, point].sum()))
        clearest = by_words[:, point] if best > 0 else enters[:, point]
        said.append(_Said(min(MOST_WORDS, best) + TIME * visited, rows[int(clearest.argmax())]))
    return said


def _bags(
    section: Section, alignment: Alignment, rare: Floats, language: str
) -> tuple[Floats, Floats]:
    """(points, v) each: the stems of each point and of its slide's title, by how specific."""
    index = alignment.words.index
    points = [(text, slide.title) for slide in section.slides for text in slide.points]
    wanted, titles = np.zeros((2, len(points), len(index)))
    for i, texts in enumerate(points):
        for bag, text in zip((wanted, titles), texts, strict=True):
            for stem in content(text, language):
                if stem in index:
                    bag[i, index[stem]] = rare[index[stem]]
    return wanted, titles


def _visited(
    counts: Floats,
    wanted: Floats,
    titles: Floats,
    rows: Sequence[int],
    alignment: Alignment,
    spoken: Sequence[Phrase],
) -> Floats:
    """(rows, points): the probability that a phrase enters a point."""
    points = len(wanted)
    if points == 0:
        return np.zeros((len(rows), 0))
    times_s = np.concatenate([[0.0], np.cumsum([_length_s(spoken, row) for row in rows])])
    common = alignment.words.counts.sum(axis=0) + 0.5
    common /= common.sum()
    sizes = wanted.sum(axis=1, keepdims=True)
    plan = (wanted + TITLE_WEIGHT * titles) / np.maximum(sizes, max(1.0, float(sizes.mean())))
    gains = np.log((PLAN_SHARE * plan + (1 - PLAN_SHARE) * common) / common)
    usual = gains @ counts.sum(axis=0) / max(1.0, counts.sum())
    fit = counts @ gains.T - counts.sum(axis=1)[:, None] * usual
    order = np.arange(points)
    steps = order[None, :] - order[:, None]
    starts = START + TURN * alignment.turns[rows]
    lattice = Lattice(
        fit=WORD_WEIGHT * fit,
        enter=np.repeat(starts[:, None], points, axis=1),
        turn=np.full(len(rows), -np.inf),
        section=order,
        times_s=times_s,
        expected_s=np.full(points, max(1.0, times_s[-1] / max(1.0, PART_SAID * points))),
        spread=LENGTH_SPREAD,
        weight=1.0,
        begin=np.asarray(-SKIP * order),
        move=np.where(steps > 0, -SKIP * (steps - 1.0), -RETURN),
        end=np.asarray(-SKIP * (points - 1.0 - order)),
    )
    return entry_chances(lattice)


def _length_s(spoken: Sequence[Phrase], row: int) -> float:
    """From the start of a phrase to the next one's; never nothing."""
    end_s = spoken[row + 1].start_s if row + 1 < len(spoken) else spoken[row].end_s
    return max(0.1, end_s - spoken[row].start_s)
