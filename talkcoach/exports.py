"""A run for other programs: subtitles, text, a table, labels. Pure: text in, text out.

Subtitle limits are those of the BBC's and Netflix's guides: two lines of 42 characters, at most
seven seconds, and a new one where the speaker pauses or a sentence ends.
"""

from __future__ import annotations

import csv
import io
import textwrap
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from talkcoach.report import Report
from talkcoach.speech.transcript import Transcript, Word
from talkcoach.text import plain

LINE = 42
"""Characters of a subtitle's line."""
LINES = 2
LONGEST_CUE_S = 7.0
PAUSE_S = 0.8
"""A silence of this length ends a subtitle."""
PARAGRAPH_S = 1.5
"""And one of this length a paragraph of text."""
NEAR_S = 0.3
"""Word times are no more exact than this."""
LONG = 40
"""Words after which a pause ends a paragraph in the middle of a sentence too."""


@dataclass(frozen=True, slots=True)
class Cue:
    """One subtitle."""

    start_s: float
    end_s: float
    text: str


def cues(words: Sequence[Word]) -> Iterator[Cue]:
    """The words as subtitles, in order, none longer than the limits allow."""
    held: list[Word] = []
    for word in words:
        if not word.text.strip():
            continue
        if held and _ends(held, word):
            yield _cue(held)
            held = []
        held.append(word)
    if held:
        yield _cue(held)


def _ends(held: Sequence[Word], word: Word) -> bool:
    """Whether `word` begins a new subtitle."""
    text = " ".join([*(each.text for each in held), word.text])
    has_room = len(textwrap.wrap(text, LINE)) <= LINES
    is_sentence = held[-1].text.endswith((".", "?", "!")) and len(text) > LINE
    return (
        not has_room
        or is_sentence
        or word.start - held[-1].end > PAUSE_S
        or word.end - held[0].start > LONGEST_CUE_S
    )


def _cue(held: Sequence[Word]) -> Cue:
    text = "\n".join(textwrap.wrap(" ".join(word.text for word in held), LINE))
    end_s = max(*(word.end for word in held), held[0].start + 0.001)
    return Cue(held[0].start, end_s, text)


def as_srt(report: Report, transcript: Transcript) -> str:
    """SubRip subtitles."""
    blocks = [
        f"{number}\n{_time(cue.start_s, ',')} --> {_time(cue.end_s, ',')}\n{cue.text}\n"
        for number, cue in enumerate(cues(transcript.words), start=1)
    ]
    return "\n".join(blocks)


def as_vtt(report: Report, transcript: Transcript) -> str:
    """WebVTT subtitles."""
    blocks = [
        f"{_time(cue.start_s, '.')} --> {_time(cue.end_s, '.')}\n{_escaped(cue.text)}\n"
        for cue in cues(transcript.words)
    ]
    return "\n".join(["WEBVTT\n", *blocks])


def as_text(report: Report, transcript: Transcript) -> str:
    """What was said, section by section, a paragraph from pause to pause."""
    parts: list[str] = []
    for title, words in by_section(report, transcript.words):
        heading = plain(title)
        parts.append(f"{heading}\n{'-' * len(heading)}")
        parts += [
            textwrap.fill(" ".join(word.text for word in paragraph), 88)
            for paragraph in paragraphs(words, report)
        ]
    return "\n\n".join(parts) + "\n"


def as_csv(report: Report, transcript: Transcript) -> str:
    """A row for each section that the run holds, with the transition that leads to it."""
    status = {check.to: check.status for check in report.rehearsed_transitions}
    out = io.StringIO()
    table = csv.writer(out, lineterminator="\n")
    table.writerow(
        ["section", "title", "status", "start_s", "end_s", "actual_s", "budget_s", "delta_s",
         "words", "wpm", "confidence", "transition", "points_said", "points"]
    )  # fmt: skip
    for section in report.rehearsed_sections:
        points = [point for point in report.points if point.section == section.id]
        table.writerow(
            [
                section.id, _unformulaic(section.title), section.status, section.start_s,
                section.end_s, section.actual_s, section.budget_s, section.delta_s, section.words,
                section.wpm, section.confidence, status.get(section.id, ""),
                sum(point.covered for point in points), len(points),
            ]
        )  # fmt: skip
    return out.getvalue()


def as_labels(report: Report, transcript: Transcript) -> str:
    """Audacity's label track: sections, transitions, pauses and fillers."""
    labels = [
        (start_s, end_s, section.title)
        for section in report.sections
        for start_s, end_s in section.stretches
    ]
    labels += [
        (check.start_s, check.end_s or check.start_s, f"to {check.to}: {check.status}")
        for check in report.rehearsed_transitions
        if check.start_s is not None
    ]
    labels += [
        (p.start_s, p.start_s + p.seconds, f"pause {p.seconds:.1f} s") for p in report.pauses
    ]
    labels += [(filler.time_s, filler.time_s, filler.word) for filler in report.fillers]
    return "".join(
        f"{start_s:.6f}\t{end_s:.6f}\t{plain(text)}\n" for start_s, end_s, text in sorted(labels)
    )


FORMATS: dict[str, Callable[[Report, Transcript], str]] = {
    "srt": as_srt,
    "vtt": as_vtt,
    "txt": as_text,
    "csv": as_csv,
    "audacity": as_labels,
}
"""Name -> what writes it."""


def by_section(report: Report, words: Sequence[Word]) -> Iterator[tuple[str, list[Word]]]:
    """`(title, words)` of each stretch of a section, in order of time; all words are in one."""
    starts = sorted(
        (start_s, section.title) for section in report.sections for start_s, _ in section.stretches
    )
    if not starts:
        yield report.outline.title, list(words)
        return
    bounds_s = [float("-inf"), *(start_s for start_s, _ in starts[1:]), float("inf")]
    for number, (_, title) in enumerate(starts):
        own = [w for w in words if bounds_s[number] <= w.start < bounds_s[number + 1]]
        yield title, own


def paragraphs(words: Sequence[Word], report: Report) -> Iterator[list[Word]]:
    """The words from one long pause to the next; pauses are those of the sound."""
    pauses_s = sorted(pause.start_s + pause.seconds / 2 for pause in report.pauses)
    held: list[Word] = []
    for word in words:
        if held:
            after = bisect_right(pauses_s, held[-1].start)
            has_pause = after < len(pauses_s) and pauses_s[after] <= word.start + NEAR_S
            if (has_pause and _is_end(held)) or word.start - held[-1].end > PARAGRAPH_S:
                yield held
                held = []
        held.append(word)
    if held:
        yield held


def _is_end(held: Sequence[Word]) -> bool:
    return held[-1].text.endswith((".", "?", "!", ",")) or len(held) > LONG


def _time(seconds: float, point: str) -> str:
    """`hours:minutes:seconds`, with the milliseconds behind `point`.

    >>> _time(3723.0456, ",")
    '01:02:03,046'
    """
    milliseconds = round(seconds * 1000)
    whole, rest = divmod(milliseconds, 1000)
    return f"{whole // 3600:02}:{whole // 60 % 60:02}:{whole % 60:02}{point}{rest:03}"


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _unformulaic(text: str) -> str:
    """`text` so that no spreadsheet takes it for a formula.

    >>> _unformulaic("=1+1"), _unformulaic("Roofs")
    ("'=1+1", 'Roofs')
    """
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text
