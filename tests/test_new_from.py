"""`talkcoach new --from DECK.pptx`: an outline from what stands in a deck."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any
from xml.sax.saxutils import quoteattr

import pptx
import pytest
from click.testing import CliRunner, Result
from hypothesis import given, settings
from hypothesis import strategies as st
from pptx.oxml import parse_xml

from talkcoach.cli import cli
from talkcoach.deck import oxml
from talkcoach.deck.extract import Draft, Wishes, extract
from talkcoach.deck.read import read_slides
from talkcoach.deck.readslide import ReadSlide
from talkcoach.deck.write import write_deck
from talkcoach.errors import InputError
from talkcoach.outline.emit import emit
from talkcoach.outline.load import load_outline, parse_outline
from talkcoach.outline.model import Outline, Paper, Part, Slide

WISHES = Wishes(duration_s=2700.0)
P14 = "http://schemas.microsoft.com/office/powerpoint/2010/main"


def slide(title: str, *points: str, **others: Any) -> ReadSlide:
    """A slide of nobody's making."""
    blank = ReadSlide(0, None, title, points, "", is_hidden=False, section=None, purpose="obj")
    return replace(blank, **others)


TITLE = slide("On waiting", purpose="title", small_print=("Ada B.", "University of X"))


def header(title: str, **others: Any) -> ReadSlide:
    return slide(title, purpose="secHead", **others)


def draft(*slides: ReadSlide) -> Draft:
    """The draft of these slides after a title slide."""
    return extract([TITLE, *slides], WISHES)


def shape(outline: Outline) -> list[tuple[str, list[str]]]:
    """Name and slide titles of the opening, each paper and the closing."""
    parts: list[tuple[str, Part]] = [("opening", outline.opening)]
    parts += [(paper.short, paper) for paper in outline.papers]
    parts += [("closing", outline.closing)]
    return [(name, [s.title for s in part.slides]) for name, part in parts]


def test_notes_that_are_joined_are_cut_where_an_outline_ends() -> None:
    long = "word " * 3_000
    silent = [replace(slide(""), notes=long) for _ in range(2)]
    builds = [slide("Build", *["One", "Two"][: n + 1], notes=f"{n} {long}") for n in range(3)]
    found = draft(slide("First", notes=long), *silent, *builds).outline
    notes = [s.notes or "" for _, part in enumerate(found.papers) for s in part.slides]
    assert len(notes) == 2
    assert all(15_000 < len(text) <= 20_000 for text in notes)


