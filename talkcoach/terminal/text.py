"""Other people's text on a terminal: never markup."""

from __future__ import annotations

from rich.console import Console, ConsoleOptions
from rich.text import Text

from talkcoach.text import plain

QUOTE_LENGTH = 160
"""Characters of a quote that are shown; enough to recognise the moment."""


def user_text(text: str, style: str = "", limit: int = 2_000) -> Text:
    """`plain(text)` as a renderable."""
    return Text(plain(text, limit), style=style)


def is_unicode(console: Console | ConsoleOptions) -> bool:
    """Whether the output's encoding can show bars and arrows."""
    return console.encoding.lower().startswith("utf")
