"""What slides say for papers: sections of an outline in decks that talkcoach did not make."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from talkcoach.deck.match import Match, match_deck
from talkcoach.deck.readslide import ReadSlide
from talkcoach.outline.model import Outline, Paper, Slide


def slide(
    title: str,
    *points: str,
    section: str | None = None,
    purpose: str = "obj",
    hidden: bool = False,
) -> ReadSlide:
    return ReadSlide(1, None, title, points, "", hidden, section, purpose)


def deck(*titles: str) -> list[ReadSlide]:
    """A deck without sections: a title slide, then slides of these titles."""
    return [slide(titles[0], purpose="title"), *(slide(title) for title in titles[1:])]


def outline(*papers: Paper, title: str = "A talk", language: str = "en") -> Outline:
    return Outline(title=title, duration=1800, papers=papers, language=language)


def paper(short: str, title: str, *slides: str, terms: tuple[str, ...] = ()) -> Paper:
    planned = tuple(Slide(title=text) for text in slides)
    key = "-".join(short.lower().split())
    return Paper(id=key, short=short, title=title, slides=planned, terms=terms)


def starts(match: Match) -> dict[str, int]:
    """Where each found section begins; slides counted from 1, as people do."""
    return {found.section_id: found.first + 1 for found in match.found}


BIOLOGY = outline(
    paper("Phage memory", "Bacteria remember phages for a hundred generations"),
    paper("Root signals", "Roots tell each other of drought through fungal threads"),
    paper("Coral clocks", "How corals keep time without light"),
    title="How organisms without brains remember",
)
ECONOMICS = outline(
    paper("Minimum wages", "Minimum wages and the price of bread in border towns"),
    paper("Parental leave", "Who stays home? Parental leave and careers of fathers"),
    title="Labour markets up close",
)
COMPUTING = outline(
    paper("Lantern", "Lantern: cheap probes that find what a network hides", terms=("probe",)),
    paper("Rewards that hold", "Reward models that hold under distribution shift"),
    paper("Tidewater", "Tidewater: schedulers for machines that come and go"),
    title="Systems we can look into",
)


class TestTitles:
    def test_papers_begin_where_titles_give_their_names(self) -> None:
        slides = deck(
            "How organisms without brains remember",
            "A sponge that learns",
            "Phage memory",
            "Spacers are inherited",
            "Root signals",
            "Threads between pots",
            "Coral clocks",
            "Spawning in the dark",
            "Conclusions",
            "Thank you!",
        )
        match = match_deck(slides, BIOLOGY)
        assert starts(match) == {
            "opening": 1,
            "phage-memory": 3,
            "root-signals": 5,
            "coral-clocks": 7,
            "closing": 9,
        }
        assert match.missing == ()
        assert match.found[1].evidence == 'slide 3 "Phage memory"'
        assert match.found[0].evidence == 'the slides before "Phage memory"'
        assert all(found.confidence > 0.6 for found in match.found)

    def test_paraphrases_are_found(self) -> None:
        slides = deck(
            "Looking into systems",
            "Why look inside?",
            "Part 1: Lantern finds hidden features",
            "Cheap probes",
            "Part 2: reward models holding up",
            "Shift hurts",
            "Part 3: the Tidewater scheduler",
            "Machines leave",
            "Summary and outlook",
        )
        assert starts(match_deck(slides, COMPUTING)) == {
            "opening": 1,
            "lantern": 3,
            "rewards-that-hold": 5,
            "tidewater": 7,
            "closing": 9,
        }

    def test_other_order_is_the_decks(self) -> None:
        slides = deck("Talk", "Tidewater", "Preemption", "Lantern", "Probing", "Thanks")
        match = match_deck(slides, COMPUTING)
        assert [found.section_id for found in match.found] == [
            "opening",
            "tidewater",
            "lantern",
            "closing",
        ]
        assert match.missing == ("rewards-that-hold",)

    def test_agenda_attracts_nothing(self) -> None:
        slides = deck("Labour markets", "Today", "Why towns?", "Minimum wages", "Bread", "x")
        slides[1] = slide("Today", "Minimum wages", "Parental leave")
        slides += [slide("Parental leave of fathers"), slide("Careers after a pause")]
        found = starts(match_deck(slides, ECONOMICS))
        assert found == {"opening": 1, "minimum-wages": 4, "parental-leave": 7}

    def test_agenda_shown_again_before_each_paper_stays_before_it(self) -> None:
        agenda = slide("Plan", "Minimum wages", "Parental leave")
        slides = [
            slide("Labour", purpose="title"),
            agenda,
            slide("Minimum wages in border towns"),
            slide("Bread"),
            agenda,
            slide("Parental leave, and who takes it"),
        ]
        found = starts(match_deck(slides, ECONOMICS))
        assert found == {"opening": 1, "minimum-wages": 3, "parental-leave": 6}

    def test_a_slide_comparing_two_papers_begins_neither(self) -> None:
        slides = deck("Talk", "Lantern or Tidewater?", "Lantern", "Probing", "Tidewater", "Leases")
        assert starts(match_deck(slides, COMPUTING)) == {"opening": 1, "lantern": 3, "tidewater": 5}

    def test_same_titles_in_every_paper_tell_nothing(self) -> None:
        talk = outline(
            paper("Minimum wages", "Minimum wages and bread", "Setting", "Results"),
            paper("Parental leave", "Parental leave and careers", "Setting", "Results"),
        )
        slides = deck(
            "Labour",
            "Minimum wages",
            "Setting",
            "Results",
            "Summary",
            "Parental leave",
            "Setting",
            "Results",
            "Summary",
            "Where next? Conclusions",
        )
        assert starts(match_deck(slides, talk)) == {
            "opening": 1,
            "minimum-wages": 2,
            "parental-leave": 6,
            "closing": 10,
        }

    def test_results_planned_for_one_paper_are_not_looked_for_in_others(self) -> None:
        talk = outline(
            paper("Minimum wages", "Minimum wages and bread", "Results"),
            paper("Volcano", "Volcano: queries in pieces"),
        )
        slides = deck("Talk", "Volcano", "Results", "Cost", "Bread", "Results")
        assert starts(match_deck(slides, talk)) == {"opening": 1, "volcano": 2}

    def test_missing_paper_is_said_not_guessed(self) -> None:
        slides = deck("Corals", "Phage memory", "Spacers", "Other work", "More", "Coral clocks")
        match = match_deck(slides, BIOLOGY)
        assert match.missing == ("root-signals", "closing")
        assert "root-signals" not in starts(match)

    def test_another_talk_is_not_found_at_all(self) -> None:
        slides = deck("Medieval trade", "Salt roads", "Tolls", "Results", "Conclusion", "Thanks")
        for talk in (BIOLOGY, ECONOMICS, COMPUTING):
            match = match_deck(slides, talk)
            assert match.found == ()
            assert match.missing == (*(p.id for p in talk.papers), "closing")

    def test_empty_deck(self) -> None:
        assert match_deck([], BIOLOGY).found == ()

    def test_method_name_in_titles_finds_a_paper_without_its_name(self) -> None:
        talk = outline(
            paper("Fair queues", "Waiting lines that nobody cheats", terms=("Quillon",)),
            paper("Safe caches", "Caches that leak no secrets", terms=("Marmot",)),
        )
        slides = deck(
            "Talk", "Motivation", "Quillon at a glance", "Inside Quillon", "Quillon in numbers",
            "Marmot at a glance", "Marmot's eviction", "Conclusion",
        )  # fmt: skip
        found = starts(match_deck(slides, talk))
        assert found == {"opening": 1, "fair-queues": 3, "safe-caches": 6, "closing": 8}

    def test_planned_titles_find_a_paper_that_no_title_names(self) -> None:
        talk = outline(
            paper("Phage memory", "Bacteria remember", "A spacer is a scar", "Scars fade slowly"),
            paper("Coral clocks", "Corals keep time", "Spawning in the dark"),
        )
        slides = deck("Talk", "Hello", "A spacer is a scar", "Scars fade", "Spawning in darkness")
        assert starts(match_deck(slides, talk)) == {
            "opening": 1,
            "phage-memory": 3,
            "coral-clocks": 5,
        }

    def test_a_word_in_the_introduction_begins_nothing(self) -> None:
        slides = deck("Talk", "What a probe is", "Nets", "Lantern", "Probing layers", "Tidewater")
        assert starts(match_deck(slides, COMPUTING))["lantern"] == 4

    def test_title_slide_begins_no_paper(self) -> None:
        slides = deck("Lantern and other ways to look inside", "Hello", "Lantern", "Probes")
        assert starts(match_deck(slides, COMPUTING)) == {"opening": 1, "lantern": 3}

    @pytest.mark.parametrize(
        ("language", "titles", "closing"),
        [
            ("de", ["Löhne", "Mindestlöhne an der Grenze", "Brot", "Elternzeit der Väter",
                    "Karrieren", "Zusammenfassung", "Vielen Dank"], 6),
            ("fr", ["Travail", "Le mindestlöhne allemand", "Pain", "Elternzeit en Allemagne",
                    "Carrières", "Conclusion et perspectives", "Merci"], 6),
            ("es", ["Trabajo", "Mindestlöhne", "Pan", "Elternzeit", "Carreras", "Conclusiones",
                    "Gracias"], 6),
        ],
    )  # fmt: skip
    def test_closings_in_other_languages(
        self, language: str, titles: list[str], closing: int
    ) -> None:
        talk = outline(
            paper("Mindestlohn", "Mindestlöhne und Brotpreise"),
            paper("Elternzeit", "Wer bleibt zu Hause? Elternzeit"),
            language=language,
        )
        found = starts(match_deck(deck(*titles), talk))
        assert found == {"opening": 1, "mindestlohn": 2, "elternzeit": 4, "closing": closing}


class TestMarks:
    def test_powerpoint_sections_decide(self) -> None:
        slides = [
            slide("Talk", section="Start", purpose="title"),
            slide("Lantern in one picture", section="Start"),
            slide("A riddle", section="Lantern"),
            slide("Lantern", section="Lantern"),
            slide("Drift", section="Rewards"),
            slide("More drift", section="Rewards"),
            slide("Leases", section="Tidewater scheduling"),
            slide("What we know", section="Conclusion"),
        ]
        match = match_deck(slides, COMPUTING)
        assert starts(match) == {
            "opening": 1,
            "lantern": 3,
            "rewards-that-hold": 5,
            "tidewater": 7,
            "closing": 8,
        }
        assert match.found[1].evidence == 'PowerPoint section "Lantern"'

    def test_sections_of_no_meaning_leave_it_to_the_titles(self) -> None:
        slides = [
            slide(title, section="Default Section")
            for title in ("Talk", "Lantern", "Probes", "Tidewater", "Leases")
        ]
        assert starts(match_deck(slides, COMPUTING)) == {"opening": 1, "lantern": 2, "tidewater": 4}

    def test_a_paper_over_two_sections_is_one_block(self) -> None:
        names = ["Intro", "Lantern: idea", "Lantern: results", "Tidewater"]
        slides = [slide(f"Picture {n}", section=name) for n, name in enumerate(names)]
        match = match_deck(slides, COMPUTING)
        lantern = next(found for found in match.found if found.section_id == "lantern")
        assert (lantern.first, lantern.last) == (1, 2)

    def test_a_section_of_another_name_begins_with_its_first_slide(self) -> None:
        slides = [
            slide("Talk", section="A"),
            slide("A riddle", section="B"),
            slide("Lantern finds it", section="B"),
            slide("Probes", section="B"),
            slide("Tidewater", section="C"),
        ]
        assert starts(match_deck(slides, COMPUTING)) == {"opening": 1, "lantern": 2, "tidewater": 5}

    def test_divider_before_the_naming_slide_belongs_to_the_paper(self) -> None:
        slides = [
            slide("Talk", purpose="title"),
            slide("First story", purpose="secHead"),
            slide("Phage memory lasts"),
            slide("Second story", purpose="secHead"),
            slide("Root signals travel"),
        ]
        found = starts(match_deck(slides, BIOLOGY))
        assert found == {"opening": 1, "phage-memory": 2, "root-signals": 4}

    def test_dividers_name_papers(self) -> None:
        slides = [
            slide("Talk", purpose="title"),
            slide("Roots in drought", purpose="secHead"),
            slide("Fungi"),
            slide("Corals and time", purpose="secHead"),
            slide("Light"),
        ]
        found = starts(match_deck(slides, BIOLOGY))
        assert found == {"opening": 1, "root-signals": 2, "coral-clocks": 4}

    def test_hidden_and_backup_slides_belong_to_nothing(self) -> None:
        slides = deck(
            "Talk", "Lantern", "Probes", "Tidewater", "Leases", "Conclusion", "Questions?"
        )
        slides += [slide("Backup"), slide("Rewards that hold"), slide("x", hidden=True)]
        match = match_deck(slides, COMPUTING)
        assert match.found[-1].last == 6
        assert match.missing == ("rewards-that-hold",)

    def test_slides_after_the_thanks_are_backup(self) -> None:
        slides = deck("Talk", "Lantern", "Probes", "Conclusion", "Thank you", "Tidewater", "Leases")
        match = match_deck(slides, COMPUTING)
        assert starts(match) == {"opening": 1, "lantern": 2, "closing": 4}
        assert match.found[-1].last == 4

    def test_backup_section_belongs_to_nothing(self) -> None:
        slides = [
            slide("Talk", section="Intro"),
            slide("Lantern", section="Main"),
            slide("Probes", section="Main"),
            slide("Tidewater", section="Appendix"),
        ]
        match = match_deck(slides, COMPUTING)
        assert starts(match) == {"opening": 1, "lantern": 2}
        assert match.found[-1].last == 2

    def test_hidden_slide_begins_nothing(self) -> None:
        slides = deck("Talk", "x", "Lantern", "Probes", "Leases")
        slides[1] = slide("Lantern", hidden=True)
        assert starts(match_deck(slides, COMPUTING))["lantern"] == 3

    def test_roadmaps_put_in_before_attract_nothing(self) -> None:
        slides = deck("Talk", "Lantern", "Probes", "Tidewater", "Leases")
        stops = (("lantern", "Lantern", ""), ("tidewater", "Tidewater", ""))
        ours = ReadSlide(9, "roadmap/lantern", "Lantern", (), "", False, None, "", stops=stops)
        slides.insert(1, ours)
        assert starts(match_deck(slides, COMPUTING)) == {"opening": 1, "lantern": 3, "tidewater": 5}


WORDS = st.sampled_from(
    [
        "Lantern",
        "Rewards",
        "hold",
        "Tidewater",
        "probe",
        "Results",
        "Conclusion",
        "Thank",
        "you",
        "Backup",
        "Part",
        "2",
        "agenda",
        "Picture",
    ]
)
SLIDES = st.builds(
    ReadSlide,
    slide_id=st.integers(1, 9),
    key=st.none() | st.just("roadmap/lantern"),
    title=st.lists(WORDS, max_size=4).map(" ".join),
    points=st.lists(st.lists(WORDS, max_size=3).map(" ".join), max_size=3).map(tuple),
    notes=st.just(""),
    is_hidden=st.booleans(),
    section=st.none() | WORDS,
    purpose=st.sampled_from(["", "title", "obj", "secHead"]),
)


@settings(max_examples=200, deadline=None)
@given(st.lists(SLIDES, max_size=14))
def test_blocks_are_disjoint_and_in_order_whatever_the_deck(slides: Sequence[ReadSlide]) -> None:
    match = match_deck(slides, COMPUTING)
    found = match.found
    assert all(0 <= f.first <= f.last < len(slides) for f in found)
    assert all(a.last < b.first for a, b in pairwise(found))
    assert all(0 <= f.confidence <= 1 for f in found)
    ids = [f.section_id for f in found]
    assert len(set(ids)) == len(ids)
    wanted = {*(p.id for p in COMPUTING.papers), "closing"}
    assert set(match.missing) == wanted - set(ids)
    assert not found or wanted - {"closing"} & set(ids)
