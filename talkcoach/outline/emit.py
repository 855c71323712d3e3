"""An outline as commented YAML text: the way back from `load`. Pure."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from typing import Any

from talkcoach.durations import written
from talkcoach.outline.model import Outline
from talkcoach.outline.schema import SCHEMA_NAME

_ORDER = [
    "id",
    "short",
    "title",
    "authors",
    "venue",
    "url",
    "link",
    "takeaway",
    "budget",
    "weight",
    "terms",
    "include",
    "points",
    "figure",
    "notes",
    "slides",
]
"""The keys of parts and slides as people read them; others follow as the model has them."""
_TIMES = {"duration", "qa", "budget"}
_HEAD = """\
# yaml-language-server: $schema={schema}
{remarks}
# Lines that begin with # are for you only. 'talkcoach check' says what could be better, at any
# time. Times are written 11 min, 90s or 12:30.

"""
_BEFORE = {
    "theme": (
        "",
        "# The one question that unifies your papers. The room remembers it, and it decides",
        "# which papers belong in the talk.",
    ),
    "opening": ("",),
    "papers": (
        "",
        "# One block for each paper, in the order of the talk. 'include: false' keeps a paper in",
        "# this file and out of the talk.",
    ),
    "closing": ("",),
    "backup": ("", "# For the questions: behind the closing, in no section's time."),
    "roadmap": ("",),
}
_MISSING = {
    "speaker": '# speaker: "Your name"',
    "qa": "# qa: 10 min",
    "theme": '# theme: "How do we make ... ?"    # take the # away and write yours',
}
_MISSING_IN_PAPER = {
    "link": '# link: "How it serves the theme, in a sentence"',
    "takeaway": '# takeaway: "What the room should remember of it"',
}
_UNSAFE = re.compile(
    "[^\t\n\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]"
)
"""What YAML refuses, or takes for a line's end, where it is not escaped."""


def emit(outline: Outline, remarks: Sequence[str] = ()) -> str:
    """The outline's YAML text: `load.parse_outline` gives the same outline back.

    `remarks` stand above it as comments. What a talk should say and this one does not (theme,
    links, takeaways) is there as a comment to be filled in.
    """
    values = outline.model_dump(mode="python", exclude_defaults=True)
    about = "\n".join(f"# {' '.join(remark.split())}" for remark in remarks)
    lines = list(_top(values))
    return _UNSAFE.sub(" ", _HEAD.format(schema=SCHEMA_NAME, remarks=about or "#")) + "\n".join(
        [*lines, ""]
    )


def _top(values: dict[str, Any]) -> Iterator[str]:
    for key in Outline.model_fields:
        if key in values or key == "theme":
            yield from _BEFORE.get(key, ())
        if key in values:
            yield from _entry(key, values[key], "")
        elif key in _MISSING:
            yield _MISSING[key]


def _entry(key: str, value: Any, indent: str) -> Iterator[str]:
    """The lines of one key and its value, `indent` deep."""
    if isinstance(value, dict):
        yield f"{indent}{key}:" + ("" if value else " {}")
        yield from _mapping(value, indent + "  ")
    elif isinstance(value, (tuple, list)):
        yield f"{indent}{key}:"
        for number, item in enumerate(value):
            if number and key == "papers":
                yield ""
            yield from _item(item, indent + "  ", is_paper=key == "papers")
    elif key == "notes" and _fits_block(value):
        yield f"{indent}{key}: |-"
        yield from (f"{indent}  {line}" if line else "" for line in value.split("\n"))
    else:
        yield f"{indent}{key}: {_scalar(key, value)}"


def _mapping(values: dict[str, Any], indent: str, *, is_paper: bool = False) -> Iterator[str]:
    keys = [key for key in _ORDER if key in values or (is_paper and key in _MISSING_IN_PAPER)]
    for key in [*keys, *(key for key in values if key not in keys)]:
        if key in values:
            yield from _entry(key, values[key], indent)
        else:
            yield indent + _MISSING_IN_PAPER[key]


def _item(value: Any, indent: str, *, is_paper: bool) -> Iterator[str]:
    """One item of a list; its first line begins with the dash."""
    if not isinstance(value, dict):
        yield f"{indent}- {quoted(value)}"
        return
    first, *rest = _mapping(value, indent + "  ", is_paper=is_paper)
    yield f"{indent}- {first.removeprefix(indent + '  ')}"
    yield from rest


def _scalar(key: str, value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if key in _TIMES:
        return written(value)
    return quoted(value) if isinstance(value, str) else f"{value!r}"


def quoted(text: str) -> str:
    """`text` as a YAML string in double quotes, in one line.

    JSON's strings are YAML's, but for characters that YAML wants escaped and JSON does not.

    >>> print(quoted('a "b": \\x85'))
    "a \\"b\\": \\u0085"
    """
    plain = json.dumps(text, ensure_ascii=False)
    return _UNSAFE.sub(lambda match: f"\\u{ord(match.group()):04x}", plain)


def _fits_block(text: str) -> bool:
    """Whether `text` reads the same as a block of lines below its key."""
    lines = text.split("\n")
    if len(lines) < 2 or _UNSAFE.search(text):
        return False
    return not lines[0][:1].isspace() and all(line == line.rstrip() for line in lines)
