"""What pydantic finds in an outline, in the user's words and at the right place."""

from __future__ import annotations

import difflib
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from talkcoach.durations import FORMS
from talkcoach.outline.model import Backup, Outline, Paper, Part, Roadmap, Slide, slug
from talkcoach.outline.source import KeyPath, Problem, Source, shorten

if TYPE_CHECKING:
    from pydantic import BaseModel
    from pydantic_core import ErrorDetails

_MODELS: dict[str, type[BaseModel]] = {
    "": Outline,
    "papers": Paper,
    "slides": Slide,
    "opening": Part,
    "closing": Part,
    "roadmap": Roadmap,
    "backup": Backup,
}
_SYNONYMS = {
    "author": "authors",
    "bullets": "points",
    "conference": "venue",
    "intro": "opening",
    "introduction": "opening",
    "conclusion": "closing",
    "keywords": "terms",
    "lang": "language",
    "length": "duration",
    "minutes": "budget",
    "name": "title",
    "note": "notes",
    "presenter": "speaker",
    "question": "theme",
    "questions": "qa",
    "sections": "papers",
    "subtitle": "event",
    "time": "budget",
}
_EXAMPLES = {"opening": "budget: 5 min", "closing": "budget: 5 min", "roadmap": "style: list"}


def problem_of(error: ErrorDetails, source: Source) -> Problem:
    """One of pydantic's errors as a `Problem`."""
    path: KeyPath = error["loc"]
    kind = error["type"]
    if kind == "missing":
        return _missing(path, source)
    if kind == "extra_forbidden":
        return Problem(source.place(path, key=True), path, _unknown(path))
    if kind == "value_error":
        message = str(error["ctx"]["error"])
        place = source.place((*path, "weight") if isinstance(error["input"], dict) else path)
        return Problem(place, path, message)
    say = _WORDS.get(kind)
    message = say(path, error) if say else f"{shorten(error['input'])}: {error['msg']}"
    return Problem(source.place(path), path, message)


def known_keys(path: KeyPath) -> list[str]:
    """The keys that may stand in the mapping at `path`."""
    names = [step for step in path if isinstance(step, str)]
    return list(_MODELS[names[-1] if names else ""].model_fields)


def _missing(path: KeyPath, source: Source) -> Problem:
    key = path[-1]
    if source.empty(path):
        return Problem(source.place(path, key=True), path, "is empty; write it after the colon")
    example = "duration: 45 min" if key == "duration" else f'{key}: "..."'
    if key == "papers":
        example = 'papers:, and below it  - title: "..."'
    return Problem(source.place(path[:-1]), path, f"is missing; add  {example}")


def _unknown(path: KeyPath) -> str:
    key, known = str(path[-1]), known_keys(path[:-1])
    meant = _SYNONYMS.get(key.lower())
    if meant not in known:
        meant = next(iter(difflib.get_close_matches(key.lower(), known, n=1, cutoff=0.7)), None)
    if meant:
        return f"unknown key; did you mean '{meant}'?"
    return f"unknown key {shorten(key)}; known here: {', '.join(known)}"


def _not_text(path: KeyPath, error: ErrorDetails) -> str:
    value = error["input"]
    if value is None:
        return "is an empty list item; write its text, or remove the dash"
    if isinstance(value, dict):
        begin = next(iter(value), "")
        return (
            f'is a mapping, not text; a text with a colon needs quotes:  "{str(begin)[:30]}: ..."'
        )
    return "is a list, not text; text that begins with a bracket needs quotes"


def _not_list(path: KeyPath, error: ErrorDetails) -> str:
    item = '  - title: "..."' if path[-1] in ("papers", "slides") else '  - "..."'
    return f"is {_kind(error['input'])}, not a list; begin each item with a dash:{item}"


def _not_mapping(path: KeyPath, error: ErrorDetails) -> str:
    example = _EXAMPLES.get(str(path[-1]), 'title: "..."')
    if error["input"] is None:
        return f"is an empty list item; write  {example}  after the dash, or remove the dash"
    return f"is {_kind(error['input'])}; expected keys and values here, as in  {example}"


def _kind(value: Any) -> str:
    if isinstance(value, list):
        return "a list"
    return "a mapping" if isinstance(value, dict) else f"the text {shorten(value)}"


def _not_number(path: KeyPath, error: ErrorDetails) -> str:
    if path[-1] == "weight":
        return f"{shorten(error['input'])} is no weight; write a number such as 1 or 2.5"
    return f"is {_kind(error['input'])}, not a duration; write {FORMS}"


def _pattern(path: KeyPath, error: ErrorDetails) -> str:
    value = shorten(error["input"])
    if path[-1] == "language":
        return f"{value} is no language code; write two or three small letters, as in en or de"
    proposal = slug(str(error["input"]))
    hint = f", as in {proposal}" if proposal else ""
    return f"{value} is no id; use small letters, digits and hyphens, at most 64{hint}"


def _bound(words: str) -> Callable[[KeyPath, ErrorDetails], str]:
    def say(path: KeyPath, error: ErrorDetails) -> str:
        if path[-1] != "weight":
            return f"{shorten(error['input'])} is out of range; a duration is at most 24 hours"
        return f"{shorten(error['input'])} is out of range; a weight is {words}"

    return say


def _too_long(path: KeyPath, error: ErrorDetails) -> str:
    limit = error["ctx"]["max_length"]
    if path[-1] == "papers":
        return f"has {error['ctx']['actual_length']} papers; at most {limit} fit an outline"
    return f"is {len(error['input'])} characters long; at most {limit} are allowed"


_WORDS: dict[str, Callable[[KeyPath, ErrorDetails], str]] = {
    "string_type": _not_text,
    "tuple_type": _not_list,
    "model_type": _not_mapping,
    "model_attributes_type": _not_mapping,
    "float_type": _not_number,
    "float_parsing": _not_number,
    "finite_number": _bound("more than 0 and at most 1000"),
    "greater_than": _bound("more than 0"),
    "less_than_equal": _bound("at most 1000"),
    "bool_parsing": lambda path, e: f"{shorten(e['input'])} is neither true nor false; write one",
    "bool_type": lambda path, e: f"is {_kind(e['input'])}; write true or false",
    "literal_error": lambda path, e: (
        f"{shorten(e['input'])} is not offered; write {e['ctx']['expected']}"
    ),
    "string_pattern_mismatch": _pattern,
    "string_too_short": lambda path, e: "is empty; write some text, or remove it",
    "string_too_long": _too_long,
    "too_long": _too_long,
    "too_short": lambda path, e: 'has no papers; add at least one:  - title: "..."',
}
