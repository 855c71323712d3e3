"""Which of a template's layouts serves which slide, told by the placeholders it has.

Names differ between languages and companies, and order means nothing, so neither is looked at.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from pptx.enum.dml import MSO_THEME_COLOR
from pptx.enum.shapes import PP_PLACEHOLDER as PH
from pptx.presentation import Presentation
from pptx.slide import SlideLayout
from pptx.util import Emu, Inches, Pt

from talkcoach.deck import oxml

_TITLES = frozenset({PH.TITLE, PH.CENTER_TITLE})
_TEXTS = frozenset({PH.BODY, PH.OBJECT})
_DEFAULT_WIDTH, _DEFAULT_HEIGHT = Inches(10), Inches(7.5)
"""PowerPoint's slide size where the file names none."""
_DIMMED = 0.4
"""How far dimmed text goes towards the background; dark text on white keeps a contrast of 4.5."""
STRIP_HEIGHT = 22.0
"""Points that the tracker takes."""
_FOOTERS = frozenset({PH.DATE, PH.FOOTER, PH.SLIDE_NUMBER, PH.HEADER})


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on a slide, in points from the top left corner."""

    left: float
    top: float
    width: float
    height: float

    @property
    def bottom(self) -> float:
        return self.top + self.height

    def in_emu(self) -> tuple[int, int, int, int]:
        """Left, top, width and height in EMU."""
        return (Pt(self.left), Pt(self.top), Pt(self.width), Pt(self.height))

    def split_top(self, height: float) -> tuple[Box, Box]:
        """The strip of `height` at the top, and what is left."""
        return (
            Box(self.left, self.top, self.width, height),
            Box(self.left, self.top + height, self.width, self.height - height),
        )


@dataclass(frozen=True, slots=True)
class Field:
    """A layout's place for text."""

    index: int
    """The placeholder's number: a slide made from the layout has one of the same number."""
    box: Box | None
    """None where the template does not say where it stands."""
    size: float | None
    """Its font size in points; None where the template does not say."""
    is_open: bool = False
    """Whether it takes pictures as well as text."""


@dataclass(frozen=True, slots=True)
class Form:
    """A layout with the fields that we fill; None for one that it lacks."""

    layout: SlideLayout
    title: Field | None
    text: Field | None
    figure: Field | None = None
    """A second place, beside the text, that takes a picture."""

    def free(self, area: Box) -> Box:
        """The part of `area` that the title leaves free; all of it under an odd title."""
        box = self.title.box if self.title else None
        if box is None or not area.top < box.bottom <= area.top + area.height / 2:
            return area
        return area.split_top(box.bottom - area.top)[1]


@dataclass(frozen=True, slots=True)
class Layouts:
    """The form for each need, and the area that content may fill on it."""

    title: Form
    content: Form
    two: Form
    """For text beside a figure; its `figure` is None where the template has no such layout."""
    title_only: Form
    statement: Form
    """For one sentence that stands alone."""
    area: Box
    strip: Box
    """The slim band for the tracker: above the titles, or at the slide's foot under low ones."""
    ink: MSO_THEME_COLOR
    """The colour that the template writes content in, for shapes of ours."""
    dimming: float
    """The brightness that makes `ink` fade: lighter where it is dark, darker where it is light."""

    @property
    def muted(self) -> MSO_THEME_COLOR:
        """The colour for small print."""
        return MSO_THEME_COLOR.TEXT_2 if self.ink == MSO_THEME_COLOR.TEXT_1 else self.ink


def find_layouts(presentation: Presentation) -> Layouts:
    """The layouts of `presentation` to use; one layout may serve several needs.

    There is one at least: `save` opens no deck or template without.
    """
    layouts = [layout for master in presentation.slide_masters for layout in master.slide_layouts]
    content = _first(layouts, _is_content, "obj", "tx") or _with_title(layouts) or layouts[0]
    title_only = _first(layouts, _is_title_only, "titleOnly") or content
    ink = _ink(content)
    area = _content_area(presentation, _form(content))
    two = _first(layouts, _is_two, "twoObj")
    return Layouts(
        title=_form(_first(layouts, _is_title, "title") or title_only),
        content=_form(content),
        two=(two and _two_form(two)) or _form(content),
        title_only=_form(title_only),
        statement=_form(_statement(layouts, content) or title_only),
        area=area,
        strip=_strip(presentation, _form(content), area),
        ink=ink,
        dimming=-_DIMMED if oxml.is_light(ink, content.slide_master) else _DIMMED,
    )


def _form(layout: SlideLayout) -> Form:
    return Form(layout, _field(_title_of(layout), layout), _field(_text_of(layout), layout))


def _field(placeholder: Any | None, layout: SlideLayout) -> Field | None:
    if placeholder is None:
        return None
    sides = (placeholder.left, placeholder.top, placeholder.width, placeholder.height)
    return Field(
        index=placeholder.placeholder_format.idx,
        box=None if any(side is None for side in sides) else Box(*(Emu(s).pt for s in sides)),
        size=oxml.inherited_size(placeholder, layout.slide_master),
        is_open=_type(placeholder) == PH.OBJECT,
    )


