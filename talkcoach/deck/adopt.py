"""Roadmaps in a deck that talkcoach did not make: inserted and kept up to date, nothing else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from pptx.presentation import Presentation

from talkcoach.deck import oxml
from talkcoach.deck.changes import Change
from talkcoach.deck.digests import digest
from talkcoach.deck.match import match_deck
from talkcoach.deck.package import OpenedDeck
from talkcoach.deck.plan import SlideSpec
from talkcoach.deck.properties import ADOPTED, read_property, write_property
from talkcoach.deck.read import read_slides
from talkcoach.deck.refresh import refresh
from talkcoach.deck.sections import WantedSection, read_sections, write_sections
from talkcoach.deck.slides import Studio, add_slide
from talkcoach.deck.tags import find_tag
from talkcoach.errors import InputError
from talkcoach.outline.model import Outline


def adopt(
    deck: OpenedDeck,
    studio: Studio,
    outline: Outline,
    specs: Sequence[SlideSpec],
    path: Path,
) -> tuple[Change, ...]:
    """Insert the roadmaps where the outline's sections begin in somebody's deck, or bring those
    inserted before up to date; returns what was done.

    Raises:
        InputError: no paper of the outline is found in the deck at `path`.
    """
    presentation = deck.presentation
    roadmaps = {spec.key: spec for spec in specs if spec.kind == "roadmap"}
    made = set(read_property(presentation, ADOPTED).split())
    changes = _refresh(studio, roadmaps)
    new = {key: spec for key, spec in roadmaps.items() if digest(key) not in made}
    changes += _insert(deck, studio, outline, new, path)
    made |= {digest(change.key) for change in changes if change.kind == "added"}
    write_property(presentation, ADOPTED, " ".join(sorted(made)))
    return tuple(changes)


def _refresh(studio: Studio, roadmaps: Mapping[str, SlideSpec]) -> list[Change]:
    """Bring the inserted roadmaps up to date; one that the outline has no longer is hidden."""
    changes: list[Change] = []
    for slide in studio.slides:
        found = find_tag(slide)
        if not found:
            continue
        spec = roadmaps.get(found[1].key)
        title = slide.shapes.title.text_frame.text if slide.shapes.title else found[1].key
        if spec is None:
            if not oxml.is_hidden(slide):
                oxml.set_hidden(slide, True)
                changes.append(Change("left out", found[1].key, title, "hidden where it stands"))
            continue
        outcome = refresh(slide, found[1], spec, studio, 0)
        if outcome.updated:
            detail = ", ".join(outcome.updated)
            changes.append(Change("updated", spec.key, spec.title, detail))
        if outcome.kept:
            detail = f"your {' and '.join(outcome.kept)}"
            changes.append(Change("kept", spec.key, spec.title, detail))
    return changes


def _insert(
    deck: OpenedDeck,
    studio: Studio,
    outline: Outline,
    roadmaps: Mapping[str, SlideSpec],
    path: Path,
) -> list[Change]:
    """Insert those of `roadmaps` whose sections are found in the deck."""
    if not roadmaps:
        return []
    presentation = deck.presentation
    # Read from a copy: looking at fonts through python-pptx writes into the slides.
    slides = read_slides(OpenedDeck(deck.content).presentation)
    match = match_deck(slides, outline)
    firsts = {found.section_id: found for found in match.found}
    papers = {section.id for section in outline.sections() if section.paper}
    if not papers & set(firsts):
        raise InputError(
            f"{path} was not made by talkcoach, and none of the outline's papers is found in it;"
            " name its PowerPoint sections like the papers, choose another place with -o, or start"
            " over with --fresh (the deck is kept as a backup)"
        )
    changes = []
    order = oxml.slide_ids(presentation)
    lists = [list(section.slide_ids) for section in read_sections(presentation)]
    for key, spec in roadmaps.items():
        found = firsts.get(spec.section_id)
        if found is None:
            detail = "its section was not found in the deck: no roadmap leads to it"
            changes.append(Change("missing", key, spec.section_name, detail))
            continue
        neighbour = slides[found.first].slide_id
        slide_id = add_slide(studio, spec, 0).slide_id
        for ids in (order, *(ids for ids in lists if neighbour in ids)):
            ids.insert(ids.index(neighbour), slide_id)
        detail = f"before slide {found.first + 1}: {found.evidence}"
        changes.append(Change("added", key, spec.title, detail))
    oxml.set_slide_order(presentation, order)
    _write_lists(presentation, lists)
    return changes


def _write_lists(presentation: Presentation, lists: Sequence[Sequence[int]]) -> None:
    """Set the slides of the deck's own sections; a deck without sections gets none."""
    wanted = [
        WantedSection(section.name, section.guid, tuple(ids), own)
        for own, (section, ids) in enumerate(zip(read_sections(presentation), lists, strict=True))
    ]
    if wanted:
        write_sections(presentation, wanted)
