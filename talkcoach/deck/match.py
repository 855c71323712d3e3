"""Where the sections of an outline are in somebody's deck; what was renamed. Pure.

Precision first: a roadmap in a wrong place is worse than none, so a paper without evidence of its
own is missing, never guessed. PowerPoint sections named like papers decide; among the other slides
a dynamic programme lays each paper over the run of slides that its words are on, with a bonus for
beginning at a slide that names it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from talkcoach.deck.clues import is_backup, is_courtesy
from talkcoach.deck.evidence import NAMES, Evidence, concludes, is_ending, thanks
from talkcoach.deck.readslide import ReadSlide
from talkcoach.outline.model import CLOSING, OPENING, Outline, Section

_START_GAIN = 2.5
"""What beginning at a slide that surely names the paper gains."""
_START_COST = 1.5
"""What beginning costs, so that a word by the way begins nothing."""
_EARLIER = 0.5
"""Of the weight of a paper's strongest run: an earlier one of several slides is the main one."""
_TITLED = 0.5
"""Evidence of a slide from which its title, not only its text, speaks of a paper."""
_TAIL = 6
"""A conclusion is looked for among this many last slides."""


@dataclass(frozen=True, slots=True)
class FoundSection:
    """A section of the outline as it stands in somebody's deck."""

    section_id: str
    first: int
    """Index of its first slide, from 0."""
    last: int
    """Index of its last slide."""
    evidence: str
    """What it was found by, for people: `slide 7 "Reward models drift"`."""
    confidence: float
    """From 0 to 1."""


@dataclass(frozen=True, slots=True)
class Match:
    """What was found of an outline in a deck."""

    found: tuple[FoundSection, ...]
    """In the deck's order; no slide is in two."""
    missing: tuple[str, ...]
    """Ids of the papers, and of the closing, that were not found."""


def match_deck(slides: Sequence[ReadSlide], outline: Outline) -> Match:
    """Where the papers of `outline` are among `slides`, and the opening and closing around them.

    Papers are found in the deck's own order. Slides before the first paper are the opening; hidden
    and backup slides at the end, and what follows the thanks, belong to nothing. Without any
    paper, nothing is found.
    """
    papers = [section for section in outline.sections() if section.paper]
    talk = slides[: _end_of_talk(slides)]
    evidence = Evidence(talk, outline, papers)
    fixed = _named_sections(talk, evidence)
    closing = _closing_section(talk, fixed)
    blocks = _fill(evidence, fixed, len(talk) if closing is None else closing)
    if not blocks:
        return Match((), tuple(section.id for section in (*papers, outline.sections()[-1])))
    last = max(blocks, key=lambda block: block.first)
    if closing is None:
        closing = _closing_slide(talk, last, evidence, len(blocks))
    found = _found(talk, papers, blocks, closing)
    ids = {section.section_id for section in found}
    wanted = [*(paper.id for paper in papers), CLOSING]
    return Match(found, tuple(key for key in wanted if key not in ids))


@dataclass(frozen=True, slots=True)
class _Block:
    """The slides of one paper."""

    paper: int
    first: int
    last: int
    evidence: str
    confidence: float


