"""Where the speaker broke off and said something again."""

from __future__ import annotations

import re
from collections.abc import Sequence

from talkcoach.analysis.phrases import Phrase

_SURE = re.compile(
    r"\b(?:let me|let's|can i|i'll|i'm going to) (?:just )?(?:(?:do|say|try|take|run|go through) "
    r"(?:that|this|it|the (?:last|first|previous|whole) \w+)(?: \w+){0,2}|(?:start|begin)"
    r"(?: (?:that|this|it))?(?: \w+){0,2}) (?:again|over|from the (?:top|start|beginning))\b"
)
_PERHAPS = re.compile(
    r"^(?:(?:no|okay|ok|um|uh|ah|oh|so) )*(?:wait|sorry|hang on|hold on|scratch that|no no|again|"
    r"let me (?:rephrase|redo)|what i meant)\b"
)
BEFORE_S = 60.0
AFTER_S = 15.0
REPEATED = 0.4
"""Of the words after "sorry", the share that was said just before; less is a mere correction."""
FEWEST = 4
"""Words said again below which nothing was begun again."""
APART_S = 20.0
"""Signs so near each other are of one restart."""


def find_restarts(spoken: Sequence[Phrase]) -> tuple[int, ...]:
    """The phrases in which the speaker says that something is said again, and then says it again.

    "Let me do that again" counts by itself; "wait" and "sorry" only where the words after them
    repeat those before. English only.
    """
    found: list[int] = []
    for row, phrase in enumerate(spoken):
        if found and phrase.start_s - spoken[found[-1]].start_s < APART_S:
            continue
        text = " ".join(phrase.tokens)
        if _SURE.search(text) or (_PERHAPS.search(text) and _is_repeated(spoken, row)):
            found.append(row)
    return tuple(found)


def _is_repeated(spoken: Sequence[Phrase], row: int) -> bool:
    at_s = spoken[row].start_s
    before = {s for p in spoken[:row] if at_s - p.start_s <= BEFORE_S for s in p.stems}
    after = {s for p in spoken[row + 1 :] if p.start_s - at_s <= AFTER_S for s in p.stems}
    again = len(after & before)
    return again >= FEWEST and again >= REPEATED * len(after)
