"""How much each phrase sounds like part of the transition that leads to each section.

Looking back and looking ahead are scored apart, from what is named (sections, numbered parts) and
from signposts. A transition is the run of phrases whose scores add up highest.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from talkcoach.analysis.signposts import Signposts
from talkcoach.outline.model import Section

Floats = NDArray[np.float64]

ORDINARY = -1.6
"""The score of a phrase without any sign: most phrases are no transition (natural log odds)."""
BACK_CUE = 0.9
AHEAD_CUE = 0.8
NAME = 1.0
NUMBERED = 1.6
OTHER_NUMBER = -1.2
"""A later part announced early: "that is a matter for the third part"."""
PLACED = 0.7
PLAN_CUE = 0.5
COUNTED = 1.3
LISTED = 0.7
CLOSING_CUE = 1.5
LONGEST = 9
"""Phrases that a transition can take."""


@dataclass(frozen=True, slots=True)
class Roadmap:
    """Evidence for transitions, for n phrases and k target sections; log odds, 0 is undecided."""

    back: Floats
    """(n, k): what was covered."""
    ahead: Floats
    """(n, k): what comes next; for the first transition, the parts laid out."""
    laid_out: Floats
    """(n,): how many parts of the talk beyond the first a phrase names, numbers or counts."""
    total: Floats
    """(n, k): the phrase belongs to a transition."""

    def runs(self) -> tuple[Floats, NDArray[np.intp]]:
        """`(score, length)`, each (n, k): the best transition that starts with each phrase.

        Its score is 0 and its length 0 where no run of phrases scores above 0.
        """
        n, k = self.total.shape
        best = np.zeros((n, k))
        length = np.zeros((n, k), dtype=np.intp)
        running = np.zeros((n, k))
        for size in range(1, min(LONGEST, n) + 1):
            running[: n - size + 1] += self.total[size - 1 :]
            running[n - size + 1 :] = -np.inf
            better = running > best
            best[better] = running[better]
            length[better] = size
        return best, length


def roadmap(sections: Sequence[Section], signs: Sequence[Signposts], mentions: Floats) -> Roadmap:
    """Evidence for transitions to each of `sections`.

    Args:
        sections: the outline's k sections in order.
        signs: the signposts of each of n phrases.
        mentions: (n, k), 0 to 1, how clearly each phrase names each section.
    """
    n, k = mentions.shape
    papers = [i for i, section in enumerate(sections) if section.kind == "paper"]
    back, ahead, other = np.zeros((n, k)), np.zeros((n, k)), np.zeros((n, k))
    for column in range(1, k):
        number = column  # the opening is 0, so that paper p is column p
        is_first = bool(papers) and column == papers[0]
        is_closing = sections[column].kind == "closing"
        for row, sign in enumerate(signs):
            back[row, column] = _back(sign, mentions[row, 1:column], number)
            ahead[row, column] = _ahead(sign, mentions[row, column], number, is_closing)
            if is_first:
                ahead[row, column] += _laid_out(sign, mentions[row, papers])
            if (
                number not in sign.numbers
                and any(x > number for x in sign.numbers)
                and not is_first
            ):
                other[row, column] = OTHER_NUMBER
            other[row, column] += PLAN_CUE * sign.plan
    brevity = np.array([min(1.2, max(0.6, (14 / max(1, sign.length)) ** 0.5)) for sign in signs])
    ordinary = ORDINARY * np.array([min(1.0, max(0.3, sign.length / 10)) for sign in signs])
    total = ordinary[:, None] + (back + ahead + other) * brevity[:, None]
    total[:, 0] = ORDINARY
    later = (mentions[:, papers[1:]] > 0.5).sum(axis=1)
    laid_out = later + np.array(
        [sign.counted + sum(x > 1 for x in sign.numbers) + sign.listed / 2 for sign in signs]
    )
    return Roadmap(back, ahead, laid_out, total)


def _back(sign: Signposts, earlier: Floats, number: int) -> float:
    score = BACK_CUE * sign.back + NAME * min(2.0, float(earlier.sum()))
    return score + NUMBERED / 2 * any(x < number for x in sign.numbers)


def _ahead(sign: Signposts, mention: float, number: int, is_closing: bool) -> float:
    score = AHEAD_CUE * sign.ahead + NAME * mention + PLACED * sign.placed
    score += NUMBERED * (number in sign.numbers)
    return score + CLOSING_CUE * (is_closing and sign.closing)


def _laid_out(sign: Signposts, mentions: Floats) -> float:
    return (
        COUNTED * sign.counted
        + LISTED * min(2, sign.listed)
        + NAME * min(2.0, float(mentions.sum()))
    )
