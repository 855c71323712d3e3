"""From phrases to sections: which stretch of the talk is which section of the outline.

1. The outline gives each slide a word model, held against the talk's common words.
2. Each phrase is scored as a start (silence, opener, change of words) and as the beginning of a
   roadmap transition to each section.
3. A segment decoder finds the best cover, with a loose prior on lengths from the budgets, and
   prices for leaving sections out, going back, beginning late and stopping early.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from talkcoach.analysis.decode import Lattice, Stretch, best_stretches, entry_chances
from talkcoach.analysis.phrases import Phrase
from talkcoach.analysis.roadmap import BEGINNING, DROP, LONGEST, Roadmap, roadmap
from talkcoach.analysis.signposts import read_signposts
from talkcoach.analysis.starts import start_scores
from talkcoach.analysis.vocabulary import Vocabulary, vocabulary
from talkcoach.analysis.wordmodels import WordModels, word_models
from talkcoach.outline.model import Section

Floats = NDArray[np.float64]
Indices = NDArray[np.intp]

WORD_WEIGHT = 0.35
"""Words in a phrase depend on each other; each counts as this much of an independent one."""
LENGTH_SPREAD = 0.8
"""Of the logarithm of a slide's length: two thirds last between 0.45 and 2.2 times the plan."""
LENGTH_WEIGHT = 1.5
SKIP = 5.5
"""The price of leaving a section out, in nats, for a talk of e papers. It grows with the logarithm
of their number: one of three is left out now and then, one of twenty slides by oversight."""
RETURN = 5.5
"""The price of going back to an earlier section, for the same talk."""
SLIDE_SKIP = 0.5
"""The price of leaving a slide out; slides are left out all the time."""
SLIDE_RETURN = 2.0
EDGE = 1.0
"""What beginning late or stopping early costs: rehearsing a part is common."""
EDGE_SECTION = 2.0
"""And for each section left out so, in a recording as long as the plan; less in a short one."""
START = -2.0
"""What any start of a section costs: few phrases are one."""
TURN = 0.3
"""A new slide is announced like a new section, but less."""
PACE_LIMITS = (0.6, 1.5)
"""How much shorter or longer than planned a whole talk can be; beyond, it is a part of one, or the
plan does not tell."""
MARKED = 1e3
"""What entering a section where it was marked by hand gains: more than all else together."""
HURRIED = 2.7
"""A recording shorter than that is a part, or the whole talk hurried through, as people try things
out: the second when it explains the words as well but for so much, in nats."""
SURE_WITHIN_S = 5.0
"""A boundary's confidence is the probability that it lies within so many seconds."""
FOREIGN, KNOWN = 0.15, 0.4
"""When less than the first share of every slide's planned words is heard, this is no run of this
outline; the second is as much as can be asked."""
UNFIT, FIT = 0.016, 0.028
"""How much better each word fits where it was put than in the other sections, in nats. Twelve talks
have 0.028 and more; with outlines of other talks 95% have less, half of them less than 0.013. In
between, the middle decides. Recordings of a part are too short for this."""


@dataclass(frozen=True, slots=True)
class Visit:
    """Phrases `first` up to `end` (excluded) were spoken in `section`."""

    section: int
    first: int
    end: int


@dataclass(frozen=True, slots=True)
class Alignment:
    """Where each section was found, and what that rests on."""

    visits: tuple[Visit, ...]
    """In order of time; a section can come more than once. Empty without a match."""
    starts: Floats
    """(n, k): the probability that a visit to a section starts at a phrase."""
    roadmap: Roadmap
    words: Vocabulary
    models: WordModels
    turns: Floats
    """(n,): how much each phrase sounds like a start."""
    match: float
    """0 to 1: how surely the outline and the words are of one talk at all."""

    def first_phrase(self, section: int) -> int | None:
        """The phrase at which `section` is first entered; None when it was not spoken."""
        return next((visit.first for visit in self.visits if visit.section == section), None)

    def confidence(self, section: int, spoken: Sequence[Phrase]) -> float:
        """The probability that `section` starts within 5 s of where it was put, or was skipped."""
        first = self.first_phrase(section)
        if first is None:
            chance = 1.0 - float(self.starts[:, section].sum())
        else:
            at_s = spoken[first].start_s
            near = [abs(phrase.start_s - at_s) <= SURE_WITHIN_S for phrase in spoken]
            chance = float(self.starts[near, section].sum())
        return round(min(1.0, max(0.0, chance)) * self.match, 2)


