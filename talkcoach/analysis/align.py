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

from talkcoach.analysis.decode import Lattice, Stretch, best_stretches, start_posterior
from talkcoach.analysis.phrases import Phrase
from talkcoach.analysis.roadmap import Roadmap, roadmap
from talkcoach.analysis.signposts import read_signposts
from talkcoach.analysis.vocabulary import Vocabulary, vocabulary
from talkcoach.outline.model import Section

Floats = NDArray[np.float64]

OUTLINE_WORDS = 60.0
"""The outline's plan for a section counts like so many spoken content words."""
COMMON_WORDS = 150.0
"""So do the talk's words at large, in every section's model."""
WORD_WEIGHT = 0.35
"""Words in a phrase depend on each other; each counts as this much of an independent one."""
PASSES = 3
LENGTH_SPREAD = 0.5
LENGTH_WEIGHT = 1.5
SKIP = 3.0
"""The price of leaving a section out."""
RETURN = 6.0
"""The price of going back."""
EDGE_LIMIT = 8.0
"""The most that beginning late or stopping early costs: rehearsing a part is common."""
START = -2.0
GAP_WEIGHT = 0.8
OPENER = 0.5
_OPENERS = frozenset("so okay ok now right alright well um finally next and".split())
SCALE_LIMITS = (0.5, 1.5)
"""A talk half as long as planned is a part of the talk, not one with half its sections' length."""


@dataclass(frozen=True, slots=True)
class Alignment:
    """Where each section was found."""

    stretches: tuple[Stretch, ...]
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
    start = START + _start_scores(spoken)[:, None] + evidence.runs()[0]
    owner = None
    for _ in range(PASSES):
        fit = WORD_WEIGHT * _fit(words, owner)
        lattice = _lattice(sections, spoken, fit, start)
        stretches = best_stretches(lattice)
        owner = np.full(len(spoken), -1)
        for stretch in stretches:
            owner[stretch.first : stretch.end] = stretch.section
    return Alignment(stretches, evidence, start_posterior(lattice), words)


def _fit(words: Vocabulary, owner: NDArray[np.intp] | None) -> Floats:
    """(n, k): log likelihood of each phrase under each section, against the whole talk's words."""
    counts = words.counts
    common = (
        counts.sum(axis=0) + words.expected.sum(axis=0) / max(1.0, words.expected.sum()) * 50 + 0.1
    )
    common /= common.sum()
    plan = words.expected / np.maximum(1.0, words.expected.sum(axis=1, keepdims=True))
    prior = OUTLINE_WORDS * plan + COMMON_WORDS * common
    k = len(prior)
    said = np.zeros_like(prior)
    if owner is not None:
        for section in range(k):
            said[section] = counts[owner == section].sum(axis=0)
    model = prior + said
    size = model.sum(axis=1)
    fit = counts @ (np.log(model / size[:, None]) - np.log(common)).T
    if owner is not None:
        for row, section in enumerate(owner):
            own = np.flatnonzero(counts[row])
            if section >= 0 and own.size:
                left = model[section, own] - counts[row, own]
                share = np.log(left / (size[section] - counts[row].sum())) - np.log(common[own])
                fit[row, section] = counts[row, own] @ share
    return np.asarray(fit)


def _start_scores(spoken: Sequence[Phrase]) -> Floats:
    """(n,): how much a phrase sounds like a new start: the silence before it, how it opens."""
    gaps = np.array([phrase.gap_s for phrase in spoken])
    typical = float(np.median(gaps)) if len(gaps) else 0.0
    spread = float(np.quantile(gaps, 0.9)) - typical if len(gaps) else 1.0
    silence = np.clip((gaps - typical) / max(0.1, spread), -1.0, 2.0)
    opener = np.array([bool(p.tokens) and p.tokens[0] in _OPENERS for p in spoken], dtype=float)
    return np.asarray(GAP_WEIGHT * silence + OPENER * opener)


def _lattice(
    sections: Sequence[Section], spoken: Sequence[Phrase], fit: Floats, start: Floats
) -> Lattice:
    k = len(sections)
    times_s = np.array([p.start_s for p in spoken] + [p.end_s for p in spoken[-1:]])
    budgets = np.array([max(1.0, section.budget_s) for section in sections])
    scale = (times_s[-1] - times_s[0]) / budgets.sum() if len(spoken) else 1.0
    steps = np.arange(k)[None, :] - np.arange(k)[:, None]
    move = np.where(steps > 0, -SKIP * (steps - 1), -RETURN)
    order = np.arange(k)
    return Lattice(
        fit=fit,
        start=start,
        times_s=times_s,
        expected_s=budgets * float(np.clip(scale, *SCALE_LIMITS)),
        spread=LENGTH_SPREAD,
        weight=LENGTH_WEIGHT,
        enter=-np.minimum(EDGE_LIMIT, SKIP * order),
        move=move.astype(np.float64),
        leave=-np.minimum(EDGE_LIMIT, SKIP * (k - 1 - order)),
    )
