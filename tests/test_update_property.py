"""Whatever somebody does to the outline and to the deck, no update loses what is theirs."""

from __future__ import annotations

import copy
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import deck_edits as edits
import deck_parts as decks
import pptx
from deck_edits import editing, key_of
from deck_parts import read_parts
from hypothesis import Phase, example, given, settings
from hypothesis import strategies as st
from pptx.dml.color import RGBColor
from pptx.util import Pt

from talkcoach.deck.write import WrittenDeck, write_deck
from talkcoach.outline.model import Outline

Talk = dict[str, Any]
"""An outline as it stands in the YAML."""
MINE = "Mine "
"""How everything begins that a person types, so that it can be found."""
STANDING = {"kept", "deleted"}


def talk() -> Talk:
    return {
        "title": "Models one can trust",
        "theme": "How do we come to trust a model?",
        "duration": "40 min",
        "opening": {"budget": "5 min", "slides": [{"title": "A scene", "points": ["one"]}]},
        "papers": [paper(word) for word in ("data", "rewards", "checks")],
        "closing": {"budget": "5 min"},
        "backup": {"slides": [{"title": "Ablations", "points": ["every seed"]}]},
        "roadmap": {"tracker": True},
    }


def paper(word: str) -> Talk:
    return {
        "id": word,
        "title": f"All about {word}",
        "short": word.capitalize(),
        "venue": "ICML 2025",
        "link": f"{word} builds trust",
        "takeaway": f"Mind the {word}",
        "slides": [
            {"title": f"Why {word}", "points": [f"{word} a", f"{word} b"], "notes": "Slowly."},
            {"title": f"How {word}", "points": [f"{word} c"]},
        ],
    }


# What a person does to the outline: `n` chooses


def _paper(plan: Talk, n: int) -> Talk:
    papers: list[Talk] = plan["papers"]
    return papers[n % len(papers)]


def add_paper(plan: Talk, n: int) -> None:
    if f"All about new{n}" not in {each["title"] for each in plan["papers"]}:
        plan["papers"].insert(n % (len(plan["papers"]) + 1), paper(f"new{n}"))


def remove_paper(plan: Talk, n: int) -> None:
    others = [each for each in plan["papers"] if each is not _paper(plan, n)]
    if any(each.get("include", True) for each in others):
        plan["papers"] = others


def bring_paper_back(plan: Talk, n: int) -> None:
    there = {each["title"] for each in plan["papers"]}
    for each in talk()["papers"]:
        if each["title"] not in there:
            plan["papers"].insert(n % (len(plan["papers"]) + 1), each)


def leave_paper_out(plan: Talk, n: int) -> None:
    if sum(each.get("include", True) for each in plan["papers"]) > 1:
        _paper(plan, n)["include"] = False


def include_papers(plan: Talk, n: int) -> None:
    for each in plan["papers"]:
        each["include"] = True


def rename_paper(plan: Talk, n: int) -> None:
    _paper(plan, n)["short"] = f"Renamed {n}-{_paper(plan, n)['id']}"


def new_id(plan: Talk, n: int) -> None:
    _paper(plan, n)["id"] += "x"


def reorder_papers(plan: Talk, n: int) -> None:
    plan["papers"].append(plan["papers"].pop(n % len(plan["papers"])))


def add_slide(plan: Talk, n: int) -> None:
    slides = _paper(plan, n)["slides"]
    slides.insert(n % (len(slides) + 1), {"title": f"Claim {n}", "points": [f"because {n}"]})


def remove_slide(plan: Talk, n: int) -> None:
    if slides := _paper(plan, n)["slides"]:
        slides.pop(n % len(slides))


def retitle_slide(plan: Talk, n: int) -> None:
    for slide in _paper(plan, n)["slides"][:1]:
        slide["title"] += ", indeed"


def reorder_slides(plan: Talk, n: int) -> None:
    _paper(plan, n)["slides"].reverse()


