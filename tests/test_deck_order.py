"""Where slides belong when a person has edited the deck and the outline has changed."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from talkcoach.deck.order import LEFT_OUT, Group, Held, arrange, group_slides
from talkcoach.deck.plan import BACKUP
from talkcoach.outline.model import CLOSING, OPENING

KEYS = {
    OPENING: ["title"],
    "data": ["roadmap/data", "slide/data/drift", "slide/data/fix"],
    "rewards": ["roadmap/rewards", "slide/rewards/hold"],
    CLOSING: ["roadmap/closing"],
    BACKUP: [],
}
MINE = 100
"""Ids from here on are a person's slides."""


def deck(*names: str | int, sections: dict[str, int] | None = None) -> list[Held]:
    """Slides by key, or by number for a person's own; `sections` maps a section to its number."""
    ids = {key: n for n, key in enumerate((k for keys in KEYS.values() for k in keys), start=1)}
    order = {key: n for keys in KEYS.values() for n, key in enumerate(keys)}
    slides = []
    for name in names:
        if isinstance(name, int):
            slides.append(Held(MINE + name))
        else:
            group = None if sections is None else sections[name.split("/")[1]]
            slides.append(Held(ids[name], name, order[name], group))
    return slides


def shown(groups: Sequence[Group]) -> list[tuple[str | None, list[str | int]]]:
    """The groups by section, with keys, and numbers for a person's slides."""
    return [
        (
            group.section_id,
            [
                slide if isinstance(slide, str) else slide.key or slide.slide_id - MINE
                for slide in group.slides
            ],
        )
        for group in groups
        if group.slides
    ]


def arranged(
    slides: list[Held],
    wanted: dict[str, list[str]],
    sections: Sequence[str | None] = (),
    addable: Sequence[str] = (),
) -> list[tuple[str | None, list[str | int]]]:
    return shown(arrange(group_slides(slides, sections), wanted, addable))


FULL = ("title", *KEYS["data"], *KEYS["rewards"], "roadmap/closing")


class TestGroups:
    def test_a_persons_slide_is_in_the_section_of_the_slide_before_it(self) -> None:
        slides = deck("title", 1, "roadmap/data", 2, "roadmap/rewards", 3)
        assert shown(group_slides(slides, ())) == [
            (OPENING, ["title", 1]),
            ("data", ["roadmap/data", 2]),
            ("rewards", ["roadmap/rewards", 3]),
        ]

    def test_powerpoints_sections_decide_where_there_are_any(self) -> None:
        slides = [Held(1, "title", 0, 0), Held(101, None, 0, 1), Held(2, "roadmap/data", 0, 1)]
        assert shown(group_slides(slides, [OPENING, "data"])) == [
            (OPENING, ["title"]),
            ("data", [1, "roadmap/data"]),
        ]

    def test_a_slide_moved_by_a_program_without_sections_is_where_it_stands(self) -> None:
        stale = [
            Held(1, "title", 0, 0),
            Held(2, "roadmap/data", 0, 1),
            Held(5, "roadmap/rewards", 0, 2),
            Held(101, None, 0, 1),
            Held(6, "slide/rewards/hold", 1, 2),
        ]
        assert shown(group_slides(stale, [OPENING, "data", "rewards"])) == [
            (OPENING, ["title"]),
            ("data", ["roadmap/data"]),
            ("rewards", ["roadmap/rewards", 1, "slide/rewards/hold"]),
        ]

    def test_a_section_that_was_merged_away_is_found_by_its_slides(self) -> None:
        slides = [
            Held(1, "title", 0, 0),
            Held(2, "roadmap/data", 0, 0),
            Held(101, None, 0, 0),
        ]
        assert shown(group_slides(slides, [OPENING])) == [
            (OPENING, ["title"]),
            ("data", ["roadmap/data", 1]),
        ]

    def test_a_slide_added_behind_what_is_left_out_is_shown(self) -> None:
        slides = [
            Held(1, "title"),
            Held(2, "roadmap/data", 0, None, is_hidden=True, was_left_out=True),
            Held(101),
        ]
        assert arranged(slides, {OPENING: ["title"], BACKUP: []}) == [
            (OPENING, ["title", 1]),
            (LEFT_OUT, ["roadmap/data"]),
        ]


