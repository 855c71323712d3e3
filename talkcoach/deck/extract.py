"""An outline made from what stands in a deck, whoever made it. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, pairwise

from talkcoach.deck.clues import group, is_backup, is_courtesy
from talkcoach.deck.readslide import ReadSlide
from talkcoach.deck.recover import Kept, clip, clipped, has_marks, planned, recover
from talkcoach.durations import rounded
from talkcoach.errors import InputError
from talkcoach.outline.model import Backup, Outline, Paper, Part, Roadmap

_SHORT_LENGTH = 60
_LEFT_OUT = "Left out"
"""The section into which an update of the deck moves what the outline has no longer."""
_LONGEST_CREDIT = 120
_CONTENT = {"obj", "tx", "twoObj", "twoTxTwoObj", "titleOnly", "objTx", "txAndObj", "picTx", "tbl"}
"""Purposes of layouts that no talk begins with, when its first slide is a title slide."""

_MONTH = (
    "(jan|feb|mar|mär|apr|may|mai|jun|jul|aug|sep|oct|okt|nov|dec|dez|févr|avr|juin|juil|août|déc)"
    r"[^\W\d]*\.?"
)
_DATE = re.compile(
    rf"\b(\d{{1,2}}(st|nd|rd|th|\.)?\s+(of\s+)?{_MONTH}(,?\s+\d{{4}})?"
    rf"|{_MONTH}\s+\d{{1,2}}(st|nd|rd|th)?(,?\s+\d{{4}})?\b|{_MONTH}\s+\d{{4}}"
    r"|\d{1,4}[./-]\d{1,2}[./-]\d{1,4})",
    re.IGNORECASE,
)
_EVENT = re.compile(
    r"\b(19|20)\d\d\b|conference|workshop|seminar|colloqui|symposi|job talk|tagung|kolloquium"
    r"|journée|summit|meeting|defen[cs]e|retreat",
    re.IGNORECASE,
)
_PLACE = re.compile(
    r"universi|institut|\blab(or|s)?\b|labora|department|school|college|hochschule|fakultät"
    r"|faculty|cnrs|inria|\beth\b|epfl|\bmit\b|research|\bgmbh\b|\binc\b|corporation|center|centre",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"<?\S+@\S+\.\w+>?|https?://\S+|www\.\S+")


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the user says of the talk; it goes before what the deck says."""

    duration_s: float
    """Used where the deck has no time windows of ours, or `is_duration_given`."""
    is_duration_given: bool = False
    title: str | None = None
    speaker: str | None = None
    theme: str | None = None


@dataclass(frozen=True, slots=True)
class Draft:
    """An outline to go on with, and how it came about."""

    outline: Outline
    clue: str
    """By what the sections were found, for a sentence; "" where there was nothing to go by."""
    remarks: tuple[str, ...]
    """What was left out of the outline, a sentence each."""


@dataclass(frozen=True, slots=True)
class _Sorted:
    """The deck's slides by what becomes of them."""

    title: ReadSlide | None
    talk: tuple[ReadSlide, ...]
    backup: tuple[ReadSlide, ...]
    remarks: tuple[str, ...]


def extract(slides: Sequence[ReadSlide], wishes: Wishes) -> Draft:
    """The outline of the talk that a deck's `slides` make.

    A deck of talkcoach's own gives the outline that it was made from, as far as the deck tells.

    Raises:
        InputError: there is no slide, or none of them has any text.
    """
    if not slides:
        raise InputError("the deck has no slides; 'talkcoach new' writes a starter outline")
    if not any(slide.title for slide in slides):
        raise InputError(
            "no slide of the deck has text, so there is nothing to plan with; type titles in"
            " PowerPoint, or let 'talkcoach new' write a starter outline"
        )
    parts = _sort([clipped(slide) for slide in slides])
    title = wishes.title or (parts.title.title if parts.title else "")
    title = clip(title or next(slide.title for slide in slides if slide.title))
    if has_marks(slides):
        ours = (parts.title,) if parts.title and parts.title.key else ()
        kept = recover(ours + parts.talk + parts.backup)
        clue = "from talkcoach's own marks"
    else:
        kept, clue = _found(parts, title)
    if not kept.papers:
        kept = replace(kept, papers=(_paper(title, (), title),))
    duration_s = kept.duration_s or wishes.duration_s
    if wishes.is_duration_given and duration_s != wishes.duration_s:
        duration_s, kept = wishes.duration_s, _without_budgets(kept)
    kept = _with_budgets(kept, duration_s)
    credits = _credits(parts.title) if parts.title else {}
    outline = Outline(
        title=title,
        speaker=clip(wishes.speaker or "") or credits.get("speaker"),
        affiliation=credits.get("affiliation"),
        event=credits.get("event"),
        date=credits.get("date"),
        duration=duration_s,
        theme=clip(wishes.theme or "") or kept.theme,
        opening=kept.opening,
        papers=kept.papers,
        closing=kept.closing,
        backup=kept.backup,
        roadmap=kept.roadmap,
    )
    return Draft(outline, clue, parts.remarks)


