"""Durations as people write and read them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from talkcoach.durations import clock, parse_duration, spoken


@pytest.mark.parametrize(
    ("text", "seconds"),
    [("90", 90), ("90s", 90), ("1.5 min", 90), ("12m30s", 750), ("12:30", 750), ("90:00", 5400),
     ("1:02:03", 3723), ("1h 5m", 3900), (" 45 MIN ", 2700), ("2 hours", 7200)],
)  # fmt: skip
def test_accepted_forms(text: str, seconds: float) -> None:
    assert parse_duration(text) == seconds


@pytest.mark.parametrize("text", ["", " ", "eleven", "5 mim", "-3", "1:75", "1:60:00", "9" * 5000])
def test_other_text_is_refused_with_the_forms(text: str) -> None:
    with pytest.raises(ValueError, match=r"is no duration; write 90|more than 59 minutes"):
        parse_duration(text)


@given(st.integers(0, 86_400))
def test_a_clock_is_read_back(seconds: int) -> None:
    assert parse_duration(clock(seconds)) == seconds


@given(st.integers(0, 86_400))
def test_a_spoken_duration_is_read_back_where_it_has_one_unit(seconds: int) -> None:
    text = spoken(seconds)
    assert ":" in text or parse_duration(text) == seconds
