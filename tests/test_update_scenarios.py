"""The promises of an update, one by one, on a deck that somebody has worked on for days."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import deck_edits as edits
import deck_parts as decks
import pytest
from click.testing import CliRunner
from deck_edits import by_key, editing, shape_named
from deck_parts import read_parts
from ooxml_integrity import check_pptx
from openxml_audit import validate_pptx
from pptx.dml.color import RGBColor
from pptx.util import Inches, Pt

from talkcoach.cli import cli
from talkcoach.deck.write import WrittenDeck, write_deck
from talkcoach.errors import DeckError
from talkcoach.outline.model import Outline

Talk = dict[str, Any]
"""An outline as it stands in the YAML, to be changed before it is used."""
STANDING = {"kept", "deleted"}
"""What an update says again each time: it is so, and nothing was done."""


def talk() -> Talk:
    return {
        "title": "Models one can trust",
        "speaker": "Maya Lindqvist",
        "theme": "How do we come to trust a model?",
        "duration": "40 min",
        "opening": {
            "budget": "5 min",
            "slides": [{"title": "A failure in the clinic", "points": ["It looked fine"]}],
        },
        "papers": [
            paper("data", "Data quality", "Labels drift", "Where labels come from"),
            paper("rewards", "Reward models", "Rewards leak", "How a reward is learnt"),
            paper("checks", "Evaluation", "Tests age", "When a benchmark is spent"),
        ],
        "closing": {"budget": "5 min", "slides": [{"title": "What comes next"}]},
        "backup": {"slides": [{"title": "All ablations", "points": ["every seed"]}]},
        "roadmap": {"tracker": True},
    }


def paper(key: str, short: str, first: str, second: str) -> Talk:
    return {
        "id": key,
        "title": f"{short}, the whole story",
        "short": short,
        "link": f"{short} makes trust possible",
        "venue": "ICML 2025",
        "takeaway": f"Mind the {key}",
        "slides": [
            {"title": first, "points": [f"{key} one", f"{key} two"], "notes": "Go slowly here."},
            {"title": second, "points": [f"{key} three"]},
        ],
    }


def reordered(plan: Talk) -> None:
    plan["papers"].reverse()


def with_a_new_paper(plan: Talk) -> None:
    new = paper("theory", "Theory", "A bound", "Why it is tight")
    plan["papers"].insert(1, new)


def without_a_paper(plan: Talk) -> None:
    del plan["papers"][1]


def with_a_paper_not_included(plan: Talk) -> None:
    plan["papers"][0]["include"] = False


def with_a_paper_renamed(plan: Talk) -> None:
    plan["papers"][0] |= {"id": "labels", "short": "Honest labels"}


def with_another_look(plan: Talk) -> None:
    plan["roadmap"] = {"style": "track", "tracker": False, "before_first": False}


def with_another_theme_and_time(plan: Talk) -> None:
    plan |= {"theme": "What makes a model trustworthy?", "duration": "55 min"}


def with_other_slides_and_points(plan: Talk) -> None:
    slides = plan["papers"][0]["slides"]
    slides[0]["points"] = ["data one", "data, a new thought", "data two"]
    slides.insert(1, {"title": "An example", "points": ["a cat"], "notes": "Smile."})
    plan["papers"][2]["slides"].pop()


def without_theme_and_backup(plan: Talk) -> None:
    del plan["theme"], plan["backup"]


OUTLINE_CHANGES = (
    reordered, with_a_new_paper, without_a_paper, with_a_paper_not_included, with_a_paper_renamed,
    with_another_look, with_another_theme_and_time, with_other_slides_and_points,
    without_theme_and_backup,
)  # fmt: skip


def changed(*changes: Callable[[Talk], None]) -> Talk:
    """The talk after `changes`."""
    plan = talk()
    for change in changes:
        change(plan)
    return plan


def work_on(presentation: Any) -> None:
    """Days of somebody's work: slides of their own of every kind, and things on slides of ours."""
    at = {key: number for number, key in enumerate(map(edits.key_of, presentation.slides)) if key}
    behind = {key: presentation.slides[number] for key, number in at.items()}

    def add(key: str, title: str) -> Any:
        ids = [slide.slide_id for slide in presentation.slides]
        return edits.add_slide(presentation, ids.index(behind[key].slide_id), title)

    clips = add("takeaway/rewards", "My clips")
    edits.add_sound(clips)
    demo = add("takeaway/rewards", "My demo")
    edits.add_section(presentation, "Demo", demo)
    chart = add("slide/data/where-labels-come-from", "My chart")
    edits.add_chart(chart)
    chart.notes_slide.notes_text_frame.text = "The axis is logarithmic."
    picture = add("slide/data/labels-drift", "My picture")
    edits.link(edits.add_picture(picture), chart)
    edits.comment(presentation, picture, "Is this the right plot?")
    edits.add_transition(picture)
    table = add("slide/rewards/rewards-leak", "My table")
    edits.animate(table, edits.add_table(table))
    edits.add_transition(table, advance_ms=7_000)
    groups = add("slide/checks/tests-age", "My drawing")
    edits.add_group(groups)
    edits.thread(presentation, groups, "Redraw this?")
    edits.hide(add("slide/checks/tests-age", "My spare slide"))
    add("backup", "My backup").notes_slide.notes_text_frame.text = "Only if asked."
    ours = behind["slide/data/where-labels-come-from"]
    edits.animate(ours, edits.add_picture(ours, shade=10))
    edits.link(edits.add_box(ours, "to my demo"), demo)
    ours = behind["slide/rewards/rewards-leak"]
    edits.animate(ours, ours.placeholders[1], paragraphs=(0, 1))
    edits.add_transition(behind["roadmap/rewards"])
    edits.comment(presentation, behind["theme"], "Too long?")
    edits.add_custom_xml(presentation)
    edits.recolour_theme(presentation)