def move_slide_to_next_paper(plan: Talk, n: int) -> None:
    if slides := _paper(plan, n)["slides"]:
        _paper(plan, n + 1)["slides"].append(slides.pop())


def change_points(plan: Talk, n: int) -> None:
    for slide in _paper(plan, n)["slides"][:1]:
        slide["points"] = [f"first of all {n}", *slide["points"][n % 2 :]]


def change_theme(plan: Talk, n: int) -> None:
    plan["theme"] = f"Theme {n}?"


def drop_theme(plan: Talk, n: int) -> None:
    plan.pop("theme", None)


def change_budget(plan: Talk, n: int) -> None:
    _paper(plan, n)["budget"] = f"{3 + n % 6} min"


def change_look(plan: Talk, n: int) -> None:
    plan["roadmap"] = {
        "style": ("list", "track")[n % 2],
        "tracker": n % 3 > 0,
        "before_first": n % 5 > 0,
        "before_closing": n % 7 > 0,
    }


# What a person does to the deck


def _slide(presentation: Any, n: int) -> Any:
    return presentation.slides[n % len(presentation.slides)]


def _ours(presentation: Any, n: int) -> Any | None:
    slides = [slide for slide in presentation.slides if key_of(slide)]
    return slides[n % len(slides)] if slides else None


def add_own_slide(presentation: Any, n: int) -> Any:
    at = n % (len(presentation.slides) + 1) - 1
    slide = edits.add_slide(presentation, at, f"{MINE}slide {n}", in_section=n % 4 > 0)
    edits.notes(slide).text = f"{MINE}words to say {n}"
    return slide


def add_rich_slide(presentation: Any, n: int) -> None:
    slide = add_own_slide(presentation, n)
    edits.animate(slide, edits.add_table(slide, f"{MINE}cell {n}"))
    edits.link(edits.add_picture(slide, n), _slide(presentation, n + 5))
    edits.add_group(slide, f"{MINE}group {n}")
    edits.add_transition(slide, advance_ms=1_000 + n if n % 2 else None)
    edits.comment(presentation, slide, f"Comment {n}")
    if n % 3 == 0:
        edits.hide(slide)


def decorate(presentation: Any, n: int) -> None:
    slide = _slide(presentation, n)
    picture, box = edits.add_picture(slide, n), edits.add_box(slide, f"{MINE}box {n}")
    if not list(slide.element.iter(f"{decks.P}timing")):
        edits.animate(slide, picture)
    edits.link(box, _slide(presentation, n + 3))


def duplicate(presentation: Any, n: int) -> None:
    edits.duplicate_slide(presentation, _slide(presentation, n))


def hide(presentation: Any, n: int) -> None:
    edits.hide(_slide(presentation, n))


def show(presentation: Any, n: int) -> None:
    edits.show(_slide(presentation, n))


def delete(presentation: Any, n: int) -> None:
    if len(presentation.slides) > 4:
        edits.delete_slide(presentation, _slide(presentation, n))


def move(presentation: Any, n: int) -> None:
    edits.move_slide(presentation, _slide(presentation, n), n * 7 % len(presentation.slides) - 1)


def move_section(presentation: Any, n: int) -> None:
    names = list(dict.fromkeys(edits.section_names(presentation)))
    name, before = names[n % len(names)], names[n * 7 % len(names)]
    if name != before:
        edits.move_section(presentation, name, before)


def rename_section(presentation: Any, n: int) -> None:
    names = edits.section_names(presentation)
    edits.rename_section(presentation, names[n % len(names)], f"{MINE}section {n}")


def add_section(presentation: Any, n: int) -> None:
    edits.add_section(presentation, f"{MINE}part {n}", _slide(presentation, n))


def type_titles(presentation: Any, n: int) -> None:
    for slide in list(presentation.slides)[n % 6 :: 6]:
        title = slide.shapes.title
        if title is not None and title.text_frame.paragraphs[0].runs:
            edits.retype(title.text_frame, f"{MINE}title {n}")


