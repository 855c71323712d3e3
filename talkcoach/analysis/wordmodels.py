"""How well the words of each phrase fit each slide's plan, against the talk's words at large.

Every model is a mixture in the same shares for all slides, so that a word which no plan foretells,
and most words are such, speaks for none of them.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from talkcoach.analysis.vocabulary import Vocabulary

Floats = NDArray[np.float64]

PLAN_SHARE = 0.3
"""Of the words spoken about a slide, the share that its plan foretells."""
COMMON_PLAN = 50.0
"""The outline counts like so many spoken words when the talk's common words are counted."""


def fit_words(words: Vocabulary) -> Floats:
    """(n, states): log likelihood of each phrase under each slide, against the whole talk's words.

    Slides with few planned words are no surer of them than the average one; and what a phrase of
    the same length gets on average is taken off, or slides with long plans, which foretell a little
    of everything, would attract every phrase.
    """
    counts, expected = words.counts, words.expected
    sizes = expected.sum(axis=1, keepdims=True)
    plan = expected / np.maximum(sizes, max(1.0, sizes.mean()))
    common = counts.sum(axis=0) + COMMON_PLAN * plan.mean(axis=0) + 0.1
    common /= common.sum()
    gains = np.log((PLAN_SHARE * plan + (1 - PLAN_SHARE) * common) / common)
    heard = np.where(counts.any(axis=0), common, 0.0)
    usual = gains @ heard / max(heard.sum(), 1e-9)
    return np.asarray(counts @ gains.T - counts.sum(axis=1)[:, None] * usual)
