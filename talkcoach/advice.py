"""What to change before the next rehearsal: a few sentences, computed from one report.

The reader is nervous and has one evening: exact numbers, one action each, no grades. What the
analysis is unsure of is said as such.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from talkcoach.durations import clock, spoken
from talkcoach.history import habits
from talkcoach.norms import EASY, EASY_WPM, ON_TIME_S
from talkcoach.outline.model import Outline
from talkcoach.outline.transitions import enumerate_names, number_word, transition_sentence
from talkcoach.report import Report, SectionTiming, TransitionCheck

AT_MOST = 5
SURE = 0.5
"""Below this confidence a boundary is worded as a guess."""
SURE_STATUS = 0.65
"""And below this one a transition's status: those were right in six of ten labelled cases."""

LONG_PAUSE_S = 4.0
"""A pause this long is a lost thread rather than a breath."""

MANY_FILLERS = 0.04
"""As a share of the words; the bar that Read.ai sets."""

SHORT_S = 60.0
"""Of recordings shorter than this, half are too short to be told from another talk's."""
SLOW_SLIDE, SLOW_SLIDE_S = 1.5, 30.0
"""A slide is worth naming when it took so many times its share, and so much more than it."""


def headline(report: Report) -> str:
    """The run in a sentence: its length against the plan, and how many transitions were heard."""
    if report.pace.wpm is None:
        return "No speech was found."
    if _is_too_short(report):
        return (
            "Too short to tell which section it is: speak for a minute or more, or name the "
            "section with --only."
        )
    if not report.is_match:
        return (
            "These words do not match this outline: no section of it was recognised. "
            "Is it the right outline, and the right recording?"
        )
    if report.is_another_talk:
        covered = sum(point.covered for point in report.rehearsed_points)
        return (
            f"Is this the right outline? Only {covered} of its {len(report.rehearsed_points)} "
            "points were heard; the times below are guesses."
        )
    part = f"{enumerate_names(_titles(report))} only. " if report.is_partial else ""
    return f"{part}{_length(report)}; {_transitions(report)}."


def _titles(report: Report) -> list[str]:
    return [section.title for section in report.rehearsed_sections]


def advise(report: Report, outline: Outline, earlier: Sequence[Report] = ()) -> tuple[str, ...]:
    """At most five sentences, the most valuable first.

    Args:
        report: the run to improve on.
        outline: what it was held against.
        earlier: reports of the runs before it, oldest first.
    """
    if report.pace.wpm is None:
        return ("No speech was found; check the microphone, or the file, before the next run.",)
    if _is_too_short(report):
        return ()
    if report.is_another_talk:
        return ("Check that the recording and the outline are of the same talk.",)
    found = [
        *_left_out(report),
        *_cuts(report, outline),
        *_roadmap(report, outline),
        *_habits([*earlier, report]),
        *_missed(report),
        *_speed(report),
        *_stumbles(report),
    ]
    return tuple(found[:AT_MOST])


def _length(report: Report) -> str:
    over_s = report.over_s
    if abs(over_s) < ON_TIME_S:
        return f"On time: {clock(report.duration_s)} of {clock(report.planned_s)}"
    if over_s < 0:
        return f"Under by {clock(-over_s)}, with {clock(report.duration_s)} spoken"
    start = f"Over by {clock(over_s)}"
    longest = sorted(_overruns(report), key=lambda s: -s.delta_s)
    if not longest:
        return start
    overrun_s = sum(section.delta_s for section in longest)
    share = longest[0].delta_s / overrun_s
    if share >= 0.8:
        return f"{start}, nearly all of it in {longest[0].title}"
    if share >= 0.5:
        return f"{start}, most of it in {longest[0].title}"
    if (longest[0].delta_s + longest[1].delta_s) / overrun_s >= 0.5:
        return f"{start}, most of it in {longest[0].title} and {longest[1].title}"
    return f"{start}, spread over {len(longest)} sections"


