"""How well the words of each phrase fit each slide's plan, against words that fit none.

Every model is a mixture in the same shares for all slides, so that a word which no plan foretells,
and most words are such, speaks for none of them.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from talkcoach.analysis.vocabulary import Vocabulary

Floats = NDArray[np.float64]

PLAN_SHARE = 0.3
"""Of the words spoken about a slide, the share that its plan foretells."""
COMMON_PLAN = 50.0
"""The outline counts like so many spoken words when the talk's common words are counted."""


@dataclass(frozen=True, slots=True)
class WordModels:
    """What a word is worth for each slide, in natural log odds."""

    gains: Floats
    """(states, v): for each time a stem is said."""
    usual: Floats
    """(states,): what a word of another section gets on average; taken off for each word said, or
    slides with long plans, which foretell a little of everything, would attract every phrase."""

    def fit(self, counts: Floats) -> Floats:
        """(n, states): the log odds of phrases that say each stem `counts` (n, v) times."""
        return np.asarray(counts @ self.gains.T - counts.sum(axis=1)[:, None] * self.usual)


def word_models(words: Vocabulary, whole: float) -> WordModels:
    """The models of all slides. Slides with few planned words are no surer than the average one.

    In a recording of the whole talk, what is said all the time is known from the recording itself.
    One of a part says that part's words all the time, so there the outline has to tell.

    Args:
        words: the outline's and the talk's words.
        whole: the recording's length as a share of the planned time; 0 to 1 and above.
    """
    expected = words.expected
    sizes = expected.sum(axis=1, keepdims=True)
    plan = expected / np.maximum(sizes, max(1.0, sizes.mean()))
    mean_plan = plan.mean(axis=0)
    total = words.counts.sum(axis=0)
    planned = float(total[mean_plan > 0].sum() / max(1.0, total.sum()))
    heard = total + COMMON_PLAN * mean_plan + 0.1
    outlined = planned * mean_plan / max(1e-9, mean_plan.sum()) + (1 - planned) / len(mean_plan)
    share = min(1.0, whole)
    common = share * heard / heard.sum() + (1 - share) * outlined
    gains = np.log((PLAN_SHARE * plan + (1 - PLAN_SHARE) * common) / common)
    said = np.where(total > 0, common, 0.0)
    elsewhere = planned * (gains * _other_plans(plan, words.section)).sum(axis=1)
    elsewhere += (1 - planned) * np.log(1 - PLAN_SHARE)
    usual = share * (gains @ said) / max(1e-9, said.sum()) + (1 - share) * elsewhere
    return WordModels(gains, usual)


def _other_plans(plan: Floats, section: NDArray[np.intp]) -> Floats:
    """(states, v): the words that the plans of the other sections use on average."""
    of_section = np.stack([plan[section == i].mean(axis=0) for i in range(section[-1] + 1)])
    of_section /= np.maximum(of_section.sum(axis=1, keepdims=True), 1e-9)
    others = (of_section.sum(axis=0) - of_section) / max(1, len(of_section) - 1)
    return np.asarray(others[section])
