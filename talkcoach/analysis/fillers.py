"""Sounds and phrases that fill time: um, uh, er; "you know", "I mean", where they mean nothing.

Transcripts of other tools lack many of the sounds; `hesitations` finds those in the recording.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from talkcoach.report import Filler
from talkcoach.speech.transcript import Word

_SOUNDS = "um umm uh uhh uhm er err erm hmm hm mm mmm"
_NOT_FILLED = """what how why when where who which that the this these it him her them my our your a
    an if about exactly nothing better as"""
_NOUN_BEFORE = "a an the this that what which some any every same different new one no"
SOUNDS = frozenset(_SOUNDS.split())
_MARKS = ",.?!;:-\u2013\u2014\u2026\"'()"
_KNOWN = frozenset(_NOT_FILLED.split())
"""After "you know" these begin what is known; it is meant then."""
_KIND = frozenset(_NOUN_BEFORE.split())
"""Before "kind of" and "sort of" these make them nouns."""


def find_fillers(words: Sequence[Word]) -> tuple[Filler, ...]:
    """The fillers in order of time, each with the words as a reader would write them.

    >>> heard = [Word(0, 1, "Um,"), Word(1, 2, "you"), Word(2, 3, "know,"), Word(3, 4, "it")]
    >>> [f.word for f in find_fillers(heard)]
    ['um', 'you know']
    """
    return tuple(Filler(time_s=words[i].start, word=phrase) for i, phrase in _fillers(words))


def _fillers(words: Sequence[Word]) -> Iterator[tuple[int, str]]:
    plain = [word.text.strip(_MARKS).lower() for word in words]
    for i, token in enumerate(plain):
        following = plain[i + 1] if i + 1 < len(plain) else ""
        if token in SOUNDS:
            yield i, token
        elif (token, following) == ("you", "know") and _set_off(words, i, 2):
            if (plain[i + 2 : i + 3] or [""])[0] not in _KNOWN or words[i + 1].text.endswith(","):
                yield i, "you know"
        elif (token, following) == ("i", "mean") and _set_off(words, i, 2):
            yield i, "I mean"
        elif token in ("sort", "kind") and following == "of":
            if i > 0 and plain[i - 1] not in _KIND:
                yield i, f"{token} of"
        elif token == "like" and _set_off(words, i, 1) and words[i].text.endswith(","):
            yield i, "like"


def _set_off(words: Sequence[Word], i: int, length: int) -> bool:
    """Whether the words from `i` stand apart: after a mark, or at the start."""
    before = i == 0 or words[i - 1].text[-1:] in _MARKS
    after = i + length >= len(words) or words[i + length - 1].text[-1:] in _MARKS
    return before and (after or i == 0 or words[i - 1].text[-1:] in ".,?!")
