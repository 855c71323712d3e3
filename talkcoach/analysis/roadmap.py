"""How much each phrase sounds like part of the transition that leads to each section.

A phrase's signs (`signposts.py`, and which sections it names or numbers) are weighed by a logistic
regression. Signs that look back and signs that look ahead are kept apart, so that the two halves of
a transition can be judged apart. A transition is the run of phrases whose scores add up highest.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from talkcoach.analysis.signposts import CUES, Signposts
from talkcoach.outline.model import Section

Floats = NDArray[np.float64]

BACK = {
    "done": 1.3, "covered": 1.2, "that": 0.5, "completes": 0.9, "lower": 0.9,
    "earlier": 0.9, "recalled": 0.5,
}  # fmt: skip
"""Weights of signs in log odds, here and below: `benchmarks/listening.py CORPUS --fit`, rounded.
`earlier` names an earlier section, `lower` numbers one; `recalled` names it beside a verb of
covering."""
AHEAD = {
    "next": 0.5, "move": 0.9, "begin": 0.4, "will": 0.7, "last": 0.5, "closing": 2.0, "number": 2.4,
    "target": 1.5, "announced": 1.3,
}  # fmt: skip
"""`target` names the section, `number` numbers it; `announced` names it beside a verb of moving."""
LAID_OUT = {"counted": 1.1, "listed": 1.4, "later": 1.9}
"""For the first transition, which lays out the parts of the talk."""
OTHER = {"talk": 1.7, "higher": -0.3, "short": 1.6}
"""Signs that look neither way. `higher`: a later part is announced early."""
ORDINARY = -2.0
"""The score of a phrase without any sign: most phrases are no transition."""
BEGINNING = 0.5
"""What a transition costs at all, once; inside one, half of the phrases carry no sign."""
DROP = 1.4
"""A transition ends where its phrases have lost so much since they were clearest."""
LONGEST = 9
"""Phrases that a transition can take."""
SHORT = 6
"""Words; up to here a sign fills its phrase."""


@dataclass(frozen=True, slots=True)
class Roadmap:
    """Evidence for transitions, for n phrases and k target sections; log odds, 0 is undecided."""

    back: Floats
    """(n, k): what was covered."""
    ahead: Floats
    """(n, k): what comes next."""
    laid_out: Floats
    """(n,): the parts of the talk beyond the first."""
    total: Floats
    """(n, k): the phrase belongs to a transition."""

    def runs(self) -> tuple[Floats, NDArray[np.intp]]:
        """`(score, length)`, each (n, k): the best transition that starts with each phrase.

        Its score is 0 and its length 0 where no run of phrases scores above 0.
        """
        n, k = self.total.shape
        best = np.zeros((n, k))
        length = np.zeros((n, k), dtype=np.intp)
        running = np.full((n, k), -BEGINNING)
        for size in range(1, min(LONGEST, n) + 1):
            running[: n - size + 1] += self.total[size - 1 :]
            running[n - size + 1 :] = -np.inf
            better = running > best
            best[better] = running[better]
            length[better] = size
            running[running < best - DROP] = -np.inf
        return best, length


def roadmap(sections: Sequence[Section], signs: Sequence[Signposts], mentions: Floats) -> Roadmap:
    """Evidence for transitions to each of `sections`.

    Args:
        sections: the outline's k sections in order.
        signs: the signposts of each of n phrases.
        mentions: (n, k), 0 to 1, how clearly each phrase names each section.
    """
    signals = signals_of(sections, signs, mentions)
    back, ahead, laid_out, other = (
        sum((weight * signals[name] for name, weight in weights.items()), np.zeros(mentions.shape))
        for weights in (BACK, AHEAD, LAID_OUT, OTHER)
    )
    total = ORDINARY + back + ahead + laid_out + other
    total[:, 0] = ORDINARY
    return Roadmap(back, ahead, laid_out.max(axis=1), total)


def signals_of(
    sections: Sequence[Section], signs: Sequence[Signposts], mentions: Floats
) -> dict[str, Floats]:
    """(n, k) each: the signs that `BACK`, `AHEAD`, `LAID_OUT` and `OTHER` weigh, 0 to 2.

    The number of a paper is its place in the outline, which is its column, the opening being 0.
    """
    n, k = mentions.shape
    number = np.arange(k)
    papers = [i for i, section in enumerate(sections) if section.kind == "paper"]
    is_first = number == papers[0] if papers else np.zeros(k, dtype=bool)
    is_closing = np.array([section.kind == "closing" for section in sections])
    is_late = is_closing | (number == papers[-1] if papers else is_closing)
    cues = {
        name: np.array([name in sign.cues for sign in signs], dtype=float)[:, None] for name in CUES
    }
    numbered = np.array([[i in sign.numbers for i in range(k)] for sign in signs], dtype=float)
    numbered = numbered.reshape(n, k)
    highest = np.array([max(sign.numbers, default=0) for sign in signs])[:, None]
    lowest = np.array([min(sign.numbers, default=k + 99) for sign in signs])[:, None]
    listed = np.array([min(2, sign.listed) for sign in signs], dtype=float)[:, None]
    before = np.cumsum(mentions, axis=1) - mentions - mentions[:, :1]
    later = mentions[:, papers[1:]].sum(axis=1, keepdims=True)
    short = np.array([min(1.0, SHORT / max(1, sign.length)) for sign in signs])[:, None]
    everywhere = np.ones((1, k))
    signals = {
        **{name: cues[name] * everywhere for name in ("done", "covered", "that", "completes")},
        **{name: cues[name] * everywhere for name in ("next", "move", "begin", "will", "talk")},
        "last": cues["last"] * is_late,
        "closing": cues["closing"] * is_closing,
        "earlier": np.clip(before, 0.0, 2.0) * ~is_first,
        "lower": (lowest < number) * ~is_first * 1.0,
        "target": mentions * (number > 0),
        "number": numbered * (number > 0),
        "higher": (highest > number) * (1.0 - numbered) * ~is_first,
        "counted": cues["counted"] * is_first,
        "listed": listed * is_first,
        "later": np.minimum(2.0, later) * is_first,
        "short": short * everywhere,
    }
    looks_back = np.maximum.reduce(
        [signals[name] for name in ("done", "covered", "that", "completes")]
    )
    looks_ahead = np.maximum.reduce(
        [signals[name] for name in ("next", "move", "begin", "will", "last", "number")]
    )
    signals["recalled"] = signals["earlier"] * looks_back
    signals["announced"] = signals["target"] * np.minimum(1.0, looks_ahead)
    return signals
