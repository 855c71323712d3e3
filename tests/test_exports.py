"""A run for other programs."""

from __future__ import annotations

import csv
import io
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from reports import make_report

from talkcoach.cli import exporting
from talkcoach.clips import write_clips
from talkcoach.errors import InputError
from talkcoach.exports import FORMATS, LINE, LINES, LONGEST_CUE_S, as_csv, as_srt, as_vtt, cues
from talkcoach.speech.audio import decode
from talkcoach.speech.encode import encode_flac
from talkcoach.speech.formats import load_transcript
from talkcoach.speech.levels import SAMPLE_RATE
from talkcoach.speech.transcript import Transcript, Word


def spoken(count: int = 400, seconds: float = 0.4) -> Transcript:
    """Words of growing length, a sentence every eleven, a pause every thirty."""
    words, at_s = [], 0.0
    for number in range(count):
        at_s += 2.0 if number % 30 == 29 else 0.0
        text = "word"[: 1 + number % 4] * (1 + number % 3) + ("." if number % 11 == 10 else "")
        words.append(Word(round(at_s, 3), round(at_s + seconds, 3), text))
        at_s += seconds
    return Transcript(tuple(words), at_s)


def test_subtitles_keep_to_their_limits_and_lose_no_word() -> None:
    transcript = spoken()
    found = list(cues(transcript.words))
    assert " ".join(cue.text.replace("\n", " ") for cue in found) == transcript.text()
    for cue in found:
        assert cue.end_s - cue.start_s <= LONGEST_CUE_S
        assert len(cue.text.splitlines()) <= LINES
        assert all(len(line) <= LINE for line in cue.text.splitlines())
    assert all(a.end_s <= b.start_s for a, b in pairwise(found))


def test_every_writer_can_be_asked_for() -> None:
    assert set(exporting.FORMATS) == {*FORMATS, "clips"}


@pytest.mark.parametrize(("ending", "write"), [("srt", as_srt), ("vtt", as_vtt)])
def test_subtitles_can_be_read_again(ending: str, write: object, tmp_path: Path) -> None:
    assert callable(write)
    transcript = Transcript((Word(0.5, 0.9, "a <b> & c"), Word(3_700.25, 3_701.5, "end.")), 3_702.0)
    path = tmp_path / f"words.{ending}"
    path.write_text(write(make_report(), transcript), encoding="utf-8")
    again = load_transcript(path)
    assert again.words[0].start == pytest.approx(0.5, abs=0.001)
    assert again.words[-1].end == pytest.approx(3_701.5, abs=0.001)
    assert again.words[-1].text == "end."


def test_the_table_has_a_row_for_each_section_and_no_formula() -> None:
    report = make_report({"labels": None})
    sections = tuple(s.model_copy(update={"title": "=cmd()"}) for s in report.sections)
    text = as_csv(report.model_copy(update={"sections": sections}), spoken())
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [row["section"] for row in rows] == ["opening", "labels", "reward", "closing"]
    assert rows[1]["status"] == "skipped"
    assert {row["title"] for row in rows} == {"'=cmd()"}


def test_labels_are_what_audacity_reads() -> None:
    report = make_report()
    lines = FORMATS["audacity"](report, spoken()).splitlines()
    for line in lines:
        start, end, text = line.split("\t")
        assert float(start) <= float(end)
        assert text
    assert any(line.endswith("\tData quality") for line in lines)


def test_text_has_every_word_under_its_section() -> None:
    transcript = spoken(3_000)
    text = FORMATS["txt"](make_report(), transcript)
    assert text.startswith("Opening\n-------\n")
    assert "Reward models\n-------------" in text
    report = make_report()
    parts = text.split("\n\n")
    headings = [f"{s.title}\n{'-' * len(s.title)}" for s in report.sections]
    found = [" ".join(parts[a + 1 : b]).split() for a, b in pairwise(
        [*(parts.index(heading) for heading in headings), len(parts)])]  # fmt: skip
    for section, words in zip(report.sections, found, strict=True):
        assert section.start_s is not None
        assert section.end_s is not None
        inside = [w.text for w in transcript.words if section.start_s <= w.start < section.end_s]
        if section is report.sections[-1]:
            inside += [w.text for w in transcript.words if w.start >= section.end_s]
        assert words == inside


def test_clips_are_the_sections(tmp_path: Path) -> None:
    report = make_report({"opening": 1.0, "labels": 2.5, "reward": None, "closing": 1.5})
    sound = np.arange(5 * SAMPLE_RATE, dtype=np.int16)
    encode_flac([sound], tmp_path / "audio.flac")
    paths = write_clips(report, tmp_path / "audio.flac", tmp_path / "clips")
    assert [path.name for path in paths] == ["01-opening.flac", "02-labels.flac", "03-closing.flac"]
    assert np.array_equal(np.concatenate([decode(path).read() for path in paths]), sound)
    assert all(path.stat().st_mode & 0o777 == 0o600 for path in paths)
    with pytest.raises(InputError, match="there already"):
        write_clips(report, tmp_path / "audio.flac", tmp_path / "clips")


def test_an_outline_without_runs_has_nothing_to_export(tmp_path: Path) -> None:
    (tmp_path / "talk.yaml").write_text("title: x\n")
    done = subprocess.run(
        [sys.executable, "-m", "talkcoach", "export", "talk.yaml", "--format", "srt"],
        cwd=tmp_path, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 2
    assert "talkcoach rehearse talk.yaml" in done.stderr
