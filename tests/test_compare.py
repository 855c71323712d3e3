"""Comparison: what counts as better, and what does not count at all."""

from __future__ import annotations

from reports import make_report

from talkcoach.compare import best_index, compare


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
