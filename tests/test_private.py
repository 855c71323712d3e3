"""Nothing leaves this machine: no socket to a network is opened, by us or by any library."""

from __future__ import annotations

import os
import shutil
import stat
import subprocess
import sys
from pathlib import Path

import pytest

STRACE = shutil.which("strace")


def can_trace() -> bool:
    """Some containers forbid it."""
    return (
        STRACE is not None
        and not subprocess.run(
            [STRACE, "-f", "--seccomp-bpf", "-qq", "-e", "trace=socket", "true"],
            capture_output=True,
            check=False,
        ).returncode
    )


@pytest.mark.skipif(not can_trace(), reason="needs strace, and to be allowed to use it")
def test_no_socket_to_a_network_is_opened(tmp_path: Path) -> None:
    """The whole job; long enough for a library that reports in the background to begin to.

    ONNX Runtime did: it asked for the address of its maker's server half a minute into the demo.
    """

    def traced(*words: str, folder: Path) -> str:
        log = tmp_path / "calls"
        subprocess.run(
            [str(STRACE), "-f", "--seccomp-bpf", "-qq", "-e", "trace=socket,connect",
             "-o", str(log),
             sys.executable, "-m", "talkcoach", *words],
            cwd=folder, env={**os.environ, "TALKCOACH_CACHE": str(tmp_path / "cache")},
            check=True, capture_output=True, timeout=600,
        )  # fmt: skip
        return log.read_text(encoding="utf-8", errors="replace")

    calls = traced("demo", "d", folder=tmp_path)
    here = tmp_path / "d"
    sound = next((here / "rehearsals" / "talk").glob("*/audio.ogg"))
    calls += traced("import", "talk.yaml", str(sound), folder=here)
    calls += traced("report", "talk.yaml", "--html", folder=here)
    calls += traced("compare", "talk.yaml", "--html", folder=here)
    opened = [line for line in calls.splitlines() if "AF_INET" in line]
    assert opened == []
    runs = here / "rehearsals"
    assert all(
        stat.S_IMODE(path.stat().st_mode) == (0o700 if path.is_dir() else 0o600)
        for path in runs.rglob("*")
    )


@pytest.mark.parametrize("module", ["talkcoach.cli", "talkcoach.live.worker", "talkcoach.speech"])
def test_libraries_are_told_not_to_report(module: str) -> None:
    code = f"import os, {module}; print(os.environ['ORT_DISABLE_TELEMETRY'])"
    env = {name: value for name, value in os.environ.items() if "TELEMETRY" not in name}
    done = subprocess.run(
        [sys.executable, "-c", code], env=env, check=True, capture_output=True, text=True
    )
    assert done.stdout == "1\n"
