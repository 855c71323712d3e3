"""Where the speaker is: which section, for how long, and how that compares with the plan."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from talkcoach.durations import clock
from talkcoach.norms import ON_TIME_S
from talkcoach.outline.model import Section

Known = Literal["speech", "key", "plan"]


@dataclass(frozen=True, slots=True)
class Entry:
    """A section is entered `at_s` seconds into the recording."""

    section: str
    at_s: float
    known: Known


@dataclass(frozen=True, slots=True)
class Place:
    """Where the talk is at one moment."""

    section: str
    known: Known
    """How that is known: heard, told by a key, or taken from the plan for want of both."""
    spent_s: dict[str, float]
    """Section id -> seconds in it so far; sections that were not entered are not there."""
    behind_s: float
    """How much later than planned; negative when ahead."""


def place(
    sections: Sequence[Section], entries: Sequence[Entry], now_s: float, heard_s: float
) -> Place:
    """Where the talk is `now_s` seconds into the recording.

    Args:
        sections: those that are rehearsed, in the outline's order.
        entries: the sections entered so far, in any order.
        now_s: the time that is asked for.
        heard_s: how far the speech has been followed; when nobody listens, 0.0.
    """
    known = sorted((e for e in entries if e.at_s <= now_s), key=lambda entry: entry.at_s)
    if not known:
        first = sections[0] if heard_s else _planned(sections, now_s)
        known = [Entry(first.id, 0.0, "speech" if heard_s else "plan")]
        if not heard_s:
            return Place(first.id, "plan", _by_plan(sections, now_s), 0.0)
    spent_s: dict[str, float] = {}
    if known[0].known == "key":  # a key tells where a section begins: before it was the first one
        known.insert(0, Entry(sections[0].id, 0.0, "key"))
    begun = [Entry(known[0].section, 0.0, known[0].known), *known[1:]]
    for entry, end_s in zip(begun, [*(e.at_s for e in begun[1:]), now_s], strict=True):
        spent_s[entry.section] = spent_s.get(entry.section, 0.0) + end_s - entry.at_s
    here = known[-1]
    return Place(here.section, here.known, spent_s, _behind_s(sections, here.section, spent_s))


def _behind_s(sections: Sequence[Section], here: str, spent_s: dict[str, float]) -> float:
    """The time spent less what the plan gives for getting here, and for the stay here so far."""
    before_s = 0.0
    for section in sections:
        if section.id == here:
            return sum(spent_s.values()) - before_s - min(spent_s[here], section.budget_s)
        before_s += section.budget_s
    return 0.0


def _planned(sections: Sequence[Section], now_s: float) -> Section:
    end_s = 0.0
    for section in sections:
        end_s += section.budget_s
        if now_s < end_s:
            return section
    return sections[-1]


def _by_plan(sections: Sequence[Section], now_s: float) -> dict[str, float]:
    spent_s: dict[str, float] = {}
    for section in sections:
        if now_s <= 0.0:
            break
        spent_s[section.id] = min(now_s, section.budget_s)
        now_s -= section.budget_s
    if now_s > 0.0:
        spent_s[sections[-1].id] += now_s
    return spent_s


def in_words(behind_s: float) -> str:
    """The plan's comment in a few words.

    >>> in_words(70), in_words(-40), in_words(4)
    ('1:10 behind the plan', '0:40 ahead of the plan', 'on plan')
    """

    if abs(behind_s) < ON_TIME_S:
        return "on plan"
    side = "behind" if behind_s > 0 else "ahead of"
    return f"{clock(abs(behind_s))} {side} the plan"
