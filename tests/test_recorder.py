"""From a real microphone to the disk: PortAudio captures what PulseAudio plays."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from room import RATE, Room, noise, read_wav, stretches, write_wav

from talkcoach.errors import InputError, MicrophoneError
from talkcoach.recording.microphone import find_device, input_devices
from talkcoach.recording.recorder import Recorder, _Gaps


def events(folder: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in (folder / "events.jsonl").read_text().splitlines()]


def kinds(folder: Path) -> list[object]:
    return [event["event"] for event in events(folder)]


def test_records_what_is_played_sample_by_sample(room: Room, tmp_path: Path) -> None:
    played = noise(8.0)
    recorder = Recorder()
    recorder.begin(tmp_path)
    room.play(write_wav(tmp_path / "played.wav", played))
    time.sleep(3.0)
    recorder.stop()
    recorded = read_wav(tmp_path / "audio.wav")
    assert abs(recorded.size / RATE - 3.0) < 0.7
    assert len(stretches(recorded, played)) == 1
    assert recorder.status.overflows == 0
    assert kinds(tmp_path) == ["recording", "stop"]


def test_a_pause_is_left_out_and_noted(room: Room, tmp_path: Path) -> None:
    played = noise(12.0)
    recorder = Recorder()
    recorder.begin(tmp_path)
    room.play(write_wav(tmp_path / "played.wav", played))
    time.sleep(1.5)
    recorder.pause()
    before_s = recorder.recorded_s
    time.sleep(1.5)
    assert recorder.recorded_s == before_s
    assert recorder.status.is_paused
    assert recorder.status.level_db > -40  # the meter goes on
    recorder.resume()
    time.sleep(1.0)
    recorder.stop()
    assert len(stretches(read_wav(tmp_path / "audio.wav"), played)) == 2
    assert kinds(tmp_path) == ["recording", "pause", "resume", "stop"]
    assert events(tmp_path)[1]["at_s"] == events(tmp_path)[2]["at_s"]


def test_a_microphone_that_is_unplugged_is_waited_for(room: Room, tmp_path: Path) -> None:
    played = noise(20.0)
    recorder = Recorder()
    recorder.begin(tmp_path)
    path = write_wav(tmp_path / "played.wav", played)
    room.play(path)
    time.sleep(2.0)
    room.unplug()
    time.sleep(4.0)
    assert "plug it in again" in recorder.status.problem
    kept_s = recorder.recorded_s
    room.plug_in()
    room.play(path)
    end = time.monotonic() + 20.0
    while recorder.recorded_s < kept_s + 1.0:
        assert time.monotonic() < end, recorder.status
        time.sleep(0.1)
    assert "were not recorded: the microphone was gone" in recorder.status.problem
    recorder.stop()
    recorded = read_wav(tmp_path / "audio.wav")
    assert recorded.size / RATE == pytest.approx(recorder.recorded_s)
    assert stretches(recorded, played)[0] > 1.0 * RATE
    assert kinds(tmp_path) == ["recording", "device_lost", "device_back", "gap", "stop"]
    assert 3.0 < float(str(events(tmp_path)[3]["seconds"])) < 20.0


def test_lists_and_finds_microphones(room: Room) -> None:
    devices = input_devices()
    assert [device.is_default for device in devices].count(True) == 1
    assert find_device(None) == devices[0]
    assert find_device(str(devices[-1].index)) == devices[-1]
    assert find_device("PULSE").name == "pulse"
    with pytest.raises(InputError, match=r"no input device 'nowhere': \d+ default"):
        find_device("nowhere")
    with pytest.raises(InputError, match="no input device '99'"):
        find_device("99")


def run(code: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", code, "devices"],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def test_says_how_to_install_portaudio() -> None:
    hidden = "import ctypes.util; ctypes.util.find_library = lambda name: None; "
    done = run(hidden + "from talkcoach.cli import main; main()")
    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr.startswith("talkcoach: the PortAudio library cannot be loaded")
    assert len(done.stderr.splitlines()) == 1


def test_says_what_to_do_without_a_microphone(tmp_path: Path) -> None:
    nobody = {"PULSE_SERVER": f"unix:{tmp_path}/nobody"}
    done = run("from talkcoach.cli import main; main()", **nobody)
    assert (done.returncode, done.stderr) == (0, "")
    code = "from talkcoach.recording.recorder import Recorder; Recorder()"
    if "no microphone" in done.stdout:  # a machine without any sound card
        assert MicrophoneError.__name__ in run(code, **nobody).stderr


class Clock:
    def __init__(self) -> None:
        self.now_s = 100.0

    def __call__(self) -> float:
        return self.now_s


def test_time_that_went_by_unheard_is_told_once() -> None:
    clock = Clock()
    gaps = _Gaps(clock)
    found = []
    for block in range(300):
        clock.now_s += 0.1
        if block == 150:
            clock.now_s += 190.0  # the lid was closed
        found.append(gaps.heard(1_600, 0.0))
    assert [round(gap_s, 1) for gap_s in found if gap_s] == [190.0]


def test_a_slow_start_or_a_full_queue_is_no_gap() -> None:
    clock = Clock()
    gaps = _Gaps(clock)
    clock.now_s += 1.8
    assert gaps.heard(1_600, 0.0) == 0.0
    clock.now_s += 5.0
    assert gaps.heard(1_600, 4.9) == 0.0
    clock.now_s += 0.1
    assert gaps.heard(5 * RATE, 0.0) == 0.0
