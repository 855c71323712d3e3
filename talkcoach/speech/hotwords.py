"""The outline's names and jargon, for the recogniser to listen for."""

from __future__ import annotations

from itertools import chain

from talkcoach.outline.model import Outline

LONGEST = 400
"""Characters. Whisper's prompt holds 224 tokens, shared with the words themselves."""

HESITATIONS = ("um", "uh")
"""Whisper leaves hesitations out unless its prompt has some: of 242 in eight recordings tiny.en
wrote 31 without these two and 220 with them; see docs/method.md."""


def hotwords(outline: Outline) -> str:
    """The terms of the included papers, then the names on the roadmap, once each, then hesitations.

    Cut between two words at `LONGEST` characters, terms of every paper before second terms of any.
    """
    papers = outline.included()
    longest = max((len(paper.terms) for paper in papers), default=0)
    by_rank = (paper.terms[rank : rank + 1] for rank in range(longest) for paper in papers)
    names = chain(
        chain.from_iterable(by_rank),
        (paper.title.split(":")[0] for paper in papers),
        (paper.short for paper in papers),
    )
    chosen: dict[str, str] = {}
    length = 0
    for name in names:
        if name.casefold() in chosen:
            continue
        length += len(name) + 2
        if length > LONGEST:
            break
        chosen[name.casefold()] = name
    return ", ".join((*chosen.values(), *HESITATIONS))
