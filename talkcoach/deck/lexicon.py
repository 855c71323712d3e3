"""Words of a deck and of an outline made comparable, and how much a text says of a name. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

_LANGUAGES = {
    "de": "german", "en": "english", "es": "spanish", "fr": "french", "it": "italian",
    "nl": "dutch", "pt": "portuguese", "sv": "swedish",
}  # fmt: skip
_SAME = 85.0
"""rapidfuzz ratio from which two words are spellings of one."""
_HEAD = 3
"""Letters that two forms of a word begin with."""
_LONG = 5
"""Letters from which two words are compared by their letters, not by their stem alone."""
_COMPOUND = 7
"""Letters from which a word that begins another is the root of it: "Elternzeitmodell"."""
_STOP_WORDS = """
    a about all an and are as at be by can do does for from how if in into is it its more no not
    of on or our than that the their this to towards toward under using via vs we what when where
    which who why will with without you your part paper project section chapter study new
    der die das den dem des ein eine einer eines und oder fur von mit im am zu zum zur auf wie was
    warum teil kapitel le la les un une et ou pour sur dans du de des en avec par au aux que qui
    partie el los las una y o para con del al por como parte"""
_COMMON_WORDS = """
    result results method methods approach data dataset datasets model models experiment
    experiments evaluation introduction motivation background discussion conclusion conclusions
    summary setup overview related work limitation limitations future question questions problem
    problems idea ideas analysis design example examples outlook theory takeaway takeaways finding
    findings evidence claim learning system systems
    ergebnis ergebnisse methode methoden daten einleitung zusammenfassung fazit ausblick
    resultats methode donnees bilan resultados metodo datos"""
_STOP = frozenset(_STOP_WORDS.split())
_COMMON = frozenset(_COMMON_WORDS.split())
COMMON_WEIGHT = 0.25
"""What a word counts for that any work may have on its slides; a word of its own counts 1."""


def tokens(text: str) -> list[str]:
    """The words and numbers of `text` that carry meaning, in small letters without accents.

    >>> tokens("Part 2: the Modèles that hold")
    ['2', 'modeles', 'hold']
    """
    plain = text.casefold()
    if not plain.isascii():
        plain = unicodedata.normalize("NFKD", plain)
        plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    found = re.findall(r"[^\W_]+(?:['\u2019][^\W_]+)?", plain)
    return [word for word in found if word not in _STOP and (len(word) > 1 or word.isdigit())]


def folded(text: str) -> str:
    """`text` without signs and capitals: two headings that differ in these only are the same.

    >>> folded("What, and -- why?")
    'what and why'
    """
    return " ".join(re.findall(r"\w+", text.casefold()))


def is_common(word: str) -> bool:
    """Whether a word of `tokens` may stand in any work's titles, as "results"."""
    return word in _COMMON or word.isdigit()


@cache
def _stemmer(language: str) -> Any:
    import snowballstemmer  # slow to load, as the next one

    return snowballstemmer.stemmer(_LANGUAGES.get(language.split("-")[0], "english"))


class Lexicon:
    """The words of an outline; words of other texts are read as these where they are forms of one.

    Only words that begin like one of the outline are compared: a deck has thousands.
    """

    def __init__(self, texts: Iterable[str], language: str = "en") -> None:
        self._stem = cache(_stemmer(language).stemWord)
        self._forms: dict[str, str] = {}
        self._near: dict[str, list[str]] = defaultdict(list)
        for text in texts:
            for word in tokens(text):
                if word not in self._forms:
                    self._forms[word] = self._read(word)
                    self._near[word[:_HEAD]].append(word)

    def words(self, text: str) -> frozenset[str]:
        """The distinct words of `text` that carry meaning, each as the outline has it."""
        return frozenset(self._form(word) for word in tokens(text))

    def _form(self, word: str) -> str:
        if word not in self._forms:
            self._forms[word] = self._read(word)
        return self._forms[word]

    def _read(self, word: str) -> str:
        for known in self._near.get(word[:_HEAD], ()):
            if self._is_form(word, known):
                return self._forms[known]
        return word

    def _is_form(self, word: str, known: str) -> bool:
        from rapidfuzz import fuzz

        if any(letter.isdigit() for letter in word + known):
            return word == known
        short, long = sorted((word, known), key=len)
        if len(short) >= _LONG and fuzz.ratio(word, known) >= _SAME:
            return True
        if len(short) >= _COMPOUND and long.startswith(short):
            return True
        return bool(self._stem(word) == self._stem(known))


@dataclass(frozen=True, slots=True)
class Name:
    """A text of the outline that tells one of its sections from the others."""

    section: int
    kind: str
    words: frozenset[str]


class Names:
    """Finds which names a text holds, by the words that they share."""

    def __init__(self, names: Iterable[Name], weights: Mapping[str, float]) -> None:
        """Of `names`, by what each word of the outline counts in `weights`, 0 to 1."""
        self._weights = weights
        self._names = [(name, self.weight(name.words)) for name in names]
        self._with: dict[str, list[int]] = defaultdict(list)
        for n, (name, _) in enumerate(self._names):
            for word in name.words:
                if weights[word]:
                    self._with[word].append(n)

    def weight(self, words: Iterable[str]) -> float:
        """How much the words count together."""
        known = self._weights
        return sum(
            known[word] if word in known else COMMON_WEIGHT if is_common(word) else 1.0
            for word in words
        )

    def in_text(self, words: frozenset[str]) -> dict[Name, float]:
        """How surely a text of these `words` says each name, from 0 to 1, where above 0.

        All of a name in a longer text is nearly as good as the name itself; much of a text
        within a longer name is a paraphrase if it is more than one word.
        """
        shared: dict[int, float] = defaultdict(float)
        counts: dict[int, int] = defaultdict(int)
        for word in words:
            for n in self._with.get(word, ()):
                shared[n] += self._weights[word]
                counts[n] += 1
        whole = self.weight(words) if shared else 0.0
        return {
            self._names[n][0]: _likeness(weight, self._names[n][1], whole, counts[n])
            for n, weight in shared.items()
        }


def _likeness(shared: float, name: float, text: float, count: int) -> float:
    best = 2 * shared / (name + text)
    if shared > 0.9:  # a word of its own, or several common ones
        best = max(best, 0.9 * shared / name)
    if count > 1 and shared > 1:
        best = max(best, 0.8 * shared / text)
    return min(1.0, best)
