"""Where every slide of an edited deck belongs when its outline has changed. Pure.

The outline decides the order of the sections; inside a section a person's own order stands. A slide
that a person put in stays behind the slide that it follows, whatever is moved.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from talkcoach.deck.plan import section_of
from talkcoach.outline.model import OPENING

LEFT_OUT = "+left-out"
"""The section at the end for what the outline no longer has; no paper's id can be that."""


@dataclass(frozen=True, slots=True)
class Held:
    """A slide that is in the deck."""

    slide_id: int
    key: str | None = None
    """Which planned slide it is; None for a person's own, and for a copy of one of ours."""
    order: int = 0
    """Its place in its section as the outline had it when the slide was last written."""
    group: int | None = None
    """The number of the PowerPoint section that lists it; None where none does."""
    is_hidden: bool = False
    was_left_out: bool = False
    """Whether talkcoach, not a person, put it in the section LEFT_OUT."""
    is_sent: bool = False
    """Whether the outline moved it to another section."""


@dataclass(slots=True)
class Group:
    """Slides that stay together."""

    section_id: str | None
    """The outline's section, or LEFT_OUT; None for a section that a person made in PowerPoint."""
    own: int | None = None
    """The number of the PowerPoint section that it is now; None where there is none yet."""
    slides: list[Held | str] = field(default_factory=list)
    """In order: slides in the deck, and keys of slides to be added."""


def group_slides(slides: Sequence[Held], sections: Sequence[str | None]) -> list[Group]:
    """The deck's slides in the groups that they are in now, in the deck's order.

    Args:
        slides: the deck's slides in order.
        sections: for each PowerPoint section of the deck, in order, the id of ours that it
            stands for, each once; None for a person's own. Empty where the deck has none.
    """
    slides = _with_strays_back(slides)
    names = list(sections) or [OPENING]
    groups = [Group(name, own if sections else None) for own, name in enumerate(names)]
    for slide, group in zip(slides, _homes(slides, names), strict=True):
        groups[group].slides.append(slide)
    position = {slide.slide_id: n for n, slide in enumerate(slides)}
    starts = [
        min((position[s.slide_id] for s in group.slides if isinstance(s, Held)), default=None)
        for group in groups
    ]
    last = -1
    keys: list[tuple[int, int]] = []
    for number, start in enumerate(starts):  # an empty section stays behind the one before it
        last = start if start is not None else last
        keys.append((last, number))
    groups = [group for _, group in sorted(zip(keys, groups, strict=True), key=lambda x: x[0])]
    known = {group.section_id for group in groups}
    return [part for group in groups for part in _split(group, known)]


def arrange(
    groups: Sequence[Group], wanted: Mapping[str, Sequence[str]], addable: Collection[str]
) -> list[Group]:
    """The groups in the outline's order, with slides to be added in their places.

    What the outline no longer has comes last, in the section LEFT_OUT; what it has again comes
    back from there.

    Args:
        groups: as `group_slides` gives them.
        wanted: each section's slides by key, in order; the sections in order.
        addable: the wanted keys that may be added when they are missing.
    """
    every: set[str | None] = {key for keys in wanted.values() for key in keys}
    left = next((g for g in groups if g.section_id == LEFT_OUT), None) or Group(LEFT_OUT)
    returned = _take_back(left, every)
    kept, attached = _sort_out(groups, wanted, every, left, returned)
    in_place = [*kept.values(), *(group for _, group in attached), left]
    present = {slide.key for group in in_place for slide in held(group)}
    result = [group for anchor, group in attached if anchor is None]
    for section_id, keys in wanted.items():
        group = kept.get(section_id) or Group(section_id)
        for chunk in [c for c in returned if section_of(_key(c[0])) == section_id]:
            at = len(group.slides)  # a whole section comes back in the order that it had
            if section_id in kept:
                at = _place_for(group, _key(chunk[0]), keys)
            group.slides[at:at] = chunk
            present.add(chunk[0].key)
        _follow_outline(group, keys)
        for key in keys:
            if key not in present and key in addable:
                group.slides.insert(_place_for(group, key, keys), key)
        result.append(group)
        result += [own for anchor, own in attached if anchor == section_id]
    return [*result, left] if left.slides else result


def held(group: Group) -> Iterator[Held]:
    """The slides of `group` that are in the deck already."""
    return (slide for slide in group.slides if isinstance(slide, Held))


def _homes(slides: Sequence[Held], names: Sequence[str | None]) -> Iterator[int]:
    """The number of the group that each slide is in.

    PowerPoint keeps its list of sections in step with the slides; other programs move slides
    without it, add slides that it does not list, or drop it. Then a slide belongs where ours say
    they do, or beside its neighbours.
    """
    declared = [slide.group for slide in slides]
    if None not in declared and all(a <= b for a, b in pairwise(g or 0 for g in declared)):
        yield from (group or 0 for group in declared)
        return
    before = 0
    for number, slide in enumerate(slides):
        after = declared[number + 1] if number + 1 < len(slides) else None
        planned = section_of(slide.key) if slide.key else None
        if slide.group is not None and slide.group in (before, after):
            before = slide.group
        elif planned is not None and planned in names:
            before = names.index(planned)
        yield before


