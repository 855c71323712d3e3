"""What stands in a deck: for matching it to an outline, and for making one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile
from typing import Any

from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.presentation import Presentation
from pptx.slide import Slide

from talkcoach.deck import oxml
from talkcoach.deck.readslide import ReadSlide
from talkcoach.deck.sections import read_sections
from talkcoach.deck.stamps import plain_name
from talkcoach.deck.tags import find_tag

_FURNITURE = {
    PP_PLACEHOLDER.FOOTER,
    PP_PLACEHOLDER.DATE,
    PP_PLACEHOLDER.SLIDE_NUMBER,
    PP_PLACEHOLDER.HEADER,
}
_OURS = {"Citation", "Theme", "Details", "Figure"}
"""Names of shapes on talkcoach's slides whose words are not the slide's points."""
_CODE_FONT = re.compile(
    r"consolas|courier|menlo|monaco|lucida console|mono|\bcode\b", re.IGNORECASE
)
_CODE = re.compile(r"^(//|/\*|#\w|[{}])|[{}]$|\)\s*;$|::|[=!]=|\w\[\w*\]")
_WORD = re.compile(r"[^\W\d_]{2}")
_CREDIT = re.compile(
    r"(source|quelle|photo|foto|image|bild|figure|fig\.|credit|adapted from|d'après)s?\b.*[:\d]"
    r"|photo credit|©|\(c\)|\[?\d{1,2}\]?\s*[-–]?\s+[A-Z]\w+, ",
    re.IGNORECASE,
)
"""How a text box begins that says where a picture or claim is from."""
_LABEL_WORDS = 3
"""A text box with fewer words is a label in a drawing, not something to say."""
_LONGEST_JOINED = 100
"""Characters of a line and what stands below it, taken as one point."""
_LONGEST_TITLE = 150
"""Characters; a text box with more is no title."""


@dataclass(frozen=True, slots=True)
class _Text:
    """The words of one shape: level and text of each paragraph that has any."""

    shape: Any
    lines: tuple[tuple[int, str], ...]
    is_body: bool

    @property
    def one_line(self) -> str:
        return " ".join(text for _, text in self.lines)


def read_slides(presentation: Presentation) -> tuple[ReadSlide, ...]:
    """The deck's slides in order."""
    homes = {
        slide_id: section.name
        for section in read_sections(presentation)
        for slide_id in section.slide_ids
    }
    return tuple(_read(slide, homes) for slide in presentation.slides)


def _read(slide: Slide, homes: dict[int, str]) -> ReadSlide:
    found = find_tag(slide)
    notes = slide.notes_slide.notes_text_frame if slide.has_notes_slide else None
    is_ours = found is not None
    texts = tuple(_texts(slide, is_ours=is_ours))
    title, rest = _title(slide, texts)
    names = {plain_name(shape.name): shape for shape in slide.shapes} if is_ours else {}
    purpose = oxml.layout_purpose(slide.slide_layout)
    is_title = found[1].key == "title" if found else purpose == "title"
    return ReadSlide(
        slide_id=slide.slide_id,
        key=found[1].key if found else None,
        title=title,
        points=_all_lines(rest) if is_ours else _points(rest),
        notes=_block(notes.text) if notes is not None else "",
        is_hidden=oxml.is_hidden(slide),
        section=homes.get(slide.slide_id),
        purpose=purpose,
        small_print=tuple(_small_print(slide, rest if is_title else ())),
        stops=tuple(_stops(names.get("Roadmap"))),
        is_track=any(name.startswith("Stem") for name, _ in _children(names.get("Roadmap"))),
        has_tracker="Tracker" in names,
        has_figure="Figure" in names,
    )


def _shapes(slide: Slide) -> list[Any]:
    """The shapes, untyped: python-pptx's own types know no text."""
    return list(slide.shapes)


def _texts(slide: Slide, *, is_ours: bool) -> Iterator[_Text]:
    """The shapes that hold words of the slide's own: no groups, tables, footers, or numbers."""
    for shape in _shapes(slide):
        kind = shape.placeholder_format.type if shape.is_placeholder else None
        if not shape.has_text_frame or kind in _FURNITURE:
            continue
        if is_ours and plain_name(shape.name) in _OURS:
            continue
        paragraphs = [(p, _line(_words(p))) for p in shape.text_frame.paragraphs]
        lines = tuple(
            (p.level, text) for p, text in paragraphs if text and (is_ours or not _is_code(p, text))
        )
        if lines:
            yield _Text(shape, lines, kind is not None)


