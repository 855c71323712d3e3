"""What a drawn shape looked like when we drew it, noted in its name.

A roadmap is redrawn when the outline changes. What a person moved, resized, recoloured or retyped
meanwhile has to stay, so each shape of a roadmap or tracker notes where it stood, its fill, line
and letters, and a digest of its words:
`Part waiting |1498600 2324100 10007600 1168400|accent1|none|bg1 36 b|3fa2c1`. Places are in EMU.
"""

from __future__ import annotations

import colorsys
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pptx.oxml.ns import qn

from talkcoach.deck.digests import digest

_MARK = " |"
_TOLERANCE = 19_050
"""EMU, 1.5 points; other programs round to a hundredth of a millimetre, some to a pixel."""
_COLOR_TOLERANCE = 10
"""Of 255, for colours that another program worked out."""
_SIZE_TOLERANCE = 0.6
"""Points of font size."""


Place = tuple[int, int, int, int]
"""Left, top, width and height in EMU."""


@dataclass(frozen=True, slots=True)
class Stamp:
    """The looks of one shape."""

    place: Place
    fill: str
    """A theme colour's name with its shade, #RRGGBB, "none", or the kind of fill."""
    line: str
    letters: str
    """Colour, size in points and "b" of the first run; "" without text."""
    words: str
    """A digest of all text; of the alt text, for a group."""

    def suffix(self) -> str:
        """What is added to a shape's name."""
        place = " ".join(map(str, self.place))
        return _MARK + "|".join((place, self.fill, self.line, self.letters, self.words))


def stamp(group: Any) -> None:
    """Note in the names of `group` and of its shapes what they look like now."""
    for element in (group.element, *shapes_in(group.element)):
        properties = properties_of(element)
        name = plain_name(properties.get("name", ""))
        properties.set("name", name + look_of(element).suffix())


def plain_name(name: str) -> str:
    """A shape's name without its stamp.

    >>> plain_name("Part waiting |118 183 788 92|accent1|none|bg1 36 b|3fa2c1")
    'Part waiting'
    """
    return name.partition(_MARK)[0]


def read_stamp(name: str) -> Stamp | None:
    """What the shape of this name looked like when we drew it; None for one that we did not."""
    fields = name.partition(_MARK)[2].split("|")
    if len(fields) != 5:
        return None
    try:
        left, top, width, height = map(int, fields[0].split())
    except ValueError:
        return None
    return Stamp((left, top, width, height), *fields[1:])


def shapes_in(group: Any) -> Iterator[Any]:
    """The elements of the shapes in a group's element."""
    kinds = {qn(f"p:{kind}") for kind in ("sp", "cxnSp", "pic", "grpSp", "graphicFrame")}
    return (child for child in group if child.tag in kinds)


def properties_of(element: Any) -> Any:
    """The `p:cNvPr` of a shape's element: its id, name and alt text."""
    return element[0].find(qn("p:cNvPr"))


def look_of(element: Any) -> Stamp:
    """What the shape looks like now."""
    if element.tag == qn("p:grpSp"):
        about = properties_of(element).get("descr", "")
        return Stamp(place_of(element), "none", "none", "", digest(about) if about else "")
    looks = element.find(qn("p:spPr"))
    line = looks.find(qn("a:ln"))
    text = " ".join(node.text or "" for node in element.iter(qn("a:t")))
    return Stamp(
        place=place_of(element),
        fill=_paint(looks),
        line="none" if line is None else _paint(line),
        letters=_letters(element),
        words=digest(text) if text.strip() else "",
    )


def place_of(element: Any) -> Place:
    """Where a shape or group stands; zeros where it does not say."""
    transform = next(element.iter(qn("a:xfrm")), None)
    offset = None if transform is None else transform.find(qn("a:off"))
    extent = None if transform is None else transform.find(qn("a:ext"))
    if offset is None or extent is None:
        return (0, 0, 0, 0)
    return (
        int(offset.get("x")),
        int(offset.get("y")),
        int(extent.get("cx")),
        int(extent.get("cy")),
    )


def is_moved(now: Place, then: Place) -> bool:
    """Whether a person moved or resized what stood at `then`."""
    return any(abs(a - b) > _TOLERANCE for a, b in zip(now, then, strict=True))


def is_repainted(now: str, then: str, theme: dict[str, str]) -> bool:
    """Whether fill, line or letters are others than we drew.

    LibreOffice writes the colours of lines and letters out as RGB; `theme` maps the names of the
    deck's theme colours to RRGGBB, so that these count as the same.
    """
    if now == then:
        return False
    now_parts, then_parts = now.split(), then.split()
    if len(now_parts) != len(then_parts):
        return True
    return not all(_same(a, b, theme) for a, b in zip(now_parts, then_parts, strict=True))


def _same(now: str, then: str, theme: dict[str, str]) -> bool:
    if now == then:
        return True
    if _is_number(now) and _is_number(then):
        return abs(float(now) - float(then)) <= _SIZE_TOLERANCE
    name, *shades = then.split("/")
    if not now.startswith("#") or "/" in now or name not in theme:
        return False
    drawn = _shaded(bytes.fromhex(theme[name]), shades)
    return all(
        abs(a - b) <= _COLOR_TOLERANCE for a, b in zip(bytes.fromhex(now[1:]), drawn, strict=True)
    )


def _shaded(rgb: bytes, shades: list[str]) -> tuple[float, ...]:
    """The colour after its `lumMod` and `lumOff`, each in thousandths of a percent."""
    hue, light, colorfulness = colorsys.rgb_to_hls(*(value / 255 for value in rgb))
    for shade in shades:
        amount = int(shade[6:] or 0) / 100_000 if shade[6:].isdigit() else 0.0
        light = light * amount if shade.startswith("lumMod") else light + amount
    return tuple(v * 255 for v in colorsys.hls_to_rgb(hue, min(1.0, max(0.0, light)), colorfulness))


def _is_number(text: str) -> bool:
    return text.replace(".", "", 1).isdigit()


def _paint(parent: Any) -> str:
    """The fill of a shape, or of a line: its colour, "none", or what kind it is."""
    for child in parent:
        kind = child.tag.rpartition("}")[2]
        if kind == "noFill":
            return "none"
        if kind == "solidFill":
            return _color(child)
        if kind in ("gradFill", "blipFill", "pattFill", "grpFill"):
            return str(kind)
    return "none"


def _color(fill: Any) -> str:
    for color in fill:
        kind = color.tag.rpartition("}")[2]
        value = str(color.get("val", kind))
        shades = "".join(f"/{c.tag.rpartition('}')[2]}{c.get('val', '')}" for c in color)
        return (f"#{value.upper()}" if kind == "srgbClr" else value) + shades
    return "none"


def _letters(element: Any) -> str:
    run = next(element.iter(qn("a:rPr")), None)
    if run is None:
        return ""
    size = f"{int(run.get('sz', 0)) / 100:g}"
    fill = run.find(qn("a:solidFill"))
    bold = " b" if run.get("b") in ("1", "true") else ""
    slant = " i" if run.get("i") in ("1", "true") else ""
    return f"{'none' if fill is None else _color(fill)} {size}{bold}{slant}"
