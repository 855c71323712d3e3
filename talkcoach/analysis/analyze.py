"""One run against its outline: words and levels in, the report out. Advice is added elsewhere."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from talkcoach.analysis.align import PACE_LIMITS, Alignment, align
from talkcoach.analysis.fillers import find_fillers
from talkcoach.analysis.hesitations import find_hesitations
from talkcoach.analysis.pace import gaps_as_pauses, measure_pace
from talkcoach.analysis.pauses import find_pauses
from talkcoach.analysis.phrases import Phrase, phrases
from talkcoach.analysis.points import check_points
from talkcoach.analysis.restarts import find_restarts
from talkcoach.analysis.timings import section_timings
from talkcoach.analysis.transitions import check_transitions
from talkcoach.marks import Mark
from talkcoach.outline.model import Outline, Section
from talkcoach.report import Filler, OutlineRef, PointCheck, Report, Restart, RunRef, SectionTiming
from talkcoach.speech.transcript import Transcript, Word

if TYPE_CHECKING:
    from talkcoach.speech.levels import Levels
    from talkcoach.speech.voicing import VoiceTrack

PARTIAL = 0.8
"""A recording shorter than this share of the plan that lacks its beginning or end is of a part."""


ENOUGH, FEW = 8, 0.3
"""Of so many points and more, a smaller share said makes a talk of doubtful match another talk: in
12 talks 38% and more are said, in other talks' outlines 23%, by chance."""


def analyze(
    outline: Outline,
    transcript: Transcript,
    levels: Levels | None = None,
    run: RunRef | None = None,
    marks: Sequence[Mark] = (),
    only: Sequence[str] = (),
    voice: VoiceTrack | None = None,
) -> Report:
    """What was said when, measured against the plan; `advice` is left empty.

    Args:
        outline: the plan.
        transcript: the recording's words.
        levels: the recording's loudness; without it there are no pauses and no articulation rate.
        run: which recording this is, passed on to the report.
        marks: boundaries set by hand; they hold, and sharpen the others.
        only: the ids of the sections that were rehearsed; empty for finding that out.
        voice: the recording's sound, to find the hesitations that the words lack.
    """
    sections = outline.sections()
    words = transcript.words
    spoken, alignment = align_words(outline, words, marks, only)
    points = check_points(sections, alignment, spoken, words, outline.language)
    if alignment.match < 1.0 and _is_foreign(points, alignment, sections, spoken):
        alignment = replace(alignment, visits=(), match=0.0)
        points = check_points(sections, alignment, spoken, words, outline.language)
    pauses = find_pauses(levels) if levels is not None else ()
    silences = pauses if levels is not None else gaps_as_pauses(words)
    starts = [mark for mark in marks if mark.is_start]
    timings = section_timings(sections, alignment, spoken, words, silences, starts)
    rehearsed = _rehearsed(timings, only, outline.duration)
    duration_s = round(sum(timing.actual_s for timing in timings), 3)
    is_partial = len(rehearsed) < len(sections)
    budgets_s = (timing.budget_s for timing in timings if timing.id in rehearsed)
    transitions = check_transitions(outline, sections, alignment, spoken, words)
    return Report(
        outline=OutlineRef(title=outline.title, duration_s=outline.duration),
        run=run,
        duration_s=duration_s,
        over_s=round(duration_s - (sum(budgets_s) if is_partial else outline.duration), 3),
        is_partial=is_partial,
        is_match=bool(alignment.visits),
        sections=tuple(
            timing.model_copy(update={"is_rehearsed": timing.id in rehearsed}) for timing in timings
        ),
        transitions=tuple(
            check.model_copy(update={"is_rehearsed": check.to in rehearsed})
            for check in transitions
        ),
        points=tuple(
            point.model_copy(update={"is_rehearsed": point.id.split(".")[0] in rehearsed})
            for point in points
        ),
        restarts=_restarts(sections, alignment, spoken, words),
        pauses=pauses,
        fillers=_fillers(words, voice),
        pace=measure_pace(words, silences, levels),
        advice=(),
    )


def align_words(
    outline: Outline,
    words: Sequence[Word],
    marks: Sequence[Mark] = (),
    only: Sequence[str] = (),
    is_going_on: bool = False,
) -> tuple[tuple[Phrase, ...], Alignment]:
    """The phrases of `words`, and where each section of `outline` was found among them.

    A mark after the last word, or with no word before the next mark, has nothing to hold.
    """
    sections = outline.sections()
    number = {section.id: i for i, section in enumerate(sections)}
    chosen = {number[section] for section in only} or set(number.values())
    marks = sorted((m for m in marks if number[m.section] in chosen), key=lambda m: m.at_s)
    starts = [mark for mark in marks if mark.is_start]
    spoken = phrases(words, outline.language, [mark.at_s for mark in starts])
    if len({mark.section for mark in starts}) == len(chosen):
        # Every section starts later: what is said before is not of the talk.
        spoken = tuple(phrase for phrase in spoken if phrase.start_s >= starts[0].at_s)
    starts_s = [phrase.start_s for phrase in spoken]
    placed = {bisect_left(starts_s, mark.at_s): number[mark.section] for mark in starts}
    placed.pop(len(spoken), None)
    pairs = [(section, row) for row, section in placed.items()]
    limits = [
        (number[mark.section], bisect_left(starts_s, mark.at_s))
        for mark in marks
        if not mark.is_start
    ]
    return spoken, align(
        sections, spoken, outline.language, pairs, limits, chosen, is_going_on=is_going_on
    )


def _rehearsed(
    timings: Sequence[SectionTiming], only: Sequence[str], planned_s: float
) -> frozenset[str]:
    """The sections that the recording is of: all, or those that a part of the talk holds."""
    if only:
        return frozenset(only)
    spoken = [i for i, timing in enumerate(timings) if timing.status == "spoken"]
    actual_s = sum(timing.actual_s for timing in timings)
    if not spoken or actual_s >= PARTIAL * planned_s:
        return frozenset(timing.id for timing in timings)
    return frozenset(timing.id for timing in timings[spoken[0] : spoken[-1] + 1])


def _is_foreign(
    points: Sequence[PointCheck],
    alignment: Alignment,
    sections: Sequence[Section],
    spoken: Sequence[Phrase],
) -> bool:
    """Whether words that fit the outline so-so say so few of its points that it is another talk.

    Who hurries says fewer of them.
    """
    found = {visit.section for visit in alignment.visits}
    said = sum(point.covered for point in points)
    planned_s = sum(section.budget_s for section in sections)
    share = (spoken[-1].end_s - spoken[0].start_s) / max(1.0, planned_s) if spoken else 0.0
    few = FEW * min(1.0, share / PACE_LIMITS[0])
    return len(found) == len(sections) and len(points) >= ENOUGH and said < few * len(points)


def _fillers(words: Sequence[Word], voice: VoiceTrack | None) -> tuple[Filler, ...]:
    written = find_fillers(words)
    if voice is None:
        return written
    found = find_hesitations(voice, words)
    return tuple(sorted((*written, *found), key=lambda filler: filler.time_s))


def _restarts(
    sections: Sequence[Section],
    alignment: Alignment,
    spoken: Sequence[Phrase],
    words: Sequence[Word],
) -> tuple[Restart, ...]:
    return tuple(
        Restart(
            section=sections[visit.section].id,
            time_s=spoken[row].start_s,
            quote=" ".join(word.text for word in words[spoken[row].first : spoken[row].end]),
        )
        for row in find_restarts(spoken)
        for visit in alignment.visits
        if visit.first <= row < visit.end
    )
