"""The mark by which talkcoach finds a slide of its own again, wherever it was moved.

Each slide of ours holds one hidden, empty text box whose name says which planned slide it is and
digests of what we wrote. A name is what survives best: PowerPoint shows and keeps it, LibreOffice
keeps names of text boxes (and that they are hidden) while it renames placeholders and drops alt
text, tags and sections.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any

from pptx.slide import Slide

PREFIX = "talkcoach "
_DIGEST_LENGTH = 6


@dataclass(frozen=True, slots=True)
class Tag:
    """What a slide's mark says."""

    key: str
    """Which planned slide it is; see `plan`."""
    fields: tuple[tuple[str, str], ...] = ()
    """Name and value of whatever else was noted when the slide was last written."""

    def get(self, name: str) -> str | None:
        """The value of the field `name`; None when it was not noted."""
        return dict(self.fields).get(name)


def digest(text: str) -> str:
    """A short digest of `text`, the same for any white space between its words."""
    plain = " ".join(text.split())
    return hashlib.sha256(plain.encode()).hexdigest()[:_DIGEST_LENGTH]


def format_tag(tag: Tag) -> str:
    """The name of the text box for `tag`.

    >>> format_tag(Tag("roadmap/data", (("title", "3fa2c1"),)))
    'talkcoach roadmap/data title=3fa2c1'
    """
    return PREFIX + " ".join([tag.key, *(f"{name}={value}" for name, value in tag.fields)])


def parse_tag(name: str) -> Tag | None:
    """The tag that a shape of this name holds; None when it is not of ours.

    >>> parse_tag("talkcoach roadmap/data title=3fa2c1").key
    'roadmap/data'
    """
    if not name.startswith(PREFIX):
        return None
    words = name.removeprefix(PREFIX).split()
    if not words or "=" in words[0]:
        return None
    return Tag(words[0], tuple((n, v) for n, _, v in (word.partition("=") for word in words[1:])))


def find_tag(slide: Slide) -> tuple[Any, Tag] | None:
    """The shape that marks `slide` as ours, and what it says; None for a slide of somebody's."""
    for shape in slide.shapes:
        tag = parse_tag(shape.name)
        if tag:
            return shape, tag
    return None
