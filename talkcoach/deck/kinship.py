"""What goes by another name in the outline than it did. Pure.

Precision first: a wrong pair would write one slide's text over another's.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from talkcoach.deck.lexicon import Lexicon, folded, is_common, tokens

_ALIKE = 80.0
"""Of 100: two points this alike, with the same numbers, are one that was reworded."""
_WORDS = 3
"""A point with as many words of its own counts in full, a shorter one less."""
_TELLING = 0.5
"""What shared texts must count together to tell anything."""
_KEPT, _KEPT_OF_ALL = 0.6, 0.3
"""Share of the texts that the same item has kept: of the side with fewer, and of the other."""
_RETITLED, _RETITLED_OVER_NEW = 0.75, 0.95
"""Share of words that titles have in common where nothing else is known, or all else differs."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A paper or slide that may go by another name now."""

    id: str
    title: str
    texts: tuple[str, ...]
    """What it says: points, titles of slides, link, takeaway."""
    position: float
    """Its place among its like, from 0 to 1."""


def pair_renamed(gone: Sequence[Candidate], new: Sequence[Candidate]) -> dict[str, str]:
    """The new id of each item of `gone` that is evidently one of `new` under another name.

    What an item says outweighs what it is called: papers that swapped names keep their slides.
    Each is paired at most once, the surest pair first; of equally alike ones those whose places are
    nearest.
    """
    commons = Counter(
        text for candidate in (*gone, *new) for text in {folded(t) for t in candidate.texts}
    )
    scored = sorted(
        (
            (_kinship(g, n, commons), -abs(g.position - n.position), g.id, n.id)
            for g in gone
            for n in new
        ),
        reverse=True,
    )
    pairs: dict[str, str] = {}
    for score, _, old, other in scored:
        if score > 0 and old not in pairs and other not in pairs.values():
            pairs[old] = other
    return pairs


def _kinship(one: Candidate, other: Candidate, commons: Mapping[str, int]) -> float:
    """How surely two items are the same, up to 2.1; 0 where that is not evident."""
    title = _same_title(one.title, other.title)
    ours, theirs = _weighed(one, commons), _weighed(other, commons)
    shared = sum(
        weight for text, weight in ours.items() if any(_same_text(text, t) for t in theirs)
    )
    least, most = sorted((sum(ours.values()), sum(theirs.values())))
    if shared >= _TELLING:
        if shared >= _KEPT * least and shared >= _KEPT_OF_ALL * most:
            return 1 + shared / most + title / 10
        if title >= _RETITLED:
            return title
    needed = _RETITLED if least < _TELLING else _RETITLED_OVER_NEW
    return title / 2 if title >= needed else 0.0


def _weighed(candidate: Candidate, commons: Mapping[str, int]) -> dict[str, float]:
    """The candidate's texts with what each tells; those that could be any paper's are left out."""
    weighed: dict[str, float] = {}
    for text in candidate.texts:
        own = sum(not is_common(word) for word in tokens(text))
        if own:
            plain = folded(text)
            weighed[plain] = min(1.0, own / _WORDS) / max(1.0, commons[plain] / 2)
    return weighed


def _same_text(one: str, other: str) -> bool:
    from rapidfuzz import fuzz  # slow to load, and seldom needed

    return one == other or (_digits(one) == _digits(other) and fuzz.ratio(one, other) >= _ALIKE)


def _same_title(one: str, other: str) -> float:
    """The share of words that two titles have in common, 0 to 1.

    0 where their numbers differ, as of "Study 1" and "Study 2", or none of the words is their own.
    """
    if _digits(one) != _digits(other):
        return 0.0
    lexicon = Lexicon((one,))
    ours, theirs = lexicon.words(one), lexicon.words(other)
    shared = ours & theirs
    if all(is_common(word) for word in shared):
        return 0.0
    return 2 * len(shared) / (len(ours) + len(theirs))


def _digits(text: str) -> list[str]:
    return re.findall(r"\d+", text)
