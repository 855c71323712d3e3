"""What is read off a deck's slides: titles, points, notes, and nothing that merely stands there."""

from __future__ import annotations

import copy
from typing import Any

import pptx
import pytest
from pptx.presentation import Presentation
from pptx.util import Inches, Pt

from talkcoach.deck import oxml
from talkcoach.deck.read import read_slides
from talkcoach.deck.readslide import ReadSlide

TITLE, BODY, HEADER, TWO, TITLE_ONLY, BLANK = 0, 1, 2, 3, 5, 6


@pytest.fixture
def deck() -> Presentation:
    """python-pptx's own empty deck with PowerPoint's usual layouts."""
    return pptx.Presentation()


def add(deck: Presentation, layout: int, title: str = "", *points: str | tuple[int, str]) -> Any:
    slide: Any = deck.slides.add_slide(deck.slide_layouts[layout])
    if slide.shapes.title is not None:
        slide.shapes.title.text = title
    if points:
        frame = slide.placeholders[1].text_frame
        for number, point in enumerate(points):
            paragraph = frame.paragraphs[0] if number == 0 else frame.add_paragraph()
            paragraph.level, paragraph.text = point if isinstance(point, tuple) else (0, point)
    return slide


def add_box(slide: Any, text: str, *, top: float = 3, size: float | None = None) -> Any:
    box = slide.shapes.add_textbox(Inches(1), Inches(top), Inches(4), Inches(1))
    box.text_frame.text = text
    if size:
        for paragraph in box.text_frame.paragraphs:
            paragraph.runs[0].font.size = Pt(size)
    return box


def only(deck: Presentation) -> ReadSlide:
    (slide,) = read_slides(deck)
    return slide


class TestTitle:
    def test_of_several_lines_is_one_line(self, deck: Presentation) -> None:
        add(deck, BODY, "Waiting:\vnot\nwasted")
        assert only(deck).title == "Waiting: not wasted"

    def test_that_nobody_filled_in_is_the_text_in_the_largest_letters(
        self, deck: Presentation
    ) -> None:
        slide = add(deck, BLANK)
        add_box(slide, "We measured it in five hospitals", top=1, size=18)
        add_box(slide, "Queues shrink", top=2, size=36)
        read = only(deck)
        assert (read.title, read.points) == ("Queues shrink", ("We measured it in five hospitals",))

    def test_is_the_highest_text_where_letters_are_equal(self, deck: Presentation) -> None:
        slide = add(deck, BLANK)
        add_box(slide, "We measured it there", top=3)
        add_box(slide, "Queues shrink", top=1)
        assert only(deck).title == "Queues shrink"

    def test_is_the_first_line_of_the_body_where_there_is_nothing_else(
        self, deck: Presentation
    ) -> None:
        add(deck, BODY, "", "Queues shrink", "by half")
        read = only(deck)
        assert (read.title, read.points) == ("Queues shrink", ("by half",))

    def test_is_empty_on_a_slide_without_words(self, deck: Presentation) -> None:
        add_box(add(deck, BLANK), "?")
        assert only(deck).title == ""


class TestPoints:
    def test_are_the_first_level_of_the_body(self, deck: Presentation) -> None:
        add(deck, BODY, "T", "first", (1, "detail of it"), "second")
        assert only(deck).points == ("first", "second")

    def test_take_the_second_level_below_a_single_heading(self, deck: Presentation) -> None:
        add(deck, BODY, "T", "Three reasons:", (1, "speed"), (1, "cost"), (2, "in euros"))
        assert only(deck).points == ("speed", "cost")

    def test_that_announce_a_short_list_hold_it(self, deck: Presentation) -> None:
        add(deck, BODY, "T", "Two causes:", (1, "noise"), (1, "drift"), "One cure")
        assert only(deck).points == ("Two causes: noise, drift", "One cure")

    def test_of_both_columns_count(self, deck: Presentation) -> None:
        slide = add(deck, TWO, "T", "left")
        slide.placeholders[2].text_frame.text = "right"
        assert only(deck).points == ("left", "right")

    def test_leave_out_footer_date_and_number(self, deck: Presentation) -> None:
        slide = add(deck, BODY, "T", "a point")
        for placeholder in oxml.placeholders(deck.slide_layouts[BODY]):
            if placeholder.placeholder_format.idx >= 10:
                element = copy.deepcopy(placeholder.element)
                slide.shapes._spTree.append(element)
        for shape in list(slide.placeholders)[2:]:
            shape.text_frame.text = "Conference on Waiting and Queues"
        assert len(slide.placeholders) == 5
        assert only(deck).points == ("a point",)

    def test_leave_out_labels_credits_tables_and_groups(self, deck: Presentation) -> None:
        slide = add(deck, TITLE_ONLY, "T")
        add_box(slide, "Hot plate")
        add_box(slide, "Source: Somebody, A Book about Queues, 2004")
        add_box(slide, "Waiting is not wasted")
        table = slide.shapes.add_table(1, 1, 0, 0, Inches(1), Inches(1)).table
        table.cell(0, 0).text = "words of a table cell"
        group = slide.shapes.add_group_shape()
        inner = group.shapes.add_textbox(0, 0, Inches(1), Inches(1))
        inner.text_frame.text = "words inside a group"
        assert only(deck).points == ("Waiting is not wasted",)

    def test_leave_out_text_boxes_beside_a_body(self, deck: Presentation) -> None:
        add_box(add(deck, BODY, "T", "a point"), "an arrow that shows something")
        assert only(deck).points == ("a point",)

    def test_leave_out_program_text(self, deck: Presentation) -> None:
        slide = add(deck, BODY, "T", "Sorting is easy", "void sort(int* a) {", "std::swap(a, b);")
        paragraph = slide.placeholders[1].text_frame.add_paragraph()
        run = paragraph.add_run()
        run.text, run.font.name = "return a", "Consolas"
        assert only(deck).points == ("Sorting is easy",)

    def test_lose_footnote_numbers(self, deck: Presentation) -> None:
        slide = add(deck, BODY, "T", "Fifty years")
        run = slide.placeholders[1].text_frame.paragraphs[0].add_run()
        run.text = "1"
        run.font._element.set("baseline", "30000")
        assert only(deck).points == ("Fifty years",)


def test_notes_keep_their_lines_and_broken_lines_become_lines(deck: Presentation) -> None:
    slide = add(deck, BODY, "T")
    slide.notes_slide.notes_text_frame.text = "one\vtwo\n\n- three\n"
    assert only(deck).notes == "one\ntwo\n\n- three"


def test_hidden_slides_and_purposes_are_told(deck: Presentation) -> None:
    slide = add(deck, HEADER, "Part one")
    slide.element.set("show", "0")
    read = only(deck)
    assert (read.is_hidden, read.purpose, read.section, read.key) == (True, "secHead", None, None)


def test_the_subtitle_of_a_title_slide_is_small_print(deck: Presentation) -> None:
    add(deck, TITLE, "T", "Ada B.\vUniversity of X", "May 2026")
    assert only(deck).small_print == ("Ada B.", "University of X", "May 2026")


def test_a_deck_without_slides_gives_nothing(deck: Presentation) -> None:
    assert read_slides(deck) == ()
