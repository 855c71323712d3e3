"""Durations as people write them and as people read them.

Inside talkcoach a duration is a float in seconds and its name ends in `_s`.
"""

from __future__ import annotations

import re

_CLOCK = re.compile(r"(?:(\d+):)?(\d+):([0-5]\d(?:\.\d+)?)")
_UNITS = re.compile(
    r"(?:(\d+(?:\.\d+)?)\s*h(?:ours?|rs?)?)?\s*"
    r"(?:(\d+(?:\.\d+)?)\s*m(?:in(?:ute)?s?)?)?\s*"
    r"(?:(\d+(?:\.\d+)?)\s*s(?:ec(?:ond)?s?)?)?",
    re.IGNORECASE,
)
_BARE = re.compile(r"\d+(?:\.\d+)?")

_LONGEST = 40
"""Characters; no duration needs more, and hostile input stays cheap."""

FORMS = "90, 90s, 1.5 min, 12m30s, 12:30 or 1:02:03"
"""The accepted forms, for messages and help."""


def parse_duration(text: str) -> float:
    """The seconds that `text` means; a bare number is seconds.

    Raises:
        ValueError: `text` is none of the forms in `FORMS`.

    >>> [parse_duration(t) for t in ("90", "1.5 min", "12m30s", "12:30", "1:02:03", "1 h")]
    [90.0, 90.0, 750.0, 750.0, 3723.0, 3600.0]
    """
    text = text.strip()
    if len(text) > _LONGEST:
        raise ValueError(f"'{text[:20]}...' is no duration; write {FORMS}")
    if _BARE.fullmatch(text):
        return float(text)
    if clock := _CLOCK.fullmatch(text):
        hours, minutes, seconds = clock.groups()
        if hours and int(minutes) > 59:
            raise ValueError(f"{text!r} has more than 59 minutes in an hour")
        return int(hours or 0) * 3600 + int(minutes) * 60 + float(seconds)
    units = _UNITS.fullmatch(text)
    if text and units and any(units.groups()):
        hours, minutes, seconds = (float(part or 0) for part in units.groups())
        return hours * 3600 + minutes * 60 + seconds
    raise ValueError(f"{text!r} is no duration; write {FORMS}")


def clock(seconds: float) -> str:
    """`seconds` rounded to whole seconds, as a clock shows them.

    >>> clock(750), clock(3723), clock(59.6), clock(-8)
    ('12:30', '1:02:03', '1:00', '-0:08')
    """
    whole = round(abs(seconds))
    sign = "-" if seconds < 0 and whole else ""
    minutes, rest = divmod(whole, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{sign}{hours}:{minutes:02}:{rest:02}" if hours else f"{sign}{minutes}:{rest:02}"


def delta(seconds: float) -> str:
    """A difference with its sign always shown.

    >>> delta(130), delta(-5), delta(0.2)
    ('+2:10', '-0:05', '0:00')
    """
    text = clock(seconds)
    return text if text.startswith("-") or round(seconds) == 0 else f"+{text}"


def spoken(seconds: float) -> str:
    """A duration for a sentence: minutes where minutes are exact or many, else seconds.

    >>> spoken(45), spoken(660), spoken(90), spoken(3600)
    ('45 s', '11 min', '1:30 min', '60 min')
    """
    whole = round(seconds)
    if whole < 60:
        return f"{whole} s"
    minutes, rest = divmod(whole, 60)
    return f"{minutes}:{rest:02} min" if rest else f"{minutes} min"


def written(seconds: float) -> str:
    """A duration for an outline: `11 min`, else `12:30`, or seconds to the millisecond.

    >>> written(660), written(750), written(2.5)
    ('11 min', '12:30', '2.500s')
    """
    seconds = round(seconds, 3)
    if seconds % 1:
        return f"{seconds:.3f}s"
    return f"{seconds / 60:.0f} min" if seconds % 60 == 0 else clock(seconds)


def rounded(seconds: float, section_s: float) -> int:
    """`seconds` in half minutes, as people plan; in whole seconds if a section is that short."""
    step = 30 if section_s >= 60 else 1
    return step * round(seconds / step)
