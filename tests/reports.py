"""Reports for tests: a 20-minute talk in five sections, with whatever a test wants different."""

from __future__ import annotations

from collections.abc import Mapping

from talkcoach.report import (
    OutlineRef,
    Pace,
    Pause,
    PointCheck,
    Report,
    RunRef,
    SectionTiming,
    TransitionCheck,
    TransitionStatus,
)

TITLES = {
    "opening": "Opening",
    "labels": "Data quality",
    "reward": "Reward models",
    "closing": "Closing",
}
BUDGETS = {"opening": 180.0, "labels": 480.0, "reward": 420.0, "closing": 120.0}
HOSTILE = "[bold red]x[/] \x1b[31m\u202eevil\u202c 🎓 " + "long " * 2_000


def make_report(
    actual: Mapping[str, float | None] = BUDGETS,
    statuses: Mapping[str, TransitionStatus] | None = None,
    covered: tuple[bool, bool] = (True, False),
    title: str = "Dependable post-training",
    wpm: float | None = 142.0,
    run_id: str = "2026-03-04T19-30-00",
) -> Report:
    """A report; a section whose actual time is None was skipped."""
    checks = {"labels": "full", "reward": "full", "closing": "full"} | dict(statuses or {})
    sections, at_s = [], 0.0
    for key, budget_s in BUDGETS.items():
        actual_s = actual.get(key, budget_s)
        sections.append(
            SectionTiming(
                id=key, title=TITLES[key], status="skipped" if actual_s is None else "spoken",
                start_s=None if actual_s is None else at_s,
                end_s=None if actual_s is None else at_s + actual_s,
                actual_s=actual_s or 0.0, budget_s=budget_s,
                delta_s=(actual_s or 0.0) - budget_s,
                words=round((actual_s or 0.0) * 2.3), wpm=wpm, confidence=0.9,
            )
        )  # fmt: skip
        at_s += actual_s or 0.0
    return Report(
        outline=OutlineRef(title=title, duration_s=1200.0),
        run=RunRef(
            id=run_id, recorded_at="2026-03-04T19:30:00", source="a.m4a", model="tiny.en",
            language="en",
        ),
        duration_s=at_s,
        over_s=at_s - 1200.0,
        sections=tuple(sections),
        transitions=tuple(
            TransitionCheck(
                to=to, status=status, start_s=357.0, end_s=365.0,
                quote="now the reward model is trained", confidence=0.8,
            )
            for to, status in checks.items()
        ),
        points=(
            PointCheck(id="labels.1.1", text="Annotators drift", covered=covered[0], time_s=None,
                       quote=""),
            PointCheck(id="reward.1.1", text="Ensembles disagree", covered=covered[1],
                       time_s=None, quote=""),
        ),
        pauses=(Pause(start_s=301.0, seconds=5.2),),
        fillers=(),
        pace=Pace(wpm=wpm, articulation_wpm=None, window_s=30.0, series=()),
        advice=("Cut 2:10 min from Data quality.",),
    )  # fmt: skip
