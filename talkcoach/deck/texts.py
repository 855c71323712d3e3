"""Words into a slide's placeholders and text boxes, sized to fit. Lengths are in points."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from pptx.enum.text import MSO_AUTO_SIZE
from pptx.slide import Slide
from pptx.util import Pt

from talkcoach.deck import oxml
from talkcoach.deck.fit import largest_size
from talkcoach.deck.layouts import Box

INSET_X, INSET_Y = 14.4, 7.2
"""What PowerPoint keeps free in a text box, both sides together."""
_SMALLEST = 12
_SPACING = 0.55
"""Space around a paragraph in a placeholder, in font sizes."""
_BULLET = 27.0
"""What a bullet and its indent take from a line."""


def write_lines(frame: Any, lines: Sequence[str]) -> None:
    """One paragraph a line; a line break inside a line stays one."""
    frame.text = "\n".join(line.replace("\n", "\v") for line in lines)


def shrink_to_fit(
    frame: Any, lines: Sequence[str], box: Box, own: float, *, is_title: bool = False
) -> None:
    """Set a smaller size than the template's `own` where `lines` would not fit `box`."""
    size = largest_size(
        lines,
        [own, *(size for size in range(60, _SMALLEST - 1, -2) if size < own)],
        box.width - INSET_X - (0.0 if is_title else _BULLET),
        box.height - INSET_Y,
        spacing=0.0 if is_title else _SPACING,
        bold=is_title,
    )
    if size < own:
        for run in runs(frame):
            run.font.size = Pt(size)


def add_text(
    slide: Slide, name: str, box: Box, lines: Sequence[str], size: float, color: Any, about: str
) -> Any:
    """Add a text box of ours and return it; `about` is its alt text."""
    shape = slide.shapes.add_textbox(Pt(box.left), Pt(box.top), Pt(box.width), Pt(box.height))
    shape.name = name
    oxml.set_alt_text(shape, about)
    frame = shape.text_frame
    frame.word_wrap = True
    frame.auto_size = MSO_AUTO_SIZE.TEXT_TO_FIT_SHAPE  # where the font is wider
    write_lines(frame, lines)
    for run in runs(frame):
        run.font.size = Pt(size)
        run.font.color.theme_color = color
    return shape


def runs(frame: Any) -> Iterator[Any]:
    """The frame's runs of text, all paragraphs together."""
    for paragraph in frame.paragraphs:
        yield from paragraph.runs


def place(shape: Any, box: Box) -> None:
    """Put `shape` where `box` is."""
    shape.left, shape.top = Pt(box.left), Pt(box.top)
    shape.width, shape.height = Pt(box.width), Pt(box.height)