def _split(group: Group, known: set[str | None]) -> Iterator[Group]:
    """`group` in parts, where it holds slides of a section of ours that no group stands for."""
    part = Group(group.section_id, group.own)
    if part.section_id == LEFT_OUT:
        known = {section_of(slide.key) for slide in held(group) if slide.key}
    for slide in held(group):
        section = section_of(slide.key) if slide.key else None
        if section and section not in known:
            known.add(section)
            yield part
            part = Group(section)
        part.slides.append(slide)
    yield part


def _with_strays_back(slides: Sequence[Held]) -> list[Held]:
    """The slides, with those that somebody added behind what is left out put before it.

    A program that knows nothing of sections adds slides at the end; they are to be shown.
    """
    first = next((n for n, slide in enumerate(slides) if slide.was_left_out), len(slides))
    strays = [s for s in slides[first:] if not (s.key or s.is_hidden or s.group is not None)]
    others = [s for s in slides[first:] if s not in strays]
    return [*slides[:first], *strays, *others]


def _take_back(left: Group, every: Collection[str | None]) -> list[list[Held]]:
    """Take out of `left` what the outline has again, each slide with those behind it."""
    chunks: list[list[Held]] = []
    rest: list[Held | str] = []
    is_wanted = False
    for slide in held(left):
        if slide.key is not None or slide.was_left_out:
            is_wanted = slide.was_left_out and slide.key in every
            if is_wanted:
                chunks.append([])
        if is_wanted:
            chunks[-1].append(slide)
        else:
            rest.append(slide)
    left.slides = rest
    return chunks


def _sort_out(
    groups: Sequence[Group],
    wanted: Mapping[str, object],
    every: Collection[str | None],
    left: Group,
    returned: list[list[Held]],
) -> tuple[dict[str, Group], list[tuple[str | None, Group]]]:
    """The wanted sections' groups, and a person's own with the section that each follows.

    What the outline has no longer goes to `left`: all of a section that is gone, and single slides
    of ours from the others. What the outline has, in a section that is gone, goes to `returned`.
    """
    kept: dict[str, Group] = {}
    attached: list[tuple[str | None, Group]] = []
    anchor: str | None = None
    for group in groups:
        if group.section_id == LEFT_OUT:
            continue
        if group.section_id is not None and group.section_id not in wanted:
            strays = [s for s in held(group) if s.key in every]  # a person moved them there
            returned += [[stray] for stray in strays]
            left.slides += [slide for slide in group.slides if slide not in strays]
            continue
        gone = [s for s in held(group) if _is_gone(s, every)]
        left.slides += gone
        sent = [s for s in held(group) if s.is_sent and section_of(_key(s)) != group.section_id]
        returned += [[slide] for slide in sent]
        group.slides = [slide for slide in group.slides if slide not in gone + sent]
        if group.section_id is None:
            attached.append((anchor, group))
        else:
            anchor = group.section_id
            kept[anchor] = group
    return kept, attached


def _is_gone(slide: Held, every: Collection[str | None]) -> bool:
    """Whether the outline has the slide no longer, and no person has taken it back since."""
    is_taken_back = slide.was_left_out and not slide.is_hidden
    return slide.key is not None and slide.key not in every and not is_taken_back


def _follow_outline(group: Group, keys: Sequence[str]) -> None:
    """Put slides into the outline's order, unless a person put them into another one."""
    chunks: list[list[Held | str]] = [[]]
    for slide in group.slides:
        if isinstance(slide, Held) and slide.key in keys:
            chunks.append([])
        chunks[-1].append(slide)
    leading, *planned = chunks
    slides = [chunk[0] for chunk in planned]
    if any(a.order > b.order for a, b in pairwise(s for s in slides if isinstance(s, Held))):
        return
    planned.sort(key=lambda chunk: keys.index(_key(chunk[0])))
    group.slides = [*leading, *(slide for chunk in planned for slide in chunk)]


def _place_for(group: Group, key: str, keys: Sequence[str]) -> int:
    """Where `key` belongs: before the next slide of the outline that is there, else at the end; at
    the start, when none of the outline's is there and it is the first."""
    following = set(keys[keys.index(key) + 1 :])
    places = (n for n, slide in enumerate(group.slides) if _key(slide) in following)
    is_lonely = not any(_key(slide) in keys for slide in group.slides)
    return next(places, 0 if is_lonely else len(group.slides))


def _key(slide: Held | str) -> str:
    return slide if isinstance(slide, str) else slide.key or ""
