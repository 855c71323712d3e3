"""A planted cover of phrases by states comes back from noise."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from talkcoach.analysis.decode import Lattice, best_stretches, entry_chances

PHRASE_S = 5.0


def lattice(path: list[int], states: int, signal: float, seed: int = 0) -> Lattice:
    """Unit noise, with `signal` added along `path`; every state is a section of its own."""
    n = len(path)
    fit = np.random.default_rng(seed).normal(size=(n, states))
    fit[np.arange(n), path] += signal
    order = np.arange(states)
    steps = order[None, :] - order[:, None]
    return Lattice(
        fit=fit,
        enter=np.full((n, states), -2.0),
        turn=np.zeros(n),
        section=order,
        times_s=np.arange(n + 1) * PHRASE_S,
        expected_s=np.full(states, n * PHRASE_S / states),
        spread=0.8,
        weight=1.0,
        begin=-3.0 * order,
        move=np.where(steps > 0, -3.0 * (steps - 1), -6.0),
        end=-3.0 * (states - 1 - order),
    )


def decoded(found: Lattice) -> list[int]:
    return [s.state for s in best_stretches(found)[0] for _ in range(s.first, s.end)]


@pytest.mark.parametrize(
    "visits",
    [
        [(0, 20), (1, 30), (2, 25), (3, 25)],
        [(0, 30), (2, 40), (3, 30)],
        [(0, 20), (2, 30), (1, 30), (3, 20)],
        [(0, 20), (1, 20), (0, 15), (2, 30), (3, 15)],
        [(1, 40)],
    ],
    ids=["in order", "one left out", "another order", "one revisited", "one alone"],
)
def test_a_planted_path_is_found(visits: list[tuple[int, int]]) -> None:
    path = [state for state, length in visits for _ in range(length)]
    for seed in range(5):
        wrong = np.mean(np.array(decoded(lattice(path, 4, 2.0, seed))) != path)
        assert wrong < 0.05


def test_each_phrase_is_covered_once() -> None:
    stretches, _ = best_stretches(lattice([0] * 10 + [1] * 10, 2, 0.5))
    assert stretches[0].first == 0
    assert stretches[-1].end == 20
    assert all(a.end == b.first for a, b in pairwise(stretches))


def test_entry_chances_sum_over_all_covers() -> None:
    """Every cover begins once; a clear boundary holds nearly all of its section's starts."""
    chances = entry_chances(lattice([0] * 15 + [1] * 15, 2, 3.0))
    assert np.isclose(chances[0].sum(), 1.0, atol=1e-6)
    assert 0.9 < chances[14:17, 1].sum() <= 1.0
    assert chances[:, 1].sum() < 1.1


def test_less_signal_gives_less_certainty() -> None:
    path = [0] * 15 + [1] * 15
    sure = entry_chances(lattice(path, 2, 3.0))[15, 1]
    unsure = entry_chances(lattice(path, 2, 0.3))[15, 1]
    assert unsure < sure


def test_nothing_heard_gives_no_stretches() -> None:
    assert best_stretches(lattice([], 3, 1.0)) == ((), 0.0)
    assert entry_chances(lattice([], 3, 1.0)).shape == (0, 3)
