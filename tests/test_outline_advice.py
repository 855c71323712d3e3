"""Advice on outlines that load."""

from __future__ import annotations

import pytest

from talkcoach.outline.advice import Advice, advise, paper_floor_s
from talkcoach.outline.load import parse_outline

GOOD = """\
title: Dependable models
duration: 45 min
theme: How do we make post-training dependable?
opening: {budget: 5 min}
papers:
  - {title: A, slides: [{title: t, points: [p]}], link: l, takeaway: t, budget: 18 min}
  - {title: B, slides: [{title: t, points: [p]}], link: l, takeaway: t, budget: 18 min}
closing: {budget: 4 min}
"""


def advice_on(text: str) -> list[Advice]:
    return advise(parse_outline(text))


def test_a_sound_outline_gets_no_advice() -> None:
    assert advice_on(GOOD) == []


CASES = [
    ("theme: How do we make post-training dependable?\n", "", ("theme",), "no theme"),
    ("How do we make post-training dependable?", "Data, search and control", ("theme",), "topics"),
    ("{title: A, slides: [{title: t, points: [p]}], link: l,", "{title: A,", ("papers", 0),
     "has no link"),
    ("link: l, takeaway: t, budget: 18 min}\nclo", "link: l, budget: 18 min}\nclo",
     ("papers", 1), "has no takeaway"),
    ("5 min}", "13 min}", ("opening", "budget"), "under a quarter"),
    ("18 min", "10 min", ("duration",), "16 min belong to no section"),
    ("closing: {budget: 4 min}", "roadmap: {before_first: no}", ("roadmap", "before_first"),
     "before the first paper"),
    ("title: A,", "title: A name that is too long for the map,", ("papers", 0, "short"), "'short'"),
    ("closing: {budget: 4 min", f"closing: {{budget: 4 min, slides: [{{title: {'x' * 91}}}]",
     ("closing", "slides", 0, "title"), "91 characters"),
    ("closing: {budget: 4 min", "closing: {budget: 4 min, slides: [{title: t, points: ["
     + "word " * 21 + "]}]", ("closing", "slides", 0, "points", 0), "paragraph of 21 words"),
    ("closing: {budget: 4 min", "closing: {budget: 4 min, slides: ["
     + "{title: t}, " * 7 + "]", ("closing", "slides"), "7 slides in 4 min"),
    ("closing: {budget: 4 min", "closing: {budget: 4 min, slides: ["
     + "{title: t}, " * 58 + "]", ("duration",), "60 slides in 45 min"),
    ("opening: {budget: 5 min}", "opening: {budget: 5}", ("opening", "budget"), "'5 min'"),
    ("make post", "make ... post", ("theme",), "still has a gap"),
    ("title: A,", "title: 'Paper 1: its full title',", ("papers", 0, "title"), "starter's text"),
    ("title: B,", "title: A,", ("papers", 1, "short"), "Two papers are called 'A'"),
    ("points: [p]}], link: l, takeaway: t, budget: 18 min}\nclo",
     "points: []}], link: l, takeaway: t, budget: 18 min}\nclo", ("papers", 1), "plans no points"),
    ("closing: {budget: 4 min", "closing: {budget: 4 min, slides: [{title: t, points: ["
     + "p, " * 8 + "]}]", ("closing", "slides", 0, "points"), "8 points"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "path", "words"), CASES, ids=[c[3] for c in CASES])
def test_each_weakness_is_named_at_its_place(
    old: str, new: str, path: tuple[str | int, ...], words: str
) -> None:
    text = GOOD.replace(old, new)
    if path == ("opening", "budget"):
        text = text.replace("18 min", "14 min")
    assert any(a.path == path and words in a.message for a in advice_on(text))


def test_papers_that_do_not_fit_name_the_one_to_leave_out() -> None:
    papers = "".join(f"  - {{title: P{n}, link: l, takeaway: t}}\n" for n in range(4))
    found = advice_on(
        "title: T\nduration: 30m\ntheme: Why?\nopening: {budget: 5m}\nclosing: {budget: 3m}\n"
        f"papers:\n{papers}  - {{title: Weak}}\n"
    )
    (tight,) = [a for a in found if a.severity == "fix"]
    assert tight.path == ("papers",)
    assert "'include: false' on Weak (it has no link and no takeaway), P0." in tight.message


def test_a_closing_without_time_is_named() -> None:
    found = advice_on("title: T\nduration: 9m\ntheme: Why?\npapers: [{title: A, budget: 9m}]")
    assert ("closing",) in [a.path for a in found if a.severity == "fix"]


def test_the_floor_for_a_paper_scales_with_short_talks() -> None:
    assert (paper_floor_s(2700), paper_floor_s(600)) == (360, 120)


def test_a_talk_of_45_seconds_is_taken_for_a_slip() -> None:
    advice = advice_on("title: t\nduration: 45\npapers: [{title: A}]\n")
    assert advice[0].path == ("duration",)
    assert "write '45 min' if you mean minutes" in advice[0].message