def _sort(slides: Sequence[ReadSlide]) -> _Sorted:
    """Title slide, talk and backup; hidden slides and thanks are counted and left out."""
    first = next((s for s in slides if not (s.key or "").startswith("roadmap/")), slides[0])
    title = first if first.title and _is_title(first, len(slides)) else None
    talk: list[ReadSlide] = []
    backup: list[ReadSlide] = []
    hidden = courtesies = silent = 0
    is_behind = False
    for number, slide in enumerate(slides, start=1):
        if slide is title:
            continue
        is_divider = slide.key is None and is_backup(slide.title)
        is_thanks = slide.key is None and is_courtesy(slide.title)
        is_behind = is_behind or is_divider or (is_thanks and number > len(slides) / 2)
        is_left_out = slide.section == _LEFT_OUT
        in_backup = not is_left_out and (is_behind or is_backup(slide.section))
        if is_divider or is_thanks:
            courtesies += 1
        elif is_left_out or (slide.is_hidden and not in_backup):
            hidden += 1
        elif not slide.title and slide.key is None:
            silent += 1
            pile = backup if in_backup else talk
            if pile and slide.notes:
                pile[-1] = replace(pile[-1], notes=f"{pile[-1].notes}\n\n{slide.notes}".strip())
        else:
            (backup if in_backup else talk).append(slide)
    return _Sorted(
        title,
        tuple(_without_builds(talk)),
        tuple(_without_builds(backup)),
        tuple(
            f"Left out: {_count(n, 'slide')} {what}."
            for n, what in (
                (hidden, "hidden or left out in the deck"),
                (courtesies, "of thanks, references and the like"),
                (silent, "without words (their notes went to the slide before)"),
            )
            if n
        ),
    )


def _is_title(slide: ReadSlide, count: int) -> bool:
    """Whether the first slide only says what the talk is called."""
    if slide.key is not None:
        return slide.key == "title"
    return slide.purpose == "title" or (count > 1 and slide.purpose not in _CONTENT)


def _without_builds(slides: Sequence[ReadSlide]) -> Iterator[ReadSlide]:
    """The slides, with those that only add to the one before taken as one: an animation by hand."""
    last: ReadSlide | None = None
    for slide in slides:
        if last and _continues(last, slide):
            notes = last.notes if slide.notes in last.notes else slide.notes
            if last.notes and last.notes not in notes:
                notes = f"{last.notes}\n\n{slide.notes}"
            last = replace(slide, notes=notes)
            continue
        if last:
            yield last
        last = slide
    if last:
        yield last


def _continues(last: ReadSlide, slide: ReadSlide) -> bool:
    same_place = (last.key, last.title, last.section) == (None, slide.title, slide.section)
    return slide.key is None and same_place and set(last.points) <= set(slide.points)


def _found(parts: _Sorted, title: str) -> tuple[Kept, str]:
    """The sections of a deck that talkcoach did not make."""
    if not parts.talk:
        grouping = group(parts.backup)
        backup: tuple[ReadSlide, ...] = ()
    else:
        grouping, backup = group(parts.talk), parts.backup
    return (
        Kept(
            theme=None,
            opening=Part(slides=planned(grouping.opening)),
            papers=tuple(
                _paper(name or title, slides, name or title) for name, slides in grouping.parts
            ),
            closing=Part(slides=planned(grouping.closing)),
            backup=Backup(slides=planned(backup)),
            roadmap=Roadmap(),
            duration_s=None,
        ),
        grouping.clue,
    )


def _paper(title: str, slides: Sequence[ReadSlide], name: str) -> Paper:
    short = clip(name.split(": ")[0] if len(name) > _SHORT_LENGTH else name, _SHORT_LENGTH)
    return Paper(title=clip(title), short=short, slides=planned(slides))


def _with_budgets(kept: Kept, duration_s: float) -> Kept:
    """A share of the time for each section by its number of slides, unless the deck told.

    Where a section would get less than a second, none gets a budget.
    """
    parts = [kept.opening, *kept.papers, kept.closing]
    if any(part.budget for part in parts):
        if sum(part.budget or 0.0 for part in parts) <= duration_s:
            return kept
        return _with_budgets(_without_budgets(kept), duration_s)
    shares = [float(max(1, len(part.slides))) for part in parts]
    shares[0] = len(kept.opening.slides) + 0.5  # the title slide
    shares[-1] = len(kept.closing.slides) or 0.5
    total = sum(shares)
    ends = [
        rounded(duration_s * done / total, duration_s * min(shares) / total)
        for done in accumulate(shares[:-1])
    ]
    budgets = [end - start for start, end in pairwise([0, *ends, duration_s])]
    if min(budgets) < 1:
        return kept
    opening, *papers, closing = (
        part.model_copy(update={"budget": float(budget)})
        for part, budget in zip(parts, budgets, strict=True)
    )
    return replace(
        kept,
        opening=opening,
        papers=tuple(paper for paper in papers if isinstance(paper, Paper)),
        closing=closing,
    )


def _without_budgets(kept: Kept) -> Kept:
    return replace(
        kept,
        opening=kept.opening.model_copy(update={"budget": None}),
        papers=tuple(paper.model_copy(update={"budget": None}) for paper in kept.papers),
        closing=kept.closing.model_copy(update={"budget": None}),
    )


def _credits(title: ReadSlide) -> dict[str, str]:
    """Speaker, affiliation, event and date, as far as a title slide's lines can be told apart."""
    found: dict[str, str] = {}
    others: list[str] = []
    for line in title.small_print:
        text = _ADDRESS.sub(" ", line)
        if date := _DATE.search(text):
            found.setdefault("date", date.group())
            text = text.replace(date.group(), " ")
        text = " ".join(text.split()).strip(" ,;:·|()")
        if not text or len(text) > _LONGEST_CREDIT:
            continue
        if _EVENT.search(text):
            found.setdefault("event", text)
        elif _PLACE.search(text):
            found.setdefault("affiliation", text)
        elif date:
            found.setdefault("event", text)
        elif text[0].isupper() or not others:
            others.append(text)
    for text, role in zip(others, ("speaker", "affiliation", "event"), strict=False):
        found.setdefault(role, text)
    return found


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" + ("" if number == 1 else "s")
