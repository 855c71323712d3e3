"""`talkcoach rehearse` as a person uses it, and everything that can end it too early.

Real processes, a real microphone (PulseAudio into PortAudio), a real pseudo-terminal, real Whisper.
"""

from __future__ import annotations

import fcntl
import json
import os
import pty
import random
import resource
import shutil
import signal
import struct
import subprocess
import sys
import tempfile
import termios
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from room import RATE, Room, children, is_running, missing, noise, read_wav, stretches, write_wav

from talkcoach.recording.wav import HEADER, mend
from talkcoach.speech.audio import decode

SAMPLES = Path(__file__).parent.parent / "samples"
TALKCOACH = [sys.executable, "-m", "talkcoach"]


@pytest.fixture
def talk(tmp_path: Path) -> Path:
    """A copy of the sample's outline."""
    return Path(shutil.copyfile(SAMPLES / "talk.yaml", tmp_path / "talk.yaml"))


def rehearse(talk: Path, *options: str, **more: Any) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [*TALKCOACH, "rehearse", str(talk), "--plain", *options],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        **more,
    )


def command(*words: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*TALKCOACH, *map(str, words)], capture_output=True, text=True, check=False
    )


def run_folders(talk: Path) -> list[Path]:
    return sorted((talk.parent / "rehearsals" / "talk").glob("2*"))


def recording(talk: Path, timeout_s: float = 30.0) -> Path:
    """The recording, once sound is being written to it."""
    end = time.monotonic() + timeout_s
    while time.monotonic() < end:
        for path in (talk.parent / "rehearsals" / "talk").glob("2*/audio.wav"):
            if path.stat().st_size > HEADER:
                return path
        time.sleep(0.02)
    raise AssertionError("nothing is recorded")


def until_recorded(wav: Path, seconds: float) -> None:
    end = time.monotonic() + seconds + 20.0
    while wav.stat().st_size < HEADER + 2 * RATE * seconds:
        assert time.monotonic() < end
        time.sleep(0.02)


def events(folder: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (folder / "events.jsonl").read_text().splitlines()]


def words(folder: Path) -> int:
    """How many words were heard."""
    return len(json.loads((folder / "transcript.json").read_text())["words"])


def is_one_line(message: str) -> bool:
    return "Traceback" not in message and "talkcoach: " in message


@pytest.fixture(scope="module", autouse=True)
def long_talk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LongTalk]:
    """Begins with the first test of this module and goes on beside the others."""
    if absent := missing():
        pytest.skip(f"a virtual microphone needs {', '.join(absent)}")
    talk = LongTalk(tmp_path_factory.mktemp("talk"))
    yield talk
    talk.close()


class LongTalk:
    """Three minutes of the sample's second run, played into a microphone of their own."""

    ONLY = ("--only", "opening", "--only", "waiting", "--only", "crowding")
    LENGTH_S = 180.0

    def __init__(self, folder: Path) -> None:
        self.outline = Path(shutil.copyfile(SAMPLES / "talk.yaml", folder / "talk.yaml"))
        sound = decode(SAMPLES / "run2.ogg").read()[: round(self.LENGTH_S * RATE)]
        self._socket = tempfile.TemporaryDirectory(prefix="room")  # its path must be short
        self._room = Room(Path(self._socket.name))
        self._process = rehearse(
            self.outline, *self.ONLY, "--duration", f"{self.LENGTH_S:g}s", "--json",
            env={**os.environ, **self._room.env},
        )  # fmt: skip
        recording(self.outline, 60.0)
        self._room.play(write_wav(folder / "played.wav", sound))
        self._result: tuple[dict[str, Any], str] | None = None

    def result(self) -> tuple[dict[str, Any], str]:
        """The report, and what was said on the way, once it is over."""
        if self._result is None:
            out, said = self._process.communicate(timeout=self.LENGTH_S + 120)
            assert self._process.returncode == 0, said
            self._result = json.loads(out), said
        return self._result

    def close(self) -> None:
        """End it, over or not."""
        self._process.kill()
        self._process.communicate()
        self._room.close()
        self._socket.cleanup()


