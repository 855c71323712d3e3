"""Our own look, for a deck without --template: a light 16:9 master with one accent colour.

It is made from python-pptx's built-in presentation by this script, so that no binary file stands
in the repository. Arial is the font because PowerPoint, Keynote, Google Slides and LibreOffice all
draw it, or one with the same widths.
"""

from __future__ import annotations

from typing import Any

import pptx
from pptx.enum.dml import MSO_THEME_COLOR
from pptx.enum.shapes import PP_PLACEHOLDER as PH
from pptx.enum.text import MSO_ANCHOR
from pptx.presentation import Presentation
from pptx.slide import SlideLayout, SlideMaster
from pptx.util import Inches

from talkcoach.deck import oxml

FONT = "Arial"
COLORS = {
    "dk1": "23262A",
    "lt1": "FFFFFF",
    "dk2": "4B545E",
    "lt2": "EEF2F4",
    "accent1": "0B6B74",
    "accent2": "C9702B",
    "accent3": "5B7F3A",
    "accent4": "7A5C93",
    "accent5": "B0483F",
    "accent6": "66788A",
    "hlink": "0B6B74",
    "folHlink": "7A5C93",
}
WIDTH, HEIGHT = Inches(13.333), Inches(7.5)
MARGIN = Inches(0.75)
TEXT_WIDTH = WIDTH - 2 * MARGIN
TITLE_SIZE, BODY_SIZE, HERO_SIZE = 32, 28, 44
"""Points: slide titles, first-level text, and the sentences that stand alone on a slide."""

_INSET = Inches(0.1)
"""What PowerPoint keeps free at the left of a text box."""
_BODY_TOP, _BODY_HEIGHT = Inches(1.85), Inches(5.0)
_FOOTER_TOP, _FOOTER_HEIGHT = Inches(6.95), Inches(0.32)
_FOOTERS = {
    PH.DATE: (MARGIN, Inches(2.5)),
    PH.FOOTER: (Inches(3.5), WIDTH - 2 * Inches(3.5)),
    PH.SLIDE_NUMBER: (WIDTH - MARGIN - Inches(1.5), Inches(1.5)),
}
_KEPT = frozenset({"title", "obj", "secHead", "twoObj", "titleOnly", "blank"})


def default_presentation() -> Presentation:
    """A new presentation without slides, in our look."""
    presentation = pptx.Presentation()
    presentation.slide_width, presentation.slide_height = WIDTH, HEIGHT
    oxml.remove_thumbnail(presentation)
    master = presentation.slide_master
    for layout in list(presentation.slide_layouts):
        if oxml.layout_purpose(layout) not in _KEPT:
            presentation.slide_layouts.remove(layout)
    oxml.set_theme(master, "talkcoach", COLORS, FONT)
    oxml.set_text_styles(master, _title_style(), _body_style())
    _arrange_master(master)
    arrange = {"title": _arrange_title, "secHead": _arrange_statement, "twoObj": _arrange_two}
    for layout in presentation.slide_layouts:
        _inherit(layout)
        arrange.get(oxml.layout_purpose(layout), _leave)(layout)
    return presentation


def _arrange_master(master: SlideMaster) -> None:
    for placeholder in oxml.placeholders(master):
        kind = placeholder.placeholder_format.type
        if kind == PH.TITLE:
            _place(placeholder, MARGIN, Inches(0.35), TEXT_WIDTH, Inches(1.2))
            placeholder.text_frame.vertical_anchor = MSO_ANCHOR.BOTTOM
        elif kind == PH.BODY:
            _place(placeholder, MARGIN, _BODY_TOP, TEXT_WIDTH, _BODY_HEIGHT)
        elif kind in _FOOTERS:
            left, width = _FOOTERS[kind]
            _place(placeholder, left, _FOOTER_TOP, width, _FOOTER_HEIGHT)
    oxml.add_behind(master, _bar("Rule", MARGIN + _INSET, Inches(1.6), Inches(0.9), Inches(0.06)))


def _inherit(layout: SlideLayout) -> None:
    """Let every placeholder take its place and text style from the master."""
    for placeholder in oxml.placeholders(layout):
        oxml.set_list_style(placeholder, "")
        oxml.forget_place(placeholder)


def _arrange_title(layout: SlideLayout) -> None:
    oxml.hide_master_shapes(layout)
    oxml.add_behind(layout, _bar("Edge", 0, 0, Inches(0.35), HEIGHT))
    for placeholder in oxml.placeholders(layout):
        kind = placeholder.placeholder_format.type
        if kind == PH.CENTER_TITLE:
            _place(placeholder, Inches(1.2), Inches(1.5), WIDTH - Inches(2.4), Inches(2.5))
            oxml.set_list_style(placeholder, _level(HERO_SIZE))
        elif kind == PH.SUBTITLE:
            _place(placeholder, Inches(1.2), Inches(4.3), WIDTH - Inches(2.4), Inches(2.2))
            oxml.set_list_style(placeholder, _level(24, color="tx2", before=4))


