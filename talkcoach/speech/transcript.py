"""The words of a recording with their times: what the recogniser gives and the analysis takes.

Times are seconds (float) from the first sample of the recording, in increasing order of `start`.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Word:
    """One spoken word. `start <= end`, both in seconds."""

    start: float
    end: float
    text: str
    """As heard, with its punctuation, without surrounding blanks."""
    probability: float = 1.0
    """The recogniser's own belief in the word, 0 to 1; 1 where the source gives none."""


@dataclass(frozen=True, slots=True)
class Transcript:
    """All words of one recording, in order of time."""

    words: tuple[Word, ...]
    duration_s: float
    """Length of the recording; at least the end of the last word."""
    language: str = "en"
    model: str | None = None
    """The model's name, or None when the transcript came from a file that does not say."""
    has_hesitations: bool = False
    """The recogniser was told to write "um" and "uh" too; others leave nearly all of them out."""

    def text(self) -> str:
        """The words joined by single blanks."""
        return " ".join(word.text for word in self.words)
