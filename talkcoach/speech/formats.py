"""Transcript files: ours, and those that other recognisers write.

JSON of talkcoach, openai-whisper, whisper-ctranslate2, WhisperX and whisper.cpp; SRT and VTT.
Words without times of their own share their cue's time in proportion to their length.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from talkcoach.errors import TranscriptError
from talkcoach.files import write_whole
from talkcoach.speech.transcript import Transcript, Word

ACCEPTED = "JSON of talkcoach, Whisper, WhisperX or whisper.cpp, SRT, or VTT"
LARGEST_BYTES = 100_000_000
LONGEST_S = 86_400.0
MOST_WORDS = 100_000
"""Ten hours without a pause."""

_CUE = re.compile(
    r"((?:\d{1,2}:)?\d{1,2}:\d{2}[.,]\d{1,3})[ \t]*-->"
    r"[ \t]*((?:\d{1,2}:)?\d{1,2}:\d{2}[.,]\d{1,3})"
)
_BLANK_LINE = re.compile(r"\r?\n[ \t]*\r?\n")
_NUMBER_LINE = re.compile(r"(?:^|\n)\d+\s*\Z")
_TAG = re.compile(r"<[^<>]*>|\{\\[^{}]*\}")


def load_transcript(path: Path) -> Transcript:
    """The transcript in `path`, in any of the accepted formats.

    Raises:
        TranscriptError: the file is missing, damaged, in no format we know, or no talk's.
    """
    text = _read(path)
    if text.lstrip()[:1] in ("{", "["):
        transcript = _from_json(_parse(path, text), path)
    elif _CUE.search(text) or text.startswith("WEBVTT"):
        transcript = _transcript(_cue_words(text), 0.0, None, None)
    else:
        raise TranscriptError(f"{path}: is no transcript that we know; accepted are {ACCEPTED}")
    if len(transcript.words) > MOST_WORDS:
        raise TranscriptError(f"{path}: holds {len(transcript.words):,} words; that is no talk")
    return transcript


def save_transcript(transcript: Transcript, path: Path) -> None:
    """Write `transcript` in our format, for its owner only; whole or not at all.

    Raises:
        OSError: the file cannot be written.
    """
    document = {
        "schema": 1,
        "duration": transcript.duration_s,
        "language": transcript.language,
        "model": transcript.model,
        "hesitations": transcript.has_hesitations,
        "words": [
            {"start": w.start, "end": w.end, "text": w.text, "probability": w.probability}
            for w in transcript.words
        ],
    }
    write_whole(path, json.dumps(document, ensure_ascii=False).encode(), private=True)


def _read(path: Path) -> str:
    if path.is_dir():
        raise TranscriptError(f"{path}: is a folder; name the transcript in it")
    try:
        if path.stat().st_size > LARGEST_BYTES:
            raise TranscriptError(f"{path}: is larger than any transcript of a talk")
        return path.read_text(encoding="utf-8-sig")
    except FileNotFoundError as error:
        raise TranscriptError(f"{path}: there is no such file") from error
    except UnicodeDecodeError as error:
        raise TranscriptError(
            f"{path}: is not UTF-8 text (byte {error.start}); accepted are {ACCEPTED}"
        ) from error
    except OSError as error:
        raise TranscriptError(f"{path}: cannot be read ({error.strerror})") from error


def _parse(path: Path, text: str) -> Any:
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        raise TranscriptError(
            f"{path}:{error.lineno}:{error.colno}: damaged JSON: {error.msg}"
        ) from error
    except ValueError as error:  # a number with thousands of digits
        raise TranscriptError(f"{path}: damaged JSON: {error}") from error
    except RecursionError as error:
        raise TranscriptError(f"{path}: JSON nested too deeply for a transcript") from error


def _from_json(document: Any, path: Path) -> Transcript:
    try:
        if not isinstance(document, dict):
            raise KeyError("an object")
        duration = _seconds(document.get("duration") or 0.0)
        language, model = document.get("language"), document.get("model")
        if "words" in document and "segments" not in document:
            words = _timed(document["words"], 0.0, duration)
        elif "segments" in document:
            words = [word for segment in document["segments"] for word in _segment_words(segment)]
        elif "transcription" in document:  # whisper.cpp
            words = [word for cue in document["transcription"] for word in _cpp_words(cue)]
            language = document.get("result", {}).get("language")
        else:
            raise KeyError("words, segments or transcription")
    except (KeyError, TypeError, ValueError, AttributeError, OverflowError) as error:
        raise TranscriptError(
            f"{path}: JSON without the fields of a transcript ({error}); accepted are {ACCEPTED}"
        ) from error
    transcript = _transcript(words, duration, language, model)
    return replace(transcript, has_hesitations=document.get("hesitations") is True)


def _segment_words(segment: dict[str, Any]) -> list[Word]:
    start, end = _seconds(segment["start"]), _seconds(segment["end"])
    if segment.get("words"):
        return _timed(segment["words"], start, end)
    return list(_spread(str(segment["text"]), start, end))


def _cpp_words(cue: dict[str, Any]) -> Iterator[Word]:
    if "offsets" in cue:  # milliseconds
        start, end = (_seconds(cue["offsets"][key] / 1000) for key in ("from", "to"))
    else:
        start, end = (_seconds(_clock(cue["timestamps"][key])) for key in ("from", "to"))
    return _spread(str(cue["text"]), start, end)


def _timed(entries: list[dict[str, Any]], start_s: float, end_s: float) -> list[Word]:
    """Words with times; WhisperX gives none to numbers, which then lie between their neighbours."""
    starts = [_optional(entry, "start") for entry in entries]
    ends = [_optional(entry, "end") for entry in entries]
    words = []
    before = start_s
    for entry, start, end, after in zip(entries, starts, ends, _next_known(starts), strict=True):
        text = str(entry["text"] if "text" in entry else entry["word"]).strip()
        if start is None:
            start = before
        if end is None:
            end = max(start, max(end_s, before) if after is None else after)
        if text:
            words.append(Word(start, end, text, _probability(entry)))
            before = end
    return words


def _next_known(times: list[float | None]) -> list[float | None]:
    """For each position the first known time after it; None after the last one."""
    found: list[float | None] = []
    known = None
    for time in reversed(times):
        found.append(known)
        known = known if time is None else time
    return found[::-1]


def _probability(entry: dict[str, Any]) -> float:
    for key in ("probability", "p", "score"):
        value = entry.get(key)
        if isinstance(value, (int, float)) and 0 <= value <= 1:
            return float(value)
    return 1.0


def _optional(entry: dict[str, Any], key: str) -> float | None:
    value = entry.get(key)
    return None if value is None else _seconds(value)


def _seconds(value: Any) -> float:
    seconds = float(value)
    if not math.isfinite(seconds) or abs(seconds) > LONGEST_S:
        raise ValueError(f"{value} is no time in seconds")
    return max(0.0, seconds)


def _cue_words(text: str) -> list[Word]:
    words: list[Word] = []
    cues = list(_CUE.finditer(text))
    ends = [*(cue.start() for cue in cues[1:]), len(text)]
    for cue, end in zip(cues, ends, strict=False):
        body, *more = _BLANK_LINE.split(text[cue.end() : end].partition("\n")[2], maxsplit=1)
        if not more and end < len(
            text
        ):  # cues without a blank line between: drop the next's number
            body = _NUMBER_LINE.sub("", body)
        words += _spread(_TAG.sub(" ", body), _clock(cue[1]), _clock(cue[2]))
    return words


def _clock(text: str) -> float:
    seconds = 0.0
    for part in text.replace(",", ".").split(":"):
        seconds = seconds * 60 + float(part)
    return seconds


def _spread(text: str, start_s: float, end_s: float) -> Iterator[Word]:
    """The words of `text` over its time, each in proportion to its length."""
    texts = text.split()
    length = max(0.0, end_s - start_s)
    total = sum(len(word) + 1 for word in texts)
    passed = 0
    for word in texts:
        start = start_s + length * passed / total
        passed += len(word) + 1
        yield Word(round(start, 3), round(start_s + length * passed / total, 3), word)


def _transcript(words: Iterable[Word], duration_s: float, language: Any, model: Any) -> Transcript:
    ordered = sorted(words, key=lambda word: word.start)
    tidy = tuple(
        Word(w.start, max(w.start, w.end), _encodable(w.text), w.probability) for w in ordered
    )
    last = max((word.end for word in tidy), default=0.0)
    return Transcript(
        tidy,
        max(duration_s, last),
        _encodable(language) if isinstance(language, str) else "en",
        _encodable(model) if isinstance(model, str) else None,
    )


def _encodable(text: str) -> str:
    """`text` without half surrogate pairs, which JSON can spell and no file can hold."""
    return text.encode("utf-8", "replace").decode("utf-8")