class TestKills:
    """kill -9 loses at most a second of audio, and no mark."""

    def test_at_twenty_random_moments(
        self, room: Room, tmp_path: Path, subtests: pytest.Subtests
    ) -> None:
        draw = random.Random(2)
        played = noise(60.0)
        path = write_wav(tmp_path / "played.wav", played)
        for batch in range(5):
            talks = []
            for number in range(4):
                folder = tmp_path / f"{batch}-{number}"
                folder.mkdir()
                talks.append(Path(shutil.copyfile(SAMPLES / "talk.yaml", folder / "talk.yaml")))
            room.play(path)
            runs = [(talk, rehearse(talk, "--keys-only")) for talk in talks]
            threads = [
                threading.Thread(target=self.kill, args=(talk, process, draw.uniform(0.3, 5.0)))
                for talk, process in runs
            ]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
            room.hush()
            for talk, process in runs:
                process.communicate()
                with subtests.test(talk=str(talk.parent.name)):
                    self.check(talk, played)

    @staticmethod
    def kill(talk: Path, process: subprocess.Popen[str], after_s: float) -> None:
        wav = recording(talk, 60.0)
        size, begun = wav.stat().st_size, time.monotonic()
        time.sleep(after_s / 2)
        assert process.stdin
        process.stdin.write("m\n")
        process.stdin.flush()
        time.sleep(after_s / 2)
        recorded_s = (wav.stat().st_size - HEADER) / 2 / RATE
        killed = time.monotonic()
        process.kill()
        process.wait()
        passed_s = killed - begun + (size - HEADER) / 2 / RATE
        (talk.parent / "truth.json").write_text(json.dumps([passed_s, recorded_s]))

    @staticmethod
    def check(talk: Path, played: np.ndarray[Any, Any]) -> None:
        passed_s, recorded_s = json.loads((talk.parent / "truth.json").read_text())
        folder = run_folders(talk)[0]
        before_s = read_wav(folder / "audio.wav").size / RATE
        assert before_s > passed_s - 1.0  # valid without help
        mend(folder / "audio.wav")
        sound = read_wav(folder / "audio.wav")
        assert sound.size / RATE >= max(recorded_s, before_s)
        assert sound.size / RATE > passed_s - 1.0
        assert len(stretches(sound, played)) <= 1
        assert [event["event"] for event in events(folder)] == ["recording", "note"]
        assert (folder / "unfinished.lock").exists()

    def test_a_killed_talk_is_recovered(self, room: Room, talk: Path, tmp_path: Path) -> None:
        sound = decode(SAMPLES / "run2.ogg").read()[: 60 * RATE]
        room.play(write_wav(tmp_path / "played.wav", sound))
        process = rehearse(talk)
        until_recorded(recording(talk), 16.0)
        busy = command("recover", talk)
        assert busy.returncode == 2
        assert "is being recorded or finished by another process" in busy.stderr
        process.kill()
        process.communicate()
        room.hush()
        offered = command("rehearse", talk, "--plain", "--duration", "1s", "--keys-only")
        assert "was interrupted" in offered.stderr
        done = command("recover", talk, "--json")
        assert done.returncode == 0, done.stderr
        folder = run_folders(talk)[0]
        assert json.loads(done.stdout)["recovered"][0]["run"]["id"] == folder.name
        assert words(folder) > 20
        assert {path.name for path in folder.iterdir()} == {
            "audio.flac", "events.jsonl", "outline.yaml", "report.json", "transcript.json",
        }  # fmt: skip


DIE = """
import os, signal, sys
from pathlib import Path
import talkcoach.finishing as finishing
from talkcoach.listen import Recogniser
from talkcoach.runs import find_run

def die_after(function):
    def wrapped(*arguments, **named):
        result = function(*arguments, **named)
        os.kill(os.getpid(), signal.SIGKILL)
        return result
    return wrapped

after, talk, run = sys.argv[1:]
if after == "words":
    finishing.finish_words = die_after(finishing.finish_words)
elif after == "report":
    finishing.finish_report = die_after(finishing.finish_report)
elif after == "flac":
    finishing.sync = lambda path: os.kill(os.getpid(), signal.SIGKILL) if path.is_dir() else None
else:
    Path.unlink = die_after(Path.unlink)
finishing.recover(find_run(Path(talk), run), Recogniser())
"""
"""Finishes a run and is killed on the way."""


