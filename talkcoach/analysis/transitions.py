"""Whether the roadmap was spoken on the way to each section, and in which words.

Looking back and looking ahead are judged apart on the phrases of the transition that the aligner
found; a transition with both is full, with neither skipped.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from talkcoach.analysis.align import Alignment
from talkcoach.analysis.phrases import Phrase
from talkcoach.outline.model import Outline, Section
from talkcoach.report import TransitionCheck, TransitionStatus
from talkcoach.speech.transcript import Word

BACK_NEEDED = 1.4
"""Evidence for looking back, the best phrase's plus half of the others', that counts as done."""
AHEAD_NEEDED = 1.4
SURE_MARGIN = 1.5
"""Evidence this far above or below what is needed leaves no doubt."""
STOOD_THERE_WORDS = 20
"""How many of the words are quoted that stood where a transition was expected."""


@dataclass(frozen=True, slots=True)
class _Found:
    status: TransitionStatus
    first: int
    end: int
    confidence: float


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
    starts: dict[int, int] = {}
    for stretch in alignment.stretches:
        starts.setdefault(stretch.section, stretch.first)
    return tuple(
        _check(sections, i, starts.get(i), alignment, spoken, words)
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
    if first is None:
        return TransitionCheck(
            to=to, status="skipped", start_s=None, end_s=None, quote="", confidence=0.5
        )
    found = _judge(alignment, sections, target, first)
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
        confidence=found.confidence,
    )


def _judge(alignment: Alignment, sections: Sequence[Section], target: int, first: int) -> _Found:
    evidence = alignment.roadmap
    _, lengths = evidence.runs()
    length = int(lengths[first, target])
    end = first + length
    back = _evidence(evidence.back[first:end, target])
    ahead = _evidence(evidence.ahead[first:end, target])
    looks_back, looks_ahead = back >= BACK_NEEDED, ahead >= AHEAD_NEEDED
    if length == 0 or not (looks_back or looks_ahead):
        status: TransitionStatus = "skipped"
    elif looks_back and looks_ahead:
        status = "full"
    else:
        status = "recap" if looks_back else "preview"
    if status != "skipped" and target == 1 and sections[1].kind == "paper":
        status = "full" if ahead >= 2 * AHEAD_NEEDED else "preview"
    doubt = min(abs(back - BACK_NEEDED), abs(ahead - AHEAD_NEEDED)) / SURE_MARGIN
    return _Found(status, first, end, round(0.5 + 0.45 * min(1.0, doubt), 2))


def _evidence(scores: Sequence[float]) -> float:
    best = max(scores, default=0.0)
    return float(best + 0.5 * (sum(scores) - best))
