"""How much each phrase sounds like the start of something new, whichever section that may be.

Four signs that need no outline: a silence before it; how it opens, for people turn to something
with "okay" or "let me" and go on with "it" or "and"; that it asks a question; and that the words
change around it (TextTiling, Hearst 1997). Each is worth little; the sum is one term of many.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from talkcoach.analysis.phrases import Phrase

Floats = NDArray[np.float64]

GAP = 1.0
"""For a silence before the phrase, in spreads above the usual one."""
LONGEST_GAP = 1.0
"""Silence beyond this counts no more: long ones are lost threads as often as new sections."""
TURNING = 2.0
"""For opening with a word that turns to something."""
JOINING = 1.0
"""For a word that turns to something or only joins: "so", "next"."""
GOING_ON = -0.7
"""For a word that needs something before it: "it", "they", "because"."""
QUESTION = 0.5
DIP = 0.4
"""For how much the words change, in standard deviations of this talk's."""
BLOCK = 8
"""Phrases on each side that are compared; about a minute of speech."""

_TURNING_WORDS = "okay ok alright right well um uhm let let's now imagine suppose picture"
_TURNING = frozenset(_TURNING_WORDS.split())
_JOINING = frozenset(["so", "next", "with", "finally", "then", "first"])
_GOING_ON_WORDS = """but or it it's its they they're he she him them because which that that's also
    there there's those these this"""
_GOING_ON = frozenset(_GOING_ON_WORDS.split())


def start_scores(spoken: Sequence[Phrase], counts: Floats) -> Floats:
    """(n,): log odds of each of n phrases being a start, but for a constant.

    Args:
        spoken: the phrases.
        counts: (n, v), how often each phrase says each stem.
    """
    opening = np.array([_opening(p.tokens[0] if p.tokens else "") for p in spoken])
    question = np.array([p.asks for p in spoken], dtype=float)
    scores = GAP * _silence(spoken) + opening + QUESTION * question + DIP * _change(counts)
    return np.asarray(scores)


def _opening(token: str) -> float:
    if token in _TURNING:
        return TURNING
    if token in _JOINING:
        return JOINING
    return GOING_ON if token in _GOING_ON else 0.0


def _silence(spoken: Sequence[Phrase]) -> Floats:
    gaps = np.array([phrase.gap_s for phrase in spoken])
    typical = float(np.median(gaps))
    spread = max(0.1, float(np.quantile(gaps, 0.9)) - typical)
    return np.asarray(np.clip((gaps - typical) / spread, -1.0, LONGEST_GAP))


def _change(counts: Floats) -> Floats:
    """(n,): how unlike the words before a phrase and from it on are, in standard deviations."""
    n = len(counts)
    said = np.minimum(counts, 1.0)
    rare = np.log((n + 1) / (said.sum(axis=0) + 1))
    summed = np.vstack([np.zeros(counts.shape[1]), np.cumsum(said * rare, axis=0)])
    rows = np.arange(n)
    before = summed[rows] - summed[np.maximum(rows - BLOCK, 0)]
    after = summed[np.minimum(rows + BLOCK, n)] - summed[rows]
    lengths = np.linalg.norm(before, axis=1) * np.linalg.norm(after, axis=1)
    alike = (before * after).sum(axis=1) / np.maximum(lengths, 1e-9)
    unlike = (alike.mean() - alike) / max(1e-6, float(alike.std()))
    return np.asarray(np.clip(unlike, -3.0, 3.0))
