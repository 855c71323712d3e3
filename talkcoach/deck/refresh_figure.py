"""The figure of a slide brought up to date: the same shape, another picture, where it is ours."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Literal

from pptx.enum.shapes import MSO_SHAPE_TYPE
from pptx.slide import Slide
from pptx.util import Emu

from talkcoach.deck.digests import digest_bytes
from talkcoach.deck.figures import NAME, figure_file, fit_into, fitted, mark_place, place_figure
from talkcoach.deck.layouts import Box
from talkcoach.deck.oxml import alt_text, qn
from talkcoach.deck.places import places_of
from talkcoach.deck.plan import SlideSpec
from talkcoach.deck.slides import Studio
from talkcoach.deck.stamps import is_moved, place_of, stamp_of
from talkcoach.outline.model import EMPTY_FIGURE

FigureOutcome = Literal["same", "updated", "kept"]


def refresh_figure(
    slide: Slide, base: str, want: str, former: SlideSpec, spec: SlideSpec, studio: Studio
) -> FigureOutcome:
    """Bring the figure up to date; a picture or text that a person put in its place is kept.

    Args:
        slide: a slide of ours.
        base: the digest of the figure as we placed it; "" for none.
        want: the digest of the figure that the outline wants now.
        former: the slide as it was last written, for where the figure stood.
        spec: the slide as it is wanted now.
        studio: what slides of this deck are made with.
    """
    then = places_of(studio.layouts, former).figure
    now = places_of(studio.layouts, spec).figure
    shape: Any = next((s for s in slide.shapes if s.name == NAME), None)
    file = figure_file(spec, studio.folder)
    if base == want and (shape is None or then == now or not _is_ours(shape, base)):
        return "same"
    if shape is None:
        return "kept" if base else _place_new(slide, spec, studio, file, now)
    if not _is_ours(shape, base):
        return "kept"
    if _picture(shape) and base == want:
        return _refit(shape, shape.image.size, then, now)
    if _picture(shape) and file:
        return _exchange(slide, shape, file, then, now)
    if _picture(shape) and (spec.figure == EMPTY_FIGURE or _is_dressed(shape)):
        return "kept"  # a picture is more than a place for one, and work went into it
    box = now if not _is_moved_from(shape, then) else _box(shape)
    if base == want:
        shape.left, shape.top, shape.width, shape.height = box.in_emu()
        return "updated"
    shape.element.getparent().remove(shape.element)
    if file:
        place_figure(slide, spec, file, box)
    return "updated"


def _place_new(
    slide: Slide, spec: SlideSpec, studio: Studio, file: Path | None, box: Box
) -> FigureOutcome:
    if any(_is_in_the_way(shape, box) for shape in slide.shapes):
        return "kept"  # a person has a picture there
    if file:
        place_figure(slide, spec, file, box)
    else:
        mark_place(slide, box, studio.layouts.muted)
    return "updated"


def _is_in_the_way(shape: Any, box: Box) -> bool:
    """Whether a picture, table, chart or group stands where the figure would."""
    if stamp_of(shape.element) or not shape.element.tag.endswith(("}pic", "Frame", "}grpSp")):
        return False
    left, top, width, height = box.in_emu()
    x, y, w, h = shape.left or 0, shape.top or 0, shape.width or 0, shape.height or 0
    return bool(x < left + width and left < x + w and y < top + height and top < y + h)


def _is_dressed(picture: Any) -> bool:
    """Whether a person cropped, framed, turned or described the picture."""
    crops = (picture.crop_left, picture.crop_right, picture.crop_top, picture.crop_bottom)
    framed = picture.element.spPr.find(qn("a:ln")) is not None
    described = not alt_text(picture).startswith(f"{NAME}: ")
    return any(crops) or framed or bool(picture.rotation) or described


def _is_ours(shape: Any, base: str) -> bool:
    """Whether the figure still is the picture that we placed, or the place that we left empty."""
    if _picture(shape):
        return bool(digest_bytes(shape.image.blob) == base)
    text = shape.text_frame.text.strip() if shape.has_text_frame else None
    return text in ("", NAME) and shape.element.tag == qn("p:sp") and not _is_painted(shape)


def _is_painted(shape: Any) -> bool:
    return next(shape.element.iter(qn("a:blipFill")), None) is not None


def _picture(shape: Any) -> bool:
    return bool(shape.element.tag == qn("p:pic") and shape.shape_type != MSO_SHAPE_TYPE.MEDIA)


def _exchange(slide: Slide, shape: Any, file: Path, then: Box, now: Box) -> FigureOutcome:
    """Show another picture in the same shape, so that crop, border, links and animations stay."""
    size = shape.image.size
    _, relationship = slide.part.get_or_add_image_part(str(file))
    old = shape.element.blipFill.find(qn("a:blip")).get(qn("r:embed"))
    shape.element.blipFill.find(qn("a:blip")).set(qn("r:embed"), relationship)
    if old != relationship:
        slide.part.drop_rel(old)
    _refit(shape, size, then, now)
    return "updated"


def _refit(shape: Any, old_size: tuple[int, int], then: Box, now: Box) -> FigureOutcome:
    """Fit an unmoved picture into its place again; a moved one keeps its place and its width."""
    new_size = shape.image.size
    is_cropped = any((shape.crop_left, shape.crop_right, shape.crop_top, shape.crop_bottom))
    if not is_cropped and not is_moved(place_of(shape.element), fitted(old_size, then).in_emu()):
        fit_into(shape, now)
        return "updated"
    if old_size[0] * new_size[1] != new_size[0] * old_size[1] and not is_cropped:
        shape.height = Emu(round(shape.width * new_size[1] / max(1, new_size[0])))
        return "updated"
    return "same"


def _is_moved_from(shape: Any, then: Box) -> bool:
    stands = place_of(shape.element)
    return stands != (0, 0, 0, 0) and is_moved(stands, then.in_emu())


def _box(shape: Any) -> Box:
    left, top, width, height = (Emu(side).pt for side in place_of(shape.element))
    return Box(left, top, width, height)
