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
    """What the decoder chooses among, for n phrases and k sections."""

    fit: Floats
    """(n, k): how well a phrase's words fit a section."""
    start: Floats
    """(n, k): how much a phrase looks like the start of a section, its transition included."""
    times_s: Floats
    """(n + 1,): where each phrase starts, and the end of the last."""
    expected_s: Floats
    """(k,): how long a section is expected to last."""
    spread: float
    """Of the logarithm of a section's length around the expected one."""
    weight: float
    """Of the prior on lengths."""
    enter: Floats
    """(k,): beginning the talk with a section."""
    move: Floats
    """(k, k): going from one section (row) to another (column); the diagonal is not used."""
    leave: Floats
    """(k,): ending the talk with a section."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """Phrases `first` up to `end` (excluded) were spoken in `section`."""

    section: int
    first: int
    end: int


def best_stretches(lattice: Lattice) -> tuple[Stretch, ...]:
    """The best cover of all phrases by stretches, in order; empty without phrases."""
    n, k = lattice.fit.shape
    if n == 0:
        return ()
    heard = _cumulated(lattice)
    arrive = np.full((n + 1, k), -np.inf)
    came_from = np.full((n + 1, k), -1)
    begins = np.zeros((n + 1, k), dtype=np.intp)
    done = np.full((n + 1, k), -np.inf)
    move = lattice.move.copy()
    np.fill_diagonal(move, -np.inf)
    arrive[0] = lattice.enter
    for end in range(1, n + 1):
        total = arrive[:end] + lattice.start[:end] - heard[:end] + _length_score(lattice, end)
        begins[end] = np.argmax(total, axis=0)
        done[end] = total[begins[end], np.arange(k)] + heard[end]
        steps = done[end][:, None] + move
        came_from[end] = np.argmax(steps, axis=0)
        arrive[end] = np.max(steps, axis=0)
    section, end = int(np.argmax(done[n] + lattice.leave)), n
    found: list[Stretch] = []
    while end > 0:
        first = int(begins[end, section])
        found.append(Stretch(section, first, end))
        section, end = int(came_from[first, section]), first
    return tuple(reversed(found))


def start_posterior(lattice: Lattice) -> Floats:
    """(n, k): the probability that a visit to a section starts at a phrase, given the scores."""
    n, k = lattice.fit.shape
    heard = _cumulated(lattice)
    move = lattice.move.copy()
    np.fill_diagonal(move, -np.inf)
    arrive = np.full((n + 1, k), -np.inf)
    arrive[0] = lattice.enter
    for end in range(1, n + 1):
        total = arrive[:end] + lattice.start[:end] - heard[:end] + _length_score(lattice, end)
        done = _log_sum(total, axis=0) + heard[end]
        arrive[end] = _log_sum(done[:, None] + move, axis=0)
    everything = float(_log_sum(done + lattice.leave, axis=0))
    onward = np.full((n + 1, k), -np.inf)  # what follows once a stretch has ended here
    onward[n] = lattice.leave
    posterior = np.zeros((n, k))
    for first in range(n - 1, -1, -1):
        lengths = _length_score_from(lattice, first)
        ahead = _log_sum(onward[first + 1 :] + heard[first + 1 :] + lengths, axis=0)
        entering = lattice.start[first] - heard[first] + ahead
        posterior[first] = np.exp(arrive[first] + entering - everything)
        onward[first] = _log_sum(move + entering, axis=1)
    return posterior


def _cumulated(lattice: Lattice) -> Floats:
    return np.vstack([np.zeros(lattice.fit.shape[1]), np.cumsum(lattice.fit, axis=0)])


def _length_score(lattice: Lattice, end: int) -> Floats:
    """(end, k): stretches that end before phrase `end`, by the phrase they start with."""
    return _length_prior(lattice, lattice.times_s[end] - lattice.times_s[:end])


def _length_score_from(lattice: Lattice, first: int) -> Floats:
    """(n - first, k): stretches that start with phrase `first`, by where they end."""
    return _length_prior(lattice, lattice.times_s[first + 1 :] - lattice.times_s[first])


def _length_prior(lattice: Lattice, length_s: Floats) -> Floats:
    # Student's t (3 degrees): talks that ran out of time have sections of a tenth of their budget,
    # which a normal distribution would make impossible.
    ratio = np.maximum(length_s, 1.0)[:, None] / lattice.expected_s
    return -lattice.weight * 2.0 * np.log1p((np.log(ratio) / lattice.spread) ** 2 / 3.0)


def _log_sum(values: Floats, axis: int) -> Floats:
    top = np.max(values, axis=axis, keepdims=True)
    top = np.where(np.isfinite(top), top, 0.0)
    with np.errstate(divide="ignore"):
        summed = np.log(np.sum(np.exp(values - top), axis=axis))
    return np.asarray(summed + np.squeeze(top, axis=axis))
