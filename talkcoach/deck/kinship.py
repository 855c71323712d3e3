"""What goes by another name in the outline than it did. Pure.

Precision first: a wrong pair would write one slide's text over another's.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

_SAME = 78.0
"""Of 100: an item whose title alone is this alike is the same."""
_SHARED = 0.5
"""Share of its texts that a renamed item has kept."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A paper or slide that may go by another name now."""

    id: str
    title: str
    texts: tuple[str, ...]
    """Points, titles of slides, and whatever else tells it from others."""
    position: float
    """Its place among its like, from 0 to 1."""


def pair_renamed(gone: Sequence[Candidate], new: Sequence[Candidate]) -> dict[str, str]:
    """The new id of each item of `gone` that is evidently one of `new` under another name.

    Each is paired at most once, the most alike first; of equally alike ones those whose places are
    nearest.
    """
    scored = sorted(
        ((_kinship(g, n), -abs(g.position - n.position), g.id, n.id) for g in gone for n in new),
        reverse=True,
    )
    pairs: dict[str, str] = {}
    for score, _, old, other in scored:
        if score > 0 and old not in pairs and other not in pairs.values():
            pairs[old] = other
    return pairs


def _kinship(one: Candidate, other: Candidate) -> float:
    """How surely two items are the same; 0 when that is not evident."""
    from rapidfuzz import fuzz  # slow to load, and seldom needed

    title = fuzz.token_sort_ratio(one.title.lower(), other.title.lower())
    ours, theirs = ({_plain(t) for t in c.texts if _plain(t)} for c in (one, other))
    shared = len(ours & theirs) / max(1, min(len(ours), len(theirs)))
    if shared >= _SHARED:
        return shared + title / 200
    return title / 100 if title >= _SAME and (not ours or not theirs or ours & theirs) else 0.0


def _plain(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))
