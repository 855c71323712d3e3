"""The roadmap as a track: a line from left to right with a stop for each paper. Pure; in points.

Names stand at their stops, below the line, or above and below in turn where that lets them be
larger. The current paper's name becomes the tab of a panel, as wide as the slide's content, that
holds its link to the theme. Sizes and places are worked out from all papers, never from the current
one, so that the stops stand still from one roadmap of a deck to the next.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from talkcoach.deck.fit import clipped, text_height
from talkcoach.deck.layouts import Box
from talkcoach.deck.plan import Stop
from talkcoach.deck.shapes import (
    ACCENT,
    ON_ACCENT,
    TEXT_EDGE,
    Colors,
    Paint,
    Shape,
    Words,
    has_broken_word,
    marker,
    rail,
)

_SIZES = (
    (28, 24),
    (26, 22),
    (24, 22),
    (24, 20),
    (22, 20),
    (20, 20),
    (20, 18),
    (18, 18),
    (18, 16),
    (16, 16),
    (16, 14),
)
"""Font sizes tried for the names and the links, largest first."""
_TIGHT_SIZES = ((14, 14), (14, 12), (12, 12))
"""Tried when names are very long or papers very many; hard to read from afar."""
_OVERVIEW_SIZES = (20, 18, 16, 14)
"""For the links below the names on an overview."""
_LARGE_ENOUGH = 24
"""Names of this size need no second side of the line."""
_COLUMN_GAP = 12.0
_NARROWEST = 48.0
"""No name can be read in a column of less than this."""
_STEM = 8.0
"""From a marker to its name."""
_NAME_PADDING = 0.3
"""Above and below a name, in its font size."""
_PANEL_PADDING = 0.5
"""Above and below the link in its panel, in its font size."""
_GROWTH = 1.25
"""How much larger the current marker is."""
_ROUNDING = 8.0
_LINE = 5.0
_HIGH = 0.4
"""The share of the spare height that is left above the drawing."""


@dataclass(frozen=True, slots=True)
class Place:
    """One paper's stop on the track."""

    stop: Stop
    marker: Box
    label: Box
    """Holds the name, and on an overview the link."""
    is_above: bool


@dataclass(frozen=True, slots=True)
class Track:
    """Where everything stands and how large its words are."""

    places: tuple[Place, ...]
    rails: tuple[Box, ...]
    """The lines that leave each stop; the last one goes on to the edge."""
    panel: Box | None
    """Under, or above, the current paper's name; None without one or without links."""
    name_size: float
    link_size: float
    links: tuple[str, ...]
    """What is shown of each link, in the panel or on an overview below the names."""


@dataclass(frozen=True, slots=True)
class _Frame:
    """One way to set the track: sizes of type, and heights of its bands."""

    name_size: float
    link_size: float
    links: tuple[str, ...]
    alternates: bool
    step: float
    """From one stop to the next."""
    text_width: float
    marker: float
    above: float
    """Height of the names above the line; 0 when all are below."""
    below: float
    panel: float

    @property
    def line(self) -> float:
        """Height of the line's band: the current marker and what parts it from the names."""
        return self.marker * _GROWTH + _STEM * (2 if self.alternates else 1)

    @property
    def upper(self) -> float:
        """Height of all that stands above the line's band."""
        return self.above + (self.panel if self.alternates else 0.0)

    @property
    def lower(self) -> float:
        """Height of all that stands below the line's band."""
        return self.below + self.panel

    def is_above(self, number: int) -> bool:
        """Whether the name of the stop of this number, from 0, stands above the line."""
        return self.alternates and number % 2 == 1


def arrange(stops: Sequence[Stop], area: Box) -> Track | None:
    """The track of `stops` in `area`, with the largest names that fit; None where none do.

    Links are cut to two lines where they are long. An overview, without a current paper, has them
    below the names, or not at all where there is no room.
    """
    frame = _best(stops, area, alternates=False)
    if len(stops) > 2 and (frame is None or frame.name_size < _LARGE_ENOUGH):
        other = _best(stops, area, alternates=True)
        if other and (frame is None or other.name_size > frame.name_size):
            frame = other
    if frame is None:
        return None
    overview = _overview(stops, frame, area)
    upper, lower = max(frame.upper, overview.above), max(frame.lower, overview.below)
    spare = area.height - upper - frame.line - lower
    top = area.top + max(0.0, spare) * _HIGH + upper + (_STEM if frame.alternates else 0.0)
    middle = top + frame.marker * _GROWTH / 2
    is_under_way = any(stop.state == "now" for stop in stops)
    return _placed(stops, frame if is_under_way else overview, area, middle)


