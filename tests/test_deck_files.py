"""Decks as files: opened again, judged by independent validators, rendered, kept safe."""

from __future__ import annotations

import re
import shutil
import subprocess
import zipfile
from pathlib import Path
from typing import Any

import pptx
import pytest
from ooxml_integrity import check_pptx
from openxml_audit import validate_pptx
from pptx.enum.shapes import MSO_SHAPE_TYPE
from pptx.enum.shapes import PP_PLACEHOLDER as PH

from talkcoach.deck.plan import plan
from talkcoach.deck.stamps import plain_name
from talkcoach.deck.write import write_deck
from talkcoach.errors import DeckError, InputError
from talkcoach.outline.model import Outline

LONG = "and everything else that a careful person may want to say about it in a talk "
P14 = "{http://schemas.microsoft.com/office/powerpoint/2010/main}"


def talk(count: int = 3, filler: str = "", **more: Any) -> Outline:
    papers = [
        {
            "id": f"p{number}",
            "title": f"System {number}: measuring it & <more> {filler}",
            "short": f"Part {number} {filler}".strip(),
            "link": f"Step {number} towards an answer {filler}".strip(),
            "authors": "A. Okafor, J. Tan",
            "venue": "ICML 2025",
            "takeaway": f"Lesson {number} {filler}".strip(),
            "slides": [
                {"title": f"Finding {number}", "points": ["One", f"Two {filler}"], "notes": "Mine"}
            ],
        }
        for number in range(1, count + 1)
    ]
    return Outline.model_validate(
        {
            "title": f"Dependable models {filler}",
            "speaker": "Maya Lindqvist",
            "theme": f"How do we make models dependable {filler}?",
            "duration": "45 min",
            "papers": papers,
            **more,
        }
    )


