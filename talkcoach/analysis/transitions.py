"""Whether the roadmap was spoken on the way to each section, and in which words.

Looking back and looking ahead are judged apart on the phrases of the transition that the aligner
found; a transition with both is full, with neither skipped.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from talkcoach.analysis.align import Alignment
from talkcoach.analysis.phrases import Phrase
from talkcoach.outline.model import Outline, Section
from talkcoach.report import TransitionCheck, TransitionStatus
from talkcoach.speech.transcript import Word

BACK_NEEDED = 1.5
"""Evidence for looking back, the best phrase's plus half of the others', that counts as done."""
AHEAD_NEEDED = 1.9
PARTS_NEEDED = 3.5
"""Parts beyond the first that must be named before it for an overview of the talk."""
DOUBT, FULL_DOUBT = 0.5, 0.1
"""How far a status can be trusted less when its boundary is not sure at all. Both halves together
are hardly ever heard by chance; a half, or none, is often one of a transition that stands elsewhere
(on the labelled talks 98% and 62% of them were right)."""
STOOD_THERE_WORDS = 20
"""How many of the words are quoted that stood where a transition was expected."""


@dataclass(frozen=True, slots=True)
class _Found:
    status: TransitionStatus
    first: int
    end: int


def planned_transitions(outline: Outline, sections: Sequence[Section]) -> tuple[int, ...]:
    """The indices of the sections that the outline plans a roadmap transition to."""
    planned = []
    for i, section in enumerate(sections[1:], start=1):
        if section.kind == "closing" and not outline.roadmap.before_closing:
            continue
        if i == 1 and section.kind == "paper" and not outline.roadmap.before_first:
            continue
        planned.append(i)
    return tuple(planned)


def check_transitions(
    outline: Outline,
    sections: Sequence[Section],
    alignment: Alignment,
    spoken: Sequence[Phrase],
    words: Sequence[Word],
) -> tuple[TransitionCheck, ...]:
    """One check for each planned transition, in the outline's order."""
    return tuple(
        _check(sections, i, alignment.first_phrase(i), alignment, spoken, words)
        for i in planned_transitions(outline, sections)
    )


def _check(
    sections: Sequence[Section],
    target: int,
    first: int | None,
    alignment: Alignment,
    spoken: Sequence[Phrase],
    words: Sequence[Word],
) -> TransitionCheck:
    to = sections[target].id
    placed = alignment.confidence(target, spoken)
    if first is None:
        return TransitionCheck(
            to=to, status="skipped", start_s=None, end_s=None, quote="", confidence=placed
        )
    found = _judge(alignment, sections, spoken, target, first)
    begin, end = spoken[found.first].first, spoken[max(found.first, found.end - 1)].end
    if found.status == "skipped":
        end = min(spoken[-1].end, begin + STOOD_THERE_WORDS)
    start_s = words[begin].start
    return TransitionCheck(
        to=to,
        status=found.status,
        start_s=start_s,
        end_s=start_s if found.status == "skipped" else max(start_s, words[end - 1].end),
        quote=" ".join(word.text for word in words[begin:end]),
        confidence=round(1 - (1 - placed) * (FULL_DOUBT if found.status == "full" else DOUBT), 2),
    )


def _judge(
    alignment: Alignment,
    sections: Sequence[Section],
    spoken: Sequence[Phrase],
    target: int,
    first: int,
) -> _Found:
    evidence = alignment.roadmap
    end = first + int(evidence.runs()[1][first, target])
    if end == first:
        return _Found("skipped", first, first)
    rows = range(first, end)
    back = _evidence(evidence.back[rows, target])
    ahead = _evidence(evidence.ahead[rows, target])
    looks_back, looks_ahead = back >= BACK_NEEDED, ahead >= AHEAD_NEEDED
    status: TransitionStatus = "skipped"
    if target == 1 and sections[1].kind == "paper":
        if evidence.laid_out[rows].sum() >= PARTS_NEEDED:
            status = "full"
        elif looks_back or looks_ahead:
            status = "preview"
    elif looks_back and looks_ahead:
        status = "full"
    elif looks_back or looks_ahead:
        status = "recap" if looks_back else "preview"
    return _Found(status, first, end)


def _evidence(scores: NDArray[np.float64]) -> float:
    best = float(scores.max())
    return best + 0.5 * (float(scores.sum()) - best)
