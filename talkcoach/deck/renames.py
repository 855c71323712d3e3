"""Papers and slides that go by another name in the outline than in the deck. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from talkcoach.deck.digests import digest_all
from talkcoach.deck.kinship import Candidate, pair_renamed
from talkcoach.deck.plan import SlideSpec, section_of

_NUMBER = re.compile(r"-(\d+|gone)$")


@dataclass(frozen=True, slots=True)
class Shown:
    """What a slide of ours says in the deck."""

    title: str
    points: tuple[str, ...]
    noted: str = ""
    """The digest of the points that we wrote."""


@dataclass(frozen=True, slots=True)
class Renames:
    """Old and new names, of what has another one now."""

    keys: dict[str, str]
    """Keys of slides."""
    sections: dict[str, str]
    """Ids of sections."""


def find_renames(
    shown: Mapping[str, Shown], specs: Mapping[str, SlideSpec], names: Mapping[str, str]
) -> Renames:
    """What the outline has renamed, or moved to another section, since the deck was written.

    Args:
        shown: the deck's slides of ours by key, in order.
        specs: the wanted slides by key, in order.
        names: the names that the sections have in the deck, by id, as far as they are known.
    """
    sections = _renamed_sections(shown, specs, names)
    moved = {key: _in_section(key, sections.get(section_of(key))) for key in shown}
    moved = _told_apart({moved[key]: (key, what) for key, what in shown.items()}, specs)
    now = {moved[key]: what for key, what in shown.items()}
    gone = [
        _of_slide(key, what, n) for n, (key, what) in enumerate(now.items()) if key not in specs
    ]
    new = [
        Candidate(key, spec.title, spec.points, n)
        for n, (key, spec) in enumerate(specs.items())
        if key not in now
    ]
    titles = _moved(gone, new, now, specs)
    titles |= _within_sections(
        [c for c in gone if c.id not in titles], [c for c in new if c.id not in titles.values()]
    )
    titles |= _across_sections(gone, new, titles)
    keys = {key: titles.get(moved[key], moved[key]) for key in shown}
    return Renames({old: new for old, new in keys.items() if old != new}, sections)


def _told_apart(
    now: Mapping[str, tuple[str, Shown]], specs: Mapping[str, SlideSpec]
) -> dict[str, str]:
    """The key that each slide goes by, by its key in the deck: slides of the same title in a
    section have numbers, and are told by their points when one of them is gone."""
    result = {old: key for key, (old, _) in now.items()}
    families: dict[str, list[str]] = {}
    for key in now:
        families.setdefault(_NUMBER.sub("", key), []).append(key)
    for family, keys in families.items():
        wanted = [key for key in specs if _NUMBER.sub("", key) == family]
        if len(keys) < 2 and len(wanted) < 2:
            continue
        by_points = {digest_all(specs[key].points): key for key in reversed(wanted)}
        paired = {key: by_points.pop(now[key][1].noted, None) for key in keys}
        free = [key for key in wanted if key not in paired.values()]
        for key in [key for key in keys if paired[key] is None and key in free]:
            paired[key] = key
            free.remove(key)
        for key in keys:
            # one that is gone must not go by a key that another one has now
            result[now[key][0]] = paired[key] or (f"{key}-gone" if key in wanted else key)
    return result


def _renamed_sections(
    shown: Mapping[str, Shown], specs: Mapping[str, SlideSpec], names: Mapping[str, str]
) -> dict[str, str]:
    """The new id of each section whose paper goes by another one now."""
    in_deck = list(dict.fromkeys(section_of(key) for key in shown))
    wanted = list(dict.fromkeys(spec.section_id for spec in specs.values()))
    gone = [
        Candidate(
            section,
            names.get(section, section),
            tuple(
                text
                for key, what in shown.items()
                if section_of(key) == section and not key.startswith("roadmap/")
                for text in (what.title, *what.points)
            ),
            n / max(1, len(in_deck) - 1),
        )
        for n, section in enumerate(in_deck)
        if section not in wanted
    ]
    new = [
        Candidate(
            section,
            next(spec.section_name for spec in specs.values() if spec.section_id == section),
            tuple(
                text
                for spec in specs.values()
                if spec.section_id == section and spec.kind != "roadmap"
                for text in (spec.title, *spec.points)
            ),
            n / max(1, len(wanted) - 1),
        )
        for n, section in enumerate(wanted)
        if section not in in_deck
    ]
    return pair_renamed(gone, new) if gone and new else {}


def _in_section(key: str, section: str | None) -> str:
    """`key` with another section's id; as it is when `section` is None."""
    if section is None:
        return key
    kind, _, rest = key.partition("/")
    _, slash, words = rest.partition("/")
    return f"{kind}/{section}{slash}{words}"


def _of_slide(key: str, what: Shown, number: int) -> Candidate:
    return Candidate(key, what.title, what.points, number)


def _within_sections(
    gone: Sequence[Candidate], new: Sequence[Candidate]
) -> Iterator[tuple[str, str]]:
    """Pairs of content slides of the same section."""
    for section in dict.fromkeys(section_of(candidate.id) for candidate in gone):
        olds = [c for c in gone if c.id.startswith(f"slide/{section}/")]
        news = [c for c in new if c.id.startswith(f"slide/{section}/")]
        if olds and news:
            yield from pair_renamed(_placed(olds), _placed(news)).items()


def _moved(
    gone: Sequence[Candidate],
    new: Sequence[Candidate],
    now: Mapping[str, Shown],
    specs: Mapping[str, SlideSpec],
) -> dict[str, str]:
    """Pairs of slides with the same title and points in two sections, where there is one of each:
    however common its words are, such a slide was moved."""
    olds: dict[tuple[str, str], list[str]] = {}
    news: dict[tuple[str, str], list[str]] = {}
    for candidate in gone:
        if candidate.id.startswith("slide/") and now[candidate.id].noted:
            olds.setdefault((_words(candidate.id), now[candidate.id].noted), []).append(
                candidate.id
            )
    for candidate in new:
        if candidate.id.startswith("slide/"):
            points = digest_all(specs[candidate.id].points)
            news.setdefault((_words(candidate.id), points), []).append(candidate.id)
    return {
        keys[0]: news[what][0]
        for what, keys in olds.items()
        if len(keys) == 1 == len(news.get(what, []))
    }


def _words(key: str) -> str:
    """The words of its title in a slide's key, without their number."""
    return _NUMBER.sub("", key.rpartition("/")[2])


def _across_sections(
    gone: Sequence[Candidate], new: Sequence[Candidate], paired: Mapping[str, str]
) -> dict[str, str]:
    """Pairs of content slides that the outline moved from one section to another."""
    olds = [c for c in gone if c.id.startswith("slide/") and c.id not in paired]
    news = [c for c in new if c.id.startswith("slide/") and c.id not in paired.values()]
    return pair_renamed(_placed(olds), _placed(news)) if olds and news else {}


def _placed(candidates: Sequence[Candidate]) -> list[Candidate]:
    """The candidates with their place among each other, from 0 to 1."""
    last = max(1, len(candidates) - 1)
    return [Candidate(c.id, c.title, c.texts, n / last) for n, c in enumerate(candidates)]
