"""The time spent in each section, from where it was found."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from talkcoach.analysis.align import Alignment
from talkcoach.analysis.pace import words_per_minute
from talkcoach.analysis.phrases import Phrase
from talkcoach.marks import Mark
from talkcoach.outline.model import Section
from talkcoach.report import Pause, SectionTiming
from talkcoach.speech.transcript import Word


def section_timings(
    sections: Sequence[Section],
    alignment: Alignment,
    spoken: Sequence[Phrase],
    words: Sequence[Word],
    silences: Sequence[Pause],
    marks: Sequence[Mark] = (),
) -> tuple[SectionTiming, ...]:
    """One for each section, in the outline's order.

    A section lasts from its first phrase to the next section's; a marked one starts at its mark.
    """
    phrases_s = [phrase.start_s for phrase in spoken]
    marks_s = {mark.section: mark.at_s for mark in marks}
    starts_s: list[float] = []
    entered: set[int] = set()
    held: set[int] = set()
    for visit in alignment.visits:
        mark_s = marks_s.get(sections[visit.section].id)
        is_held = (
            visit.section not in entered
            and mark_s is not None
            and bisect_left(phrases_s, mark_s) == visit.first
        )
        starts_s.append(mark_s if is_held and mark_s is not None else phrases_s[visit.first])
        entered.add(visit.section)
        if is_held:
            held.add(visit.section)
    ends_s = [*starts_s[1:], spoken[-1].end_s] if spoken else []
    spans = [
        (visit.section, start_s, max(start_s, end_s))
        for visit, start_s, end_s in zip(alignment.visits, starts_s, ends_s, strict=False)
    ]
    word_starts_s = [word.start for word in words]
    return tuple(
        _timing(
            section,
            [(start_s, end_s) for i, start_s, end_s in spans if i == number],
            1.0 if number in held else alignment.confidence(number, spoken),
            word_starts_s,
            silences,
        )
        for number, section in enumerate(sections)
    )


def _timing(
    section: Section,
    visits: Sequence[tuple[float, float]],
    confidence: float,
    word_starts_s: Sequence[float],
    silences: Sequence[Pause],
) -> SectionTiming:
    actual_s = round(sum(end_s - start_s for start_s, end_s in visits), 3)
    spans = [(bisect_left(word_starts_s, a), bisect_left(word_starts_s, b)) for a, b in visits]
    speeds = [
        (words_per_minute(word_starts_s[i:j], silences, a, b), b - a)
        for (i, j), (a, b) in zip(spans, visits, strict=True)
    ]
    known = [(wpm, length_s) for wpm, length_s in speeds if wpm is not None]
    weight = sum(length_s for _, length_s in known)
    return SectionTiming(
        id=section.id,
        title=section.short,
        status="spoken" if visits else "skipped",
        start_s=visits[0][0] if visits else None,
        end_s=visits[-1][1] if visits else None,
        actual_s=actual_s,
        budget_s=section.budget_s,
        delta_s=round(actual_s - section.budget_s, 3),
        words=sum(j - i for i, j in spans),
        wpm=round(sum(w * length_s for w, length_s in known) / weight, 1) if weight else None,
        confidence=confidence,
        visits=tuple(visits),
    )
