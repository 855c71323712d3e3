"""A semi-Markov decoder: which stretch of phrases belongs to which section.

A plain hidden Markov model makes short stays as likely as its self-transition says, that is,
always too likely. Here a whole stretch is scored at once, so that its length has a prior of its
own (Ostendorf, Digalakis & Kimball 1996 call this a segment model).
All scores are natural logarithms; higher is better.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Lattice:
    """What the decoder chooses among: n phrases, k states. A state is one slide of a section."""

    fit: Floats
    """(n, k): how well a phrase's words fit a state."""
    enter: Floats
    """(n, k): coming into a state's section from another section, or first of all, at a phrase."""
    turn: Floats
    """(n,): going on to another state of the same section at a phrase."""
    section: NDArray[np.intp]
    """(k,): the section of each state."""
    times_s: Floats
    """(n + 1,): where each phrase starts, and the end of the last."""
    expected_s: Floats
    """(k,): how long a state is expected to last."""
    spread: float
    """Of the logarithm of a state's length around the expected one."""
    weight: float
    """Of the prior on lengths."""
    begin: Floats
    """(k,): beginning the talk with a state."""
    move: Floats
    """(k, k): going from one state (row) to another (column); the diagonal is not used."""
    end: Floats
    """(k,): ending the talk with a state."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """Phrases `first` up to `end` (excluded) were spoken in `state`."""

    state: int
    first: int
    end: int


TAIL = 8.0
"""Degrees of freedom of the prior on lengths."""
LONGEST = 6.0
"""No state lasts longer than so many times the longest expected one; this bounds the work."""


def best_stretches(lattice: Lattice) -> tuple[tuple[Stretch, ...], float]:
    """The best cover of all phrases by stretches, in order, and its score; none without phrases."""
    n, k = lattice.fit.shape
    if n == 0:
        return (), 0.0
    heard, priors = _cumulated(lattice), _Lengths(lattice)
    within, across = _moves(lattice)
    arrive = np.full((n, k), -np.inf)
    came_from = np.full((n, k), -1)
    begins = np.zeros((n + 1, k), dtype=np.intp)
    arrive[0] = lattice.begin + lattice.enter[0]
    done = arrive[0]
    for end in range(1, n + 1):
        low, lengths = priors.before(end)
        total = arrive[low:end] - heard[low:end] + lengths
        best = np.argmax(total, axis=0)
        begins[end] = low + best
        done = total[best, np.arange(k)] + heard[end]
        if end < n:
            steps = done[:, None] + np.maximum(
                across + lattice.enter[end], within + lattice.turn[end]
            )
            came_from[end] = np.argmax(steps, axis=0)
            arrive[end] = np.max(steps, axis=0)
    total = done + lattice.end
    state, end, score = int(np.argmax(total)), n, float(np.max(total))
    found: list[Stretch] = []
    while end > 0:
        first = int(begins[end, state])
        found.append(Stretch(state, first, end))
        state, end = int(came_from[first, state]), first
    return tuple(reversed(found)), score


@np.errstate(divide="ignore")  # the logarithm of nothing is -inf here
def entry_chances(lattice: Lattice) -> Floats:
    """(n, k): the probability that a phrase enters a state's section, by that state.

    All covers are summed up, by the forward-backward algorithm.
    """
    n, k = lattice.fit.shape
    if n == 0:
        return np.zeros((0, k))
    heard, priors = _cumulated(lattice), _Lengths(lattice)
    within, across = (np.exp(moves) for moves in _moves(lattice))
    enters = np.full((n, k), -np.inf)
    turns = np.full((n, k), -np.inf)
    done = np.full((n + 1, k), -np.inf)
    enters[0] = lattice.begin + lattice.enter[0]
    arrive = enters.copy()
    for end in range(1, n + 1):
        low, lengths = priors.before(end)
        done[end] = _log_sum(arrive[low:end] - heard[low:end] + lengths) + heard[end]
        if end < n:
            enters[end] = _log_product(done[end], across) + lattice.enter[end]
            turns[end] = _log_product(done[end], within) + lattice.turn[end]
            arrive[end] = np.logaddexp(enters[end], turns[end])
    onward = np.full((n + 1, k), -np.inf)  # what follows once a stretch has ended here
    onward[n] = lattice.end
    ahead = np.full((n, k), -np.inf)  # what follows once a stretch has begun here
    for first in range(n - 1, -1, -1):
        high, lengths = priors.after(first)
        following = onward[first + 1 : high] + heard[first + 1 : high] + lengths
        ahead[first] = _log_sum(following) - heard[first]
        onward[first] = np.logaddexp(
            _log_product(ahead[first] + lattice.enter[first], across.T),
            _log_product(ahead[first] + lattice.turn[first], within.T),
        )
    everything = _log_sum(done[n] + lattice.end)
    return np.asarray(np.exp(enters + ahead - everything))


def _moves(lattice: Lattice) -> tuple[Floats, Floats]:
    """Moves inside a section and across sections, each (k, k), -inf where it is the other kind."""
    same = lattice.section[:, None] == lattice.section[None, :]
    within = np.where(same, lattice.move, -np.inf)
    np.fill_diagonal(within, -np.inf)
    return within, np.where(same, -np.inf, lattice.move)


def _cumulated(lattice: Lattice) -> Floats:
    return np.vstack([np.zeros(lattice.fit.shape[1]), np.cumsum(lattice.fit, axis=0)])


class _Lengths:
    """The prior on the lengths of stretches: Student's t on their logarithm.

    Talks that ran out of time have sections of a tenth of their budget, which a normal distribution
    would make impossible.
    """

    def __init__(self, lattice: Lattice) -> None:
        self.times_s = lattice.times_s
        # Few states must be able to cover the whole talk, however much longer than planned it is.
        states = max(1, int(np.isfinite(lattice.enter).any(axis=0).sum()))
        covering_s = 2 * (lattice.times_s[-1] - lattice.times_s[0]) / states
        self.longest_s = max(LONGEST * lattice.expected_s.max(), covering_s) + 1.0
        self.scale = -lattice.weight * (TAIL + 1) / 2
        self.spread = lattice.spread
        expected_s, self.column = np.unique(lattice.expected_s, return_inverse=True)
        self.expected = np.log(expected_s)

    def before(self, end: int) -> tuple[int, Floats]:
        """The first phrase that a stretch up to `end` can start with, and (end - first, k): the
        prior of each stretch by the phrase it starts with."""
        end_s = self.times_s[end]
        low = min(int(np.searchsorted(self.times_s, end_s - self.longest_s)), end - 1)
        return low, self._prior(end_s - self.times_s[low:end])

    def after(self, first: int) -> tuple[int, Floats]:
        """Where stretches from `first` end at the latest, and (high - first - 1, k): the prior of
        each by the phrase it ends before."""
        first_s = self.times_s[first]
        high = int(np.searchsorted(self.times_s, first_s + self.longest_s, side="right"))
        high = max(high, first + 2)
        return high, self._prior(self.times_s[first + 1 : high] - first_s)

    def _prior(self, length_s: Floats) -> Floats:
        ratio = np.log(np.maximum(length_s, 1.0))[:, None] - self.expected
        prior = self.scale * np.log1p((ratio / self.spread) ** 2 / TAIL)
        return np.asarray(prior[:, self.column])


def _log_sum(values: Floats) -> Floats:
    """The logarithm of the sum of exponentials along the first axis."""
    top = values.max(axis=0)
    top = np.where(np.isfinite(top), top, 0.0)
    return np.asarray(np.log(np.exp(values - top).sum(axis=0)) + top)


def _log_product(values: Floats, matrix: Floats) -> Floats:
    """The logarithm of `exp(values) @ matrix`."""
    top = float(values.max())
    if not np.isfinite(top):
        return np.full(matrix.shape[1], -np.inf)
    return np.asarray(np.log(np.exp(values - top) @ matrix) + top)
