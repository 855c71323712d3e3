"""What the outline leads us to expect to hear in each section, and what was heard of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from talkcoach.analysis.names import put_right
from talkcoach.analysis.phrases import Phrase
from talkcoach.analysis.tokens import content
from talkcoach.outline.model import Section, Slide

NAME_WEIGHT = 3.0
"""A section's name on the roadmap, its title up to the colon, its terms."""
HEADING_WEIGHT = 2.0
"""Slide titles, link and takeaway."""
POINT_WEIGHT = 1.0
OTHER_SLIDES = 0.5
"""While a slide is spoken about, its section's other slides' words count for so much."""
CLOSING_NAMES = "conclusion conclude concluding outlook summary future plans closing"
"""What the closing is called, whatever its slides' titles."""


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The outline's words over one common list of stems."""

    index: dict[str, int]
    """Stem -> column."""
    expected: NDArray[np.float64]
    """(states, v): how much the plan of each slide uses a stem; 0 for stems that are only heard.

    A section without slides has one state."""
    section: NDArray[np.intp]
    """(states,): the section of each state."""
    names: NDArray[np.float64]
    """(k, v): 0 to 1, how clearly a stem names a section."""
    counts: NDArray[np.float64]
    """(n, v): how often each phrase says each stem, misheard names put right."""


def vocabulary(
    sections: Sequence[Section], spoken: Sequence[Phrase], language: str = "en"
) -> Vocabulary:
    """The words that `sections` expect and that `spoken` says, over one list of stems."""
    expected = [
        _expected(section, slide, language)
        for section in sections
        for slide in section.slides or (None,)
    ]
    names = [_names(section, language) for section in sections]
    known = dict.fromkeys(s for bag in expected for s in bag)
    own_names = {s for section in sections for s in proper_names(section, language)}
    called = {s for section, bag in zip(sections, names, strict=True) if section.paper for s in bag}
    heard = put_right([p.stems for p in spoken], own_names, called, known, language)
    index = {s: i for i, s in enumerate(dict.fromkeys([*known, *(s for p in heard for s in p)]))}
    counts = np.zeros((len(heard), len(index)))
    for row, stems in enumerate(heard):
        for s in stems:
            counts[row, index[s]] += 1
    return Vocabulary(
        index=index,
        expected=_table(expected, index),
        section=np.repeat(np.arange(len(sections)), [max(1, len(s.slides)) for s in sections]),
        names=_distinct(_table(names, index)) * rarity(counts),
        counts=counts,
    )


def name_texts(section: Section) -> list[str]:
    """What a speaker may call the section, most usual first; empty for the opening."""
    if section.kind == "opening":
        return []
    if section.paper is None:
        return [CLOSING_NAMES, *(slide.title for slide in section.slides[:1])]
    return [section.short, section.paper.title.split(":")[0], *section.paper.terms]


def proper_names(section: Section, language: str) -> set[str]:
    """The stems that only this talk has: the system before a title's colon, capitalised terms.

    Ordinary words are no names, or every "turn" would be a misheard "train".
    """
    if section.paper is None:
        return set()
    head, colon, _ = section.paper.title.partition(":")
    texts = [head] if colon and len(head.split()) == 1 else []
    texts += [w for term in section.paper.terms for w in term.split() if w != w.lower()]
    return {s for text in texts for s in content(text, language)}


def _names(section: Section, language: str) -> dict[str, float]:
    bag: dict[str, float] = {}
    for rank, text in enumerate(name_texts(section)):
        stems = content(text, language)
        for s in stems:
            bag[s] = max(bag.get(s, 0.0), 1.0 if rank < 2 and len(stems) <= 3 else 0.6)
    return bag


def _expected(section: Section, slide: Slide | None, language: str) -> dict[str, float]:
    """The words planned for one slide: its own, and those of its section at large."""
    bag: dict[str, float] = {}
    weighted: list[tuple[float, Iterable[str]]] = [(NAME_WEIGHT, name_texts(section))]
    if section.paper is not None:
        paper = section.paper
        heading = (paper.title, paper.link, paper.takeaway)
        weighted.append((HEADING_WEIGHT, [text for text in heading if text]))
    for other in section.slides:
        share = 1.0 if other is slide else OTHER_SLIDES
        weighted.append((share * HEADING_WEIGHT, [other.title]))
        weighted.append((share * POINT_WEIGHT, other.points))
    for weight, texts in weighted:
        for text in texts:
            for s in content(text, language):
                bag[s] = bag.get(s, 0.0) + weight
    return bag


def _table(bags: Sequence[dict[str, float]], index: dict[str, int]) -> NDArray[np.float64]:
    table = np.zeros((len(bags), len(index)))
    for row, bag in enumerate(bags):
        for s, weight in bag.items():
            if s in index:
                table[row, index[s]] = weight
    return table


def _distinct(names: NDArray[np.float64]) -> NDArray[np.float64]:
    """A stem that several sections have in their names tells none of them apart."""
    sharing = np.count_nonzero(names, axis=0)
    return np.asarray(names / np.maximum(1, sharing) ** 2)


def rarity(counts: NDArray[np.float64]) -> NDArray[np.float64]:
    """(v,): 1 for a stem that one phrase says, 0 for one that all say; more for one of none.

    Names said all the time name nothing.
    """
    n = max(2, len(counts))
    return np.asarray(np.log((n + 1) / ((counts > 0).sum(axis=0) + 1)) / np.log((n + 1) / 2))
