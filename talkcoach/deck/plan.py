"""Which slides a talk has, in order, with their words, notes and time windows. Pure: no I/O.

A slide's key names what the slide is for, never where it stands, so that a later update finds the
same slide again after papers or slides were moved, added or removed:
`title`, `theme`, `roadmap/SECTION`, `slide/SECTION/WORDS-OF-ITS-TITLE`, `takeaway/SECTION`,
`backup`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Literal

from talkcoach.deck.notes import compose
from talkcoach.outline.model import OPENING, Outline, Paper, Section, Slide, slug

Kind = Literal["title", "content", "theme", "roadmap", "takeaway", "backup"]
BACKUP = "+backup"
"""The section after the closing, for questions; no paper's id can be that."""

_SHARE: dict[Kind, float] = {
    "title": 0.5,
    "content": 1.0,
    "theme": 1.0,
    "roadmap": 0.5,
    "takeaway": 0.5,
    "backup": 0.0,
}
"""A slide's share of its section's time, relative to a content slide."""


@dataclass(frozen=True, slots=True)
class Stop:
    """One paper as a roadmap slide shows it."""

    section_id: str
    name: str
    link: str
    """How the paper serves the theme; empty when the outline does not say."""
    state: Literal["done", "now", "later"]


@dataclass(frozen=True, slots=True)
class SlideSpec:
    """One slide as it shall be, whatever the template: words, notes and time window."""

    key: str
    kind: Kind
    section_id: str
    title: str
    """Unique in the deck."""
    section_name: str = ""
    points: tuple[str, ...] = ()
    aside: str = ""
    """Small print: who speaks, where a paper appeared, the theme on a roadmap."""
    stops: tuple[Stop, ...] = ()
    """The papers in order, on roadmap slides only."""
    tracker: tuple[Stop, ...] = ()
    """The papers in order, on content slides that carry the tracker."""
    figure: str = ""
    """A picture's file, EMPTY_FIGURE for a place to put one, or nothing."""
    notes: str = ""
    start_s: float = 0.0
    end_s: float = 0.0


def plan(outline: Outline) -> tuple[SlideSpec, ...]:
    """The slides of the talk in order.

    Title, opening, theme; a roadmap slide before each paper and before the closing as the
    outline's `roadmap` says; each paper's slides and its takeaway; closing. A roadmap slide belongs
    to the section it leads to. Papers and a closing without slides get one, so that every section
    of the talk is in the deck. Backup slides follow, in no section's time. Windows are seconds from
    the start of the talk; the slides of a section share its budget without gaps. A title that
    occurs again gets its section's name, or a number within a section.
    """
    sections = outline.sections()
    specs: list[SlideSpec] = []
    start_s = 0.0
    for section in sections:
        end_s = start_s + section.budget_s
        specs += _timed(list(_section_slides(outline, sections, section)), start_s, end_s)
        start_s = end_s
    specs += (replace(spec, start_s=start_s, end_s=start_s) for spec in _backup(outline))
    names = section_names(outline)
    named = (replace(spec, section_name=names[spec.section_id]) for spec in specs)
    return tuple(replace(spec, notes=compose(spec, outline)) for spec in _distinct(named))


def section_names(outline: Outline) -> dict[str, str]:
    """The id of each section of the deck and its name in a line; the backup is the last."""
    names = {section.id: " ".join(section.short.split()) for section in outline.sections()}
    return names | {BACKUP: "Backup"}


def section_of(key: str) -> str:
    """The id of the section that the slide `key` belongs to.

    >>> [section_of(key) for key in ("theme", "roadmap/data", "slide/data/labels-drift")]
    ['opening', 'data', 'data']
    """
    kind, _, rest = key.partition("/")
    return rest.partition("/")[0] or (BACKUP if kind == "backup" else OPENING)


def _section_slides(
    outline: Outline, sections: tuple[Section, ...], section: Section
) -> Iterator[SlideSpec]:
    if section.kind == "opening":
        yield SlideSpec("title", "title", OPENING, outline.title, aside=_credits(outline))
        yield from _tracked(outline, sections, section, section.slides)
        if outline.theme:
            yield SlideSpec("theme", "theme", OPENING, outline.theme, points=_answers(sections))
        return
    if _has_roadmap(outline, sections, section):
        yield _roadmap(outline, sections, section)
    if section.paper is None:
        slides = section.slides or (_conclusion(outline, sections),)
        yield from _tracked(outline, sections, section, slides)
        return
    paper = section.paper
    slides = section.slides or (_stand_in(paper),)
    first, *others = _tracked(outline, sections, section, slides)
    yield replace(first, aside=_citation(paper))
    yield from others
    if paper.takeaway:
        yield SlideSpec(
            f"takeaway/{section.id}", "takeaway", section.id, paper.takeaway, aside=section.short
        )


