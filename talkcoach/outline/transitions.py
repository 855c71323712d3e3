"""What to say at a roadmap slide, ready to be spoken: what is behind us, what comes next.

The sentences are English whatever the outline's `language` is: they are a model to put into one's
own words, not a translation.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from talkcoach.outline.model import CLOSING, Outline, Section

MANY_PARTS = 4
"""With more parts than this, the overview names them without what each one adds."""

_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_ORDINALS = ("First", "Second", "Third", "Fourth")
_VERBS = re.compile(
    r"(add|answer|ask|bring|build|close|connect|explain|extend|find|give|improve|keep|let|make"
    r"|prove|provide|remove|replace|reveal|show|solve|tell|turn)s"
)
"""A link that starts with one of these lacks its subject: "shows that labels drift"."""
_PLAIN_OPENERS = re.compile(
    r"an?|and|but|by|even|every|for|from|how|if|in|its?|most|no|once|only|our|the|then|these|they"
    r"|this|to|we|what|when|where|which|who|why|with|without|you"
)
"""Words that a sentence may start with and that are no names: they lose their capital."""


def transition_sentence(outline: Outline, to_section_id: str) -> str:
    """What to say at the transition that leads to `to_section_id`, in two to five sentences.

    It always names what has been covered and what comes next, so that the transition is full: all
    the parts before the first paper, the parts so far before a later one, and all of them again
    before the closing.

    Raises:
        ValueError: no planned transition leads to `to_section_id`.
    """
    papers = [section for section in outline.sections() if section.kind == "paper"]
    if to_section_id == CLOSING:
        return _recap(outline, papers)
    ids = [paper.id for paper in papers]
    if to_section_id not in ids:
        raise ValueError(f"no planned transition leads to {to_section_id!r}")
    at = ids.index(to_section_id)
    return _between(papers[:at], papers[at]) if at else _overview(outline, papers)


def enumerate_names(names: Sequence[str]) -> str:
    """`names` as a list in a sentence.

    >>> [enumerate_names(names) for names in (["A", "B"], ["A", "B", "C"], ["A, b", "C"])]
    ['A and B', 'A, B and C', 'A, b; and C']
    """
    if len(names) < 2:
        return "".join(names)
    if any("," in name or " and " in name for name in names):
        return "; ".join(names[:-1]) + f"; and {names[-1]}"
    return ", ".join(names[:-1]) + f" and {names[-1]}"


def sentence(text: str) -> str:
    """`text` on one line, ended by a period unless it ends itself.

    >>> sentence("Labels drift ;"), sentence("Why?"), sentence("As before.")
    ('Labels drift.', 'Why?', 'As before.')
    """
    text = " ".join(text.split()).rstrip(" .,;:")
    return text if text.endswith(("?", "!", "…")) else f"{text}."


def _overview(outline: Outline, papers: Sequence[Section]) -> str:
    first = papers[0]
    theme = _theme(outline)
    if len(papers) == 1:
        about = "I come to it through one piece of work," if theme else "This talk is about"
        return f"{_asking(theme)}{about} {_with_link(first)} Let me begin with it."
    count = number_word(len(papers))
    if theme.endswith("?"):
        opening = f"{_asking(theme)}I will answer it in {count} parts."
    elif theme:
        opening = f"{_asking(theme)}I will go through it in {count} parts."
    else:
        opening = f"This talk has {count} parts."
    if len(papers) <= MANY_PARTS:
        parts = " ".join(
            f"{ordinal}, {_with_link(paper)}"
            for ordinal, paper in zip(_ORDINALS, papers, strict=False)
        )
        return f"{opening} {parts} Let me start with {_name(first)}."
    names = enumerate_names([_name(paper) for paper in papers])
    return f"{opening} They are {sentence(names)} Let me start with {_with_link(first)}"


def _between(done: Sequence[Section], now: Section) -> str:
    covered = enumerate_names([_name(paper) for paper in done])
    return f"So far, we have seen {sentence(covered)} Next comes {_with_link(now)}"


def _recap(outline: Outline, papers: Sequence[Section]) -> str:
    names = sentence(enumerate_names([_name(paper) for paper in papers]))
    every = {1: "", 2: "both parts: "}.get(len(papers), f"all {number_word(len(papers))} parts: ")
    covered = f"We have now seen {every}{names}"
    theme = _theme(outline)
    if not theme:
        return f"{covered} Let me conclude."
    kind = "question" if theme.endswith("?") else "theme"
    return f"{covered} That brings me back to the {kind} of this talk: {theme} Let me conclude."


def _theme(outline: Outline) -> str:
    """The theme as a sentence, or "" when there is none; only a question gets a capital."""
    text = sentence(outline.theme) if outline.theme else ""
    return text[:1].upper() + text[1:] if text.endswith("?") else text


def _asking(theme: str) -> str:
    """The sentence that opens the talk's theme, and a space; "" without a theme."""
    if not theme:
        return ""
    kind = "asks one question" if theme.endswith("?") else "has one theme"
    return f"This talk {kind}: {theme} "


def _with_link(section: Section) -> str:
    """The part's name and how it serves the theme, as the end of a sentence.

    A link may be a sentence, a phrase, or a verb that lacks its subject.
    """
    name = _name(section)
    link = section.paper.link if section.paper else None
    if not link:
        return f"{name}."
    link = sentence(link)
    first, _, rest = link.partition(" ")
    lowered = first.lower()
    if _VERBS.fullmatch(lowered):
        return f"{name}, which {lowered} {rest}"
    if _PLAIN_OPENERS.fullmatch(lowered):
        return f"{name}: {lowered} {rest}"
    return f"{name}. {link}" if first[:1].isupper() else f"{name}: {link}"


def _name(section: Section) -> str:
    return " ".join(section.short.split()).rstrip(" .,;:") or section.title


def number_word(count: int) -> str:
    """`count` as a sentence has it: in words up to ten."""
    return _NUMBERS[count] if count < len(_NUMBERS) else str(count)
