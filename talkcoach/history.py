"""What the last runs say together: budgets that are never met, and budgets that could be.

Only sections that a run holds count, so runs of a part do too. Runs come oldest first.
"""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median

from pydantic import BaseModel, ConfigDict

from talkcoach.outline.model import Section
from talkcoach.report import Report

RUNS = 3
"""So many runs make a habit: once may be chance, twice too."""

OFF_S, OFF_SHARE = 15.0, 0.1
"""A budget is missed by more than this, in seconds and as a share of it: the larger one counts."""

STEP_S = 15.0
"""Budgets are proposed in steps that a speaker can plan with."""
SHORT_TALK_S, SHORT_STEP_S = 600.0, 5.0
"""Below this length of a talk, in smaller ones."""


class Habit(BaseModel):
    """A section that missed its budget in the same direction in each of its last runs."""

    model_config = ConfigDict(frozen=True)

    id: str
    title: str
    budget_s: float
    actual_s: tuple[float, ...]
    """Oldest first."""


class Proposal(BaseModel):
    """A budget as the runs suggest it."""

    model_config = ConfigDict(frozen=True)

    id: str
    title: str
    budget_s: float
    """As the outline has it."""
    spoken_s: float | None
    """The median of its last runs; None when it was not spoken in any."""
    proposed_s: float
    """All sections' add up to the talk's duration."""


def habits(reports: Sequence[Report]) -> tuple[Habit, ...]:
    """The sections whose budget was never met in their last three runs, the worst first.

    The last report's budgets count: what was planned earlier is no longer the plan. The last run
    must hold the section.
    """
    if not reports:
        return ()
    found = []
    for section in reports[-1].rehearsed_sections:
        times_s = _times(reports, section.id)
        allowed_s = max(OFF_S, OFF_SHARE * section.budget_s)
        off_s = [time_s - section.budget_s for time_s in times_s]
        same = min(off_s) > allowed_s or max(off_s) < -allowed_s if off_s else False
        if section.status == "spoken" and len(times_s) == RUNS and same:
            found.append(
                Habit(id=section.id, title=section.title, budget_s=section.budget_s,
                      actual_s=times_s)
            )  # fmt: skip
    return tuple(sorted(found, key=lambda habit: -abs(median(habit.actual_s) - habit.budget_s)))


def propose(
    sections: Sequence[Section], duration_s: float, reports: Sequence[Report]
) -> tuple[Proposal, ...]:
    """Budgets for `sections` as the runs suggest them, adding up to `duration_s`.

    A section gets the median of its last three times; one that was never spoken keeps its budget.
    When these do not add up to the talk, all are cut, or stretched, in proportion.
    """
    times_s = {section.id: _times(reports, section.id) for section in sections}
    usual_s = {key: median(found) if found else None for key, found in times_s.items()}
    wanted_s = [usual_s[s.id] if usual_s[s.id] is not None else s.budget_s for s in sections]
    return tuple(
        Proposal(
            id=section.id,
            title=section.short,
            budget_s=section.budget_s,
            spoken_s=usual_s[section.id],
            proposed_s=proposed_s,
        )
        for section, proposed_s in zip(sections, _fit(wanted_s, duration_s), strict=True)
    )


def _times(reports: Sequence[Report], section: str) -> tuple[float, ...]:
    """What the section took in the last runs that hold it, at most three, oldest first."""
    found = [
        timing.actual_s
        for report in reports
        for timing in report.rehearsed_sections
        if timing.id == section and timing.status == "spoken"
    ]
    return tuple(found[-RUNS:])


def _fit(wanted_s: Sequence[float | None], duration_s: float) -> list[float]:
    """Scaled to add up to `duration_s`, in whole steps; what is less than a step, the longest gets.

    The steps left over go to those that rounding down cost most (Hare's largest remainders).
    """
    wanted = [value or 0.0 for value in wanted_s]
    total_s = sum(wanted)
    if not total_s:
        return [duration_s / len(wanted)] * len(wanted)
    scaled = [value * duration_s / total_s for value in wanted]
    step_s = SHORT_STEP_S if duration_s < SHORT_TALK_S else STEP_S
    if min(scaled) < step_s:  # a section would vanish
        return scaled
    steps = [int(value // step_s) for value in scaled]
    left = int(duration_s // step_s) - sum(steps)
    for i in sorted(range(len(steps)), key=lambda i: steps[i] * step_s - scaled[i])[:left]:
        steps[i] += 1
    fitted = [count * step_s for count in steps]
    fitted[fitted.index(max(fitted))] += duration_s - sum(fitted)
    return fitted
