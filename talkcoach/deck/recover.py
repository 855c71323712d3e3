"""The outline that a deck of talkcoach's own was made from, as far as the deck still tells.

Pure. Slides are known by their marks, whatever a person moved, added or rewrote since: what is on
the slides now is what the outline says.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from talkcoach.deck.clues import is_agenda, is_divider
from talkcoach.deck.notes import WINDOW
from talkcoach.deck.plan import BACKUP, section_of
from talkcoach.deck.readslide import ReadSlide
from talkcoach.durations import parse_duration
from talkcoach.outline.model import (
    CLOSING,
    EMPTY_FIGURE,
    OPENING,
    Backup,
    Paper,
    Part,
    Roadmap,
    Slide,
    slug,
)

_YEAR = re.compile(r"\b(19|20)\d\d\b")
_ID = re.compile(r"[a-z0-9][a-z0-9_-]{0,63}")
_ELLIPSIS = "…"
_TEXT_LENGTH = 2_000
_NOTES_LENGTH = 20_000
"""What an outline can hold; a slide that says more is cut."""


@dataclass(frozen=True, slots=True)
class Kept:
    """What the deck says of the talk's sections."""

    theme: str | None
    opening: Part
    papers: tuple[Paper, ...]
    closing: Part
    backup: Backup
    roadmap: Roadmap
    duration_s: float | None
    """From the time windows in the notes; None where they are gone."""


def has_marks(slides: Sequence[ReadSlide]) -> bool:
    """Whether talkcoach made the deck, or put its roadmaps into it."""
    return any(slide.key and section_of(slide.key) not in (OPENING, BACKUP) for slide in slides)


def recover(slides: Sequence[ReadSlide]) -> Kept:
    """What `slides` say, hidden slides left out before; see `has_marks`."""
    sections = _sections(slides)
    ids = [name for name in sections if name not in (OPENING, CLOSING, BACKUP)]
    links = _links(slides, ids)
    papers = tuple(_paper(name, sections[name], *links[name]) for name in ids)
    budgets = {name: _window_s(members) for name, members in sections.items()}
    last_s = max((window[1] for slide in slides if (window := _window(slide))), default=0.0)
    is_whole = any(slide.key and slide.key.startswith("slide/") for slide in slides)
    if not is_whole or last_s <= 0 or not all(budgets.get(name) for name in ids):
        budgets, last_s = {}, 0.0
    keys = {slide.key for slide in slides}
    content = [s for s in slides if s.key and s.key.startswith("slide/") and BACKUP not in s.key]
    return Kept(
        theme=next((slide.title for slide in slides if slide.key == "theme"), "") or None,
        opening=Part(budget=budgets.get(OPENING), slides=planned(sections.get(OPENING, ()))),
        papers=tuple(
            paper.model_copy(update={"budget": budgets.get(name)})
            for name, paper in zip(ids, papers, strict=True)
        ),
        closing=Part(
            budget=budgets.get(CLOSING), slides=_closing(sections.get(CLOSING, ()), papers)
        ),
        backup=Backup(slides=planned(sections.get(BACKUP, ()))),
        roadmap=Roadmap(
            style="track" if any(slide.is_track for slide in slides) else "list",
            tracker=any(slide.has_tracker for slide in content),
            before_first=f"roadmap/{ids[0]}" in keys if ids else True,
            before_closing=f"roadmap/{CLOSING}" in keys,
        ),
        duration_s=last_s or None,
    )


def _sections(slides: Sequence[ReadSlide]) -> dict[str, list[ReadSlide]]:
    """The slides by section, in order; a person's own belong to the slide that they follow."""
    sections: dict[str, list[ReadSlide]] = {}
    current = OPENING
    for slide in slides:
        current = section_of(slide.key) if slide.key else current
        sections.setdefault(current, []).append(slide)
    return sections


def _links(slides: Sequence[ReadSlide], ids: Sequence[str]) -> dict[str, tuple[str, str]]:
    """Each paper's name on the roadmap and its link, by its id.

    A link may be cut on the slide; the notes of the roadmap have all of it.
    """
    names: dict[str, str] = {}
    for slide in slides:  # PowerPoint's sections are named as the roadmap is
        if slide.key and slide.section and section_of(slide.key) in ids:
            names.setdefault(section_of(slide.key), slide.section)
    links: dict[str, str] = {}
    for slide in slides:
        for name, words, link in slide.stops:
            names[name] = words
            in_notes = _link_in_notes(slide.notes, words)
            if in_notes or (link and not link.endswith(_ELLIPSIS)):
                links.setdefault(name, in_notes or link)
    theme = next((slide for slide in slides if slide.key == "theme"), None)
    if theme and len(theme.points) == len(ids):
        for name, point in zip(ids, theme.points, strict=True):
            if point != names.get(name):
                links.setdefault(name, point)
    return {name: (names.get(name, ""), links.get(name, "")) for name in ids}


def _link_in_notes(notes: str, name: str) -> str:
    found = re.search(rf"^- {re.escape(name)}: (.+)$", notes, re.MULTILINE)
    return " ".join(found[1].split()) if found else ""


