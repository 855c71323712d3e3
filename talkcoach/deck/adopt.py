"""Roadmaps in a deck that talkcoach did not make: inserted and kept up to date, nothing else."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path

from pptx.slide import Slide

from talkcoach.deck import oxml
from talkcoach.deck.changes import Change, changes_of
from talkcoach.deck.digests import digest
from talkcoach.deck.match import match_deck
from talkcoach.deck.package import OpenedDeck
from talkcoach.deck.plan import SlideSpec
from talkcoach.deck.properties import ADOPTED, read_property, write_property
from talkcoach.deck.read import read_slides
from talkcoach.deck.refresh import refresh
from talkcoach.deck.sections import WantedSection, read_sections, write_sections
from talkcoach.deck.slides import Studio, add_slide
from talkcoach.deck.tags import LEFT, Tag, find_tag, write_tag
from talkcoach.errors import InputError
from talkcoach.outline.model import Outline


def adopt(
    deck: OpenedDeck,
    studio: Studio,
    outline: Outline,
    specs: Sequence[SlideSpec],
    path: Path,
    restore: Collection[str] = (),
) -> tuple[Change, ...]:
    """Insert the roadmaps where the outline's sections begin in somebody's deck, or bring those
    inserted before up to date; returns what was done.

    Args:
        deck: the deck, changed in place.
        studio: what slides of this deck are made with.
        outline: the talk.
        specs: the slides as the outline plans them; only its roadmaps are used.
        path: where the deck is, for messages.
        restore: keys of roadmaps that a person deleted and wants back.

    Raises:
        InputError: no paper of the outline is found in the deck.
    """
    roadmaps = {spec.key: spec for spec in specs if spec.kind == "roadmap"}
    ours = {found[1].key: slide for slide in studio.slides if (found := find_tag(slide))}
    made = set(read_property(deck.presentation, ADOPTED).split())
    made |= {digest(key) for key in ours}
    changes = list(_refresh(ours, studio, roadmaps))
    new = {}
    for key, spec in roadmaps.items():
        if key not in ours and (digest(key) not in made or key in restore):
            new[key] = spec
        elif key not in ours:
            detail = f"you deleted it; --restore {key} brings it back"
            changes.append(Change("deleted", key, spec.title, detail))
    changes += _insert(deck, studio, outline, new, path)
    changes += _orders(deck, roadmaps)
    made |= {digest(change.key) for change in changes if change.kind == "added"}
    write_property(deck.presentation, ADOPTED, " ".join(sorted(made)))
    return tuple(changes)


def _refresh(
    ours: Mapping[str, Slide], studio: Studio, roadmaps: Mapping[str, SlideSpec]
) -> Iterator[Change]:
    """Bring the inserted roadmaps up to date; one that the outline has no longer is hidden."""
    for key, slide in ours.items():
        found, spec = find_tag(slide), roadmaps.get(key)
        assert found is not None
        tag: Tag = found[1]
        if spec is None:
            if LEFT not in tag.fields:
                before = "hidden" if oxml.is_hidden(slide) else "shown"
                write_tag(slide, tag.noting(**{LEFT: before}))
                oxml.set_hidden(slide, True)
                yield Change("left out", key, key, "hidden where it stands")
            continue
        if LEFT in tag.fields:
            oxml.set_hidden(slide, tag.fields[LEFT] == "hidden")
            yield Change("returned", key, spec.title, "it is in the outline again")
        outcome = refresh(slide, tag, spec, studio, 0)
        yield from changes_of(key, spec.title, outcome.updated, outcome.kept)


def _orders(deck: OpenedDeck, roadmaps: Mapping[str, SlideSpec]) -> Iterator[Change]:
    """Say when the deck has its sections in another order than the outline."""
    ids = oxml.slide_ids(deck.presentation)
    marks = [find_tag(deck.presentation.slides.get(slide_id)) for slide_id in ids]
    there = [mark[1].key for mark in marks if mark and mark[1].key in roadmaps]
    if there != [key for key in roadmaps if key in there]:
        detail = "has its sections in another order than the outline; move its slides, or papers"
        yield Change("missing", "", "the deck", detail)


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
    slides = [s for s in read_slides(OpenedDeck(deck.content).presentation) if s.key is None]
    firsts = {found.section_id: found for found in match_deck(slides, outline).found}
    if not any(section.paper and section.id in firsts for section in outline.sections()):
        raise InputError(
            f"{path} was not made by talkcoach, and none of the outline's papers is found in it;"
            " name its PowerPoint sections like the papers, choose another place with -o, or start"
            " over with --fresh (the deck is kept as a backup)"
        )
    changes = []
    titles = {slide.title for slide in slides}
    order = oxml.slide_ids(presentation)
    lists = [list(section.slide_ids) for section in read_sections(presentation)]
    for key, spec in roadmaps.items():
        found = firsts.get(spec.section_id)
        if found is None:
            detail = "its section was not found in the deck: no roadmap leads to it"
            changes.append(Change("missing", key, spec.section_name, detail))
            continue
        if spec.title in titles:  # perhaps one of ours, through a program that drops all marks
            detail = "a slide of that title is there and stays as it is; no roadmap is inserted"
            changes.append(Change("kept", key, spec.title, detail))
            continue
        neighbour = slides[found.first].slide_id
        slide_id = add_slide(studio, spec, 0).slide_id
        for ids in (order, *(ids for ids in lists if neighbour in ids)):
            ids.insert(ids.index(neighbour), slide_id)
        changes.append(Change("added", key, spec.title, f"before {found.evidence}"))
    oxml.set_slide_order(presentation, order)
    _write_lists(deck, lists)
    return changes


def _write_lists(deck: OpenedDeck, lists: Sequence[Sequence[int]]) -> None:
    """Set the slides of the deck's own sections; a deck without sections gets none."""
    sections = read_sections(deck.presentation)
    wanted = [
        WantedSection(section.name, section.guid, tuple(ids), own)
        for own, (section, ids) in enumerate(zip(sections, lists, strict=True))
    ]
    if wanted:
        write_sections(deck.presentation, wanted)
