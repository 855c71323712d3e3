"""PowerPoint's own sections, so that the deck's thumbnails are grouped as the talk is."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from xml.sax.saxutils import quoteattr

from pptx.oxml import parse_xml
from pptx.presentation import Presentation

from talkcoach.deck import oxml

_P14 = "http://schemas.microsoft.com/office/powerpoint/2010/main"
_NAMESPACE = uuid.uuid5(uuid.NAMESPACE_DNS, "sections.talkcoach")


@dataclass(frozen=True, slots=True)
class PowerPointSection:
    """A group of slides as PowerPoint shows it beside the thumbnails."""

    name: str
    guid: str
    """With braces, in capitals."""
    slide_ids: tuple[int, ...]


def read_sections(presentation: Presentation) -> tuple[PowerPointSection, ...]:
    """The deck's sections in order; empty where nobody made any."""
    return tuple(
        PowerPointSection(
            name=section.get("name", ""),
            guid=section.get("id", "").upper(),
            slide_ids=tuple(int(entry.get("id")) for entry in section.iter(f"{{{_P14}}}sldId")),
        )
        for section in presentation.element.iter(f"{{{_P14}}}section")
    )


def write_sections(
    presentation: Presentation, sections: Sequence[tuple[str, str, Sequence[int]]]
) -> None:
    """Group the slides into `sections`, each an id of ours, a name and the ids of its slides.

    Every slide must be in one section: PowerPoint drops the grouping of a deck whose list misses
    one. A section's GUID depends on its id alone, so that the same outline gives the same file.
    """
    groups = "".join(_group(*section) for section in sections)
    oxml.set_section_list(
        presentation, parse_xml(f'<p14:sectionLst xmlns:p14="{_P14}">{groups}</p14:sectionLst>')
    )


def _group(section_id: str, name: str, slide_ids: Sequence[int]) -> str:
    guid = str(uuid.uuid5(_NAMESPACE, section_id)).upper()
    entries = "".join(f'<p14:sldId id="{slide_id}"/>' for slide_id in slide_ids)
    return (
        f'<p14:section name={quoteattr(name)} id="{{{guid}}}">'
        f"<p14:sldIdLst>{entries}</p14:sldIdLst></p14:section>"
    )
