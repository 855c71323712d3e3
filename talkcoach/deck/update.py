"""An edited deck brought up to date with its outline, without losing an edit."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from pptx.presentation import Presentation

from talkcoach.deck import oxml
from talkcoach.deck.changes import Change, changes_of
from talkcoach.deck.digests import digest
from talkcoach.deck.hiding import hide_and_show
from talkcoach.deck.order import LEFT_OUT, Group, Held, arrange, group_slides, held
from talkcoach.deck.plan import SlideSpec
from talkcoach.deck.properties import MADE, read_property, write_property
from talkcoach.deck.refresh import refresh, refresh_copy
from talkcoach.deck.sections import PowerPointSection, WantedSection, guid_of, write_sections
from talkcoach.deck.slides import Studio, add_slide
from talkcoach.deck.tags import LEFT
from talkcoach.deck.work import Work, held_slides, open_work, title_of

LEFT_OUT_NAME = "Left out"


def update_deck(
    presentation: Presentation,
    studio: Studio,
    specs: Sequence[SlideSpec],
    names: Mapping[str, str],
    restore: Collection[str] = (),
) -> tuple[Change, ...]:
    """Bring a deck of ours up to date; returns what was done and what a person should know.

    Args:
        presentation: the deck, changed in place.
        studio: what slides of this deck are made with.
        specs: the slides as the outline wants them now.
        names: each section's id and name, in order.
        restore: keys of slides that a person deleted and wants back.
    """
    work = open_work(presentation, studio, specs, names)
    made = set(read_property(presentation, MADE).split())
    if not made:  # another program dropped our properties: what is not there counts as new
        made = {digest(owned.tag.key) for owned in work.owned.values()}
    wanted = {
        section: [key for key, spec in work.specs.items() if spec.section_id == section]
        for section in names
    }
    before = group_slides(held_slides(work), work.homes)
    order = [group.section_id for group in before]
    was_left = {s.slide_id for g in before if g.section_id == LEFT_OUT for s in held(g)}
    addable = {key for key in work.specs if digest(key) not in made or key in restore}
    groups = arrange(before, wanted, addable)
    _note_moves(work, [section for section in order if section], groups)
    _add_slides(work, groups, wanted)
    hide_and_show(work, groups, was_left)
    _place(work, groups)
    _refresh_all(work, wanted)
    _note_deleted(work, addable)
    every = made | {digest(key) for key in [*work.specs, *(o.tag.key for o in work.owned.values())]}
    write_property(presentation, MADE, " ".join(sorted(every)))
    return tuple(work.changes)


def _note_moves(work: Work, order: Sequence[str], groups: Sequence[Group]) -> None:
    """Say which sections stand elsewhere than they did."""
    now = [g.section_id for g in groups if g.section_id in order and g.section_id in work.names]
    rest = [section for section in order if section in now]
    for place, section in enumerate(now):
        if section and rest and rest[0] != section:
            after = work.names.get(now[place - 1] or "", "") if place else ""
            detail = f"now after {after}" if after else "now the first"
            work.note("moved", section, detail, work.names[section])
        if section in rest:
            rest.remove(section)


def _add_slides(work: Work, groups: Sequence[Group], wanted: Mapping[str, Sequence[str]]) -> None:
    """Make the slides that `groups` names by key, and put them there in the keys' place."""
    for group in groups:
        for place, key in enumerate(group.slides):
            if isinstance(key, str):
                spec = work.specs[key]
                slide = add_slide(work.studio, spec, wanted[spec.section_id].index(key))
                work.slides[slide.slide_id] = slide
                group.slides[place] = Held(slide.slide_id, key)
                work.note("added", key, f"in {spec.section_name}")


def _place(work: Work, groups: Sequence[Group]) -> None:
    """Put slides and PowerPoint's sections into the order of `groups`."""
    ids = [slide.slide_id for group in groups for slide in held(group)]
    oxml.set_slide_order(work.presentation, ids)
    sections = [_section(work, group) for group in groups if _lasts(group)]
    for section in sections:
        old = None if section.own is None else work.sections[section.own]
        if old and old.name != section.name:
            work.note("renamed", "", f"the section was called {old.name}", section.name)
    if not work.sections:
        work.note("updated", "", "grouped again, as the talk is", "PowerPoint's sections")
    write_sections(work.presentation, sections)


def _lasts(group: Group) -> bool:
    """Whether the group is a section of the deck; a person's empty one is, if it was one."""
    return group.section_id is not None or group.own is not None or bool(group.slides)


def _section(work: Work, group: Group) -> WantedSection:
    slide_ids = tuple(slide.slide_id for slide in held(group))
    old = None if group.own is None else work.sections[group.own]
    if group.section_id is None and old:
        return WantedSection(old.name, old.guid, slide_ids, group.own)
    section_id = group.section_id or LEFT_OUT
    name = work.names.get(section_id, LEFT_OUT_NAME)
    if old and _is_renamed(work, old, slide_ids):
        name = old.name
    return WantedSection(name, guid_of(section_id), slide_ids, group.own)


def _is_renamed(work: Work, old: PowerPointSection, slide_ids: Sequence[int]) -> bool:
    """Whether a person gave the section another name than we did; the slides' marks know."""
    noted = [work.owned[i].tag.fields.get("section") for i in slide_ids if i in work.owned]
    return any(noted) and digest(old.name) not in noted


def _refresh_all(work: Work, wanted: Mapping[str, Sequence[str]]) -> None:
    for owned in work.owned.values():
        spec = work.specs.get(owned.tag.key)
        if spec is None and owned.is_copy and owned.tag.key.startswith("roadmap/"):
            work.note("kept", "", "your copy of a roadmap that is gone", title_of(owned.slide))
        if spec is None or LEFT in owned.tag.fields:
            continue
        if owned.is_copy:
            outcome = refresh_copy(owned.slide, owned.tag, spec, work.studio)
        else:
            order = wanted[spec.section_id].index(spec.key)
            outcome = refresh(owned.slide, owned.tag, spec, work.studio, order)
        work.changes += changes_of(spec.key, spec.title, outcome.updated, outcome.kept)


def _note_deleted(work: Work, addable: Collection[str]) -> None:
    """Say which slides of the outline a person has deleted, and how to get them back."""
    there = {owned.tag.key for owned in work.owned.values() if not owned.is_copy}
    for key in work.specs:
        if key not in there and key not in addable:
            work.note("deleted", key, f"you deleted it; --restore {key} brings it back")
