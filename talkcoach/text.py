"""Other people's text made fit to be shown: one line, no control codes, no reordering of a line."""

from __future__ import annotations

import unicodedata


def plain(text: str, limit: int = 2_000) -> str:
    """`text` in one line without control and bidi characters, at most `limit` long."""
    kept = "".join(
        character if unicodedata.category(character) not in ("Cc", "Cf", "Cs") else " "
        for character in text[: limit * 4]
    )
    line = " ".join(kept.split())
    if len(line) <= limit:
        return line
    cut = line[: limit - 2].rpartition(" ")[0] or line[: limit - 3]
    return f"{cut[: limit - 3]}..."