class TestSections:
    EXPECTED = (
        ("opening", ["Why wait"]),
        ("Queues", ["Q1", "Q2"]),
        ("Buses", ["B1"]),
        ("closing", ["Conclusions"]),
    )

    def test_come_from_powerpoints_sections_first(self) -> None:
        made = draft(
            slide("Why wait", section="Default Section"),
            header("Anything", section="Queues"),
            slide("Q1", section="Queues"),
            slide("Q2", section="Queues"),
            slide("B1", section="Buses"),
            slide("Conclusions", section="Buses"),
        )
        opening, queues, *rest = shape(made.outline)
        assert queues == ("Queues", ["Anything", "Q1", "Q2"])
        assert [opening, *rest] == [e for e in self.EXPECTED if e[0] != "Queues"]
        assert made.clue == "from PowerPoint's sections"

    def test_named_introduction_and_summary_are_opening_and_closing(self) -> None:
        names = ("Introduction", "Queues", "Queues", "Buses", "Summary")
        titles = ("Why wait", "Q1", "Q2", "B1", "Conclusions")
        made = draft(*(slide(t, section=n) for t, n in zip(titles, names, strict=True)))
        assert shape(made.outline) == list(self.EXPECTED)

    def test_come_from_section_headers_which_are_no_slides_themselves(self) -> None:
        made = draft(
            slide("Why wait"),
            header("Queues"),
            slide("Q1"),
            slide("Q2"),
            header("Buses"),
            slide("B1"),
            slide("Conclusions"),
        )
        assert shape(made.outline) == list(self.EXPECTED)

    def test_keep_the_header_of_a_section_that_has_nothing_else(self) -> None:
        made = draft(slide("Why"), header("Queues"), slide("Q1"), slide("Q2"), header("Demo"))
        assert shape(made.outline)[2] == ("Demo", ["Demo"])

    def test_come_from_an_agenda_whose_lines_are_titles_later(self) -> None:
        made = draft(
            slide("Why wait"),
            slide("Outline", "1. Queues", "2. Buses"),
            slide("Queues"),
            slide("Q1"),
            slide("Q2"),
            slide("Buses"),
            slide("B1"),
            slide("Conclusions"),
        )
        assert shape(made.outline) == list(self.EXPECTED)
        assert made.clue == "from the agenda slide"

    def test_come_from_an_agenda_shown_before_each_section(self) -> None:
        agenda = slide("Outline", "Queues", "Buses")
        made = draft(
            slide("Why wait"),
            agenda,
            slide("Q1"),
            slide("Q2"),
            agenda,
            slide("B1"),
            slide("Conclusions"),
        )
        assert shape(made.outline) == list(self.EXPECTED)

    @pytest.mark.parametrize(
        "titles",
        [
            ("Why wait", "1. Queues", "Q2", "2. Buses", "B2", "Conclusions"),
            ("Why wait", "Part 1: Queues", "Q2", "Part 2: Buses", "B2", "Conclusions"),
        ],
    )
    def test_come_from_numbered_titles(self, titles: Sequence[str]) -> None:
        made = draft(*map(slide, titles))
        assert [name for name, _ in shape(made.outline)] == [
            "opening",
            "Queues",
            "Buses",
            "closing",
        ]
        assert made.clue == "from numbered titles"

    def test_come_from_the_words_before_a_colon(self) -> None:
        titles = ("Queues: data", "Queues: model", "Buses: data", "Buses: model", "Conclusions")
        made = draft(*map(slide, titles))
        assert [name for name, _ in shape(made.outline)][1:3] == ["Queues", "Buses"]

    def test_are_one_where_nothing_says_more(self) -> None:
        made = draft(slide("Introduction"), slide("Data"), slide("Model"), slide("Fazit"))
        assert made.clue == ""
        assert shape(made.outline) == [
            ("opening", ["Introduction"]),
            ("On waiting", ["Data", "Model"]),
            ("closing", ["Fazit"]),
        ]

    def test_beyond_what_an_outline_holds_are_not_used(self) -> None:
        made = draft(*(slide(f"S{n}", section=f"Name {n}") for n in range(41)))
        assert len(made.outline.papers) == 1
        assert len(made.outline.papers[0].slides) == 41


class TestWhatIsLeftOut:
    def test_thanks_references_and_hidden_slides_are_counted(self) -> None:
        made = draft(
            slide("Data"),
            slide("Hidden", is_hidden=True),
            slide("Model"),
            slide("References"),
            slide("Thank you! Questions?"),
        )
        assert [s.title for s in made.outline.papers[0].slides] == ["Data", "Model"]
        assert made.remarks == (
            "Left out: 1 slide hidden or left out in the deck.",
            "Left out: 2 slides of thanks, references and the like.",
        )

    @pytest.mark.parametrize(
        "behind",
        [
            (slide("More", section="Backup"),),
            (slide("Appendix"), slide("More")),
            (slide("Thank you"), slide("More")),
            (slide("Thank you"), slide("More", is_hidden=True)),
        ],
    )
    def test_what_stands_behind_the_talk_is_backup(self, behind: Iterable[ReadSlide]) -> None:
        outline = draft(slide("Data"), slide("Model"), *behind).outline
        assert [s.title for s in outline.backup.slides] == ["More"]
        assert [s.title for s in outline.papers[0].slides] == ["Data", "Model"]

    def test_an_animation_by_hand_is_one_slide(self) -> None:
        outline = draft(
            slide("Data", "one", notes="n"),
            slide("Data", "one", "two", notes="n"),
            slide("Data", "else"),
        ).outline
        first, second = outline.papers[0].slides
        assert (first.points, first.notes, second.points) == (("one", "two"), "n", ("else",))

    def test_the_notes_of_a_picture_go_to_the_slide_before(self) -> None:
        outline = draft(slide("Data", notes="first"), slide("", notes="look here")).outline
        assert [s.notes for s in outline.papers[0].slides] == ["first\n\nlook here"]


