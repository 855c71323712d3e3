"""Talks with known answers: made ones whose boundaries come back, written ones whose transitions
are judged, and the odd inputs that must still give a sensible report."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from talkcoach.analysis.analyze import align_words, analyze
from talkcoach.analysis.explain import explain
from talkcoach.marks import Mark
from talkcoach.outline.model import Outline
from talkcoach.report import Report
from talkcoach.speech.levels import FRAME_S, Levels
from talkcoach.speech.transcript import Transcript, Word

WORD_S = 0.35
SLIDE_S = 24
"""A slide of a made talk: six sentences of ten words."""
STATUSES = {"full", "recap", "preview", "skipped"}


def transcript(sentences: list[str], gap_s: float = 0.4) -> Transcript:
    """The sentences spoken one after the other, `gap_s` apart."""
    words: list[Word] = []
    now_s = 0.5
    for sentence in sentences:
        for text in sentence.split():
            words.append(Word(round(now_s, 3), round(now_s + WORD_S - 0.05, 3), text))
            now_s += WORD_S
        now_s += gap_s
    return Transcript(tuple(words), now_s)


def start_of(sentences: list[str], index: int, gap_s: float = 0.4) -> float:
    """When sentence `index` begins in `transcript(sentences)`."""
    return 0.5 + sum(len(s.split()) * WORD_S + gap_s for s in sentences[:index])


def made_outline(papers: int, slides: int = 3, points: bool = True) -> Outline:
    """Papers with words of their own: `p2s1a` belongs to paper 2, slide 1."""

    def made_slides(key: str) -> list[dict[str, object]]:
        return [
            {
                "title": f"{word(key, s, 0)} {word(key, s, 1)}",
                "points": [f"{word(key, s, 2)} {word(key, s, 3)}"] if points else [],
            }
            for s in range(slides)
        ]

    return Outline.model_validate(
        {
            "title": "A made talk",
            "duration": f"{(papers + 2) * slides * SLIDE_S} s",
            "opening": {"slides": made_slides("o")},
            "papers": [
                {
                    "id": f"p{p}",
                    "title": f"{word(str(p), 9, 0)}: a study",
                    "short": word(str(p), 9, 0),
                    "slides": made_slides(str(p)),
                }
                for p in range(papers)
            ],
            "closing": {"slides": made_slides("c")},
        }
    )


def word(key: str, slide: int, nth: int) -> str:
    """A pronounceable made-up word, the same for the same arguments, unlike any other."""
    rng = np.random.default_rng([*key.encode(), slide, nth])
    return "".join(rng.choice(list("bdfgklmnprtvz")) + rng.choice(list("aeiou")) for _ in range(5))


def made_talk(
    keys: list[str], slides: int, seed: int, said: float = 0.25
) -> tuple[list[str], list[int]]:
    """Sentences of common words in which a quarter of the words are the slide's own, and the index
    of the first sentence of each key."""
    rng = np.random.default_rng(seed)
    common = [word("common", 0, n) for n in range(150)]
    sentences: list[str] = []
    starts: list[int] = []
    for key in keys:
        starts.append(len(sentences))
        for slide in range(slides):
            own = [word(key, slide, n) for n in range(4)]
            for _ in range(6):
                words = [
                    str(rng.choice(own)) if rng.random() < said else str(rng.choice(common))
                    for _ in range(10)
                ]
                sentences.append(" ".join(words).capitalize() + ".")
    return sentences, starts


def starts_s(report: Report) -> dict[str, float | None]:
    return {section.id: section.start_s for section in report.sections}


class TestPlantedTalks:
    @pytest.mark.parametrize("seed", range(3))
    def test_boundaries_come_back(self, seed: int) -> None:
        keys = ["o", "0", "1", "2", "c"]
        sentences, firsts = made_talk(keys, 3, seed)
        found = starts_s(analyze(made_outline(3), transcript(sentences)))
        for key, first in zip(["opening", "p0", "p1", "p2", "closing"], firsts, strict=True):
            assert found[key] == pytest.approx(start_of(sentences, first), abs=9.0)

    def test_papers_given_in_another_order(self) -> None:
        sentences, firsts = made_talk(["o", "1", "0", "2", "c"], 3, 1, said=0.4)
        found = starts_s(analyze(made_outline(3), transcript(sentences)))
        assert found["p1"] == pytest.approx(start_of(sentences, firsts[1]), abs=9.0)
        assert found["p0"] == pytest.approx(start_of(sentences, firsts[2]), abs=9.0)

    def test_a_paper_left_out_is_skipped(self) -> None:
        sentences, _ = made_talk(["o", "0", "2", "c"], 3, 2, said=0.4)
        report = analyze(made_outline(3), transcript(sentences))
        status = {section.id: section.status for section in report.sections}
        assert status == {
            "opening": "spoken", "p0": "spoken", "p1": "skipped", "p2": "spoken",
            "closing": "spoken",
        }  # fmt: skip
        skipped = next(t for t in report.transitions if t.to == "p1")
        assert (skipped.status, skipped.quote, skipped.start_s) == ("skipped", "", None)

    def test_a_talk_that_stops_in_the_middle(self) -> None:
        sentences, _ = made_talk(["o", "0", "1"], 3, 3, said=0.4)
        report = analyze(made_outline(4), transcript(sentences))
        assert [s.id for s in report.sections if s.status == "spoken"] == ["opening", "p0", "p1"]

    def test_one_section_rehearsed_alone(self) -> None:
        sentences, _ = made_talk(["2"], 3, 4, said=0.4)
        report = analyze(made_outline(4), transcript(sentences))
        assert [s.id for s in report.sections if s.status == "spoken"] == ["p2"]

    def test_a_section_taken_up_again_adds_its_time(self) -> None:
        sentences, firsts = made_talk(["o", "0", "1", "0", "2", "c"], 3, 5, said=0.4)
        report = analyze(made_outline(3), transcript(sentences))
        twice = next(s for s in report.sections if s.id == "p0")
        lengths = [
            start_of(sentences, firsts[i + 1]) - start_of(sentences, firsts[i]) for i in (1, 3)
        ]
        assert twice.actual_s == pytest.approx(sum(lengths), abs=20.0)
        assert twice.start_s == pytest.approx(start_of(sentences, firsts[1]), abs=9.0)

    def test_unsaid_points_are_missed(self) -> None:
        """The made talk says every point of its slides; the last slide of paper 1 is cut."""
        sentences, firsts = made_talk(["o", "0", "1", "2", "c"], 3, 6)
        cut = sentences[: firsts[3] - 6] + sentences[firsts[3] :]
        report = analyze(made_outline(3), transcript(cut))
        missed = {point.id for point in report.points if not point.covered}
        assert missed == {"p1.3.1"}

    def test_a_covered_point_is_quoted_from_its_section(self) -> None:
        sentences, _ = made_talk(["o", "0", "1", "2", "c"], 3, 7)
        report = analyze(made_outline(3), transcript(sentences))
        point = next(p for p in report.points if p.id == "p1.2.1")
        section = next(s for s in report.sections if s.id == "p1")
        assert point.time_s is not None
        assert section.start_s is not None
        assert section.end_s is not None
        assert section.start_s <= point.time_s <= section.end_s
        assert any(part in point.quote.lower() for part in point.text.split())


GARDEN = Outline.model_validate(
    {
        "title": "Cities that stay cool",
        "theme": "How can a city cool itself without burning more power?",
        "duration": "4 min",
        "opening": {
            "slides": [{"title": "Heat kills", "points": ["Nights stay above 28 degrees"]}]
        },
        "papers": [
            {
                "id": "canopy",
                "title": "Canopia: where to plant street trees",
                "short": "Trees",
                "terms": ["Canopia"],
                "slides": [
                    {"title": "Shade maps", "points": ["Lidar of every crown in Seville"]},
                    {"title": "Planting order", "points": ["Bus stops before avenues"]},
                ],
            },
            {
                "id": "roofs",
                "title": "Albedor: paint that reflects the sky",
                "short": "Roofs",
                "terms": ["Albedor"],
                "slides": [
                    {"title": "White paint yellows", "points": ["Half its albedo lost in 2 years"]},
                    {"title": "Trial on warehouses", "points": ["Attics 9 degrees cooler"]},
                ],
            },
        ],
        "closing": {"slides": [{"title": "Next", "points": ["A guide for mayors"]}]},
    }
)

OPENING = [
    "Thank you all for coming on such a warm day.",
    "Every summer heat kills more people than floods and storms together.",
    "In our town the nights stayed above 28 degrees for three weeks.",
]
TREES = [
    "A lidar flies over Seville and draws the crown of each tree.",
    "From these crowns we compute shade maps, hour by hour, for every pavement.",
    "Canopia then puts the planting in an order that saves most lives.",
    "It plants at bus stops before it plants along avenues, which surprised the mayor.",
]
ROOFS = [
    "White paint yellows, and after 2 years half of the albedo is lost.",
    "Albedor sheds its dirt whenever it rains, so it keeps reflecting the sky.",
    "In a trial on warehouses the attics were 9 degrees cooler in July.",
    "The paint costs about as much as the cheap sort.",
]
CLOSING = ["I would love to write a guide for mayors with you.", "Thank you very much."]


def garden_talk(to_roofs: list[str], to_closing: list[str] | None = None) -> Report:
    overview = ["My talk has two parts.", "First come the trees, and second come the roofs."]
    talk = [*OPENING, *overview, *TREES, *to_roofs, *ROOFS, *(to_closing or []), *CLOSING]
    return analyze(GARDEN, transcript(talk))


class TestTransitions:
    @pytest.mark.parametrize(
        ("said", "status"),
        [
            (["So far we have talked about trees.", "Let us now turn to roofs."], "full"),
            (["That was the first part, on trees.", "The second part is about roofs."], "full"),
            (["Trees are dealt with, then.", "What remains is part two, roofs."], "full"),
            (["Now for the second part of the talk, roofs."], "preview"),
            (["Next we move on to part two, the roofs."], "preview"),
            (["So that was the first part, and we have seen what trees can do."], "recap"),
            ([], "skipped"),
        ],
    )
    def test_both_halves_are_judged(self, said: list[str], status: str) -> None:
        check = next(t for t in garden_talk(said).transitions if t.to == "roofs")
        assert check.status == status
        if said:
            assert said[0].split()[-1] in check.quote

    def test_the_section_starts_with_its_transition(self) -> None:
        report = garden_talk(["So far we have talked about trees.", "Let us now turn to roofs."])
        quote = next(t for t in report.transitions if t.to == "roofs").quote
        assert quote.startswith("So far we have")
        roofs = next(s for s in report.sections if s.id == "roofs")
        check = next(t for t in report.transitions if t.to == "roofs")
        assert check.start_s == roofs.start_s

    def test_a_skipped_transition_quotes_what_stood_there(self) -> None:
        check = next(t for t in garden_talk([]).transitions if t.to == "roofs")
        assert check.quote.startswith("White paint yellows")
        assert check.start_s == check.end_s

    def test_the_overview_is_full(self) -> None:
        report = garden_talk(["And now part two, roofs."])
        assert report.transitions[0].status == "full"

    def test_the_closing_recaps_and_announces(self) -> None:
        said = ["We have seen trees, and we have seen roofs.", "Let me conclude."]
        assert garden_talk([], said).transitions[-1].status == "full"

    def test_unplanned_transitions_are_not_reported(self) -> None:
        plan = GARDEN.model_dump()
        plan["roadmap"] = {"before_first": False, "before_closing": False}
        report = analyze(Outline.model_validate(plan), transcript([*OPENING, *TREES, *ROOFS]))
        assert [t.to for t in report.transitions] == ["roofs"]

    def test_misheard_names_are_recognised(self) -> None:
        roofs = [s.replace("Albedor", "Al bidor").replace("albedo ", "libido ") for s in ROOFS]
        report = analyze(GARDEN, transcript([*OPENING, *TREES, *roofs, *CLOSING]))
        found = next(s for s in report.sections if s.id == "roofs")
        assert found.start_s == pytest.approx(start_of([*OPENING, *TREES], 7), abs=9.0)


class TestOddInputs:
    @pytest.mark.parametrize("text", ["", "Hello"])
    def test_next_to_no_words(self, text: str) -> None:
        report = analyze(GARDEN, transcript([text] if text else []))
        assert len(report.sections) == 4
        assert all(s.status == "skipped" and s.start_s is None for s in report.sections)
        assert {t.status for t in report.transitions} == {"skipped"}
        assert not any(p.covered for p in report.points)

    def test_another_talk_is_no_run_of_this_outline(self) -> None:
        sentences, _ = made_talk(["o", "0", "1", "c"], 3, 8)
        report = analyze(GARDEN, transcript(sentences))
        assert all(s.status == "skipped" for s in report.sections)
        assert report.duration_s == 0

    @pytest.mark.parametrize("papers", [1, 30])
    def test_few_and_many_papers_without_points(self, papers: int) -> None:
        outline = made_outline(papers, slides=1, points=False)
        keys = ["o", *map(str, range(papers)), "c"]
        sentences, firsts = made_talk(keys, 1, 9, said=0.4)
        found = starts_s(analyze(outline, transcript(sentences)))
        near = [
            at is not None and abs(at - start_of(sentences, first)) < 9.0
            for at, first in zip(found.values(), firsts, strict=True)
        ]
        assert np.mean(near) > 0.85

    def test_a_language_without_signposts(self) -> None:
        plan = GARDEN.model_dump()
        plan["language"] = "ja"
        report = analyze(Outline.model_validate(plan), transcript([*OPENING, *TREES, *ROOFS]))
        assert next(s for s in report.sections if s.id == "roofs").status == "spoken"

    def test_silence_gives_neither_words_nor_pauses(self) -> None:
        quiet = Levels(np.full(1000, -120.0, dtype=np.float32), FRAME_S)
        report = analyze(GARDEN, Transcript((), 10.0), quiet)
        assert report.pauses == ()
        assert report.pace.wpm is None


VOCABULARY = sorted(
    {w.strip(".,") for s in [*OPENING, *TREES, *ROOFS, *CLOSING] for w in s.split()}
)


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.lists(st.sampled_from(VOCABULARY), min_size=1, max_size=12), max_size=25),
    st.floats(min_value=0.0, max_value=4.0),
)
def test_any_words_give_a_consistent_report(sentences: list[list[str]], gap_s: float) -> None:
    """Whatever is said: times in order, section times that add up, known statuses."""
    heard = transcript([" ".join(words) + "." for words in sentences], gap_s)
    report = analyze(GARDEN, heard)
    assert sum(s.actual_s for s in report.sections) == pytest.approx(report.duration_s, abs=0.01)
    assert [s.id for s in report.sections] == ["opening", "canopy", "roofs", "closing"]
    assert [t.to for t in report.transitions] == ["canopy", "roofs", "closing"]
    assert {t.status for t in report.transitions} <= STATUSES
    for section in report.sections:
        assert 0.0 <= section.confidence <= 1.0
        if section.status == "spoken":
            assert section.start_s is not None
            assert section.end_s is not None
            assert 0.0 <= section.start_s < section.end_s <= heard.duration_s
            assert section.actual_s > 0
        else:
            assert (section.start_s, section.actual_s, section.words) == (None, 0.0, 0)
    spoken = any(s.status == "spoken" for s in report.sections)
    assert sum(s.words for s in report.sections) == (len(heard.words) if spoken else 0)


IDS = ["opening", "canopy", "roofs", "closing"]


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.lists(st.sampled_from(VOCABULARY), min_size=1, max_size=9), max_size=20),
    st.dictionaries(st.sampled_from(IDS), st.floats(min_value=0.0, max_value=90.0)),
    st.lists(st.sampled_from(IDS), max_size=2, unique=True),
)
def test_any_marks_and_choice_give_a_consistent_report(
    sentences: list[list[str]], marked: dict[str, float], only: list[str]
) -> None:
    """Marks of sections in any order, of all of them, beyond the end; in a part or the whole."""
    heard = transcript([" ".join(words) + "." for words in sentences])
    marks = [Mark(section, at_s) for section, at_s in marked.items()]
    report = analyze(GARDEN, heard, marks=marks, only=only)
    visits = sorted(visit for section in report.sections for visit in section.visits)
    assert all(start_s <= end_s for start_s, end_s in visits)
    assert all(a[1] <= b[0] + 1e-6 for a, b in pairwise(visits))
    for section in report.sections:
        assert not only or section.id in only or section.status == "skipped"
        if section.confidence == 1.0 and section.id in marked and section.start_s is not None:
            assert section.start_s >= 0.0


class TestMarks:
    def test_a_marked_section_starts_at_its_mark_whatever_is_said(self) -> None:
        sentences, firsts = made_talk(["o", "0", "1", "2", "c"], 3, 11)
        at_s = start_of(sentences, firsts[2]) + 31.3
        report = analyze(made_outline(3), transcript(sentences), marks=[Mark("p1", at_s)])
        marked = next(s for s in report.sections if s.id == "p1")
        before = next(s for s in report.sections if s.id == "p0")
        assert (marked.start_s, marked.confidence) == (at_s, 1.0)
        assert before.end_s == at_s

    def test_a_mark_sharpens_the_other_boundaries(self) -> None:
        """Two sections share all their words; where one was marked, the other is found."""
        keys = ["o", "0", "1", "1", "2", "c"]
        sentences, firsts = made_talk(keys, 3, 12)
        plan = made_outline(3).model_dump()
        plan["papers"][0]["slides"] = plan["papers"][1]["slides"]
        marks = [Mark("p1", start_of(sentences, firsts[3]))]
        found = starts_s(analyze(Outline.model_validate(plan), transcript(sentences), marks=marks))
        assert found["p1"] == marks[0].at_s
        assert found["p2"] == pytest.approx(start_of(sentences, firsts[4]), abs=9.0)

    def test_marks_of_all_sections_make_the_report(self) -> None:
        sentences, _ = made_talk(["o", "0", "1", "c"], 3, 13)
        marks = [Mark("opening", 0.0), Mark("p1", 50.0), Mark("p0", 120.0), Mark("closing", 200.0)]
        report = analyze(made_outline(2), transcript(sentences), marks=marks)
        assert starts_s(report) == {mark.section: mark.at_s for mark in marks}
        assert report.duration_s == pytest.approx(sum(s.actual_s for s in report.sections))

    def test_a_mark_after_the_last_word_is_no_crash(self) -> None:
        sentences, _ = made_talk(["o", "0"], 3, 14)
        report = analyze(made_outline(1), transcript(sentences), marks=[Mark("closing", 9_999.0)])
        assert len(report.sections) == 3


class TestParts:
    def test_a_section_alone_is_held_against_its_own_budget(self) -> None:
        sentences, _ = made_talk(["2"], 3, 4, said=0.4)
        report = analyze(made_outline(4), transcript(sentences))
        assert report.is_partial
        assert [s.id for s in report.rehearsed_sections] == ["p2"]
        budget_s = next(s.budget_s for s in report.sections if s.id == "p2")
        assert report.over_s == pytest.approx(report.duration_s - budget_s, abs=0.01)
        assert {p.id.split(".")[0] for p in report.rehearsed_points} == {"p2"}

    def test_a_whole_talk_is_no_part(self) -> None:
        sentences, _ = made_talk(["o", "0", "1", "c"], 3, 15)
        report = analyze(made_outline(2), transcript(sentences))
        assert not report.is_partial
        assert all(s.is_rehearsed for s in report.sections)

    def test_a_paper_left_out_of_a_whole_talk_was_to_be_rehearsed(self) -> None:
        sentences, _ = made_talk(["o", "0", "2", "3", "c"], 4, 16, said=0.4)
        report = analyze(made_outline(4, slides=4), transcript(sentences))
        assert not report.is_partial
        assert next(s for s in report.sections if s.id == "p1").status == "skipped"

    def test_a_part_that_begins_with_a_recap_begins_with_its_own_section(self) -> None:
        recap = ["So that was the trees, the first part.", "Now for the second part, roofs."]
        talk = [*recap, *ROOFS, *ROOFS[:2]]
        report = analyze(GARDEN, transcript(talk))
        assert [s.id for s in report.rehearsed_sections] == ["roofs"]
        check = next(t for t in report.transitions if t.to == "roofs")
        assert check.status == "full"

    def test_a_talk_hurried_through_is_no_part(self) -> None:
        """People try things out with a talk of a minute."""
        long = GARDEN.model_copy(update={"duration": 1800.0})
        to_trees = ["My talk has two parts.", "First come the trees, and second come the roofs."]
        to_roofs = ["So far we have talked about trees.", "Let us now turn to roofs."]
        talk = [*OPENING, *to_trees, *TREES, *to_roofs, *ROOFS, *CLOSING]
        report = analyze(long, transcript(talk))
        assert report.duration_s < 0.06 * 1800
        assert not report.is_partial
        assert starts_s(report)["canopy"] == pytest.approx(start_of(talk, 3), abs=1.0)
        assert starts_s(report)["roofs"] == pytest.approx(start_of(talk, 9), abs=1.0)

    def test_a_few_words_of_one_section_are_a_part(self) -> None:
        long = GARDEN.model_copy(update={"duration": 1800.0})
        report = analyze(long, transcript([*TREES, *TREES]))
        assert [s.id for s in report.rehearsed_sections] == ["canopy"]

    def test_a_chosen_section_is_believed_however_short(self) -> None:
        words = transcript(["Thank you all for coming on such a warm day."])
        assert not analyze(GARDEN, words).is_match
        report = analyze(GARDEN, words, only=["opening"])
        assert [s.id for s in report.rehearsed_sections] == ["opening"]
        assert report.duration_s > 2.0

    def test_chosen_sections_are_the_only_ones_found(self) -> None:
        sentences, firsts = made_talk(["0", "1"], 3, 17)
        report = analyze(made_outline(3), transcript(sentences), only=["p0", "p1"])
        found = starts_s(report)
        assert found["p1"] == pytest.approx(start_of(sentences, firsts[1]), abs=9.0)
        assert found["opening"] is found["p2"] is found["closing"] is None


def test_a_talk_of_another_outline_is_refused_though_it_uses_roadmap_words() -> None:
    """Every phrase of the garden talk's structure, none of its subject."""
    plan = GARDEN.model_dump()
    for paper, name in zip(plan["papers"], ("Enzymes", "Membranes"), strict=True):
        paper.update(title=f"{name}: how they fold", short=name, terms=[])
        paper["slides"] = [
            {"title": f"{name} unfold", "points": ["Urea breaks bonds", "Heat melts helices"]},
            {"title": "Kinetics", "points": ["Two state model", "Barrier of six units"]},
        ]
    plan["opening"]["slides"] = [{"title": "Proteins", "points": ["Shape decides function"]}]
    plan["closing"]["slides"] = [{"title": "Outlook", "points": ["Drugs that refold"]}]
    talk = [
        *OPENING,
        "My talk has two parts.",
        *TREES,
        "That was part one.",
        "Now part two.",
        *ROOFS,
    ]
    report = analyze(Outline.model_validate(plan), transcript([*talk, *CLOSING]))
    assert not report.is_match
    assert all(s.status == "skipped" for s in report.sections)


