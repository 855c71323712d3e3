"""Recordings of all kinds, made here with FFmpeg's own encoders."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest
from numpy.typing import NDArray

from talkcoach.errors import AudioError
from talkcoach.speech.audio import decode
from talkcoach.speech.encode import encode_flac
from talkcoach.speech.levels import SAMPLE_RATE


def tone(seconds: float, rate: int = SAMPLE_RATE) -> NDArray[np.int16]:
    """A 440 Hz sine at half of full scale, int16 (n,)."""
    times = np.arange(round(seconds * rate)) / rate
    return (16_384 * np.sin(2 * np.pi * 440 * times)).astype(np.int16)


def record(
    path: Path, seconds: float, codec: str, rate: int = 44_100, tags: dict[str, str] | None = None
) -> Path:
    """A stereo recording of a tone."""
    with av.open(str(path), "w") as container:
        container.metadata.update(tags or {})
        stream = container.add_stream(codec, rate=rate, layout="stereo")
        both = np.repeat(tone(seconds, rate), 2).reshape(1, -1)
        frame = av.AudioFrame.from_ndarray(both, "s16", "stereo")
        frame.sample_rate = rate
        resampler = av.AudioResampler(stream.format, "stereo", rate, stream.frame_size or 1024)
        for piece in (*resampler.resample(frame), *resampler.resample(None)):
            container.mux(stream.encode(piece))
        container.mux(stream.encode(None))
    return path


def film(path: Path, with_sound: bool) -> Path:
    """A second of black video."""
    with av.open(str(path), "w") as container:
        video = container.add_stream("mpeg4", rate=10)
        video.width, video.height, video.pix_fmt = 64, 48, "yuv420p"
        audio = container.add_stream("aac", rate=44_100, layout="mono") if with_sound else None
        for i in range(10):
            frame = av.VideoFrame.from_ndarray(np.zeros((48, 64, 3), np.uint8), format="rgb24")
            frame.pts, frame.time_base = i, Fraction(1, 10)
            container.mux(video.encode(frame))
        container.mux(video.encode(None))
        if audio is not None:
            sound = av.AudioFrame.from_ndarray(tone(1, 44_100)[None], "s16", "mono")
            sound.sample_rate = 44_100
            resampler = av.AudioResampler(audio.format, "mono", 44_100, audio.frame_size)
            for piece in (*resampler.resample(sound), *resampler.resample(None)):
                container.mux(audio.encode(piece))
            container.mux(audio.encode(None))
    return path


@pytest.mark.parametrize(
    ("name", "codec"),
    [("a.wav", "pcm_s16le"), ("a.flac", "flac"), ("a.m4a", "aac"), ("a.mp2", "mp2"),
     ("a.mka", "pcm_s16le"), ("a.aiff", "pcm_s16be")],
)  # fmt: skip
def test_any_format_becomes_sixteen_kilohertz_mono(tmp_path: Path, name: str, codec: str) -> None:
    audio = decode(record(tmp_path / name, 2.0, codec))
    samples = audio.read()
    assert (samples.dtype, samples.ndim, samples.size) == (np.int16, 1, audio.length)
    assert audio.duration_s == pytest.approx(2.0, abs=0.1)
    assert audio.levels.levels_db[50:150].mean() == pytest.approx(-9.0, abs=0.5)
    assert audio.warnings == ()
    assert not audio.has_video


def test_flac_gives_back_the_same_samples(tmp_path: Path) -> None:
    samples = np.random.default_rng(0).integers(-32_768, 32_768, 40_001).astype(np.int16)
    encode_flac([samples], tmp_path / "a.flac")
    assert np.array_equal(decode(tmp_path / "a.flac").read(), samples)


def test_the_same_sound_is_known_again_in_another_container(tmp_path: Path) -> None:
    wav = record(tmp_path / "a.wav", 1.0, "pcm_s16le", SAMPLE_RATE)
    flac = record(tmp_path / "a.flac", 1.0, "flac", SAMPLE_RATE)
    other = record(tmp_path / "b.wav", 1.1, "pcm_s16le", SAMPLE_RATE)
    assert decode(wav).sha256 == decode(flac).sha256 != decode(other).sha256


def test_a_video_is_heard(tmp_path: Path) -> None:
    audio = decode(film(tmp_path / "zoom.mp4", with_sound=True))
    assert audio.has_video
    assert audio.duration_s == pytest.approx(1.0, abs=0.1)


def test_the_date_is_taken_from_the_tags(tmp_path: Path) -> None:
    path = record(tmp_path / "a.flac", 1, "flac", tags={"creation_time": "2026-03-04T19:30:00"})
    recorded_at = decode(path).recorded_at
    assert recorded_at is not None
    assert recorded_at.isoformat() == "2026-03-04T19:30:00"


def test_a_recording_that_breaks_off_is_used_with_a_warning(tmp_path: Path) -> None:
    path = record(tmp_path / "a.flac", 4.0, "flac")
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2])
    audio = decode(path)
    assert 1.0 < audio.duration_s < 3.0
    (warning,) = audio.warnings
    assert "breaks off" in warning


def test_silence_is_said_to_be_silence(tmp_path: Path) -> None:
    encode_flac([np.zeros(SAMPLE_RATE, dtype=np.int16)], tmp_path / "a.flac")
    (warning,) = decode(tmp_path / "a.flac").warnings
    assert "silent" in warning


def test_progress_only_grows_and_ends_at_one(tmp_path: Path) -> None:
    shares: list[float] = []
    decode(record(tmp_path / "a.wav", 35.0, "pcm_s16le"), shares.append)
    assert len(shares) > 2
    assert shares == sorted(shares)
    assert shares[-1] == 1.0


def spoil(folder: Path, kind: str) -> Path:
    path = folder / "talk.wav"
    if kind == "folder":
        path.mkdir()
    elif kind == "text":
        path.write_text("Dear diary,\n" * 200, encoding="utf-8")
    elif kind == "empty":
        path.touch()
    elif kind == "headers only":
        record(path, 2.0, "pcm_s16le")
        path.write_bytes(path.read_bytes()[:44])
    elif kind == "blip":
        record(path, 0.02, "pcm_s16le")
    elif kind == "noise":
        path.write_bytes(np.random.default_rng(0).bytes(5_000))
    elif kind == "mute film":
        return film(folder / "film.mp4", with_sound=False)
    return path


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("missing", "no such file"),
        ("folder", "is a folder"),
        ("text", "no audio or video"),
        ("noise", "no audio or video"),
        ("empty", "is empty"),
        ("headers only", "no audio or video"),
        ("blip", "20 ms"),
        ("mute film", "no sound"),
    ],
)
def test_what_is_no_recording_is_refused_in_one_line(
    tmp_path: Path, kind: str, expected: str
) -> None:
    path = spoil(tmp_path, kind)
    with pytest.raises(AudioError) as caught:
        decode(path)
    assert str(path) in str(caught.value)
    assert expected in str(caught.value)
    assert "\n" not in str(caught.value)
