"""Every row of docs/bad-input.md, tried: one message, the right exit code, nothing lost."""

from __future__ import annotations

import json
import os
import shlex
import shutil
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from bad_inputs import ROWS, SAMPLES, WORDS, Row


def snapshot(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes() if path.is_file() else b""
        for path in sorted(folder.rglob("*"))
    }


@pytest.mark.parametrize("row", ROWS, ids=[f"{row.command}: {row.given}" for row in ROWS])
def test_gets_one_message_and_loses_nothing(row: Row, tmp_path: Path) -> None:
    folder = tmp_path / "here"
    folder.mkdir()
    shutil.copyfile(SAMPLES / "talk.yaml", folder / "talk.yaml")
    (folder / "words.json").write_text(json.dumps(WORDS), encoding="utf-8")
    row.make(folder)
    before = snapshot(folder)
    done = subprocess.run(
        [sys.executable, "-m", "talkcoach", *shlex.split(row.command)],
        cwd=folder, capture_output=True, text=True, stdin=subprocess.DEVNULL, timeout=60,
        env={**os.environ, "COLUMNS": "300", "TALKCOACH_CACHE": str(tmp_path / "cache")},
        check=False,
    )  # fmt: skip
    said = done.stderr if done.returncode else done.stderr + done.stdout
    assert done.returncode == row.code, said
    assert row.says in said
    assert "Traceback" not in said
    after = snapshot(folder)
    assert {name: after.get(name) for name in before} == before
    if row.code:
        assert after.keys() == before.keys()
        assert done.stdout == ""
        assert len(done.stderr) < 2_000
    else:
        for path in (folder / name for name in after if name not in before):
            if path.name == "rehearsals":
                continue
            wanted = 0o700 if path.is_dir() else 0o600
            assert stat.S_IMODE(path.stat().st_mode) == wanted, path
    assert [path.name for path in tmp_path.iterdir() if path.name != "cache"] == ["here"]
