"""Text as comparable tokens: lower case, numbers as digits, word endings removed.

The outline says "Ninety-one percent of annotators", the recogniser writes "91 % of annotator":
both become `91 percent annot`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import cache
from typing import Any

import snowballstemmer

_TOKEN = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+(?:['\u2019][^\W\d_]+)?|%")
_LANGUAGES = {
    "da": "danish", "de": "german", "en": "english", "es": "spanish", "fi": "finnish",
    "fr": "french", "hu": "hungarian", "it": "italian", "nl": "dutch", "no": "norwegian",
    "pt": "portuguese", "ro": "romanian", "ru": "russian", "sv": "swedish", "tr": "turkish",
}  # fmt: skip
_SMALL = """zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen
    fifteen sixteen seventeen eighteen nineteen"""
_ROUND = "twenty thirty forty fifty sixty seventy eighty ninety"
_UNITS, _TENS = _SMALL.split(), _ROUND.split()
SMALL_NUMBERS = {word: n for n, word in enumerate(_UNITS)} | {
    word: 10 * n for n, word in enumerate(_TENS, start=2)
}
_SCALES = {"hundred": 100, "thousand": 1_000, "million": 1_000_000, "billion": 1_000_000_000}

_FUNCTION_WORDS = """
    a about above after again all almost also although always am an and another any anything are
    around as at away back be because been before being below between both but by can can't cannot
    come could did didn't do does doesn't doing don't done down during each either else enough even
    ever every everything few for from get gets getting give go goes going gone good got had has
    have haven't having he he'd he's her here here's hers him his how however i i'd i'll i'm i've
    if in into is isn't it it'd it'll it's its itself just keep kind know last least less let let's
    like likely little look lot made make makes many may maybe me mean might mine more most much
    must my myself need never next no nor not nothing now of off often oh ok okay on once one only
    onto or other others our ours out over own per perhaps put quite rather really right said same
    say says see seem seems seen shall she should since so some somebody something sort still such
    take taken than that that'd that'll that's the their them then there there's these they they'd
    they'll they're they've thing things think this those though through till to today too took
    towards try two um uh er erm hmm under until up upon us use used uses very want wants was
    wasn't way we we'd we'll we're we've well went were weren't what what's when where whether
    which while who who'd who's whole whose why will with within without won't would wouldn't
    yeah yes yet you you'd you'll you're you've your yours
    """
STOP_WORDS = frozenset(_FUNCTION_WORDS.split())
"""English words that say how, not what; other languages do without a list."""


@cache
def _stemmer(language: str) -> Any:
    name = _LANGUAGES.get(language.split("-")[0])
    return None if name is None else snowballstemmer.stemmer(name)


@cache
def stem(token: str, language: str = "en") -> str:
    """`token` without its ending; unchanged when it is a number or the language is unknown.

    >>> stem("annotators"), stem("annotated"), stem("91")
    ('annot', 'annot', '91')
    """
    stemmer = _stemmer(language)
    return token if stemmer is None else str(stemmer.stemWord(token))


def split(text: str) -> list[str]:
    """The lower-case tokens of `text` as written: words, digits, and `%` as `percent`.

    >>> split("It's 54% - 90,000 drives")
    ["it's", '54', 'percent', '90000', 'drives']
    """
    plain = unicodedata.normalize("NFKC", text).lower().replace("\u2019", "'")
    return [
        "percent" if token == "%" else token.replace(",", "") if token[0].isdigit() else token
        for token in _TOKEN.findall(plain)
    ]


def numbers_as_digits(tokens: Iterable[tuple[str, int]]) -> list[tuple[str, int]]:
    """`(token, position)` pairs with runs of number words joined to one token of digits.

    The joined token keeps the position of its first word. A lone "one" stays a word, because it
    is one mostly ("that one").

    >>> numbers_as_digits([("fifty", 0), ("four", 1), ("percent", 2)])
    [('54', 0), ('percent', 2)]
    >>> numbers_as_digits([("one", 0), ("point", 1), ("four", 2), ("that", 3), ("one", 4)])
    [('1.4', 0), ('that', 3), ('one', 4)]
    """
    pairs = list(tokens)
    joined: list[tuple[str, int]] = []
    i = 0
    while i < len(pairs):
        value, used = _number_at([token for token, _ in pairs[i : i + 8]])
        if used == 0 or (used == 1 and pairs[i][0] == "one"):
            joined.append(pairs[i])
            i += 1
        else:
            joined.append((value, pairs[i][1]))
            i += used
    return joined


def _number_at(tokens: list[str]) -> tuple[str, int]:
    """The number that `tokens` begin with, as digits, and how many tokens it takes (0: none)."""
    total, part, used, room = 0, 0, 0, 1_000
    for i, token in enumerate(tokens):
        small = SMALL_NUMBERS.get(token)
        if small is not None and small < room:
            part, used = part + small, i + 1
            room = 10 if small >= 20 else 1 if small else 0
        elif token in _SCALES and used == i and part:
            part, room = part * _SCALES[token], 100
            if token != "hundred":
                total, part, room = total + part, 0, 1_000
            used = i + 1
        elif token != "and" or used == 0 or tokens[i - 1] not in _SCALES:
            break
    if used == 0:
        return "", 0
    decimals = tokens[used + 1 : used + 2]
    if tokens[used : used + 1] == ["point"] and decimals and decimals[0] in _UNITS[:10]:
        return f"{total + part}.{SMALL_NUMBERS[decimals[0]]}", used + 2
    return str(total + part), used


def content(text: str, language: str = "en") -> list[str]:
    """The stems of `text` that carry meaning, in order: no stop words, numbers as digits.

    >>> content("Ninety thousand of the drives were limping")
    ['90000', 'drive', 'limp']
    """
    pairs = numbers_as_digits((token, i) for i, token in enumerate(split(text)))
    return [stem(token, language) for token, _ in pairs if is_content(token)]


def is_content(token: str) -> bool:
    """Whether `token` says what the sentence is about: no stop word and no lone letter."""
    return token not in STOP_WORDS and (len(token) > 1 or token.isdigit())
