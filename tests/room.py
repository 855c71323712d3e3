"""A room with a microphone: a PulseAudio server of our own, whose null sink is heard by PortAudio.

What is played into the sink comes out of its monitor, which is a real capture device: 16 kHz, mono
and unchanged, sample by sample.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import time
import wave
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

RATE = 16_000
NEEDED = ("pulseaudio", "pactl", "paplay")


def missing() -> list[str]:
    """What is not installed of what a room needs."""
    return [tool for tool in NEEDED if shutil.which(tool) is None]


class Room:
    """A running server with one microphone."""

    def __init__(self, folder: Path) -> None:
        socket = folder / "native"
        self.folder = folder
        self.env = {
            "PULSE_SERVER": f"unix:{socket}",
            "PULSE_SOURCE": "room.monitor",
            "PULSE_SINK": "room",
            "PULSE_COOKIE": str(folder / "cookie"),
            "XDG_RUNTIME_DIR": str(folder),
        }
        protocol = f"module-native-protocol-unix socket={socket} auth-anonymous=1"
        self._server = subprocess.Popen(
            ["pulseaudio", "-n", "--daemonize=no", "--exit-idle-time=-1", "--use-pid-file=no",
             "-L", protocol],
            env={**os.environ, "XDG_RUNTIME_DIR": str(folder), "HOME": str(folder)},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )  # fmt: skip
        for _ in range(100):
            if socket.exists() and self._control("info", check=False) == 0:
                break
            time.sleep(0.1)
        self.plug_in()
        self._players: list[subprocess.Popen[bytes]] = []

    def plug_in(self) -> None:
        """Make the microphone."""
        self._control(
            "load-module", "module-null-sink", "sink_name=room", f"rate={RATE}", "channels=1",
            "format=s16le",
        )  # fmt: skip

    def unplug(self) -> None:
        """Take the microphone away, in the middle of a recording too."""
        self._control("unload-module", "module-null-sink")

    def play(self, path: Path) -> None:
        """Begin to play a WAV file."""
        player = subprocess.Popen(  # two seconds ahead: with less, a busy machine leaves holes
            ["paplay", "--device=room", "--latency-msec=2000", str(path)],
            env={**os.environ, **self.env},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        self._players.append(player)

    def hush(self) -> None:
        """Stop playing."""
        for player in self._players:
            player.kill()
            player.wait()
        self._players.clear()

    def close(self) -> None:
        """End the server."""
        self.hush()
        self._server.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._server.wait(timeout=5)
        self._server.kill()
        self._server.wait()

    def _control(self, *words: str, check: bool = True) -> int:
        return subprocess.run(
            ["pactl", *words],
            env={**os.environ, **self.env},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            check=check,
        ).returncode


@contextlib.contextmanager
def in_environment(variables: dict[str, str]) -> Iterator[None]:
    """With these environment variables, also for C libraries that read them later."""
    before = {name: os.environ.get(name) for name in variables}
    os.environ.update(variables)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value


def write_wav(path: Path, samples: NDArray[np.int16]) -> Path:
    """`samples`, (n,), as a WAV file."""
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(samples.astype("<i2").tobytes())
    return path


def read_wav(path: Path) -> NDArray[np.int16]:
    """The samples of a WAV file, (n,), as its header tells them."""
    with wave.open(str(path), "rb") as file:
        assert (file.getframerate(), file.getnchannels(), file.getsampwidth()) == (RATE, 1, 2)
        return np.frombuffer(file.readframes(file.getnframes()), dtype="<i2")


def noise(seconds: float, seed: int = 1) -> NDArray[np.int16]:
    """Noise in which every stretch of a few samples is unlike all others, and none is zero."""
    drawn = np.random.default_rng(seed).integers(1, 9_000, round(seconds * RATE))
    return drawn.astype(np.int16)


def stretches(recorded: NDArray[np.int16], played: NDArray[np.int16]) -> list[int]:
    """The lengths of the stretches of `played` that `recorded` holds, silence left out.

    One stretch means that nothing was lost, doubled or changed in between. A player that is late
    leaves silence between two samples: that is its own doing, and ends no stretch.
    """
    found: list[int] = []
    where = {played[i : i + 4].tobytes(): i for i in range(played.size - 4)}
    i, expected = 0, -1
    while i < recorded.size - 4:
        if recorded[i] == 0:
            i += 1
            continue
        start = where.get(recorded[i : i + 4].tobytes())
        if start is None:
            silence = recorded[i : i + 4] == 0
            if silence.any():  # a stretch shorter than four samples
                i += 1
                expected = expected + 1 if expected >= 0 else expected
                continue
            found.append(0)
            return found
        length = min(recorded.size - i, played.size - start)
        same = recorded[i : i + length] == played[start : start + length]
        run = length if same.all() else int(np.argmin(same))
        if start == expected:
            found[-1] += run
        else:
            found.append(run)
        i, expected = i + run, start + run
    return found


def children(pid: int) -> list[int]:
    """The processes that `pid` has started and that still run."""
    found: list[int] = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            state, parent = stat.read_text().rpartition(")")[2].split()[:2]
            if int(parent) == pid and state != "Z":
                found.append(int(stat.parent.name))
    return found


def is_running(pid: int) -> bool:
    """Whether there is such a process; one that has ended and waits to be counted is none."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def blocks(samples: NDArray[np.int16], seconds: float = 10.0) -> Iterator[NDArray[np.int16]]:
    """`samples`, (n,), as a recording comes."""
    size = round(seconds * RATE)
    return (samples[start : start + size] for start in range(0, samples.size, size))