class TestTheRest:
    @pytest.mark.parametrize(
        ("lines", "expected"),
        [
            (("Ada B. <a@x.org>", "University of X"), ("Ada B.", "University of X", None, None)),
            (("Ada B.", "QConf, 8 September 2014"), ("Ada B.", None, "QConf", "8 September 2014")),
            (
                ("Job talk, 3.5.2026", "Ada B.", "Engineer", "Institute of Y"),
                ("Ada B.", "Institute of Y", "Job talk", "3.5.2026"),
            ),
        ],
    )
    def test_the_title_slide_says_who_speaks(
        self, lines: tuple[str, ...], expected: tuple[str | None, ...]
    ) -> None:
        outline = extract([replace(TITLE, small_print=lines), slide("Data")], WISHES).outline
        assert outline.title == "On waiting"
        assert (outline.speaker, outline.affiliation, outline.event, outline.date) == expected

    def test_the_user_has_the_last_word(self) -> None:
        wishes = Wishes(1800.0, True, title="Mine", speaker="Me", theme="Why?")
        outline = extract([TITLE, slide("Data")], wishes).outline
        assert (outline.title, outline.speaker, outline.theme) == ("Mine", "Me", "Why?")
        assert outline.duration == 1800

    def test_budgets_follow_the_slides_and_fill_the_time(self) -> None:
        slides = [slide(f"{n}", section="Long" if n < 9 else "Short") for n in range(12)]
        sections = draft(*slides).outline.sections()
        budgets = [section.budget_s for section in sections]
        assert sum(budgets) == 2700
        assert budgets[1] > 2 * budgets[2] > 0
        assert all(budget % 30 == 0 for budget in budgets)

    @pytest.mark.parametrize("slides", [[], [slide("")], [slide(""), slide("", is_hidden=True)]])
    def test_a_deck_without_words_is_refused(self, slides: list[ReadSlide]) -> None:
        with pytest.raises(InputError, match="no slide"):
            extract(slides, WISHES)

    def test_a_single_slide_is_a_talk(self) -> None:
        outline = extract([slide("All there is", "a point")], WISHES).outline
        assert shape(parse_outline(emit(outline)))[1] == ("All there is", ["All there is"])

    def test_endless_texts_are_cut(self) -> None:
        outline = draft(slide("word " * 1000, "point " * 1000, notes="note " * 10_000)).outline
        assert parse_outline(emit(outline)).papers[0].slides == outline.papers[0].slides


NASTY = st.text(
    st.one_of(
        st.characters(exclude_categories=["Cs", "Cc"]),
        st.sampled_from("\t\n -#:'\"|>&*!%@`{}[],?\\\u2028\u0085\ufeff😀"),
    ),
    min_size=1,
    max_size=60,
).filter(str.strip)


@settings(max_examples=150, deadline=None)
@given(NASTY, NASTY, NASTY, st.integers(1, 2_000_000))
def test_what_is_written_is_what_is_read(a: str, b: str, c: str, budget_ms: int) -> None:
    slides = (Slide(title=a, points=(b, c), notes=c), Slide(title=b, notes=f"{a}\n{b}\n\n {c}"))
    paper = Paper(id="x", title=b, short=c, budget=budget_ms / 1000, slides=slides)
    outline = Outline(title=a, speaker=b, theme=c, duration=2700, papers=(paper,))
    assert parse_outline(emit(outline, [a, b])) == outline


