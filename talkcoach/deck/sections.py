"""PowerPoint's own sections, so that the deck's thumbnails are grouped as the talk is."""

from __future__ import annotations

import copy
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

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


@dataclass(frozen=True, slots=True)
class WantedSection:
    """A group of slides as it shall be."""

    name: str
    guid: str
    slide_ids: tuple[int, ...]
    own: int | None = None
    """The number of the deck's section that it is now, of which whatever else PowerPoint noted
    stays; None for a new one."""


def guid_of(section_id: str) -> str:
    """The GUID of the PowerPoint section for `section_id`, the same in every deck."""
    return f"{{{uuid.uuid5(_NAMESPACE, section_id)}}}".upper()


def write_sections(presentation: Presentation, sections: Sequence[WantedSection]) -> None:
    """Group the slides into `sections`; nothing is written where they are so already.

    Every slide must be in one section: PowerPoint drops the grouping of a deck whose list misses
    one.
    """
    old = list(presentation.element.iter(f"{{{_P14}}}section"))
    shown = read_sections(presentation)
    root = parse_xml(f'<p14:sectionLst xmlns:p14="{_P14}"/>')
    for section in sections:
        root.append(_group(section, None if section.own is None else old[section.own]))
    now = [PowerPointSection(s.name, s.guid, s.slide_ids) for s in sections]
    if now != list(shown):
        oxml.set_section_list(presentation, root)


def _group(section: WantedSection, old: Any | None) -> Any:
    if old is None:
        element = parse_xml(f'<p14:section xmlns:p14="{_P14}"><p14:sldIdLst/></p14:section>')
        element.set("name", section.name)
        element.set("id", section.guid)
    else:
        element = copy.deepcopy(old)
        element.tail = None
        element.set("name", section.name)
        if element.get("id", "").upper() != section.guid:
            element.set("id", section.guid)
    slides = element.find(f"{{{_P14}}}sldIdLst")
    if slides is None:
        slides = parse_xml(f'<p14:sldIdLst xmlns:p14="{_P14}"/>')
        element.insert(0, slides)
    if [entry.get("id") for entry in slides] != [str(i) for i in section.slide_ids]:
        del slides[:]
        for slide_id in section.slide_ids:
            slides.append(slides.makeelement(f"{{{_P14}}}sldId", {"id": str(slide_id)}))
    return element
