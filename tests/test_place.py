"""Where the speaker is, and how that compares with the plan."""

from __future__ import annotations

import pytest

from talkcoach.live.place import Entry, in_words, place
from talkcoach.outline.model import Outline, Section

OUTLINE = Outline.model_validate(
    {
        "title": "Roofs",
        "duration": "10 min",
        "theme": "How do roofs last?",
        "opening": {"budget": "2 min"},
        "papers": [
            {"id": "slate", "title": "Slate", "budget": "3 min"},
            {"id": "thatch", "title": "Thatch", "budget": "3 min"},
        ],
        "closing": {"budget": "2 min"},
    }
)
SECTIONS: tuple[Section, ...] = OUTLINE.sections()


def heard(*entries: tuple[str, float]) -> list[Entry]:
    return [Entry(section, at_s, "speech") for section, at_s in entries]


def test_begins_in_the_first_section() -> None:
    here = place(SECTIONS, heard(("opening", 0.8)), 30.0, 25.0)
    assert (here.section, here.known, here.spent_s) == ("opening", "speech", {"opening": 30.0})
    assert here.behind_s == 0.0


def test_counts_what_each_section_took() -> None:
    entries = heard(("opening", 0.8), ("slate", 150.0), ("thatch", 300.0))
    here = place(SECTIONS, entries, 330.0, 325.0)
    assert here.spent_s == {"opening": 150.0, "slate": 150.0, "thatch": 30.0}
    assert here.behind_s == 0.0  # thirty seconds late into slate, and thirty faster through it


def test_a_section_over_its_budget_is_behind_by_the_excess() -> None:
    here = place(SECTIONS, heard(("opening", 0.0), ("slate", 120.0)), 120.0 + 200.0, 300.0)
    assert here.behind_s == pytest.approx(20.0)


def test_a_section_left_out_is_time_won() -> None:
    here = place(SECTIONS, heard(("opening", 0.0), ("thatch", 120.0)), 130.0, 130.0)
    assert here.behind_s == pytest.approx(-180.0)


def test_coming_back_adds_to_the_section() -> None:
    entries = heard(("opening", 0.0), ("slate", 100.0), ("thatch", 200.0), ("slate", 250.0))
    here = place(SECTIONS, entries, 300.0, 300.0)
    assert here.section == "slate"
    assert here.spent_s == {"opening": 100.0, "slate": 150.0, "thatch": 50.0}


def test_before_the_first_key_it_was_the_first_section() -> None:
    here = place(SECTIONS, [Entry("slate", 100.0, "key")], 130.0, 0.0)
    assert here.spent_s == {"opening": 100.0, "slate": 30.0}
    assert here.known == "key"


@pytest.mark.parametrize(
    ("now_s", "section"),
    [(0.0, "opening"), (119.0, "opening"), (121.0, "slate"), (479.0, "thatch"), (700.0, "closing")],
)
def test_without_ears_and_keys_the_plan_says_where_it_is(now_s: float, section: str) -> None:
    here = place(SECTIONS, [], now_s, 0.0)
    assert (here.section, here.known, here.behind_s) == (section, "plan", 0.0)
    assert sum(here.spent_s.values()) == pytest.approx(now_s)


def test_what_comes_later_is_not_known_yet() -> None:
    assert (
        place(SECTIONS, heard(("opening", 0.0), ("slate", 90.0)), 60.0, 90.0).section == "opening"
    )


def test_the_plan_comments_in_words() -> None:
    assert [in_words(s) for s in (0, 14, -14, 75, -75)] == [
        "on plan", "on plan", "on plan", "1:15 behind the plan", "1:15 ahead of the plan",
    ]  # fmt: skip
