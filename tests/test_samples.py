"""The shipped outlines and sample files hold together; the report on them is tested elsewhere."""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path
from typing import Any

import av
import pytest

from talkcoach.outline.load import load_outline
from talkcoach.outline.model import Outline

ROOT = Path(__file__).parent.parent
SAMPLES = ROOT / "samples"
OUTLINES = sorted(ROOT.glob("outlines/*.yaml"))
RUNS = ("run1", "run2")


def truth_of(run: str) -> Any:
    return json.loads((SAMPLES / f"{run}.truth.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def talk() -> Outline:
    return load_outline(SAMPLES / "talk.yaml")


@pytest.mark.parametrize("path", [*OUTLINES, SAMPLES / "talk.yaml"], ids=lambda path: path.stem)
def test_shipped_outlines_fill_their_time_and_say_what_each_paper_is_for(path: Path) -> None:
    outline = load_outline(path)

    assert sum(section.budget_s for section in outline.sections()) == pytest.approx(
        outline.duration
    )
    assert outline.theme is not None
    assert outline.theme.endswith("?")
    assert all(paper.link and paper.takeaway and paper.terms for paper in outline.papers)
    assert all(list(section.points()) for section in outline.sections())


def test_the_outlines_cover_three_lengths() -> None:
    assert sorted(load_outline(path).duration / 60 for path in OUTLINES) == [20, 45, 60]


def test_the_samples_are_small_enough_to_ship() -> None:
    assert sum(path.stat().st_size for path in SAMPLES.iterdir() if path.is_file()) < 6_000_000


@pytest.mark.parametrize("run", RUNS)
def test_a_recording_is_as_long_as_its_truth_says(run: str) -> None:
    with av.open(str(SAMPLES / f"{run}.ogg")) as container:
        stream = container.streams.audio[0]
        decoded_s = sum(frame.samples / frame.sample_rate for frame in container.decode(stream))

    assert decoded_s == pytest.approx(truth_of(run)["duration"], abs=0.1)


@pytest.mark.parametrize("run", RUNS)
def test_the_truth_names_the_outlines_sections_and_points(run: str, talk: Outline) -> None:
    truth = truth_of(run)
    sections = [section.id for section in talk.sections()]
    planned = [point for section in talk.sections() for point, _ in section.points()]
    said = [point["id"] for point in truth["points"]]

    assert [section["id"] for section in truth["sections"]] == sections
    assert [transition["to"] for transition in truth["transitions"]] == sections[1:]
    assert said == [point for point in planned if point in said]
    assert len(said) < len(planned)


@pytest.mark.parametrize("run", RUNS)
def test_the_truths_times_follow_each_other_inside_the_recording(run: str) -> None:
    truth = truth_of(run)
    sections = truth["sections"]

    assert all(0 < s["earliest"] <= s["start"] < s["end"] <= truth["duration"] for s in sections)
    assert all(before["end"] == after["earliest"] for before, after in pairwise(sections))
    for transition, section in zip(truth["transitions"], sections[1:], strict=True):
        assert (transition["start"], transition["end"]) == (section["earliest"], section["start"])
        skipped = transition["start"] == transition["end"]
        assert transition["status"] in {"full", "recap", "preview", "skipped"}
        assert (transition["status"] == "skipped") == skipped
    spans = {section["id"]: section for section in sections}
    for point in truth["points"]:
        span = spans[point["id"].split(".")[0]]
        assert span["start"] <= point["start"] < span["end"]
    assert truth["pauses"]
    for pause in truth["pauses"]:
        assert pause["seconds"] >= 1.5
        assert pause["start"] + pause["seconds"] <= truth["duration"]


def test_the_second_run_is_better_in_each_way_that_the_report_shows(talk: Outline) -> None:
    first, second = (truth_of(run) for run in RUNS)

    def over_s(truth: Any) -> float:
        return abs(float(truth["duration"]) - talk.duration)

    def count(truth: Any, status: str) -> int:
        return sum(transition["status"] == status for transition in truth["transitions"])

    assert over_s(first) > 45
    assert over_s(second) < 20
    assert (count(first, "skipped"), count(second, "skipped")) == (2, 0)
    assert (count(first, "full"), count(second, "full")) == (1, 3)
    assert len(first["points"]) < len(second["points"])
    assert 0 < second["fillers"] < first["fillers"]
