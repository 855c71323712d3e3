"""Whatever is done to outline and deck, nothing of a person's is lost."""

from __future__ import annotations

import copy
import tempfile
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pptx
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from openxml_audit import validate_pptx

from talkcoach.deck.read import read_slides
from talkcoach.deck.stamps import plain_name
from talkcoach.deck.tags import find_tag
from talkcoach.deck.write import write_deck
from talkcoach.outline.model import Outline

Talk = dict[str, Any]
Draw = Callable[[int], int]
"""Chooses a number below its argument."""

BASE: Talk = {
    "title": "My talk",
    "theme": "How do we trust models?",
    "duration": "40 min",
    "opening": {"budget": "5 min", "slides": [{"title": "A scene", "points": ["one"]}]},
    "closing": {"budget": "5 min"},
    "backup": {"slides": [{"title": "How it was measured", "points": ["so"]}]},
    "papers": [
        {
            "id": f"p{n}",
            "title": f"Method {n}: all about {word}",
            "short": word.capitalize(),
            "venue": "ICML 2025",
            "link": f"{word} matters",
            "takeaway": f"Mind the {word}",
            "slides": [
                {"title": f"Why {word}", "points": [f"a {word}", f"b {word}"]},
                {"title": f"How {word}", "points": [f"c {word}"], "notes": "Slowly."},
            ],
        }
        for n, word in enumerate(("data", "rewards", "checks"))
    ],
}


def change_outline(talk: Talk, kind: str, draw: Draw, number: int) -> None:
    papers = talk["papers"]
    paper = papers[draw(len(papers))]
    slides = paper["slides"]
    match kind:
        case "swap papers":
            papers.append(papers.pop(0))
        case "add paper":
            slide = {"title": f"New claim {number}", "points": ["n"]}
            name = f"New {number}"
            new = {"id": f"n{number}", "title": name, "short": name, "slides": [slide]}
            papers.insert(draw(len(papers) + 1), new)
        case "drop paper" if len(papers) > 1:
            papers.remove(paper)
        case "exclude" if sum(p.get("include", True) for p in papers) > 1:
            paper["include"] = False
        case "include":
            paper["include"] = True
        case "rename paper":
            paper["short"] = f"Renamed {number}"
        case "new id":
            paper["id"] = f"i{number}"
        case "rename slide" if slides:
            slides[0]["title"] += " indeed"
        case "add slide":
            slides.insert(draw(len(slides) + 1), {"title": f"Added {number}", "points": ["x"]})
        case "drop slide" if slides:
            slides.pop(draw(len(slides)))
        case "swap slides":
            slides.reverse()
        case "points" if slides:
            slides[0]["points"] = [*slides[0]["points"], f"point {number}"]
        case "style":
            looks = {"style": ("list", "track")[draw(2)], "tracker": bool(draw(2))}
            talk["roadmap"] = looks | {"before_first": bool(draw(4)), "before_closing": True}
        case "budget":
            paper["budget"] = f"{3 + draw(5)} min"


OUTLINE_CHANGES = (
    "swap papers", "add paper", "drop paper", "exclude", "include", "rename paper", "new id",
    "rename slide", "add slide", "drop slide", "swap slides", "points", "style", "budget",
)  # fmt: skip


