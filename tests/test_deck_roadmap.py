"""Roadmaps and trackers: where everything stands, and what is in the slide when it is reopened."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from itertools import pairwise
from typing import Any

import pptx
import pytest
from pptx.enum.dml import MSO_THEME_COLOR as COLOR
from pptx.slide import Slide

from talkcoach.deck import roadmap, roadmap_list, roadmap_track, tracker
from talkcoach.deck.layouts import Box
from talkcoach.deck.plan import Stop
from talkcoach.deck.shapes import Colors, Shape
from talkcoach.deck.theme import default_presentation

AREA = Box(54, 140, 850, 350)
NARROW = Box(36, 126, 648, 356)
STRIP = Box(54, 6, 850, 20)
COLORS = Colors(COLOR.TEXT_1, COLOR.TEXT_2, 0.4)
LONG = "an evaluation of everything that a model may do when nobody is looking at what it does "
COUNTS = [1, 2, 4, 7, 12, 40]
NAMES = ["Data", "Uncertainty-aware decoding", LONG[:70]]
LINKS = ["", "It starts with the data", LONG * 4]


def stops(count: int, name: str = "Data", link: str = "", now: int | None = None) -> list[Stop]:
    """Papers of which the one at `now` is the current one; the middle one by default."""
    now = count // 2 if now is None else now
    return [
        Stop(f"p{i}", f"{name} {i}", link, "done" if i < now else "now" if i == now else "later")
        for i in range(count)
    ]


def overlap(first: Box, second: Box) -> bool:
    """Whether two boxes share more than an edge."""
    wide = min(first.left + first.width, second.left + second.width) - max(first.left, second.left)
    high = min(first.bottom, second.bottom) - max(first.top, second.top)
    return wide > 0.01 and high > 0.01


def is_inside(box: Box, area: Box) -> bool:
    return (
        box.left >= area.left - 0.01
        and box.top >= area.top - 0.01
        and box.left + box.width <= area.left + area.width + 0.01
        and box.bottom <= area.bottom + 0.01
    )


class TestList:
    @pytest.mark.parametrize("count", COUNTS)
    @pytest.mark.parametrize("name", NAMES)
    @pytest.mark.parametrize("link", LINKS)
    def test_rows_stay_in_their_area_and_apart(self, count: int, name: str, link: str) -> None:
        rows = roadmap_list.arrange(stops(count, name, link), AREA)
        assert len(rows) == count
        assert all(is_inside(row.box, AREA) for row in rows)
        for above, below in pairwise(rows):
            assert below.box.top >= above.box.bottom - 0.01

    @pytest.mark.parametrize("count", range(1, 8))
    def test_up_to_seven_papers_are_legible_from_the_last_row(self, count: int) -> None:
        papers = stops(count, "Uncertainty-aware decoding", "It starts with data")
        rows = roadmap_list.arrange(papers, AREA)
        assert min(row.name_size for row in rows) >= 20
        assert rows[count // 2].link == "It starts with data"

    def test_seven_long_titles_are_legible_from_the_last_row(self) -> None:
        rows = roadmap_list.arrange(stops(7, LONG[:64], LONG[:80]), AREA)
        assert rows[0].name_size >= 20

    def test_a_link_too_long_for_the_slide_is_cut_at_a_word(self) -> None:
        rows = roadmap_list.arrange(stops(7, link=LONG * 12), AREA)
        link = rows[3].link
        assert link.endswith(" …")
        assert LONG.startswith(link[:60])
        assert [row.link for row in rows].count("") == 6

    @pytest.mark.parametrize("count", [2, 4, 7])
    @pytest.mark.parametrize("link", LINKS)
    def test_rows_stand_still_from_slide_to_slide(self, count: int, link: str) -> None:
        """Only those below the current one may move down, where only its link is shown."""
        overview = roadmap_list.arrange(stops(count, link=link, now=-1), AREA)
        for now in range(count):
            rows = roadmap_list.arrange(stops(count, link=link, now=now), AREA)
            assert {row.name_size for row in rows} == {overview[0].name_size}
            tops = [row.box.top for row in rows[: now + 1]]
            assert tops == [row.box.top for row in overview[: now + 1]]


class TestTrack:
    @pytest.mark.parametrize("count", [1, 2, 4, 7])
    @pytest.mark.parametrize("name", NAMES)
    @pytest.mark.parametrize("link", LINKS)
    @pytest.mark.parametrize("now", [-1, 0, 1, 99])
    @pytest.mark.parametrize("area", [AREA, NARROW])
    def test_nothing_overlaps_or_leaves_its_area(
        self, count: int, name: str, link: str, now: int, area: Box
    ) -> None:
        track = roadmap_track.arrange(stops(count, name, link, now), area)
        assert track is not None
        boxes = [box for place in track.places for box in (place.marker, place.label)]
        boxes += [*track.rails, *([track.panel] if track.panel else [])]
        assert all(is_inside(box, area) for box in boxes)
        for number, box in enumerate(boxes):
            assert not any(overlap(box, other) for other in boxes[number + 1 :])

    def test_four_papers_are_legible_from_the_last_row(self) -> None:
        track = roadmap_track.arrange(stops(4, "Reward models", LONG), AREA)
        assert track is not None
        assert track.name_size >= 20
        assert track.link_size >= 20

    def test_names_stand_on_both_sides_where_that_lets_them_be_larger(self) -> None:
        sides = {}
        for count in (3, 7):
            track = roadmap_track.arrange(stops(count, "Calibration", LONG), AREA)
            assert track is not None
            assert track.name_size >= 20
            sides[count] = [place.is_above for place in track.places]
        assert not any(sides[3])
        assert sides[7] == [False, True] * 3 + [False]

    @pytest.mark.parametrize("count", [2, 4, 7])
    def test_names_stand_still_from_slide_to_slide(self, count: int) -> None:
        seen = set()
        for now in range(-1, count + 1):
            track = roadmap_track.arrange(stops(count, "Data", "It starts", now), AREA)
            assert track is not None
            line = track.rails[0].top
            starts = tuple(
                place.label.bottom if place.is_above else place.label.top for place in track.places
            )
            seen.add((line, starts, track.name_size))
        assert len(seen) == 1

    def test_the_link_stands_in_a_panel_at_the_current_name(self) -> None:
        track = roadmap_track.arrange(stops(7, "Uncertainty-aware decoding", LONG, 3), AREA)
        assert track is not None
        assert track.panel is not None
        label = track.places[3].label
        touches = track.panel.bottom == pytest.approx(label.top)
        assert touches == track.places[3].is_above

    @pytest.mark.parametrize("now", [-1, 99])
    def test_overview_and_recap_have_the_links_below_the_names(self, now: int) -> None:
        track = roadmap_track.arrange(stops(4, "Data", "It starts with the data", now), AREA)
        assert track is not None
        assert track.panel is None
        assert track.links == ("It starts with the data",) * 4

    def test_what_is_travelled_is_in_the_accent_colour(self) -> None:
        def travelled(now: int) -> list[str]:
            shapes = roadmap_track.shapes(stops(3, now=now), AREA, COLORS) or []
            rails = [shape for shape in shapes if shape.name.startswith("Rail")]
            return [s.name for s in rails if s.fill and s.fill.color == COLOR.ACCENT_1]

        assert travelled(-1) == []
        assert travelled(1) == ["Rail p1"]
        assert travelled(3) == ["Rail p1", "Rail p2", "Rail"]

    def test_too_many_stops_become_a_list(self) -> None:
        assert roadmap_track.arrange(stops(40, NAMES[1]), AREA) is None
        slide = blank()
        roadmap.draw(slide, stops(40, NAMES[1]), AREA, COLORS, "track")
        names = [shape.name for shape in slide.shapes[0].shapes]
        assert sum(name.startswith("Part") for name in names) == 40


class TestTracker:
    @pytest.mark.parametrize("count", COUNTS)
    @pytest.mark.parametrize(
        "name", [*NAMES, "Uncertaintyawaredecodingofeverything", "数据质量" * 9]
    )
    def test_segments_stay_in_the_strip_and_apart(self, count: int, name: str) -> None:
        segments = tracker.arrange(stops(count, name), STRIP)
        boxes = [segment.bar for segment in segments] + [s.label for s in segments if s.label]
        assert all(is_inside(box, STRIP) for box in boxes)
        for number, box in enumerate(boxes):
            assert not any(overlap(box, other) for other in boxes[number + 1 :])

    def test_a_name_too_long_ends_with_an_ellipsis(self) -> None:
        names = [segment.name for segment in tracker.arrange(stops(7, LONG), STRIP)]
        assert all(name.endswith(" …") and LONG.startswith(name[:-2]) for name in names)
        short = [segment.name for segment in tracker.arrange(stops(7), STRIP)]
        assert short == [f"Data {number}" for number in range(7)]

    def test_among_very_many_only_the_current_one_is_named(self) -> None:
        segments = tracker.arrange(stops(40, now=39), STRIP)
        assert [segment.name for segment in segments if segment.name] == ["Data 39"]


def blank() -> Slide:
    """An empty slide in our own look."""
    presentation = default_presentation()
    return presentation.slides.add_slide(presentation.slide_layouts[-1])


def draw_list(slide: Slide, papers: list[Stop]) -> Any:
    return roadmap.draw(slide, papers, AREA, COLORS)


def draw_track(slide: Slide, papers: list[Stop]) -> Any:
    return roadmap.draw(slide, papers, AREA, COLORS, "track")


def draw_tracker(slide: Slide, papers: list[Stop]) -> Any:
    return tracker.draw(slide, papers, STRIP, COLORS)


def reopened(slide: Slide) -> Slide:
    """The slide as it comes back from a file."""
    file = BytesIO()
    slide.part.package.save(file)
    return pptx.Presentation(file).slides[0]


@pytest.mark.parametrize("draw", [draw_list, draw_track, draw_tracker])
class TestDrawing:
    def test_names_tell_role_and_section_and_are_unique(
        self, draw: Callable[[Slide, list[Stop]], Any]
    ) -> None:
        group = draw(blank(), stops(5, link="So it is"))
        names = [shape.name for shape in group.shapes]
        assert len(set(names)) == len(names)
        assert {f"Part p{number}" for number in range(5)} <= set(names)

    def test_names_do_not_change_with_order_or_title(
        self, draw: Callable[[Slide, list[Stop]], Any]
    ) -> None:
        papers = stops(5, link="So it is", now=-1)
        renamed = [Stop(s.section_id, s.name.upper(), s.link, s.state) for s in papers[::-1]]
        names = [
            {shape.name for shape in draw(blank(), some).shapes if "Rail" not in shape.name}
            for some in (papers, renamed)
        ]
        assert names[0] == names[1]

    def test_the_group_is_described_in_theme_colours_and_keeps_its_scale(
        self, draw: Callable[[Slide, list[Stop]], Any]
    ) -> None:
        slide = blank()
        draw(slide, stops(5, "R&D <now> 数据 🎓", "Fish & <chips>"))
        group = reopened(slide).shapes[0]
        assert group.element.xpath("./p:nvGrpSpPr/p:cNvPr/@descr")[0].count("R&D <now> 数据 🎓")
        assert not group.element.xpath(".//a:srgbClr | .//a:sysClr | .//p:style")
        (frame,) = group.element.xpath("./p:grpSpPr/a:xfrm")
        off, ext, inner_off, inner_ext = (dict(child.attrib) for child in frame)
        assert (off, ext) == (inner_off, inner_ext)
        assert any("R&D <now> 数据 🎓 2" in s.text_frame.text for s in group.shapes)

    def test_ids_are_unique_on_the_slide(self, draw: Callable[[Slide, list[Stop]], Any]) -> None:
        slide = blank()
        for _ in range(2):
            draw(slide, stops(3))
        ids = slide.element.xpath(".//p:cNvPr/@id")
        assert len(set(ids)) == len(ids)

    def test_many_papers_are_drawn(self, draw: Callable[[Slide, list[Stop]], Any]) -> None:
        assert len(draw(blank(), stops(40, LONG, LONG)).shapes) >= 40


def test_only_the_current_part_stands_on_the_accent_colour() -> None:
    for shapes in (roadmap_list.shapes, roadmap_track.shapes):
        drawn: list[Shape] = shapes(stops(4, link="So it is"), AREA, COLORS) or []
        parts = [shape for shape in drawn if shape.name.startswith("Part")]
        assert [shape.name for shape in parts if shape.fill] == ["Part p2"]
        dimmed = [s.name for s in parts if s.words[0].paint.brightness]
        assert dimmed == ["Part p0", "Part p1"]