class TestFaults:
    def test_a_full_disk_keeps_what_was_said(self, room: Room, talk: Path, tmp_path: Path) -> None:
        played = noise(30.0)
        room.play(write_wav(tmp_path / "played.wav", played))
        limit = 150_001
        process = rehearse(
            talk,
            preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit)),
        )
        _, said = process.communicate(timeout=90)
        assert process.returncode == 1
        assert "nothing more can be recorded" in said
        assert is_one_line(said)
        folder = run_folders(talk)[0]
        sound = decode(next(folder.glob("audio.*"))).read()  # compressed, where that fits
        assert sound.size == (limit - HEADER) // 2
        assert len(stretches(sound, played)) == 1

    def test_a_disk_that_is_full_from_the_start(self, room: Room, talk: Path) -> None:
        process = rehearse(
            talk, "--keys-only",
            preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (5_000, 5_000)),
        )  # fmt: skip
        _, said = process.communicate(timeout=60)
        assert process.returncode == 1
        assert "nothing more can be recorded" in said
        assert is_one_line(said)

    def test_a_microphone_that_is_unplugged_is_told_of(self, room: Room, talk: Path) -> None:
        process = rehearse(talk, "--keys-only")
        until_recorded(recording(talk), 1.0)
        room.unplug()
        time.sleep(6.0)
        room.plug_in()
        time.sleep(8.0)
        process.send_signal(signal.SIGINT)
        _, said = process.communicate(timeout=60)
        assert "note: the microphone is gone: plug it in again" in said
        assert "were not recorded: the microphone was gone" in said
        assert "Expression" not in said  # PortAudio's own words
        assert process.returncode == 0

    def test_nobody_at_the_keys(self, room: Room, talk: Path) -> None:
        process = subprocess.Popen(
            [*TALKCOACH, "rehearse", str(talk), "--plain", "--keys-only"],
            stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True,
            preexec_fn=lambda: os.close(0),
        )  # fmt: skip
        until_recorded(recording(talk), 1.0)
        process.send_signal(signal.SIGINT)
        _, said = process.communicate(timeout=60)
        assert process.returncode == 0, said
        assert "Traceback" not in said

    @pytest.mark.parametrize("after", ["words", "report", "flac", "unlink"])
    def test_finishing_goes_on_wherever_it_was_killed(
        self, room: Room, talk: Path, tmp_path: Path, after: str
    ) -> None:
        sound = decode(SAMPLES / "run2.ogg").read()[: 30 * RATE]
        room.play(write_wav(tmp_path / "played.wav", sound))
        process = rehearse(talk)
        wav = recording(talk)
        until_recorded(wav, 5.0)
        process.kill()
        process.communicate()
        room.hush()
        done = subprocess.run(
            [sys.executable, "-c", DIE, after, str(talk), wav.parent.name], check=False
        )
        assert done.returncode == -signal.SIGKILL
        assert (wav.parent / "unfinished.lock").exists()
        again = command("recover", talk)
        assert again.returncode == 0, again.stderr
        assert {path.name for path in wav.parent.iterdir()} == {
            "audio.flac", "events.jsonl", "outline.yaml", "report.json", "transcript.json",
        }  # fmt: skip
        assert words(wav.parent) > 3
        report = json.loads((wav.parent / "report.json").read_text())
        assert report["pace"]["articulation_wpm"]  # measured on the sound

    @pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
    def test_a_signal_ends_it_safely(self, room: Room, talk: Path, number: int) -> None:
        process = rehearse(talk, "--keys-only")
        until_recorded(recording(talk), 1.0)
        process.send_signal(number)
        _, said = process.communicate(timeout=20)
        assert process.returncode == 1
        assert f"stopped by {signal.Signals(number).name}: what you said up to 0:0" in said
        assert is_one_line(said)
        assert read_wav(run_folders(talk)[0] / "audio.wav").size >= RATE

    def test_ctrl_c_stops_and_reports(self, room: Room, talk: Path, tmp_path: Path) -> None:
        sound = decode(SAMPLES / "run2.ogg").read()[: 30 * RATE]
        room.play(write_wav(tmp_path / "played.wav", sound))
        process = rehearse(talk)
        until_recorded(recording(talk), 8.0)
        process.send_signal(signal.SIGINT)
        out, said = process.communicate(timeout=60)
        assert process.returncode == 0, said
        assert "Making the bus worth waiting for" in out
        assert "Filed as run" in said
        assert words(run_folders(talk)[0]) > 8

    def test_a_recogniser_that_dies_again_and_again_does_not_matter(
        self, room: Room, talk: Path, tmp_path: Path
    ) -> None:
        sound = decode(SAMPLES / "run2.ogg").read()[: 60 * RATE]
        room.play(write_wav(tmp_path / "played.wav", sound))
        process = rehearse(talk)
        wav = recording(talk)
        until_recorded(wav, 4.0)
        for _ in range(4):
            for pid in children(process.pid):
                os.kill(pid, signal.SIGKILL)
            time.sleep(1.0)
        until_recorded(wav, 12.0)
        process.send_signal(signal.SIGINT)
        _, said = process.communicate(timeout=60)
        assert process.returncode == 0, said
        assert words(run_folders(talk)[0]) > 15

    def test_a_recogniser_that_hangs_does_not_hold_up_the_recording(
        self, room: Room, talk: Path, tmp_path: Path
    ) -> None:
        played = noise(40.0)
        room.play(write_wav(tmp_path / "played.wav", played))
        process = rehearse(talk)
        wav = recording(talk)
        until_recorded(wav, 2.0)
        held = children(process.pid)
        for pid in held:
            os.kill(pid, signal.SIGSTOP)
        until_recorded(wav, 6.0)
        process.send_signal(signal.SIGINT)
        assert process.stderr
        while "Transcribing the rest" not in process.stderr.readline():
            assert process.poll() is None
        assert len(stretches(read_wav(wav), played)) == 1
        process.send_signal(signal.SIGINT)  # nobody waits for it
        _, said = process.communicate(timeout=60)
        assert process.returncode == 130
        assert "is safe" in said
        assert (run_folders(talk)[0] / "unfinished.lock").exists()
        assert not any(is_running(pid) for pid in held)


