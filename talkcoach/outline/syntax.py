"""What PyYAML says about text that is no YAML, in words that say how to mend it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import yaml

_TABS = "a tab in the indentation; YAML wants spaces there, two for each level"
_COLON = "a second ': ' in one line; put the text in quotes, as in  title: \"Big: a study\""
_QUOTE = "a quote that opens here is never closed; add the missing {sign} (or remove this one)"
_BRACKET = "a bracket {sign} that opens here is not closed, or a comma is missing before {found}"
_INDENT = "the indentation does not fit the lines above; line up the keys that belong together"
_AFTER = (
    "text after a closing quote; put the whole text in quotes, and write a quote inside '...' twice"
)
_NO_KEY = "no 'key:' in this line; write  key: text  (or  - text  in a list)"
_DASH = "a list item in the line of its key; begin the list in the next line, indented"
_ESCAPE = "a backslash in double quotes; use single quotes, or write \\\\ for a backslash"
_TWICE = "a second document begins ('---'); one file holds one outline"
_HEADER = "text after '|' or '>'; begin the text in the next line, indented"

_BY_PHRASE = (
    ("found another document", _TWICE),
    ("mapping values are not allowed", _COLON),
    ("sequence entries are not allowed", _DASH),
    ("could not find expected ':'", _NO_KEY),
    ("unknown escape character", _ESCAPE),
    ("escape sequence", _ESCAPE),
    ("chomping or indentation", _HEADER),
    ("indentation indicator", _HEADER),
    ("found '<scalar>'", _AFTER),
    ("<block end>", _INDENT),
)
"""The first phrase that PyYAML's problem contains decides what is said."""

_SCANNED_SIGNS = {
    "while scanning an alias": "*",
    "while scanning an anchor": "&",
    "while scanning a tag": "!",
    "while parsing a node": "!",
    "while scanning a directive": "%",
}


def needs_quotes(sign: str) -> str:
    """What to say of text that begins with a character that YAML keeps for itself."""
    return f'text that begins with {sign} needs quotes, as in  "{sign}text"'


def sign_of(event: Any) -> str | None:
    """The `*`, `&` or `!` that a node begins with; None for usual nodes."""
    if isinstance(event, yaml.AliasEvent):
        return "*"
    if event.anchor is not None:
        return "&"
    return "!" if getattr(event, "tag", None) not in (None, "!") else None


def explain(error: yaml.MarkedYAMLError, lines: Sequence[str]) -> tuple[int, int, str]:
    """Line and column (from 1) of a syntax error in the text's `lines`, and how to mend it."""
    context, problem = error.context or "", error.problem or ""
    mark, opened = error.problem_mark, error.context_mark
    if mark is None:
        return 1, 1, f"is no YAML: {problem}"
    here = (mark.line + 1, mark.column + 1)
    start = (opened.line + 1, opened.column + 1) if opened is not None else here
    found = _found(lines, here)
    if context in _SCANNED_SIGNS:
        return *start, needs_quotes(_SCANNED_SIGNS[context])
    if "unexpected end of stream" in problem or "unexpected document separator" in problem:
        return *start, _QUOTE.format(sign=_found(lines, start))
    if "while parsing a flow" in context:
        return *start, _BRACKET.format(sign=_found(lines, start), found=f"{here[0]}:{here[1]}")
    if _indented_by_tab(lines, here[0]):
        return here[0], 1, _TABS
    if "cannot start any token" in problem:
        return *here, _TABS if found == "\t" else needs_quotes(found)
    for phrase, message in _BY_PHRASE:
        if phrase in problem:
            return *(start if message == _NO_KEY else here), message
    return *here, f"is no YAML here: {problem}; text with special characters needs quotes"


def _found(lines: Sequence[str], place: tuple[int, int]) -> str:
    """The character at a place, or nothing at the end of a line."""
    line, column = place
    return lines[line - 1][column - 1 : column] if line <= len(lines) else ""


def _indented_by_tab(lines: Sequence[str], line: int) -> bool:
    text = lines[line - 1] if line <= len(lines) else ""
    return "\t" in text[: len(text) - len(text.lstrip())]
