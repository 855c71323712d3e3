"""Which slides of anybody's deck belong together: the sections of a talk, from what marks them.

Pure. The clues are tried in the order of how far they can be trusted; the first that gives two or
more sections decides.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from itertools import groupby

from talkcoach.deck.lexicon import folded
from talkcoach.deck.readslide import ReadSlide

MOST_SECTIONS = 40
"""As many papers as an outline can hold."""
_TAIL = 5
"""A conclusion without a section of its own is looked for among this many last slides."""
_COVERED = 2 / 3
"""Share of the slides that titles with something in common must cover to be sections."""

_UNNAMED = re.compile(
    r"(default|untitled) section|standardabschnitt|abschnitt ohne titel"
    r"|section (par défaut|sans titre)"
    r"|(section|abschnitt) \d+|",
    re.IGNORECASE,
)
_BACKUP = re.compile(
    r"\W*(back-?\s?up|appendi(x|ces)|anhang|annexes?|(extra|supplementary|additional)"
    r" (slides?|material)|reserve|zusatzfolien)\b.{0,20}",
    re.IGNORECASE,
)
_COURTESY = re.compile(
    r"\W*(((many )?thanks?|thank you|danke|vielen dank|merci|(muchas )?gracias)\b.{0,60}"
    r"|((any|your|open|more) )?(questions?|fragen)( (and|&|und|et) .{0,20}| ?\?.{0,20})?"
    r"|q\s?(&|and)\s?a|discussion|diskussion|acknowledge?ments?|danksagung|remerciements"
    r"|(selected |key )?references|bibliograph(y|ie)|literatur(verzeichnis)?|contact|kontakt"
    r"|(https?://|www\.)\S.*|\S+@\S+\.\w+)\W*",
    re.IGNORECASE,
)
_OPENING = re.compile(
    r"\W*(\d+[.)]?\s*)?(opening|title|titel|titre|intro(duction)?|motivation|einleitung|einführung"
    r"|einstieg|welcome|about me|background and motivation|motivation and background)\W*",
    re.IGNORECASE,
)
_CLOSING = re.compile(
    r"\b(closing|conclu(sions?|ding|de)|summary|summing up|outlook|future (work|directions|plans?)"
    r"|next steps|what's next|take-?\s?(aways?|home)|wrap(ping)?[- ]?up|fazit|zusammenfassung"
    r"|ausblick|schluss\w*|bilan|synthèse|perspectives|looking back)\b",
    re.IGNORECASE,
)
_AGENDA = re.compile(
    r"\W*((talk )?(agenda|outline)|(table of )?contents|roadmap|gliederung|inhalt(sverzeichnis)?"
    r"|agenda der präsentation|sommaire|table des matières)"
    r"( (of|for) (this|the|my|today's) (talk|presentation|lecture))?\W*",
    re.IGNORECASE,
)
_NUMBERED = re.compile(
    r"(?:(part|paper|project|chapter|section|teil|projekt|kapitel|partie|projet|chapitre)\s*)?"
    r"(\d{1,2})\s*[.:)–—-]\s*(?!\d)(\S.*)",
    re.IGNORECASE,
)
_PREFIX = re.compile(r"(\S.{1,40}?)(?::| [–—|-]) \S")


@dataclass(frozen=True, slots=True)
class Grouping:
    """The slides of a talk in sections, without what only announces them."""

    clue: str
    """By what they were found, for a sentence: "from PowerPoint's sections"."""
    opening: tuple[ReadSlide, ...]
    parts: tuple[tuple[str, tuple[ReadSlide, ...]], ...]
    """Name and slides of each section in between, one to MOST_SECTIONS; "" for a name that the
    deck does not give."""
    closing: tuple[ReadSlide, ...]


_Starts = list[tuple[int, str]]
"""Where sections begin, and their names."""


def is_backup(name: str | None) -> bool:
    """Whether a section or divider of this name holds slides for the questions."""
    return name is not None and bool(_BACKUP.fullmatch(name))


def is_courtesy(title: str) -> bool:
    """Whether a slide of this title is nothing to plan: thanks, questions, references, contact."""
    return bool(_COURTESY.fullmatch(title))


def is_closing(title: str) -> bool:
    """Whether a slide or section of this title concludes the talk."""
    return bool(_CLOSING.search(title))


def group(slides: Sequence[ReadSlide]) -> Grouping:
    """The sections of the talk that `slides` make, title and courtesy slides left out before."""
    finders: tuple[tuple[str, Callable[[Sequence[ReadSlide]], _Starts]], ...] = (
        ("from PowerPoint's sections", _by_sections),
        ("from section-header slides", _by_headers),
        ("from the agenda slide", _by_agenda),
        ("from numbered titles", _by_numbers),
        ("from what titles have in common", _by_prefixes),
    )
    for clue, find in finders:
        starts = find(slides)
        if 2 <= len(starts) <= MOST_SECTIONS:
            return _grouping(clue, slides, starts)
    return _as_one(slides)


def _grouping(clue: str, slides: Sequence[ReadSlide], starts: _Starts) -> Grouping:
    ends = [at for at, _ in starts[1:]] + [len(slides)]
    names = [name for _, name in starts]
    opening = list(slides[: starts[0][0]])
    parts = [(name, list(slides[at:end])) for (at, name), end in zip(starts, ends, strict=True)]
    closing: list[ReadSlide] = []
    if _OPENING.fullmatch(parts[0][0]):
        opening += parts.pop(0)[1]
    if len(parts) > 1 and _CLOSING.search(parts[-1][0]):
        closing = parts.pop()[1]
    else:
        name, members = parts[-1]
        at = _tail(members)
        parts[-1], closing = (name, members[:at]), members[at:]
    return Grouping(
        clue,
        _planned("", opening, names),
        tuple((name, _planned(name, members, names)) for name, members in parts),
        _planned("", closing, names),
    )


def _as_one(slides: Sequence[ReadSlide]) -> Grouping:
    at = 0
    while at < len(slides) - 1 and _OPENING.fullmatch(slides[at].title):
        at += 1
    body = slides[at:]
    end = _tail(body)
    names: list[str] = []
    return Grouping(
        "",
        _planned("", slides[:at], names),
        (("", _planned("", body[:end], names)),),
        _planned("", body[end:], names),
    )


def _tail(slides: Sequence[ReadSlide]) -> int:
    """Where the conclusion begins among a section's slides; their number if there is none."""
    for at in range(max(1, len(slides) - _TAIL), len(slides)):
        if _CLOSING.search(slides[at].title):
            return at
    return len(slides)


