"""Which slides a talk gets, what is said at the roadmaps, and how text fits."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest

from talkcoach.deck import fit
from talkcoach.deck.plan import plan
from talkcoach.outline.model import Outline
from talkcoach.outline.transitions import transition_sentence

NAMES = ["Data quality", "Reward models", "Evaluation", "Oversight", "Decoding", "Audits", "Use"]
QUESTION = "How do we make models dependable?"


def paper(name: str, **more: Any) -> dict[str, Any]:
    return {"id": name.split()[0].lower(), "title": f"{name} in full", "short": name, **more}


def talk(*papers: dict[str, Any], **more: Any) -> Outline:
    """A 40-minute talk with 5 minutes of opening and of closing."""
    frame = {"opening": {"budget": "5 min"}, "closing": {"budget": "5 min"}}
    return Outline.model_validate(
        {"title": "My talk", "duration": "40 min", "papers": papers, **frame, **more}
    )


class TestSlides:
    def test_roadmaps_stand_before_the_first_each_later_paper_and_the_closing(self) -> None:
        specs = plan(talk(paper("Data"), paper("Rewards"), theme=QUESTION))
        assert [spec.key for spec in specs] == [
            "title",
            "theme",
            "roadmap/data",
            "slide/data/data-in-full",
            "roadmap/rewards",
            "slide/rewards/rewards-in-full",
            "roadmap/closing",
            "slide/closing/conclusion",
        ]

    def test_the_outline_turns_the_first_and_last_roadmap_off(self) -> None:
        off = {"before_first": False, "before_closing": False}
        specs = plan(talk(paper("Data"), paper("Rewards"), roadmap=off))
        assert [s.section_id for s in specs if s.kind == "roadmap"] == ["rewards"]

    def test_a_roadmap_knows_what_is_done_now_and_left(self) -> None:
        specs = plan(talk(*map(paper, ["Data", "Rewards", "Evaluation"])))
        states = {
            spec.section_id: [stop.state for stop in spec.stops]
            for spec in specs
            if spec.kind == "roadmap"
        }
        assert states == {
            "data": ["later", "later", "later"],
            "rewards": ["done", "now", "later"],
            "evaluation": ["done", "done", "now"],
            "closing": ["done", "done", "done"],
        }

    def test_a_paper_left_out_is_nowhere_in_the_deck(self) -> None:
        specs = plan(talk(paper("Data"), paper("Rewards", include=False)))
        assert not [spec for spec in specs if "Rewards" in repr(spec)]

    def test_keys_survive_slides_put_before_and_papers_reordered(self) -> None:
        data = paper("Data", slides=[{"title": "Labels drift"}, {"title": "A fix"}])
        more = paper("Data", slides=[{"title": "New"}, {"title": "Labels drift"}])
        before = plan(talk(data, paper("Rewards")))
        after = plan(talk(paper("Rewards"), more))
        titles = {spec.key: spec.title for spec in before + after}
        assert titles["slide/data/labels-drift"] == "Labels drift"
        assert {spec.key for spec in after} & {spec.key for spec in before} >= {
            "slide/data/labels-drift",
            "roadmap/data",
            "roadmap/rewards",
        }

    def test_keys_are_unique_for_equal_and_non_latin_titles(self) -> None:
        slides = [{"title": "Same"}, {"title": "Same"}, {"title": "結果"}, {"title": "方法"}]
        keys = [spec.key for spec in plan(talk(paper("Data", slides=slides)))]
        assert len(set(keys)) == len(keys)

    def test_titles_are_unique_and_say_their_section(self) -> None:
        slides = [{"title": "Results"}, {"title": "results"}]
        specs = plan(talk(paper("Data", slides=slides), paper("Rewards", slides=slides)))
        titles = [spec.title for spec in specs if spec.title.lower().startswith("results")]
        assert titles == ["Results", "results (2)", "Results (Rewards)", "results (Rewards, 2)"]

    def test_the_citation_stands_on_the_papers_first_slide_only(self) -> None:
        slides = [{"title": "One"}, {"title": "Two"}]
        specs = plan(talk(paper("Data", authors="A. B.", venue="ICML", slides=slides)))
        asides = [spec.aside for spec in specs if spec.kind == "content"]
        assert asides == ["Data in full · A. B. · ICML", "", ""]

    def test_a_closing_without_slides_concludes_with_the_takeaways(self) -> None:
        specs = plan(talk(paper("Data", takeaway="Labels lie"), paper("Rewards", link="It helps")))
        assert specs[-1].points == ("Labels lie", "It helps")


class TestTimes:
    def test_windows_cover_the_talk_without_gaps(self) -> None:
        specs = plan(talk(paper("Data", takeaway="So"), paper("Rewards"), theme=QUESTION))
        assert specs[0].start_s == 0
        assert specs[-1].end_s == pytest.approx(2400)
        for before, after in pairwise(specs):
            assert after.start_s == pytest.approx(before.end_s)

    def test_a_section_starts_with_the_roadmap_that_leads_to_it(self) -> None:
        specs = plan(talk(paper("Data"), paper("Rewards")))
        starts = {spec.key: spec.start_s for spec in specs if spec.kind == "roadmap"}
        assert starts == pytest.approx(
            {"roadmap/data": 300, "roadmap/rewards": 1200, "roadmap/closing": 2100}
        )

    def test_notes_begin_with_the_window_and_keep_the_users_words(self) -> None:
        slide = {"title": "One", "points": ["First", "Second"], "notes": "My  own\n\nwords"}
        specs = plan(talk(paper("Data", slides=[slide])))
        notes = next(spec.notes for spec in specs if spec.title == "One")
        assert notes == "15:00-35:00  Data\n\n- First\n- Second\n\nMy  own\n\nwords"

    def test_roadmap_notes_hold_the_sentence_to_say(self) -> None:
        outline = talk(paper("Data"), paper("Rewards", link="It helps."))
        notes = next(s.notes for s in plan(outline) if s.key == "roadmap/rewards")
        assert f"Say: {transition_sentence(outline, 'rewards')}" in notes


class TestWording:
    def test_before_the_first_paper_the_parts_are_laid_out(self) -> None:
        outline = talk(
            paper("Data", link="shows that labels drift."),
            paper("Rewards", link="Learn what to trust"),
            theme="how do we trust models?",
        )
        assert transition_sentence(outline, "data") == (
            "This talk asks one question: How do we trust models? I will answer it in two parts. "
            "First, Data, which shows that labels drift. Second, Rewards. Learn what to trust. "
            "Let me start with Data."
        )

    def test_between_papers_it_says_so_far_and_next(self) -> None:
        outline = talk(paper("Data"), paper("Rewards"), paper("Use", link="We close the loop"))
        assert transition_sentence(outline, "use") == (
            "So far, we have seen Data and Rewards. Next comes Use: we close the loop."
        )

    def test_before_the_closing_it_recaps_and_announces_the_conclusion(self) -> None:
        outline = talk(paper("Data"), paper("Rewards"), theme=QUESTION)
        assert transition_sentence(outline, "closing") == (
            "We have now seen both parts: Data and Rewards. That brings me back to the question "
            "of this talk: How do we make models dependable? Let me conclude."
        )

    @pytest.mark.parametrize("count", range(1, 8))
    @pytest.mark.parametrize("theme", [None, QUESTION, "dependable models."])
    @pytest.mark.parametrize("link", ["Ends. ", "what if?", "to measure it ;", "GPUs: fast", "…"])
    def test_every_sentence_is_whole(self, count: int, theme: str | None, link: str) -> None:
        outline = talk(*(paper(name, link=link) for name in NAMES[:count]), theme=theme)
        for section in outline.sections()[1:]:
            text = transition_sentence(outline, section.id)
            assert text[0].isupper()
            assert text[-1] in ".?…"
            assert not any(odd in text for odd in ("  ", "..", "?.", ";.", ": .", " ."))

    def test_no_transition_leads_to_the_opening_or_nowhere(self) -> None:
        for section_id in ("opening", "nowhere"):
            with pytest.raises(ValueError, match=section_id):
                transition_sentence(talk(paper("Data")), section_id)


LONG = "an evaluation of everything that a model may do when nobody is looking at what it does "


class TestFit:
    def test_wider_text_needs_a_smaller_size(self) -> None:
        sizes = range(40, 9, -1)
        small = fit.largest_size([LONG * 3], sizes, 300, 100)
        large = fit.largest_size([LONG], sizes, 300, 100)
        assert small < large < 40

    def test_a_word_longer_than_the_line_makes_the_text_smaller(self) -> None:
        assert fit.largest_size(["W" * 20], (40, 30, 20, 10), 250, 1000) == 10

    def test_wide_letters_count_double(self) -> None:
        assert fit.line_count("漢 " * 20, 20, 400) > fit.line_count("i " * 20, 20, 400)
