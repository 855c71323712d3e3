"""Groups of native, editable shapes in theme colours, built as XML in one go.

python-pptx adds shape by shape, and searches the slide and measures the group anew for each. A
drawing here is a list of plain values first, which tests can look at; `add_group` writes them all.
Lengths and font sizes are in points.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal
from xml.sax.saxutils import escape, quoteattr

from pptx.enum.dml import MSO_THEME_COLOR as COLOR
from pptx.shapes.group import GroupShape
from pptx.slide import Slide

from talkcoach.deck import oxml
from talkcoach.deck.fit import line_count
from talkcoach.deck.layouts import Box
from talkcoach.deck.plan import Stop

TEXT_EDGE = 7.2
"""Where text begins in a placeholder: what we draw stands below the title's first letter."""
_EMU = 12_700
"""EMU in a point."""
_TICK = ((0.0, 0.55), (0.36, 1.0), (1.0, 0.0))
"""The corners of a tick, in shares of its box."""
_PALE = 1.75
"""How much further than dimmed text a line goes towards the background."""


@dataclass(frozen=True, slots=True)
class Paint:
    """A colour of the theme, made darker (to -1) or lighter (to 1)."""

    color: COLOR
    brightness: float = 0.0


ACCENT = Paint(COLOR.ACCENT_1)
ON_ACCENT = Paint(COLOR.BACKGROUND_1)


@dataclass(frozen=True, slots=True)
class Colors:
    """What a roadmap or tracker is written in, apart from the accent colour."""

    name: COLOR
    link: COLOR
    dimming: float
    """The brightness of what is done, from -1 (black) to 1 (white)."""

    @property
    def pale(self) -> Paint:
        """For lines that only hint: close to the background, light or dark."""
        return Paint(self.name, max(-0.9, min(0.9, _PALE * self.dimming)))


@dataclass(frozen=True, slots=True)
class Words:
    """One paragraph."""

    text: str
    size: float
    paint: Paint
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Shape:
    """One shape of a drawing: where it stands, how it looks, what it says."""

    name: str
    """Its role and the section's id: unique in its group and the same after every change."""
    box: Box
    geometry: str = "rect"
    """A preset of DrawingML, or "tick"."""
    rounding: tuple[float, ...] = ()
    """Radii of the geometry's corners."""
    fill: Paint | None = None
    line: Paint | None = None
    line_width: float = 2.25
    words: tuple[Words, ...] = ()
    align: Literal["l", "ctr", "r"] = "l"
    anchor: Literal["t", "ctr", "b"] = "ctr"
    inset: tuple[float, float] = (0.0, 0.0)
    """Space kept free beside the text, and above and below it."""
    wraps: bool = True


def marker(stop: Stop, number: int, box: Box) -> list[Shape]:
    """A disc in `box` that says where the talk is: ticked, filled, or with its number only."""
    disc = f"Marker {stop.section_id}"
    fill = ACCENT if stop.state == "now" else None
    if stop.state == "done":
        side = box.height
        place = Box(box.left + 0.27 * side, box.top + 0.33 * side, 0.47 * side, 0.36 * side)
        width = max(1.0, side * 0.1)
        return [
            Shape(disc, box, "ellipse", line=ACCENT),
            Shape(f"Tick {stop.section_id}", place, "tick", line=ACCENT, line_width=width),
        ]
    paint = ON_ACCENT if stop.state == "now" else ACCENT
    words = (Words(str(number), max(1.0, box.height * 0.46), paint, bold=True),)
    return [
        Shape(disc, box, "ellipse", (), fill, ACCENT, words=words, align="ctr", wraps=False),
    ]


def rail(section_id: str, box: Box, colors: Colors, *, travelled: bool) -> Shape:
    """The piece of line that arrives at a section's marker; "" for the one that leaves the last."""
    return Shape(f"Rail {section_id}".strip(), box, fill=ACCENT if travelled else colors.pale)


def add_group(slide: Slide, name: str, about: str, shapes: Sequence[Shape]) -> Any:
    """Add `shapes` to `slide` as one group with the alt text `about`, and return the group."""
    tree: Any = slide.shapes.element
    first = oxml.next_shape_id(tree)
    left, top = min(s.box.left for s in shapes), min(s.box.top for s in shapes)
    right = max(s.box.left + s.box.width for s in shapes)
    bottom = max(s.box.bottom for s in shapes)
    place = _place(Box(left, top, right - left, bottom - top))
    inner = place.replace("a:off", "a:chOff").replace("a:ext", "a:chExt")
    children = "".join(_sp(shape, number) for number, shape in enumerate(shapes, start=first + 1))
    group = oxml.element_from(
        f'<p:grpSp><p:nvGrpSpPr><p:cNvPr id="{first}" name={quoteattr(name)} '
        f"descr={quoteattr(about)}/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr>"
        f"<p:grpSpPr><a:xfrm>{place}{inner}</a:xfrm></p:grpSpPr>{children}</p:grpSp>"
    )
    tree.insert_element_before(group, "p:extLst")
    return GroupShape(group, slide.shapes)


