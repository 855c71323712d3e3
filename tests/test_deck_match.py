"""An outline's sections in decks that talkcoach did not make, and what was renamed."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from talkcoach.deck.kinship import Candidate, pair_renamed
from talkcoach.deck.match import Match, match_deck
from talkcoach.deck.readslide import ReadSlide
from talkcoach.outline.model import Outline


def slide(title: str, *points: str, **more: Any) -> ReadSlide:
    facts = {"is_hidden": False, "section": None, "purpose": "obj", "notes": ""} | more
    return ReadSlide(slide_id=256, key=None, title=title, points=points, **facts)


def talk(*papers: dict[str, Any]) -> Outline:
    return Outline.model_validate(
        {
            "title": "Cells that count",
            "duration": "40 min",
            "papers": [
                {"id": f"p{n}", "short": paper["title"].split(":")[0], **paper}
                for n, paper in enumerate(papers, start=1)
            ],
        }
    )


BIOLOGY = talk(
    {
        "title": "TallySeq: counting cells by their transcripts",
        "terms": ["TallySeq"],
        "slides": [{"title": "Every cell is counted twice", "points": ["Barcodes collide"]}],
    },
    {"title": "Clonal drift: lineages that win by chance"},
    {"title": "Repair clocks: timing how tissue heals"},
)


def firsts(match: Match) -> dict[str, int]:
    return {found.section_id: found.first for found in match.found}


class TestSections:
    def test_titles_like_the_papers_names_begin_them(self) -> None:
        slides = [
            slide("Cells that count", purpose="title"), slide("Why count at all?"),
            slide("TallySeq"), slide("Results"), slide("Clonal drift in old blood"),
            slide("Results"), slide("Timing repair: clocks in tissue"), slide("Results"),
            slide("Summary"), slide("Thank you"),
        ]  # fmt: skip
        match = match_deck(slides, BIOLOGY)
        assert firsts(match) == {"opening": 0, "p1": 2, "p2": 4, "p3": 6, "closing": 8}
        assert match.found[1].evidence == 'slide 3 "TallySeq"'
        assert match.missing == ()

    def test_powerpoints_sections_decide(self) -> None:
        slides = [
            slide("Cells that count", section="Intro"),
            slide("A reminder", section="Clonal drift"),
            slide("Clonal drift", section="Clonal drift"),
            slide("Where TallySeq comes from", section="Tally"), slide("TallySeq", section="Tally"),
        ]  # fmt: skip
        match = match_deck(slides, BIOLOGY)
        assert firsts(match)["p2"] == 1
        assert match.found[1].evidence == 'PowerPoint section "Clonal drift"'

    def test_a_title_that_is_the_name_needs_no_rare_word(self) -> None:
        outline = talk({"title": "What and why?"}, {"title": "Clonal drift"})
        slides = [slide("Start"), slide("What and why?"), slide("More"), slide("Clonal drift")]
        assert firsts(match_deck(slides, outline)) == {"opening": 0, "p1": 1, "p2": 3}

    def test_an_agenda_begins_nothing(self) -> None:
        slides = [
            slide("Cells that count"), slide("Plan", "TallySeq", "Clonal drift", "Repair clocks"),
            slide("TallySeq"), slide("Clonal drift"), slide("Repair clocks"),
        ]  # fmt: skip
        assert firsts(match_deck(slides, BIOLOGY)) == {"opening": 0, "p1": 2, "p2": 3, "p3": 4}

    def test_planned_slides_and_points_are_evidence(self) -> None:
        slides = [slide("Start"), slide("Every cell is counted twice"), slide("Clonal drift")]
        assert firsts(match_deck(slides, BIOLOGY))["p1"] == 1
        slides = [slide("Start"), slide("A problem", "Barcodes collide"), slide("Clonal drift")]
        assert firsts(match_deck(slides, BIOLOGY))["p1"] == 1

    def test_a_section_header_needs_fewer_words(self) -> None:
        slides = [slide("Start"), slide("Part 2: the repair", purpose="secHead"), slide("Data")]
        assert firsts(match_deck(slides, BIOLOGY))["p3"] == 1

    def test_a_paper_without_evidence_is_missing(self) -> None:
        slides = [slide("Start"), slide("TallySeq"), slide("Results"), slide("Results")]
        match = match_deck(slides, BIOLOGY)
        assert firsts(match) == {"opening": 0, "p1": 1}
        assert match.missing == ("p2", "p3", "closing")

    def test_another_talk_matches_nothing(self) -> None:
        slides = [slide("Prices and wages"), slide("Data"), slide("Results"), slide("Conclusion")]
        assert match_deck(slides, BIOLOGY).found == ()

    def test_words_that_all_papers_share_are_no_evidence(self) -> None:
        outline = talk({"title": "Model audits"}, {"title": "Model rewards"})
        assert match_deck([slide("Start"), slide("Our model")], outline).found == ()

    def test_the_decks_own_order_is_told(self) -> None:
        slides = [slide("Start"), slide("Clonal drift"), slide("More"), slide("TallySeq")]
        assert list(firsts(match_deck(slides, BIOLOGY))) == ["opening", "p2", "p1"]

    def test_the_title_slide_and_what_is_not_shown_belong_to_no_paper(self) -> None:
        slides = [
            slide("Repair clocks", purpose="title"), slide("TallySeq", is_hidden=True),
            slide("TallySeq in short"), slide("End"),
            slide("Clonal drift", section="Backup"),
        ]  # fmt: skip
        match = match_deck(slides, BIOLOGY)
        assert firsts(match) == {"opening": 0, "p1": 2}
        assert match.found[-1].last == 3

    @pytest.mark.parametrize("title", ["Conclusion", "Zusammenfassung und Ausblick", "Future work"])
    def test_the_closing_is_found_by_its_words(self, title: str) -> None:
        slides = [slide("Start"), slide("TallySeq"), slide("Data"), slide(title), slide("Thanks")]
        assert firsts(match_deck(slides, BIOLOGY))["closing"] == 3

    @settings(max_examples=60, deadline=None, derandomize=True)
    @given(
        st.lists(
            st.builds(
                slide,
                st.sampled_from(["", "TallySeq", "Clonal drift", "Repair clocks", "Summary", "X"]),
                section=st.sampled_from([None, "Clonal drift", "Backup"]),
                is_hidden=st.booleans(),
                purpose=st.sampled_from(["title", "obj", "secHead"]),
            ),
            max_size=12,
        )
    )
    def test_sections_never_overlap(self, slides: list[ReadSlide]) -> None:
        found = match_deck(slides, BIOLOGY).found
        assert all(0 <= f.first <= f.last < len(slides) for f in found)
        assert all(a.last < b.first for a, b in pairwise(found))


def paper(id: str, title: str, *texts: str, position: float = 0.0) -> Candidate:
    return Candidate(id, title, texts, position)


class TestRenamed:
    def test_the_same_texts_under_another_name(self) -> None:
        old = paper("a", "Data quality", "Labels drift", "They cost reward")
        new = paper("b", "Trustworthy annotations", "Labels drift", "They cost reward")
        assert pair_renamed([old], [new]) == {"a": "b"}

    def test_a_title_that_was_only_reworded(self) -> None:
        old = paper("a", "Preference labels drift within a week", "one")
        new = paper("b", "Preference labels drift in a week", "one", "two")
        assert pair_renamed([old], [new]) == {"a": "b"}

    def test_what_has_nothing_in_common_is_not_paired(self) -> None:
        assert pair_renamed([paper("a", "Data", "x")], [paper("b", "Rewards", "y")]) == {}

    def test_the_same_title_over_other_texts_is_not_enough(self) -> None:
        assert pair_renamed([paper("a", "Results", "x")], [paper("b", "Results", "y")]) == {}

    def test_swapped_names_follow_the_texts(self) -> None:
        labels, costs = ("Labels drift", "They cost reward"), ("Prices rise", "Wages follow")
        gone = [paper("a", "One", *labels), paper("b", "Two", *costs)]
        new = [paper("c", "Two", *labels), paper("d", "One", *costs)]
        assert pair_renamed(gone, new) == {"a": "c", "b": "d"}

    def test_equally_alike_ones_are_paired_by_their_place(self) -> None:
        said = "Labels drift within a week"
        gone = [
            paper("a", "Results", said, position=0.0),
            paper("b", "Results", said, position=1.0),
        ]
        new = [
            paper("c", "Findings", said, position=0.9),
            paper("d", "Findings", said, position=0.1),
        ]
        assert pair_renamed(gone, new) == {"a": "d", "b": "c"}
