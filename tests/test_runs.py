"""Run folders: whole or not at all, found by name or order, private, deleted for good."""

from __future__ import annotations

import shutil
import sys
from datetime import datetime
from pathlib import Path

import pytest
from reports import make_report

from talkcoach.errors import RunError, StorageError
from talkcoach.events import append_event
from talkcoach.finishing import list_moments
from talkcoach.notes import read_notes, write_notes
from talkcoach.runs import (
    Run,
    create_run,
    delete_run,
    find_run,
    list_runs,
    load_report,
    rename_run,
    runs_folder,
    store_report,
)

WHEN = datetime(2026, 3, 4, 19, 31, 5)


@pytest.fixture
def outline_path(tmp_path: Path) -> Path:
    return tmp_path / "talk.yaml"


def add(outline_path: Path, when: datetime = WHEN, late_s: float = 0.0) -> Run:
    report = make_report({"labels": 480.0 + late_s})
    return create_run(outline_path, when, lambda run: store_report(run, report))


def test_report_comes_back_as_it_was_stored(outline_path: Path) -> None:
    run = add(outline_path)
    expected = make_report(run_id=run.id)
    assert run.id == "2026-03-04T19-31-05"
    assert load_report(run) == expected


def test_taken_id_moves_on_by_a_second(outline_path: Path) -> None:
    add(outline_path)
    assert add(outline_path).id == "2026-03-04T19-31-06"


def test_crash_while_filling_leaves_no_run(outline_path: Path) -> None:
    def crash(run: Run) -> None:
        (run.folder / "audio.ogg").write_bytes(b"half")
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        create_run(outline_path, WHEN, crash)
    assert list(runs_folder(outline_path).iterdir()) == []


@pytest.mark.skipif(sys.platform == "win32", reason="modes are POSIX")
def test_only_the_owner_may_read(outline_path: Path) -> None:
    run = add(outline_path)
    assert run.folder.stat().st_mode & 0o777 == 0o700
    assert run.report_path.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{", "damaged"),
        ("[]", "damaged"),
        ('{"schema": 1}', "damaged"),
        ('{"schema": 2}', "newer talkcoach"),
    ],
)
def test_damaged_report_names_the_file(outline_path: Path, text: str, message: str) -> None:
    run = add(outline_path)
    run.report_path.write_text(text, encoding="utf-8")
    with pytest.raises(RunError, match=message) as error:
        load_report(run)
    assert str(run.report_path) in str(error.value)


def test_runs_are_found_by_order_prefix_label_and_nearness(outline_path: Path) -> None:
    first = add(outline_path, datetime(2026, 3, 2, 9), late_s=5)
    second = add(outline_path, datetime(2026, 3, 4, 9), late_s=90)
    assert find_run(outline_path) == second
    assert find_run(outline_path, "last~1") == first
    assert find_run(outline_path, "best") == first
    assert find_run(outline_path, "2026-03-02") == first
    named = rename_run(second, "Dry run!")
    assert named.id == "2026-03-04T09-00-00-dry-run"
    assert find_run(outline_path, "dry-run") == named
    for ref, message in (("2026", "fits 2 runs"), ("x", "no run 'x'"), ("last~2", "has 2 runs")):
        with pytest.raises(RunError, match=message):
            find_run(outline_path, ref)


def test_a_run_is_deleted_whole_or_stays(
    outline_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = add(outline_path)

    def refuse(path: Path) -> None:
        raise PermissionError(13, "Permission denied")

    with monkeypatch.context() as patch:
        patch.setattr(Path, "rename", lambda self, target: refuse(self))
        with pytest.raises(StorageError, match="cannot be deleted"):
            delete_run(run)
    assert list_runs(outline_path) == (run,)
    with monkeypatch.context() as patch:
        patch.setattr(shutil, "rmtree", refuse)
        with pytest.raises(StorageError, match="delete this folder yourself"):
            delete_run(run)
    assert list_runs(outline_path) == ()


def test_a_moment_is_listed_though_a_note_begins_like_it(outline_path: Path) -> None:
    run = add(outline_path)
    write_notes(run, "- 1:02:03 slow down\n- 0:30 breathe")
    for at_s in (62.0, 30.0):
        append_event(run.folder, "note", at_s=at_s)
    for _ in range(2):
        list_moments(run)
        assert read_notes(run).splitlines() == ["- 1:02:03 slow down", "- 0:30 breathe", "- 1:02"]


def test_foreign_folders_and_links_are_no_runs_and_are_not_deleted(outline_path: Path) -> None:
    run = add(outline_path)
    (run.folder.parent / "notes").mkdir()
    link = run.folder.with_name("2026-03-05T00-00-00")
    try:
        link.symlink_to(outline_path.parent, target_is_directory=True)
    except OSError:
        pytest.skip("no right to make links here")
    assert list_runs(outline_path) == (run,)
    for folder in (link, outline_path.parent):
        with pytest.raises(RunError, match="nothing was deleted"):
            delete_run(Run(link.name, folder))
    delete_run(run)
    assert list_runs(outline_path) == ()
    assert link.exists()
