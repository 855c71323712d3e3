"""How large text can be in a given space, estimated from typical letter widths.

No font file is read: decks are opened on machines with other fonts, so the estimate errs on the
wide side. Lengths and font sizes are in points (72 to the inch).
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from functools import lru_cache

LINE_HEIGHT = 1.2
"""Distance between lines, in font sizes."""
_SAFETY = 1.06
_BOLD = 1.07
_NARROW = frozenset("iljtfrI.,;:'|!()[] ")
_WIDE = frozenset("mwMW@%—…")


@lru_cache(maxsize=8192)
def line_count(text: str, size: float, width: float, *, bold: bool = False) -> int:
    """Lines that `text` takes when wrapped at spaces in `width` points; at least 1.

    >>> line_count("So far, so good", 20, 400), line_count("So far, so good", 20, 80)
    (1, 2)
    """
    return sum(_wrapped(line, size, width, bold) for line in text.split("\n"))


def text_height(text: str, size: float, width: float, *, bold: bool = False) -> float:
    """Height in points of `text` wrapped in `width` points."""
    return line_count(text, size, width, bold=bold) * size * LINE_HEIGHT


def largest_size(
    paragraphs: Iterable[str],
    sizes: Iterable[float],
    width: float,
    height: float,
    *,
    spacing: float = 0.0,
    bold: bool = False,
) -> float:
    """The first of `sizes` (largest first) at which `paragraphs` fit; the last one if none does.

    `spacing` is the space before each paragraph, in font sizes.
    """
    texts = list(paragraphs)
    size = 0.0
    for size in sizes:
        needed = sum(text_height(text, size, width, bold=bold) + spacing * size for text in texts)
        if needed <= height and not _has_broken_word(texts, size, width, bold):
            return size
    return size


def clipped(text: str, lines: int, size: float, width: float) -> str:
    """`text`, cut at a word and ended with an ellipsis where it needs more than `lines` lines."""
    if line_count(text, size, width) <= lines:
        return text
    words = text.split()
    while len(words) > 1 and line_count(" ".join(words) + " …", size, width) > lines:
        words.pop()
    return " ".join(words).rstrip(" ,;:") + " …"


def _has_broken_word(texts: Iterable[str], size: float, width: float, bold: bool) -> bool:
    return any(_width(word, size, bold) > width for text in texts for word in text.split())


def _wrapped(line: str, size: float, width: float, bold: bool) -> int:
    lines, used = 1, 0.0
    space = _width(" ", size, bold)
    for word in line.split():
        needed = _width(word, size, bold)
        if used and used + space + needed > width:
            lines, used = lines + 1, 0.0
        used += (space if used else 0.0) + needed
        while used > width > 0:  # a word longer than a line is broken inside
            lines, used = lines + 1, used - width
    return lines


def _width(text: str, size: float, bold: bool) -> float:
    return _ems(text) * size * _SAFETY * (_BOLD if bold else 1.0)


@lru_cache(maxsize=8192)
def _ems(text: str) -> float:
    """The width of `text` in font sizes; the same words are tried at many sizes."""
    return sum(_em(character) for character in text)


def _em(character: str) -> float:
    """A letter's width in font sizes, as in Arial; wide East Asian letters fill the square."""
    if character in _NARROW:
        return 0.29
    if character in _WIDE:
        return 0.86
    if unicodedata.east_asian_width(character) in "WF":
        return 1.0
    return 0.68 if character.isupper() else 0.53
