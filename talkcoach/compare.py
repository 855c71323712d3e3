"""What changed from run to run: times against budgets, transitions, points, pace, fillers.

Runs are compared by section id, so an outline may change between them. A section that was skipped
in a run has no time there: it does not count as fast.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pydantic import BaseModel, ConfigDict

from talkcoach.durations import clock, delta, spoken
from talkcoach.norms import ON_TIME_S
from talkcoach.report import PointCheck, Report, SectionTiming, TransitionStatus

NOT_HEARD_S = 60.0
HALF_HEARD_S = 30.0
"""What a transition not heard, or heard in half, weighs against seconds off the plan."""


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True)


class RunSummary(_Frozen):
    """One run in a line."""

    id: str
    duration_s: float
    planned_s: float
    over_s: float
    transitions_heard: int
    """With status full, recap or preview."""
    transitions: int
    points_covered: int
    points: int
    wpm: float | None
    fillers: int
    partial: bool
    """A section was not heard at all: its total says little."""
    other: bool = False
    """These words hardly fit the outline: the recording may be of another talk."""


class SectionTrend(_Frozen):
    """One section across the runs; None where a run skipped it or did not plan it."""

    id: str
    title: str
    budget_s: float
    """In the last run that planned it."""
    actual_s: tuple[float | None, ...]
    delta_s: tuple[float | None, ...]
    """Against the budget of that run's own outline."""
    best: int | None
    """The run, counted from 0, in which it came nearest to its budget: its personal best."""


class TransitionTrend(_Frozen):
    """One transition across the runs; None where a run did not plan it."""

    to: str
    title: str
    statuses: tuple[TransitionStatus | None, ...]


class PointTrend(_Frozen):
    """A planned point and the section it belongs to."""

    id: str
    text: str


class Comparison(_Frozen):
    """Runs side by side, in the order given. Numbers of runs count from 0."""

    runs: tuple[RunSummary, ...]
    best_run: int
    """The run nearest to the plan as a whole; see `distance`."""
    sections: tuple[SectionTrend, ...]
    transitions: tuple[TransitionTrend, ...]
    still_missed: tuple[PointTrend, ...]
    """In the last run's plan and never said in any run that could have said them."""
    newly_covered: tuple[PointTrend, ...]
    """Said in the last run and missed when they could have been said before."""
    better: tuple[str, ...]
    worse: tuple[str, ...]
    """What the last run changed, in sentences: each section against the last run that holds it."""
    outline_changed: bool
    """Sections, budgets, points or the talk's time were planned differently in some run."""


def distance(report: Report) -> float:
    """How far a run was from its plan, in seconds: 0 is perfect.

    The sum of all sections' deviations from their budgets, and 60 s for each transition not
    heard, 30 s for each heard in half. A section left out deviates by its whole budget.
    """
    off_s = sum(abs(section.delta_s) for section in report.rehearsed_sections)
    weights = {"full": 0.0, "recap": HALF_HEARD_S, "preview": HALF_HEARD_S, "skipped": NOT_HEARD_S}
    return off_s + sum(weights[check.status] for check in report.rehearsed_transitions)


def best_index(reports: Sequence[Report]) -> int:
    """The number of the report nearest to its plan, from 0; of equal ones the latest.

    A run of a part is never the best while there is one of the whole talk; a recording of another
    talk is not while there is any of this one.

    Raises:
        ValueError: `reports` is empty.
    """
    return min(
        range(len(reports)),
        key=lambda i: (
            reports[i].is_another_talk,
            reports[i].is_partial,
            distance(reports[i]),
            -i,
        ),
    )