def one_line(text: str) -> str:
    """`text` without line breaks and double spaces."""
    return " ".join(text.split())


def has_broken_word(text: str, size: float, width: float) -> bool:
    """Whether a word of `text`, bold, is too wide for a line; some letters may end a line."""
    return any(line_count(word, size, width, bold=True) > 1 for word in _unbroken(text))


@lru_cache(maxsize=1024)
def _unbroken(text: str) -> tuple[str, ...]:
    """The pieces of `text` that stay in a line; one may end after any East Asian letter."""
    spaced = "".join(" " if unicodedata.east_asian_width(c) in "WF" else c for c in text)
    return tuple(word for word in re.split(r"(?<=[-–/])|\s", spaced) if word)


def _sp(shape: Shape, number: int) -> str:
    return (
        f'<p:sp><p:nvSpPr><p:cNvPr id="{number}" name={quoteattr(shape.name)}/>'
        f"<p:cNvSpPr/><p:nvPr/></p:nvSpPr><p:spPr><a:xfrm>{_place(shape.box)}</a:xfrm>{_geometry(shape)}"
        f"{_fill(shape.fill)}{_line(shape)}</p:spPr>{_text(shape) if shape.words else ''}</p:sp>"
    )


def _place(box: Box) -> str:
    return (
        f'<a:off x="{_emu(box.left)}" y="{_emu(box.top)}"/>'
        f'<a:ext cx="{_emu(box.width)}" cy="{_emu(box.height)}"/>'
    )


def _geometry(shape: Shape) -> str:
    if shape.geometry == "tick":
        return _tick(_emu(shape.box.width), _emu(shape.box.height))
    shortest = max(1.0, min(shape.box.width, shape.box.height))
    names = ("adj",) if len(shape.rounding) == 1 else ("adj1", "adj2")
    guides = "".join(
        f'<a:gd name="{name}" fmla="val {round(min(0.5, radius / shortest) * 100_000)}"/>'
        for name, radius in zip(names, shape.rounding, strict=False)
    )
    return f'<a:prstGeom prst="{shape.geometry}"><a:avLst>{guides}</a:avLst></a:prstGeom>'


def _tick(width: int, height: int) -> str:
    """A tick as a drawn line: not every font has one."""
    points = [f'<a:pt x="{round(x * width)}" y="{round(y * height)}"/>' for x, y in _TICK]
    lines = "".join(f"<a:lnTo>{point}</a:lnTo>" for point in points[1:])
    return (
        '<a:custGeom><a:avLst/><a:gdLst/><a:ahLst/><a:cxnLst/><a:rect l="l" t="t" r="r" b="b"/>'
        f'<a:pathLst><a:path w="{width}" h="{height}" fill="none"><a:moveTo>{points[0]}</a:moveTo>'
        f"{lines}</a:path></a:pathLst></a:custGeom>"
    )


def _line(shape: Shape) -> str:
    if shape.line is None:
        return "<a:ln><a:noFill/></a:ln>"
    is_tick = shape.geometry == "tick"
    cap, join = (' cap="rnd"', "<a:round/>") if is_tick else ("", "")
    return f'<a:ln w="{_emu(shape.line_width)}"{cap}>{_fill(shape.line)}{join}</a:ln>'


def _fill(paint: Paint | None) -> str:
    if paint is None:
        return "<a:noFill/>"
    shade = ""
    if paint.brightness:
        share = round(abs(paint.brightness) * 100_000)
        shade = f'<a:lumMod val="{100_000 - share}"/>'
        shade += f'<a:lumOff val="{share}"/>' if paint.brightness > 0 else ""
    name = COLOR.to_xml(paint.color)
    return f'<a:solidFill><a:schemeClr val="{name}">{shade}</a:schemeClr></a:solidFill>'


def _text(shape: Shape) -> str:
    beside, above = (_emu(inset) for inset in shape.inset)
    wrap = "square" if shape.wraps else "none"
    fallback = "<a:normAutofit/>" if shape.wraps else ""  # where a template's font is wider
    paragraphs = "".join(_paragraph(words, shape.align) for words in shape.words)
    return (
        f'<p:txBody><a:bodyPr wrap="{wrap}" lIns="{beside}" tIns="{above}" rIns="{beside}" '
        f'bIns="{above}" rtlCol="0" anchor="{shape.anchor}">{fallback}</a:bodyPr><a:lstStyle/>'
        f"{paragraphs}</p:txBody>"
    )


def _paragraph(words: Words, align: str) -> str:
    return (
        f'<a:p><a:pPr algn="{align}"/><a:r><a:rPr sz="{round(words.size * 100)}" '
        f'b="{int(words.bold)}">{_fill(words.paint)}</a:rPr>'
        f"<a:t>{escape(one_line(words.text))}</a:t></a:r></a:p>"
    )


def _emu(points: float) -> int:
    return round(points * _EMU)
