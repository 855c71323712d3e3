"""Figures: a picture fitted into its place, or a place for one."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from PIL import Image, UnidentifiedImageError
from pptx.enum.dml import MSO_LINE, MSO_THEME_COLOR
from pptx.enum.shapes import MSO_SHAPE
from pptx.enum.text import PP_ALIGN
from pptx.slide import Slide
from pptx.util import Pt

from talkcoach.deck import oxml
from talkcoach.deck.digests import digest, digest_bytes
from talkcoach.deck.layouts import Box
from talkcoach.deck.plan import SlideSpec
from talkcoach.errors import InputError
from talkcoach.outline.model import EMPTY_FIGURE

NAME = "Figure"
_FORMATS = {"BMP", "GIF", "JPEG", "PNG", "TIFF"}
"""What PowerPoint shows everywhere and python-pptx can place."""


def figure_file(spec: SlideSpec, folder: Path) -> Path | None:
    """The picture that `spec` names, relative to `folder`; None when it names none."""
    if not spec.figure or spec.figure == EMPTY_FIGURE:
        return None
    return folder / os.path.expanduser(spec.figure)


def figure_digest(spec: SlideSpec, folder: Path) -> str:
    """A digest of the figure as it is wanted: of the picture's bytes, or of the place; or ""."""
    file = figure_file(spec, folder)
    if file is None:
        return spec.figure and digest(spec.figure)
    return digest_bytes(file.read_bytes())


def check_figures(specs: Iterable[SlideSpec], folder: Path) -> None:
    """See that every picture can be placed, before anything is written.

    Raises:
        InputError: a picture is not there, or is in no format that PowerPoint shows.
    """
    for spec in specs:
        file = figure_file(spec, folder)
        if file is None:
            continue
        where = f"the figure of the slide '{spec.title}'"
        if file.is_dir():
            raise InputError(f"{file}: {where} is a folder; name a picture in it")
        if not file.is_file():
            raise InputError(f"{file}: {where} is not there; check the path, or write figure: true")
        try:
            with Image.open(file) as image:
                kind = image.format or "no picture"
                image.load()  # a truncated file opens, and fails here
        except (OSError, SyntaxError, UnidentifiedImageError, Image.DecompressionBombError):
            kind = "no picture that can be read"
        if kind not in _FORMATS:
            raise InputError(
                f"{file}: {where} is {kind} and cannot be placed; save it as PNG or JPEG"
            )


def place_figure(slide: Slide, spec: SlideSpec, file: Path, box: Box) -> Any:
    """Place the picture in `file` in the middle of `box` (points), as large as fits."""
    picture: Any = slide.shapes.add_picture(str(file), Pt(0), Pt(0))
    fit_into(picture, box)
    picture.name = NAME
    oxml.set_alt_text(picture, f"Figure: {spec.title}")
    return picture


def fit_into(picture: Any, box: Box) -> None:
    """Scale `picture` to the largest size that fits `box` (points), in its middle."""
    place = fitted(picture.image.size, box)
    picture.left, picture.top = Pt(place.left), Pt(place.top)
    picture.width, picture.height = Pt(place.width), Pt(place.height)


def fitted(size: tuple[int, int], box: Box) -> Box:
    """The place in the middle of `box` of a picture of `size` (pixels), as large as fits."""
    scale = min(box.width / max(1, size[0]), box.height / max(1, size[1]))
    width, height = size[0] * scale, size[1] * scale
    left, top = box.left + (box.width - width) / 2, box.top + (box.height - height) / 2
    return Box(left, top, width, height)


def mark_place(slide: Slide, box: Box, color: MSO_THEME_COLOR) -> Any:
    """Draw a dashed frame where a figure shall go, for layouts that have no place for one."""
    frame: Any = slide.shapes.add_shape(
        MSO_SHAPE.RECTANGLE, Pt(box.left), Pt(box.top), Pt(box.width), Pt(box.height)
    )
    frame.name = NAME
    oxml.drop_style(frame)
    oxml.set_alt_text(frame, "A place for a figure")
    frame.fill.background()
    frame.line.width = Pt(1.5)
    frame.line.dash_style = MSO_LINE.DASH
    frame.line.color.theme_color = color
    paragraph = frame.text_frame.paragraphs[0]
    paragraph.alignment = PP_ALIGN.CENTER
    run = paragraph.add_run()
    run.text = "Figure"
    run.font.size = Pt(20)
    run.font.color.theme_color = color
    return frame
