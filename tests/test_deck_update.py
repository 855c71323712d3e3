"""What a person did to a deck stays when its outline changes."""

from __future__ import annotations

import shutil
import subprocess
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pptx
import pytest
from openxml_audit import validate_pptx
from PIL import Image
from pptx.chart.data import CategoryChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_CHART_TYPE
from pptx.oxml import parse_xml
from pptx.util import Inches, Pt

from talkcoach.deck.read import read_slides
from talkcoach.deck.stamps import plain_name
from talkcoach.deck.tags import find_tag
from talkcoach.deck.write import WrittenDeck, write_deck
from talkcoach.errors import InputError
from talkcoach.outline.model import Outline

A14 = "{http://schemas.microsoft.com/office/drawing/2010/main}"
P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
P14 = "{http://schemas.microsoft.com/office/powerpoint/2010/main}"
NAMES = {"data": "Data quality", "rewards": "Reward models", "checks": "Evaluation"}


def talk(*ids: str, **more: Any) -> Outline:
    """A talk on some of NAMES, two slides each; `more` overrides keys of the outline, and of a
    paper where it is called like one."""
    papers = [
        {
            "id": key,
            "title": f"{NAMES[key]} in full",
            "short": NAMES[key],
            "link": f"{NAMES[key]} matters",
            "venue": "ICML 2025",
            "takeaway": f"Mind the {key}",
            "slides": [
                {"title": f"First on {key}", "points": [f"one {key}", f"two {key}"]},
                {"title": f"Second on {key}", "points": [f"three {key}"]},
            ],
            **more.pop(key, {}),
        }
        for key in ids or NAMES
    ]
    return Outline.model_validate(
        {
            "title": "My talk",
            "theme": "How do we trust models?",
            "duration": "40 min",
            "opening": {"budget": "5 min"},
            "closing": {"budget": "5 min"},
            "papers": papers,
            **more,
        }
    )


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A deck of `talk()`."""
    return write_deck(talk(), tmp_path / "talk.pptx").path


def update(path: Path, outline: Outline, **options: Any) -> WrittenDeck:
    """Update the deck, see that it is as valid as before and that a second run does nothing."""
    before = {str(error) for error in validate_pptx(str(path)).errors}
    written = write_deck(outline, path, **options)
    assert {str(error) for error in validate_pptx(str(path)).errors} <= before
    content = path.read_bytes()
    again = write_deck(outline, path, **{k: v for k, v in options.items() if k != "restore"})
    assert not again.is_changed
    assert again.backup is None
    assert path.read_bytes() == content
    return written


def edit(path: Path, change: Callable[[Any], None]) -> None:
    presentation = pptx.Presentation(path)
    change(presentation)
    presentation.save(path)


def by_key(path: Path) -> dict[str, Any]:
    """The deck's slides of ours by key."""
    return dict(_keys(pptx.Presentation(path)))


def _keys(presentation: Any) -> Iterator[tuple[str, Any]]:
    for slide in presentation.slides:
        if found := find_tag(slide):
            yield found[1].key, slide


def titles(path: Path) -> list[str]:
    return [slide.title for slide in read_slides(pptx.Presentation(path))]