class TestRestarts:
    def test_beginning_again_is_noted_and_its_time_counts(self) -> None:
        again = ["No wait, let me do that again.", *ROOFS[:2]]
        talk = [*OPENING, *TREES, "Now part two, roofs.", *ROOFS[:3], *again, *ROOFS[2:], *CLOSING]
        report = analyze(GARDEN, transcript(talk))
        assert [(r.section, r.quote) for r in report.restarts] == [("roofs", again[0])]
        roofs = next(s for s in report.sections if s.id == "roofs")
        assert roofs.actual_s > 1.3 * len(" ".join([*ROOFS, *again]).split()) * WORD_S * 0.7

    def test_talk_of_starting_again_is_no_restart(self) -> None:
        said = ["Nodes start over when one fails.", "We begin again after a crash, from scratch."]
        report = analyze(GARDEN, transcript([*OPENING, *TREES, *said, *ROOFS, *CLOSING]))
        assert report.restarts == ()

    def test_sorry_counts_only_where_something_is_said_again(self) -> None:
        talk = [*OPENING, *TREES, "Sorry, my slides are stuck.", "Here they are.", *ROOFS, *CLOSING]
        assert analyze(GARDEN, transcript(talk)).restarts == ()
        repeated = [*OPENING, *TREES[:2], "Sorry.", *TREES[:2], *TREES[2:], *ROOFS, *CLOSING]
        assert len(analyze(GARDEN, transcript(repeated)).restarts) == 1