def type_point(presentation: Any, n: int) -> None:
    slide = _ours(presentation, n)
    for shape in slide.placeholders if slide else ():
        if shape.placeholder_format.idx == 1 and shape.text_frame.paragraphs[0].runs:
            edits.retype(shape.text_frame, f"{MINE}point {n}")


def type_notes(presentation: Any, n: int) -> None:
    for slide in list(presentation.slides)[n % 4 :: 4]:
        edits.write_notes(slide, f"{MINE}note {n}", at=(None, 0, 1)[n % 3])


def restyle_drawing(presentation: Any, n: int) -> None:
    slide = _ours(presentation, n)
    for group in [s for s in slide.shapes if hasattr(s, "shapes")] if slide else ():
        group.left += Pt(n % 9)
        shape = group.shapes[n % len(group.shapes)]
        shape.top += Pt(n % 5)
        if hasattr(shape, "fill"):
            shape.fill.solid()
            shape.fill.fore_color.rgb = RGBColor(n, n, n)


def type_into_drawing(presentation: Any, n: int) -> None:
    slide = _ours(presentation, n)
    for group in [s for s in slide.shapes if hasattr(s, "shapes")] if slide else ():
        group.shapes.add_textbox(*edits.PLACE).text_frame.text = f"{MINE}label {n}"


def delete_shape(presentation: Any, n: int) -> None:
    if slide := _ours(presentation, n):
        edits.delete_shape(slide, n)


def delete_notes(presentation: Any, n: int) -> None:
    edits.delete_notes(_slide(presentation, n))


def empty_text(presentation: Any, n: int) -> None:
    """Clear a text, whose placeholder stays."""
    slide = _ours(presentation, n)
    for shape in list(slide.placeholders)[n % 2 : n % 2 + 1] if slide else ():
        shape.text_frame.clear()


def change_layout(presentation: Any, n: int) -> None:
    if slide := _ours(presentation, n):
        layouts = presentation.slide_layouts
        edits.change_layout(slide, layouts[n % len(layouts)])


def ungroup(presentation: Any, n: int) -> None:
    slide = _ours(presentation, n)
    for group in [s for s in slide.shapes if hasattr(s, "shapes")] if slide else ():
        edits.ungroup(group)


def paste_drawing(presentation: Any, n: int) -> None:
    """A roadmap or tracker, copied to another slide."""
    slide, target = _ours(presentation, n), _slide(presentation, n * 3)
    for group in [s for s in slide.shapes if hasattr(s, "shapes")] if slide else ():
        edits.paste(target, group)


OUTLINE_EDITS = (
    add_paper, remove_paper, bring_paper_back, leave_paper_out, include_papers, rename_paper,
    new_id, reorder_papers, add_slide, remove_slide, retitle_slide, reorder_slides,
    move_slide_to_next_paper, change_points, change_theme, drop_theme, change_budget, change_look,
)  # fmt: skip
DECK_EDITS = (
    add_own_slide, add_rich_slide, decorate, duplicate, hide, show, delete, move, move_section,
    rename_section, add_section, type_titles, type_point, type_notes, restyle_drawing,
    type_into_drawing, delete_shape, delete_notes, empty_text, change_layout, ungroup,
    paste_drawing,
)  # fmt: skip
Step = tuple[Callable[[Any, int], Any], int]
"""An edit, and the number that chooses what it is done to."""


def some(
    of: tuple[Callable[[Any, int], Any], ...], least: int, most: int
) -> st.SearchStrategy[list[Step]]:
    step = st.tuples(st.sampled_from(of), st.integers(0, 99))
    return st.lists(step, min_size=least, max_size=most)


def everything(n: int) -> list[tuple[list[Step], list[Step]]]:
    """A third of the edits of the outline and half of those of the deck in each round."""
    return [
        (
            [(edit, n + at) for at, edit in enumerate(OUTLINE_EDITS[k::3])],
            [(edit, n + 7 * at) for at, edit in enumerate(DECK_EDITS[k % 2 :: 2])],
        )
        for k in range(3)
    ]


