"""Notes to ourselves in the deck's custom document properties (File > Info > Properties).

PowerPoint and LibreOffice keep them whatever happens to the slides; Google Slides and Keynote drop
them, so nothing that is needed to find a slide stands here.
"""

from __future__ import annotations

from typing import Any

from pptx.opc.oxml import serialize_part_xml
from pptx.opc.package import Part
from pptx.opc.packuri import PackURI
from pptx.oxml import parse_xml
from pptx.presentation import Presentation

MADE = "slides"
"""Our property that holds a digest of the key of every slide that was ever made."""
ADOPTED = "roadmaps"
"""Our property in a deck that we did not make: digests of the roadmaps inserted so far."""
_PART = PackURI("/docProps/custom.xml")
_CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.custom-properties+xml"
_RELATIONSHIP = (
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships/custom-properties"
)
_NAMESPACE = "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"
_TYPES = "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"
_FORMAT = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"
"""The GUID that all custom properties have ([MS-OLEPS] 2.21)."""
_LENGTH = 255
"""Office allows no longer property; longer values are spread over several."""
_EMPTY = f'<Properties xmlns="{_NAMESPACE}" xmlns:vt="{_TYPES}"/>'.encode()


def read_property(presentation: Presentation, name: str) -> str:
    """The value of our property `name`; empty when there is none."""
    part = _part(presentation)
    if part is None:
        return ""
    return "".join("".join(entry.itertext()) for entry in _entries(parse_xml(part.blob), name))


def write_property(presentation: Presentation, name: str, value: str) -> None:
    """Set our property `name`; an empty `value` removes it. Others are left alone."""
    if read_property(presentation, name) == value:
        return
    part = _part(presentation) or _new_part(presentation)
    root = parse_xml(part.blob)
    for old in _entries(root, name):
        root.remove(old)
    number = max((int(entry.get("pid")) for entry in root), default=1)
    for at in range(0, len(value), _LENGTH):
        number += 1
        label = _label(name, at // _LENGTH)
        attributes = {"fmtid": _FORMAT, "pid": str(number), "name": label}
        entry = root.makeelement(f"{{{_NAMESPACE}}}property", attributes)
        text = entry.makeelement(f"{{{_TYPES}}}lpwstr", {})
        text.text = value[at : at + _LENGTH]
        entry.append(text)
        root.append(entry)
    part._blob = serialize_part_xml(root)


def _label(name: str, number: int) -> str:
    return f"talkcoach {name} {number + 1}" if number else f"talkcoach {name}"


def _entries(root: Any, name: str) -> list[Any]:
    """The properties that hold the value, in order."""
    by_name = {entry.get("name"): entry for entry in root}
    found: list[Any] = []
    while (label := _label(name, len(found))) in by_name:
        found.append(by_name[label])
    return found


def _part(presentation: Presentation) -> Any | None:
    package: Any = presentation.part.package
    for relationship in package._rels.values():
        if relationship.reltype == _RELATIONSHIP:
            return relationship.target_part
    return None


def _new_part(presentation: Presentation) -> Any:
    package: Any = presentation.part.package
    part = Part(_PART, _CONTENT_TYPE, package, _EMPTY)
    package.relate_to(part, _RELATIONSHIP)
    return part