def test_control_characters_become_blanks() -> None:
    outline = Outline(title="a\x07b", duration=60, papers=(Paper(id="x", title="x", short="x"),))
    assert parse_outline(emit(outline, ["\x07\x85#"])).title == "a b"


TALK = """
title: "Learning to wait"
speaker: Ada B.
affiliation: University of X
event: Job talk
date: 3 May 2026
duration: 45 min
theme: How do we make machines wait?
opening:
  budget: 5 min
  slides:
    - title: Results
      points: [one, two]
      notes: "- mine\\n\\nand: more"
papers:
  - id: w
    short: Waiting
    title: "Waiting: a theory of it"
    authors: A. B., C. D.
    venue: ICML 2025
    url: https://example.org/a
    link: "shows that waiting pays, and says so at such length that no roadmap has the room to show
      all of it in letters that the last row reads, however hard one tries to fit it in somewhere"
    takeaway: Wait!
    budget: 10 min
    slides:
      - title: Results
        points: [x, "a == b;", "- dash"]
        notes: "Say it.\\n\\n- a\\n- b"
      - {title: Results, figure: true}
      - {title: No points, notes: Just notes}
  - {title: Queues, venue: NeurIPS 2024, link: orders the waiting, takeaway: Order matters}
  - title: A third paper with a long title
    short: Third
    budget: 12:30
    slides:
      - {title: Third slide, points: [p]}
backup:
  slides:
    - {title: Extra, points: [q]}
roadmap: {before_first: false, tracker: true}
"""


class TestOwnDecks:
    @pytest.fixture
    def deck(self, tmp_path: Path) -> Path:
        path = tmp_path / "talk.pptx"
        write_deck(parse_outline(TALK), path)
        return path

    def test_give_back_the_outline_that_they_were_made_from(self, deck: Path) -> None:
        outline = parse_outline(TALK)
        made = extract(read_slides(pptx.Presentation(str(deck))), Wishes(60.0))
        again = parse_outline(emit(made.outline, made.remarks))
        assert (made.clue, made.remarks) == ("from talkcoach's own marks", ())
        budgets = [section.budget_s for section in outline.sections()]
        assert [section.budget_s for section in again.sections()] == budgets
        assert without_budgets(again) == without_budgets(outline)

    def test_tell_how_their_roadmaps_are_drawn(self, tmp_path: Path) -> None:
        text = TALK[: TALK.index("roadmap:")] + "roadmap: {style: track, before_closing: false}"
        write_deck(parse_outline(text), tmp_path / "talk.pptx")
        made = extract(read_slides(pptx.Presentation(str(tmp_path / "talk.pptx"))), WISHES)
        assert without_budgets(parse_outline(emit(made.outline))) == without_budgets(
            parse_outline(text)
        )

    def test_take_in_what_a_person_changed_and_added(self, deck: Path, tmp_path: Path) -> None:
        presentation = pptx.Presentation(str(deck))
        edited: Any = next(s for s in presentation.slides if s.shapes.title.text == "Third slide")
        edited.shapes.title.text = "A better title"
        added: Any = presentation.slides.add_slide(presentation.slide_layouts[1])
        added.shapes.title.text = "One more thing"
        ids = presentation.element.sldIdLst
        here = [s.slide_id for s in presentation.slides].index(edited.slide_id)
        ids.insert(here + 1, ids[-1])
        made = extract(read_slides(presentation), WISHES)
        assert shape(made.outline)[3] == ("Third", ["A better title", "One more thing"])


def test_roadmaps_in_somebodys_deck_tell_its_sections() -> None:
    stops = (("queues", "Queues", "orders the waiting"), ("buses", "Buses", ""))
    roadmap = slide("Roadmap", purpose="titleOnly", stops=stops)
    made = draft(
        slide("Why wait"),
        replace(roadmap, key="roadmap/queues"),
        header("Queues"),
        slide("Q1"),
        replace(roadmap, key="roadmap/buses"),
        slide("B1"),
        replace(roadmap, key="roadmap/closing"),
        slide("Last"),
    )
    assert shape(made.outline) == [
        ("opening", ["Why wait"]),
        ("Queues", ["Q1"]),
        ("Buses", ["B1"]),
        ("closing", ["Last"]),
    ]
    assert [paper.link for paper in made.outline.papers] == ["orders the waiting", None]