def _transitions(report: Report) -> str:
    total = len(report.rehearsed_transitions)
    silent = sum(check.status == "skipped" for check in report.rehearsed_transitions)
    if not total:
        return "no roadmap transitions were planned"
    if not silent:
        return "every roadmap transition was heard"
    if silent == total:
        return "no roadmap transition was heard"
    verb = "was" if silent == 1 else "were"
    return f"{number_word(silent)} of {number_word(total)} roadmap transitions {verb} not heard"


def _overruns(report: Report) -> list[SectionTiming]:
    return [section for section in report.rehearsed_sections if section.delta_s > 0]


def _left_out(report: Report) -> Iterator[str]:
    names = [section.title for section in report.rehearsed_sections if section.status == "skipped"]
    if names:
        yield (
            f"{enumerate_names(names)} {'was' if len(names) == 1 else 'were'} not heard; "
            "run it once more from start to end, so that its length can be trusted."
        )


def _cuts(report: Report, outline: Outline) -> Iterator[str]:
    if report.over_s < ON_TIME_S:
        spare = report.over_s < -0.1 * report.planned_s and not report.is_partial
        if spare and not list(_left_out(report)):
            yield (
                f"There are {spoken(-report.over_s)} to spare: slow down at the takeaways, "
                "or give the time to the questions."
            )
        return
    longest = max(report.rehearsed_sections, key=lambda section: section.delta_s)
    if longest.delta_s <= 0:
        return
    cut_s = min(longest.delta_s, report.over_s)
    about = "about " if longest.confidence < SURE else ""
    slide = _slowest_slide(report, outline, longest)
    where = ""
    if slide:
        where = (
            f' Its slide "{_short(slide.title)}" alone took about {clock(slide.took_s)} of a '
            f"{clock(slide.share_s)} share: begin there."
        )
    what = "this part" if report.is_partial else "the talk"
    yield (
        f"Cut {spoken(cut_s)} from {longest.title}: it took {about}{clock(longest.actual_s)} of "
        f"its {clock(longest.budget_s)}, and {what} would then end at "
        f"{clock(report.duration_s - cut_s)} of {clock(report.planned_s)}.{where}"
    )


@dataclass(frozen=True, slots=True)
class _SlideTime:
    title: str
    took_s: float
    share_s: float


def _slowest_slide(report: Report, outline: Outline, section: SectionTiming) -> _SlideTime | None:
    """The slide that took most beyond its share of the section, where its points tell.

    A slide begins with the first of its points that was heard; only between two slides whose
    points were heard in order is its length known.
    """
    planned = next((s for s in outline.sections() if s.id == section.id), None)
    if planned is None or len(planned.slides) < 2:
        return None
    if section.start_s is None or section.end_s is None or len(section.visits) > 1:
        return None  # with several visits, its slides may have been begun more than once
    share_s = section.budget_s / len(planned.slides)
    starts: list[float | None] = [section.start_s]
    for number in range(2, len(planned.slides) + 1):
        heard = [
            point.time_s
            for point in report.points
            if point.id.startswith(f"{section.id}.{number}.") and point.time_s is not None
        ]
        starts.append(min(heard, default=None))
    starts.append(section.end_s)
    known = [start_s for start_s in starts if start_s is not None]
    if known != sorted(known):  # not spoken in the planned order
        return None
    found = [
        _SlideTime(slide.title, end_s - start_s, share_s)
        for slide, (start_s, end_s) in zip(planned.slides, pairwise(starts), strict=True)
        if start_s is not None and end_s is not None
    ]
    slowest = max(found, key=lambda slide: slide.took_s, default=None)
    if slowest is None or slowest.took_s < max(SLOW_SLIDE * share_s, share_s + SLOW_SLIDE_S):
        return None
    return slowest


