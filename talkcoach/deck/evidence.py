"""What each slide of a deck says for each paper of an outline. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

from talkcoach.deck.clues import is_agenda, is_closing, is_courtesy
from talkcoach.deck.lexicon import COMMON_WEIGHT, Lexicon, Name, Names, folded, is_common
from talkcoach.deck.readslide import ReadSlide
from talkcoach.outline.model import Outline, Section

NAMES = 0.6
"""A text this likely to say a paper's name says it."""
_PER_WORD, _MOST_WORDS = 0.08, 0.4
"""Evidence of a word of a paper's in a slide's text, and of all of them."""
_KINDS = {
    "name": (1.0, 1.0),
    "first": (0.9, 1.0),
    "planned": (0.6, 1.0),
    "point": (0.65, 0.7),
    "term": (0.45, 0.7),
}
"""Of a title that says such a text, or of a line that says a planned point: the evidence that a
paper begins here, and that the slide is the paper's."""
_SAID = 0.8
"""A line this like a planned point says it."""
_NUMBERED = 0.2
"""Evidence of a number before a title that is the paper's own: "Part 2"."""
_NUMBER = re.compile(
    r"\W*(?:part|paper|project|teil|projekt|partie|projet|parte)?\s*(\d{1,2})\b", re.IGNORECASE
)
_THANKS = re.compile(r"\W*(many |vielen |muchas )?(thank|danke?|merci|gracias)\b", re.IGNORECASE)
_SPANISH = re.compile(
    r"\b(conclusiones|resumen|trabajo futuro|próximos pasos|perspectivas)\b", re.IGNORECASE
)


def concludes(title: str) -> bool:
    """Whether a slide or section of this title concludes a talk, or a paper."""
    return is_closing(title) or bool(_SPANISH.search(title))


def thanks(title: str) -> bool:
    """Whether a slide of this title thanks for the attention."""
    return bool(_THANKS.match(title))


def is_ending(title: str) -> bool:
    """Whether a slide of this title may stand after all papers: conclusions, thanks, contact."""
    return concludes(title) or thanks(title) or is_courtesy(title)


class Evidence:
    """What each slide says for each paper.

    `starts[n][k]`: how surely slide n begins paper k, 0 to 1. `about[n][k]`: how surely it is one
    of its slides, -0.5 to 1. The last k is the frame: opening, theme and closing.
    """

    def __init__(
        self, slides: Sequence[ReadSlide], outline: Outline, papers: Sequence[Section]
    ) -> None:
        self.slides = slides
        self.papers = papers
        texts = [list(_texts(paper)) for paper in papers] + [list(_frame(outline))]
        lexicon = Lexicon((t for own in texts for _, t in own), outline.language)
        self.lexicon = lexicon
        self._own = [frozenset().union(*(lexicon.words(t) for _, t in own)) for own in texts]
        weights = _weights(self._own)
        names = {
            Name(k, kind, words)
            for k, own in enumerate(texts)
            for kind, text in own
            if kind != "text" and (words := lexicon.words(text))
        }
        self.names = Names(names, weights)
        self._weights = weights
        self._titles = {
            folded(text): k
            for k, own in enumerate(texts[: len(self.papers)])
            for kind, text in own
            if kind == "name"
        }
        titles = Counter(title for title, _ in groupby(slide.title.casefold() for slide in slides))
        self._repeated = {title for title, count in titles.items() if count > 1}
        self.is_header = [_is_header(slides, n) for n in range(len(slides))]
        rows = [self._row(n) for n in range(len(slides))]
        self.starts = [starts for starts, _ in rows]
        self.about = [about for _, about in rows]

    def named(self, text: str) -> dict[int, float]:
        """How surely a short text names each paper, where above 0."""
        return self._named(self.names.in_text(self.lexicon.words(text)))

    def _named(self, said: Mapping[Name, float]) -> dict[int, float]:
        best: dict[int, float] = {}
        for name, score in said.items():
            if name.kind in ("name", "term") and name.section < len(self.papers):
                score *= _KINDS[name.kind][1]
                best[name.section] = max(best.get(name.section, 0.0), score)
        return best

    def _row(self, n: int) -> tuple[list[float], list[float]]:
        """Evidence of slide `n`, for each paper and the frame."""
        slide = self.slides[n]
        starts, about = [0.0] * len(self._own), [0.0] * len(self._own)
        lines = [self.lexicon.words(line) for line in (*slide.points, *slide.small_print)]
        said = [self.names.in_text(words) for words in lines[: len(slide.points)]]
        if self._announces(slide, said):
            return starts, about
        for name, score in self._in_title(slide.title):
            start, member = _KINDS[name.kind]
            starts[name.section] = max(starts[name.section], start * score)
            about[name.section] = max(about[name.section], member * score)
        if (
            k := self._titles.get(folded(slide.title), -1)
        ) >= 0:  # "What and why?" has no rare word
            starts[k] = about[k] = 1.0
        for name in {name for scores in said for name, score in scores.items() if score >= _SAID}:
            if name.kind == "point" and self.names.weight(name.words) > 1:
                starts[name.section] = max(starts[name.section], _KINDS["point"][0])
                about[name.section] = max(about[name.section], _KINDS["point"][1])
        self._add_words(frozenset().union(*lines), about)
        number = _NUMBER.match(slide.title)
        k = int(number[1]) - 1 if number else -1
        if 0 <= k < len(self.papers) and starts[k] >= NAMES / 2:
            starts[k] += _NUMBERED
        if n == 0 or slide.is_hidden or is_ending(slide.title):
            starts = [0.0] * len(starts)
        return _margins(starts), _margins(about)

    def _in_title(self, title: str) -> Iterator[tuple[Name, float]]:
        """The names and planned titles that a slide's title says; nothing of a planned title if
        slides far from one another have it, as "Results"."""
        is_repeated = title.casefold() in self._repeated
        for name, score in self.names.in_text(self.lexicon.words(title)).items():
            is_planned = name.kind in ("first", "planned")
            if name.kind != "point" and not (is_planned and (score < NAMES or is_repeated)):
                yield name, score

    def _add_words(self, words: frozenset[str], about: list[float]) -> None:
        """Add what the words below a title say for each paper and the frame."""
        telling = [word for word in words if self._weights.get(word)]
        for k, own in enumerate(self._own):
            weight = sum(self._weights[word] for word in telling if word in own)
            about[k] = min(1.0, about[k] + min(_MOST_WORDS, _PER_WORD * weight))

    def _announces(self, slide: ReadSlide, said: Sequence[Mapping[Name, float]]) -> bool:
        """Whether the slide is an agenda: of talkcoach's, by its title, or by what it lists."""
        if slide.stops or slide.key is not None or is_agenda(slide, ()):
            return True
        named = [{k for k, s in self._named(point).items() if s >= NAMES} for point in said]
        listed = [papers for papers in named if len(papers) == 1]
        return 2 * len(listed) >= len(named) and len(set().union(*listed)) > 1


