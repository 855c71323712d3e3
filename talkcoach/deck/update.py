"""An edited deck brought up to date with its outline, without losing an edit."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from pptx.oxml.ns import qn
from pptx.presentation import Presentation
from pptx.slide import Slide

from talkcoach.deck import oxml
from talkcoach.deck.changes import Change, Kind, changes_of
from talkcoach.deck.digests import digest
from talkcoach.deck.order import LEFT_OUT, Group, Held, arrange, group_slides, held
from talkcoach.deck.plan import SlideSpec, section_of
from talkcoach.deck.properties import ADOPTED, MADE, read_property, write_property
from talkcoach.deck.refresh import points_frame, refresh, refresh_copy, title_frame
from talkcoach.deck.renames import Shown, find_renames
from talkcoach.deck.sections import (
    PowerPointSection,
    WantedSection,
    guid_of,
    read_sections,
    write_sections,
)
from talkcoach.deck.slides import Studio, add_slide
from talkcoach.deck.tags import Tag, find_tag, write_tag

LEFT_OUT_NAME = "Left out"
_HIDDEN = "hidden"
"""Our property with digests of the words on a person's slides that we hid: other programs change
the slides' ids."""
_LEFT = "left"
"""The mark's field on a slide of ours that we left out: "shown" or "hidden", as it was before."""


@dataclass(slots=True)
class _Owned:
    """A slide with a mark of ours."""

    slide: Slide
    tag: Tag
    is_copy: bool = False
    is_sent: bool = False
    """Whether the outline moved it to another section."""


@dataclass(slots=True)
class _Work:
    """The deck that is being updated, and what is found on the way."""

    presentation: Presentation
    studio: Studio
    specs: Mapping[str, SlideSpec]
    names: Mapping[str, str]
    slides: dict[int, Slide]
    owned: dict[int, _Owned]
    sections: tuple[PowerPointSection, ...]
    homes: list[str | None]
    """For each PowerPoint section the id of the outline's; None for a person's own."""
    changes: list[Change]

    def title(self, key: str) -> str:
        """The title that slide `key` has in the outline, or else in the deck."""
        if key in self.specs:
            return self.specs[key].title
        shown = (o.slide for o in self.owned.values() if o.tag.key == key and not o.is_copy)
        return next((_title(slide) for slide in shown), key)

    def note(self, kind: Kind, key: str, detail: str = "", title: str | None = None) -> None:
        """Add to the list of changes."""
        self.changes.append(Change(kind, key, self.title(key) if title is None else title, detail))


def is_ours(presentation: Presentation) -> bool:
    """Whether talkcoach made the deck, rather than that roadmaps or single slides of ours were put
    into it; told by our property, or by the marks where a program dropped that."""
    slides = list(presentation.slides)
    marked = sum(find_tag(slide) is not None for slide in slides)
    if read_property(presentation, MADE):
        return marked > 0
    return 2 * marked > len(slides) and not read_property(presentation, ADOPTED)


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
    work = _open(presentation, studio, specs, names)
    made = set(read_property(presentation, MADE).split())
    if not made:  # another program dropped our properties: what is not there counts as new
        made = {digest(owned.tag.key) for owned in work.owned.values()}
    wanted = {
        section: [key for key, spec in work.specs.items() if spec.section_id == section]
        for section in names
    }
    before = group_slides(_held(work), work.homes)
    order = [group.section_id for group in before]
    was_left = {s.slide_id for g in before if g.section_id == LEFT_OUT for s in held(g)}
    addable = {key for key in work.specs if digest(key) not in made or key in restore}
    groups = arrange(before, wanted, addable)
    _note_moves(work, [section for section in order if section], groups)
    _add_slides(work, groups, wanted)
    _hide_and_show(work, groups, was_left)
    _place(work, groups)
    _refresh_all(work, wanted)
    _note_deleted(work, addable)
    every = made | {digest(key) for key in [*work.specs, *(o.tag.key for o in work.owned.values())]}
    write_property(presentation, MADE, " ".join(sorted(every)))
    return tuple(work.changes)


def _open(
    presentation: Presentation,
    studio: Studio,
    specs: Sequence[SlideSpec],
    names: Mapping[str, str],
) -> _Work:
    slides = {slide.slide_id: slide for slide in studio.slides}
    owned = _owned(slides, read_property(presentation, MADE).split())
    sections = read_sections(presentation)
    work = _Work(
        presentation,
        studio,
        {spec.key: spec for spec in specs},
        names,
        slides,
        owned,
        sections,
        list(_homes(sections, owned, names)),
        [],
    )
    _take_new_names(work)
    return work


