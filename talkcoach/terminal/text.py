"""Other people's text on a terminal: never markup, no control codes, no reordering of a line."""

from __future__ import annotations

import unicodedata

from rich.console import Console, ConsoleOptions
from rich.text import Text

QUOTE_LENGTH = 160
"""Characters of a quote that are shown; enough to recognise the moment."""


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


def user_text(text: str, style: str = "", limit: int = 2_000) -> Text:
    """`plain(text)` as a renderable."""
    return Text(plain(text, limit), style=style)


def is_unicode(console: Console | ConsoleOptions) -> bool:
    """Whether the output's encoding can show bars and arrows."""
    return console.encoding.lower().startswith("utf")
