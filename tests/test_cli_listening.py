"""`analyze` and `import` as they are typed, with words from a file so that no model is needed."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import av
import numpy as np
import pytest

SAMPLES = Path(__file__).parent.parent / "samples"
CLIP = Path(__file__).parent / "data" / "two-sentences.ogg"
OUTLINE = """\
title: Dependable post-training
duration: 2 min
theme: How do we make post-training dependable?
papers:
  - {title: Labels, slides: [{title: Label drift, points: [Labels drift within a week]}]}
  - {title: Rewards, slides: [{title: Reward models, points: [Reward models skim]}]}
"""


@pytest.fixture
def talk(tmp_path: Path) -> Path:
    path = tmp_path / "my talk.yaml"
    path.write_text(OUTLINE, encoding="utf-8")
    return path


@pytest.fixture
def words(tmp_path: Path) -> Path:
    text = "Good afternoon. Labels drift within a week. Next I turn to reward models."
    path = tmp_path / "words.json"
    entries = [{"start": i, "end": i + 0.8, "text": t} for i, t in enumerate(text.split())]
    path.write_text(json.dumps({"duration": 13, "words": entries}), encoding="utf-8")
    return path


def run(*args: object, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "talkcoach", *map(str, args)],
        capture_output=True, encoding="utf-8", stdin=subprocess.DEVNULL, cwd=cwd,
        env=os.environ | {"COLUMNS": "80"},
    )  # fmt: skip


def test_analyze_of_a_transcript_prints_the_contract_and_stores_nothing(
    talk: Path, words: Path
) -> None:
    before = sorted(talk.parent.rglob("*"))
    result = run("analyze", talk, "--transcript", words, "--json")
    report = json.loads(result.stdout)
    assert result.returncode == 0
    assert list(report) == [
        "schema", "outline", "run", "duration_s", "over_s", "is_partial", "is_match", "sections",
        "transitions", "points", "restarts", "pauses", "fillers", "pace", "advice",
    ]  # fmt: skip
    assert report["run"] is None
    assert [s["id"] for s in report["sections"]] == ["opening", "labels", "rewards", "closing"]
    assert [t["to"] for t in report["transitions"]] == ["labels", "rewards", "closing"]
    assert sorted(talk.parent.rglob("*")) == before


def test_import_files_the_recording_under_its_date(talk: Path, words: Path) -> None:
    result = run("import", talk, CLIP, "--transcript", words, "--recorded-at", "2026-03-04T19:30")
    assert result.returncode == 0, result.stderr
    folder = talk.parent / "rehearsals" / "my talk" / "2026-03-04T19-30-00"
    assert (folder / "audio.ogg").read_bytes() == CLIP.read_bytes()
    assert (folder / "outline.yaml").read_text(encoding="utf-8") == OUTLINE
    report = json.loads((folder / "report.json").read_text(encoding="utf-8"))
    assert report["run"]["id"] == folder.name
    assert report["run"]["source"] == CLIP.name


def test_of_a_video_the_sound_is_kept(talk: Path, words: Path, tmp_path: Path) -> None:
    video = tmp_path / "zoom.mkv"
    with av.open(str(video), "w") as container:
        picture = container.add_stream("mpeg4", rate=10)
        picture.width, picture.height, picture.pix_fmt = 64, 64, "yuv420p"
        sound = container.add_stream("pcm_s16le", rate=16_000, layout="mono")
        for n in range(20):
            image = np.full((64, 64, 3), n * 10, dtype=np.uint8)
            container.mux(picture.encode(av.VideoFrame.from_ndarray(image, format="rgb24")))
        noise = np.random.default_rng(0).integers(-900, 900, (1, 32_000)).astype(np.int16)
        frame = av.AudioFrame.from_ndarray(noise, "s16", "mono")
        frame.sample_rate = 16_000
        container.mux(sound.encode(frame))
        container.mux(picture.encode(None))
        container.mux(sound.encode(None))
    result = run("import", talk, video, "--transcript", words, "--recorded-at", "2026-03-04")
    assert result.returncode == 0, result.stderr
    (kept,) = (talk.parent / "rehearsals").rglob("audio.*")
    with av.open(str(kept)) as container:
        assert [stream.type for stream in container.streams] == ["audio"]
        decoded = np.concatenate([f.to_ndarray().reshape(-1) for f in container.decode(audio=0)])
    assert np.array_equal(decoded, noise.reshape(-1))


def test_a_recording_without_a_word_is_not_filed(talk: Path, tmp_path: Path) -> None:
    nothing = tmp_path / "none.json"
    nothing.write_text('{"duration": 3, "words": []}', encoding="utf-8")
    result = run("import", talk, CLIP, "--transcript", nothing)
    assert result.returncode == 2
    assert "no speech" in result.stderr
    assert not list(talk.parent.rglob("audio.*"))


def test_words_that_outlast_the_recording_are_noted(talk: Path, words: Path) -> None:
    text = words.read_text(encoding="utf-8").replace(
        '"start": 12, "end": 12', '"start": 400, "end": 401'
    )
    words.write_text(text, encoding="utf-8")
    result = run("analyze", talk, CLIP, "--transcript", words)
    assert result.returncode == 0
    assert "the recording ends at 0:11" in result.stderr


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("voice.mp3", b"This is a letter, not a sound.", "no audio or video"),
        ("voice.wav", b"", "empty"),
        ("words.srt", b"1\n00:00 --> 00:01\nhi", "--transcript"),
    ],
)
def test_what_is_no_recording_is_named(
    talk: Path, tmp_path: Path, name: str, content: bytes, words: str
) -> None:
    (tmp_path / name).write_bytes(content)
    result = run("import", talk, tmp_path / name)
    assert result.returncode == 2
    assert words in result.stderr.splitlines()[-1]
    assert "Traceback" not in result.stderr
