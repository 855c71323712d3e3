"""Papers and slides that were renamed are told from those that are new."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from talkcoach.deck.kinship import Candidate, pair_renamed

WORDS = st.sampled_from(["Lantern", "Tidewater", "Results", "probes", "drift", "2"])


class TestRenamed:
    SPACERS = ("A spacer is a scar", "Scars fade over generations", "Mutants forget at once")
    FUNGI = ("Threads join two pots", "Cutting threads ends the warning", "Drought is announced")

    def test_renamed_paper_keeps_its_slides(self) -> None:
        gone = [Candidate("phage-memory", "Phage memory", self.SPACERS, 0.0)]
        new = [
            Candidate("fungi", "Fungal alarms", self.FUNGI, 0.0),
            Candidate("scars", "Inherited scars", self.SPACERS, 1.0),
        ]
        assert pair_renamed(gone, new) == {"phage-memory": "scars"}

    def test_papers_that_swapped_names_keep_their_slides(self) -> None:
        gone = [
            Candidate("a", "Phage memory", self.SPACERS, 0.0),
            Candidate("b", "Root signals", self.FUNGI, 1.0),
        ]
        new = [
            Candidate("c", "Root signals", self.SPACERS, 0.0),
            Candidate("d", "Phage memory", self.FUNGI, 1.0),
        ]
        assert pair_renamed(gone, new) == {"a": "c", "b": "d"}

    def test_deleted_and_new_are_not_one(self) -> None:
        gone = [Candidate("phage", "Phage memory", self.SPACERS, 0.0)]
        new = [Candidate("fungi", "Fungal alarms", self.FUNGI, 0.0)]
        assert pair_renamed(gone, new) == {}

    def test_a_shared_skeleton_makes_no_pair(self) -> None:
        gone = [Candidate("phage", "Phage memory", ("Problem", "Method", "Results"), 0.0)]
        new = [Candidate("fungi", "Fungal alarms", ("Problem", "Method", "Results"), 0.0)]
        assert pair_renamed(gone, new) == {}

    def test_reworded_texts_are_still_the_same(self) -> None:
        gone = [Candidate("phage", "Phage memory", self.SPACERS, 0.0)]
        texts = ("A spacer is a scar", "Scars fade over many generations", "Something else")
        assert pair_renamed(gone, [Candidate("n", "Old wounds", texts, 0.0)]) == {"phage": "n"}

    @pytest.mark.parametrize(
        ("before", "after"),
        [
            ("Reward models drift", "Reward models drift over time"),
            ("Reward models", "Reward model"),
            ("Probes recover features", "Probes recover the features"),
            ("Probes recover features", "Probes recvoer features"),
        ],
    )
    def test_similar_titles_alone_make_a_pair(self, before: str, after: str) -> None:
        gone, new = [Candidate("a", before, (), 0.5)], [Candidate("b", after, (), 0.5)]
        assert pair_renamed(gone, new) == {"a": "b"}

    @pytest.mark.parametrize(
        ("before", "after"),
        [
            ("Experiment 1", "Experiment 2"),
            ("Positive results", "Negative results"),
            ("Lantern results", "Lantern ablations"),
            ("Why it works", "Where it fails"),
            ("Results", "Cost"),
            ("", ""),
        ],
    )
    def test_other_titles_alone_make_none(self, before: str, after: str) -> None:
        gone, new = [Candidate("a", before, (), 0.5)], [Candidate("b", after, (), 0.5)]
        assert pair_renamed(gone, new) == {}

    def test_same_words_with_other_numbers_are_other_points(self) -> None:
        gone = [Candidate("a", "Cohort", ("Survival rose by 12 points in 2019",), 0.5)]
        new = [Candidate("b", "Trial", ("Survival rose by 71 points in 2024",), 0.5)]
        assert pair_renamed(gone, new) == {}

    def test_equally_alike_ones_are_told_by_their_place(self) -> None:
        texts = ("Threads join two pots", "Cutting threads ends the warning")
        gone = [Candidate("early", "One", texts, 0.1), Candidate("late", "Two", texts, 0.9)]
        new = [Candidate("z", "Three", texts, 0.0), Candidate("a", "Four", texts, 1.0)]
        assert pair_renamed(gone, new) == {"early": "z", "late": "a"}

    @given(st.lists(st.tuples(st.lists(WORDS, max_size=4), st.lists(WORDS, max_size=3))))
    @settings(deadline=None)
    def test_nothing_is_paired_twice(self, items: list[tuple[list[str], list[str]]]) -> None:
        both = [
            Candidate(str(n), " ".join(title), tuple(texts), n / len(items))
            for n, (title, texts) in enumerate(items)
        ]
        pairs = pair_renamed(both[::2], both[1::2])
        assert len(set(pairs.values())) == len(pairs)
        assert {*pairs} <= {c.id for c in both[::2]}
        assert {*pairs.values()} <= {c.id for c in both[1::2]}
