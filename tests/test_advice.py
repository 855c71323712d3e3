"""Advice: computed, most valuable first, and careful where the analysis is unsure."""

from __future__ import annotations

from reports import BUDGETS, make_report

from talkcoach.advice import advise, headline
from talkcoach.outline.load import parse_outline
from talkcoach.report import TransitionStatus

OUTLINE = parse_outline("""\
title: Dependable post-training
duration: 20 min
papers:
  - {id: labels, title: Data quality}
  - {id: reward, title: Reward models}
""")


def test_the_cut_comes_first_with_its_size_and_effect() -> None:
    advice = advise(make_report({"labels": 610.0}, {"reward": "skipped"}), OUTLINE)
    assert advice[0] == (
        "Cut 2:10 min from Data quality: it took 10:10 of its 8:00, "
        "and the talk would then end at 20:00 of 20:00."
    )
    assert advice[1].startswith(
        'The way to Reward models was not heard around 5:57. Say: "So far, we have seen Data'
    )


def test_unsure_finding_is_worded_as_a_guess() -> None:
    report = make_report({}, {"reward": "skipped"})
    unsure = tuple(t.model_copy(update={"confidence": 0.3}) for t in report.transitions)
    advice = advise(report.model_copy(update={"transitions": unsure}), OUTLINE)
    assert advice[0].startswith("The way to Reward models may be missing")


def test_a_short_recording_is_not_called_another_talk() -> None:
    report = make_report(dict.fromkeys(BUDGETS)).model_copy(update={"is_match": False})
    for times_s, said in (((15.0, 25.0), "Too short to tell"), ((15.0, 65.0), "do not match")):
        pace = report.pace.model_copy(update={"series": tuple((t, 140.0) for t in times_s)})
        spoken = report.model_copy(update={"pace": pace})
        assert said in headline(spoken)
        assert bool(advise(spoken, OUTLINE)) == (said == "do not match")


def test_never_more_than_five() -> None:
    statuses = {"labels": "skipped", "reward": "skipped"}
    report = make_report({"labels": 900.0, "reward": None}, statuses, (False, False), wpm=190.0)
    assert len(advise(report, OUTLINE)) == 5


def test_a_recording_of_another_talk_is_questioned_instead_of_judged() -> None:
    ways: dict[str, TransitionStatus] = {
        "labels": "skipped",
        "reward": "skipped",
        "closing": "skipped",
    }
    report = make_report({}, ways, covered=(False, False))
    assert headline(report).startswith("Is this the right outline? Only 0 of its")
    assert len(advise(report, OUTLINE)) == 1
