"""A deck in the middle of its update: which slides are ours, and what the sections stand for."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from pptx.presentation import Presentation
from pptx.slide import Slide

from talkcoach.deck import oxml
from talkcoach.deck.changes import Change, Kind
from talkcoach.deck.digests import digest
from talkcoach.deck.order import LEFT_OUT, Held
from talkcoach.deck.plan import SlideSpec, section_of
from talkcoach.deck.properties import ADOPTED, MADE, read_property
from talkcoach.deck.refresh import points_frame, title_frame
from talkcoach.deck.renames import Shown, find_renames
from talkcoach.deck.sections import PowerPointSection, guid_of, read_sections
from talkcoach.deck.slides import Studio
from talkcoach.deck.tags import LEFT, Tag, find_tag


@dataclass(slots=True)
class Owned:
    """A slide with a mark of ours."""

    slide: Slide
    tag: Tag
    is_copy: bool = False
    is_sent: bool = False
    """Whether the outline moved it to another section."""


@dataclass(slots=True)
class Work:
    """The deck that is being updated, and what is found on the way."""

    presentation: Presentation
    studio: Studio
    specs: Mapping[str, SlideSpec]
    names: Mapping[str, str]
    slides: dict[int, Slide]
    owned: dict[int, Owned]
    sections: tuple[PowerPointSection, ...]
    homes: list[str | None]
    """For each PowerPoint section the id of the outline's; None for a person's own."""
    changes: list[Change]

    def title(self, key: str) -> str:
        """The title that slide `key` has in the outline, or else in the deck."""
        if key in self.specs:
            return self.specs[key].title
        shown = (o.slide for o in self.owned.values() if o.tag.key == key and not o.is_copy)
        return next((title_of(slide) for slide in shown), key)

    def section_name(self, section_id: str) -> str:
        """The name of a section in the outline, or else in the deck."""
        named = zip(self.homes, self.sections, strict=True)
        in_deck = (section.name for home, section in named if home == section_id)
        return self.names.get(section_id) or next(in_deck, section_id)

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


def open_work(
    presentation: Presentation,
    studio: Studio,
    specs: Sequence[SlideSpec],
    names: Mapping[str, str],
) -> Work:
    slides = {slide.slide_id: slide for slide in studio.slides}
    owned = _owned(slides, read_property(presentation, MADE).split())
    sections = read_sections(presentation)
    work = Work(
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


def _owned(slides: Mapping[int, Slide], made: Collection[str]) -> dict[int, Owned]:
    """The slides with a mark; of several with the same one the oldest is ours, the others are a
    person's copies: a copy gets a higher id. One whose key this deck never `made` was put in from
    another deck of ours, and is a person's."""
    found: dict[int, Owned] = {}
    for slide_id, slide in slides.items():
        mark = find_tag(slide)
        if mark and (not made or digest(mark[1].key) in made):
            found[slide_id] = Owned(slide, mark[1])
    first: dict[str, int] = {}
    for slide_id in sorted(found):
        key = found[slide_id].tag.key
        found[slide_id].is_copy = key in first
        first.setdefault(key, slide_id)
    return found


def _homes(
    sections: Sequence[PowerPointSection], owned: Mapping[int, Owned], names: Iterable[str]
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


def _take_new_names(work: Work) -> None:
    """Let slides of papers and slides that were renamed in the outline go by their new keys."""
    shown = {
        owned.tag.key: _shown(owned, is_gone=owned.tag.key not in work.specs)
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


def _shown(owned: Owned, *, is_gone: bool) -> Shown:
    """What the slide says; its words are needed, and read, only when the outline lacks its key."""
    noted = owned.tag.fields.get("points", "")
    return (
        Shown(title_of(owned.slide), _points(owned.slide), noted)
        if is_gone
        else Shown("", (), noted)
    )


def held_slides(work: Work) -> list[Held]:
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
                was_left_out=bool(tag and LEFT in tag.fields),
                is_sent=bool(owned and owned.is_sent and tag),
            )
        )
    return result


def title_of(slide: Slide) -> str:
    frame = title_frame(slide)
    return " ".join(frame.text.split()) if frame is not None else ""


def _points(slide: Slide) -> tuple[str, ...]:
    frame = points_frame(slide)
    texts = [paragraph.text for paragraph in frame.paragraphs] if frame is not None else []
    return tuple(text for text in texts if text.strip())
