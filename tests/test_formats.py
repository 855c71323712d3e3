"""Transcripts of other tools: what is accepted, and what is said of the rest."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from talkcoach.errors import TranscriptError
from talkcoach.speech.formats import load_transcript, save_transcript
from talkcoach.speech.transcript import Transcript, Word


def write(path: Path, content: str | bytes | dict[str, Any] | list[Any]) -> Path:
    if isinstance(content, (dict, list)):
        content = json.dumps(content)
    path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
    return path


OURS = {"duration": 3, "words": [{"start": 0, "end": 1, "text": "So"},
                                 {"start": 1, "end": 2, "text": "far"}]}  # fmt: skip
WHISPER = {"text": " So far", "language": "en", "segments": [
    {"start": 0.0, "end": 2.0, "text": " So far",
     "words": [{"word": " So", "start": 0.0, "end": 1.0, "probability": 0.5},
               {"word": " far", "start": 1.0, "end": 2.0, "probability": 0.9}]}]}  # fmt: skip
SEGMENTS_ONLY = {"segments": [{"start": 0.0, "end": 1.75, "text": " So far"}]}
WHISPERX = {"segments": [
    {"start": 0.0, "end": 3.0, "text": "In 2024 we", "words": [
        {"word": "In", "start": 0.0, "end": 0.5, "score": 0.8}, {"word": "2024"},
        {"word": "we", "start": 2.0, "end": 3.0, "score": 0.8}]}], "word_segments": []}  # fmt: skip
CPP = {"result": {"language": "de"}, "transcription": [
    {"timestamps": {"from": "00:00:00,000", "to": "00:00:01,750"},
     "offsets": {"from": 0, "to": 1750}, "text": " So far"}]}  # fmt: skip
CPP_TIMESTAMPS = {"transcription": [
    {"timestamps": {"from": "00:00:00,000", "to": "00:00:01,750"}, "text": " So far"}]}  # fmt: skip
SRT = "1\r\n00:00:00,000 --> 00:00:01,750\r\n<i>So far</i>\r\n\r\n"
VTT = "WEBVTT\n\nNOTE made by hand\n\n00:00.000 --> 00:01.750 align:start\nSo far\n"


@pytest.mark.parametrize(
    ("content", "times"),
    [
        (OURS, [(0, 1), (1, 2)]),
        (WHISPER, [(0, 1), (1, 2)]),
        (SEGMENTS_ONLY, [(0, 0.75), (0.75, 1.75)]),
        (CPP, [(0, 0.75), (0.75, 1.75)]),
        (CPP_TIMESTAMPS, [(0, 0.75), (0.75, 1.75)]),
        (SRT, [(0, 0.75), (0.75, 1.75)]),
        (VTT, [(0, 0.75), (0.75, 1.75)]),
        ("\ufeff" + SRT, [(0, 0.75), (0.75, 1.75)]),
    ],
)
def test_every_accepted_format_gives_words_with_times(
    tmp_path: Path, content: Any, times: list[tuple[float, float]]
) -> None:
    transcript = load_transcript(write(tmp_path / "talk.any", content))
    assert [word.text for word in transcript.words] == ["So", "far"]
    assert [(word.start, word.end) for word in transcript.words] == times


def test_a_word_without_times_lies_between_its_neighbours(tmp_path: Path) -> None:
    words = load_transcript(write(tmp_path / "x.json", WHISPERX)).words
    assert [(w.start, w.end, w.text) for w in words] == [
        (0.0, 0.5, "In"), (0.5, 2.0, "2024"), (2.0, 3.0, "we")]  # fmt: skip
    assert words[0].probability == 0.8


def test_the_language_is_taken_over(tmp_path: Path) -> None:
    assert load_transcript(write(tmp_path / "x.json", CPP)).language == "de"


def test_our_own_format_comes_back_as_it_was(tmp_path: Path) -> None:
    transcript = Transcript((Word(0.1, 0.4, "naïve", 0.5), Word(0.4, 1, "日本")), 7.5, "fr", "base")
    save_transcript(transcript, tmp_path / "t.json")
    assert load_transcript(tmp_path / "t.json") == transcript


@pytest.mark.parametrize("content", [{"duration": 5, "words": []}, {"segments": []}, "WEBVTT\n"])
def test_silence_is_a_valid_transcript(tmp_path: Path, content: Any) -> None:
    assert load_transcript(write(tmp_path / "x", content)).words == ()


def test_disorder_is_put_right(tmp_path: Path) -> None:
    words = [
        {"start": 5, "end": 4, "text": "late"},
        {"start": -1, "end": 1, "word": "early", "p": 0.25},
        {"start": 1, "end": 2, "text": " "},
    ]
    transcript = load_transcript(write(tmp_path / "x.json", {"duration": 1, "words": words}))
    assert transcript.words == (Word(0, 1, "early", 0.25), Word(5, 5, "late"))
    assert transcript.duration_s == 5


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ('{"words": [\n  {"start": 1,}]}', ":2:"),
        ("", "accepted are"),
        ("Dear diary", "accepted are"),
        ("A --> B", "accepted are"),
        (b"\xff\xfe\x00", "UTF-8"),
        ({"rows": []}, "accepted are"),
        ([], "accepted are"),
        ({"words": [{"start": 0, "end": 1}]}, "accepted are"),
        ({"words": ["So"]}, "accepted are"),
        ('{"words": [{"start": NaN, "end": 1, "text": "So"}]}', "no time"),
        ('{"words": [{"start": 1e999, "end": 1, "text": "So"}]}', "no time"),
        ({"words": [{"start": 10**400, "end": 1, "text": "So"}]}, "accepted are"),
        ('{"words": [{"start": ' + "1" * 5000 + "}]}", "damaged JSON"),
        ("[" * 100_000, "JSON"),
    ],
)
def test_anything_else_is_refused_in_one_line(tmp_path: Path, content: Any, expected: str) -> None:
    path = write(tmp_path / "bad.json", content)
    with pytest.raises(TranscriptError) as caught:
        load_transcript(path)
    assert str(path) in str(caught.value)
    assert expected in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_missing_file_and_a_folder_are_said_to_be_so(tmp_path: Path) -> None:
    with pytest.raises(TranscriptError, match="no such file"):
        load_transcript(tmp_path / "none.json")
    with pytest.raises(TranscriptError, match="folder"):
        load_transcript(tmp_path)


SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5)
KEYS = st.sampled_from(["words", "segments", "transcription", "start", "end", "text", "word",
                        "offsets", "timestamps", "from", "to", "duration", "result"])  # fmt: skip
TREES = st.recursive(
    SCALARS, lambda t: st.lists(t, max_size=3) | st.dictionaries(KEYS, t, max_size=4)
)


@settings(
    max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(tree=st.dictionaries(KEYS, TREES, max_size=4))
def test_mangled_json_is_read_or_refused_and_never_worse(tmp_path: Path, tree: Any) -> None:
    path = write(tmp_path / "x.json", tree)
    try:
        transcript = load_transcript(path)
    except TranscriptError:
        return
    times = [time for word in transcript.words for time in (word.start, word.end)]
    assert all(0 <= time <= transcript.duration_s for time in times)
    save_transcript(transcript, tmp_path / "again.json")
    assert [w.text for w in load_transcript(tmp_path / "again.json").words] == [
        w.text for w in transcript.words
    ]