def _title(slide: Slide, texts: Sequence[_Text]) -> tuple[str, list[_Text]]:
    """The slide's title, and the texts without the one that it came from.

    Where nobody filled in a title, it is the text box with the largest letters, or the highest
    one among equals; or else the first line of the body.
    """
    holder = slide.shapes.title
    if holder is not None and _line(holder.text_frame.text):
        rest = [text for text in texts if text.shape.shape_id != holder.shape_id]
        return _line(holder.text_frame.text), rest
    boxes = [
        text
        for text in texts
        if not text.is_body and len(text.one_line) <= _LONGEST_TITLE and _WORD.search(text.one_line)
    ]
    if boxes:
        best = max(boxes, key=lambda text: (_letters(text.shape), -(text.shape.top or 0)))
        return best.one_line, [text for text in texts if text is not best]
    for n, text in enumerate(texts):
        if text.is_body:
            without = _Text(text.shape, text.lines[1:], is_body=True)
            return text.lines[0][1], [*texts[:n], without, *texts[n + 1 :]]
    return "", list(texts)


def _points(texts: Sequence[_Text]) -> tuple[str, ...]:
    """What is to be said: the first-level lines of the body, in the slide's order.

    Deeper lines are detail that a talk may skip, and each would be reported as never said; they
    count where the first level is one heading or none. Text boxes beside a body are labels of a
    picture; without a body they are what people typed instead of one, if they hold a phrase.
    """
    used = [text for text in texts if text.is_body] or [
        text
        for text in texts
        if len(text.one_line.split()) >= _LABEL_WORDS and not _CREDIT.match(text.one_line)
    ]
    lines: list[tuple[int, str]] = []
    for text in used:
        top = min((level for level, _ in text.lines), default=0)
        lines += [(level - top, line) for level, line in text.lines if _WORD.search(line)]
    if sum(level == 0 for level, _ in lines) > 1:
        return tuple(_first_level(lines))
    return tuple(line for level, line in lines if level == 1 or (level == 0 and line[-1] != ":"))


def _first_level(lines: Sequence[tuple[int, str]]) -> Iterator[str]:
    """The first-level lines; one that ends in a colon with what it announces, if that is short."""
    for at, (level, line) in enumerate(lines):
        if level:
            continue
        below = [text for _, text in takewhile(lambda item: item[0] > 0, lines[at + 1 :])]
        whole = f"{line} {', '.join(below)}"
        yield whole if below and line[-1] == ":" and len(whole) <= _LONGEST_JOINED else line


def _all_lines(texts: Sequence[_Text]) -> tuple[str, ...]:
    """The points of a slide that talkcoach made, whatever they are like."""
    return tuple(line for text in texts for level, line in text.lines if level == 0)


def _small_print(slide: Slide, texts: Sequence[_Text]) -> Iterator[str]:
    for shape in _shapes(slide):
        if shape.has_text_frame and plain_name(shape.name) in ("Citation", "Details"):
            yield from (_line(p.text) for p in shape.text_frame.paragraphs if _line(p.text))
    for text in texts:
        if text.is_body:  # soft breaks part lines too
            whole = "\n".join(p.text for p in text.shape.text_frame.paragraphs)
            yield from (_line(part) for part in re.split(r"[\n\v]", whole) if _line(part))


def _stops(roadmap: Any) -> Iterator[tuple[str, str, str]]:
    """What the parts of a roadmap's group say: a paper's name, and its link below."""
    for name, shape in _children(roadmap):
        if name.startswith("Part ") and shape.has_text_frame:
            lines = [_line(p.text) for p in shape.text_frame.paragraphs if _line(p.text)]
            if lines:
                yield name.removeprefix("Part "), lines[0], " ".join(lines[1:])


def _children(group: Any) -> Iterator[tuple[str, Any]]:
    """The shapes of `group` with their names; none where it is no group."""
    return ((plain_name(shape.name), shape) for shape in getattr(group, "shapes", ()))


def _letters(shape: Any) -> float:
    """The largest font size that the shape's text itself sets, in points; 0 if none is set."""
    sizes = [int(size) for size in shape.element.xpath(".//a:rPr/@sz")]
    return max(sizes, default=0) / 100


def _is_code(paragraph: Any, text: str) -> bool:
    """Program text, which nobody reads out: set in a font for it, or full of its signs."""
    fonts = paragraph._p.xpath("./a:r/a:rPr/a:latin/@typeface")
    return any(_CODE_FONT.search(font) for font in fonts) or bool(_CODE.search(text))


def _words(paragraph: Any) -> str:
    """The paragraph's text without raised numbers, which point to footnotes."""
    text: str = paragraph.text
    for run in paragraph._p.xpath("./a:r[a:rPr/@baseline > 0]"):
        if run.text.strip().isdigit():
            text = text.replace(run.text, "", 1) if text.count(run.text) == 1 else text
    return text


def _line(text: str) -> str:
    """`text` on one line, without the arrows of symbol fonts, which are no characters."""
    return " ".join(re.sub("[\ue000-\uf8ff]", " ", text).split())


def _block(text: str) -> str:
    """Text of several lines, with broken lines as lines of their own."""
    return "\n".join(line.rstrip() for line in re.split(r"\r\n|[\n\v\r]", text)).strip()
