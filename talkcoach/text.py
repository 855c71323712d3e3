"""Other people's text made fit to be shown: one line, no control codes, no reordering of a line."""

from __future__ import annotations

import unicodedata

SOFT_HYPHEN = "\u00ad"
JOINERS = "\u200c\u200d"
"""Persian words and composed emoji need them."""


def plain(text: str, limit: int = 2_000) -> str:
    """`text` in one line without control and bidi characters, at most `limit` long.

    >>> plain("a\\x1b[31m\\u202eb"), plain("co\\u00adoperate")
    ('a [31m b', 'cooperate')
    """
    kept = "".join(map(_shown, text[: limit * 4]))
    line = " ".join(kept.split())
    if len(line) <= limit:
        return line
    cut = line[: limit - 2].rpartition(" ")[0] or line[: limit - 3]
    return f"{cut[: limit - 3]}..."


def _shown(character: str) -> str:
    if character == SOFT_HYPHEN:
        return ""
    if character in JOINERS or unicodedata.category(character) not in ("Cc", "Cf", "Cs"):
        return character
    return " "