@example(everything(0))
@example(everything(1))
@example(everything(2))
@settings(
    max_examples=12,
    deadline=None,
    derandomize=True,
    phases=[Phase.explicit, Phase.generate],  # to look for a smaller case would take minutes
)
@given(
    st.lists(st.tuples(some(OUTLINE_EDITS, 1, 4), some(DECK_EDITS, 3, 7)), min_size=2, max_size=3)
)
def test_no_edit_of_a_persons_is_ever_lost(rounds: list[tuple[list[Step], list[Step]]]) -> None:
    plan = talk()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "talk.pptx"
        written = write_deck(Outline.model_validate(plan), path)
        for outline_steps, deck_steps in rounds:
            plan = copy.deepcopy(plan)
            for edit, n in outline_steps:
                edit(plan, n)
            with editing(path) as presentation:
                for edit, n in deck_steps:
                    edit(presentation, n)
            written = check_update(path, plan, {spec.key for spec in written.slides})


def check_update(path: Path, plan: Talk, planned: set[str]) -> WrittenDeck:
    """Update the deck; all that is a person's is there, and all that is ours is the outline's.

    `planned` are the keys of the outline that the deck was last updated with.
    """
    outline, before = Outline.model_validate(plan), read_parts(path)
    written = write_deck(outline, path)
    after, content = read_parts(path), path.read_bytes()
    check_kept(before, after)
    assert decks.problems(after) == []
    keys = {spec.key for spec in written.slides}
    check_hidden(before, after, planned, keys)
    papers = [each["short"] for each in plan["papers"] if each.get("include", True)]
    check_roadmaps(path, keys, papers)
    check_sections(after, papers)
    again = write_deck(outline, path)
    assert path.read_bytes() == content
    assert again.backup is None
    assert {change.kind for change in again.changes} <= STANDING
    return written


def check_kept(before: decks.Parts, after: decks.Parts) -> None:
    """Parts, words, links, animations and timings of the person are the same."""
    assert decks.touched(before, after) == {}
    assert {text for text in decks.all_words(before) if text.startswith(MINE)} <= decks.all_words(
        after
    )
    assert decks.jumps(before) <= decks.jumps(after)
    pictures = {pair for pair in decks.animated(before) if pair[1].startswith("Picture")}
    assert pictures <= decks.animated(after)
    assert decks.advances(after) == decks.advances(before)


def check_hidden(before: decks.Parts, after: decks.Parts, old: set[str], new: set[str]) -> None:
    """What was left out now is hidden; what both outlines plan is as hidden as it was."""
    left = _left_out(before)
    for name in set(decks.slides(after)) & before.keys():
        if name in _left_out(after):
            assert name in left or decks.is_hidden(after, name)
        elif decks.key_of(before, name) in old and decks.key_of(after, name) in new:
            assert decks.is_hidden(after, name) == decks.is_hidden(before, name)


def _left_out(parts: decks.Parts) -> set[str]:
    return {slide for name, group in decks.sections(parts) if name == "Left out" for slide in group}


def check_roadmaps(path: Path, keys: set[str], papers: list[str]) -> None:
    """Every roadmap that the outline plans, and every copy of one, names exactly its papers; but
    for those that a person took apart."""
    for slide in pptx.Presentation(str(path)).slides:
        key = key_of(slide)
        if key and key.startswith("roadmap/") and key in keys:
            groups = [shape for shape in slide.shapes if shape.name.startswith("Roadmap")]
            if not groups:
                continue
            group = groups[0]
            rows = [shape for shape in group.shapes if shape.name.startswith("Part ")]
            assert [row.text_frame.paragraphs[0].text for row in rows] == papers


def check_sections(parts: decks.Parts, papers: list[str]) -> None:
    """The sections that bear the outline's names stand in its order."""
    wanted = ["Opening", *papers, "Closing", "Backup", "Left out"]
    names = [name for name, _ in decks.sections(parts) if name in wanted]
    assert names == [name for name in wanted if name in names]
