"""`mark` and `--only` as a user types them, on a sample recording filed with its words."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

SAMPLES = Path(__file__).parent.parent / "samples"
RUN = "2026-03-04T19-30-00"


def talkcoach(*args: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "talkcoach", *map(str, args)],
        capture_output=True, encoding="utf-8", stdin=subprocess.DEVNULL,
        env=os.environ | {"COLUMNS": "80"},
    )  # fmt: skip


@pytest.fixture(scope="module")
def filed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A talk with one run, its words spread evenly over the script's sections."""
    folder = tmp_path_factory.mktemp("filed")
    outline = folder / "talk.yaml"
    shutil.copy(SAMPLES / "talk.yaml", outline)
    words = folder / "words.json"
    words.write_text(json.dumps(script_words("run2")), encoding="utf-8")
    done = talkcoach(
        "import", outline, SAMPLES / "run2.ogg", "--transcript", words,
        "--recorded-at", "2026-03-04T19:30",
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return outline


@pytest.fixture
def talk(filed: Path, tmp_path: Path) -> Path:
    shutil.copytree(filed.parent, tmp_path, dirs_exist_ok=True)
    return tmp_path / "talk.yaml"


def script_words(run: str) -> dict[str, Any]:
    """The script's words at the times that the truth gives its sections, as a transcript."""
    truth = json.loads((SAMPLES / f"{run}.truth.json").read_text(encoding="utf-8"))
    texts: list[list[str]] = [[]]
    for line in (SAMPLES / f"{run}.script.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith(("#", "*")):
            continue
        if line.startswith("->") or (line.startswith("==") and texts[-1] and not after(texts)):
            texts.append([])
        elif not line.startswith("=="):
            texts[-1] += [w for w in line.split() if not w.strip("[]").replace(".", "").isdigit()]
    starts = [section["earliest"] for section in truth["sections"]]
    words = []
    for text, start, end in zip(texts, starts, [*starts[1:], truth["duration"]], strict=True):
        step = (end - start) / len(text)
        for i, word in enumerate(text):
            at = start + i * step
            words.append({"start": round(at, 2), "end": round(at + step * 0.9, 2), "text": word})
    return {"duration": truth["duration"], "words": words}


def after(texts: list[list[str]]) -> bool:
    """Whether the section's transition already began its text."""
    return len(texts) > 1


def report_of(talk: Path) -> dict[str, Any]:
    return dict(json.loads(talkcoach("report", talk, "--json").stdout))


def starts(report: dict[str, Any]) -> dict[str, float]:
    return {section["id"]: section["start_s"] for section in report["sections"]}


def test_a_mark_moves_its_section_and_stays(talk: Path) -> None:
    found = starts(report_of(talk))
    at_s = round(found["crowding"]) + 9
    done = talkcoach("mark", talk, "last", f"crowding={at_s}")
    assert done.returncode == 0, done.stderr
    report = report_of(talk)
    assert starts(report)["crowding"] == at_s
    assert next(s for s in report["sections"] if s["id"] == "crowding")["confidence"] == 1.0
    waiting = next(s for s in report["sections"] if s["id"] == "waiting")
    assert waiting["end_s"] == at_s
    (talk.parent / "rehearsals" / "talk" / RUN / "report.json").unlink()
    assert starts(report_of(talk)) == starts(report)


def test_a_mark_taken_back_gives_the_boundary_found(talk: Path) -> None:
    before = report_of(talk)
    talkcoach("mark", talk, "last", "Crowding=100")
    done = talkcoach("mark", talk, "last", "crowding=auto", "--json")
    assert starts(json.loads(done.stdout)) == starts(before)


def test_without_a_time_the_boundaries_are_listed(talk: Path) -> None:
    done = talkcoach("mark", talk, "last")
    assert done.returncode == 0
    assert "Crowding" in done.stdout
    assert not (talk.parent / "rehearsals" / "talk" / RUN / "events.jsonl").exists()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ("crowdin=2:40", "did you mean 'crowding'?"),
        ("crowding=99:00", "no word is heard after 6:"),
        ("crowding", "write SECTION=TIME"),
        ("crowding=soon", "crowding=soon: "),
        ("crowding=-3", "crowding=-3: "),
        ("=3:00", "write SECTION=TIME"),
    ],
)
def test_a_bad_mark_is_one_clear_line_and_changes_nothing(
    talk: Path, change: str, said: str
) -> None:
    done = talkcoach("mark", talk, "last", "waiting=57", change)
    assert done.returncode == 2
    assert said in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1
    assert not (talk.parent / "rehearsals" / "talk" / RUN / "events.jsonl").exists()


def test_two_sections_cannot_start_at_once(talk: Path) -> None:
    done = talkcoach("mark", talk, "last", "waiting=57", "crowding=57")
    assert done.returncode == 2
    assert "cannot both start at 0:57" in done.stderr


def test_only_the_sections_named_are_looked_for(filed: Path) -> None:
    words = filed.parent / "words.json"
    done = talkcoach(
        "analyze", filed, "--transcript", words, "--only", "Waiting,crowding", "--json"
    )
    report = json.loads(done.stdout)
    assert [s["id"] for s in report["sections"] if s["is_rehearsed"]] == ["waiting", "crowding"]
    assert {s["id"] for s in report["sections"] if s["status"] == "spoken"} == {
        "waiting", "crowding",
    }  # fmt: skip
    assert report["is_partial"]
    budgets = sum(s["budget_s"] for s in report["sections"] if s["is_rehearsed"])
    assert report["over_s"] == pytest.approx(report["duration_s"] - budgets, abs=0.01)


def test_only_is_kept_with_the_run(talk: Path) -> None:
    done = talkcoach(
        "import", talk, SAMPLES / "run2.ogg", "--transcript", talk.parent / "words.json",
        "--only", "closing",
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    runs = sorted((talk.parent / "rehearsals" / "talk").iterdir())
    newest = next(run for run in runs if run.name != RUN)
    (newest / "report.json").unlink()
    report = json.loads(talkcoach("report", talk, newest.name, "--json").stdout)
    assert [s["id"] for s in report["sections"] if s["is_rehearsed"]] == ["closing"]


def test_only_an_unknown_section_is_an_error(filed: Path) -> None:
    done = talkcoach(
        "analyze", filed, "--transcript", filed.parent / "words.json", "--only", "roofs"
    )
    assert done.returncode == 2
    assert "there is no section 'roofs'" in done.stderr


def test_explain_does_not_explain_what_the_report_denies(filed: Path) -> None:
    other = filed.with_name("other.yaml")
    other.write_text(
        "title: Soil\nduration: 8 min\npapers:\n"
        + "".join(f"  - {{title: {name}, slides: [{{title: {name}, points: [{name} twice]}}]}}\n"
                  for name in ("Fungi", "Lichen", "Peat")),
        encoding="utf-8",
    )  # fmt: skip
    done = talkcoach("analyze", other, "--transcript", filed.parent / "words.json", "--explain")
    assert "do not match this outline" in done.stdout
    assert "Why the boundaries" not in done.stdout


def test_explain_shows_the_evidence_of_each_boundary(filed: Path) -> None:
    done = talkcoach("analyze", filed, "--transcript", filed.parent / "words.json", "--explain")
    assert done.returncode == 0
    explained = done.stdout.split("Why the boundaries stand where they do")[1]
    for title in ("Waiting", "Crowding", "Connections", "Closing"):
        assert title in explained
    assert "the roadmap is spoken" in explained
