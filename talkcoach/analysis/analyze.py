"""One run against its outline: words and levels in, the report out. Advice is added elsewhere."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from talkcoach.analysis.align import Alignment, align
from talkcoach.analysis.fillers import find_fillers
from talkcoach.analysis.pace import gaps_as_pauses, measure_pace, words_per_minute
from talkcoach.analysis.pauses import find_pauses
from talkcoach.analysis.phrases import Phrase, phrases
from talkcoach.analysis.points import check_points
from talkcoach.analysis.transitions import check_transitions
from talkcoach.marks import Mark
from talkcoach.outline.model import Outline, Section
from talkcoach.report import OutlineRef, Pause, Report, RunRef, SectionTiming
from talkcoach.speech.transcript import Transcript, Word

if TYPE_CHECKING:
    from talkcoach.speech.levels import Levels

SURE_WITHIN_S = 5.0
"""A boundary's confidence is the probability that it lies within so many seconds."""


def analyze(
    outline: Outline,
    transcript: Transcript,
    levels: Levels | None = None,
    run: RunRef | None = None,
    marks: Sequence[Mark] = (),
    only: Sequence[str] = (),
) -> Report:
    """What was said when, measured against the plan; `advice` is left empty.

    Args:
        outline: the plan.
        transcript: the recording's words.
        levels: the recording's loudness; without it there are no pauses and no articulation rate.
        run: which recording this is, passed on to the report.
        marks: boundaries set by hand; they hold, and sharpen the others.
        only: the ids of the sections that were rehearsed; empty for finding that out.
    """
    sections = outline.sections()
    words = transcript.words
    spoken = phrases(words, outline.language)
    alignment = align(sections, spoken, outline.language)
    pauses = find_pauses(levels) if levels is not None else ()
    silences = pauses if levels is not None else gaps_as_pauses(words)
    timings = _timings(sections, alignment, spoken, words, silences)
    duration_s = round(sum(timing.actual_s for timing in timings), 3)
    return Report(
        outline=OutlineRef(title=outline.title, duration_s=outline.duration),
        run=run,
        duration_s=duration_s,
        over_s=round(duration_s - outline.duration, 3),
        sections=timings,
        transitions=check_transitions(outline, sections, alignment, spoken, words),
        points=check_points(sections, alignment, spoken, words, outline.language),
        pauses=pauses,
        fillers=find_fillers(words),
        pace=measure_pace(words, silences, levels),
        advice=(),
    )


def _timings(
    sections: Sequence[Section],
    alignment: Alignment,
    spoken: Sequence[Phrase],
    words: Sequence[Word],
    silences: Sequence[Pause],
) -> tuple[SectionTiming, ...]:
    visits: dict[int, list[tuple[float, float]]] = {}
    for n, visit in enumerate(alignment.visits):
        last = n + 1 == len(alignment.visits)
        end_s = spoken[-1].end_s if last else spoken[visit.end].start_s
        visits.setdefault(visit.section, []).append((spoken[visit.first].start_s, end_s))
    return tuple(
        _timing(section, visits.get(i, []), _confidence(alignment, spoken, i), words, silences)
        for i, section in enumerate(sections)
    )


def _timing(
    section: Section,
    visits: Sequence[tuple[float, float]],
    confidence: float,
    words: Sequence[Word],
    silences: Sequence[Pause],
) -> SectionTiming:
    actual_s = round(sum(end_s - start_s for start_s, end_s in visits), 3)
    own = [word for word in words if any(a <= word.start < b for a, b in visits)]
    starts_s = [word.start for word in own]
    speeds = [(words_per_minute(starts_s, silences, a, b), b - a) for a, b in visits]
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
        words=len(own),
        wpm=round(sum(w * length_s for w, length_s in known) / weight, 1) if weight else None,
        confidence=confidence,
    )


def _confidence(alignment: Alignment, spoken: Sequence[Phrase], section: int) -> float:
    """The probability that the section starts within 5 s of where it was put, or was skipped."""
    first = alignment.first_phrase(section)
    if first is None:
        return round(max(0.0, 1.0 - float(alignment.starts[:, section].sum())) * alignment.match, 2)
    at_s = spoken[first].start_s
    near = [abs(phrase.start_s - at_s) <= SURE_WITHIN_S for phrase in spoken]
    return round(min(1.0, float(alignment.starts[near, section].sum())) * alignment.match, 2)