def _owned(slides: Mapping[int, Slide], made: Collection[str]) -> dict[int, _Owned]:
    """The slides with a mark; of several with the same one the oldest is ours, the others are a
    person's copies: a copy gets a higher id. One whose key this deck never `made` was put in from
    another deck of ours, and is a person's."""
    found: dict[int, _Owned] = {}
    for slide_id, slide in slides.items():
        mark = find_tag(slide)
        if mark and (not made or digest(mark[1].key) in made):
            found[slide_id] = _Owned(slide, mark[1])
    first: dict[str, int] = {}
    for slide_id in sorted(found):
        key = found[slide_id].tag.key
        found[slide_id].is_copy = key in first
        first.setdefault(key, slide_id)
    return found


def _homes(
    sections: Sequence[PowerPointSection], owned: Mapping[int, _Owned], names: Iterable[str]
) -> Iterator[str | None]:
    """Which section of ours each PowerPoint section stands for, each once: by its GUID, or, when
    somebody made the section anew, by the slides of ours in it."""
    keys = [owned[i].tag.key for section in sections for i in section.slide_ids if i in owned]
    ids = list(dict.fromkeys([*names, *map(section_of, keys), LEFT_OUT]))
    by_guid = {guid_of(section): section for section in ids}
    taken = {by_guid[s.guid] for s in sections if s.guid in by_guid}
    seen: set[str] = set()
    for section in sections:
        home = by_guid.get(section.guid)
        if home is None:
            inside = [section_of(owned[i].tag.key) for i in section.slide_ids if i in owned]
            home = next((s for s in inside if s not in taken), None)
        if home is not None:
            home = None if home in seen else home
            seen.add(home or "")
            taken.add(home or "")
        yield home


def _take_new_names(work: _Work) -> None:
    """Let slides of papers and slides that were renamed in the outline go by their new keys."""
    shown = {
        owned.tag.key: Shown(
            _title(owned.slide), _points(owned.slide), owned.tag.fields.get("points", "")
        )
        for owned in work.owned.values()
        if not owned.is_copy
    }
    names = {
        home: s.name for home, s in zip(work.homes, work.sections, strict=True) if home is not None
    }
    renames = find_renames(shown, work.specs, names)
    ids = renames.sections
    for owned in work.owned.values():
        new, home = renames.keys.get(owned.tag.key, owned.tag.key), section_of(owned.tag.key)
        owned.is_sent = section_of(new) != ids.get(home, home)
        owned.tag = Tag(new, owned.tag.fields)
    work.homes = [ids.get(home, home) if home else None for home in work.homes]
    for old, new in ids.items():
        work.note("renamed", new, f"the paper was {names.get(old, old)}", work.names[new])


def _held(work: _Work) -> list[Held]:
    lists = {i: number for number, s in enumerate(work.sections) for i in s.slide_ids}
    result = []
    for slide_id, slide in work.slides.items():
        owned = work.owned.get(slide_id)
        tag = owned.tag if owned and not owned.is_copy else None
        result.append(
            Held(
                slide_id=slide_id,
                key=tag.key if tag else None,
                order=int(tag.fields.get("order", 0)) if tag else 0,
                group=lists.get(slide_id),
                is_hidden=oxml.is_hidden(slide),
                was_left_out=bool(tag and _LEFT in tag.fields),
                is_sent=bool(owned and owned.is_sent and tag),
            )
        )
    return result


def _note_moves(work: _Work, order: Sequence[str], groups: Sequence[Group]) -> None:
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


def _add_slides(work: _Work, groups: Sequence[Group], wanted: Mapping[str, Sequence[str]]) -> None:
    """Make the slides that `groups` names by key, and put them there in the keys' place."""
    for group in groups:
        for place, key in enumerate(group.slides):
            if isinstance(key, str):
                spec = work.specs[key]
                slide = add_slide(work.studio, spec, wanted[spec.section_id].index(key))
                work.slides[slide.slide_id] = slide
                group.slides[place] = Held(slide.slide_id, key)
                work.note("added", key, f"in {spec.section_name}")