class TestKeysInLines:
    def test_mark_sections_pauses_and_moments(self, room: Room, talk: Path) -> None:
        process = rehearse(talk, "--keys-only")
        wav = recording(talk)
        assert process.stdin
        for key in ("", "", "b", "m", "p", "p", "x", "q"):
            until = time.monotonic() + 0.4
            while time.monotonic() < until:
                time.sleep(0.05)
            process.stdin.write(f"{key}\n")
            process.stdin.flush()
        _, said = process.communicate(timeout=60)
        assert process.returncode == 0, said
        found = [
            (event["event"], event.get("section"))
            for event in events(wav.parent)
            if event["event"] != "recording"
        ]
        assert found == [
            ("mark", "waiting"), ("mark", "crowding"), ("not_before", "crowding"), ("note", None),
            ("pause", None), ("resume", None), ("stop", None),
        ]  # fmt: skip
        assert "Enter next section" in said
        assert "Waiting (by key)" in said
        assert (wav.parent / "notes.md").read_text().startswith("- 0:0")

    def test_moments_survive_a_kill(self, room: Room, talk: Path, tmp_path: Path) -> None:
        room.play(write_wav(tmp_path / "played.wav", noise(20.0)))
        process = rehearse(talk, "--keys-only")
        wav = recording(talk)
        until_recorded(wav, 1.0)
        assert process.stdin
        process.stdin.write("m\n")
        process.stdin.flush()
        until_recorded(wav, 2.0)
        process.kill()
        process.communicate()
        assert command("recover", talk).returncode == 0
        assert (wav.parent / "notes.md").read_text().startswith("- 0:0")

    def test_nothing_recorded_leaves_nothing_behind(self, room: Room, talk: Path) -> None:
        process = rehearse(talk, "--keys-only", "--countdown", "30")
        time.sleep(4.0)
        process.send_signal(signal.SIGINT)
        _, said = process.communicate(timeout=20)
        assert process.returncode == 0
        assert "Nothing was recorded" in said
        assert run_folders(talk) == []


class Terminal:
    """A pseudo-terminal of 80 by 24 with `talkcoach rehearse` on it."""

    def __init__(self, talk: Path, *options: str) -> None:
        self._own, other = pty.openpty()
        fcntl.ioctl(other, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))

        def adopt() -> None:
            os.setsid()
            fcntl.ioctl(0, termios.TIOCSCTTY, 0)

        self.process = subprocess.Popen(
            [*TALKCOACH, "rehearse", str(talk), *options],
            stdin=other,
            stdout=other,
            stderr=other,
            env={**os.environ, "TERM": "xterm-256color"},
            preexec_fn=adopt,
        )
        os.close(other)
        self.shown = b""
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        while True:
            try:
                self.shown += os.read(self._own, 65_536)
            except OSError:
                return

    def press(self, keys: bytes) -> None:
        os.write(self._own, keys)

    def wait_for(self, text: bytes, timeout_s: float = 30.0) -> None:
        end = time.monotonic() + timeout_s
        while text not in self.shown:
            assert time.monotonic() < end, self.shown[-3_000:].decode(errors="replace")
            time.sleep(0.05)

    def close(self) -> None:
        os.close(self._own)


