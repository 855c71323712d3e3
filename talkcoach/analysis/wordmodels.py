"""How well the words of each phrase fit each state: its section's plan, and what was said in it.

Every model is a mixture in the same shares for all states, so that a word which no plan foretells,
and most words are such, speaks for none of them.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from talkcoach.analysis.vocabulary import Vocabulary

Floats = NDArray[np.float64]

PLAN_SHARE = 0.3
"""Of a section's words, the share that its plan foretells."""
SAID_SHARE = 0.4
"""In later passes, the share that the words found in it so far foretell."""
NEAR = 8
"""Phrases this near do not speak for each other: what they share is a sentence's or a slide's
topic, and counting it would keep every boundary where the first pass put it."""
COMMON_PLAN = 50.0
"""The outline counts like so many spoken words when the talk's common words are counted."""


def fit_words(words: Vocabulary, owner: Floats | None) -> Floats:
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
        gains = np.log(planned / common)
        heard = np.where(counts.any(axis=0), common, 0.0)
        usual = gains @ heard / max(heard.sum(), 1e-9)
        return np.asarray(counts @ gains.T - counts.sum(axis=1)[:, None] * usual)
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
    return np.asarray(fit - length[:, None] * usual)
