"""Comparison: what counts as better, and what does not count at all."""

from __future__ import annotations

from reports import BUDGETS, make_report

from talkcoach.compare import best_index, compare
from talkcoach.report import Report


def test_progress_is_said_with_numbers() -> None:
    before = make_report({"labels": 610.0}, {"reward": "skipped"}, (True, False))
    now = make_report({}, {}, (False, True))
    result = compare([before, now])
    assert result.better == (
        "The whole talk is 2:10 min closer to its time: 0:00 after +2:10.",
        "Data quality: 8:00 after 10:10, 0:00 against its 8:00.",
        "The transition to Reward models: full, was not heard.",
        "1 planned point said that was missed.",
    )
    assert result.worse == ("1 planned point missed that was said before.",)
    assert [point.id for point in result.newly_covered] == ["reward.1.1"]
    assert result.best_run == 1


def test_skipped_section_is_not_fast() -> None:
    result = compare([make_report({"labels": 500.0}), make_report({"labels": None})])
    labels = result.sections[1]
    assert labels.actual_s == (500.0, None)
    assert labels.best == 0
    assert result.runs[1].partial
    assert result.worse == ("Data quality was not heard this time.",)


def test_of_equal_runs_the_latest_is_best() -> None:
    assert best_index([make_report(), make_report()]) == 1


def test_point_said_in_no_run_is_still_missed() -> None:
    result = compare([make_report(), make_report()])
    assert [point.text for point in result.still_missed] == ["Ensembles disagree"]
    assert not result.outline_changed


def part(report: Report, *sections: str) -> Report:
    """`report` as a run of these sections only."""
    return report.model_copy(
        update={
            "is_partial": True,
            "sections": tuple(
                s.model_copy(update={"is_rehearsed": s.id in sections}) for s in report.sections
            ),
            "points": tuple(
                p.model_copy(update={"is_rehearsed": p.id.split(".")[0] in sections})
                for p in report.points
            ),
            "transitions": tuple(
                t.model_copy(update={"is_rehearsed": t.to in sections}) for t in report.transitions
            ),
        }
    )


def test_runs_in_which_nothing_was_heard_can_be_compared() -> None:
    silent = make_report(dict.fromkeys(BUDGETS), dict.fromkeys(list(BUDGETS)[1:], "skipped"))
    for reports in ([silent], [silent, silent]):
        result = compare(reports)
        assert all(run.other for run in result.runs)
        assert result.better == result.worse == result.still_missed == ()


def test_a_part_is_compared_with_the_last_run_that_holds_it() -> None:
    whole = make_report({"labels": 610.0}, {"labels": "skipped"})
    between = part(make_report(), "reward")
    result = compare([whole, between, part(make_report({"labels": 490.0}), "labels")])
    assert result.better == (
        "Data quality: 8:10 after 10:10, +0:10 against its 8:00.",
        "The transition to Data quality: full, was not heard.",
    )
    assert [point.id for point in result.still_missed] == ["reward.1.1"]


def test_a_point_that_moved_to_another_slide_is_the_same_point() -> None:
    before = make_report(covered=(True, False))
    moved = make_report(covered=(False, True))
    points = tuple(p.model_copy(update={"id": p.id.replace(".1.1", ".2.1")}) for p in moved.points)
    result = compare([before, moved.model_copy(update={"points": points})])
    assert result.still_missed == ()
    assert [point.id for point in result.newly_covered] == ["reward.2.1"]
    assert result.worse == ("1 planned point missed that was said before.",)


def test_the_same_time_is_no_change_when_its_budget_changes() -> None:
    before = make_report({"labels": 570.0})
    now = make_report({"labels": 570.0})
    sections = tuple(
        s.model_copy(update={"budget_s": 600.0, "delta_s": -30.0}) if s.id == "labels" else s
        for s in before.sections
    )
    result = compare([before.model_copy(update={"sections": sections}), now])
    assert result.better == result.worse == ()
    assert result.outline_changed
    shorter = now.model_copy(
        update={"outline": now.outline.model_copy(update={"duration_s": 900.0})}
    )
    assert compare([now, shorter]).outline_changed