class TestOrder:
    def test_nothing_changed_nothing_moves(self) -> None:
        slides = deck("title", 1, *KEYS["data"], *KEYS["rewards"], "roadmap/closing", 2)
        assert arranged(slides, KEYS) == [
            (OPENING, ["title", 1]),
            ("data", KEYS["data"]),
            ("rewards", KEYS["rewards"]),
            (CLOSING, ["roadmap/closing", 2]),
        ]

    def test_a_section_moves_with_the_slides_that_a_person_put_in_it(self) -> None:
        slides = deck("title", "roadmap/data", 1, "slide/data/drift", "slide/data/fix", 2,
                      *KEYS["rewards"], "roadmap/closing")  # fmt: skip
        swapped = {key: KEYS[key] for key in (OPENING, "rewards", "data", CLOSING, BACKUP)}
        assert arranged(slides, swapped)[1:3] == [
            ("rewards", KEYS["rewards"]),
            ("data", ["roadmap/data", 1, "slide/data/drift", "slide/data/fix", 2]),
        ]

    def test_what_is_gone_comes_last(self) -> None:
        slides = deck("title", *KEYS["data"], 1, *KEYS["rewards"], "roadmap/closing")
        wanted = {key: KEYS[key] for key in (OPENING, "rewards", CLOSING, BACKUP)}
        assert arranged(slides, wanted)[-1] == (LEFT_OUT, [*KEYS["data"], 1])

    def test_a_single_slide_that_is_gone_leaves_a_persons_slide_where_it_is(self) -> None:
        slides = deck("title", "roadmap/data", "slide/data/drift", 1, "slide/data/fix")
        wanted = {OPENING: ["title"], "data": ["roadmap/data", "slide/data/fix"], BACKUP: []}
        assert arranged(slides, wanted) == [
            (OPENING, ["title"]),
            ("data", ["roadmap/data", 1, "slide/data/fix"]),
            (LEFT_OUT, ["slide/data/drift"]),
        ]

    def test_new_slides_stand_before_the_next_one_of_the_outline(self) -> None:
        slides = deck("title", "roadmap/data", 1, "slide/data/fix", 2)
        new = ["slide/data/drift", *KEYS["rewards"]]
        assert arranged(slides, KEYS, addable=new)[1:3] == [
            ("data", ["roadmap/data", 1, "slide/data/drift", "slide/data/fix", 2]),
            ("rewards", KEYS["rewards"]),
        ]

    def test_a_slide_that_a_person_deleted_is_not_added(self) -> None:
        slides = deck("title", "roadmap/data", "slide/data/fix")
        assert arranged(slides, KEYS)[1] == ("data", ["roadmap/data", "slide/data/fix"])

    def test_the_outlines_order_is_followed_inside_a_section(self) -> None:
        slides = deck("title", "roadmap/data", "slide/data/drift", 1, "slide/data/fix")
        turned = KEYS | {"data": ["roadmap/data", "slide/data/fix", "slide/data/drift"]}
        assert arranged(slides, turned)[1] == (
            "data",
            ["roadmap/data", "slide/data/fix", "slide/data/drift", 1],
        )

    def test_an_order_that_a_person_made_stands(self) -> None:
        slides = deck("title", "roadmap/data", "slide/data/fix", "slide/data/drift")
        assert arranged(slides, KEYS)[1] == (
            "data",
            ["roadmap/data", "slide/data/fix", "slide/data/drift"],
        )

    def test_a_slide_that_a_person_moved_to_another_section_stays_there(self) -> None:
        slides = deck("title", "roadmap/data", "slide/data/drift", "roadmap/rewards",
                      "slide/data/fix", "slide/rewards/hold")  # fmt: skip
        assert arranged(slides, KEYS, addable=["slide/data/fix"])[1:3] == [
            ("data", ["roadmap/data", "slide/data/drift"]),
            ("rewards", ["roadmap/rewards", "slide/data/fix", "slide/rewards/hold"]),
        ]

    def test_a_slide_that_a_person_moved_into_a_section_that_goes_comes_home(self) -> None:
        slides = deck("title", "roadmap/data", "slide/data/fix", "roadmap/rewards",
                      "slide/data/drift", "slide/rewards/hold", "roadmap/closing")  # fmt: skip
        wanted = {key: KEYS[key] for key in (OPENING, "data", CLOSING, BACKUP)}
        assert arranged(slides, wanted)[1:] == [
            ("data", KEYS["data"]),
            (CLOSING, ["roadmap/closing"]),
            (LEFT_OUT, KEYS["rewards"]),
        ]

    def test_a_persons_section_moves_with_the_one_before_it(self) -> None:
        numbers = {"title": 0, "data": 1, "rewards": 3, "closing": 4}
        slides = [
            Held(1, "title", 0, 0),
            *deck(*KEYS["data"], sections=numbers),
            Held(101, None, 0, 2),
            *deck(*KEYS["rewards"], "roadmap/closing", sections=numbers),
        ]
        swapped = {key: KEYS[key] for key in (OPENING, "rewards", "data", CLOSING, BACKUP)}
        sections = [OPENING, "data", None, "rewards", CLOSING]
        assert arranged(slides, swapped, sections)[1:4] == [
            ("rewards", KEYS["rewards"]),
            ("data", KEYS["data"]),
            (None, [1]),
        ]