def compare(reports: Sequence[Report]) -> Comparison:
    """The runs side by side, in the order given (oldest first).

    Raises:
        ValueError: `reports` is empty.
    """
    heard = [report for report in reports if not report.is_another_talk]
    is_last = not reports[-1].is_another_talk
    better, worse = _changes(heard[:-1], heard[-1]) if heard and is_last else ((), ())
    return Comparison(
        runs=tuple(_summary(report, n) for n, report in enumerate(reports, start=1)),
        best_run=best_index(reports),
        sections=_sections(reports),
        transitions=_transitions(reports),
        still_missed=_still_missed(heard),
        newly_covered=_newly_covered(heard) if is_last else (),
        better=better,
        worse=worse,
        outline_changed=len({_plan(report) for report in reports}) > 1,
    )


def _summary(report: Report, number: int) -> RunSummary:
    return RunSummary(
        id=report.run.id if report.run else f"run {number}",
        duration_s=report.duration_s,
        planned_s=report.planned_s,
        over_s=report.over_s,
        transitions_heard=_heard(report),
        transitions=len(report.rehearsed_transitions),
        points_covered=sum(point.covered for point in report.rehearsed_points),
        points=len(report.rehearsed_points),
        wpm=report.pace.wpm,
        fillers=len(report.fillers),
        partial=not _is_whole(report),
        other=report.is_another_talk,
    )


def _heard(report: Report) -> int:
    return sum(check.status != "skipped" for check in report.rehearsed_transitions)


def _plan(report: Report) -> tuple[object, ...]:
    sections = tuple((section.id, section.budget_s) for section in report.sections)
    points = tuple((point.id, point.text) for point in report.points)
    return report.outline.duration_s, sections, points


def _order(keys: Sequence[Sequence[str]]) -> list[str]:
    """All keys, in the last run's order; those that only older runs had come after."""
    seen: dict[str, None] = {}
    for run_keys in reversed(keys):
        seen.update(dict.fromkeys(run_keys))
    return list(seen)


def _sections(reports: Sequence[Report]) -> tuple[SectionTrend, ...]:
    by_run = [{section.id: section for section in report.rehearsed_sections} for report in reports]
    keys = _order([[section.id for section in report.sections] for report in reports])
    return tuple(
        _section(key, [run.get(key) for run in by_run])
        for key in keys
        if any(key in run for run in by_run)
    )


def _section(key: str, timings: Sequence[SectionTiming | None]) -> SectionTrend:
    latest = [timing for timing in timings if timing is not None][-1]
    spoken_ = [t if t is not None and t.status == "spoken" else None for t in timings]
    off_s = {i: abs(t.delta_s) for i, t in enumerate(spoken_) if t is not None}
    return SectionTrend(
        id=key,
        title=latest.title,
        budget_s=latest.budget_s,
        actual_s=tuple(None if t is None else t.actual_s for t in spoken_),
        delta_s=tuple(None if t is None else t.delta_s for t in spoken_),
        best=min(off_s, key=lambda i: (off_s[i], -i)) if off_s else None,
    )


def _transitions(reports: Sequence[Report]) -> tuple[TransitionTrend, ...]:
    by_run = [
        {check.to: check.status for check in report.rehearsed_transitions} for report in reports
    ]
    titles = {s.id: s.title for report in reports for s in report.sections}
    return tuple(
        TransitionTrend(
            to=key, title=titles.get(key, key), statuses=tuple(run.get(key) for run in by_run)
        )
        for key in _order([list(run) for run in by_run])
    )


def _key(point: PointCheck) -> tuple[str, str]:
    """What a point is known by again: its number changes when a slide comes before it."""
    return point.section, point.text


def _last_heard(reports: Sequence[Report]) -> dict[tuple[str, str], bool]:
    """Whether each point was said in the last of the runs that could have said it."""
    return {_key(p): p.covered for report in reports for p in report.rehearsed_points}


def _still_missed(reports: Sequence[Report]) -> tuple[PointTrend, ...]:
    if not reports:
        return ()
    heard: dict[tuple[str, str], bool] = {}
    for report in reports:
        for point in report.rehearsed_points:
            heard[_key(point)] = heard.get(_key(point), False) or point.covered
    return tuple(
        PointTrend(id=p.id, text=p.text) for p in reports[-1].points if not heard.get(_key(p), True)
    )


