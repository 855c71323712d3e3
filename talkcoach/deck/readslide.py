"""A slide of anybody's deck as plain values. Pure."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ReadSlide:
    """One slide of a deck, as people read it."""

    slide_id: int
    key: str | None
    """Which planned slide it is when talkcoach made it; None for anybody else's."""
    title: str
    """On one line; the most title-like text where the title is empty; "" without any."""
    points: tuple[str, ...]
    """What is to be said, one line each: see `read`."""
    notes: str
    is_hidden: bool
    section: str | None
    """The name of the PowerPoint section it is in; None where the deck has no sections."""
    purpose: str
    """What its layout says it is for (`title`, `obj`, `secHead`, ...), or ""."""
    small_print: tuple[str, ...] = ()
    """The lines of talkcoach's own citation or details, or of a title slide's subtitle."""
    stops: tuple[tuple[str, str, str], ...] = ()
    """Id, name and link of each paper on a roadmap of talkcoach's; "" for a link not shown."""
    is_track: bool = False
    """Whether that roadmap is drawn as stops on a line."""
    has_tracker: bool = False
    """Whether talkcoach drew its strip of sections on it."""
    has_figure: bool = False
    """Whether talkcoach placed a figure on it, or left a place for one."""