def align(
    sections: Sequence[Section],
    spoken: Sequence[Phrase],
    language: str = "en",
    marks: Sequence[tuple[int, int]] = (),
    limits: Sequence[tuple[int, int]] = (),
    only: Collection[int] = (),
    is_going_on: bool = False,
) -> Alignment:
    """The visits to `sections` that `spoken` makes.

    Args:
        sections: the outline's k sections.
        spoken: n phrases.
        language: of the words, for their endings.
        marks: `(section, phrase)` pairs: the section starts there for the first time.
        limits: `(section, phrase)` pairs: the section starts no earlier.
        only: the sections that can be spoken; empty for all.
        is_going_on: the talk is being spoken: nothing is known of how it ends.
    """
    words = vocabulary(sections, spoken, language)
    mentions = np.minimum(1.0, (words.counts > 0).astype(np.float64) @ words.names.T)
    evidence = roadmap(sections, [read_signposts(phrase.tokens) for phrase in spoken], mentions)
    heard = _Heard(sections, spoken, words, evidence, marks, limits, only)
    if not spoken:
        models = word_models(words, 0.0)
        nothing = np.zeros((0, len(sections)))
        return Alignment((), nothing, evidence, words, models, np.zeros(0), 0.0)
    whole = _whole(sections, spoken, heard.allowed)
    if is_going_on or whole > PACE_LIMITS[0]:
        return _aligned(heard, whole, is_going_on=is_going_on)[0]
    part, of_part = _aligned(heard, whole)
    hurried, of_hurried = _aligned(heard, whole, is_hurried=True)
    return hurried if hurried.visits and of_hurried > of_part - HURRIED else part


@dataclass(frozen=True, slots=True)
class _Heard:
    """What is known before anything is decided; see `align`."""

    sections: Sequence[Section]
    spoken: Sequence[Phrase]
    words: Vocabulary
    evidence: Roadmap
    marks: Sequence[tuple[int, int]]
    limits: Sequence[tuple[int, int]]
    only: Collection[int]

    @property
    def allowed(self) -> NDArray[np.bool_]:
        """(sections,): which can be spoken."""
        return np.array([not self.only or i in self.only for i in range(len(self.sections))])


def _aligned(
    heard: _Heard, whole: float, *, is_going_on: bool = False, is_hurried: bool = False
) -> tuple[Alignment, float]:
    """The best alignment and its score.

    Args:
        heard: the words and what they say.
        whole: how long they took, as a share of what is planned for the allowed sections.
        is_going_on: see `align`.
        is_hurried: take them for the whole talk, however short.
    """
    sections, spoken, words, total = heard.sections, heard.spoken, heard.words, heard.evidence.total
    allowed = heard.allowed
    # One section alone says its own words all the time, whether it was chosen or not.
    share = _whole(sections, spoken, np.ones_like(allowed))
    models = word_models(words, 1.0 if is_hurried else share)
    fit = models.fit(words.counts)
    turns = start_scores(spoken, words.counts)
    enter = START + turns[:, None]
    enter = enter + _transition_gain(total, WORD_WEIGHT * fit, words.section)
    enter[:, ~allowed[words.section]] = -np.inf
    for section, row in heard.limits:
        enter[:row, words.section == section] = -np.inf
    for section, row in heard.marks:
        own = words.section == section
        enter[:row, own] = -np.inf
        enter[row, own] = MARKED
    taken = 1.0 if is_hurried else whole
    lattice = _lattice(
        sections, spoken, words.section, WORD_WEIGHT * fit, enter, TURN * turns, allowed, taken
    )
    if is_hurried:
        lattice = replace(lattice, expected_s=lattice.expected_s * whole)
    if is_going_on:
        lattice = _going_on(lattice)
    chances = entry_chances(lattice)
    starts = np.stack(
        [chances[:, words.section == i].sum(axis=1) for i in range(len(sections))], axis=1
    )
    stretches, score = best_stretches(lattice)
    visits = _visits(stretches, words.section)
    known = fitting = 1.0
    if not heard.marks:
        visits = _beginning_with_transition(visits, total)
        known = 1.0 if len(heard.only) == 1 else _known(words)  # what else could it be
        is_whole = bool(allowed.all()) and taken > PACE_LIMITS[0]
        fitting = _fitting(fit, words, visits) if is_whole else 1.0
    if not is_going_on and (known == 0.0 or fitting < 0.5):
        visits = ()
    found = Alignment(visits, starts, heard.evidence, words, models, turns, known * fitting)
    return found, score


def _whole(
    sections: Sequence[Section], spoken: Sequence[Phrase], allowed: NDArray[np.bool_]
) -> float:
    """The length of what is spoken as a share of the time planned for the allowed sections."""
    planned_s = sum(max(1.0, s.budget_s) for s, can in zip(sections, allowed, strict=True) if can)
    spoken_s = spoken[-1].end_s - spoken[0].start_s if spoken else 0.0
    return max(0.0, spoken_s) / max(1.0, planned_s)


def _known(words: Vocabulary) -> float:
    """0 to 1: how much of the best heard slide's plan is heard, from `FOREIGN` to `KNOWN`."""
    planned = words.expected > 0
    heard = words.counts.sum(axis=0) > 0
    share = (planned & heard).sum(axis=1) / np.maximum(1, planned.sum(axis=1))
    return float(np.clip((share.max() - FOREIGN) / (KNOWN - FOREIGN), 0.0, 1.0))