def _hide_and_show(work: _Work, groups: Sequence[Group], was_left: Collection[int]) -> None:
    """Hide what is left out now, and show again what has come back, as it was before."""
    hidden = set(read_property(work.presentation, _HIDDEN).split())
    for group in groups:
        is_out = group.section_id == LEFT_OUT
        for slide_id in [slide.slide_id for slide in held(group)]:
            slide, owned = work.slides[slide_id], work.owned.get(slide_id)
            if is_out and slide_id not in was_left:
                _leave_out(work, slide, owned, hidden)
            elif not is_out:
                _show_again(work, slide, owned, hidden)
    hidden &= {_words(slide) for slide in work.slides.values() if oxml.is_hidden(slide)}
    write_property(work.presentation, _HIDDEN, " ".join(sorted(hidden)))


def _leave_out(work: _Work, slide: Slide, owned: _Owned | None, hidden: set[str]) -> None:
    before = "hidden" if oxml.is_hidden(slide) else "shown"
    if owned and not owned.is_copy:
        if _LEFT not in owned.tag.fields:
            owned.tag = owned.tag.noting(**{_LEFT: before})
            write_tag(slide, owned.tag)
            work.note("left out", owned.tag.key, "hidden, in the section 'Left out' at the end")
    elif before == "shown":
        hidden.add(_words(slide))
        work.note("left out", "", "hidden with the paper that it belongs to", _title(slide))
    oxml.set_hidden(slide, True)


def _show_again(work: _Work, slide: Slide, owned: _Owned | None, hidden: set[str]) -> None:
    if owned and not owned.is_copy and owned.tag.key not in work.specs:
        work.note("kept", owned.tag.key, "you took it back from 'Left out'; the outline has it not")
    elif owned and _LEFT in owned.tag.fields:
        if owned.tag.fields[_LEFT] == "shown":
            oxml.set_hidden(slide, False)
        owned.tag = owned.tag.noting(**{_LEFT: None})
        work.note("returned", owned.tag.key, "it is in the outline again")
    elif oxml.is_hidden(slide) and _words(slide) in hidden:
        oxml.set_hidden(slide, False)
        work.note("returned", "", "with the paper that it belongs to", _title(slide))


def _place(work: _Work, groups: Sequence[Group]) -> None:
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


def _section(work: _Work, group: Group) -> WantedSection:
    slide_ids = tuple(slide.slide_id for slide in held(group))
    old = None if group.own is None else work.sections[group.own]
    if group.section_id is None and old:
        return WantedSection(old.name, old.guid, slide_ids, group.own)
    section_id = group.section_id or LEFT_OUT
    name = work.names.get(section_id, LEFT_OUT_NAME)
    if old and _is_renamed(work, old, slide_ids):
        name = old.name
    return WantedSection(name, guid_of(section_id), slide_ids, group.own)


def _is_renamed(work: _Work, old: PowerPointSection, slide_ids: Sequence[int]) -> bool:
    """Whether a person gave the section another name than we did; the slides' marks know."""
    noted = [work.owned[i].tag.fields.get("section") for i in slide_ids if i in work.owned]
    return any(noted) and digest(old.name) not in noted


def _refresh_all(work: _Work, wanted: Mapping[str, Sequence[str]]) -> None:
    for owned in work.owned.values():
        spec = work.specs.get(owned.tag.key)
        if spec is None and owned.is_copy and owned.tag.key.startswith("roadmap/"):
            work.note("kept", "", "your copy of a roadmap that is gone", _title(owned.slide))
        if spec is None or _LEFT in owned.tag.fields:
            continue
        if owned.is_copy:
            outcome = refresh_copy(owned.slide, owned.tag, spec, work.studio)
        else:
            order = wanted[spec.section_id].index(spec.key)
            outcome = refresh(owned.slide, owned.tag, spec, work.studio, order)
        work.changes += changes_of(spec.key, spec.title, outcome.updated, outcome.kept)


def _note_deleted(work: _Work, addable: Collection[str]) -> None:
    """Say which slides of the outline a person has deleted, and how to get them back."""
    there = {owned.tag.key for owned in work.owned.values() if not owned.is_copy}
    for key in work.specs:
        if key not in there and key not in addable:
            work.note("deleted", key, f"you deleted it; --restore {key} brings it back")


def _words(slide: Slide) -> str:
    """A digest of all words on the slide."""
    return digest(" ".join(node.text or "" for node in slide.element.iter(qn("a:t"))))


def _title(slide: Slide) -> str:
    frame = title_frame(slide)
    return " ".join(frame.text.split()) if frame is not None else ""


def _points(slide: Slide) -> tuple[str, ...]:
    frame = points_frame(slide)
    texts = [paragraph.text for paragraph in frame.paragraphs] if frame is not None else []
    return tuple(text for text in texts if text.strip())
