"""Lines of ours brought up to date around a person's."""

from __future__ import annotations

from talkcoach.deck.digests import line_digest
from talkcoach.deck.merge import merge

BASE = ["Waiting", "", "Say: old words", "", "- one", "- two"]
MARKS = [line_digest(line) for line in BASE if line]


def merged(now: list[str], want: list[str]) -> list[str]:
    return [now[x] if isinstance(x, int) else x for x in merge(now, MARKS, want)]


class TestMerge:
    def test_untouched_lines_become_what_is_wanted(self) -> None:
        want = ["Waiting", "", "Say: new words", "", "- one", "- three"]
        assert merged(BASE, want) == want

    def test_a_persons_lines_stay_behind_the_line_they_follow(self) -> None:
        now = ["Before", *BASE[:3], "mine", *BASE[3:], "", "after"]
        want = ["Waiting", "", "Say: new words", "", "- one", "- two", "- three"]
        assert merged(now, want) == [
            "Before", "Waiting", "", "Say: new words", "", "mine", "", "- one", "- two", "- three",
            "", "after",
        ]  # fmt: skip

    def test_a_line_that_a_person_rewrote_is_not_written_again(self) -> None:
        now = ["Waiting", "", "My own words", "", "- one", "- two"]
        assert merged(now, [*BASE, "- three"]) == [*now, "- three"]

    def test_a_line_that_a_person_took_out_stays_out(self) -> None:
        now = ["Waiting", "", "- one", "- two"]
        assert merged(now, [*BASE, "- three"]) == [*now, "- three"]

    def test_white_space_is_no_change(self) -> None:
        now = ["Waiting ", "", " Say:  old words", "", "- one", "- two"]
        assert merged(now, ["Waiting"]) == ["Waiting "]

    def test_notes_that_a_person_emptied_get_only_what_is_new(self) -> None:
        assert merged([""], [*BASE, "- three"]) == ["", "- three"]

    def test_blank_lines_do_not_pile_up(self) -> None:
        now = list(BASE)
        for text in ("a", "b", "c", "d"):
            want = ["Waiting", "", f"Say: {text}", "", f"- {text}"]
            marks = [line_digest(line) for line in now if line]
            now = [now[x] if isinstance(x, int) else x for x in merge(now, marks, want)]
            assert now == want
