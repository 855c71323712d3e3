"""Why each boundary was put where it is: the evidence that the decoder weighed there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from talkcoach.analysis.align import Alignment, Visit
from talkcoach.analysis.phrases import Phrase
from talkcoach.outline.model import Section
from talkcoach.speech.transcript import Word

Floats = NDArray[np.float64]

AROUND_S = 45.0
"""Words this near to a boundary are named as its evidence."""
NAMED = 5
"""Words named on each side."""
WORTH = 0.2
"""A word that is worth less, in nats, is not named."""
APART_S = 5.0
"""Another place this far away is another place."""


@dataclass(frozen=True, slots=True)
class BoundaryReasons:
    """The evidence for one start of a section. Scores are in nats: 1 makes it e times likelier."""

    section: str
    start_s: float
    confidence: float
    """The probability of this place, within 5 s."""
    silence_s: float
    """Before it, by the recogniser's word times."""
    opening: str
    """The first words."""
    start_score: float
    """How much they sound like a start: silence, opener, question, change of words."""
    transition: str
    """The words of the roadmap transition that starts here; "" without one."""
    transition_score: float
    before: tuple[tuple[str, float], ...]
    """Words heard just before, and how much they are worth more for the section that ended."""
    after: tuple[tuple[str, float], ...]
    """Words heard just after, and how much they are worth more for the section that began."""
    rival_s: float | None
    """The next best place; None when there is no other."""
    rival_chance: float


def explain(
    sections: Sequence[Section],
    alignment: Alignment,
    spoken: Sequence[Phrase],
    words: Sequence[Word],
) -> tuple[BoundaryReasons, ...]:
    """One for each visit to a section but the first, in order of time."""
    scores, lengths = alignment.roadmap.runs()
    times_s = np.array([phrase.start_s for phrase in spoken])
    reasons: list[BoundaryReasons] = []
    for old, new in zip(alignment.visits, alignment.visits[1:], strict=False):
        row, phrase = new.first, spoken[new.first]
        end = row + int(lengths[row, new.section])
        chances = alignment.starts[:, new.section]
        near = np.abs(times_s - phrase.start_s) <= APART_S
        elsewhere = np.where(near, 0.0, chances)
        rival = int(elsewhere.argmax())
        reasons.append(
            BoundaryReasons(
                section=sections[new.section].id,
                start_s=phrase.start_s,
                confidence=min(1.0, float(chances[near].sum())),
                silence_s=phrase.gap_s,
                opening=_text(words, phrase.first, min(phrase.end, phrase.first + 12)),
                start_score=float(alignment.turns[row]),
                transition=_text(words, phrase.first, spoken[end - 1].end) if end > row else "",
                transition_score=float(scores[row, new.section]),
                before=_telling(alignment, spoken, words, old, new, range(old.first, row)),
                after=_telling(alignment, spoken, words, new, old, range(row, new.end)),
                rival_s=float(times_s[rival]) if elsewhere[rival] > 0 else None,
                rival_chance=float(elsewhere[rival]),
            )
        )
    return tuple(reasons)


def _text(words: Sequence[Word], first: int, end: int) -> str:
    return " ".join(word.text for word in words[first:end])


def _telling(
    alignment: Alignment,
    spoken: Sequence[Phrase],
    words: Sequence[Word],
    own: Visit,
    other: Visit,
    rows: range,
) -> tuple[tuple[str, float], ...]:
    """The words of `rows` near the boundary that speak most for `own` against `other`."""
    at_s = spoken[max(own.first, other.first)].start_s
    near = [row for row in rows if abs(spoken[row].start_s - at_s) <= AROUND_S]
    if not near:
        return ()
    section, gains = alignment.words.section, alignment.models.gains
    worth = gains[section == own.section].max(axis=0) - gains[section == other.section].max(axis=0)
    said: Floats = alignment.words.counts[near].sum(axis=0)
    total = np.where(said > 0, worth * said, 0.0)
    stems = list(alignment.words.index)
    as_heard = {
        stem: words[at].text.strip('.,;:?!"').lower()
        for row in reversed(near)
        for stem, at in zip(spoken[row].stems, spoken[row].at, strict=True)
    }
    best = np.argsort(-total)[:NAMED]
    return tuple(
        (as_heard.get(stems[i], stems[i]), round(float(total[i]), 2))
        for i in best
        if total[i] >= WORTH
    )
