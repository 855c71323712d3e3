"""YAML text to plain data that still knows where it stands in the file.

Scalars stay the text that the user typed: `no`, `1.10` and `12:30` are read by the field that they
belong to, not by YAML's guesses. Aliases, anchors and tags are refused: in an outline a leading
`*`, `&` or `!` is prose that wants quotes, and without aliases a file cannot blow up in memory.
"""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from talkcoach.errors import InputError, OutlineError
from talkcoach.outline import syntax

MAX_BYTES = 1_000_000
MAX_DEPTH = 24
"""The deepest place of an outline (a point of a paper's slide) is at depth 7."""
MAX_NODES = 10_000

_CONTROL = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_NULLS = {"", "~", "null", "Null", "NULL"}

KeyPath = tuple[str | int, ...]
"""Keys and indices from the top of the file: `("papers", 1, "budget")`."""


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A position in the file, both numbers counted from 1 as editors do."""

    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong, and where."""

    place: Place
    path: KeyPath
    message: str

    def line(self, name: str) -> str:
        """`name:line:column: path: message`, as compilers write it and editors jump to it."""
        where = f"{name}:{self.place.line}:{self.place.column}: "
        return where + (f"{spell(self.path)}: " if self.path else "") + self.message


@dataclass(frozen=True, slots=True)
class Source:
    """A file's data, with the places of all keys and values."""

    name: str
    """The file's name as messages give it."""
    data: dict[str, Any]
    """Mappings, lists, texts and None; a key without a value is left out (see `empty`)."""
    keys: dict[KeyPath, Place]
    values: dict[KeyPath, Place]
    problems: tuple[Problem, ...]
    """What is wrong with the mappings themselves: keys that stand twice, keys that are no text."""

    def place(self, path: KeyPath, *, key: bool = False) -> Place:
        """Where the value at `path` (or its key) stands; of a path that is absent, its parent."""
        first, second = (self.keys, self.values) if key else (self.values, self.keys)
        while path and path not in first and path not in second:
            path = path[:-1]
        return first.get(path) or second.get(path) or Place(1, 1)

    def empty(self, path: KeyPath) -> bool:
        """Whether the key at `path` is in the file, with nothing after it."""
        return path in self.keys and path not in self.values


def spell(path: KeyPath) -> str:
    """A path as messages write it.

    >>> spell(("papers", 1, "slides", 0, "title"))
    'papers[1].slides[0].title'
    """
    text = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in path)
    return text.removeprefix(".")


def shorten(value: object, width: int = 40) -> str:
    """`value` in quotes for a message, on one line and at most `width` characters long."""
    text = " ".join(str(value).split())
    return repr(text if len(text) <= width else text[: width - 3].rstrip() + "...")


def read_bytes(path: Path) -> bytes:
    """The content of the outline file at `path`.

    Raises:
        InputError: there is no such file, it is a folder, too large, or may not be read.
    """
    if path.is_dir():
        raise InputError(
            f"{path} is a folder; name the outline file in it, as in {path / 'talk.yaml'}"
        )
    try:
        with path.open("rb") as file:
            content = file.read(MAX_BYTES + 1)
    except FileNotFoundError:
        raise InputError(f"there is no file {path}; {_what_else(path)}") from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise InputError(
            f"{path} cannot be read ({reason}); check its name and permissions"
        ) from None
    return content


def _what_else(path: Path) -> str:
    """What the user may have meant by a file that is not there."""
    if not path.parent.is_dir():
        return f"the folder {path.parent} is not there either"
    try:
        names = [p.name for p in path.parent.iterdir() if p.suffix.lower() in (".yaml", ".yml")]
    except OSError:
        names = []
    if near := difflib.get_close_matches(path.name, names, n=3, cutoff=0.5):
        return f"did you mean {' or '.join(str(path.parent / name) for name in near)}?"
    return f"'talkcoach new {path}' writes a starter outline"


def parse(content: bytes | str, name: str) -> Source:
    """The data of an outline's YAML text with all positions.

    Raises:
        OutlineError: the text is no YAML, no mapping, or larger or deeper than any outline.
    """
    if len(content) > MAX_BYTES:
        raise OutlineError([f"{name}: is larger than 1 MB; an outline is a few pages of text"])
    text = content if isinstance(content, str) else _decode(content, name)
    try:
        root = _compose(text.removeprefix("\ufeff"))
        return _Reader().read(root, name)
    except _RefusedError as refused:
        raise OutlineError([refused.problem.line(name)]) from None


class _RefusedError(Exception):
    """The text cannot be read any further."""

    def __init__(self, line: int, column: int, message: str) -> None:
        super().__init__(message)
        self.problem = Problem(Place(line, column), (), message)