def _end_of_talk(slides: Sequence[ReadSlide]) -> int:
    """The number of slides without those for the questions: hidden, backup, after the thanks."""
    end = len(slides)
    for n in range(len(slides) - 1, len(slides) // 3, -1):
        if is_backup(slides[n].section) or is_backup(slides[n].title):
            end = n
    over = [n for n in range(len(slides) // 3, end) if n and thanks(slides[n].title)]
    if over:
        end = next((n for n in range(over[-1], end) if not is_ending(slides[n].title)), end)
    while end and slides[end - 1].is_hidden:
        end -= 1
    return end


def _runs(slides: Sequence[ReadSlide]) -> Iterator[tuple[str, int, int]]:
    """Name, first and last slide of each PowerPoint section."""
    for name, members in groupby(range(len(slides)), key=lambda n: slides[n].section):
        numbers = list(members)
        if name:
            yield name, numbers[0], numbers[-1]


def _named_sections(slides: Sequence[ReadSlide], evidence: Evidence) -> list[_Block]:
    """The papers that PowerPoint sections are named after."""
    options = []
    for name, first, last in _runs(slides):
        scores = sorted(((s, -k) for k, s in evidence.named(name).items()), reverse=True)
        if scores and scores[0][0] >= NAMES and (len(scores) == 1 or scores[0][0] > scores[1][0]):
            options.append((scores[0][0], first, last, -scores[0][1], name))
    blocks: dict[int, _Block] = {}
    for score, first, last, paper, name in sorted(options, key=lambda o: (-o[0], o[1])):
        if paper not in blocks:
            blocks[paper] = _Block(paper, first, last, f'PowerPoint section "{name}"', score)
    # "Lantern: results" after "Lantern": one paper over two sections.
    for _, first, last, paper, _ in sorted(options, key=lambda option: option[1]):
        own = blocks[paper]
        if first == own.last + 1:
            blocks[paper] = replace(own, last=last)
    return sorted(blocks.values(), key=lambda block: block.first)


def _closing_section(slides: Sequence[ReadSlide], fixed: Sequence[_Block]) -> int | None:
    """Where a PowerPoint section for the conclusion begins, after all the papers'."""
    after = max((block.last for block in fixed), default=len(slides) // 2)
    starts = (a for name, a, _ in _runs(slides) if a > after and concludes(name))
    return next(starts, None)


def _fill(evidence: Evidence, fixed: Sequence[_Block], end: int) -> list[_Block]:
    """The blocks that are `fixed`, and those found among the slides between them.

    First as if a paper could be taken up again; then with each once, where its main run is.
    """
    blocks = list(fixed)
    taken = {block.paper for block in fixed}
    free = [k for k in range(len(evidence.papers)) if k not in taken]
    pieces = list(_pieces(fixed, end))
    weighed = [
        (_weight(evidence, *run), number, run)
        for number, piece in enumerate(pieces)
        for run in _lay(evidence, *piece, free, is_ordered=False)
    ]
    main: dict[int, tuple[int, int]] = {}
    for k in free:
        own = [(weight, number, run) for weight, number, run in weighed if run[0] == k]
        most = max((weight for weight, _, _ in own), default=0.0)
        places = [
            (number, run[1])
            for weight, number, run in own
            if weight == most or (weight > _EARLIER * most and len(_titled(evidence, *run)) > 1)
        ]
        if places:
            main[k] = min(places)
    for number, (begin, stop) in enumerate(pieces):
        order = sorted((k for k in main if main[k][0] == number), key=main.__getitem__)
        blocks += _proven(evidence, begin, stop, order)
    blocks.sort(key=lambda block: block.first)
    ends = [*(block.first - 1 for block in blocks), end - 1][1:]
    return [
        replace(block, last=min(block.last, last)) for block, last in zip(blocks, ends, strict=True)
    ]


def _weight(evidence: Evidence, k: int, first: int, last: int) -> float:
    """How much speaks for paper `k` on the slides `first` to `last`."""
    about = sum(evidence.about[n][k] for n in range(first, last + 1))
    return _START_GAIN * evidence.starts[first][k] + about


def _pieces(fixed: Sequence[_Block], end: int) -> Iterator[tuple[int, int]]:
    begin = 0
    for block in fixed:
        if begin < block.first:
            yield begin, block.first
        begin = block.last + 1
    if begin < end:
        yield begin, end


def _lay(
    evidence: Evidence, begin: int, stop: int, papers: Sequence[int], *, is_ordered: bool
) -> list[tuple[int, int, int]]:
    """Paper, first and last slide of the runs that slides `begin` to `stop` are best cut into.

    Slides before the first run belong to none. With `is_ordered`, each paper comes at most once
    and in the order of `papers`; without, as the slides say.
    """
    best = [0.0] + [float("-inf")] * len(papers)
    origins: list[list[int]] = []
    for n in range(begin, stop):
        origin = list(range(len(best)))
        top = max(range(len(best)), key=best.__getitem__)
        upto = 0
        scores = [best[0] + max(0.0, evidence.about[n][-1])]
        for state, k in enumerate(papers, start=1):
            source = upto if is_ordered else top
            entered = best[source] + _entry(evidence, n, k)
            if entered > best[state]:
                origin[state] = source
            scores.append(max(best[state], entered) + evidence.about[n][k])
            if best[state] > best[upto]:
                upto = state
        best = scores
        origins.append(origin)
    state = max(range(len(best)), key=best.__getitem__)
    runs: list[tuple[int, int, int]] = []
    last = stop - 1
    for n in range(stop - 1, begin - 1, -1):
        source = origins[n - begin][state]
        if source != state:
            runs.append((papers[state - 1], n, last))
            last, state = n - 1, source
    return runs[::-1]


def _entry(evidence: Evidence, n: int, k: int) -> float:
    """What paper `k` gains or pays for beginning at slide `n`."""
    cost = _START_COST / 2 if evidence.is_header[n] else _START_COST
    if n == 0 or evidence.slides[n].is_hidden:
        return float("-inf")
    return _START_GAIN * max(0.0, evidence.starts[n][k]) - cost


def _proven(evidence: Evidence, begin: int, stop: int, order: list[int]) -> list[_Block]:
    """The papers of `order` that enough speaks for, laid again without the others."""
    while order:
        runs = _lay(evidence, begin, stop, order, is_ordered=True)
        blocks = [_judged(evidence, *run) for run in runs]
        kept = [block.paper for block in blocks if block is not None]
        if kept == order:
            return [
                _snapped(evidence, block, before, begin)
                for block, before in zip(blocks, [None, *blocks], strict=False)
                if block is not None
            ]
        order = kept
    return []


def _titled(evidence: Evidence, k: int, first: int, last: int) -> list[int]:
    """The slides `first` to `last` whose titles speak of paper `k`."""
    return [n for n in range(first, last + 1) if evidence.about[n][k] >= _TITLED]


def _judged(evidence: Evidence, k: int, first: int, last: int) -> _Block | None:
    """The run as a block, or None where too little speaks for it."""
    own = _titled(evidence, k, first, last)
    start = min(1.0, evidence.starts[first][k])
    if start < NAMES and len(own) < 2:
        return None
    said = f'slide {first + 1} "{evidence.slides[first].title}"'
    if start < NAMES:
        said = f'slides {own[0] + 1} to {own[-1] + 1} speak of "{evidence.papers[k].short}"'
    return _Block(k, first, last, said, round(1 - (1 - max(start, 0.4)) * 0.7 ** len(own), 2))


def _snapped(evidence: Evidence, block: _Block, before: _Block | None, begin: int) -> _Block:
    """The block with the divider or the head of the PowerPoint section just before it."""
    lowest = begin if before is None else before.first + 1
    for n in (block.first - 1, block.first - 2):
        if n < max(1, lowest) or evidence.is_header[n + 1] or evidence.slides[n].is_hidden:
            break
        if max(evidence.about[n]) >= NAMES / 2 or is_ending(evidence.slides[n].title):
            break
        if evidence.is_header[n]:
            return replace(block, first=n)
    return block


def _closing_slide(
    slides: Sequence[ReadSlide], last: _Block, evidence: Evidence, papers: int
) -> int | None:
    """The first of the last slides that conclude the talk, not its last paper."""
    runs = [
        (title, next(numbers))
        for title, numbers in groupby(range(len(slides)), key=lambda n: slides[n].title.casefold())
    ]
    counts = Counter(title for title, _ in runs)
    latest = dict(runs)
    tail = range(max(last.first + 1, len(slides) - _TAIL), len(slides))
    for n in tail:
        title = slides[n].title.casefold()
        is_papers = evidence.named(title).get(last.paper, 0.0) >= NAMES
        is_papers |= counts[title] == papers > 1 or latest[title] != n
        if concludes(title) and not is_papers and not slides[n].is_hidden:
            return n
    ends = [n for n in tail if is_courtesy(slides[n].title) or thanks(slides[n].title)]
    return next((n for n in ends if all(m in ends for m in range(n, len(slides)))), None)


def _found(
    slides: Sequence[ReadSlide],
    papers: Sequence[Section],
    blocks: Sequence[_Block],
    closing: int | None,
) -> tuple[FoundSection, ...]:
    end = len(slides) if closing is None else closing
    found: list[FoundSection] = []
    if blocks[0].first > 0:
        evidence = f'the slides before "{papers[blocks[0].paper].short}"'
        found.append(FoundSection(OPENING, 0, blocks[0].first - 1, evidence, blocks[0].confidence))
    for block in blocks:
        last = min(block.last, end - 1)
        key = papers[block.paper].id
        found.append(FoundSection(key, block.first, last, block.evidence, block.confidence))
    if closing is not None:
        said = f'slide {closing + 1} "{slides[closing].title}"'
        found.append(FoundSection(CLOSING, closing, len(slides) - 1, said, 0.9))
    return tuple(found)