def _fitting(fit: Floats, words: Vocabulary, visits: Sequence[Visit]) -> float:
    """0 to 1: how much better the words fit where they were put, from `UNFIT` to `FIT`."""
    own = np.stack(
        [fit[:, words.section == i].max(axis=1) for i in range(words.section[-1] + 1)], axis=1
    )
    if own.shape[1] < 2:
        return 1.0
    here = np.concatenate([own[v.first : v.end, v.section] for v in visits])
    elsewhere = (own.sum(axis=1) - here) / (own.shape[1] - 1)
    better = float((here - elsewhere).sum() / max(1.0, words.counts.sum()))
    return float(np.clip((better - UNFIT) / (FIT - UNFIT), 0.0, 1.0))


def _visits(stretches: Sequence[Stretch], section: Indices) -> tuple[Visit, ...]:
    """Neighbouring stretches of one section joined."""
    visits: list[Visit] = []
    for stretch in stretches:
        own = int(section[stretch.state])
        if visits and visits[-1].section == own:
            visits[-1] = Visit(own, visits[-1].first, stretch.end)
        else:
            visits.append(Visit(own, stretch.first, stretch.end))
    return tuple(visits)


def _beginning_with_transition(visits: tuple[Visit, ...], total: Floats) -> tuple[Visit, ...]:
    """`visits`, the first taken into the second where it is nothing but the transition to it: a
    recording of a part can begin with what was covered before."""
    if len(visits) < 2:
        return visits
    first, second = visits[:2]
    if first.end - first.first > LONGEST or (total[: first.end, second.section] <= 0).any():
        return visits
    return (Visit(second.section, first.first, second.end), *visits[2:])


def _transition_gain(total: Floats, fit: Floats, section: Indices) -> Floats:
    """(n, states): what entering a state gains when a transition to its section starts here.

    A transition speaks of what was and of what comes, so its words are held against the models of
    the earlier sections and of the next one together, instead of the next one's alone.
    """
    n, states = fit.shape
    own = np.stack([fit[:, section == i].max(axis=1) for i in range(section[-1] + 1)], axis=1)
    earlier = np.maximum.accumulate(own, axis=1)
    both = own.copy()
    both[:, 1:] = np.logaddexp(earlier[:, :-1], own[:, 1:]) - np.log(2.0)
    step = total[:, section]
    step += np.where(step > 0, np.maximum(0.0, both[:, section] - fit), 0.0)
    gain = np.zeros((n, states))
    running = np.full((n, states), -BEGINNING)
    for size in range(1, min(LONGEST, n) + 1):
        running[: n - size + 1] += step[size - 1 :]
        running[n - size + 1 :] = -np.inf
        np.maximum(gain, running, out=gain)
        running[running < gain - DROP] = -np.inf
    return gain


def _lattice(
    sections: Sequence[Section],
    spoken: Sequence[Phrase],
    section: Indices,
    fit: Floats,
    enter: Floats,
    turn: Floats,
    allowed: NDArray[np.bool_],
    whole: float,
) -> Lattice:
    slides = np.bincount(section)
    budgets = np.array([max(1.0, s.budget_s) for s in sections])
    pace = min(whole, PACE_LIMITS[1]) if whole > PACE_LIMITS[0] else 1.0
    # What cannot be spoken is not left out.
    rank = np.asarray(np.cumsum(allowed))[section]
    nth = np.concatenate([np.arange(count) for count in slides])
    late, early = nth, slides[section] - 1 - nth
    steps = np.subtract.outer(rank, rank).T
    many = float(np.log(max(np.e, len(sections) - 2)))
    section_move = np.where(steps > 0, -SKIP * many * (steps - 1.0), -RETURN * many)
    slide_steps = nth[None, :] - nth[:, None]
    return Lattice(
        fit=fit,
        enter=enter,
        turn=turn,
        section=section,
        times_s=np.array([*(phrase.start_s for phrase in spoken), spoken[-1].end_s]),
        expected_s=(budgets / slides)[section] * pace,
        spread=LENGTH_SPREAD,
        weight=LENGTH_WEIGHT,
        begin=_edge(rank - 1, whole) - SLIDE_SKIP * late,
        move=np.where(
            section[:, None] == section[None, :],
            np.where(slide_steps > 0, -SLIDE_SKIP * (slide_steps - 1.0), -SLIDE_RETURN),
            section_move - SLIDE_SKIP * (early[:, None] + late[None, :]),
        ),
        end=_edge(rank.max() - rank, whole) - SLIDE_SKIP * early,
    )


def _going_on(lattice: Lattice) -> Lattice:
    """`lattice` for a talk that has not ended: it may stop anywhere, and the stretch it stops in
    will last half an expected one longer. However short yet, it is meant to be whole."""
    times_s = lattice.times_s.copy()
    times_s[-1] += np.mean(lattice.expected_s) / 2
    begin = lattice.begin - (EDGE + EDGE_SECTION) * (lattice.section > 0)
    return replace(lattice, times_s=times_s, begin=begin, end=np.zeros_like(lattice.end))


def _edge(left_out: Indices, whole: float) -> Floats:
    """(states,): beginning late or stopping early, with so many sections left out."""
    price = EDGE + EDGE_SECTION * min(1.0, whole) ** 2 * left_out
    return np.asarray(np.where(left_out > 0, -price, 0.0))
