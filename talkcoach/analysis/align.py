"""From phrases to sections: which stretch of the talk is which section of the outline.

1. The outline's words give each section a language model, smoothed by the talk's own words.
2. A segment decoder finds the best cover, with a loose prior on lengths from the budgets, prices
   for leaving sections out or going back, and evidence for starts: silence and roadmap wording.
3. The words found in each section sharpen its language model; repeat (hard EM). A phrase's own
   words are left out when it is scored, else it would confirm its first assignment.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from talkcoach.analysis.decode import Lattice, Stretch, best_stretches, posterior
from talkcoach.analysis.phrases import Phrase
from talkcoach.analysis.roadmap import Roadmap, roadmap
from talkcoach.analysis.signposts import read_signposts
from talkcoach.analysis.vocabulary import Vocabulary, vocabulary
from talkcoach.outline.model import Section

Floats = NDArray[np.float64]

PLAN_SHARE = 0.3
"""Of a section's words, the share that its plan foretells."""
SAID_SHARE = 0.4
"""In later passes, the share that the words found in it so far foretell."""
NEAR = 8
"""Phrases this near do not speak for each other: what they share is a sentence's or a slide's
topic, and counting it would keep every boundary where the first pass put it."""
FOREIGN = 1.0
COMMON_PLAN = 50.0
"""The outline counts like so many spoken words when the talk's common words are counted."""
WORD_WEIGHT = 0.25
"""Words in a phrase depend on each other; each counts as this much of an independent one."""
PASSES = 3
LENGTH_SPREAD = 0.8
LENGTH_WEIGHT = 1.5
SKIP = 6.0
"""The price of leaving a section out."""
RETURN = 6.0
"""The price of going back."""
SLIDE_SKIP = 0.5
"""The price of leaving a slide out; slides are left out all the time."""
SLIDE_RETURN = 2.0
TURN = 0.3
"""A new slide is announced like a new section, but less."""
EDGE_LIMIT = 8.0
"""The most that beginning late or stopping early costs: rehearsing a part is common."""
START = -2.0
GAP_WEIGHT = 0.8
LONGEST_GAP = 1.0
OPENER = 0.5
_OPENERS = frozenset("so okay ok now right alright well um finally next and".split())
SCALE_LIMITS = (0.5, 1.5)
"""A talk half as long as planned is a part of the talk, not one with half its sections' length."""


@dataclass(frozen=True, slots=True)
class Visit:
    """Phrases `first` up to `end` (excluded) were spoken in `section`."""

    section: int
    first: int
    end: int


@dataclass(frozen=True, slots=True)
class Alignment:
    """Where each section was found."""

    stretches: tuple[Visit, ...]
    """In order of time; a section can come more than once."""
    roadmap: Roadmap
    posterior: Floats
    """(n, k): the probability that a visit to a section starts at a phrase."""
    words: Vocabulary


def align(sections: Sequence[Section], spoken: Sequence[Phrase], language: str = "en") -> Alignment:
    """The stretches of `spoken` that belong to each of `sections`."""
    words = vocabulary(sections, spoken, language)
    mentions = np.minimum(1.0, (words.counts > 0).astype(np.float64) @ words.names.T)
    evidence = roadmap(sections, [read_signposts(phrase.tokens) for phrase in spoken], mentions)
    turn = _start_scores(spoken)
    enter = (START + turn[:, None] + evidence.runs()[0])[:, words.section]
    owner = None
    for _ in range(PASSES):
        fit = WORD_WEIGHT * _fit(words, owner)
        lattice = _lattice(sections, spoken, words.section, fit, enter, TURN * turn)
        chances = posterior(lattice)
        owner = chances.owner
    starts = np.stack(
        [chances.enters[:, words.section == i].sum(axis=1) for i in range(len(sections))], axis=1
    )
    return Alignment(_visits(best_stretches(lattice), words.section), evidence, starts, words)


def _visits(stretches: Sequence[Stretch], section: NDArray[np.intp]) -> tuple[Visit, ...]:
    """Neighbouring stretches of one section joined."""
    visits: list[Visit] = []
    for stretch in stretches:
        own = int(section[stretch.state])
        if visits and visits[-1].section == own:
            visits[-1] = Visit(own, visits[-1].first, stretch.end)
        else:
            visits.append(Visit(own, stretch.first, stretch.end))
    return tuple(visits)