def _arrange_statement(layout: SlideLayout) -> None:
    """One sentence on the accent colour, in the colour that the theme writes on accents with."""
    oxml.hide_master_shapes(layout)
    fill = layout.background.fill
    fill.solid()
    fill.fore_color.theme_color = MSO_THEME_COLOR.ACCENT_1
    for placeholder in oxml.placeholders(layout):
        kind = placeholder.placeholder_format.type
        if kind == PH.TITLE:
            _place(placeholder, Inches(1.2), Inches(1.9), WIDTH - Inches(2.4), Inches(4.2))
            placeholder.text_frame.vertical_anchor = MSO_ANCHOR.TOP
            oxml.set_list_style(placeholder, _level(HERO_SIZE, color="bg1"))
        elif kind == PH.BODY:
            _place(placeholder, Inches(1.2), Inches(1.1), WIDTH - Inches(2.4), Inches(0.6))
            placeholder.text_frame.vertical_anchor = MSO_ANCHOR.BOTTOM
            oxml.set_list_style(placeholder, _level(20, color="bg1"))
        elif kind == PH.SLIDE_NUMBER:
            oxml.set_list_style(placeholder, _level(12, color="bg1", align="r"))


def _arrange_two(layout: SlideLayout) -> None:
    width = (TEXT_WIDTH - Inches(0.5)) // 2
    objects = [p for p in oxml.placeholders(layout) if p.placeholder_format.type == PH.OBJECT]
    for placeholder, left in zip(objects, (MARGIN, WIDTH - MARGIN - width), strict=True):
        _place(placeholder, left, _BODY_TOP, width, _BODY_HEIGHT)


def _leave(layout: SlideLayout) -> None:
    """Title and content, title only, blank: the master says it all."""


def _place(placeholder: Any, left: int, top: int, width: int, height: int) -> None:
    placeholder.left, placeholder.top = left, top
    placeholder.width, placeholder.height = width, height


def _title_style() -> str:
    return f"<p:titleStyle>{_level(TITLE_SIZE, font='+mj', bold=True, before=0)}</p:titleStyle>"


def _body_style() -> str:
    levels = []
    for number, size in enumerate((BODY_SIZE, 24, 20, 18, 18, 18, 18, 18, 18), start=1):
        indent = Inches(0.32)
        levels.append(
            f'<a:lvl{number}pPr marL="{indent * number}" indent="-{indent}" algn="l" '
            'defTabSz="914400" rtl="0" eaLnBrk="1" latinLnBrk="0" hangingPunct="1">'
            f'<a:spcBef><a:spcPts val="{1200 if number == 1 else 600}"/></a:spcBef>'
            '<a:buClr><a:schemeClr val="accent1"/></a:buClr>'
            '<a:buFont typeface="Arial"/><a:buChar char="•"/>'
            f"{_run(size, 'tx1', '+mn', bold=False)}</a:lvl{number}pPr>"
        )
    return f"<p:bodyStyle>{''.join(levels)}</p:bodyStyle>"


def _level(
    size: int,
    *,
    color: str = "tx1",
    font: str | None = None,
    bold: bool | None = None,
    before: int = 0,
    align: str = "l",
) -> str:
    """First-level text without a bullet; `before` in points. What is None is inherited."""
    return (
        f'<a:lvl1pPr marL="0" indent="0" algn="{align}" rtl="0">'
        f'<a:spcBef><a:spcPts val="{before * 100}"/></a:spcBef><a:buNone/>'
        f"{_run(size, color, font, bold=bold)}</a:lvl1pPr>"
    )


def _run(size: int, color: str, font: str | None, *, bold: bool | None) -> str:
    weight = "" if bold is None else f' b="{int(bold)}"'
    faces = (
        ""
        if font is None
        else "".join(
            f'<a:{script} typeface="{font}-{code}"/>'
            for script, code in (("latin", "lt"), ("ea", "ea"), ("cs", "cs"))
        )
    )
    return (
        f'<a:defRPr sz="{size * 100}"{weight} kern="1200">'
        f'<a:solidFill><a:schemeClr val="{color}"/></a:solidFill>{faces}</a:defRPr>'
    )


def _bar(name: str, left: int, top: int, width: int, height: int) -> str:
    """A rectangle in the accent colour that only decorates."""
    return (
        f'<p:sp><p:nvSpPr><p:cNvPr id="0" name="{name}"/><p:cNvSpPr/>'
        '<p:nvPr userDrawn="1"/></p:nvSpPr><p:spPr>'
        f'<a:xfrm><a:off x="{left}" y="{top}"/><a:ext cx="{width}" cy="{height}"/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>'
        '<a:solidFill><a:schemeClr val="accent1"/></a:solidFill><a:ln><a:noFill/></a:ln></p:spPr>'
        '<p:txBody><a:bodyPr/><a:lstStyle/><a:p><a:endParaRPr lang="en-US"/></a:p></p:txBody>'
        "</p:sp>"
    )
