"""What stands in a deck, as plain values: for matching it to an outline, and for making one."""

from __future__ import annotations

from dataclasses import dataclass

from pptx.presentation import Presentation
from pptx.slide import Slide

from talkcoach.deck import oxml
from talkcoach.deck.sections import read_sections
from talkcoach.deck.tags import find_tag


@dataclass(frozen=True, slots=True)
class ReadSlide:
    """One slide of a deck, as people read it."""

    slide_id: int
    key: str | None
    """Which planned slide it is when talkcoach made it; None for anybody else's."""
    title: str
    """On one line; empty when it has none."""
    points: tuple[str, ...]
    """Its paragraphs in order, one line each, title and footers apart."""
    notes: str
    is_hidden: bool
    section: str | None
    """The name of the PowerPoint section it is in; None where the deck has no sections."""
    purpose: str
    """What its layout says it is for (`title`, `obj`, `secHead`, ...), or ""."""


def read_slides(presentation: Presentation) -> tuple[ReadSlide, ...]:
    """The deck's slides in order."""
    homes = {
        slide_id: section.name
        for section in read_sections(presentation)
        for slide_id in section.slide_ids
    }
    return tuple(_read(slide, homes) for slide in presentation.slides)


def _read(slide: Slide, homes: dict[int, str]) -> ReadSlide:
    title = slide.shapes.title
    found = find_tag(slide)
    notes = slide.notes_slide.notes_text_frame if slide.has_notes_slide else None
    return ReadSlide(
        slide_id=slide.slide_id,
        key=found[1].key if found else None,
        title=_line(title.text_frame.text) if title is not None else "",
        points=_points(slide),
        notes=notes.text if notes is not None else "",
        is_hidden=oxml.is_hidden(slide),
        section=homes.get(slide.slide_id),
        purpose=oxml.layout_purpose(slide.slide_layout),
    )


def _points(slide: Slide) -> tuple[str, ...]:
    title = slide.shapes.title
    frames = [
        shape.text_frame
        for shape in slide.shapes
        if shape.has_text_frame and (title is None or shape.shape_id != title.shape_id)
    ]
    lines = (_line(p.text) for frame in frames for p in frame.paragraphs)
    return tuple(line for line in lines if line)


def _line(text: str) -> str:
    return " ".join(text.split())