def without_budgets(outline: Outline) -> dict[str, Any]:
    values = outline.model_dump()
    for part in (values["opening"], *values["papers"], values["closing"]):
        part["budget"] = None
    return values


def run(*args: str | Path) -> Result:
    return CliRunner().invoke(cli, [str(arg) for arg in args], catch_exceptions=False)


def group(number: int, name: str, slide_ids: Iterable[int]) -> str:
    """A section as PowerPoint writes it."""
    entries = "".join(f'<p14:sldId id="{slide_id}"/>' for slide_id in slide_ids)
    return (
        f'<p14:section name={quoteattr(name)} id="{{{number:08}-0000-0000-0000-000000000000}}">'
        f"<p14:sldIdLst>{entries}</p14:sldIdLst></p14:section>"
    )


class TestCommand:
    @pytest.fixture
    def deck(self, tmp_path: Path) -> Path:
        """A deck as people make them, with PowerPoint's sections."""
        presentation = pptx.Presentation()
        names = ("Default Section", "Queues", "Queues", "Buses & trains")
        ids: dict[str, list[int]] = {}
        for number, name in enumerate(names):
            made: Any = presentation.slides.add_slide(
                presentation.slide_layouts[1 if number else 0]
            )
            made.shapes.title.text = f"Slide {number}" if number else "On waiting"
            made.placeholders[1].text_frame.text = f"point {number}" if number else "Ada B."
            made.notes_slide.notes_text_frame.text = f"Say: {number}\n# now"
            ids.setdefault(name, []).append(made.slide_id)
        groups = "".join(group(n, *members) for n, members in enumerate(ids.items()))
        oxml.set_section_list(
            presentation, parse_xml(f'<p14:sectionLst xmlns:p14="{P14}">{groups}</p14:sectionLst>')
        )
        path = tmp_path / "mine.pptx"
        presentation.save(str(path))
        return path

    def test_writes_an_outline_that_says_what_the_deck_says(self, deck: Path) -> None:
        before = deck.read_bytes()
        path = deck.with_name("talk.yaml")
        result = run("new", path, "--from", deck)
        outline = load_outline(path)
        assert (outline.title, outline.speaker, outline.theme) == ("On waiting", "Ada B.", None)
        assert [paper.short for paper in outline.papers] == ["Queues", "Buses & trains"]
        first = outline.papers[0].slides[0]
        expected = ("Slide 1", ("point 1",), "Say: 1\n# now")
        assert (first.title, first.points, first.notes) == expected
        assert "2 sections from PowerPoint's sections, 3 slides" in result.output
        assert "talkcoach check" in result.output
        assert deck.read_bytes() == before
        assert "# theme:" in path.read_text(encoding="utf-8")

    def test_leads_on_to_a_check_that_asks_for_the_theme(self, deck: Path) -> None:
        path = deck.with_name("talk.yaml")
        run("new", path, "--from", deck)
        assert "no theme" in run("check", path).output

    def test_options_go_before_what_the_deck_says(self, deck: Path) -> None:
        path = deck.with_name("talk.yaml")
        run("new", path, "--from", deck, "--title", "T", "--theme", "Why?", "--duration", "20m")
        outline = load_outline(path)
        assert (outline.title, outline.theme, outline.duration) == ("T", "Why?", 1200)
        assert sum(section.budget_s for section in outline.sections()) == 1200

    def test_blank_options_are_none(self, deck: Path) -> None:
        path = deck.with_name("talk.yaml")
        run("new", path, "--from", deck, "--title", " ", "--speaker", "  ", "--theme", "\t")
        assert load_outline(path).title.strip()

    def test_refuses_a_number_of_papers(self, deck: Path) -> None:
        result = run("new", deck.with_name("talk.yaml"), "--from", deck, "--papers", "3")
        assert result.exit_code == 2
        assert "--papers" in result.output

    def test_never_overwrites_an_outline(self, deck: Path) -> None:
        path = deck.with_name("talk.yaml")
        path.write_text("mine", encoding="utf-8")
        with pytest.raises(InputError, match="already there"):
            run("new", path, "--from", deck)
        assert path.read_text(encoding="utf-8") == "mine"
        run("new", path, "--from", deck, "--force")
        assert path.with_name("talk.backup-1.yaml").read_text(encoding="utf-8") == "mine"

    @pytest.mark.parametrize("content", [None, b"", b"no deck", b"PK\x03\x04 no deck either"])
    def test_what_is_no_deck_is_said_in_one_line(
        self, tmp_path: Path, content: bytes | None
    ) -> None:
        path = tmp_path / "x.pptx"
        if content is not None:
            path.write_bytes(content)
        with pytest.raises(InputError) as caught:
            run("new", tmp_path / "talk.yaml", "--from", path)
        assert str(path) in str(caught.value)
        assert "\n" not in str(caught.value)
        assert not (tmp_path / "talk.yaml").exists()

    def test_an_empty_deck_is_refused_by_name(self, tmp_path: Path) -> None:
        path = tmp_path / "empty.pptx"
        pptx.Presentation().save(str(path))
        with pytest.raises(InputError, match=r"empty\.pptx: the deck has no slides"):
            run("new", tmp_path / "talk.yaml", "--from", path)

    def test_a_deck_of_300_slides_is_taken(self, tmp_path: Path) -> None:
        presentation = pptx.Presentation()
        for number in range(300):
            made: Any = presentation.slides.add_slide(presentation.slide_layouts[1])
            made.shapes.title.text = f"Slide {number}"
            made.placeholders[1].text_frame.text = "\n".join(["Something to be said"] * 6)
        path = tmp_path / "long.pptx"
        presentation.save(str(path))
        run("new", tmp_path / "talk.yaml", "--from", path)
        outline = load_outline(tmp_path / "talk.yaml")
        assert len(outline.papers[0].slides) == 300


