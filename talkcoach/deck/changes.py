"""What an update did to a deck, or found in it. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal[
    "added", "returned", "left out", "moved", "renamed", "updated", "kept", "deleted", "missing"
]
STANDING: frozenset[Kind] = frozenset({"kept", "deleted", "missing"})
"""Kinds that report how things are and change nothing: they come again on the next run."""


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
