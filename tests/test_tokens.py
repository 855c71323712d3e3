"""Outline and transcript come to the same tokens whichever way a number is written."""

from __future__ import annotations

import pytest

from talkcoach.analysis.phrases import phrases
from talkcoach.analysis.tokens import content
from talkcoach.speech.transcript import Word


def spoken(text: str, step_s: float = 0.3) -> tuple[Word, ...]:
    return tuple(Word(i * step_s, i * step_s + 0.25, w) for i, w in enumerate(text.split()))


@pytest.mark.parametrize(
    ("said", "written"),
    [
        ("fifty-four percent", "54%"),
        ("ninety thousand drives", "90,000 drives"),
        ("one point four million", "1.4 million"),
        ("two hundred and seven turns", "207 turns"),
        ("Annotators disagree", "annotator disagreed"),
    ],
)
def test_spoken_and_written_forms_meet(said: str, written: str) -> None:
    assert set(content(said)) & set(content(written)) == set(content(written))


def test_words_in_the_sense_of_none_are_dropped() -> None:
    assert content("so this is what we did with the other ones") == ["one"]


def test_another_language_is_stemmed_by_its_own_rules() -> None:
    assert content("Häuser", "de") == content("Hauses", "de")


def test_a_phrase_ends_with_a_sentence_or_a_breath() -> None:
    words = (*spoken("We measured it. It works"), Word(9.0, 9.3, "later"), Word(9.3, 9.6, "on"))
    cut = phrases(words)
    assert [(p.first, p.end) for p in cut] == [(0, 3), (3, 5), (5, 7)]
    assert cut[2].gap_s > 7


def test_unpunctuated_speech_is_cut_all_the_same() -> None:
    cut = phrases(spoken("alpha beta " * 60))
    assert len(cut) > 3
    assert [p.first for p in cut[1:]] == [p.end for p in cut[:-1]]


def test_a_recogniser_stuck_in_a_loop_says_nothing() -> None:
    cut = phrases(spoken("Thank you. " + "drive " * 12 + "The end."))
    assert all("drive" not in p.stems for p in cut)
    assert cut[-1].end == 16
