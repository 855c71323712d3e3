"""Words of the outline that were heard in another form, put right.

A recogniser that never met "Tetherline" writes "Heatherline" or "tether line": the words are alike
in spelling (rapidfuzz) or in sound (Metaphone, Philips 1990, from jellyfish; for English). And what
the outline calls generalisation is "general" to a stemmer that does not know the spelling.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from itertools import pairwise

import jellyfish
import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz, process

SHORTEST = 5
"""Letters; shorter words are too like each other."""
SPELT_ALIKE = 75.0
"""rapidfuzz ratio from which an unknown heard word is taken for a name that is never heard."""
SOUNDS_ALIKE = 90.0
"""Of the Metaphone codes, where the spelling is `HALF_ALIKE` at least."""
HALF_ALIKE = 60.0
HEARD_TOO = 12.0
"""How much more alike a word must be to a name that is also heard right."""
FAMILY = 6
"""Letters of a stem that begins another of the outline's; the rest is an ending."""
LONGEST_ENDING = 4


def put_right(
    phrases: Sequence[Sequence[str]],
    names: Collection[str],
    words: Collection[str],
    known: Collection[str],
    language: str,
) -> tuple[tuple[str, ...], ...]:
    """The stems of each phrase, with those that were misheard replaced by the outline's.

    Args:
        phrases: the stems heard.
        names: stems that only this talk has. Two heard neighbours can be one name together.
        words: other stems that name sections; looked for only where they are never heard, or every
            "turn" would be a misheard "train".
        known: all stems of the outline; they are never replaced.
        language: of the talk.
    """
    said = {s for stems in phrases for s in stems}
    unsaid = [s for s in words if s not in said and s not in names]
    wanted = sorted(s for s in {*names, *unsaid} if len(s) >= SHORTEST and s.isalpha())
    pairs = {a + b for stems in phrases for a, b in pairwise(stems)}
    unknown = sorted(s for s in said | pairs if len(s) >= SHORTEST - 1 and s not in known)
    meant = {heard: (word, SPELT_ALIKE) for heard, word in _family(said, known).items()}
    if wanted and unknown:
        alike = _likeness(wanted, unknown, names, language)
        alike[[name in said for name in wanted]] -= HEARD_TOO
        best, row = alike.max(axis=0), alike.argmax(axis=0)
        meant |= {
            unknown[i]: (wanted[row[i]], float(best[i]))
            for i in np.flatnonzero(best >= SPELT_ALIKE)
        }
    return tuple(tuple(_replaced(stems, meant)) for stems in phrases)


def _family(said: Collection[str], known: Collection[str]) -> dict[str, str]:
    """Heard stems that begin a stem of the outline, or begin with one."""
    beginnings: dict[str, str] = {}
    for stem in sorted(known, key=len):
        for cut in range(max(FAMILY, len(stem) - LONGEST_ENDING), len(stem)):
            beginnings.setdefault(stem[:cut], stem)
    meant: dict[str, str] = {}
    for stem in said:
        if stem in known or len(stem) < FAMILY:
            continue
        longer = [stem[:cut] for cut in range(len(stem) - 1, len(stem) - LONGEST_ENDING - 1, -1)]
        shorter = next((s for s in longer if len(s) >= FAMILY and s in known), None)
        found = shorter or beginnings.get(stem)
        if found:
            meant[stem] = found
    return meant


def _likeness(
    wanted: Sequence[str], heard: Sequence[str], names: Collection[str], language: str
) -> NDArray[np.float64]:
    """(wanted, heard): 0 to 100; names that sound alike count as spelt so, where half is."""
    spelling = process.cdist(wanted, heard, scorer=fuzz.ratio, score_cutoff=HALF_ALIKE)
    alike: NDArray[np.float64] = np.asarray(spelling, dtype=np.float64)
    if not language.startswith("en"):
        return alike
    for row, column in np.argwhere(alike).tolist():
        if wanted[row] not in names:
            continue
        codes = jellyfish.metaphone(wanted[row]), jellyfish.metaphone(heard[column])
        if min(map(len, codes)) > 2:
            sound = fuzz.ratio(*codes)
            if sound >= SOUNDS_ALIKE:
                alike[row, column] = max(alike[row, column], sound)
    return alike


def _replaced(stems: Sequence[str], meant: dict[str, tuple[str, float]]) -> Iterable[str]:
    """`stems` with what is `meant`; two of them are one name where they are more alike together."""
    i = 0
    while i < len(stems):
        own, alike = meant.get(stems[i], (stems[i], 0.0))
        if i + 1 < len(stems):
            both, together = meant.get(stems[i] + stems[i + 1], ("", 0.0))
            if together > max(alike, meant.get(stems[i + 1], ("", 0.0))[1]):
                yield both
                i += 2
                continue
        yield own
        i += 1
