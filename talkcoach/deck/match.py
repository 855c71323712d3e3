"""Which slides of a deck belong to which section of an outline; what was renamed. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from talkcoach.deck.read import ReadSlide
from talkcoach.outline.model import Outline, Section

_CLEAR = 80.0
"""Of 100: names and titles this alike mean the same."""


@dataclass(frozen=True, slots=True)
class FoundSection:
    """A section of the outline as it stands in somebody's deck."""

    section_id: str
    first: int
    """Index of its first slide, from 0."""
    last: int
    evidence: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Match:
    """What was found of an outline in a deck."""

    found: tuple[FoundSection, ...]
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A paper or slide that may go by another name now."""

    id: str
    title: str
    texts: tuple[str, ...]
    position: float


def match_deck(slides: Sequence[ReadSlide], outline: Outline) -> Match:
    """Where the outline's papers and closing begin in the deck."""
    starts: dict[str, int] = {}
    for section in outline.sections()[1:]:
        at = next((n for n, s in enumerate(slides) if _opens(s, section)), None)
        if at is not None and at not in starts.values():
            starts[section.id] = at
    order = sorted(starts.items(), key=lambda item: item[1])
    ends = [at - 1 for _, at in order[1:]] + [len(slides) - 1]
    found = tuple(
        FoundSection(key, at, end, f'slide {at + 1} "{slides[at].title}"', 1.0)
        for (key, at), end in zip(order, ends, strict=True)
    )
    return Match(found, tuple(s.id for s in outline.sections()[1:] if s.id not in starts))


def _opens(slide: ReadSlide, section: Section) -> bool:
    names = [section.short, section.title, *(planned.title for planned in section.slides)]
    shown = [text for text in (slide.title, slide.section or "") if text]
    return any(fuzz.token_sort_ratio(a.lower(), b.lower()) >= _CLEAR for a in names for b in shown)


def pair_renamed(gone: Sequence[Candidate], new: Sequence[Candidate]) -> dict[str, str]:
    """The new id of each item that is evidently the same under another name."""
    scores = sorted(((_alike(g, n), g.id, n.id) for g in gone for n in new), reverse=True)
    pairs: dict[str, str] = {}
    for score, old, other in scores:
        if score >= _CLEAR and old not in pairs and other not in pairs.values():
            pairs[old] = other
    return pairs


def _alike(one: Candidate, other: Candidate) -> float:
    title = fuzz.token_sort_ratio(one.title.lower(), other.title.lower())
    shared = set(one.texts) & set(other.texts)
    share = 100 * len(shared) / max(1, min(len(set(one.texts)), len(set(other.texts))))
    return max(title, share if shared else 0.0)
