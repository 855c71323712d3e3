"""A run's report as one page: did it fit, where did the time go, was the room kept along."""

from __future__ import annotations

import base64
from collections import Counter
from collections.abc import Iterator, Sequence

from talkcoach.advice import SURE, SURE_STATUS, headline
from talkcoach.exports import by_section, paragraphs
from talkcoach.pages import charts
from talkcoach.pages.page import both_widths, render
from talkcoach.report import Report
from talkcoach.speech.transcript import Transcript, Word

SIGNS = {
    "full": "● full",
    "recap": "◀ recap only",
    "preview": "▶ preview only",
    "skipped": "✚ not heard",
}
"""Shape and words of each status; never the colour alone."""
COMMON = 5
"""So many fillers are named."""


def report_page(
    report: Report,
    transcript: Transcript | None = None,
    audio: bytes | None = None,
) -> str:
    """The page; it opens from the disk and loads nothing.

    Args:
        report: one run's.
        transcript: its words; without them the page has no text to read and search.
        audio: the recording as Ogg, to be played in the page; None leaves the voice out.
    """
    drawn = {"timeline": charts.timeline, "drift": charts.drift}
    named = {name: both_widths(make, report) for name, make in drawn.items() if report.is_match}
    if report.pace.series:
        named["pace"] = both_widths(charts.pace, report)
    fillers = Counter(filler.word.casefold() for filler in report.fillers).most_common(COMMON)
    return render(
        "report.html.j2",
        report=report,
        headline=headline(report),
        charts=named,
        told={"drift": _drift_in_words(report), "pace": _pace_in_words(report)},
        titles={check.to: check.to for check in report.transitions}
        | {section.id: section.title for section in report.sections},
        points={
            section.id: [p for p in report.rehearsed_points if p.section == section.id]
            for section in report.sections
        },
        heard=sum(check.status != "skipped" for check in report.rehearsed_transitions),
        said=sum(point.covered for point in report.rehearsed_points),
        language=report.run.language if report.run else "en",
        signs=SIGNS,
        sure=SURE,
        sure_status=SURE_STATUS,
        longest=max((pause.seconds for pause in report.pauses), default=0.0),
        fillers=", ".join(f"{word} {count}" for word, count in fillers),
        transcript=list(_text(report, transcript)) if transcript else [],
        audio=base64.b64encode(audio).decode() if audio else "",
    )


def _text(report: Report, transcript: Transcript) -> Iterator[tuple[str, Sequence[Sequence[Word]]]]:
    """`(title, paragraphs)` of each stretch that has words."""
    for title, words in by_section(report, transcript.words):
        if words:
            yield title, list(paragraphs(words, report))


def _drift_in_words(report: Report) -> str:
    """The chart's figures, for who cannot see them."""
    return "; ".join(point["tip"] for point in charts.drift_points(report)[1:]) + "."


def _pace_in_words(report: Report) -> str:
    wpm = [value for _, value in report.pace.series]
    return f"From {min(wpm):.0f} to {max(wpm):.0f} words a minute." if wpm else ""
