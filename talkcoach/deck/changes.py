"""What an update did to a deck, or found in it. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

Kind = Literal[
    "added", "returned", "left out", "moved", "renamed", "updated", "kept", "deleted", "missing"
]

_SPOKEN = {"aside": "small print", "time": "time window", "window": "time window"}
"""What parts of a slide are called in the list of changes."""


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that was done to the deck, or that a person should know about it."""

    kind: Kind
    key: str
    """Which planned slide; a section's id for a section."""
    title: str
    """The slide's title, or the section's name."""
    detail: str = ""
    """What exactly, as the end of a sentence; empty where the kind says it all."""


def changes_of(
    key: str, title: str, updated: Sequence[str], kept: Sequence[str]
) -> Iterator[Change]:
    """What became of one slide: the parts that follow the outline, and those that a person has
    changed and that stay as they are."""
    if updated:
        yield Change("updated", key, title, ", ".join(_SPOKEN.get(n, n) for n in updated))
    if kept:
        names = dict.fromkeys(_SPOKEN.get(n, n) for n in kept)
        yield Change("kept", key, title, f"your {' and '.join(names)}")
