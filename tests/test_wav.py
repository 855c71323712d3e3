"""A WAV file that is valid while it grows."""

from __future__ import annotations

import resource
import stat
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from room import noise, read_wav

from talkcoach.recording.wav import HEADER, WavTail, WavWriter, length_s, mend, sound_in
from talkcoach.speech.audio import decode


def test_is_a_whole_file_after_every_block(tmp_path: Path) -> None:
    path, sound = tmp_path / "audio.wav", noise(1.0)
    with WavWriter(path) as writer:
        for end in range(1_600, sound.size + 1, 1_600):
            writer.write(sound[end - 1_600 : end])
            assert np.array_equal(read_wav(path), sound[:end])
        assert writer.seconds == 1.0
    assert np.array_equal(decode(path).read(), sound)


def test_is_for_its_owner_only(tmp_path: Path) -> None:
    with WavWriter(tmp_path / "audio.wav"):
        assert stat.S_IMODE((tmp_path / "audio.wav").stat().st_mode) == 0o600


def test_does_not_touch_a_recording_that_is_there(tmp_path: Path) -> None:
    (tmp_path / "audio.wav").write_bytes(b"precious")
    with pytest.raises(FileExistsError):
        WavWriter(tmp_path / "audio.wav")
    assert (tmp_path / "audio.wav").read_bytes() == b"precious"


@pytest.mark.parametrize("lost", [1, 2, 3, 1_600, 3_200])
def test_mends_a_header_that_a_kill_left_behind(tmp_path: Path, lost: int) -> None:
    path, sound = tmp_path / "audio.wav", noise(0.5)
    with WavWriter(path) as writer:
        writer.write(sound)
    whole = path.read_bytes()
    path.write_bytes(whole[:40] + bytes(4) + whole[HEADER:-lost])
    mend(path)
    assert np.array_equal(read_wav(path), sound[: (sound.size * 2 - lost) // 2])


@pytest.mark.parametrize("size", [0, 10, 43])
def test_mends_a_file_that_was_killed_before_its_header(tmp_path: Path, size: int) -> None:
    path = tmp_path / "audio.wav"
    path.write_bytes(b"RIFF" + bytes(40)[: max(0, size - 4)])
    mend(path)
    assert read_wav(path).size == 0


def test_a_tail_reads_each_sample_once_and_no_half_ones(tmp_path: Path) -> None:
    path, sound = tmp_path / "audio.wav", noise(2.0)
    parts = []
    with WavWriter(path) as writer:
        tail = WavTail(path)
        for start in range(0, sound.size, 1_000):
            writer.write(sound[start : start + 1_000])
            parts.append(tail.read(0.04))
        while (part := tail.read(0.04)).size:
            parts.append(part)
    assert np.array_equal(np.concatenate(parts), sound)
    with path.open("ab") as file:
        file.write(b"x")
    assert tail.read(1.0).size == 0
    assert np.array_equal(WavTail(path, 0.5).read(9.0), sound[8_000:])


def test_length_and_sound_do_not_ask_the_header(tmp_path: Path) -> None:
    path, sound = tmp_path / "audio.wav", noise(0.25)
    with WavWriter(path) as writer:
        writer.write(sound)
    path.write_bytes(path.read_bytes()[:40] + bytes(4) + path.read_bytes()[HEADER:])
    assert length_s(path) == 0.25
    assert np.array_equal(np.concatenate(list(sound_in(path))), sound)


FILL = """
import sys, numpy as np
from pathlib import Path
from talkcoach.recording.wav import WavWriter
with WavWriter(Path(sys.argv[1])) as writer:
    try:
        while True:
            writer.write(np.arange(1, 1_601, dtype=np.int16))
    except OSError as error:
        print(error.strerror, writer.samples)
"""


def test_what_was_written_before_the_disk_is_full_is_whole(tmp_path: Path) -> None:
    path = tmp_path / "audio.wav"
    limit = 100_001  # in the middle of a sample
    done = subprocess.run(
        [sys.executable, "-c", FILL, str(path)],
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit)),
        capture_output=True,
        text=True,
        check=True,
    )
    assert "File too large" in done.stdout
    sound = read_wav(path)
    assert sound.size == (limit - HEADER) // 2
    assert np.array_equal(sound, np.resize(np.arange(1, 1_601), sound.size))
