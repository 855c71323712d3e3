"""events.jsonl: appended, private, and readable after a crash."""

from __future__ import annotations

import stat
import sys
from pathlib import Path

import pytest

from talkcoach.errors import RunError
from talkcoach.events import EVENTS_FILE, append_event, read_marks, read_moments, read_only
from talkcoach.marks import Mark


def mark(folder: Path, section: str, at_s: float | None) -> None:
    append_event(folder, "mark", section=section, at_s=at_s, by="hand")


def test_the_last_mark_of_a_section_holds(tmp_path: Path) -> None:
    mark(tmp_path, "roofs", 90.0)
    mark(tmp_path, "trees", 30.0)
    mark(tmp_path, "roofs", 95.5)
    assert read_marks(tmp_path) == (Mark("trees", 30.0), Mark("roofs", 95.5))


def test_a_mark_taken_back_is_gone(tmp_path: Path) -> None:
    mark(tmp_path, "roofs", 90.0)
    mark(tmp_path, "roofs", None)
    assert read_marks(tmp_path) == ()


def test_a_run_without_events_has_none(tmp_path: Path) -> None:
    assert read_marks(tmp_path) == ()
    assert read_only(tmp_path) == ()


def test_events_of_other_kinds_are_passed_over(tmp_path: Path) -> None:
    append_event(tmp_path, "pause", at_s=3.0)
    append_event(tmp_path, "only", sections=["roofs"])
    mark(tmp_path, "roofs", 9.0)
    assert read_marks(tmp_path) == (Mark("roofs", 9.0),)
    assert read_only(tmp_path) == ("roofs",)


def test_a_line_torn_by_a_crash_costs_that_line_only(tmp_path: Path) -> None:
    mark(tmp_path, "trees", 30.0)
    with (tmp_path / EVENTS_FILE).open("a", encoding="utf-8") as file:
        file.write('{"event": "mark", "sect')
    assert read_marks(tmp_path) == (Mark("trees", 30.0),)
    mark(tmp_path, "roofs", 90.0)
    assert read_marks(tmp_path) == (Mark("trees", 30.0), Mark("roofs", 90.0))


@pytest.mark.parametrize("line", ["what is this", '{"event": "mark", "at_s": 3.0}', "[1, 2]"])
def test_a_damaged_line_is_named(tmp_path: Path, line: str) -> None:
    mark(tmp_path, "trees", 30.0)
    with (tmp_path / EVENTS_FILE).open("a", encoding="utf-8") as file:
        file.write(f"{line}\n")
    mark(tmp_path, "roofs", 90.0)
    with pytest.raises(RunError, match=r"events\.jsonl:2: "):
        read_marks(tmp_path)


@pytest.mark.skipif(sys.platform == "win32", reason="the profile protects files there")
def test_events_are_for_their_owner_only(tmp_path: Path) -> None:
    mark(tmp_path, "trees", 30.0)
    assert stat.S_IMODE((tmp_path / EVENTS_FILE).stat().st_mode) == 0o600


@pytest.mark.parametrize("time", ["NaN", "Infinity", "-Infinity", "9" * 400, "true"])
def test_a_time_that_is_none_is_told_or_passed_over(tmp_path: Path, time: str) -> None:
    path = tmp_path / "events.jsonl"
    path.write_text(f'{{"event": "note", "at_s": {time}}}\n', encoding="utf-8")
    assert all(0 <= at_s <= 86_400 for at_s in read_moments(tmp_path))
    if time == "true":
        return
    path.write_text(f'{{"event": "mark", "section": "a", "at_s": {time}}}\n', encoding="utf-8")
    with pytest.raises(RunError, match=r"events\.jsonl:1"):
        read_marks(tmp_path)
