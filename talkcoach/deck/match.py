"""Which slides of somebody's deck belong to which section of an outline. Pure.

Precision first: a paper without real evidence is missing, not guessed, because a roadmap in the
wrong place is worse than none.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import snowballstemmer
from rapidfuzz import fuzz

from talkcoach.deck.clues import is_backup, is_closing, is_courtesy
from talkcoach.deck.read import ReadSlide
from talkcoach.outline.model import CLOSING, OPENING, Outline, Section

_ENOUGH = 0.6
"""Evidence below this finds nothing."""
_NEAR = 0.15
"""Of slides whose evidence is this close to the best, the first is where the section begins."""
_ALIKE = 85.0
"""Of 100: titles and points this alike are the same."""
_STOP = frozenset(
    re.findall(
        r"\w+",
        """a an and are as at be by can do for from how in into is it its of on or our that the
        their this to we what when which who why with paper part talk section new towards using via
        der die das und ein eine für von mit zur zum le la les des une pour sur dans""",
    )
)
_stem = snowballstemmer.stemmer("english").stemWord


@dataclass(frozen=True, slots=True)
class FoundSection:
    """A section of the outline as it stands in somebody's deck."""

    section_id: str
    first: int
    """Index of its first slide, from 0."""
    last: int
    """Index of its last slide."""
    evidence: str
    """By what it was found, for people."""
    confidence: float
    """From 0 to 1."""


@dataclass(frozen=True, slots=True)
class Match:
    """What was found of an outline in a deck."""

    found: tuple[FoundSection, ...]
    """In the deck's order, without gaps between them."""
    missing: tuple[str, ...]
    """Ids of the sections that were not found, in the outline's order."""


def match_deck(slides: Sequence[ReadSlide], outline: Outline) -> Match:
    """Where the sections of `outline` are in the deck of `slides`.

    A paper begins at the PowerPoint section of its name, or at the first slide whose title or
    points say that it is about it; the closing at the first of the last slides that concludes.
    The opening is what stands before the first paper.
    """
    papers = [section for section in outline.sections() if section.paper]
    shown = [n for n, slide in enumerate(slides) if _is_shown(slide)]
    starts = _starts(slides, shown, papers)
    if not starts:
        return Match((), tuple(section.id for section in outline.sections()))
    first, last = min(start.first for start in starts.values()), shown[-1]
    end = _closing(slides, [n for n in shown if n > max(s.first for s in starts.values())])
    if end is not None:
        evidence = f'slide {end + 1} "{slides[end].title}"'
        starts[CLOSING] = FoundSection(CLOSING, end, last, evidence, 0.9)
    if first > 0:
        evidence = f"the slides before slide {first + 1}"
        starts[OPENING] = FoundSection(OPENING, 0, first - 1, evidence, 1.0)
    order = sorted(starts.values(), key=lambda found: found.first)
    ends = [*(after.first - 1 for after in order[1:]), last]
    return Match(
        tuple(
            FoundSection(f.section_id, f.first, max(f.first, end), f.evidence, f.confidence)
            for f, end in zip(order, ends, strict=True)
        ),
        tuple(s.id for s in outline.sections() if s.id not in starts),
    )


def _is_shown(slide: ReadSlide) -> bool:
    return not slide.is_hidden and not is_backup(slide.section)


def _starts(
    slides: Sequence[ReadSlide], shown: Sequence[int], papers: Sequence[Section]
) -> dict[str, FoundSection]:
    """The first slide of each paper that is found; each slide opens one paper at most."""
    rarity = _rarity(papers)
    open_to = [n for n in shown if n > 0 and slides[n].purpose != "title"]
    heads = {slides[n].section: n for n in reversed(open_to) if slides[n].section}
    options: list[tuple[float, int, Section, str]] = []
    for section in papers:
        for name, n in heads.items():
            if (score := _naming(name or "", section, rarity)) >= _ENOUGH:
                options.append((1.0 + score, n, section, f'PowerPoint section "{name}"'))
        scores = {n: _evidence(slides[n], section, rarity) for n in open_to}
        best = max(scores.values(), default=0.0)
        for n, score in scores.items():
            if score >= max(_ENOUGH, best - _NEAR):
                options.append((score, n, section, f'slide {n + 1} "{slides[n].title}"'))
    agenda = _agenda(slides, open_to, papers, rarity)
    found: dict[str, FoundSection] = {}
    # The surest first; a section that is nearly as sure at an earlier slide begins there.
    for score, n, section, evidence in sorted(options, key=lambda o: (-round(o[0] / _NEAR), o[1])):
        taken = n in agenda or n in {other.first for other in found.values()}
        if section.id not in found and not taken:
            found[section.id] = FoundSection(section.id, n, n, evidence, min(1.0, score))
    return found