class TestReturn:
    def left(self, key: str, slide_id: int, order: int = 0) -> Held:
        return Held(slide_id, key, order, 1, is_hidden=True, was_left_out=True)

    def test_a_paper_comes_back_with_a_persons_slides_in_their_order(self) -> None:
        slides = [
            Held(1, "title", 0, 0),
            self.left("roadmap/data", 2),
            self.left("slide/data/fix", 4, 2),
            Held(101, None, 0, 1, is_hidden=True),
            self.left("slide/data/drift", 3, 1),
            self.left("roadmap/rewards", 5),
        ]
        wanted = {OPENING: ["title"], "data": KEYS["data"], BACKUP: []}
        assert arranged(slides, wanted, [OPENING, LEFT_OUT]) == [
            (OPENING, ["title"]),
            ("data", ["roadmap/data", "slide/data/fix", 1, "slide/data/drift"]),
            (LEFT_OUT, ["roadmap/rewards"]),
        ]

    def test_what_a_person_put_there_stays_there(self) -> None:
        slides = [Held(1, "title", 0, 0), Held(3, "slide/data/drift", 1, 1)]
        wanted = {OPENING: ["title"], "data": ["slide/data/drift"], BACKUP: []}
        assert arranged(slides, wanted, [OPENING, LEFT_OUT])[-1] == (
            LEFT_OUT,
            ["slide/data/drift"],
        )


@pytest.mark.parametrize("sections", [(), (OPENING, "data", "rewards", CLOSING)])
def test_every_slide_is_there_exactly_once(sections: tuple[str, ...]) -> None:
    numbers = {"title": 0, "data": 1, "rewards": 2, "closing": 3} if sections else None
    slides = deck(*FULL[1:], sections=numbers)
    slides = [Held(1, "title", 0, 0 if sections else None), *slides]
    groups = arrange(group_slides(slides, sections), {OPENING: ["title"], BACKUP: []}, ())
    ids = [slide.slide_id for group in groups for slide in group.slides if isinstance(slide, Held)]
    assert sorted(ids) == sorted(slide.slide_id for slide in slides)