def _texts(section: Section) -> Iterator[tuple[str, str]]:
    """Kind and text of all that the outline says of a paper."""
    paper = section.paper
    assert paper is not None
    for name in dict.fromkeys((section.short, paper.title, paper.id.replace("-", " "))):
        yield "name", name
    head, colon, tail = paper.title.partition(":")
    if colon:
        yield "name", head
        yield "name", tail
    for term in paper.terms:
        yield "term", term
    for n, slide in enumerate(section.slides):
        yield ("planned" if n else "first"), slide.title
        for point in slide.points:
            yield "point", point
    for text in (paper.link, paper.takeaway, paper.venue, paper.authors):
        if text:
            yield "text", text


def _frame(outline: Outline) -> Iterator[tuple[str, str]]:
    yield "name", outline.title
    for text in (outline.theme, outline.event):
        if text:
            yield "text", text
    for part in (outline.opening, outline.closing):
        for slide in part.slides:
            yield "planned", slide.title


def _weights(own: Sequence[frozenset[str]]) -> dict[str, float]:
    """What each word counts: less the more sections have it, nothing if all papers do."""
    papers = own[:-1]
    weights = {}
    for word in frozenset().union(*own):
        count = sum(word in words for words in papers)
        share = 0.0 if count == len(papers) > 1 else 1 / max(1, count) ** 2
        share *= COMMON_WEIGHT if is_common(word) else 1.0
        weights[word] = share / 2 if word in own[-1] else share
    return weights


def _margins(scores: Sequence[float]) -> list[float]:
    """Each score less half the best of the other papers': what names two papers names none.

    The frame, which shares the theme's words with the papers, takes nothing from them.
    """
    papers = range(len(scores) - 1)
    top = max(papers, key=scores.__getitem__)
    second = max((scores[k] for k in papers if k != top), default=0.0)
    return [s - (second if k == top else scores[top]) / 2 for k, s in enumerate(scores)]


def _is_header(slides: Sequence[ReadSlide], n: int) -> bool:
    before = slides[n - 1].section if n else None
    return slides[n].purpose == "secHead" or (n > 0 and slides[n].section != before)