def _agenda(
    slides: Sequence[ReadSlide],
    shown: Iterable[int],
    papers: Sequence[Section],
    rarity: Mapping[str, float],
) -> set[int]:
    """Slides that name several papers in their points: they announce, and begin none."""
    several = {
        n: sum(
            any(_naming(point, section, rarity) >= _ENOUGH for point in slides[n].points)
            for section in papers
        )
        for n in shown
    }
    return {n for n, count in several.items() if count >= 2}


def _closing(slides: Sequence[ReadSlide], shown: Sequence[int]) -> int | None:
    """The first slide of the conclusion: in the last third of what follows the last start."""
    tail = shown[len(shown) // 2 :] if len(shown) > 4 else shown
    for n in tail:
        if is_closing(slides[n].section or "") or is_closing(slides[n].title):
            return n
    return next((n for n in tail if is_courtesy(slides[n].title)), None)


def _evidence(slide: ReadSlide, section: Section, rarity: Mapping[str, float]) -> float:
    """How surely the slide is one of the section's, from 0 to 1."""
    title = _plain(slide.title)
    if title and any(title == _plain(name) for name in (section.title, section.short)):
        return 1.2
    planned = [_plain(planned.title) for planned in section.slides]
    if title and any(fuzz.token_sort_ratio(title, other) >= _ALIKE for other in planned):
        return 0.95
    named = _naming(slide.title, section, rarity)
    if slide.purpose == "secHead" and named >= _ENOUGH / 2:
        return max(named, 0.8)
    points = [_plain(point) for _, point in section.points()]
    shown = [_plain(point) for point in slide.points]
    said = sum(any(fuzz.token_sort_ratio(p, s) >= _ALIKE for s in shown) for p in points)
    spoken = 0.7 if said >= 2 or (said and len(points) <= 2) else 0.0
    return max(named, spoken)


def _naming(text: str, section: Section, rarity: Mapping[str, float]) -> float:
    """How surely `text` names the section, from 0 to 1: by its names, or by a term of its own."""
    words = _words(text)
    if not words:
        return 0.0
    best = 0.0
    for name, weight in _names(section):
        tokens = _words(name)
        total = sum(rarity.get(token, 1.0) for token in tokens)
        shared = sum(rarity.get(token, 1.0) for token in tokens if token in words)
        if not total or not shared:
            continue
        score = weight * shared / total
        if len(tokens) == 1 and len(words) > 3:  # one word in a long title may be by the way
            score *= 0.7 if rarity.get(tokens[0], 1.0) == 1.0 else 0.5
        best = max(best, score)
    terms = section.paper.terms if section.paper else ()
    plain = _plain(text)
    if any(re.search(rf"\b{re.escape(_plain(term))}\b", plain) for term in terms if _plain(term)):
        best = max(best, 0.65)
    return best


def _names(section: Section) -> Iterator[tuple[str, float]]:
    """What the section may be called, and how much that says."""
    yield section.short, 1.0
    yield section.title, 1.0
    head, colon, tail = section.title.partition(":")
    if colon:
        yield head, 0.9
        yield tail, 0.8


def _rarity(papers: Sequence[Section]) -> dict[str, float]:
    """What a word counts for in a name: less the more papers have it in theirs."""
    counts = Counter(
        token
        for paper in papers
        for token in {t for name, _ in _names(paper) for t in _words(name)}
    )
    return {token: 1 / count for token, count in counts.items()}


def _words(text: str) -> list[str]:
    """The stems of the words that carry meaning."""
    return [_stem(word) for word in _plain(text).split() if word not in _STOP and len(word) > 1]


def _plain(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))