def _backup(outline: Outline) -> Iterator[SlideSpec]:
    """A divider, so that a click too many after the closing gives nothing away, and the slides."""
    if outline.backup.slides:
        yield SlideSpec("backup", "backup", BACKUP, "Backup")
        yield from _planned(BACKUP, outline.backup.slides)


def _tracked(
    outline: Outline, sections: tuple[Section, ...], section: Section, slides: Iterable[Slide]
) -> Iterator[SlideSpec]:
    tracker = _stops(sections, sections.index(section)) if outline.roadmap.tracker else ()
    return (replace(spec, tracker=tracker) for spec in _planned(section.id, slides))


def _planned(section_id: str, slides: Iterable[Slide]) -> Iterator[SlideSpec]:
    seen: dict[str, int] = {}
    for slide in slides:
        words = slug(slide.title) or hashlib.sha256(slide.title.encode()).hexdigest()[:12]
        seen[words] = seen.get(words, 0) + 1
        number = f"-{seen[words]}" if seen[words] > 1 else ""
        yield SlideSpec(
            key=f"slide/{section_id}/{words}{number}",
            kind="content",
            section_id=section_id,
            title=slide.title,
            points=slide.points,
            figure=slide.figure or "",
            notes=slide.notes or "",
        )


def _has_roadmap(outline: Outline, sections: tuple[Section, ...], section: Section) -> bool:
    if section.kind == "closing":
        return outline.roadmap.before_closing
    return section is not sections[1] or outline.roadmap.before_first


def _roadmap(outline: Outline, sections: tuple[Section, ...], section: Section) -> SlideSpec:
    is_overview = section is sections[1]
    title = f"Next: {section.short}"
    if is_overview:
        title = "Roadmap"
    elif section.kind == "closing":
        title = "Looking back"
    return SlideSpec(
        key=f"roadmap/{section.id}",
        kind="roadmap",
        section_id=section.id,
        title=title,
        aside=outline.theme or "",
        stops=_stops(sections, 0 if is_overview else sections.index(section)),
    )


def _stops(sections: tuple[Section, ...], at: int) -> tuple[Stop, ...]:
    """The papers as they look from the section numbered `at`."""
    return tuple(
        Stop(
            section_id=other.id,
            name=other.short,
            link=(other.paper and other.paper.link) or "",
            state="later" if index > at else "now" if index == at else "done",
        )
        for index, other in enumerate(sections)
        if other.kind == "paper"
    )


def _answers(sections: Iterable[Section]) -> tuple[str, ...]:
    """The theme's answer in parts: what each paper adds, or its name where no link is given."""
    return tuple(s.paper.link or s.short for s in sections if s.paper)


def _conclusion(outline: Outline, sections: Iterable[Section]) -> Slide:
    points = tuple(s.paper.takeaway or s.paper.link or s.short for s in sections if s.paper)
    return Slide(title="Conclusion", points=points)


def _stand_in(paper: Paper) -> Slide:
    return Slide(title=paper.title, points=(paper.link,) if paper.link else ())


def _credits(outline: Outline) -> str:
    who = (outline.speaker, outline.affiliation, outline.event, outline.date)
    return "\n".join(text for text in who if text)


def _citation(paper: Paper) -> str:
    parts = (paper.title if paper.slides else "", paper.authors, paper.venue, paper.url)
    return " · ".join(text.strip() for text in parts if text)


def _timed(specs: list[SlideSpec], start_s: float, end_s: float) -> Iterator[SlideSpec]:
    """The section's slides with its time split among them by kind, without gaps."""
    total = sum(_SHARE[spec.kind] for spec in specs)
    done = 0.0
    for spec in specs:
        began, done = done, done + _SHARE[spec.kind]
        span_s = end_s - start_s
        yield replace(
            spec, start_s=start_s + span_s * began / total, end_s=start_s + span_s * done / total
        )


def _distinct(specs: Iterable[SlideSpec]) -> Iterator[SlideSpec]:
    """The slides with titles that screen readers and the slide sorter can tell apart."""
    homes: dict[str, str] = {}
    for spec in specs:
        plain = " ".join(spec.title.split())  # a title is one line, however the YAML is folded
        title, place, number = plain, f"{spec.section_name}, ", 2
        if homes.get(title.casefold()) not in (None, spec.section_id):
            title = f"{plain} ({spec.section_name})"
        elif title.casefold() in homes:
            place = ""
        while title.casefold() in homes:
            title = f"{plain} ({place}{number})"
            number += 1
        homes[title.casefold()] = spec.section_id
        yield replace(spec, title=title)