class Person:
    """Somebody who edits the deck, and remembers what is theirs."""

    def __init__(self) -> None:
        self.slides: set[str] = set()
        """Titles of slides of their own."""
        self.texts: set[str] = set()
        """What they typed into slides and notes of ours."""

    def edit(self, presentation: Any, kind: str, draw: Draw, number: int) -> None:
        entries = presentation.slides._sldIdLst
        slides = list(presentation.slides)
        at = draw(len(slides))
        slide, entry = slides[at], entries[at]
        ours = find_tag(slide) is not None
        title = slide.shapes.title
        match kind:
            case "add":
                new = presentation.slides.add_slide(presentation.slide_layouts[1])
                new.shapes.title.text = f"Mine {number}"
                new.notes_slide.notes_text_frame.text = f"My notes {number}"
                self.slides.add(f"Mine {number}")
                entry = entries[-1]
                entries.remove(entry)
                entries.insert(at, entry)
            case "move":
                entries.remove(entry)
                entries.insert(draw(len(slides)), entry)
            case "delete" if ours and len(slides) > 3:
                if not self.texts & set(_texts(slide)):
                    presentation.part.drop_rel(entry.rId)
                    entries.remove(entry)
                    presentation.part.rename_slide_parts([e.rId for e in entries])
            case "hide":
                slide._element.set("show", "0")
            case "title" if ours and title is not None:
                self.texts -= {title.text_frame.text}
                title.text_frame.text = f"My claim {number}"
                self.texts.add(f"My claim {number}")
            case "notes" if ours and slide.has_notes_slide:
                frame = slide.notes_slide.notes_text_frame
                frame.text = f"{frame.text}\nRemember {number}"
                self.texts.add(f"Remember {number}")
            case "box" if ours:
                box = slide.shapes.add_textbox(0, 0, 914400, 914400)
                box.text_frame.text = f"Look {number}"
                self.texts.add(f"Look {number}")


DECK_EDITS = ("add", "move", "delete", "hide", "title", "notes", "box")


def _texts(slide: Any) -> list[str]:
    frames = [shape.text_frame for shape in slide.shapes if shape.has_text_frame]
    if slide.has_notes_slide:
        frames.append(slide.notes_slide.notes_text_frame)
    return [paragraph.text for frame in frames for paragraph in frame.paragraphs]


def _own_parts(path: Path, person: Person) -> set[bytes]:
    """The slides of the person as they stand in the file, hidden or not."""
    marks = [f"<a:t>{title}</a:t>".encode() for title in person.slides]
    with zipfile.ZipFile(path) as package:
        blobs = [package.read(n) for n in package.namelist() if n.startswith("ppt/slides/slide")]
    return {
        blob.replace(b' show="0"', b"") for blob in blobs if any(mark in blob for mark in marks)
    }


@settings(
    max_examples=20,
    deadline=None,
    derandomize=True,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],  # a smaller case would take minutes
)
@given(st.data())
def test_nothing_of_a_persons_is_lost(data: st.DataObject) -> None:
    def draw(below: int) -> int:
        return data.draw(st.integers(0, below - 1))

    talk, person, number = copy.deepcopy(BASE), Person(), 0
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "talk.pptx"
        write_deck(Outline.model_validate(talk), path)
        for _ in range(3):
            for kind in data.draw(st.lists(st.sampled_from(OUTLINE_CHANGES), max_size=4)):
                number += 1
                change_outline(talk, kind, draw, number)
            presentation = pptx.Presentation(path)
            for kind in data.draw(st.lists(st.sampled_from(DECK_EDITS), max_size=4)):
                number += 1
                person.edit(presentation, kind, draw, number)
            presentation.save(path)
            before = _own_parts(path, person)
            outline = Outline.model_validate(talk)
            write_deck(outline, path)
            check(path, outline, person, before)


def check(path: Path, outline: Outline, person: Person, before: set[bytes]) -> None:
    content = path.read_bytes()
    again = write_deck(outline, path)
    assert not again.is_changed, again.changes
    assert path.read_bytes() == content
    assert [str(error) for error in validate_pptx(str(path)).errors] == []
    assert _own_parts(path, person) == before
    presentation = pptx.Presentation(path)
    slides = read_slides(presentation)
    assert person.slides <= {slide.title for slide in slides}
    there = {text for slide in presentation.slides for text in _texts(slide)}
    assert person.texts <= there
    papers = [section.short for section in outline.sections() if section.paper]
    for slide in presentation.slides:
        found = find_tag(slide)
        if found and found[1].key.startswith("roadmap/") and "left" not in found[1].fields:
            group = next(s for s in slide.shapes if plain_name(s.name) == "Roadmap")
            shown = [s.text_frame.paragraphs[0].text for s in group.shapes if s.name[:5] == "Part "]
            assert shown == papers
    sections = list(dict.fromkeys(slide.section for slide in slides))
    known = ["Opening", *papers, "Closing", "Backup"]
    assert [s for s in sections if s in known] == [s for s in known if s in sections]
    assert all(slide.section is not None for slide in slides)