KEYS = (None, None, None, "title", "theme", "roadmap/q", "roadmap/closing", "slide/q/x", "backup")
TITLES = (
    "",
    "Outline",
    "Queues",
    "1. Buses",
    "Conclusions",
    "Appendix",
    "Thanks",
    "A: b",
    "x" * 2100,
)
SLIDES = st.builds(
    slide,
    st.sampled_from(TITLES),
    st.sampled_from(("Queues", "1. Buses", "a point")),
    key=st.sampled_from(KEYS),
    notes=st.sampled_from(("", "0:00-1:00  Opening\n\n- x", "12:30-10:00  X", "1:99:00-2:00 z")),
    is_hidden=st.booleans(),
    section=st.sampled_from((None, "Default Section", "Queues", "Backup", "Left out", "Summary")),
    purpose=st.sampled_from(("", "title", "secHead", "obj")),
    small_print=st.sampled_from(((), ("A · B 2024 · https://x.org",), ("y " * 1500,))),
    stops=st.sampled_from(((), (("q", "Queues", ""), ("other", "Other", "z" * 2100)))),
)


@settings(max_examples=150, deadline=None)
@given(st.lists(SLIDES, max_size=12), st.integers(60, 6000))
def test_every_deck_gives_an_outline_that_loads(slides: list[ReadSlide], duration_s: int) -> None:
    try:
        made = extract(slides, Wishes(duration_s))
    except InputError:
        assert not any(read.title for read in slides)
        return
    sections = parse_outline(emit(made.outline, made.remarks)).sections()
    assert sum(section.budget_s for section in sections) <= made.outline.duration + 0.5
