"""What the terminal shows: readable at any width, in any encoding, with any text."""

from __future__ import annotations

import io
import re

import pytest
from reports import HOSTILE, make_report
from rich.console import Console, RenderableType

from talkcoach.advice import headline
from talkcoach.compare import compare
from talkcoach.terminal.compare import comparison_view
from talkcoach.terminal.report import report_view


def shown(view: RenderableType, width: int = 80, encoding: str = "utf-8") -> str:
    raw = io.BytesIO()
    file = io.TextIOWrapper(raw, encoding=encoding, newline="\n")
    Console(file=file, width=width, markup=False, emoji=False, highlight=False).print(view)
    file.flush()
    return raw.getvalue().decode(encoding)


LATE = make_report({"labels": 610.0}, {"reward": "skipped"})


def test_headline_says_how_much_and_where() -> None:
    assert headline(LATE) == (
        "Over by 2:10, nearly all of it in Data quality; "
        "one of three roadmap transitions was not heard."
    )


@pytest.mark.parametrize("width", [60, 80, 120])
def test_report_keeps_its_numbers_at_every_width(width: int) -> None:
    lines = shown(report_view(LATE), width).splitlines()
    assert max(map(len, lines)) <= width
    row = next(line for line in lines if line.lstrip().startswith("Data quality"))
    assert row.split()[-4:] == ["10:10", "8:00", "+2:10", "142"]
    assert any(re.fullmatch(r"! to Reward models +not heard +5:57 *", line) for line in lines)


def test_ascii_output_has_ascii_bars() -> None:
    text = shown(report_view(LATE), encoding="ascii")
    assert "####" in text


@pytest.mark.parametrize("width", [60, 80])
def test_hostile_text_is_shown_as_text(width: int) -> None:
    text = shown(report_view(make_report(title=HOSTILE)), width)
    assert "[bold red]x[/]" in text
    assert "\x1b" not in text
    assert "\u202e" not in text
    assert len(text.splitlines()) < 60


def test_fifty_runs_fit_and_say_what_is_left_out() -> None:
    reports = [make_report({"labels": 480.0 + 5 * (50 - n)}) for n in range(50)]
    text = shown(comparison_view(compare(reports)))
    assert "5 of 50 runs shown" in text
    assert max(map(len, text.splitlines())) <= 80