def parts(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as package:
        return {name: package.read(name) for name in package.namelist()}


def kinds(written: WrittenDeck) -> list[tuple[str, str]]:
    return [(change.kind, change.title) for change in written.changes]


def drawing(slide: Any, name: str) -> Any:
    return next(shape for shape in slide.shapes if plain_name(shape.name) == name)


def named(slide: Any) -> set[str]:
    return {shape.name for shape in slide.shapes}


def inside(slide: Any, name: str = "Roadmap") -> dict[str, Any]:
    return {plain_name(shape.name): shape for shape in drawing(slide, name).shapes}


def add_mine(presentation: Any, at: int, title: str = "Mine") -> Any:
    """A person's slide, put in behind slide `at`."""
    slide = presentation.slides.add_slide(presentation.slide_layouts[1])
    slide.shapes.title.text = title
    entries = presentation.slides._sldIdLst
    entry = entries[-1]
    entries.remove(entry)
    entries.insert(at + 1, entry)
    return slide


class TestOutlineChanges:
    def test_nothing_changed_writes_nothing(self, path: Path) -> None:
        written = update(path, talk())
        assert not written.is_changed
        assert written.changes == ()

    def test_roadmaps_and_times_follow_a_reordered_outline(self, path: Path) -> None:
        written = update(path, talk("checks", "data", "rewards"))
        slides = by_key(path)
        assert [key for key in slides if key.startswith("roadmap")] == [
            "roadmap/checks", "roadmap/data", "roadmap/rewards", "roadmap/closing",
        ]  # fmt: skip
        assert slides["roadmap/data"].shapes.title.text == "Next: Data quality"
        plates = inside(slides["roadmap/data"])
        assert list(plates["Part checks"].text_frame.text.split("\n")) == [
            "Evaluation", "Evaluation matters",
        ]  # fmt: skip
        assert "Tick checks" in plates
        notes = slides["roadmap/data"].notes_slide.notes_text_frame.text
        assert notes.startswith("15:00-")
        assert "So far, we have seen Evaluation. Next comes Data quality" in notes
        assert ("moved", "Evaluation") in kinds(written)

    def test_a_new_paper_comes_with_its_slides_where_it_belongs(self, tmp_path: Path) -> None:
        path = write_deck(talk("data", "checks"), tmp_path / "talk.pptx").path
        written = update(path, talk())
        assert list(by_key(path)) == [spec.key for spec in written.slides]
        assert ("added", "First on rewards") in kinds(written)

    def test_new_points_and_slides_are_added(self, path: Path) -> None:
        slides = [
            {"title": "First on data", "points": ["one data", "another", "two data"]},
            {"title": "Between", "points": ["new"]},
            {"title": "Second on data", "points": ["three data"]},
        ]
        update(path, talk(data={"slides": slides}))
        assert titles(path)[3:6] == ["First on data", "Between", "Second on data"]
        body = by_key(path)["slide/data/first-on-data"].placeholders[1].text_frame
        assert body.text == "one data\nanother\ntwo data"

    def test_a_dropped_paper_is_hidden_at_the_end_and_comes_back(self, path: Path) -> None:
        written = update(path, talk("data", "checks"))
        slides = read_slides(pptx.Presentation(path))
        left = [slide.title for slide in slides if slide.section == "Left out"]
        assert left == ["Next: Reward models", "First on rewards", "Second on rewards",
                        "Mind the rewards"]  # fmt: skip
        assert all(slide.is_hidden == (slide.section == "Left out") for slide in slides)
        assert ("left out", "First on rewards") in kinds(written)
        update(path, talk())
        assert list(by_key(path)) == [spec.key for spec in write_deck(talk(), path).slides]
        assert not any(slide.is_hidden for slide in read_slides(pptx.Presentation(path)))

    def test_a_renamed_paper_and_slide_keep_their_slides(self, path: Path) -> None:
        def add(presentation: Any) -> None:
            add_mine(presentation, 3)

        edit(path, add)
        slides = [
            {"title": "First of all on data", "points": ["one data", "two data"]},
            {"title": "Second on data", "points": ["three data"]},
        ]
        renamed = {"id": "labels", "short": "Label quality", "slides": slides}
        written = update(path, talk(data=renamed))
        assert "slide/labels/first-of-all-on-data" in by_key(path)
        assert titles(path)[2:7] == ["Roadmap", "First of all on data", "Mine", "Second on data",
                                     "Mind the data"]  # fmt: skip
        assert not {"added", "left out"} & {kind for kind, _ in kinds(written)}
        sections = [s.section for s in read_slides(pptx.Presentation(path))]
        assert sections[2:7] == ["Label quality"] * 5

    def test_the_style_changes_and_trackers_come_and_go(self, path: Path) -> None:
        update(path, talk(roadmap={"style": "track", "tracker": True}))
        slides = by_key(path)
        assert "Callout" in inside(slides["roadmap/rewards"])
        assert "Part data" in inside(slides["slide/data/first-on-data"], "Tracker")
        update(path, talk())
        shapes = by_key(path)["slide/data/first-on-data"].shapes
        assert not [shape for shape in shapes if shape.name.startswith("Tracker")]

    def test_the_citation_moves_to_the_slide_that_is_first_now(self, path: Path) -> None:
        slides = [{"title": "Before"}, {"title": "First on data", "points": ["one data"]}]
        update(path, talk(data={"slides": slides}))
        cited = [key for key, slide in by_key(path).items() if "Citation" in named(slide)]
        assert cited[0] == "slide/data/before"
        assert "slide/data/first-on-data" not in cited


class TestEditsStay:
    def test_changed_text_is_kept_and_listed(self, path: Path) -> None:
        def change(presentation: Any) -> None:
            slide = dict(_keys(presentation))["slide/data/first-on-data"]
            slide.shapes.title.text_frame.paragraphs[0].runs[0].text = "My claim"

        edit(path, change)
        points = [{"title": "First on data", "points": ["one data", "new"]}]
        written = update(path, talk(data={"slides": points}))
        slide = by_key(path)["slide/data/first-on-data"]
        assert slide.shapes.title.text == "My claim"
        assert slide.placeholders[1].text_frame.text == "one data\nnew"
        change_of = {c.kind: c for c in written.changes if c.key == "slide/data/first-on-data"}
        assert change_of["kept"].detail == "your title"

    def test_formatting_of_text_that_follows_the_outline_is_kept(self, path: Path) -> None:
        def change(presentation: Any) -> None:
            body = dict(_keys(presentation))["slide/data/first-on-data"].placeholders[1]
            body.text_frame.paragraphs[0].runs[0].font.color.rgb = RGBColor(1, 2, 3)

        edit(path, change)
        points = [{"title": "First on data", "points": ["one data", "new"]}]
        update(path, talk(data={"slides": points}))
        body = by_key(path)["slide/data/first-on-data"].placeholders[1].text_frame
        colors = [paragraph.runs[0].font.color.rgb for paragraph in body.paragraphs]
        assert colors == [RGBColor(1, 2, 3)] * 2

    def test_notes_of_a_person_stand_around_ours(self, path: Path) -> None:
        def change(presentation: Any) -> None:
            frame = dict(_keys(presentation))["roadmap/rewards"].notes_slide.notes_text_frame
            frame.text = f"Breathe.\n{frame.text}\nSmile."

        edit(path, change)
        update(path, talk(data={"budget": "20 min"}, rewards={"short": "Better rewards"}))
        notes = by_key(path)["roadmap/rewards"].notes_slide.notes_text_frame.text
        lines = notes.split("\n")
        assert (lines[0], lines[-1]) == ("Breathe.", "Smile.")
        assert lines[1].startswith("25:00-")
        assert lines[1].endswith("Better rewards")
        assert notes.count("Say: ") == 1

    def test_a_roadmap_that_was_moved_and_recoloured_stays_so(self, path: Path) -> None:
        def change(presentation: Any) -> None:
            slide = dict(_keys(presentation))["roadmap/rewards"]
            drawing(slide, "Roadmap").left += Pt(40)
            shapes = inside(slide)
            shapes["Part rewards"].fill.solid()
            shapes["Part rewards"].fill.fore_color.rgb = RGBColor(200, 30, 30)
            shapes["Part data"].text_frame.paragraphs[0].runs[0].text = "My data"
            shapes["Part checks"].text_frame.paragraphs[0].runs[0].font.size = Pt(15)
            shapes["Marker checks"].top += Pt(9)

        edit(path, change)
        before = by_key(path)["roadmap/rewards"]
        update(path, talk(rewards={"link": "A new link"}, checks={"short": "Checks"}))
        after = by_key(path)["roadmap/rewards"]
        assert drawing(after, "Roadmap").left == drawing(before, "Roadmap").left
        shapes = inside(after)
        assert shapes["Part rewards"].fill.fore_color.rgb == RGBColor(200, 30, 30)
        assert shapes["Part rewards"].text_frame.text == "Reward models\nA new link"
        assert shapes["Part data"].text_frame.text.startswith("My data\n")
        assert shapes["Part checks"].text_frame.text.startswith("Checks\n")
        assert shapes["Part checks"].text_frame.paragraphs[0].runs[0].font.size == Pt(15)
        assert shapes["Marker checks"].top == inside(before)["Marker checks"].top

    def test_shapes_keep_their_ids_for_animations(self, path: Path) -> None:
        before = {name: s.shape_id for name, s in inside(by_key(path)["roadmap/rewards"]).items()}
        update(path, talk(rewards={"link": "A new link"}))
        after = {name: s.shape_id for name, s in inside(by_key(path)["roadmap/rewards"]).items()}
        assert after == before

    def test_a_deleted_slide_stays_deleted_until_it_is_asked_for(self, path: Path) -> None:
        def remove(presentation: Any) -> None:
            entries = presentation.slides._sldIdLst
            slide = dict(_keys(presentation))["takeaway/data"]
            entry = next(e for e in entries if int(e.get("id")) == slide.slide_id)
            presentation.part.drop_rel(entry.rId)
            entries.remove(entry)

        edit(path, remove)
        written = update(path, talk())
        assert ("deleted", "Mind the data") in kinds(written)
        assert "takeaway/data" not in by_key(path)
        update(path, talk(), restore=["takeaway/data"])
        assert list(by_key(path)) == [spec.key for spec in written.slides]

    def test_a_slide_that_a_person_hid_stays_hidden(self, path: Path) -> None:
        def hide(presentation: Any) -> None:
            dict(_keys(presentation))["slide/data/first-on-data"]._element.set("show", "0")
            add_mine(presentation, 4)._element.set("show", "0")
            add_mine(presentation, 4, "Shown")

        edit(path, hide)
        update(path, talk("rewards", "checks"))
        update(path, talk())
        hidden = {s.title for s in read_slides(pptx.Presentation(path)) if s.is_hidden}
        assert hidden == {"First on data", "Mine"}

    def test_a_copy_of_a_roadmap_is_kept_and_kept_current(self, path: Path) -> None:
        def copy(presentation: Any) -> None:
            original = dict(_keys(presentation))["roadmap/rewards"]
            slide = presentation.slides.add_slide(original.slide_layout)
            for shape in list(slide.shapes):
                shape.element.getparent().remove(shape.element)
            for shape in original.shapes:
                slide.shapes.element.append(shape.element.__copy__())
            slide.shapes.title.text = "Where are we?"

        edit(path, copy)
        update(path, talk(rewards={"link": "A new link"}))
        slide = pptx.Presentation(path).slides[-1]
        assert slide.shapes.title.text == "Where are we?"
        assert "A new link" in inside(slide)["Part rewards"].text_frame.text

    def test_an_equation_in_a_list_is_kept(self, path: Path) -> None:
        def add(presentation: Any) -> None:
            body = dict(_keys(presentation))["slide/data/first-on-data"].placeholders[1]
            paragraph = body.text_frame.paragraphs[0]._p
            paragraph.append(paragraph.makeelement(f"{A14}m", {}))

        edit(path, add)
        points = [{"title": "First on data", "points": ["another"]}]
        written = update(path, talk(data={"slides": points}))
        slide = by_key(path)["slide/data/first-on-data"]
        assert next(slide._element.iter(f"{A14}m"), None) is not None
        assert ("kept", "First on data") in kinds(written)

    def test_words_that_a_person_made_bold_are_not_flattened(self, path: Path) -> None:
        def dress(presentation: Any) -> None:
            body = dict(_keys(presentation))["slide/data/first-on-data"].placeholders[1]
            run = body.text_frame.paragraphs[0].add_run()
            run.text, run.font.bold = "", True
            body.text_frame.paragraphs[0].runs[0].text = "one "
            run.text = "data"

        edit(path, dress)
        points = [{"title": "First on data", "points": ["one datum", "two data"]}]
        written = update(path, talk(data={"slides": points}))
        body = by_key(path)["slide/data/first-on-data"].placeholders[1].text_frame
        assert body.text == "one data\ntwo data"
        assert ("kept", "First on data") in kinds(written)

    def test_an_emptied_section_is_known_again(self, path: Path) -> None:
        def remove(presentation: Any) -> None:
            entries = presentation.slides._sldIdLst
            for key, slide in list(_keys(presentation)):
                if "rewards" in key:
                    entry = next(e for e in entries if int(e.get("id")) == slide.slide_id)
                    presentation.part.drop_rel(entry.rId)
                    entries.remove(entry)
            for listed in list(presentation.element.iter(f"{P14}sldId")):
                if int(listed.get("id")) not in [int(e.get("id")) for e in entries]:
                    listed.getparent().remove(listed)

        edit(path, remove)
        update(path, talk(title="Another title"))
        groups = list(pptx.Presentation(path).element.iter(f"{P14}section"))
        assert len({group.get("id") for group in groups}) == len(groups) == 6

    def test_slides_of_the_same_title_are_told_by_their_points(self, tmp_path: Path) -> None:
        results = [{"title": "Results", "points": [f"finding {n}"]} for n in (1, 2, 3)]
        path = write_deck(talk(data={"slides": results}), tmp_path / "talk.pptx").path

        def mark(presentation: Any) -> None:
            for key, slide in _keys(presentation):
                if key.startswith("slide/data"):
                    number = slide.placeholders[1].text_frame.text[-1]
                    box = slide.shapes.add_textbox(0, 0, Inches(1), Inches(1))
                    box.text_frame.text = f"picture {number}"

        def pairs(path: Path) -> list[tuple[str, str]]:
            return [
                (slide.placeholders[1].text_frame.text, text)
                for key, slide in by_key(path).items()
                if key.startswith("slide/data/results") and not slide._element.get("show")
                for text in (s.text_frame.text for s in slide.shapes if s.has_text_frame)
                if text.startswith("picture")
            ]

        edit(path, mark)
        update(path, talk(data={"slides": results[1:]}))
        assert pairs(path) == [("finding 2", "picture 2"), ("finding 3", "picture 3")]
        update(path, talk(data={"slides": results}))
        assert pairs(path) == [(f"finding {n}", f"picture {n}") for n in (1, 2, 3)]

    def test_animations_of_what_is_gone_go_too(self, path: Path) -> None:
        def animate(presentation: Any) -> None:
            slide = dict(_keys(presentation))["roadmap/data"]
            ids = [
                s.shape_id for n, s in inside(slide).items() if n in ("Part rewards", "Part data")
            ]
            slide._element.append(parse_xml(timing(ids)))

        edit(path, animate)
        update(path, talk("data", "checks"))
        slide = by_key(path)["roadmap/data"]
        targets = [t.get("spid") for t in slide._element.iter(f"{P}spTgt")]
        assert targets == [str(inside(slide)["Part data"].shape_id)]


def timing(ids: list[int]) -> str:
    """Animations that let shapes appear, one click each, as PowerPoint writes them."""
    effects = "".join(
        f'<p:par><p:cTn id="{n * 10}" fill="hold"><p:stCondLst><p:cond delay="indefinite"/>'
        f'</p:stCondLst><p:childTnLst><p:par><p:cTn id="{n * 10 + 1}" presetID="1"'
        ' presetClass="entr" presetSubtype="0" fill="hold" nodeType="clickEffect"><p:stCondLst>'
        '<p:cond delay="0"/></p:stCondLst><p:childTnLst><p:set><p:cBhvr>'
        f'<p:cTn id="{n * 10 + 2}" dur="1" fill="hold"/><p:tgtEl><p:spTgt spid="{shape_id}"/>'
        "</p:tgtEl><p:attrNameLst><p:attrName>style.visibility</p:attrName></p:attrNameLst>"
        '</p:cBhvr><p:to><p:strVal val="visible"/></p:to></p:set></p:childTnLst></p:cTn></p:par>'
        "</p:childTnLst></p:cTn></p:par>"
        for n, shape_id in enumerate(ids, start=1)
    )
    return (
        f'<p:timing xmlns:p="{P[1:-1]}"><p:tnLst><p:par><p:cTn id="1" dur="indefinite"'
        ' restart="never" nodeType="tmRoot"><p:childTnLst><p:seq concurrent="1" nextAc="seek">'
        '<p:cTn id="2" dur="indefinite" nodeType="mainSeq"><p:childTnLst>'
        f'{effects}</p:childTnLst></p:cTn><p:prevCondLst><p:cond evt="onPrev" delay="0"><p:tgtEl>'
        '<p:sldTgt/></p:tgtEl></p:cond></p:prevCondLst><p:nextCondLst><p:cond evt="onNext"'
        ' delay="0"><p:tgtEl><p:sldTgt/></p:tgtEl></p:cond></p:nextCondLst></p:seq>'
        "</p:childTnLst></p:cTn></p:par></p:tnLst></p:timing>"
    )


class TestFigures:
    @pytest.fixture
    def folder(self, tmp_path: Path) -> Path:
        for name, size in (("wide.png", (90, 40)), ("tall.png", (40, 90))):
            Image.new("RGB", size, (200, 120, 40)).save(tmp_path / name)
        return tmp_path

    def figured(self, figure: str | None, *points: str) -> Outline:
        slide = {"title": "First on data", "points": points, "figure": figure}
        return talk(data={"slides": [slide]})

    def shapes(self, path: Path) -> dict[str, Any]:
        return {s.name: s for s in by_key(path)["slide/data/first-on-data"].shapes}

    def boxes_apart(self, path: Path) -> bool:
        slide = by_key(path)["slide/data/first-on-data"]
        picture = next(s for s in slide.shapes if s.name == "Figure")
        texts = (s for s in slide.shapes if s.has_text_frame and "one" in s.text_frame.text)
        text = next(texts)
        citation = self.shapes(path)["Citation"]
        return bool(
            text.left + text.width <= picture.left and picture.top + picture.height <= citation.top
        )

    @pytest.mark.parametrize("first", [None, "true", "wide.png"])
    @pytest.mark.parametrize("points", [(), ("one", "two")])
    def test_it_comes_beside_the_points(
        self, folder: Path, first: str | None, points: tuple[str, ...]
    ) -> None:
        path = write_deck(self.figured(first, *points), folder / "talk.pptx").path
        update(path, self.figured("tall.png", "one", "two"))
        picture = self.shapes(path)["Figure"]
        assert picture.image.size == (40, 90)
        assert picture.width / picture.height == pytest.approx(40 / 90, rel=0.01)
        assert self.boxes_apart(path)

    def test_it_goes_when_it_is_ours(self, folder: Path) -> None:
        path = write_deck(self.figured("wide.png", "one"), folder / "talk.pptx").path
        update(path, self.figured(None, "one"))
        assert "Figure" not in self.shapes(path)

    def test_a_new_plot_keeps_place_and_dress_of_the_old_one(self, folder: Path) -> None:
        path = write_deck(self.figured("wide.png", "one"), folder / "talk.pptx").path

        def change(presentation: Any) -> None:
            slide = dict(_keys(presentation))["slide/data/first-on-data"]
            picture = next(s for s in slide.shapes if s.name == "Figure")
            picture.left += Pt(30)
            picture.line.color.rgb = RGBColor(1, 2, 3)

        edit(path, change)
        before = self.shapes(path)["Figure"]
        Image.new("RGB", (90, 40), (0, 0, 250)).save(folder / "wide.png")
        update(path, self.figured("wide.png", "one"))
        after = self.shapes(path)["Figure"]
        assert after.image.blob != before.image.blob
        assert (after.shape_id, after.left, after.width) == (
            before.shape_id, before.left, before.width,
        )  # fmt: skip
        assert after.line.color.rgb == RGBColor(1, 2, 3)

    def test_what_a_person_put_in_its_place_is_kept(self, folder: Path) -> None:
        path = write_deck(self.figured("true", "one"), folder / "talk.pptx").path

        def change(presentation: Any) -> None:
            slide = dict(_keys(presentation))["slide/data/first-on-data"]
            next(s for s in slide.shapes if s.name == "Figure").text_frame.text = "A table here"

        edit(path, change)
        written = update(path, self.figured("wide.png", "one"))
        assert self.shapes(path)["Figure"].text_frame.text == "A table here"
        assert ("kept", "First on data") in kinds(written)

    @pytest.mark.parametrize("content", [None, b"<svg/>", "cut"])
    def test_what_cannot_be_placed_is_said_before_anything_is_written(
        self, folder: Path, content: bytes | str | None
    ) -> None:
        if isinstance(content, bytes):
            (folder / "plot.svg").write_bytes(content)
        elif content:
            (folder / "plot.svg").write_bytes((folder / "wide.png").read_bytes()[:60])
        with pytest.raises(InputError, match=r"plot\.svg: the figure of the slide 'First on data'"):
            write_deck(self.figured("plot.svg", "one"), folder / "talk.pptx")
        assert not (folder / "talk.pptx").exists()


class TestForeignParts:
    @pytest.fixture
    def rich(self, path: Path, tmp_path: Path) -> Path:
        """The deck with a person's slides: a picture, a chart with its workbook, a table."""
        Image.new("RGB", (80, 50), (200, 120, 40)).save(tmp_path / "plot.png")

        def add(presentation: Any) -> None:
            slide = add_mine(presentation, 4, "A picture")
            slide.shapes.add_picture(str(tmp_path / "plot.png"), Inches(1), Inches(2))
            data = CategoryChartData()
            data.categories = ["a", "b"]
            data.add_series("s", (1, 2))
            place = (Inches(1), Inches(2), Inches(4), Inches(3))
            slide = add_mine(presentation, 7, "A chart")
            slide.shapes.add_chart(XL_CHART_TYPE.COLUMN_CLUSTERED, *place, data)
            slide.notes_slide.notes_text_frame.text = "my notes"
            add_mine(presentation, 9, "A table").shapes.add_table(2, 2, *place)

        edit(path, add)
        return path

    def test_they_are_the_same_bytes_under_the_same_names(self, rich: Path) -> None:
        before = parts(rich)
        ours = {name for name, blob in before.items() if b'name="talkcoach ' in blob}
        ours |= {n for n, blob in before.items() if "notesSlides" in n and b"my notes" not in blob}
        assert len(ours) > 20
        outline = talk("checks", "rewards", "data", roadmap={"tracker": True}, title="New")
        update(rich, outline)
        after = parts(rich)
        changed = {name for name, blob in before.items() if after.get(name) != blob}
        assert changed - ours == {"ppt/presentation.xml"}
        assert list(after)[: len(before)] == list(before)

    def test_a_dry_run_writes_nothing(self, rich: Path) -> None:
        before = rich.read_bytes()
        written = write_deck(talk("data"), rich, dry_run=True)
        assert written.is_changed
        assert ("left out", "First on rewards") in kinds(written)
        assert rich.read_bytes() == before
        assert sorted(p.name for p in rich.parent.iterdir()) == ["plot.png", "talk.pptx"]


class TestSomebodysDeck:
    @pytest.fixture
    def foreign(self, tmp_path: Path) -> Path:
        presentation = pptx.Presentation()
        for title in ("My life's work", "Data quality", "Labels drift", "Reward models",
                      "They drift too", "Conclusion"):  # fmt: skip
            slide = presentation.slides.add_slide(presentation.slide_layouts[1])
            slide.shapes.title.text = title
        path = tmp_path / "mine.pptx"
        presentation.save(path)
        return path

    def test_roadmaps_are_inserted_and_nothing_else_is_touched(self, foreign: Path) -> None:
        before = parts(foreign)
        written = update(foreign, talk("data", "rewards"))
        assert titles(foreign) == [
            "My life's work", "Roadmap", "Data quality", "Labels drift", "Next: Reward models",
            "Reward models", "They drift too", "Looking back", "Conclusion",
        ]  # fmt: skip
        after = parts(foreign)
        changed = {name for name, blob in before.items() if after[name] != blob}
        assert changed == {"ppt/presentation.xml", "ppt/_rels/presentation.xml.rels",
                           "_rels/.rels", "[Content_Types].xml"}  # fmt: skip
        assert [kind for kind, _ in kinds(written)] == ["added"] * 3

    def test_a_second_update_keeps_them_current(self, foreign: Path) -> None:
        update(foreign, talk("data", "rewards"))
        update(foreign, talk("data", "rewards", rewards={"link": "A new link"}))
        texts = [
            inside(slide)["Part rewards"].text_frame.text
            for _, slide in _keys(pptx.Presentation(foreign))
        ]
        assert all("A new link" in text for text in texts)
        assert len(titles(foreign)) == 9

    def test_a_paper_that_is_not_there_is_listed(self, foreign: Path) -> None:
        written = update(foreign, talk("data", "checks"))
        assert ("missing", "Evaluation") in kinds(written)

    def test_another_talks_deck_is_refused(self, foreign: Path) -> None:
        before = foreign.read_bytes()
        with pytest.raises(InputError, match="none of the outline's papers"):
            write_deck(talk("checks"), foreign)
        assert foreign.read_bytes() == before


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
class TestThroughLibreOffice:
    def test_a_deck_saved_by_it_is_updated_as_before(self, path: Path, tmp_path: Path) -> None:
        def change(presentation: Any) -> None:
            slides = dict(_keys(presentation))
            drawing(slides["roadmap/rewards"], "Roadmap").left += Pt(40)
            slides["slide/data/first-on-data"].shapes.title.text_frame.text = "My claim"
            add_mine(presentation, 4)

        edit(path, change)
        target = 'pptx:"Impress MS PowerPoint 2007 XML"'
        profile = (tmp_path / "profile").as_uri()
        command = f"soffice -env:UserInstallation={profile} --headless --convert-to {target}"
        subprocess.run(
            f"{command} --outdir saved talk.pptx",
            shell=True, check=True, cwd=tmp_path, capture_output=True, timeout=180,
        )  # fmt: skip
        saved = tmp_path / "saved" / "talk.pptx"
        moved = drawing(by_key(saved)["roadmap/rewards"], "Roadmap").left
        write_deck(talk("checks", "data", "rewards", rewards={"link": "A new link"}), saved)
        slides = by_key(saved)
        assert [key for key in slides if key.startswith("roadmap")] == [
            "roadmap/checks", "roadmap/data", "roadmap/rewards", "roadmap/closing",
        ]  # fmt: skip
        assert titles(saved).index("Mine") == titles(saved).index("Second on data") + 1
        assert slides["slide/data/first-on-data"].shapes.title.text == "My claim"
        assert drawing(slides["roadmap/rewards"], "Roadmap").left == moved
        plate = inside(slides["roadmap/rewards"])["Part rewards"]
        assert plate.text_frame.text == "Reward models\nA new link"
        assert [s.section for s in read_slides(pptx.Presentation(saved))][2] == "Evaluation"
        assert not write_deck(
            talk("checks", "data", "rewards", rewards={"link": "A new link"}), saved
        ).is_changed