MINE = (
    "My picture", "My chart", "My table", "My clips", "My demo", "My spare slide", "My drawing",
    "My backup",
)  # fmt: skip


@pytest.fixture(scope="module")
def worked_on(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    path = tmp_path_factory.mktemp("deck") / "talk.pptx"
    write_deck(Outline.model_validate(talk()), path)
    with editing(path) as presentation:
        work_on(presentation)
    return path.read_bytes()


@pytest.fixture
def deck(tmp_path: Path, worked_on: bytes) -> Path:
    """The deck of `talk()` after `work_on`."""
    path = tmp_path / "talk.pptx"
    path.write_bytes(worked_on)
    return path


def layout_findings(path: Path) -> set[str]:
    """Where texts do not fit or cover each other, as a person may want it."""
    return {str(finding) for finding in check_pptx(str(path))}


def update(path: Path, plan: Talk, **options: Any) -> WrittenDeck:
    """Update the deck and check what goes for every update, whatever was changed.

    No part of the person's differs; PowerPoint would open it, and no text fits less than before; no
    slide advances by itself that did not; the deck before is kept; a second update does nothing.
    """
    outline = Outline.model_validate(plan)
    content, before, known = path.read_bytes(), read_parts(path), layout_findings(path)
    written = write_deck(outline, path, **options)
    after = read_parts(path)
    assert decks.touched(before, after) == {}
    assert decks.problems(after) == []
    assert [str(error) for error in validate_pptx(str(path)).errors] == []
    assert layout_findings(path) <= known
    assert decks.advances(after) == decks.advances(before)
    assert written.backup is None or written.backup.read_bytes() == content
    assert (written.backup is None) == (path.read_bytes() == content)
    _again(path, outline)
    return written


def _again(path: Path, outline: Outline) -> None:
    content, files = path.read_bytes(), sorted(path.parent.iterdir())
    again = write_deck(outline, path)
    assert path.read_bytes() == content
    assert sorted(path.parent.iterdir()) == files
    assert again.backup is None
    assert {change.kind for change in again.changes} <= STANDING


def said(written: WrittenDeck, kind: str) -> list[str]:
    """The titles of what an update lists as `kind`."""
    return [change.title for change in written.changes if change.kind == kind]


def title_of(parts: decks.Parts, slide: str) -> str:
    return decks.words(parts, slide)[0]


def sections_of(path: Path) -> dict[str, list[str]]:
    """The titles of the slides in each section of PowerPoint, in order."""
    parts = read_parts(path)
    return {
        name: [title_of(parts, slide) for slide in group] for name, group in decks.sections(parts)
    }


def hidden(path: Path) -> set[str]:
    """The titles of hidden slides."""
    parts = read_parts(path)
    return {title_of(parts, name) for name in decks.slides(parts) if decks.is_hidden(parts, name)}


def opened(path: Path) -> dict[str, Any]:
    """The slides of ours by key, to be looked at."""
    return by_key(edits.pptx.Presentation(str(path)))


def inside(slide: Any, group: str = "Roadmap") -> dict[str, Any]:
    """The shapes of a drawing of ours by the first two words of their names."""
    shapes = shape_named(slide.shapes, group).shapes
    return {" ".join(shape.name.split()[:2]): shape for shape in shapes}


def rows(slide: Any, group: str = "Roadmap") -> list[str]:
    """The papers that a roadmap or tracker names, in order."""
    shapes = shape_named(slide.shapes, group).shapes
    return [s.text_frame.paragraphs[0].text for s in shapes if s.name.startswith("Part ")]


def included(plan: Talk) -> list[str]:
    return [each["short"] for each in plan["papers"] if each.get("include", True)]


@dataclass(frozen=True, slots=True)
class Updated:
    """A deck after one change of the outline."""

    path: Path
    plan: Talk
    written: WrittenDeck


@pytest.fixture(scope="module", params=OUTLINE_CHANGES, ids=lambda change: change.__name__)
def updated(
    request: pytest.FixtureRequest, worked_on: bytes, tmp_path_factory: pytest.TempPathFactory
) -> Updated:
    """The deck after `work_on`, updated after each of OUTLINE_CHANGES; not to be changed."""
    path = tmp_path_factory.mktemp("updated") / "talk.pptx"
    path.write_bytes(worked_on)
    plan = changed(request.param)
    return Updated(path, plan, update(path, plan))


class TestEveryUpdate:
    def test_keeps_a_persons_words_and_says_what_it_did(self, updated: Updated) -> None:
        """That no part of theirs differs, and more, is checked by `update`."""
        assert updated.written.changes
        shown = decks.all_words(read_parts(updated.path))
        assert {*MINE, "to my demo", "my cell", "in my group"} <= shown
        assert {"The axis is logarithmic.", "Only if asked."} <= shown

    def test_taken_back_gives_the_deck_as_it_was_to_look_at(
        self, updated: Updated, deck: Path
    ) -> None:
        before, skipped = sections_of(deck), hidden(deck)
        deck.write_bytes(updated.path.read_bytes())
        update(deck, talk())
        after = sections_of(deck)
        left = set(after.pop("Left out", ()))
        assert {name: set(slides) for name, slides in after.items()} == {
            name: set(slides) for name, slides in before.items()
        }
        assert not left & {title for slides in before.values() for title in slides}
        assert hidden(deck) == skipped | left

    def test_of_an_unchanged_outline_changes_nothing(self, deck: Path) -> None:
        content = deck.read_bytes()
        written = update(deck, talk())
        assert deck.read_bytes() == content
        assert {change.kind for change in written.changes} <= STANDING

    def test_keeps_each_deck_that_was_there(self, deck: Path) -> None:
        first = update(deck, changed(reordered)).backup
        second = update(deck, talk()).backup
        assert first == deck.parent / "talk.backup-1.pptx"
        assert second == deck.parent / "talk.backup-2.pptx"

    def test_is_only_described_on_a_dry_run(self, deck: Path) -> None:
        content = deck.read_bytes()
        outline = Outline.model_validate(changed(reordered, without_a_paper))
        planned = write_deck(outline, deck, dry_run=True)
        assert deck.read_bytes() == content
        assert list(deck.parent.iterdir()) == [deck]
        assert planned.backup is None
        assert planned.changes == write_deck(outline, deck).changes

    def test_of_a_deck_that_is_open_is_one_clear_line(self, deck: Path) -> None:
        content = deck.read_bytes()
        (deck.parent / "~$talk.pptx").touch()
        with pytest.raises(DeckError) as caught:
            write_deck(Outline.model_validate(changed(reordered)), deck)
        assert "\n" not in str(caught.value)
        assert deck.read_bytes() == content


class TestCommand:
    def test_prints_the_changes_and_where_the_old_deck_is(self, deck: Path) -> None:
        outline = deck.with_suffix(".yaml")
        outline.write_text(json.dumps(changed(without_a_paper)), encoding="utf-8")
        run = CliRunner().invoke(cli, ["deck", str(outline)], catch_exceptions=False)
        assert run.exit_code == 0
        assert "left out" in run.output
        assert "My table" in run.output
        assert "talk.backup-1.pptx" in run.output.replace("\n", "")
        again = CliRunner().invoke(cli, ["deck", str(outline), "--json"], catch_exceptions=False)
        assert json.loads(again.stdout)["changed"] is False

    def test_prints_the_plan_of_a_dry_run(self, deck: Path) -> None:
        content, outline = deck.read_bytes(), deck.with_suffix(".yaml")
        outline.write_text(json.dumps(changed(with_a_new_paper)), encoding="utf-8")
        arguments = ["deck", str(outline), "-o", str(deck), "--dry-run"]
        run = CliRunner().invoke(cli, arguments, catch_exceptions=False)
        assert run.exit_code == 0
        assert "Theory" in run.output
        assert deck.read_bytes() == content


class TestRoadmaps:
    def test_and_trackers_name_the_included_papers_in_order(self, updated: Updated) -> None:
        plan, slides = updated.plan, opened(updated.path)
        shown = {key for key, slide in slides.items() if slide.element.get("show") != "0"}
        roadmaps = {key for key in shown if key.startswith("roadmap/")}
        assert len(roadmaps) == len(included(plan)) + plan["roadmap"].get("before_first", True)
        for key in roadmaps:
            assert rows(slides[key]) == included(plan)
        tracked = {key for key in shown if "Tracker" in _names(slides[key])}
        content = {key for key in shown if key.startswith("slide/") and "+backup" not in key}
        assert tracked == (content if plan["roadmap"].get("tracker") else set())
        for key in tracked:
            assert rows(slides[key], "Tracker") == included(plan)

    def test_say_what_is_done_and_what_comes_next(self, deck: Path) -> None:
        update(deck, changed(reordered))
        slide = opened(deck)["roadmap/rewards"]
        assert slide.shapes.title.text == "Next: Reward models"
        assert "Tick checks" in inside(slide)
        assert "Tick data" not in inside(slide)
        assert "So far, we have seen Evaluation" in edits.notes(slide).text

    def test_follow_a_new_name_a_new_link_and_a_new_theme(self, deck: Path) -> None:
        plan = changed(with_another_theme_and_time)
        plan["papers"][1] |= {"short": "Better rewards", "link": "No more hacking"}
        update(deck, plan)
        slide = opened(deck)["roadmap/rewards"]
        words = {text for shape in slide.shapes for text in _texts(shape)}
        assert slide.shapes.title.text == "Next: Better rewards"
        assert "No more hacking" in words
        assert "What makes a model trustworthy?" in words
        assert "How do we come to trust a model?" not in words

    def test_stay_moved_resized_recoloured_and_retyped(self, deck: Path) -> None:
        with editing(deck) as presentation:
            slide = by_key(presentation)["roadmap/rewards"]
            group = shape_named(slide.shapes, "Roadmap")
            group.left, group.top = group.left + Pt(31), group.top - Pt(7)
            shapes = inside(slide)
            part = shapes["Part data"]
            part.fill.solid()
            part.fill.fore_color.rgb = RGBColor(1, 99, 2)
            shapes["Part rewards"].left += Pt(13)
            shapes["Part rewards"].width -= Pt(13)
            edits.retype(shapes["Part checks"].text_frame, "How we test")
            shapes["Part checks"].rotation = 2
            before = {name: _place(shape) for name, shape in shapes.items()}
            place = _place(group)
        plan = talk()
        plan["papers"][0]["link"] = "Data first"
        plan["papers"][1]["link"] = "Then rewards"
        update(deck, plan)
        slide = opened(deck)["roadmap/rewards"]
        shapes = inside(slide)
        assert _place(shape_named(slide.shapes, "Roadmap")) == place
        assert shapes["Part data"].fill.fore_color.rgb == RGBColor(1, 99, 2)
        assert shapes["Part data"].text_frame.text == "Data quality\nData first"
        assert _place(shapes["Part rewards"]) == before["Part rewards"]
        assert shapes["Part checks"].rotation == 2
        assert shapes["Part checks"].text_frame.paragraphs[0].text == "How we test"

    def test_keep_a_shape_of_a_persons_inside_them(self, deck: Path) -> None:
        with editing(deck) as presentation:
            group = shape_named(by_key(presentation)["roadmap/rewards"].shapes, "Roadmap")
            group.shapes.add_textbox(*edits.PLACE).text_frame.text = "me, in the roadmap"
        for change in (reordered, with_a_new_paper, with_another_look):
            update(deck, changed(change))
            assert "me, in the roadmap" in decks.all_words(read_parts(deck))

    def test_keep_a_link_on_a_row(self, deck: Path) -> None:
        with editing(deck) as presentation:
            target = presentation.slides[-1]
            edits.link(inside(by_key(presentation)["roadmap/rewards"])["Part data"], target)
            goal = target.shapes.title.text
        plan = changed(with_a_new_paper)
        plan["papers"][0]["link"] = "Data first"
        update(deck, plan)
        part = inside(opened(deck)["roadmap/rewards"])["Part data"]
        assert part.click_action.target_slide.shapes.title.text == goal

    def test_taken_apart_by_a_person_stay_so(self, deck: Path) -> None:
        with editing(deck) as presentation:
            slides = by_key(presentation)
            edits.ungroup(shape_named(slides["roadmap/rewards"].shapes, "Roadmap"))
            group = shape_named(slides["roadmap/checks"].shapes, "Roadmap")
            group.element.getparent().remove(group.element)
            before = {shape.name for shape in slides["roadmap/rewards"].shapes}
        update(deck, changed(reordered, with_a_new_paper))
        slides = opened(deck)
        assert {shape.name for shape in slides["roadmap/rewards"].shapes} >= {
            name for name in before if not name.startswith("talkcoach ")
        }
        assert "Roadmap" not in _names(slides["roadmap/rewards"]) | _names(slides["roadmap/checks"])
        assert rows(slides["roadmap/data"]) == [
            "Evaluation", "Theory", "Reward models", "Data quality",
        ]  # fmt: skip

    def test_pasted_onto_a_persons_slide_are_theirs(self, deck: Path) -> None:
        """That the slide stays byte for byte is checked by `update`."""
        with editing(deck) as presentation:
            group = shape_named(by_key(presentation)["roadmap/rewards"].shapes, "Roadmap")
            mine = next(
                slide
                for slide in presentation.slides
                if slide.shapes.title is not None and slide.shapes.title.text == "My chart"
            )
            edits.paste(mine, group)
        assert update(deck, changed(reordered)).changes

    def test_that_are_deleted_do_not_come_back(self, deck: Path) -> None:
        with editing(deck) as presentation:
            edits.delete_slide(presentation, by_key(presentation)["roadmap/checks"])
        written = update(deck, changed(with_another_theme_and_time))
        assert "roadmap/checks" not in opened(deck)
        assert "Next: Evaluation" in said(written, "deleted")


def _names(slide: Any) -> set[str]:
    return {shape.name.split()[0] for shape in slide.shapes}


def _texts(shape: Any) -> list[str]:
    if hasattr(shape, "shapes"):
        return [text for each in shape.shapes for text in _texts(each)]
    if not shape.has_text_frame:
        return []
    return [paragraph.text for paragraph in shape.text_frame.paragraphs]


def _place(shape: Any) -> tuple[int, int, int, int]:
    return shape.left, shape.top, shape.width, shape.height


class TestLook:
    def test_of_the_deck_stays_a_persons(self, deck: Path) -> None:
        """What an update adds takes the colours, layouts and size that the deck has now."""
        with editing(deck) as presentation:
            edits.recolour_theme(presentation, "118833")
            layouts = {layout.name for layout in presentation.slide_layouts}
        update(deck, changed(with_a_new_paper, with_another_look))
        presentation = edits.pptx.Presentation(str(deck))
        assert {layout.name for layout in presentation.slide_layouts} == layouts
        assert all(slide.slide_layout.name in layouts for slide in presentation.slides)
        assert any(b'val="118833"' in part for part in read_parts(deck).values())

    def test_of_a_changed_layout_stays_on_all_slides(self, deck: Path) -> None:
        with editing(deck) as presentation:
            slide = by_key(presentation)["slide/data/labels-drift"]
            slide.slide_layout.placeholders[0].left += Pt(24)
            left = slide.slide_layout.placeholders[0].left
        update(deck, changed(with_other_slides_and_points))
        slides = opened(deck)
        for key in ("slide/data/labels-drift", "slide/data/an-example"):
            assert slides[key].shapes.title.left == left

    def test_of_a_slide_may_be_another_layout(self, deck: Path) -> None:
        with editing(deck) as presentation:
            slide = by_key(presentation)["slide/data/labels-drift"]
            blank = presentation.slide_layouts[-1]
            edits.change_layout(slide, blank)
            name = blank.name
        update(deck, changed(with_other_slides_and_points, reordered))
        assert opened(deck)["slide/data/labels-drift"].slide_layout.name == name


class TestTracker:
    def test_stays_where_a_person_put_it(self, deck: Path) -> None:
        with editing(deck) as presentation:
            slide = by_key(presentation)["slide/rewards/rewards-leak"]
            strip = shape_named(slide.shapes, "Tracker")
            strip.top -= Inches(1)
            top = strip.top
        plan = changed(reordered)
        update(deck, plan)
        slide = opened(deck)["slide/rewards/rewards-leak"]
        assert shape_named(slide.shapes, "Tracker").top == top
        assert rows(slide, "Tracker") == included(plan)

    def test_goes_and_leaves_what_a_person_put_into_it(self, deck: Path) -> None:
        with editing(deck) as presentation:
            slide = by_key(presentation)["slide/rewards/rewards-leak"]
            shapes = shape_named(slide.shapes, "Tracker").shapes
            shapes.add_textbox(*edits.PLACE).text_frame.text = "me, in the tracker"
        update(deck, changed(with_another_look))
        assert "me, in the tracker" in decks.all_words(read_parts(deck))


class TestSections:
    def test_move_with_all_that_a_person_put_into_them(self, deck: Path) -> None:
        before = sections_of(deck)
        update(deck, changed(reordered))
        after = sections_of(deck)
        assert list(after) == [
            "Opening", "Evaluation", "Reward models", "Demo", "Data quality", "Closing", "Backup",
        ]  # fmt: skip
        assert after["Data quality"][1:] == before["Data quality"][1:]
        assert {"My picture", "My chart"} <= set(after["Data quality"])
        assert after["Demo"] == before["Demo"]

    def test_of_a_persons_own_move_with_the_one_before(self, deck: Path) -> None:
        plan = talk()
        plan["papers"].append(plan["papers"].pop(1))
        update(deck, plan)
        names = list(sections_of(deck))
        assert names.index("Demo") == names.index("Reward models") + 1

    def test_of_new_papers_come_where_they_belong(self, deck: Path) -> None:
        written = update(deck, changed(with_a_new_paper))
        names = list(sections_of(deck))
        assert names.index("Theory") == names.index("Data quality") + 1
        assert sections_of(deck)["Theory"] == [
            "Next: Theory", "A bound", "Why it is tight", "Mind the theory",
        ]  # fmt: skip
        assert {"A bound", "Why it is tight", "Mind the theory"} <= set(said(written, "added"))

    def test_of_removed_papers_are_hidden_at_the_end_never_deleted(self, deck: Path) -> None:
        before = sections_of(deck)
        written = update(deck, changed(without_a_paper))
        after = sections_of(deck)
        assert list(after)[-1] == "Left out"
        assert "Reward models" not in after
        assert after["Left out"] == before["Reward models"]
        assert "My table" in after["Left out"]
        assert hidden(deck) == {*after["Left out"], "My spare slide"}
        assert "Rewards leak" in said(written, "left out")

    def test_come_back_shown_where_they_belong(self, deck: Path) -> None:
        with editing(deck) as presentation:
            edits.hide(by_key(presentation)["slide/rewards/how-a-reward-is-learnt"])
        before, skipped = sections_of(deck), hidden(deck)
        update(deck, changed(without_a_paper))
        update(deck, changed(without_a_paper, with_another_theme_and_time))
        update(deck, talk())
        assert sections_of(deck)["Reward models"] == before["Reward models"]
        assert "Left out" not in sections_of(deck)
        assert hidden(deck) == skipped == {"My spare slide", "How a reward is learnt"}

    def test_of_papers_not_included_are_left_out_too(self, deck: Path) -> None:
        update(deck, changed(with_a_paper_not_included))
        assert {"Labels drift", "My picture", "My chart"} <= set(sections_of(deck)["Left out"])

    def test_renamed_in_the_outline_keep_their_slides(self, deck: Path) -> None:
        before = sections_of(deck)
        written = update(deck, changed(with_a_paper_renamed))
        after = sections_of(deck)
        assert after["Honest labels"] == before["Data quality"]
        assert "Left out" not in after
        assert not said(written, "left out")
        assert not said(written, "added")

    def test_renamed_by_a_person_keep_that_name(self, deck: Path) -> None:
        with editing(deck) as presentation:
            edits.rename_section(presentation, "Data quality", "The data bit")
        update(deck, changed(reordered))
        assert "My picture" in sections_of(deck)["The data bit"]

    def test_moved_by_a_person_are_put_into_the_outlines_order(self, deck: Path) -> None:
        with editing(deck) as presentation:
            edits.move_section(presentation, "Evaluation", "Data quality")
        before = sections_of(deck)
        update(deck, talk())
        after = sections_of(deck)
        assert [name for name in after if name != "Demo"] == [
            "Opening", "Data quality", "Reward models", "Evaluation", "Closing", "Backup",
        ]  # fmt: skip
        assert after["Evaluation"] == before["Evaluation"]

    def test_list_every_slide_even_one_that_was_added_without(self, deck: Path) -> None:
        with editing(deck) as presentation:
            edits.add_slide(presentation, 4, "My stray slide", in_section=False)
        before = edits.titles(edits.pptx.Presentation(str(deck)))
        update(deck, talk())
        presentation = edits.pptx.Presentation(str(deck))
        assert edits.titles(presentation) == before
        assert "My stray slide" in sections_of(deck)["Data quality"]


class TestSlides:
    def test_new_in_the_outline_come_between_those_around_them(self, deck: Path) -> None:
        update(deck, changed(with_other_slides_and_points))
        slides = sections_of(deck)["Data quality"]
        assert slides.index("Labels drift") < slides.index("An example")
        assert slides.index("An example") < slides.index("Where labels come from")
        assert slides.index("My picture") == slides.index("Labels drift") + 1
        assert edits.notes(opened(deck)["slide/data/an-example"]).text.endswith("Smile.")

    def test_gone_from_the_outline_are_hidden_at_the_end(self, deck: Path) -> None:
        update(deck, changed(with_other_slides_and_points))
        assert sections_of(deck)["Left out"] == ["When a benchmark is spent"]
        assert hidden(deck) == {"When a benchmark is spent", "My spare slide"}

    def test_moved_to_another_paper_take_along_what_a_person_did(self, deck: Path) -> None:
        with editing(deck) as presentation:
            slide = by_key(presentation)["slide/data/where-labels-come-from"]
            edits.retype(slide.shapes.title.text_frame, "Where my labels come from")
            edits.write_notes(slide, "Thank the annotators.")
        plan = talk()
        plan["papers"][1]["slides"].insert(1, plan["papers"][0]["slides"].pop())
        written = update(deck, plan)
        assert not {"left out", "added"} & {change.kind for change in written.changes}
        assert "Where my labels come from" in sections_of(deck)["Reward models"]
        slide = opened(deck)["slide/rewards/where-labels-come-from"]
        assert "Thank the annotators." in edits.notes(slide).text
        assert "to my demo" in {text for shape in slide.shapes for text in _texts(shape)}

    def test_retitled_in_the_outline_keep_what_a_person_did(self, deck: Path) -> None:
        with editing(deck) as presentation:
            slide = by_key(presentation)["slide/data/labels-drift"]
            edits.add_box(slide, "my box")
        plan = talk()
        plan["papers"][0]["slides"][0]["title"] = "Labels drift every year"
        written = update(deck, plan)
        assert not {"left out", "added"} & {change.kind for change in written.changes}
        slide = opened(deck)["slide/data/labels-drift-every-year"]
        assert slide.shapes.title.text == "Labels drift every year"
        assert "my box" in {text for shape in slide.shapes for text in _texts(shape)}

    def test_left_out_and_taken_back_by_a_person_are_theirs(self, deck: Path) -> None:
        """Who drags a left-out slide back into the talk and shows it wants it."""
        update(deck, changed(with_other_slides_and_points))
        with editing(deck) as presentation:
            slide = by_key(presentation)["slide/checks/when-a-benchmark-is-spent"]
            edits.show(slide)
            titles = edits.titles(presentation)
            edits.move_slide(presentation, slide, titles.index("Tests age"))
        update(deck, changed(with_other_slides_and_points, with_another_theme_and_time))
        after = sections_of(deck)["Evaluation"]
        assert after[after.index("Tests age") + 1] == "When a benchmark is spent"
        assert hidden(deck) == {"My spare slide"}

    def test_stay_in_the_order_that_a_person_gave_them(self, deck: Path) -> None:
        with editing(deck) as presentation:
            slide = by_key(presentation)["slide/data/where-labels-come-from"]
            titles = edits.titles(presentation)
            edits.move_slide(presentation, slide, titles.index("Labels drift") - 1)
        before = sections_of(deck)["Data quality"]
        assert before.index("Where labels come from") < before.index("Labels drift")
        update(deck, talk())
        assert sections_of(deck)["Data quality"] == before
        update(deck, changed(reordered))
        assert sections_of(deck)["Data quality"][1:] == before[1:]

    def test_deleted_stay_deleted_and_are_listed(self, deck: Path) -> None:
        with editing(deck) as presentation:
            edits.delete_slide(presentation, by_key(presentation)["takeaway/data"])
        for plan in (talk(), changed(reordered), changed(with_another_look)):
            assert said(update(deck, plan), "deleted") == ["Mind the data"]
            assert "takeaway/data" not in opened(deck)

    def test_deleted_come_back_when_asked_for(self, deck: Path) -> None:
        with editing(deck) as presentation:
            edits.delete_slide(presentation, by_key(presentation)["takeaway/data"])
        written = update(deck, talk(), restore=["takeaway/data"])
        assert not said(written, "deleted")
        assert sections_of(deck)["Data quality"][-1] == "Mind the data"

    def test_hidden_by_a_person_stay_hidden(self, deck: Path) -> None:
        with editing(deck) as presentation:
            edits.hide(by_key(presentation)["slide/data/labels-drift"])
        plan = changed(reordered)
        plan["papers"][2]["slides"][0]["points"] = ["new"]
        update(deck, plan)
        assert hidden(deck) == {"Labels drift", "My spare slide"}

    def test_duplicated_stay_as_they_are(self, deck: Path) -> None:
        with editing(deck) as presentation:
            slide = by_key(presentation)["slide/data/labels-drift"]
            twin = edits.duplicate_slide(presentation, slide)
            twin.shapes.title.text_frame.text = "Labels drift, step two"
            edits.write_notes(twin, "Then click.")
        plan = changed(with_other_slides_and_points, reordered)
        update(deck, plan)
        after = sections_of(deck)["Data quality"]
        at = after.index("Labels drift, step two")
        assert after[at - 1] == "Labels drift"
        twin = next(
            slide
            for slide in edits.pptx.Presentation(str(deck)).slides
            if "Labels drift, step two" in _texts(slide.shapes[0])
        )
        assert edits.body(twin).text == "data one\ndata two"
        assert edits.notes(twin).text.endswith("Then click.")
        assert rows(twin, "Tracker") == included(plan)
        assert "data, a new thought" in edits.body(opened(deck)["slide/data/labels-drift"]).text

    def test_duplicated_and_first_deleted_leave_the_other(self, deck: Path) -> None:
        with editing(deck) as presentation:
            slide = by_key(presentation)["slide/data/labels-drift"]
            edits.duplicate_slide(presentation, slide)
            edits.delete_slide(presentation, slide)
        update(deck, changed(with_other_slides_and_points))
        assert sections_of(deck)["Data quality"].count("Labels drift") == 1

    def test_keep_links_between_slides(self, deck: Path) -> None:
        update(deck, changed(reordered, without_a_paper, with_another_look))
        for link, goal in (("My picture", "My chart"), ("Where labels come from", "My demo")):
            slides = {
                slide.shapes.title.text: slide
                for slide in edits.pptx.Presentation(str(deck)).slides
                if slide.shapes.title is not None
            }
            targets = {
                shape.click_action.target_slide.shapes.title.text
                for shape in slides[link].shapes
                if hasattr(shape, "click_action") and shape.click_action.target_slide is not None
            }
            assert targets == {goal}

    def test_of_a_persons_first_in_the_deck_stay_first(self, deck: Path) -> None:
        with editing(deck) as presentation:
            edits.add_slide(presentation, -1, "My logo")
        update(deck, changed(reordered))
        assert edits.titles(edits.pptx.Presentation(str(deck)))[0] == "My logo"
        assert sections_of(deck)["Opening"][0] == "My logo"

    def test_of_a_persons_behind_the_last_stay_there(self, deck: Path) -> None:
        with editing(deck) as presentation:
            last = len(presentation.slides) - 1
            edits.add_slide(presentation, last, "My last words")
        update(deck, changed(reordered, without_a_paper))
        assert sections_of(deck)["Backup"][-1] == "My last words"


class TestTexts:
    def test_that_a_person_changed_are_kept_and_listed(self, deck: Path) -> None:
        with editing(deck) as presentation:
            slides = by_key(presentation)
            first = slides["slide/data/labels-drift"]
            edits.retype(first.shapes.title.text_frame, "Labels wander")
            edits.retype(edits.body(first), "data one, as I put it")
            edits.retype(slides["roadmap/rewards"].shapes.title.text_frame, "On to rewards")
            edits.retype(slides["title"].shapes.title.text_frame, "My own title")
        plan = talk()
        plan["title"] = "A title of the outline"
        plan["papers"][0]["slides"][0]["points"] = ["data one, rephrased", "data two"]
        plan["papers"][1]["short"] = "Better rewards"
        written = update(deck, plan)
        slides = opened(deck)
        assert slides["slide/data/labels-drift"].shapes.title.text == "Labels wander"
        assert "data one, as I put it" in edits.body(slides["slide/data/labels-drift"]).text
        assert slides["roadmap/rewards"].shapes.title.text == "On to rewards"
        assert slides["title"].shapes.title.text == "My own title"
        kept = {change.key for change in written.changes if change.kind == "kept"}
        assert {"slide/data/labels-drift", "roadmap/rewards", "title"} <= kept
        assert rows(slides["roadmap/rewards"]) == included(plan)

    def test_that_nobody_touched_follow_the_outline(self, deck: Path) -> None:
        plan = changed(with_other_slides_and_points)
        plan["title"] = "Trust, measured"
        plan["papers"][0]["slides"][0]["title"] = "Labels drift apart"
        plan["papers"][0]["takeaway"] = "Look at your labels"
        plan["papers"][0]["venue"] = "NeurIPS 2025"
        written = update(deck, plan)
        slides = opened(deck)
        drift = slides["slide/data/labels-drift-apart"]
        assert drift.shapes.title.text == "Labels drift apart"
        assert edits.body(drift).text == "data one\ndata, a new thought\ndata two"
        assert "NeurIPS 2025" in shape_named(drift.shapes, "Citation").text_frame.text
        assert slides["title"].shapes.title.text == "Trust, measured"
        assert slides["takeaway/data"].shapes.title.text == "Look at your labels"
        assert "slide/data/labels-drift-apart" not in {
            change.key for change in written.changes if change.kind == "kept"
        }

    def test_that_a_person_went_on_with_are_theirs(self, deck: Path) -> None:
        with editing(deck) as presentation:
            text = edits.body(by_key(presentation)["slide/data/labels-drift"])
            text.add_paragraph().text = "mine, at the end"
        written = update(deck, changed(with_other_slides_and_points))
        slide = opened(deck)["slide/data/labels-drift"]
        assert edits.body(slide).text.split("\n") == ["data one", "data two", "mine, at the end"]
        assert "Labels drift" in said(written, "kept")
        assert "- data, a new thought" in edits.notes(slide).text

    def test_keep_their_formatting(self, deck: Path) -> None:
        with editing(deck) as presentation:
            text = edits.body(by_key(presentation)["slide/data/labels-drift"])
            text.paragraphs[1].runs[0].font.italic = True
            text.paragraphs[1].runs[0].font.size = Pt(17)
        update(deck, changed(with_other_slides_and_points))
        text = edits.body(opened(deck)["slide/data/labels-drift"])
        font = text.paragraphs[2].runs[0].font
        assert text.paragraphs[2].text == "data two"
        assert (font.italic, font.size) == (True, Pt(17))

    def test_animated_line_by_line_stay_animated(self, deck: Path) -> None:
        plan = talk()
        plan["papers"][1]["slides"][0]["points"] = ["rewards one", "new", "rewards two", "more"]
        update(deck, plan)
        plan["papers"][1]["slides"][0]["points"] = ["rewards two"]
        update(deck, plan)
        slide = opened(deck)["slide/rewards/rewards-leak"]
        assert edits.body(slide).text == "rewards two"
        assert list(slide.element.iter(f"{decks.P}spTgt"))

    def test_moved_and_restyled_citation_stays_so(self, deck: Path) -> None:
        with editing(deck) as presentation:
            drift = by_key(presentation)["slide/data/labels-drift"]
            citation = shape_named(drift.shapes, "Citation")
            citation.top -= Inches(1)
            citation.text_frame.paragraphs[0].runs[0].font.color.rgb = RGBColor(9, 8, 7)
            place = _place(citation)
        plan = talk()
        plan["papers"][0]["venue"] = "NeurIPS 2025"
        update(deck, plan)
        citation = shape_named(opened(deck)["slide/data/labels-drift"].shapes, "Citation")
        assert _place(citation) == place
        assert "NeurIPS 2025" in citation.text_frame.text
        color = citation.text_frame.paragraphs[0].runs[0].font.color.rgb
        assert color == RGBColor(9, 8, 7)


class TestNotes:
    def test_of_a_person_stay_around_ours_which_follow_the_outline(self, deck: Path) -> None:
        with editing(deck) as presentation:
            slide = by_key(presentation)["slide/data/labels-drift"]
            lines = len(edits.notes(slide).text.split("\n"))
            edits.write_notes(slide, "Breathe first.", at=0)
            edits.write_notes(slide, "Look at Ann here.", at=lines - 1)
            edits.write_notes(slide, "Pause at the end.")
        plan = changed(with_other_slides_and_points)
        plan["opening"]["budget"] = "9 min"
        update(deck, plan)
        lines = edits.notes(opened(deck)["slide/data/labels-drift"]).text.split("\n")
        assert lines[0] == "Breathe first."
        assert lines[-1] == "Pause at the end."
        assert "Look at Ann here." in lines
        assert "- data, a new thought" in lines
        assert lines.count("Go slowly here.") == 1

    def test_begin_with_the_time_window_of_the_outline(self, deck: Path) -> None:
        plan = talk()
        plan["opening"]["budget"] = "9 min"
        update(deck, plan)
        slides = opened(deck)
        assert edits.notes(slides["roadmap/data"]).text.startswith("9:00-")
        assert edits.notes(slides["title"]).text.startswith("0:00-")

    def test_lines_of_ours_that_a_person_rewrote_are_kept(self, deck: Path) -> None:
        with editing(deck) as presentation:
            frame = edits.notes(by_key(presentation)["slide/data/labels-drift"])
            assert "Go slowly here." in frame.text
            frame.text = frame.text.replace("Go slowly here.", "Go VERY slowly here.")
        plan = changed(with_other_slides_and_points)
        plan["papers"][0]["slides"][0]["notes"] = "Go at a walking pace."
        update(deck, plan)
        assert "Go VERY slowly here." in edits.notes(opened(deck)["slide/data/labels-drift"]).text

    def test_without_a_notes_page_are_no_obstacle(self, deck: Path) -> None:
        with editing(deck) as presentation:
            edits.delete_notes(by_key(presentation)["slide/data/labels-drift"])
        update(deck, changed(with_other_slides_and_points, reordered))
        assert "data, a new thought" in edits.body(opened(deck)["slide/data/labels-drift"]).text

    def test_taken_out_by_a_person_stay_out(self, deck: Path) -> None:
        with editing(deck) as presentation:
            edits.notes(by_key(presentation)["slide/data/labels-drift"]).text = "Only my words."
        update(deck, changed(reordered))
        text = edits.notes(opened(deck)["slide/data/labels-drift"]).text
        assert "Only my words." in text
        assert "Go slowly here." not in text

    def test_go_with_a_slide_that_is_left_out_and_comes_back(self, deck: Path) -> None:
        with editing(deck) as presentation:
            slide = by_key(presentation)["slide/rewards/rewards-leak"]
            edits.write_notes(slide, "Mention the intern.")
        update(deck, changed(without_a_paper))
        update(deck, talk())
        text = edits.notes(opened(deck)["slide/rewards/rewards-leak"]).text
        assert "Mention the intern." in text


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
class TestThroughLibreOffice:
    def test_a_deck_that_it_saved_is_updated_as_before(self, deck: Path, tmp_path: Path) -> None:
        with editing(deck) as presentation:
            slides = by_key(presentation)
            title = slides["slide/data/labels-drift"].shapes.title
            edits.retype(title.text_frame, "Labels wander")
            edits.delete_slide(presentation, slides["takeaway/data"])
        edits.save_with_libreoffice(deck, tmp_path)
        for plan in (changed(without_a_paper), talk(), changed(reordered)):
            outline = Outline.model_validate(plan)
            written = write_deck(outline, deck)
            assert decks.problems(read_parts(deck)) == []
            assert said(written, "deleted") == ["Mind the data"]
            shown = decks.all_words(read_parts(deck))
            assert {*MINE, "Labels wander", "Only if asked."} <= shown
            _again(deck, outline)
        slides = opened(deck)
        assert hidden(deck) == {"My spare slide"}
        for key in ("roadmap/checks", "roadmap/rewards", "roadmap/data", "roadmap/closing"):
            assert rows(slides[key]) == ["Evaluation", "Reward models", "Data quality"]
        assert [name for name in sections_of(deck) if name != "Demo"] == [
            "Opening", "Evaluation", "Reward models", "Data quality", "Closing", "Backup",
        ]  # fmt: skip
        assert {"My picture", "My chart"} <= set(sections_of(deck)["Data quality"])