def _newly_covered(reports: Sequence[Report]) -> tuple[PointTrend, ...]:
    if not reports:
        return ()
    before = _last_heard(reports[:-1])
    return tuple(
        PointTrend(id=p.id, text=p.text)
        for p in reports[-1].rehearsed_points
        if p.covered and not before.get(_key(p), True)
    )


def _changes(before: Sequence[Report], now: Report) -> tuple[tuple[str, ...], tuple[str, ...]]:
    better: list[str] = []
    worse: list[str] = []
    whole = [report for report in before if _is_whole(report)]
    if whole and _is_whole(now):
        old_over_s = whole[-1].duration_s - now.planned_s  # an earlier plan is no longer the plan
        gained_s = abs(old_over_s) - abs(now.over_s)
        if abs(gained_s) >= ON_TIME_S:
            place = better if gained_s > 0 else worse
            nearer = "closer to" if gained_s > 0 else "further from"
            place.append(
                f"The whole talk is {spoken(abs(gained_s))} {nearer} its time: "
                f"{delta(now.over_s)} after {delta(old_over_s)}."
            )
    earlier = {section.id: section for report in before for section in report.rehearsed_sections}
    for section in now.rehearsed_sections:
        if old := earlier.get(section.id):
            _section_change(old, section, better, worse)
    _transition_changes(before, now, better, worse)
    _point_changes(_last_heard(before), now, better, worse)
    return tuple(better), tuple(worse)


def _is_whole(report: Report) -> bool:
    return not report.is_partial and all(s.status == "spoken" for s in report.sections)


def _section_change(
    old: SectionTiming, new: SectionTiming, better: list[str], worse: list[str]
) -> None:
    if new.status == "skipped" or old.status == "skipped":
        if new.status != old.status:
            if new.status == "spoken":
                better.append(f"{new.title} is there again: {clock(new.actual_s)}.")
            else:
                worse.append(f"{new.title} was not heard this time.")
        return
    gained_s = abs(old.actual_s - new.budget_s) - abs(new.delta_s)
    if abs(gained_s) >= ON_TIME_S:
        sentence = (
            f"{new.title}: {clock(new.actual_s)} after {clock(old.actual_s)}, "
            f"{delta(new.delta_s)} against its {clock(new.budget_s)}."
        )
        (better if gained_s > 0 else worse).append(sentence)


_RANK = {"skipped": 0, "recap": 1, "preview": 1, "full": 2}


def _transition_changes(
    before: Sequence[Report], now: Report, better: list[str], worse: list[str]
) -> None:
    titles = {section.id: section.title for section in now.sections}
    earlier = {c.to: c.status for report in before for c in report.rehearsed_transitions}
    for check in now.rehearsed_transitions:
        old = earlier.get(check.to)
        if old is None or _RANK[old] == _RANK[check.status]:
            continue
        was, now_is = (("not heard" if s == "skipped" else s) for s in (old, check.status))
        place = better if _RANK[check.status] > _RANK[old] else worse
        place.append(f"The transition to {titles.get(check.to, check.to)}: {now_is}, was {was}.")


def _point_changes(
    earlier: Mapping[tuple[str, str], bool], now: Report, better: list[str], worse: list[str]
) -> None:
    both = [(earlier[_key(p)], p.covered) for p in now.rehearsed_points if _key(p) in earlier]
    gained = sum(covered and not old for old, covered in both)
    lost = sum(old and not covered for old, covered in both)
    if gained:
        better.append(f"{_points(gained)} said that {'was' if gained == 1 else 'were'} missed.")
    if lost:
        worse.append(f"{_points(lost)} missed that {'was' if lost == 1 else 'were'} said before.")


def _points(count: int) -> str:
    return "1 planned point" if count == 1 else f"{count} planned points"