def _decode(content: bytes, name: str) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")) or content[:2].count(0) == 1:
        raise OutlineError([f"{name}: is UTF-16 text; save it as UTF-8 in your editor"])
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        offset = error.start
    before = content[:offset]
    column = len(before[before.rfind(b"\n") + 1 :].decode("utf-8", "replace")) + 1
    guess = content[offset : offset + 1].decode("cp1252", "replace")
    problem = Problem(
        Place(before.count(b"\n") + 1, column),
        (),
        f"is not UTF-8 text (byte {offset}, {content[offset]:#04x}, would be {guess!r} in a Western"
        " encoding); save the file as UTF-8 in your editor",
    )
    raise OutlineError([problem.line(name)])


def _compose(text: str) -> yaml.MappingNode:
    """The node of the one mapping in `text`."""
    if bad := _CONTROL.search(text):
        before = text[: bad.start()]
        column = len(before) - before.rfind("\n")
        code = f"U+{ord(bad.group()):04X}"
        raise _RefusedError(
            before.count("\n") + 1, column, f"has the control character {code}; delete it"
        )
    loader = _Loader(text)
    try:
        root = loader.get_single_node()
    except yaml.MarkedYAMLError as error:
        raise _RefusedError(*syntax.explain(error, text.splitlines())) from None
    except (
        OverflowError,
        ValueError,
    ) as error:  # PyYAML computes escapes such as \UFFFFFFFF without checking
        raise _RefusedError(
            1, 1, f"has an escape after a backslash that is no character ({error})"
        ) from None
    finally:
        loader.dispose()
    if root is None:
        raise _RefusedError(1, 1, "is empty; 'talkcoach new' writes a starter outline")
    if not isinstance(root, yaml.MappingNode):
        found = "a list" if isinstance(root, yaml.SequenceNode) else "a single text"
        mark = root.start_mark
        raise _RefusedError(
            mark.line + 1, mark.column + 1, f"is {found}; an outline begins with 'title: ...'"
        )
    return root


class _Loader(yaml.SafeLoader):
    """PyYAML's composer with limits. The pure-Python one: libyaml's places are less exact."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self._depth = 0
        self._nodes = 0

    def compose_node(self, parent: yaml.Node | None, index: Any) -> yaml.Node | None:
        event: Any = self.peek_event()  # type: ignore[no-untyped-call]
        line, column = event.start_mark.line + 1, event.start_mark.column + 1
        sign = syntax.sign_of(event)
        if sign:
            raise _RefusedError(line, column, syntax.needs_quotes(sign))
        self._nodes += 1
        if self._nodes > MAX_NODES:
            raise _RefusedError(
                line, column, f"has more than {MAX_NODES} entries; too many for a talk"
            )
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise _RefusedError(
                line, column, f"is nested more than {MAX_DEPTH} levels deep; simplify it"
            )
        node = super().compose_node(parent, index)
        self._depth -= 1
        return node


class _Reader:
    """Turns nodes into plain data and notes where everything stands."""

    def __init__(self) -> None:
        self._keys: dict[KeyPath, Place] = {}
        self._values: dict[KeyPath, Place] = {}
        self._problems: list[Problem] = []

    def read(self, root: yaml.MappingNode, name: str) -> Source:
        data = self._mapping(root, ())
        self._values[()] = _place(root)
        return Source(name, data, self._keys, self._values, tuple(self._problems))

    def _value(self, node: yaml.Node, path: KeyPath) -> Any:
        if isinstance(node, yaml.ScalarNode):
            text: str = node.value
            if node.style is None and text in _NULLS:
                return None
            self._values[path] = _place(node)
            return _CONTROL.sub(" ", text)  # an escape such as "\\2", from text copied out of a PDF
        self._values[path] = _place(node)
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, path)
        for i, item in enumerate(node.value):
            self._values[(*path, i)] = _place(item)  # empty items too: they are errors with a place
        return [self._value(item, (*path, i)) for i, item in enumerate(node.value)]

    def _mapping(self, node: yaml.MappingNode, path: KeyPath) -> dict[str, Any]:
        data: dict[str, Any] = {}
        for key_node, value_node in node.value:
            place = _place(key_node)
            if not isinstance(key_node, yaml.ScalarNode):
                message = (
                    "has a list or mapping as a key; text with brackets or braces needs quotes"
                )
                self._problems.append(Problem(place, path, message))
                continue
            key: str = _CONTROL.sub("?", key_node.value)
            here = (*path, key)
            if here in self._keys:
                first = self._keys[here].line
                message = f"stands twice, first in line {first}; keep one of them"
                self._problems.append(Problem(place, here, message))
                continue
            self._keys[here] = place
            value = self._value(value_node, here)
            if value is not None:
                data[key] = value
        return data


def _place(node: yaml.Node) -> Place:
    return Place(node.start_mark.line + 1, node.start_mark.column + 1)