def _fit(words: Vocabulary, owner: Floats | None) -> Floats:
    """(n, k): log likelihood of each phrase under each section, against the whole talk's words.

    Each section's model is a mixture, in the same shares for all: what the outline plans for it,
    what was said in it (`owner`, from the pass before), and the talk at large. Sections with few
    words are no surer of them than the average one.
    """
    counts, expected = words.counts, words.expected
    sizes = expected.sum(axis=1, keepdims=True)
    plan = expected / np.maximum(sizes, max(1.0, sizes.mean()))
    common = counts.sum(axis=0) + COMMON_PLAN * plan.mean(axis=0) + 0.1
    common /= common.sum()
    planned = PLAN_SHARE * plan + (1 - PLAN_SHARE) * common
    if owner is None:
        flat = np.full((len(counts), len(plan)), 1 / len(plan))
        return _against_foreign(np.asarray(counts @ np.log(planned / common).T), counts, flat)
    n = len(counts)
    columns, rows = np.nonzero(counts.T)  # sorted by column, then by row
    times = counts[rows, columns]
    mine = owner[rows] * times[:, None]
    running = np.vstack([np.zeros(mine.shape[1]), np.cumsum(mine, axis=0)])
    keys = columns * n + rows
    low = np.searchsorted(keys, columns * n + np.maximum(rows - NEAR, 0))
    high = np.searchsorted(keys, columns * n + np.minimum(rows + NEAR, n - 1), side="right")
    said = owner.T @ counts
    elsewhere = said.T[columns] - (running[high] - running[low])
    sizes = np.maximum(1.0, np.maximum(said.sum(axis=1), said.sum(axis=1).mean()))
    foretold = (1 - SAID_SHARE) * planned.T[columns] + SAID_SHARE * elsewhere / sizes
    scores = times[:, None] * np.log(foretold / common[columns][:, None])
    fit = np.zeros_like(owner)
    np.add.at(fit, rows, scores)
    return _against_foreign(fit, counts, owner)


def _against_foreign(fit: Floats, counts: Floats, owner: Floats) -> Floats:
    """`fit` less what a phrase of the same length from another section would get.

    Sections with long plans foretell a little of everything and would attract every phrase.
    """
    length = counts.sum(axis=1)
    foreign = 1 - owner
    usual = (foreign * fit).sum(axis=0) / np.maximum(1.0, (foreign * length[:, None]).sum(axis=0))
    return np.asarray(fit - length[:, None] * usual * FOREIGN)


def _start_scores(spoken: Sequence[Phrase]) -> Floats:
    """(n,): how much a phrase sounds like a new start: the silence before it, how it opens."""
    gaps = np.array([phrase.gap_s for phrase in spoken])
    typical = float(np.median(gaps)) if len(gaps) else 0.0
    spread = float(np.quantile(gaps, 0.9)) - typical if len(gaps) else 1.0
    silence = np.clip((gaps - typical) / max(0.1, spread), -1.0, LONGEST_GAP)
    opener = np.array([bool(p.tokens) and p.tokens[0] in _OPENERS for p in spoken], dtype=float)
    return np.asarray(GAP_WEIGHT * silence + OPENER * opener)


def _lattice(
    sections: Sequence[Section],
    spoken: Sequence[Phrase],
    section: NDArray[np.intp],
    fit: Floats,
    enter: Floats,
    turn: Floats,
) -> Lattice:
    times_s = np.array([p.start_s for p in spoken] + [p.end_s for p in spoken[-1:]])
    slides = np.bincount(section)
    budgets = np.array([max(1.0, s.budget_s) for s in sections])
    scale = (times_s[-1] - times_s[0]) / budgets.sum() if len(spoken) else 1.0
    expected_s = (budgets / slides)[section] * float(np.clip(scale, *SCALE_LIMITS))
    order = np.arange(len(sections))
    nth = np.concatenate([np.arange(count) for count in slides])
    late, early = nth, slides[section] - 1 - nth
    steps = order[None, :] - order[:, None]
    section_move = np.where(steps > 0, -SKIP * (steps - 1.0), -RETURN)
    slide_steps = nth[None, :] - nth[:, None]
    return Lattice(
        fit=fit,
        enter=enter,
        turn=turn,
        section=section,
        times_s=times_s,
        expected_s=expected_s,
        spread=LENGTH_SPREAD,
        weight=LENGTH_WEIGHT,
        begin=-np.minimum(EDGE_LIMIT, SKIP * section) - SLIDE_SKIP * late,
        move=np.where(
            section[:, None] == section[None, :],
            np.where(slide_steps > 0, -SLIDE_SKIP * (slide_steps - 1.0), -SLIDE_RETURN),
            section_move[np.ix_(section, section)] - SLIDE_SKIP * (early[:, None] + late[None, :]),
        ),
        end=-np.minimum(EDGE_LIMIT, SKIP * (len(sections) - 1 - section) + SLIDE_SKIP * early),
    )
