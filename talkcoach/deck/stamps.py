"""What a drawn shape looked like when we drew it, noted in its name.

A roadmap is redrawn when the outline changes. What a person moved, resized, recoloured or retyped
meanwhile has to stay, so each shape of a roadmap or tracker notes where it stood, its form, fill,
line and letters, and a digest of its words:
`Part waiting |1498600 2324100 10007600 1168400|roundRect|accent1|none|l bg1 36 b|3fa2c1`. Places
are in EMU. The group notes which shapes it was drawn with.
"""

from __future__ import annotations

import colorsys
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from talkcoach.deck.digests import digest, line_digest, line_digests, split_digests
from talkcoach.deck.oxml import qn

_MARK = " |"
_TOLERANCE = 19_050
"""EMU, 1.5 points; other programs round to a hundredth of a millimetre, some to a pixel."""
_COLOR_TOLERANCE = 10
"""Of 255, for colours that another program worked out."""
_FOLLOWED = 60
"""Shapes; of a drawing with more it is not noted which ones it had."""
_SIZE_TOLERANCE = 0.6
"""Points of font size."""


Place = tuple[int, int, int, int]
"""Left, top, width and height in EMU."""


@dataclass(frozen=True, slots=True)
class Stamp:
    """The looks of one shape."""

    place: Place
    form: str
    """The preset's name, "custom", or "group"."""
    fill: str
    """A theme colour's name with its shade, #RRGGBB, "none", or the kind of fill."""
    line: str
    letters: str
    """For each paragraph its alignment and runs, for each run its colour, its size in points, and
    "b", "i", "u", its typeface and "link" where it has them; the shapes it was drawn with, for a
    group."""
    words: str
    """A digest of all text; of the alt text, for a group."""

    def suffix(self) -> str:
        """What is added to a shape's name."""
        place = " ".join(map(str, self.place))
        looks = (place, self.form, self.fill, self.line, self.letters, self.words)
        return _MARK + "|".join(looks)


def stamp(group: Any) -> None:
    """Note in the names of `group` and of its shapes what they look like now."""
    stamp_shape(group.element)
    for element in shapes_in(group.element):
        stamp_shape(element)


def stamp_shape(element: Any) -> None:
    """Note in the name of one shape or group what it looks like now."""
    properties = properties_of(element)
    name = plain_name(properties.get("name", ""))
    properties.set("name", name + look_of(element).suffix())


def name_of(element: Any) -> str:
    """The shape's name without its stamp: its role, and the section's id."""
    return plain_name(properties_of(element).get("name", ""))


def stamp_of(element: Any) -> Stamp | None:
    """What the shape looked like when we drew it; None for one that we did not draw."""
    return read_stamp(properties_of(element).get("name", ""))


def was_drawn(group: Stamp, name: str) -> bool:
    """Whether the group with this stamp was drawn with a shape of that `name`."""
    return line_digest(name) in split_digests(group.letters)


def plain_name(name: str) -> str:
    """A shape's name without its stamp.

    >>> plain_name("Part waiting |118 183 788 92|rect|accent1|none|bg1 36 b|3fa2c1")
    'Part waiting'
    """
    return name.partition(_MARK)[0]


def read_stamp(name: str) -> Stamp | None:
    """What the shape of this name looked like when we drew it; None for one that we did not."""
    fields = name.partition(_MARK)[2].split("|")
    if len(fields) != 6:
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
        drawn = line_digests([name_of(shape) for shape in shapes_in(element)], limit=_FOLLOWED)
        words = digest(about) if about else ""
        return Stamp(place_of(element), "group", "none", "none", drawn, words)
    looks = element.find(qn("p:spPr"))
    line, preset = looks.find(qn("a:ln")), looks.find(qn("a:prstGeom"))
    text = " ".join(node.text or "" for node in element.iter(qn("a:t")))
    return Stamp(
        place=place_of(element),
        form="custom" if preset is None else preset.get("prst", ""),
        fill=_paint(looks),
        line="none" if line is None else _paint(line),
        letters=";".join(_letters(element)),
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

    LibreOffice writes the colours of lines and letters out as RGB, and the typeface; `theme` maps
    the names of the deck's theme colours to RRGGBB, and "font" to its typeface, so that these
    count as the same.
    """
    if now == then:
        return False
    font = theme.get("font", "").replace(" ", "_")
    now_parts = [part for part in now.replace(";", " ; ").split() if part != font]
    then_parts = then.replace(";", " ; ").split()
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


def _letters(element: Any) -> Iterator[str]:
    for paragraph in element.iter(qn("a:p")):
        runs = [run.find(qn("a:rPr")) for run in paragraph.iter(qn("a:r"))]
        if runs:
            looks = paragraph.find(qn("a:pPr"))
            align = "l" if looks is None else looks.get("algn", "l")
            yield " ".join([align, *(_run(run) for run in runs if run is not None)])


def _run(looks: Any) -> str:
    fill, face = looks.find(qn("a:solidFill")), looks.find(qn("a:latin"))
    parts = ["none" if fill is None else _color(fill), f"{int(looks.get('sz', 0)) / 100:g}"]
    parts += [mark for mark in ("b", "i") if looks.get(mark) in ("1", "true")]
    if looks.get("u", "none") != "none":
        parts.append("u")
    if face is not None and not face.get("typeface", "").startswith("+"):
        parts.append(face.get("typeface", "").replace(" ", "_"))
    if looks.find(qn("a:hlinkClick")) is not None:
        parts.append("link")
    return " ".join(parts)
