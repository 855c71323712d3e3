"""`report`, `runs` and `compare` as they are typed."""

from __future__ import annotations

import contextlib
import json
from datetime import datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from reports import make_report

from talkcoach.cli import cli
from talkcoach.errors import InputError, RunError
from talkcoach.runs import create_run, list_runs, store_report


@pytest.fixture
def outline_path(tmp_path: Path) -> Path:
    path = tmp_path / "talk.yaml"
    path.write_text("title: My talk\n", encoding="utf-8")
    for day, late_s in ((2, 130.0), (4, 20.0)):
        report = make_report({"labels": 480.0 + late_s})
        create_run(path, datetime(2026, 3, day, 9), lambda run, r=report: store_report(run, r))
    return path


def run(*args: object) -> Result:
    return CliRunner().invoke(cli, [str(arg) for arg in args])


def test_report_as_json_is_the_stored_report(outline_path: Path) -> None:
    document = json.loads(run("report", outline_path, "last~1", "--json").stdout)
    assert document["schema"] == 1
    assert document["run"]["id"] == "2026-03-02T09-00-00"
    assert document["over_s"] == 130.0


def test_runs_lists_without_a_subcommand(outline_path: Path) -> None:
    documents = json.loads(run("runs", outline_path, "--json").stdout)
    assert [d["id"] for d in documents] == ["2026-03-02T09-00-00", "2026-03-04T09-00-00"]
    assert "+2:10" in run("runs", outline_path).stdout


def test_runs_tells_a_part_from_a_talk(outline_path: Path) -> None:
    part = make_report({"opening": 180.0, "labels": None, "reward": None, "closing": None})
    part = part.model_copy(update={"is_partial": True})
    create_run(outline_path, datetime(2026, 3, 5, 9), lambda run: store_report(run, part))
    assert " part " in run("runs", outline_path).stdout


def test_note_and_rename_are_kept(outline_path: Path) -> None:
    assert run("runs", "note", outline_path, "last", "slower").exit_code == 0
    assert run("runs", "rename", outline_path, "last", "lab").exit_code == 0
    assert "slower" in run("runs", outline_path).stdout
    assert list_runs(outline_path)[-1].label == "lab"


def test_delete_needs_a_yes(outline_path: Path) -> None:
    assert isinstance(run("runs", "delete", outline_path, "last").exception, InputError)
    assert len(list_runs(outline_path)) == 2
    assert run("runs", "delete", outline_path, "last", "--yes").exit_code == 0
    assert len(list_runs(outline_path)) == 1


def test_compare_passes_over_what_is_damaged_and_says_so(outline_path: Path) -> None:
    damaged = create_run(outline_path, datetime(2026, 3, 5, 9), lambda run: run.report_path.touch())
    result = run("compare", outline_path, "--json")
    assert [r["id"] for r in json.loads(result.stdout)["runs"]] == [
        "2026-03-02T09-00-00",
        "2026-03-04T09-00-00",
    ]
    assert f"left out: {damaged.report_path}" in result.stderr
    assert isinstance(run("compare", outline_path, "last~1", "last").exception, RunError)


def test_an_outline_whose_name_begins_with_a_dash(outline_path: Path) -> None:
    dashed = outline_path.rename(outline_path.with_name("-x.yaml"))
    outline_path.with_name("rehearsals").joinpath("talk").rename(
        outline_path.with_name("rehearsals") / "-x"
    )
    assert "+2:10" in run("runs", "--", dashed).stdout
    with contextlib.chdir(dashed.parent):
        assert "+2:10" in run("runs", "--", "-x.yaml").stdout


def test_compare_needs_two_runs(outline_path: Path) -> None:
    assert json.loads(run("compare", outline_path, "--json").stdout)["best_run"] == 1
    assert "Better than before" in run("compare", outline_path).stdout
    assert isinstance(run("compare", outline_path, "last").exception, RunError)
