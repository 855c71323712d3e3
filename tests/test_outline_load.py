"""Outlines that load, and everything that is wrong with those that do not."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from talkcoach.errors import InputError, OutlineError
from talkcoach.outline.load import load_outline, parse_outline

TALK = """\
title: Dependable models
duration: 45 min
papers:
  - title: "PrefAudit: measuring labels"
    budget: 11 min
  - title: Second
"""


def problems(text: str | bytes) -> list[str]:
    with pytest.raises(OutlineError) as caught:
        parse_outline(text, "t.yaml")
    return caught.value.problems


class TestMeaning:
    def test_text_stays_what_was_typed(self) -> None:
        outline = parse_outline(
            "title: 2025\nspeaker: no\nevent: 1.10\ndate: 2026-03-04\nduration: 12:30\n"
            "papers: [{title: null hypothesis, include: yes}, {title: B, include: no}]"
        )
        assert (outline.title, outline.speaker, outline.event) == ("2025", "no", "1.10")
        assert outline.date == "2026-03-04"
        assert outline.duration == 750
        assert [paper.include for paper in outline.papers] == [True, False]

    def test_names_are_made_from_titles_and_are_unique(self) -> None:
        outline = parse_outline(
            "title: T\nduration: 30m\npapers:\n- title: 'A: one'\n- title: 'A: two'\n"
            "- title: 日本\n- title: Opening\n- {title: Z, id: a-3}\n- title: 'A: three'"
        )
        assert [paper.id for paper in outline.papers] == [
            "a", "a-2", "paper-3", "opening-2", "a-3", "a-4",
        ]  # fmt: skip
        assert outline.papers[0].short == "A"

    def test_a_key_without_a_value_counts_as_absent(self) -> None:
        outline = parse_outline(TALK + "    venue:\n    slides: ~\nopening:\n")
        assert outline.papers[1].venue is None
        assert outline.papers[1].slides == ()

    def test_budgets_left_open_share_the_rest(self) -> None:
        sections = parse_outline(TALK).sections()
        assert [s.budget_s for s in sections] == [510, 660, 1020, 510]

    def test_a_byte_order_mark_is_accepted(self) -> None:
        assert parse_outline(TALK.encode("utf-8-sig")).title == "Dependable models"


FIELDS = [
    ("spaeker: M", "7:1: spaeker: unknown key; did you mean 'speaker'?"),
    ("time: 3", "7:1: time: unknown key 'time'; known here: title, speaker"),
    ("    bullets: [x]", "7:5: papers[1].bullets: unknown key 'bullets'; known here: budget"),
    ("    minutes: 3", "7:5: papers[1].minutes: unknown key; did you mean 'budget'?"),
    ("    budget: eleven", "7:13: papers[1].budget: 'eleven' is no duration; write 90, 90s"),
    ("    budget: 0", "7:13: papers[1].budget: '0' must be longer than nothing"),
    ("    budget: [1]", "7:13: papers[1].budget: is a list, not a duration; write 90"),
    ("qa: 25 h", "7:5: qa: '25 h' is out of range; a duration is at most 24 hours"),
    ("    weight: heavy", "7:13: papers[1].weight: 'heavy' is no weight; write a number"),
    ("    weight: nan", "7:13: papers[1].weight: 'nan' is out of range"),
    ("    include: maybe", "7:14: papers[1].include: 'maybe' is neither true nor false"),
    ("    id: My Paper", "7:9: papers[1].id: 'My Paper' is no id;"),
    ("    id: closing", "7:9: papers[1].id: 'closing' is the name of the talk's own closing"),
    ("    short: ''", "7:12: papers[1].short: is empty"),
    ("    terms: x", "7:12: papers[1].terms: is the text 'x', not a list; begin each item"),
    ("    terms: [a: b]", "7:13: papers[1].terms[0]: is a mapping, not text; a text with a colon"),
    ("    venue: [ICML]", "7:12: papers[1].venue: is a list, not text; text that begins"),
    ("    terms: [a, ~]", "7:16: papers[1].terms[1]: is an empty list item"),
    ("opening: 5 min", "7:10: opening: is the text '5 min'; expected keys and values"),
    ("language: English", "7:11: language: 'English' is no language code; write two"),
    ("roadmap: {style: ring}", "7:18: roadmap.style: 'ring' is not offered; write 'list'"),
    ("closing: {budget: 5m, weight: 1}", "7:31: closing: has both a budget and a weight"),
    ("    slides: [{points: [x]}]", "7:14: papers[1].slides[0].title: is missing; add  title"),
    ("    title: Third", "7:5: papers[1].title: stands twice, first in line 6; keep one"),
    ("closing: {budget: 40m}", "2:11: duration: the budgets add up to 51 min, 6 min more than"),
]


@pytest.mark.parametrize(("line", "expected"), FIELDS, ids=[line.strip() for line, _ in FIELDS])
def test_each_problem_is_named_at_its_place(line: str, expected: str) -> None:
    found = problems(TALK + line + "\n")
    assert len(found) == 1
    assert found[0].startswith(f"t.yaml:{expected}")


SYNTAX = [
    ("title: a: b", "1:9: a second ': ' in one line"),
    ('a: 1\nb: "x', '2:4: a quote that opens here is never closed; add the missing "'),
    ("a: [1, 2", "1:4: a bracket [ that opens here is not closed"),
    ("a: 1\n\tb: 2", "2:1: a tab in the indentation"),
    ("a: *Key* idea", "1:4: text that begins with * needs quotes"),
    ("a: &b c", "1:4: text that begins with & needs quotes"),
    ("a: !!python/object:os.system x", "1:4: text that begins with ! needs quotes"),
    ("a: %x", "1:4: text that begins with % needs quotes"),
    ("a:\n  b: 1\n c: 2", "3:2: the indentation does not fit"),
    ("a: 1\nfoo\nc: 2", "2:1: no 'key:' in this line"),
    ("a: - b", "1:4: a list item in the line of its key"),
    ('a: "\\q"', "1:6: a backslash in double quotes"),
    ('a: "\\UFFFFFFFF"', "1:1: has an escape after a backslash that is no character"),
    ("a: 'it's'", "1:8: text after a closing quote"),
    ("a: 1\n---\nb: 2", "2:1: a second document begins"),
    ("a: b\nc: \x07", "2:4: has the control character U+0007; delete it"),
    ("", "1:1: is empty; 'talkcoach new'"),
    ("# only this\n", "1:1: is empty; 'talkcoach new'"),
    ("- a", "1:1: is a list; an outline begins with 'title: ...'"),
    ("just text", "1:1: is a single text; an outline begins"),
    ("[" * 5000, "1:25: is nested more than 24 levels deep"),
    ("a:\n" + "- b\n" * 10_000, "9999:3: has more than 10000 entries"),
    (b"title: ok\nspeaker: Ren\xe9", "2:13: is not UTF-8 text (byte 22, 0xe9, would be 'é'"),
]


@pytest.mark.parametrize(("text", "expected"), SYNTAX, ids=[str(t)[:20] for t, _ in SYNTAX])
def test_text_that_is_no_outline_says_where_and_how_to_mend_it(
    text: str | bytes, expected: str
) -> None:
    (found,) = problems(text)
    assert found.startswith(f"t.yaml:{expected}")


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_utf_16_is_named(encoding: str) -> None:
    assert problems(TALK.encode(encoding)) == [
        "t.yaml: is UTF-16 text; save it as UTF-8 in your editor"
    ]


def test_a_file_over_a_megabyte_is_refused() -> None:
    assert problems("# " + "x" * 1_000_000) == [
        "t.yaml: is larger than 1 MB; an outline is a few pages of text"
    ]


def test_all_problems_come_at_once_in_the_order_of_the_file() -> None:
    found = problems(
        "titel: T\nduration: soon\npapers:\n- {title: A, id: x, budget: 5 mim}\n"
        "- {id: x, slides: 3}\nclosing: [a]\n"
    )
    places = [tuple(map(int, line.split(":")[1:3])) for line in found]
    assert places == sorted(places)
    assert [line.split(": ")[1] for line in found] == [
        "title", "titel", "duration", "papers[0].budget", "papers[1].title", "papers[1].id",
        "papers[1].slides", "closing",
    ]  # fmt: skip


def test_blanks_around_an_id_do_not_make_it_another() -> None:
    found = problems(
        TALK.replace("papers:", "papers:\n  - {title: A, id: ' x'}") + "    id: 'x '\n"
    )
    assert [line.partition(": ")[2] for line in found] == [
        "papers[2].id: 'x' is already the id of the paper in line 4; ids must differ"
    ]
    assert len(problems(TALK + "    id: ' opening '\n")) == 1


def test_a_talk_without_an_included_paper_is_refused() -> None:
    (found,) = problems("title: T\nduration: 9m\npapers: [{title: A, include: off}]")
    assert found.startswith("t.yaml:3:1: papers: all papers have 'include: false'")


class TestFiles:
    def test_a_missing_file_suggests_its_neighbour(self, tmp_path: Path) -> None:
        (tmp_path / "talk.yaml").write_text(TALK, encoding="utf-8")
        with pytest.raises(InputError, match=r"did you mean .*talk\.yaml\?"):
            load_outline(tmp_path / "tlak.yaml")

    def test_a_missing_file_in_an_empty_folder_suggests_new(self, tmp_path: Path) -> None:
        with pytest.raises(InputError, match="talkcoach new"):
            load_outline(tmp_path / "talk.yaml")

    def test_a_folder_is_refused(self, tmp_path: Path) -> None:
        with pytest.raises(InputError, match="is a folder"):
            load_outline(tmp_path)

    def test_an_impossible_name_is_refused(self) -> None:
        with pytest.raises(InputError):
            load_outline(Path("a\0b.yaml"))


PIECES = st.sampled_from(
    ["title: ", "duration: ", "papers:\n", "  - ", "slides: ", "points: [", "]", "{", "}", '"',
     "'", "*a", "&a ", "!!t ", "|\n", ">-\n", "\n", "\t", ": ", "? ", "%", "\\", "\ufeff", "45 min",
     "~", "<<: ", "---\n", "budget: ", "weight: 1", "id: x\n", "9" * 39, "\u2028", "\ud800"]
)  # fmt: skip


@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.one_of(st.lists(PIECES, max_size=40).map("".join), st.text(), st.binary()))
def test_no_input_raises_anything_but_an_outline_error(text: str | bytes) -> None:
    for content in (text, TALK + text if isinstance(text, str) else TALK.encode() + text):
        try:
            parse_outline(content)
            named = True
        except OutlineError as error:
            named = all(line.startswith("outline.yaml:") for line in error.problems)
        assert named


def test_escaped_control_characters_of_copied_text_become_blanks() -> None:
    outline = parse_outline('title: "a\\0b"\nduration: 9 min\npapers: [{title: A}]\n')
    assert outline.title == "a b"
