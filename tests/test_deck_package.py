"""Packing a deck again without touching what was not changed; notes to ourselves in properties."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pptx
import pytest

from talkcoach.deck import oxml
from talkcoach.deck.package import OpenedDeck
from talkcoach.deck.properties import read_property, write_property


@pytest.fixture
def content(tmp_path: Path) -> bytes:
    """A deck of three slides with notes, whose parts are not named in the slides' order."""
    presentation = pptx.Presentation()
    for number in range(3):
        slide = presentation.slides.add_slide(presentation.slide_layouts[1])
        slide.shapes.title.text = f"Slide {number}"
        slide.notes_slide.notes_text_frame.text = "notes"
    path = tmp_path / "deck.pptx"
    presentation.save(path)
    ids = oxml.slide_ids(presentation)
    oxml.set_slide_order(presentation, [ids[2], ids[0], ids[1]])
    # python-pptx would rename the parts: the order is changed in the file
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    parts["ppt/presentation.xml"] = presentation.part.blob
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as target:
        for name, blob in parts.items():
            target.writestr(name, blob + b"\n")
    return packed.getvalue()


def members(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return {name: package.read(name) for name in package.namelist()}


class TestPacking:
    def test_a_deck_that_was_only_read_is_the_same_file(self, content: bytes) -> None:
        deck = OpenedDeck(content)
        assert deck.presentation.slides[0].shapes.title.text == "Slide 2"
        assert deck.pack() == content

    def test_only_the_changed_part_is_another(self, content: bytes) -> None:
        deck = OpenedDeck(content)
        deck.presentation.slides[0].shapes.title.text = "Changed"
        before, after = members(content), members(deck.pack())
        changed = {name for name in before if before[name] != after[name]}
        assert changed == {"ppt/slides/slide3.xml"}
        assert b"Changed" in after["ppt/slides/slide3.xml"]
        assert list(after) == list(before)

    def test_a_new_slide_gets_a_free_name_and_its_types(self, content: bytes) -> None:
        deck = OpenedDeck(content)
        slides = deck.presentation.slides
        slides.add_slide(deck.presentation.slide_layouts[0]).shapes.title.text = "New"
        packed = deck.pack()
        new = set(members(packed)) - set(members(content))
        assert new == {"ppt/slides/slide4.xml", "ppt/slides/_rels/slide4.xml.rels"}
        assert b"/ppt/slides/slide4.xml" in members(packed)["[Content_Types].xml"]
        titles = [s.shapes.title.text for s in pptx.Presentation(io.BytesIO(packed)).slides]
        assert titles == ["Slide 2", "Slide 0", "Slide 1", "New"]
        assert OpenedDeck(packed).pack() == packed

    def test_a_part_that_nothing_refers_to_any_more_goes(self, content: bytes) -> None:
        deck = OpenedDeck(content)
        slide = deck.presentation.slides[0]
        notes = next(r.rId for r in slide.part.rels.values() if r.reltype.endswith("/notesSlide"))
        slide.part.drop_rel(notes)
        after = members(deck.pack())
        assert "ppt/notesSlides/notesSlide3.xml" not in after
        assert b"notesSlide3.xml" not in after["[Content_Types].xml"]


class TestProperties:
    def test_long_values_come_back_and_others_stay(self, content: bytes) -> None:
        deck = OpenedDeck(content)
        write_property(deck.presentation, "slides", "a" * 700)
        write_property(deck.presentation, "mode", "x")
        write_property(deck.presentation, "slides", "b" * 300)
        again = OpenedDeck(deck.pack())
        assert read_property(again.presentation, "slides") == "b" * 300
        assert read_property(again.presentation, "mode") == "x"
        custom = members(again.content)["docProps/custom.xml"]
        assert custom.count(b"<property") == 3

    def test_an_empty_value_takes_the_property_away(self, content: bytes) -> None:
        presentation = OpenedDeck(content).presentation
        write_property(presentation, "hidden", "256 257")
        write_property(presentation, "hidden", "")
        assert read_property(presentation, "hidden") == ""

    def test_the_same_value_changes_nothing(self, content: bytes) -> None:
        deck = OpenedDeck(content)
        write_property(deck.presentation, "slides", "")
        assert deck.pack() == content