def test_a_question_answered_in_between_stays_in_its_section() -> None:
    question = [
        "Sorry?",
        "Yes, good question.",
        "People ask me that about my garden at home as well.",
        "I water it in the morning, and I never measured anything there.",
        "Anyway, where was I?",
    ]
    talk = [
        *OPENING,
        *TREES[:2],
        *question,
        *TREES[2:],
        "Now part two, the roofs.",
        *ROOFS,
        *CLOSING,
    ]
    report = analyze(GARDEN, transcript(talk))
    trees = next(s for s in report.sections if s.id == "canopy")
    assert len(trees.visits) == 1
    roofs = next(s for s in report.sections if s.id == "roofs")
    first = talk.index("Now part two, the roofs.")
    assert roofs.start_s == pytest.approx(start_of(talk, first), abs=0.1)


def test_the_evidence_of_each_boundary_is_named() -> None:
    talk = [
        *OPENING,
        *TREES,
        "So far we have talked about trees.",
        "Let us now turn to roofs.",
        *ROOFS,
    ]
    words = transcript(talk).words
    spoken, alignment = align_words(GARDEN, words)
    reasons = explain(GARDEN.sections(), alignment, spoken, words)
    roofs = next(each for each in reasons if each.section == "roofs")
    assert roofs.transition.startswith("So far we have")
    assert roofs.transition_score > 0
    assert {"paint", "albedor"} <= dict(roofs.after).keys()