def _two_form(layout: SlideLayout) -> Form | None:
    """The places of a layout for text and a figure right of it; None when they stand otherwise."""
    places = [p for p in oxml.placeholders(layout) if _type(p) in (*_TEXTS, PH.PICTURE)]
    left, right = sorted(places, key=lambda place: place.left or 0)
    beside = (right.left or 0) >= (left.left or 0) + (left.width or 0) / 2
    if not beside or _type(left) not in _TEXTS or _type(right) not in (PH.OBJECT, PH.PICTURE):
        return None
    title = _field(_title_of(layout), layout)
    return Form(layout, title, _field(left, layout), _field(right, layout))


def _strip(presentation: Presentation, content: Form, area: Box) -> Box:
    height = Emu(presentation.slide_height or _DEFAULT_HEIGHT).pt
    title = content.title.box if content.title else None
    if title and title.top >= STRIP_HEIGHT:
        return Box(area.left, min(title.top - STRIP_HEIGHT, 3.0), area.width, STRIP_HEIGHT)
    return Box(area.left, height - STRIP_HEIGHT, area.width, STRIP_HEIGHT)


def _title_of(layout: SlideLayout) -> Any | None:
    return next((p for p in oxml.placeholders(layout) if _type(p) in _TITLES), None)


def _text_of(layout: SlideLayout) -> Any | None:
    """The first placeholder for text below the title, a subtitle's included."""
    wanted = _TEXTS | {PH.SUBTITLE}
    fields = (p for p in oxml.placeholders(layout) if _type(p) in wanted)
    return next((p for p in fields if not oxml.is_vertical(p)), None)


def _content_area(presentation: Presentation, content: Form) -> Box:
    """Where the content layout has its text; without one, the slide below its title."""
    if content.text and content.text.box and content.text.box.height > 0:
        return content.text.box
    width = Emu(presentation.slide_width or _DEFAULT_WIDTH).pt
    height = Emu(presentation.slide_height or _DEFAULT_HEIGHT).pt
    title = content.title.box if content.title else None
    top = min(title.bottom + 0.03 * height if title else 0.22 * height, 0.4 * height)
    return Box(0.06 * width, top, 0.88 * width, 0.9 * height - top)


def _ink(content: SlideLayout) -> MSO_THEME_COLOR:
    text = _text_of(content)
    color = oxml.inherited_color(text, content.slide_master) if text is not None else None
    return color or MSO_THEME_COLOR.TEXT_1


def _first(
    layouts: list[SlideLayout], serves: Callable[[Counter[Any]], bool], *purposes: str
) -> SlideLayout | None:
    """The first layout whose placeholders serve, rather one that declares such a purpose."""
    fitting = [layout for layout in layouts if serves(_census(layout))]
    declared = [layout for layout in fitting if oxml.layout_purpose(layout) in purposes]
    return next(iter(declared + fitting), None)


def _statement(layouts: list[SlideLayout], content: SlideLayout) -> SlideLayout | None:
    """A section header: with a line of text beside its title, or (Google's) the title alone."""
    headers = [x for x in layouts if oxml.layout_purpose(x) == "secHead"]
    others = [x for x in layouts if x is not content]
    return (
        _first(headers, _is_statement)
        or _first(headers, _is_title_only)
        or _first(others, _is_statement)
    )


def _with_title(layouts: list[SlideLayout]) -> SlideLayout | None:
    texts = [layout for layout in layouts if _text_of(layout) is not None]
    return next((layout for layout in texts + layouts if _title_of(layout) is not None), None)


def _is_title(census: Counter[Any]) -> bool:
    return bool(census[PH.SUBTITLE]) and _has_title(census)


def _is_content(census: Counter[Any]) -> bool:
    return _has_title(census) and _sum(census, _TEXTS) == 1 == census.total() - 1


def _is_two(census: Counter[Any]) -> bool:
    """A title and two places, one of which takes a picture."""
    places = _sum(census, _TEXTS | {PH.PICTURE})
    pictures = census[PH.OBJECT] + census[PH.PICTURE]
    return _has_title(census) and places == 2 == census.total() - 1 and pictures >= 1


def _is_statement(census: Counter[Any]) -> bool:
    return _has_title(census) and census[PH.BODY] == 1 == census.total() - 1


def _is_title_only(census: Counter[Any]) -> bool:
    return _has_title(census) and census.total() == 1


def _has_title(census: Counter[Any]) -> bool:
    return _sum(census, _TITLES) == 1


def _sum(census: Counter[Any], kinds: frozenset[Any]) -> int:
    return sum(census[kind] for kind in kinds)


def _census(layout: SlideLayout) -> Counter[Any]:
    """How many placeholders of each type the layout has, footers apart, vertical text as its own
    type."""
    return Counter(_kinds(layout))


def _kinds(layout: SlideLayout) -> Iterator[Any]:
    for placeholder in oxml.placeholders(layout):
        kind = _type(placeholder)
        if kind not in _FOOTERS:
            yield "vertical" if oxml.is_vertical(placeholder) else kind


def _type(placeholder: Any) -> Any:
    return placeholder.placeholder_format.type