def _planned(name: str, slides: Sequence[ReadSlide], names: Sequence[str]) -> tuple[ReadSlide, ...]:
    """The slides without dividers and agendas: roadmap slides stand in their place."""
    known = {_plain(n) for n in names}
    kept = tuple(
        slide for slide in slides if not (is_agenda(slide, known) or is_divider(slide, name))
    )
    return kept or tuple(s for s in slides if is_divider(s, name))[:1]


def is_divider(slide: ReadSlide, name: str) -> bool:
    """Whether the slide says nothing but the `name` of the section that it is in."""
    says_nothing = not slide.points and not slide.notes
    return bool(name) and says_nothing and _plain(slide.title) == _plain(name)


def is_agenda(slide: ReadSlide, names: Collection[str]) -> bool:
    """Whether the slide lists the talk's sections; `names` are theirs, without signs."""
    recurring = sum(_plain(point) in names for point in slide.points)
    return bool(_AGENDA.fullmatch(slide.title)) or (
        recurring >= 2 and recurring >= len(slide.points) - 1
    )


def _by_sections(slides: Sequence[ReadSlide]) -> _Starts:
    starts: _Starts = []
    for at, slide in enumerate(slides):
        before = slides[at - 1].section if at else None
        name = " ".join((slide.section or "").split())
        if slide.section != before and not _UNNAMED.fullmatch(name):
            starts.append((at, name))
    return starts


def _by_headers(slides: Sequence[ReadSlide]) -> _Starts:
    starts = [
        (at, slide.title)
        for at, slide in enumerate(slides)
        if slide.purpose == "secHead" and slide.title
    ]
    return starts if len(starts) <= len(slides) / 2 else []


def _by_agenda(slides: Sequence[ReadSlide]) -> _Starts:
    """Where titles say again what a slide announced; or where one agenda is shown repeatedly."""
    for at, agenda in enumerate(slides):
        if len(agenda.points) < 2:
            continue
        again = [n for n, s in enumerate(slides) if s.title and _same(s, agenda)]
        extra = len(again) - len(agenda.points)
        if _AGENDA.fullmatch(agenda.title) and extra in (0, 1):
            return list(zip(again[extra:], agenda.points, strict=True))
        starts: _Starts = []
        for point in agenda.points:
            begin = starts[-1][0] if starts else at
            found = (n for n in range(begin + 1, len(slides)) if _answers(slides[n].title, point))
            if (n := next(found, None)) is not None:
                starts.append((n, _unnumbered(point)))
        if len(starts) >= 2 and len(starts) >= len(agenda.points) / 2:
            return starts
    return []


def _same(slide: ReadSlide, other: ReadSlide) -> bool:
    return slide.title == other.title and slide.points == other.points


def _answers(title: str, point: str) -> bool:
    return bool(_plain(title)) and _plain(title) == _plain(point)


def _by_numbers(slides: Sequence[ReadSlide]) -> _Starts:
    starts: _Starts = []
    for at, slide in enumerate(slides):
        match = _NUMBERED.fullmatch(slide.title)
        if match and int(match[2]) == len(starts) + 1:
            starts.append((at, match[3]))
    return starts


def _by_prefixes(slides: Sequence[ReadSlide]) -> _Starts:
    """Runs of titles with the same words before a colon or dash: "Waiting: data"."""
    starts: _Starts = []
    covered = 0
    labels = [_label(slide.title) for slide in slides]
    for label, run in groupby(enumerate(labels), key=lambda pair: pair[1]):
        members = [at for at, _ in run]
        if label and len(members) > 1:
            starts.append((members[0], label))
            covered += len(members)
    is_once = len({label for _, label in starts}) == len(starts)
    return starts if is_once and covered >= _COVERED * len(slides) else []


def _label(title: str) -> str:
    match = _PREFIX.match(title)
    return match[1] if match else ""


def _unnumbered(text: str) -> str:
    match = _NUMBERED.fullmatch(text)
    return match[3] if match else text


def _plain(text: str) -> str:
    """What two headings have in common whatever their numbers, capitals and signs are."""
    return folded(_unnumbered(text))
