"""From phrases to sections: which stretch of the talk is which section of the outline.

1. The outline gives each slide a language model, smoothed by the talk's own words.
2. A segment decoder finds the best cover, with a loose prior on lengths from the budgets, prices
   for leaving sections out or going back, and evidence for starts: silence and roadmap wording.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from talkcoach.analysis.decode import Lattice, Stretch, best_stretches, posterior
from talkcoach.analysis.phrases import Phrase
from talkcoach.analysis.roadmap import LONGEST, Roadmap, roadmap
from talkcoach.analysis.signposts import read_signposts
from talkcoach.analysis.starts import start_scores
from talkcoach.analysis.vocabulary import Vocabulary, vocabulary
from talkcoach.analysis.wordmodels import fit_words
from talkcoach.outline.model import Section

Floats = NDArray[np.float64]

WORD_WEIGHT = 0.35
"""Words in a phrase depend on each other; each counts as this much of an independent one."""
LENGTH_SPREAD = 0.8
"""Of the logarithm of a slide's length: two thirds last between 0.45 and 2.2 times the plan."""
LENGTH_WEIGHT = 1.5
SKIP = 6.0
"""The price of leaving a section out, in nats: speakers do it once in some hundred sections."""
RETURN = 6.0
"""The price of going back to an earlier section."""
SLIDE_SKIP = 0.5
"""The price of leaving a slide out; slides are left out all the time."""
SLIDE_RETURN = 2.0
EDGE_LIMIT = 25.0
"""The most that beginning late or stopping early costs in a recording as long as the plan; it falls
with the square of the length, for a short one is mostly of a part."""
START = -2.0
"""What any start of a section costs: few phrases are one."""
TURN = 6.0
"""The price of going back to an earlier section."""
SLIDE_SKIP = 0.5
"""The price of leaving a slide out; slides are left out all the time."""
SLIDE_RETURN = 2.0
EDGE_LIMIT = 25.0
"""The most that beginning late or stopping early costs in a recording as long as the plan; it falls
with the square of the length, for a short one is mostly of a part."""
START = -2.0
"""What any start of a section costs: few phrases are one."""
GAP_WEIGHT = 0.8
"""For a silence before the phrase, in spreads above the usual one."""
LONGEST_GAP = 1.0
"""Silence beyond this counts no more: long ones are lost threads as often as new sections."""
OPENER = 1.0
"""For opening with "so", "okay", "now": people do when they turn to something."""
_OPENER_WORDS = "so okay ok now right alright well um finally next and"
_OPENERS = frozenset(_OPENER_WORDS.split())
TURN = 0.3
"""A new slide is announced like a new section, but less."""
SCALE_LIMITS = (0.5, 1.5)
"""A talk half as long as planned is a part of the talk, not one with half its sections' length."""
UNKNOWN = 0.15
"""When less of every section's planned words is heard anywhere, this is no run of this outline."""
KNOWN = 0.4
"""When this much of some section's planned words is heard, it is one."""


@dataclass(frozen=True, slots=True)
class Visit:
    """Phrases `first` up to `end` (excluded) were spoken in `section`."""

    section: int
    first: int
    end: int


@dataclass(frozen=True, slots=True)
class Alignment:
    """Where each section was found."""

    visits: tuple[Visit, ...]
    """In order of time; a section can come more than once. Empty without a match."""
    roadmap: Roadmap
    starts: Floats
    """(n, k): the probability that a visit to a section starts at a phrase."""
    words: Vocabulary
    match: float
    """0 to 1: how surely the outline and the words are of one talk at all."""

    def first_phrase(self, section: int) -> int | None:
        """The phrase at which `section` is first entered; None when it was not spoken."""
        return next((visit.first for visit in self.visits if visit.section == section), None)


def align(sections: Sequence[Section], spoken: Sequence[Phrase], language: str = "en") -> Alignment:
    """The visits to each of `sections` that `spoken` makes."""
    words = vocabulary(sections, spoken, language)
    mentions = np.minimum(1.0, (words.counts > 0).astype(np.float64) @ words.names.T)
    evidence = roadmap(sections, [read_signposts(phrase.tokens) for phrase in spoken], mentions)
    match = _match(words)
    if not spoken or match == 0.0:
        nothing = np.zeros((len(spoken), len(sections)))
        return Alignment((), evidence, nothing, words, 0.0)
    turn = start_scores(spoken, words.counts)
    fit = WORD_WEIGHT * fit_words(words)
    enter = START + turn[:, None] + _transition_gain(evidence.total, fit, words.section)
    lattice = _lattice(sections, spoken, words.section, fit, enter, TURN * turn)
    chances = posterior(lattice)
    starts = np.stack(
        [chances.enters[:, words.section == i].sum(axis=1) for i in range(len(sections))], axis=1
    )
    return Alignment(
        _visits(best_stretches(lattice), words.section), evidence, starts, words, match
    )


def _match(words: Vocabulary) -> float:
    """0 to 1: how much of the best heard section's plan is heard, between `UNKNOWN` and `KNOWN`."""
    planned = words.expected > 0
    heard = words.counts.sum(axis=0) > 0
    share = (planned & heard).sum(axis=1) / np.maximum(1, planned.sum(axis=1))
    return float(np.clip((share.max() - UNKNOWN) / (KNOWN - UNKNOWN), 0.0, 1.0))


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


def _transition_gain(total: Floats, fit: Floats, section: NDArray[np.intp]) -> Floats:
    """(n, states): what entering a state gains when a transition to its section starts here.

    A transition speaks of what was and of what comes, so its words are held against the models of
    the earlier sections and of the next one together, instead of the next one's alone.
    """
    n, states = fit.shape
    own = np.stack([fit[:, section == i].max(axis=1) for i in range(section[-1] + 1)], axis=1)
    earlier = np.maximum.accumulate(own, axis=1)
    both = own.copy()
    both[:, 1:] = np.logaddexp(earlier[:, :-1], own[:, 1:]) - np.log(2.0)
    step = total[:, section] + np.where(
        total[:, section] > 0, np.maximum(0.0, both[:, section] - fit), 0.0
    )
    gain = np.zeros((n, states))
    running = np.zeros((n, states))
    for size in range(1, min(LONGEST, n) + 1):
        running[: n - size + 1] += step[size - 1 :]
        running[n - size + 1 :] = -np.inf
        np.maximum(gain, running, out=gain)
    return gain


def _lattice(
    sections: Sequence[Section],
    spoken: Sequence[Phrase],
    section: NDArray[np.intp],
    fit: Floats,
    enter: Floats,
    turn: Floats,
) -> Lattice:
    times_s = np.array([*(phrase.start_s for phrase in spoken), spoken[-1].end_s])
    slides = np.bincount(section)
    budgets = np.array([max(1.0, s.budget_s) for s in sections])
    scale = (times_s[-1] - times_s[0]) / budgets.sum()
    edge = EDGE_LIMIT * min(1.0, float(scale)) ** 2
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
        begin=-np.minimum(edge, SKIP * section) - SLIDE_SKIP * late,
        move=np.where(
            section[:, None] == section[None, :],
            np.where(slide_steps > 0, -SLIDE_SKIP * (slide_steps - 1.0), -SLIDE_RETURN),
            section_move[np.ix_(section, section)] - SLIDE_SKIP * (early[:, None] + late[None, :]),
        ),
        end=-np.minimum(edge, SKIP * (len(sections) - 1 - section) + SLIDE_SKIP * early),
    )
