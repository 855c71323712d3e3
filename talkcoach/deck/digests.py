"""Short digests of what we wrote, so that a later run can tell a person's words from ours. Pure."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence

_LENGTH = 6
_LINE_LENGTH = 5
LINES = 24
"""Notes of more lines than this are not followed line by line: the mark would get too long."""


def digest(text: str) -> str:
    """A digest of `text`, the same for any white space between its words; 6 hex digits."""
    return _hash(text)[:_LENGTH]


def digest_bytes(content: bytes) -> str:
    """A digest of a file's bytes; 6 hex digits."""
    return hashlib.sha256(content).hexdigest()[:_LENGTH]


def digest_all(texts: Iterable[str]) -> str:
    """A digest of several texts in their order, blank ones left out; "" for none.

    >>> digest_all(["a b"]) == digest_all(["a", "b"])
    False
    """
    marked = [text for text in texts if text.strip()]
    return digest("¶".join(marked)) if marked else ""


def line_digests(lines: Sequence[str], limit: int = LINES) -> str:
    """The digests of all lines that hold text, joined; "" for none, "*" for more than `limit`."""
    marks = [line_digest(line) for line in lines if line.strip()]
    return "*" if len(marks) > limit else "".join(marks)


def line_digest(line: str) -> str:
    """The digest of one line; 5 hex digits."""
    return _hash(line)[:_LINE_LENGTH]


def split_digests(joined: str) -> list[str]:
    """The digests that `line_digests` joined."""
    return [joined[i : i + _LINE_LENGTH] for i in range(0, len(joined), _LINE_LENGTH)]


def _hash(text: str) -> str:
    return hashlib.sha256(" ".join(text.split()).encode()).hexdigest()
