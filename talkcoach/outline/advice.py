"""Advice on an outline before a word is spoken. Pure: an outline in, advice out.

The numbers are conventions of the field, not findings: a job talk of 45 minutes holds three or four
papers, about a slide a minute is followed, and the roadmap is read in one look.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from talkcoach.durations import spoken
from talkcoach.outline.budgets import slack, weight
from talkcoach.outline.model import CLOSING, OPENING, Outline, Paper, Part, Section

PAPER_FLOOR_S = 360.0
"""Six minutes: less is not enough for question, idea, result and takeaway of one paper."""
PAPER_FLOOR_SHARE = 0.2
"""In talks under half an hour, a fifth of the talk is enough."""
SLIDES_A_MINUTE = 1.2
CROWDED_SECTION = 1.5
"""Slides a minute; a section may run faster than the talk, with builds and pictures."""
OPENING_SHARE = 0.25
SLACK_SHARE = 0.05
POINT_WORDS = 20
POINTS_A_SLIDE = 7
SHORTEST_TALK_S = 120.0
SHORTEST_SECTION_S = 20.0
SHORT_CHARACTERS = 28
TITLE_CHARACTERS = 90

_STARTER_TITLE = re.compile(r"Paper \d+: its full title")
_TOPIC_LIST = re.compile(r"[^,?]+(,[^,?]+)*,? (and|und|et|&) [^,?]+")


@dataclass(frozen=True, slots=True)
class Advice:
    """One thing to reconsider: where it is, what it is, what to do."""

    path: tuple[str | int, ...]
    """Keys and indices in the outline; see `Source.place` for its line."""
    message: str
    severity: Literal["fix", "consider"] = "consider"
    """`fix`: the talk will not work as planned; `consider`: it will work better."""


def advise(outline: Outline) -> list[Advice]:
    """Advice in the order of the talk: theme, time, papers, slides, roadmap; often empty."""
    return [
        *_units(outline),
        *_theme(outline),
        *_time(outline),
        *_fit(outline),
        *_papers(outline),
        *_slides(outline),
        *_roadmap(outline),
    ]


def _units(outline: Outline) -> Iterator[Advice]:
    """Numbers without a unit are seconds; the slip shows in their size."""
    if outline.duration < SHORTEST_TALK_S:
        yield Advice(
            ("duration",),
            f"The talk lasts {spoken(outline.duration)}. A number alone is seconds: write"
            f" '{outline.duration:.0f} min' if you mean minutes.",
            "fix",
        )
        return
    for section in outline.sections():
        if 0 < section.budget_s < SHORTEST_SECTION_S:
            yield Advice(
                (*_section_path(outline, section), "budget"),
                f"'{section.short}' has {spoken(section.budget_s)}. A number alone is seconds:"
                f" write '{section.budget_s:.0f} min' if you mean minutes.",
                "fix",
            )


def slide_rate(section: Section) -> float | None:
    """Planned slides a minute of the section; None when it has no time."""
    return len(section.slides) * 60 / section.budget_s if section.budget_s else None


def _theme(outline: Outline) -> Iterator[Advice]:
    if outline.theme is None:
        yield Advice(
            ("theme",),
            "The talk has no theme. Write the one question that all papers answer: the room"
            " remembers a question, not a list of papers.",
            "fix",
        )
    elif "..." in outline.theme:
        yield Advice(
            ("theme",), "The theme still has a gap. Write your own question in its place.", "fix"
        )
    elif not outline.theme.endswith("?") and _is_topic_list(outline.theme):
        yield Advice(
            ("theme",),
            "The theme is a list of topics. Ask the question they share, as in 'How do we ...?'.",
        )


def _is_topic_list(theme: str) -> bool:
    """Whether `theme` only enumerates nouns: short items, joined by commas or an 'and'."""
    items = re.split(r",| and | und | et | & ", theme)
    return bool(_TOPIC_LIST.fullmatch(theme)) and all(len(item.split()) <= 3 for item in items)


def _time(outline: Outline) -> Iterator[Advice]:
    sections = outline.sections()
    opening, closing = sections[0], sections[-1]
    if opening.budget_s > OPENING_SHARE * outline.duration:
        yield Advice(
            _key(outline, OPENING, "budget"),
            f"The opening takes {spoken(opening.budget_s)} of {spoken(outline.duration)}. Keep it"
            " under a quarter, so that the papers get their time.",
        )
    if closing.budget_s == 0:
        yield Advice(
            (CLOSING,),
            "No time is left for the closing. Keep two minutes or more: it is what stays.",
            "fix",
        )
    parts: list[Part] = [outline.opening, *outline.included(), outline.closing]
    left_s = slack(outline.duration, parts)
    if left_s > SLACK_SHARE * outline.duration:
        yield Advice(
            ("duration",),
            f"{spoken(left_s)} belong to no section. Give them to a paper, or remove one budget:"
            " that section then takes what is left.",
        )


def _key(outline: Outline, part: str, key: str) -> tuple[str | int, ...]:
    return (part, key) if key in getattr(outline, part).model_fields_set else (part,)


def paper_floor_s(duration_s: float) -> float:
    """The least time in seconds that one paper needs in a talk of `duration_s`."""
    return min(PAPER_FLOOR_S, PAPER_FLOOR_SHARE * duration_s)


def _fit(outline: Outline) -> Iterator[Advice]:
    floor_s = paper_floor_s(outline.duration)
    papers = [s for s in outline.sections() if s.paper]
    tight = [s for s in papers if s.budget_s < floor_s]
    if not tight:
        return
    names = ", ".join(f"{s.short} ({spoken(s.budget_s)})" for s in tight)
    room = max(1, int(sum(s.budget_s for s in papers) // floor_s))
    out = sorted(papers, key=_worth)[: len(papers) - room]
    if out:
        todo = "Set 'include: false' on " + ", ".join(s.short + _because(s) for s in out) + "."
    elif len(papers) > 1:
        todo = "Take time from the longer papers."
    else:
        todo = "Shorten the opening or the closing."
    yield Advice(
        ("papers",),
        f"Too little time for {names}: a paper needs {spoken(floor_s)}. {todo}",
        "fix",
    )


def _worth(section: Section) -> tuple[int, float, float]:
    """What speaks for a paper: its link and takeaway, its weight, its time; least goes first."""
    paper = section.paper
    assert paper is not None
    return (bool(paper.link) + bool(paper.takeaway), weight(paper), section.budget_s)


def _because(section: Section) -> str:
    paper = section.paper
    assert paper is not None
    lacking = [name for name in ("link", "takeaway") if getattr(paper, name) is None]
    return f" (it has no {' and no '.join(lacking)})" if lacking else ""


def _papers(outline: Outline) -> Iterator[Advice]:
    names: set[str] = set()
    for index, paper in enumerate(outline.papers):
        if not paper.include:
            continue
        path = ("papers", index)
        yield from _paper(path, paper)
        if paper.short.casefold() in names:
            yield Advice(
                (*path, "short"),
                f"Two papers are called '{paper.short}' on the roadmap. Give them names apart.",
            )
        names.add(paper.short.casefold())


def _paper(path: tuple[str | int, ...], paper: Paper) -> Iterator[Advice]:
    if _STARTER_TITLE.fullmatch(paper.title):
        yield Advice((*path, "title"), f"'{paper.title}' is still the starter's text.", "fix")
    if not any(slide.points for slide in paper.slides):
        yield Advice(
            path,
            f"'{paper.short}' plans no points: without them nothing can be missed in a rehearsal,"
            " and its section is harder to find.",
        )
    if paper.link is None:
        yield Advice(
            path, f"'{paper.short}' has no link: say in one sentence how it serves the theme."
        )
    if paper.takeaway is None:
        yield Advice(
            path, f"'{paper.short}' has no takeaway: write the sentence the room should keep."
        )
    if len(paper.short) > SHORT_CHARACTERS:
        yield Advice(
            (*path, "short"),
            f"'{paper.short[:40]}' has {len(paper.short)} characters on the roadmap. Give the paper"
            f" a 'short' of at most {SHORT_CHARACTERS}.",
        )


def _slides(outline: Outline) -> Iterator[Advice]:
    sections = outline.sections()
    total = sum(len(section.slides) for section in sections)
    rate = total * 60 / outline.duration
    if rate > SLIDES_A_MINUTE:
        yield Advice(
            ("duration",),
            f"{total} slides in {spoken(outline.duration)} are {rate:.1f} a minute. Aim for about"
            " one: cut slides, or move them behind the closing.",
        )
    for section in sections:
        path = _section_path(outline, section)
        own_rate = slide_rate(section)
        if own_rate is not None and own_rate > CROWDED_SECTION:
            yield Advice(
                (*path, "slides"),
                f"'{section.short}' has {len(section.slides)} slides in"
                f" {spoken(section.budget_s)}. Cut some, or give it more time.",
            )
        yield from _texts((*path, "slides"), section)


def _section_path(outline: Outline, section: Section) -> tuple[str | int, ...]:
    if section.paper is None:
        return (section.id,)
    return ("papers", next(i for i, p in enumerate(outline.papers) if p.id == section.id))


def _texts(path: tuple[str | int, ...], section: Section) -> Iterator[Advice]:
    for s, slide in enumerate(section.slides):
        if len(slide.title) > TITLE_CHARACTERS:
            yield Advice(
                (*path, s, "title"),
                f"This slide title has {len(slide.title)} characters. Cut it to one line.",
            )
        if len(slide.points) > POINTS_A_SLIDE:
            yield Advice(
                (*path, s, "points"),
                f"This slide has {len(slide.points)} points. Split it: more than {POINTS_A_SLIDE}"
                " are read, not heard.",
            )
        for p, point in enumerate(slide.points):
            if (words := len(point.split())) > POINT_WORDS:
                yield Advice(
                    (*path, s, "points", p),
                    f"This point is a paragraph of {words} words. Keep a phrase to speak from, and"
                    " move the rest to 'notes'.",
                )


def _roadmap(outline: Outline) -> Iterator[Advice]:
    switches = (("before_first", "first paper"), ("before_closing", "closing"))
    for name, what in switches:
        if not getattr(outline.roadmap, name):
            yield Advice(
                ("roadmap", name),
                f"No roadmap before the {what}. Switch it on: it is where lost listeners return.",
            )
