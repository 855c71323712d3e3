"""Boundaries given by hand: where a section starts, whatever the speech says."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Mark:
    """Section `section` starts `at_s` seconds into the recording."""

    section: str
    at_s: float
    is_start: bool = True
    """False: all that is known is that it starts no earlier."""