def _best(stops: Sequence[Stop], area: Box, *, alternates: bool) -> _Frame | None:
    """The frame with the largest type that fits; whole links rather than larger type."""
    if _text_width(stops, area, alternates) < _NARROWEST:
        return None
    links = tuple(stop.link for stop in stops)
    width = area.width - 2 * TEXT_EDGE
    choices = [(sizes, links) for sizes in _SIZES]
    for sizes in _SIZES + _TIGHT_SIZES:
        choices.append((sizes, tuple(link and clipped(link, 2, sizes[1], width) for link in links)))
    for (name_size, link_size), shown in choices:
        frame = _frame(stops, name_size, link_size, shown, area, alternates)
        if frame.upper + frame.line + frame.lower > area.height:
            continue
        if not any(has_broken_word(stop.name, name_size, frame.text_width) for stop in stops):
            return frame
    return None


def _step(stops: Sequence[Stop], area: Box, alternates: bool) -> float:
    """From one stop to the next; the last name of a line that alternates needs two steps too."""
    return area.width / (len(stops) + (1 if alternates else 0))


def _text_width(stops: Sequence[Stop], area: Box, alternates: bool) -> float:
    columns = 2 if alternates else 1
    return _step(stops, area, alternates) * columns - _COLUMN_GAP - 2 * TEXT_EDGE


def _frame(
    stops: Sequence[Stop],
    name_size: float,
    link_size: float,
    links: tuple[str, ...],
    area: Box,
    alternates: bool,
) -> _Frame:
    step = _step(stops, area, alternates)
    text_width = _text_width(stops, area, alternates)
    panel_width = area.width - 2 * TEXT_EDGE
    panel = max(text_height(link, link_size, panel_width) if link else 0.0 for link in links)
    frame = _Frame(
        name_size=name_size,
        link_size=link_size,
        links=links,
        alternates=alternates,
        step=step,
        text_width=text_width,
        marker=min(36.0, name_size * 1.5, step * 0.6),
        above=0.0,
        below=0.0,
        panel=panel + 2 * _PANEL_PADDING * link_size if panel else 0.0,
    )
    heights = [text_height(stop.name, name_size, text_width, bold=True) for stop in stops]
    return _with_labels(frame, heights)


def _with_labels(frame: _Frame, heights: Sequence[float]) -> _Frame:
    """`frame` with room for labels whose texts have these heights."""
    above = [height for i, height in enumerate(heights) if frame.is_above(i)]
    below = [height for i, height in enumerate(heights) if not frame.is_above(i)]
    padding = 2 * _NAME_PADDING * frame.name_size
    return replace(
        frame,
        above=max(above) + padding if above else 0.0,
        below=max(below) + padding if below else 0.0,
    )


def _overview(stops: Sequence[Stop], frame: _Frame, area: Box) -> _Frame:
    """The frame for a roadmap without a current paper: links below the names, no panel."""
    links = [stop.link for stop in stops]
    names = [text_height(s.name, frame.name_size, frame.text_width, bold=True) for s in stops]
    for size in (size for size in _OVERVIEW_SIZES if size <= frame.link_size):
        if any(has_broken_word(link, size, frame.text_width) for link in links):
            continue
        heights = [
            name + (text_height(link, size, frame.text_width) if link else 0.0)
            for name, link in zip(names, links, strict=True)
        ]
        full = _with_labels(replace(frame, link_size=size, links=tuple(links), panel=0.0), heights)
        upper, lower = max(frame.upper, full.above), max(frame.lower, full.below)
        if upper + frame.line + lower <= area.height:
            return full
    return replace(frame, links=("",) * len(links), panel=0.0)