@pytest.fixture(scope="module")
def deck(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The deck of `talk()` in our own look."""
    return write_deck(talk(), tmp_path_factory.mktemp("deck") / "talk.pptx").path


@pytest.fixture
def template(tmp_path: Path) -> Path:
    """A 4:3 presentation with two slides of its own, a picture of none of our theme."""
    presentation = pptx.Presentation()
    for title in ("Old slide", "Another"):
        slide = presentation.slides.add_slide(presentation.slide_layouts[1])
        slide.shapes.title.text = title
        slide.notes_slide.notes_text_frame.text = "old notes"
    path = tmp_path / "template.pptx"
    presentation.save(path)
    return path


def texts(slide: Any) -> str:
    return " ".join(
        element.text or "" for element in slide.element.iter() if element.tag.endswith("}t")
    )


class TestStructure:
    def test_slides_follow_the_plan_with_titles_in_placeholders(self, deck: Path) -> None:
        slides = pptx.Presentation(deck).slides
        specs = plan(talk())
        assert [slide.shapes.title.text for slide in slides] == [spec.title for spec in specs]
        assert len({slide.shapes.title.text for slide in slides}) == len(specs)

    def test_notes_are_the_planned_ones(self, deck: Path) -> None:
        slides = pptx.Presentation(deck).slides
        notes = [slide.notes_slide.notes_text_frame.text for slide in slides]
        assert notes == [spec.notes for spec in plan(talk())]

    def test_points_and_small_print_stand_in_layout_placeholders(self, deck: Path) -> None:
        for slide, spec in zip(pptx.Presentation(deck).slides, plan(talk()), strict=True):
            filled = {
                shape.placeholder_format.type: shape.text_frame.text for shape in slide.placeholders
            }
            if spec.kind == "title":
                assert filled[PH.SUBTITLE] == "Maya Lindqvist"
            elif spec.kind in ("content", "theme"):
                assert filled[PH.OBJECT].split("\n") == list(spec.points)
            elif spec.kind == "takeaway":
                assert filled[PH.BODY] == spec.aside
            assert all(filled.values())
            assert (PH.SLIDE_NUMBER in filled) == (spec.kind != "title")

    def test_sections_list_every_slide_once_in_order(self, deck: Path) -> None:
        presentation = pptx.Presentation(deck)
        groups = list(presentation.element.iter(f"{P14}section"))
        assert [group.get("name") for group in groups] == [
            "Opening",
            "Part 1",
            "Part 2",
            "Part 3",
            "Closing",
            "Backup",
        ]
        assert len({group.get("id") for group in groups}) == 6
        guid = r"\{[0-9A-F]{8}(-[0-9A-F]{4}){3}-[0-9A-F]{12}\}"
        assert all(re.fullmatch(guid, group.get("id")) for group in groups)
        listed = [int(entry.get("id")) for entry in presentation.element.iter(f"{P14}sldId")]
        assert listed == [slide.slide_id for slide in presentation.slides]

    def test_the_page_is_16_to_9(self, deck: Path) -> None:
        presentation = pptx.Presentation(deck)
        assert presentation.slide_width is not None
        assert presentation.slide_height is not None
        assert presentation.slide_width / presentation.slide_height == pytest.approx(16 / 9, 1e-3)

    def test_slides_never_advance_by_themselves(self, deck: Path) -> None:
        for slide in pptx.Presentation(deck).slides:
            tags = {element.tag.split("}")[-1] for element in slide.element.iter()}
            assert not tags & {"transition", "timing"}


class TestRoadmapSlides:
    def test_they_are_described_groups_in_theme_colours(self, deck: Path) -> None:
        slides = pptx.Presentation(deck).slides
        roadmaps = [
            slide
            for slide, spec in zip(slides, plan(talk()), strict=True)
            if spec.kind == "roadmap"
        ]
        assert len(roadmaps) == 4
        for slide in roadmaps:
            group = next(s for s in slide.shapes if s.shape_type == MSO_SHAPE_TYPE.GROUP)
            (about,) = group.element.xpath("./p:nvGrpSpPr/p:cNvPr/@descr")
            assert about.startswith("Roadmap: Part 1")
            assert slide.element.xpath(".//a:schemeClr")
            assert not slide.element.xpath(".//a:srgbClr | .//a:sysClr | .//a:prstClr")

    def test_the_current_paper_stands_out_with_its_link_and_the_question(self, deck: Path) -> None:
        slide = next(
            s for s in pptx.Presentation(deck).slides if s.shapes.title.text == "Next: Part 2"
        )
        group = next(s for s in slide.shapes if s.shape_type == MSO_SHAPE_TYPE.GROUP)
        plates = {plain_name(s.name): s for s in group.shapes if s.name.startswith("Part ")}
        assert plates["Part p2"].fill.type is not None
        assert plates["Part p2"].text_frame.text == "Part 2\nStep 2 towards an answer"
        filled = [
            name for name, plate in plates.items() if plate.element.xpath("p:spPr/a:solidFill")
        ]
        assert filled == ["Part p2"]
        ticks = [plain_name(s.name) for s in group.shapes if s.name.startswith("Tick")]
        assert ticks == ["Tick p1"]
        assert "How do we make models dependable ?" in texts(slide)


class TestValidity:
    @pytest.mark.parametrize("count", [1, 2, 4, 7])
    @pytest.mark.parametrize("filler", ["", LONG * 2])
    def test_validators_find_nothing(self, tmp_path: Path, count: int, filler: str) -> None:
        path = write_deck(talk(count, filler), tmp_path / "talk.pptx").path
        assert [str(error) for error in validate_pptx(str(path)).errors] == []
        assert [str(finding) for finding in check_pptx(str(path))] == []

    def test_a_template_gives_a_valid_deck_too(self, tmp_path: Path, template: Path) -> None:
        path = write_deck(talk(), tmp_path / "talk.pptx", template).path
        assert [str(error) for error in validate_pptx(str(path)).errors] == []

    def test_the_same_outline_gives_the_same_bytes(self, tmp_path: Path, deck: Path) -> None:
        again = write_deck(talk(), tmp_path / "talk.pptx").path
        assert again.read_bytes() == deck.read_bytes()

    def test_odd_characters_come_back_as_written(self, tmp_path: Path) -> None:
        odd = "a < b & 'c' \"d\" \u202eabc\u202c 漢字 🎓 _x0041_"
        path = write_deck(talk(title=odd, theme=odd), tmp_path / "talk.pptx").path
        slides = pptx.Presentation(path).slides
        assert slides[0].shapes.title.text == odd

    def test_folded_titles_become_one_line_and_points_keep_their_breaks(
        self, tmp_path: Path
    ) -> None:
        folded = {"id": "p", "title": "A\n b", "short": "A\nb", "link": "C\nd", "takeaway": "E\nf"}
        slides = [{"title": "G\nh", "points": ["one\ntwo", "three"]}]
        outline = talk(papers=[{**folded, "slides": slides}], title="My\ntalk")
        path = write_deck(outline, tmp_path / "talk.pptx").path
        slides = pptx.Presentation(path).slides
        titles = [slide.shapes.title.text for slide in slides]
        assert not any("\n" in title or "\v" in title for title in titles)
        content = next(slide for slide in slides if slide.shapes.title.text == "G h")
        assert content.placeholders[1].text_frame.text == "one\vtwo\nthree"

    @pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
    def test_libreoffice_renders_every_slide(self, tmp_path: Path, deck: Path) -> None:
        profile = (tmp_path / "profile").as_uri()
        options = ["soffice", f"-env:UserInstallation={profile}", "--headless"]
        subprocess.run(
            [*options, "--convert-to", "pdf", "--outdir", str(tmp_path), str(deck)],
            check=True,
            capture_output=True,
            timeout=180,
        )
        pdf = (tmp_path / "talk.pdf").read_bytes()
        assert len(re.findall(rb"/Type\s*/Page\b", pdf)) == len(plan(talk()))


class TestTemplates:
    def test_its_slides_go_and_its_look_and_size_stay(self, tmp_path: Path, template: Path) -> None:
        path = write_deck(talk(), tmp_path / "talk.pptx", template).path
        presentation = pptx.Presentation(path)
        assert presentation.slide_width == pptx.Presentation(template).slide_width
        assert len(presentation.slides) == len(plan(talk()))
        with zipfile.ZipFile(path) as package:
            slides = [n for n in package.namelist() if re.fullmatch(r"ppt/slides/s.*xml", n)]
            assert len(slides) == len(plan(talk()))
            assert not any(b"Old slide" in package.read(name) for name in package.namelist())

    def test_a_potx_is_taken(self, tmp_path: Path, template: Path) -> None:
        potx = retyped(template, tmp_path / "look.potx", "template")
        path = write_deck(talk(), tmp_path / "talk.pptx", potx).path
        assert len(pptx.Presentation(path).slides) == len(plan(talk()))

    def test_layouts_are_found_whatever_their_name_and_order(
        self, tmp_path: Path, template: Path
    ) -> None:
        presentation = pptx.Presentation(template)
        masters_list = presentation.slide_master.element.sldLayoutIdLst
        for entry in reversed(list(masters_list)):
            masters_list.append(entry)
        for number, layout in enumerate(presentation.slide_layouts):
            layout.name = f"Modèle {number}"
            layout.element.attrib.pop("type", None)
        presentation.save(template)
        path = write_deck(talk(), tmp_path / "talk.pptx", template).path
        for slide, spec in zip(pptx.Presentation(path).slides, plan(talk()), strict=True):
            assert slide.shapes.title.text == spec.title
            assert all(point in texts(slide) for point in spec.points)

    @pytest.mark.parametrize("is_dark", [False, True])
    def test_what_is_done_fades_towards_the_templates_background(
        self, tmp_path: Path, template: Path, is_dark: bool
    ) -> None:
        presentation = pptx.Presentation(template)
        if is_dark:
            (colors,) = presentation.slide_master.element.xpath("./p:clrMap")
            colors.set("bg1", "dk1")
            colors.set("tx1", "lt1")
        presentation.save(template)
        path = write_deck(talk(), tmp_path / "talk.pptx", template).path
        slide = next(
            s for s in pptx.Presentation(path).slides if s.shapes.title.text == "Next: Part 2"
        )
        group = next(s for s in slide.shapes if s.shape_type == MSO_SHAPE_TYPE.GROUP)
        done = next(s for s in group.shapes if plain_name(s.name) == "Part p1")
        brightness = done.text_frame.paragraphs[0].runs[0].font.color.brightness
        assert brightness < 0 if is_dark else brightness > 0

    def test_a_template_without_placeholders_still_shows_every_word(
        self, tmp_path: Path, template: Path
    ) -> None:
        presentation = pptx.Presentation(template)
        for layout in presentation.slide_layouts:
            for placeholder in list(layout.placeholders):
                placeholder.element.getparent().remove(placeholder.element)
        presentation.save(template)
        path = write_deck(talk(), tmp_path / "talk.pptx", template).path
        for slide, spec in zip(pptx.Presentation(path).slides, plan(talk()), strict=True):
            for words in (spec.title, *spec.points, *spec.aside.split("\n")):
                assert words in texts(slide)

    def test_what_is_no_template_is_said_in_one_line(self, tmp_path: Path, template: Path) -> None:
        ole = tmp_path / "secret.pptx"
        ole.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))
        note = tmp_path / "note.pptx"
        note.write_text("hello", encoding="utf-8")
        cut = tmp_path / "cut.pptx"
        cut.write_bytes(template.read_bytes()[:9000])
        empty = tmp_path / "empty.pptx"
        with zipfile.ZipFile(empty, "w") as package:
            package.writestr("a.txt", "a")
        macros = retyped(template, tmp_path / "macros.potm", "macroEnabled")
        for bad, words in {
            tmp_path / "none.pptx": "no template",
            tmp_path: "folder",
            ole: "encrypted",
            note: "not a PowerPoint file",
            cut: "not a PowerPoint",
            empty: "not a PowerPoint presentation",
            macros: "macros",
        }.items():
            with pytest.raises(InputError, match=words) as caught:
                write_deck(talk(), tmp_path / "talk.pptx", bad)
            assert "\n" not in str(caught.value)
            assert bad.name in str(caught.value)
        assert not (tmp_path / "talk.pptx").exists()


def retyped(source: Path, target: Path, kind: str) -> Path:
    """A copy whose main part is declared as a `kind` instead of a presentation."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "[Content_Types].xml":
                content = content.replace(b"presentation.main+xml", f"{kind}.main+xml".encode())
            new.writestr(name, content)
    return target


class TestSaving:
    def test_the_deck_that_was_there_is_kept(self, tmp_path: Path) -> None:
        path = tmp_path / "talk.pptx"
        write_deck(talk(), path)
        for number in (1, 2):
            before = path.read_bytes()
            written = write_deck(talk(title=f"Title {number}"), path)
            assert written.backup == tmp_path / f"talk.backup-{number}.pptx"
            assert written.backup.read_bytes() == before
        names = {file.name for file in tmp_path.iterdir()}
        assert names == {"talk.pptx", "talk.backup-1.pptx", "talk.backup-2.pptx"}

    def test_an_unchanged_deck_is_left_alone(self, tmp_path: Path) -> None:
        path = tmp_path / "talk.pptx"
        write_deck(talk(), path)
        assert write_deck(talk(), path).backup is None
        assert [file.name for file in tmp_path.iterdir()] == ["talk.pptx"]

    def test_a_link_to_the_deck_stays_a_link(self, tmp_path: Path) -> None:
        target, link = tmp_path / "synced.pptx", tmp_path / "talk.pptx"
        write_deck(talk(title="Before"), target)
        try:
            link.symlink_to(target)
        except OSError:
            pytest.skip("this system lets no one make links")
        assert write_deck(talk(), link).backup == tmp_path / "synced.backup-1.pptx"
        assert link.is_symlink()
        assert len(pptx.Presentation(target).slides) == len(plan(talk()))

    @pytest.mark.parametrize("lock", ["~$talk.pptx", ".~lock.talk.pptx#"])
    def test_a_deck_open_elsewhere_is_not_touched(self, tmp_path: Path, lock: str) -> None:
        path = tmp_path / "talk.pptx"
        path.write_bytes(b"precious")
        (tmp_path / lock).touch()
        with pytest.raises(DeckError, match=r"is open in .*; close it"):
            write_deck(talk(), path)
        assert path.read_bytes() == b"precious"

    def test_places_that_cannot_be_written_are_said_in_one_line(
        self, tmp_path: Path, template: Path
    ) -> None:
        folder = tmp_path / "folder.pptx"
        folder.mkdir()
        for path, error, words in (
            (folder, InputError, "is a folder"),
            (tmp_path / "none" / "talk.pptx", InputError, "there is no folder"),
            (tmp_path / "talk.yaml", InputError, "is a .pptx file"),
            (template, InputError, "is the template itself"),
        ):
            with pytest.raises(error, match=words) as caught:
                write_deck(talk(), path, template)
            assert "\n" not in str(caught.value)

    def test_what_is_no_deck_is_not_replaced(self, tmp_path: Path) -> None:
        path = tmp_path / "talk.pptx"
        path.write_bytes(b"precious")
        with pytest.raises(InputError, match=r"talk\.pptx is not a PowerPoint file"):
            write_deck(talk(), path)
        assert path.read_bytes() == b"precious"
        written = write_deck(talk(), path, fresh=True)
        assert written.backup is not None
        assert written.backup.read_bytes() == b"precious"

    def test_a_full_disk_leaves_the_old_deck_and_no_debris(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        path = tmp_path / "talk.pptx"
        write_deck(talk(), path)
        before = path.read_bytes()

        def fail(handle: int) -> None:
            raise OSError(28, "No space left on device")

        monkeypatch.setattr("os.fsync", fail)
        with pytest.raises(DeckError, match="No space left on device"):
            write_deck(talk(title="Another"), path)
        assert path.read_bytes() == before
        assert [file.name for file in tmp_path.iterdir()] == ["talk.pptx"]