def _paper(name: str, slides: Sequence[ReadSlide], short: str, link: str) -> Paper:
    takeaway = next((s.title for s in slides if s.key == f"takeaway/{name}"), "")
    shown = planned(slides, short)
    cited = next((s.small_print for s in slides if s.small_print and _is_content(s)), ())
    citation = clip(" ".join(cited)).split(" · ") if cited else []
    title = citation.pop(0) if citation else ""
    is_made = any(slide.key and slide.key.startswith("slide/") for slide in slides)
    if is_made and _is_stand_in(shown, link) and (not title or _YEAR.search(title)):
        citation = [title, *citation] if title else []
        title, shown = shown[0].title, ()
    url = citation.pop() if citation and re.match(r"https?://|www\.", citation[-1]) else None
    venue = citation.pop() if citation and _YEAR.search(citation[-1]) else None
    authors = citation.pop(0) if citation else None
    short = short or name.replace("-", " ")
    paper = Paper(
        short=short,
        title=title or short,
        authors=authors,
        venue=venue or (citation.pop(0) if citation else None),
        url=url,
        link=link or None,
        takeaway=takeaway or None,
        slides=shown,
    )
    says_id = name == slug(short) or not _ID.fullmatch(name)
    return paper if says_id else paper.model_copy(update={"id": name})


def _is_stand_in(slides: Sequence[Slide], link: str) -> bool:
    """Whether the only slide is the one that a paper without slides gets."""
    return len(slides) == 1 and slides[0].points == ((link,) if link else ())


def _closing(slides: Sequence[ReadSlide], papers: Sequence[Paper]) -> tuple[Slide, ...]:
    """The closing's slides; none where there is only the one that is made without any."""
    shown = planned(slides)
    points = tuple(paper.takeaway or paper.link or paper.short for paper in papers)
    is_made = [(slide.title, slide.points) for slide in shown] == [("Conclusion", points)]
    return () if is_made else shown


def planned(slides: Sequence[ReadSlide], short: str = "") -> tuple[Slide, ...]:
    """The outline's slides that `slides` show: no roadmaps, takeaways, or dividers of the section
    called `short`.
    """
    return tuple(
        Slide(
            title=_own_title(slide, short),
            points=slide.points,
            notes=clip(own_notes(slide), _NOTES_LENGTH) or None,
            figure=EMPTY_FIGURE if slide.has_figure else None,
        )
        for slide in slides
        if slide.title
        and _is_content(slide)
        and not (slide.key is None and (is_divider(slide, short) or is_agenda(slide, ())))
    )


def clipped(slide: ReadSlide) -> ReadSlide:
    """The slide with texts no longer than an outline can hold."""
    return replace(
        slide,
        title=clip(slide.title),
        points=tuple(map(clip, slide.points)),
        notes=clip(slide.notes, _NOTES_LENGTH),
        section=slide.section and clip(" ".join(slide.section.split())),
        small_print=tuple(map(clip, slide.small_print)),
        stops=tuple((name, clip(words), clip(link)) for name, words, link in slide.stops),
    )


def clip(text: str, most: int = _TEXT_LENGTH) -> str:
    """`text`, cut at a word where it is longer than `most` characters."""
    if len(text) <= most:
        return text
    return text[: most - 1].rsplit(" ", 1)[0].rstrip() + "…"


def _is_content(slide: ReadSlide) -> bool:
    return slide.key is None or slide.key.startswith("slide/")


def _own_title(slide: ReadSlide, short: str) -> str:
    """The title as the outline has it, without what made it unique in the deck."""
    words = (slide.key or "").rpartition("/")[2]
    found = re.fullmatch(r"(.+) \((.+)\)", slide.title)
    if found and (
        found[2].isdigit() or found[2].partition(", ")[0] in (short, "Opening", "Closing")
    ):
        plain = slug(found[1])
        if plain and re.fullmatch(rf"{re.escape(plain)}(-\d+)?", words):
            return found[1]
    return slide.title


def own_notes(slide: ReadSlide) -> str:
    """A slide's notes without the lines that talkcoach wrote: time window, points."""
    if slide.key is None:
        return slide.notes
    lines = slide.notes.split("\n")
    if WINDOW.match(lines[0]):
        del lines[0]
    blocks = re.split(r"\n[ \t]*\n", "\n".join(lines).strip("\n"), maxsplit=1)
    listed = blocks[0].split("\n")
    is_ours = len(listed) == len(slide.points) and all(line.startswith("- ") for line in listed)
    if is_ours:
        return "\n\n".join(blocks[1:]).strip()
    return "\n".join(lines).strip()


def _window(slide: ReadSlide) -> tuple[float, float] | None:
    """When the slide is due, in seconds from the start of the talk, as its notes say."""
    found = WINDOW.match(slide.notes) if slide.key else None
    if not found:
        return None
    start, _, end = found.group().partition("-")
    try:
        return parse_duration(start), parse_duration(end)
    except ValueError:
        return None


def _window_s(slides: Sequence[ReadSlide]) -> float | None:
    windows = [window for slide in slides if (window := _window(slide))]
    span_s = max(w[1] for w in windows) - min(w[0] for w in windows) if windows else 0.0
    return span_s if span_s > 0 else None