def _placed(stops: Sequence[Stop], frame: _Frame, area: Box, middle: float) -> Track:
    """Everything at its place along the line whose middle is at `middle`."""
    half = frame.marker * _GROWTH / 2
    top, bottom = middle - half - _STEM, middle + half + _STEM
    places, panel = [], None
    for number, stop in enumerate(stops):
        left = area.left + number * frame.step
        is_above = frame.is_above(number)
        height = frame.above if is_above else frame.below
        start = top - height if is_above else bottom
        label = Box(left, start, frame.text_width + 2 * TEXT_EDGE, height)
        side = frame.marker * (_GROWTH if stop.state == "now" else 1.0)
        center = left + TEXT_EDGE + frame.marker / 2
        places.append(
            Place(stop, Box(center - side / 2, middle - side / 2, side, side), label, is_above)
        )
        if stop.state == "now" and frame.links[number]:
            start = start - frame.panel if is_above else label.bottom
            panel = Box(area.left, start, area.width, frame.panel)
    ends = [place.marker.left for place in places[1:]] + [area.left + area.width - TEXT_EDGE]
    rails = tuple(
        Box(start, middle - _LINE / 2, end - start, _LINE)
        for start, end in zip((p.marker.left + p.marker.width for p in places), ends, strict=True)
    )
    return Track(tuple(places), rails, panel, frame.name_size, frame.link_size, frame.links)


def shapes(stops: Sequence[Stop], area: Box, colors: Colors) -> list[Shape] | None:
    """The drawing of the roadmap of `stops` in `area`; None where no track can be read."""
    track = arrange(stops, area)
    if track is None:
        return None
    drawn = []
    for number, box in enumerate(track.rails):
        to = stops[number + 1] if number + 1 < len(stops) else None
        travelled = to.state != "later" if to else stops[-1].state == "done"
        drawn.append(rail(to.section_id if to else "", box, colors, travelled=travelled))
    is_under_way = any(stop.state == "now" for stop in stops)
    for number, place in enumerate(track.places):
        if place.stop.state == "now":
            drawn += _callout(track, place, track.links[number])
        else:
            link = "" if is_under_way else track.links[number]
            drawn.append(_label(track, place, link, colors, is_under_way))
        drawn += marker(place.stop, number + 1, place.marker)
    return drawn


def _label(track: Track, place: Place, link: str, colors: Colors, is_under_way: bool) -> Shape:
    dimming = colors.dimming if is_under_way and place.stop.state == "done" else 0.0
    paint = Paint(colors.name, dimming)
    words = [Words(place.stop.name, track.name_size, paint, bold=not is_under_way)]
    if link:
        words.append(Words(link, track.link_size, Paint(colors.link)))
    return Shape(
        f"Part {place.stop.section_id}",
        place.label,
        words=tuple(words),
        anchor="b" if place.is_above else "t",
        inset=(TEXT_EDGE, _NAME_PADDING * track.name_size),
    )


def _callout(track: Track, place: Place, link: str) -> list[Shape]:
    """The current name as a tab, the stem from its marker, and the panel with its link."""
    label, disc = place.label, place.marker
    overlap = _ROUNDING if track.panel else 0.0  # covers the panel's rounded corner
    tab = Box(label.left, label.top, label.width, label.height + overlap)
    stem_top = disc.bottom
    rounding = (_ROUNDING, 0.0)
    if place.is_above:
        tab = replace(tab, top=label.top - overlap)
        stem_top = label.bottom
        rounding = (0.0, _ROUNDING)
    if not track.panel:
        rounding = (_ROUNDING, _ROUNDING)
    stem = Box(disc.left + disc.width / 2 - _LINE / 2, stem_top, _LINE, _STEM)
    name = Words(place.stop.name, track.name_size, ON_ACCENT, bold=True)
    drawn = [
        Shape(f"Stem {place.stop.section_id}", stem, fill=ACCENT),
        Shape(
            f"Part {place.stop.section_id}",
            tab,
            "round2SameRect",
            rounding,
            fill=ACCENT,
            words=(name,),
            anchor="b" if place.is_above else "t",
            inset=(TEXT_EDGE, _NAME_PADDING * track.name_size),
        ),
    ]
    if track.panel:
        words = (Words(link, track.link_size, ON_ACCENT),)
        panel = Shape("Callout", track.panel, "roundRect", (_ROUNDING,), ACCENT, words=words)
        drawn.insert(0, replace(panel, inset=(TEXT_EDGE, 0.0)))
    return drawn