class TestATerminal:
    def test_from_the_check_to_the_report(self, room: Room, talk: Path, tmp_path: Path) -> None:
        sound = decode(SAMPLES / "run2.ogg").read()[: 60 * RATE]
        room.play(write_wav(tmp_path / "played.wav", sound))
        terminal = Terminal(talk, "--countdown", "1")
        terminal.wait_for(b"space starts")
        terminal.wait_for(b"good")
        terminal.press(b" ")
        until_recorded(recording(talk), 10.0)
        terminal.press(b"q")
        terminal.wait_for(b"Stop here?")
        terminal.press(b"x")  # any other key takes it back
        time.sleep(1.0)
        assert terminal.process.poll() is None
        terminal.press(b"\x03")
        time.sleep(0.7)
        terminal.press(b"\x03")
        terminal.wait_for(b"Filed as run", 60.0)
        assert terminal.process.wait(timeout=20) == 0
        assert b"Traceback" not in terminal.shown
        assert words(run_folders(talk)[0]) > 10

    def test_that_closes(self, room: Room, talk: Path, tmp_path: Path) -> None:
        played = noise(30.0)
        room.play(write_wav(tmp_path / "played.wav", played))
        terminal = Terminal(talk, "--keys-only")
        terminal.wait_for(b"space starts")
        terminal.press(b" ")
        until_recorded(recording(talk), 3.0)
        terminal.close()
        assert terminal.process.wait(timeout=20) == 1
        folder = run_folders(talk)[0]
        sound = read_wav(folder / "audio.wav")
        assert sound.size > 3.0 * RATE
        assert len(stretches(sound, played)) == 1
        assert (folder / "unfinished.lock").exists()
        assert command("recover", talk).returncode == 0


def test_no_model_is_said_before_the_talk(room: Room, talk: Path) -> None:
    done = command("rehearse", talk, "--plain", "--model", "large-v3")
    assert done.returncode == 1
    assert "--keys-only records without one" in done.stderr
    assert is_one_line(done.stderr)
    assert not run_folders(talk)


def test_no_such_microphone(room: Room, talk: Path) -> None:
    done = command("rehearse", talk, "--plain", "--device", "nowhere")
    assert done.returncode == 2
    assert "there is no input device 'nowhere'" in done.stderr


class TestATalk:
    """What came of the long one; last in this file, for it takes its time."""

    def test_is_reported_as_it_was_spoken(self, long_talk: LongTalk) -> None:
        report, _ = long_talk.result()
        truth = json.loads((SAMPLES / "run2.truth.json").read_text())
        starts = {t["to"]: t["start"] for t in truth["transitions"]}
        found = {section["id"]: section["start_s"] for section in report["sections"]}
        assert found["waiting"] == pytest.approx(starts["waiting"], abs=5.0)
        assert found["crowding"] == pytest.approx(starts["crowding"], abs=5.0)
        status = {t["to"]: t["status"] for t in report["transitions"] if t["is_rehearsed"]}
        assert status == {"waiting": "full", "crowding": "full"}
        assert report["is_partial"]
        assert sum(p["covered"] for p in report["points"] if p["is_rehearsed"]) >= 4
        assert report["run"]["source"] == "microphone"

    def test_was_followed_while_it_was_spoken(self, long_talk: LongTalk) -> None:
        _, said = long_talk.result()
        lines = [line.split("  ") for line in said.splitlines() if line[:1].isdigit()]
        seen = {line[1].split(" ")[0]: line[0] for line in reversed(lines)}
        assert list(reversed(seen)) == ["Opening", "Waiting", "Crowding"], said
        # How far behind it is depends on the machine: benchmarks/live.py measures that.
        for name, start_s, end_s in (("Waiting", 56.4, 149.8), ("Crowding", 149.8, 240.0)):
            minutes, seconds = map(int, seen[name].split(":"))
            assert start_s - 5 < minutes * 60 + seconds < end_s, said

    def test_is_for_its_owner_only_and_complete(self, long_talk: LongTalk) -> None:
        long_talk.result()
        folder = run_folders(long_talk.outline)[0]
        sound = decode(folder / "audio.flac").read()
        assert sound.size / RATE == pytest.approx(long_talk.LENGTH_S, abs=1.0)
        assert folder.stat().st_mode & 0o777 == 0o700
        names = {path.name for path in folder.iterdir()}
        assert names == {
            "audio.flac", "events.jsonl", "outline.yaml", "report.json", "transcript.json",
        }  # fmt: skip
        assert all(path.stat().st_mode & 0o777 == 0o600 for path in folder.iterdir())
        assert [event["event"] for event in events(folder)] == ["only", "recording", "stop"]
        assert command("report", long_talk.outline).returncode == 0
        assert "No run" in command("recover", long_talk.outline).stdout