def _habits(reports: Sequence[Report]) -> Iterator[str]:
    """The budget that three runs have missed in the same way, the worst one."""
    found = habits([report for report in reports if not report.is_another_talk])
    for habit in found[:1]:
        times = enumerate_names([clock(time_s) for time_s in habit.actual_s])
        usual_s = median(habit.actual_s)
        else_ = "cut it" if usual_s > habit.budget_s else "fill it"
        yield (
            f"{habit.title} took {times} in the last three runs that had it, and "
            f"{clock(habit.budget_s)} is planned: plan {clock(usual_s)}, or {else_}. "
            "'talkcoach check --from-runs' shows budgets that fit how you speak."
        )


def _roadmap(report: Report, outline: Outline) -> Iterator[str]:
    titles = {section.id: section.title for section in report.sections}
    silent = [check for check in report.rehearsed_transitions if check.status == "skipped"]
    silent.sort(key=lambda check: -check.confidence)
    for check in silent[:2]:
        title = titles.get(check.to, check.to)
        sure = "was not heard" if check.confidence >= SURE_STATUS else "may be missing"
        line = transition_sentence(outline, check.to)
        yield f'The way to {title} {sure}{_at(check)}. Say: "{line}"'
    half = [check for check in report.rehearsed_transitions if check.status in ("recap", "preview")]
    if half and not silent:
        check = half[0]
        lacking = "what comes next" if check.status == "recap" else "what you have covered"
        yield f"On the way to {titles.get(check.to, check.to)}{_at(check)}, also say {lacking}."


def _is_too_short(report: Report) -> bool:
    """Whether there is no match because there is hardly any speech."""
    times_s = [time_s for time_s, _ in report.pace.series]
    spoken_s = times_s[-1] - times_s[0] + report.pace.window_s if times_s else 0.0
    return not report.is_match and spoken_s < SHORT_S


def _at(check: TransitionCheck) -> str:
    return "" if check.start_s is None else f" around {clock(check.start_s)}"


def _missed(report: Report) -> Iterator[str]:
    missed = [point for point in report.rehearsed_points if not point.covered]
    if not missed:
        return
    shown = "; ".join(f'"{_short(point.text)}"' for point in missed[:2])
    if len(missed) == 1:
        yield f"One planned point was not heard: {shown}."
    else:
        more = f", and {len(missed) - 2} more" if len(missed) > 2 else ""
        count = number_word(len(missed)).capitalize()
        yield f"{count} planned points were not heard: {shown}{more}."


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= 80 else text[:77].rstrip() + "..."


def _speed(report: Report) -> Iterator[str]:
    wpm = report.pace.wpm
    if wpm is None:
        return
    paced = [section for section in report.rehearsed_sections if section.wpm is not None]
    slow, fast = EASY_WPM
    if wpm > fast:
        fastest = max(paced, key=lambda s: s.wpm or 0.0, default=None)
        where = f", fastest in {fastest.title} ({fastest.wpm:.0f})" if fastest else ""
        yield f"You spoke {wpm:.0f} words a minute{where}; most rooms follow up to {fast:.0f}."
    elif wpm < slow:
        yield f"You spoke {wpm:.0f} words a minute; {EASY} is easy to follow."


def _stumbles(report: Report) -> Iterator[str]:
    long = [pause for pause in report.pauses if pause.seconds >= LONG_PAUSE_S]
    if long:
        longest = max(long, key=lambda pause: pause.seconds)
        count = "One pause" if len(long) == 1 else f"{number_word(len(long)).capitalize()} pauses"
        yield (
            f"{count} of {LONG_PAUSE_S:.0f} s or more, the longest {longest.seconds:.0f} s at "
            f"{clock(longest.start_s)}: learn the first words that come after it."
        )
    words = sum(section.words for section in report.rehearsed_sections)
    if words and len(report.fillers) / words > MANY_FILLERS:
        rate = 100 * len(report.fillers) / words
        yield f"{rate:.0f} of 100 words were fillers; a short silence does the same work."
