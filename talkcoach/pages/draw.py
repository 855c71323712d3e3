"""Vega-Lite specifications to pictures, by vl-convert: no browser and no network."""

from __future__ import annotations

from collections.abc import Mapping
from importlib.metadata import version
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

LIGHT: Mapping[str, str] = {
    "paper": "#ffffff", "ink": "#1c2430", "quiet": "#55606e", "line": "#d5dae1",
    "accent": "#1f5fbf", "band": "#e3eefc", "on-section": "#ffffff",
    "full": "#1b7a43", "recap": "#8a5a00", "preview": "#8a5a00", "skipped": "#b3261e",
    "section-0": "#33547e", "section-1": "#2f6f73", "section-2": "#6a4f86",
    "section-3": "#7b5a2c", "section-4": "#4c6b3c", "section-5": "#7d4258",
    "unplanned": "#68727f",
}  # fmt: skip
"""The colours of pages and pictures; 4.5:1 and more against what they stand on (WCAG AA)."""
DARK: Mapping[str, str] = {
    "paper": "#14181f", "ink": "#e8ecf2", "quiet": "#a5afbd", "line": "#36404d",
    "accent": "#7fb2ff", "band": "#1e2f47", "on-section": "#0d1117",
    "full": "#6fd195", "recap": "#f0b95a", "preview": "#f0b95a", "skipped": "#ff8a80",
    "section-0": "#8fb3e0", "section-1": "#86c7ca", "section-2": "#bfa3dd",
    "section-3": "#d9b27c", "section-4": "#a6cc92", "section-5": "#dd9fb6",
    "unplanned": "#9aa5b3",
}  # fmt: skip
_SVG = "{http://www.w3.org/2000/svg}"
ElementTree.register_namespace("", _SVG.strip("{}"))
_SCALE = 2.0
"""Pixels of a PNG to a unit of the drawing."""


def svg_for_page(spec: Mapping[str, Any]) -> str:
    """The drawing with the page's own colours, so that it follows the page's theme."""
    stand_ins = {name: f"#{number:06x}" for number, name in enumerate(LIGHT, 0xABC001)}
    page_colours = {colour: name for name, colour in stand_ins.items()}
    root = ElementTree.fromstring(_svg(_coloured(spec, stand_ins)))
    for element in list(root.iter()):
        for attribute in ("fill", "stroke"):
            if name := page_colours.get(element.get(attribute, "")):
                element.set(attribute, f"var(--{name})")
        _without_words(element)
    for attribute in ("width", "height"):
        del root.attrib[attribute]
    # What is around the drawing names it; its parts are for pointing at, not for listening to.
    root.set("aria-hidden", "true")
    return ElementTree.tostring(root, encoding="unicode")


def _without_words(element: ElementTree.Element) -> None:
    """Turn a mark's description into a tip; take out styles, as the page allows only its own."""
    if element.get("role") == "graphics-symbol" and element.tag != f"{_SVG}g":
        ElementTree.SubElement(element, f"{_SVG}title").text = element.get("aria-label")
    for attribute in list(element.attrib):
        if attribute in ("role", "style") or attribute.startswith("aria-"):
            del element.attrib[attribute]


def engine_version() -> str:
    """What draws here."""
    import vl_convert  # noqa: F401  it is there only if it can be imported

    return f"vl-convert {version('vl-convert-python')}"


def picture(spec: Mapping[str, Any], path: Path) -> bytes:
    """The drawing as a light PNG or SVG, as the name of `path` says.

    Raises:
        ValueError: it says something else.
    """
    import vl_convert

    coloured = {**_coloured(spec, LIGHT), "background": LIGHT["paper"]}
    match path.suffix.lower():
        case ".svg":
            return _svg(coloured).encode()
        case ".png":
            return bytes(vl_convert.vegalite_to_png(coloured, scale=_SCALE))
    raise ValueError(f"{path}: a picture's name ends in .png or .svg")


def _svg(spec: Mapping[str, Any]) -> str:
    import vl_convert

    return str(vl_convert.vegalite_to_svg(dict(spec)))


def _coloured(value: Any, colours: Mapping[str, str]) -> Any:
    """`value` with the names of colours replaced wherever a specification has a colour."""
    if isinstance(value, dict):
        return {
            key: colours.get(inner, inner)
            if isinstance(inner, str) and key in _COLOUR_KEYS
            else _range(inner, colours)
            if key == "range"
            else _coloured(inner, colours)
            for key, inner in value.items()
        }
    return [_coloured(inner, colours) for inner in value] if isinstance(value, list) else value


_COLOUR_KEYS = {"color", "fill", "stroke", "shade", "labelColor", "domainColor", "tickColor",
                "gridColor", "titleColor"}  # fmt: skip


def _range(value: Any, colours: Mapping[str, str]) -> Any:
    if isinstance(value, list):
        return [colours.get(item, item) if isinstance(item, str) else item for item in value]
    return value
