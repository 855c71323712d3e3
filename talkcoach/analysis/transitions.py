"""Whether the roadmap was spoken on the way to each section, and in which words.

Looking back and looking ahead are judged apart on the phrases of the transition that the aligner
found; a transition with both is full, with neither skipped.
"""

from __future__ import annotations

from collections.abc import Sequence

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
"""Evidence that parts are laid out, all phrases' together, for an overview of the talk."""
DOUBT, FULL_DOUBT = 0.5, 0.1
"""How far a status can be trusted less when its boundary is not sure at all. Both halves together
are hardly ever heard by chance; a half, or none, is often one of a transition that stands elsewhere
(on the labelled talks 98% and 62% of them were right)."""
STOOD_THERE_WORDS = 20
"""How many of the words are quoted that stood where a transition was expected."""


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
    lengths = alignment.roadmap.runs()[1]
    return tuple(
        _check(sections, i, alignment, lengths, spoken, words)
        for i in planned_transitions(outline, sections)
    )


def _check(
    sections: Sequence[Section],
    target: int,
    alignment: Alignment,
    lengths: NDArray[np.intp],
    spoken: Sequence[Phrase],
    words: Sequence[Word],
) -> TransitionCheck:
    to, first = sections[target].id, alignment.first_phrase(target)
    placed = alignment.confidence(target, spoken)
    if first is None:
        return TransitionCheck(
            to=to, status="skipped", start_s=None, end_s=None, quote="", confidence=placed
        )
    rows = range(first, first + int(lengths[first, target]))
    status = _judge(alignment, sections, target, rows) if rows else "skipped"
    begin = spoken[first].first
    if status == "skipped":
        end = min(spoken[-1].end, begin + STOOD_THERE_WORDS)
    else:
        end = spoken[rows[-1]].end
    start_s = words[begin].start
    return TransitionCheck(
        to=to,
        status=status,
        start_s=start_s,
        end_s=start_s if status == "skipped" else max(start_s, words[end - 1].end),
        quote=" ".join(word.text for word in words[begin:end]),
        confidence=round(1 - (1 - placed) * (FULL_DOUBT if status == "full" else DOUBT), 2),
    )


def _judge(
    alignment: Alignment, sections: Sequence[Section], target: int, rows: range
) -> TransitionStatus:
    """What the transition to section `target` in the phrases `rows` says."""
    evidence = alignment.roadmap
    looks_back = _evidence(evidence.back[rows, target]) >= BACK_NEEDED
    looks_ahead = _evidence(evidence.ahead[rows, target]) >= AHEAD_NEEDED
    if target == 1 and sections[1].kind == "paper":
        if evidence.laid_out[rows].sum() >= PARTS_NEEDED:
            return "full"
        return "preview" if looks_back or looks_ahead else "skipped"
    if looks_back and looks_ahead:
        return "full"
    if looks_back:
        return "recap"
    return "preview" if looks_ahead else "skipped"


def _evidence(scores: NDArray[np.float64]) -> float:
    best = float(scores.max())
    return best + 0.5 * (float(scores.sum()) - best)
