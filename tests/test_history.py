"""What the last runs say together: habits, and budgets that could be met."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from reports import BUDGETS, make_report

from talkcoach.advice import advise
from talkcoach.cli import cli
from talkcoach.errors import RunError
from talkcoach.history import habits, propose
from talkcoach.outline.load import parse_outline
from talkcoach.report import Report

TALK = """\
title: Dependable post-training
duration: 20 min
opening: {budget: 3 min}
papers:
  - {id: labels, title: Data quality, budget: 8 min}
  - {id: reward, title: Reward models, budget: 7 min}
closing: {budget: 2 min}
"""
OUTLINE = parse_outline(TALK)


def runs(*labels_s: float | None) -> list[Report]:
    return [make_report({"labels": labels}) for labels in labels_s]


def test_a_budget_missed_three_times_is_a_habit() -> None:
    found = habits(runs(480.0, 560.0, 600.0, 580.0))
    assert [(habit.id, habit.actual_s) for habit in found] == [("labels", (560.0, 600.0, 580.0))]


@pytest.mark.parametrize(
    "times_s",
    [
        (560.0, 580.0),  # twice is chance
        (560.0, 500.0, 580.0),  # once it was met, within a tenth
        (560.0, 380.0, 580.0),  # missed in both directions: no budget would help
        (560.0, 600.0, 580.0, None),  # not in the last run
    ],
)
def test_what_is_no_habit(times_s: tuple[float | None, ...]) -> None:
    assert habits(runs(*times_s)) == ()


def test_runs_without_the_section_are_passed_over() -> None:
    assert [habit.id for habit in habits(runs(560.0, None, 600.0, 580.0))] == ["labels"]


def test_the_worst_habit_is_advised_with_a_realistic_budget() -> None:
    *earlier, last = [make_report({"labels": s, "opening": 210.0}) for s in (560, 600, 580)]
    (said,) = [line for line in advise(last, OUTLINE, earlier) if "is planned" in line]
    assert said == (
        "Data quality took 9:20, 10:00 and 9:40 in the last three runs that had it, and 8:00 is "
        "planned: plan 9:40, or cut it. 'talkcoach check --from-runs' shows budgets that fit how "
        "you speak."
    )
    assert not any("is planned" in line for line in advise(last, OUTLINE, earlier[:1]))


def test_a_slide_that_took_long_is_named() -> None:
    outline = parse_outline("""\
title: Dependable post-training
duration: 20 min
opening: {budget: 3 min}
papers:
  - {id: labels, title: Data quality, budget: 8 min, slides: [
      {title: Why, points: [Annotators drift]},
      {title: Results, points: [Half the error]},
      {title: Limits, points: [One language]}]}
  - {id: reward, title: Reward models, budget: 7 min}
closing: {budget: 2 min}
""")
    report = make_report({"labels": 610.0})
    point = report.points[0]

    def heard(*times_s: float | None) -> Report:
        points = [
            point.model_copy(update={"id": f"labels.{n}.1", "covered": s is not None, "time_s": s})
            for n, s in enumerate(times_s, start=1)
        ]
        return report.model_copy(update={"points": tuple(points)})

    advice = advise(heard(190.0, 330.0, 700.0), outline)
    assert advice[0].endswith(
        'Its slide "Results" alone took about 6:10 of a 2:40 share: begin there.'
    )
    for times_s in ((190.0, 380.0, 580.0), (190.0, None, 700.0), (190.0, 700.0, 330.0)):
        assert "alone took" not in advise(heard(*times_s), outline)[0], times_s


def test_the_proposal_is_the_median_of_three_fitted_into_the_talk() -> None:
    found = propose(OUTLINE.sections(), 1200.0, runs(100.0, 560.0, 900.0, 600.0))
    assert [p.spoken_s for p in found] == [180.0, 600.0, 420.0, 120.0]
    assert [p.proposed_s for p in found] == [165.0, 540.0, 390.0, 105.0]
    assert sum(p.proposed_s for p in found) == 1200.0


def test_rounding_is_shared_by_many_small_sections() -> None:
    papers = "".join(f"  - {{title: Paper {n}, budget: 23 s}}\n" for n in range(19))
    outline = parse_outline(
        f"title: A talk\nduration: 653 s\npapers:\n{papers}"
        "  - {title: The long one, budget: 170 s}\n"
        "opening: {budget: 23 s}\nclosing: {budget: 23 s}\n"
    )
    found = propose(outline.sections(), outline.duration, [])
    long_one = next(p for p in found if p.title == "The long one")
    assert long_one.proposed_s == pytest.approx(170.0, abs=20.0)


def test_a_section_without_runs_keeps_its_budget() -> None:
    found = propose(OUTLINE.sections(), 1200.0, runs(None))
    assert found[1].spoken_s is None
    assert found[1].proposed_s == 480.0


@given(
    times=st.lists(
        st.fixed_dictionaries(
            dict.fromkeys(BUDGETS, st.none() | st.floats(0.1, 20_000.0, allow_nan=False))
        ),
        max_size=5,
    ),
    duration_s=st.floats(60.0, 86_400.0),
)
def test_proposals_always_add_up(times: list[dict[str, float | None]], duration_s: float) -> None:
    found = propose(OUTLINE.sections(), duration_s, [make_report(actual) for actual in times])
    assert sum(p.proposed_s for p in found) == pytest.approx(duration_s)
    assert all(p.proposed_s > 0 for p in found)


class TestCheckFromRuns:
    @pytest.fixture
    def talk(self, tmp_path: Path) -> Path:
        (tmp_path / "talk.yaml").write_text(TALK, encoding="utf-8")
        for day, labels_s in enumerate((560.0, 600.0), start=1):
            folder = tmp_path / "rehearsals" / "talk" / f"2026-03-0{day}T10-00-00"
            folder.mkdir(parents=True)
            report = make_report({"labels": labels_s}).model_dump_json()
            (folder / "report.json").write_text(report, encoding="utf-8")
        damaged = tmp_path / "rehearsals" / "talk" / "2026-03-09T10-00-00"
        damaged.mkdir()
        (damaged / "report.json").write_text("{", encoding="utf-8")
        return tmp_path / "talk.yaml"

    def test_shows_what_the_runs_suggest(self, talk: Path) -> None:
        before = talk.read_bytes()
        shown = CliRunner().invoke(cli, ["check", str(talk), "--from-runs"])
        assert shown.exit_code == 0
        assert "Realistic" in shown.output
        done = CliRunner().invoke(cli, ["check", str(talk), "--from-runs", "--json"])
        sections = json.loads(done.stdout)["sections"]
        assert sum(section["proposed_s"] for section in sections) == 1200.0
        assert sections[1]["spoken_s"] == 580.0
        assert talk.read_bytes() == before

    def test_without_runs_says_what_to_do(self, tmp_path: Path) -> None:
        (tmp_path / "talk.yaml").write_text(TALK, encoding="utf-8")
        arguments = ["check", str(tmp_path / "talk.yaml"), "--from-runs"]
        with pytest.raises(RunError, match="rehearse once, or import"):
            CliRunner().invoke(cli, arguments, catch_exceptions=False, standalone_mode=False)
