"""A roadmap or tracker drawn anew in an edited deck, with a person's changes to it kept."""

from __future__ import annotations

import copy
from typing import Any

from pptx.oxml.ns import qn
from pptx.slide import Slide

from talkcoach.deck import oxml
from talkcoach.deck.digests import digest
from talkcoach.deck.stamps import (
    Place,
    is_moved,
    is_repainted,
    look_of,
    place_of,
    plain_name,
    properties_of,
    read_stamp,
    shapes_in,
)

Theme = dict[str, str]
"""RRGGBB by the names of the deck's theme colours."""

_FILLS = tuple(qn(f"a:{k}") for k in ("noFill", "solidFill", "gradFill", "blipFill", "pattFill"))
_EFFECTS = tuple(qn(f"a:{kind}") for kind in ("effectLst", "effectDag", "scene3d", "sp3d"))


def find_drawing(slide: Slide, kind: str) -> Any | None:
    """The element of our drawing of that `kind`, "Roadmap" or "Tracker", on `slide`.

    Told by its stamp, or, where a program dropped the names, by the alt text that we gave it.
    """
    for shape in slide.shapes:
        named = plain_name(shape.name) == kind and read_stamp(shape.name) is not None
        is_group = shape.element.tag == qn("p:grpSp")
        if named or (is_group and oxml.alt_text(shape).startswith(f"{kind}: ")):
            return shape.element
    return None


def take_over(old: Any, new: Any, theme: Theme) -> None:
    """Put the group element `new` into the place of `old`, as a person has changed that one.

    A group that was moved or resized is there again; a shape in it that was moved, recoloured or
    retyped stays so; a shape that somebody added to it stays in it. Shapes keep their ids, so that
    animations find them. The stamps in the names of `new` say how it was drawn, so that what was
    kept counts as changed on the next run, too.
    """
    then = read_stamp(properties_of(old).get("name", ""))
    if then:
        _follow(new, then.place, place_of(old))
        about = properties_of(old).get("descr", "")
        if about and digest(about) != then.words:
            properties_of(new).set("descr", about)
    olds = {plain_name(properties_of(shape).get("name", "")): shape for shape in shapes_in(old)}
    if not then:  # a program dropped the stamps: nothing can be told apart
        olds = {}
    for shape in shapes_in(new):
        former = olds.pop(plain_name(properties_of(shape).get("name", "")), None)
        if former is not None:
            _keep_changes(former, shape, theme)
    for shape in olds.values():
        if read_stamp(properties_of(shape).get("name", "")) is None:
            new.append(shape)
    _keep_ids(old, new)
    new.getparent().remove(new)
    old.getparent().replace(old, new)


def _follow(new: Any, then: Place, now: Place) -> None:
    """Move and scale the group as a person moved and scaled the one that stood at `then`."""
    if not is_moved(now, then):
        return
    transform = new.find(qn("p:grpSpPr")).find(qn("a:xfrm"))
    offset, extent = transform.find(qn("a:off")), transform.find(qn("a:ext"))
    for axis, (position, size) in enumerate((("x", "cx"), ("y", "cy"))):
        scale = now[axis + 2] / then[axis + 2] if then[axis + 2] else 1.0
        distance = int(offset.get(position)) - then[axis]
        offset.set(position, str(round(now[axis] + distance * scale)))
        extent.set(size, str(max(1, round(int(extent.get(size)) * scale))))


def _keep_changes(former: Any, shape: Any, theme: Theme) -> None:
    """Give `shape` what a person changed of `former` since it was drawn."""
    then = read_stamp(properties_of(former).get("name", ""))
    if then is None:
        return
    now = look_of(former)
    looks, former_looks = shape.find(qn("p:spPr")), former.find(qn("p:spPr"))
    if looks is None or former_looks is None:
        return
    if is_moved(now.place, then.place):
        _replace(looks, former_looks, (qn("a:xfrm"),))
    if is_repainted(now.fill, then.fill, theme):
        _replace(looks, former_looks, _FILLS)
    if is_repainted(now.line, then.line, theme):
        _replace(looks, former_looks, (qn("a:ln"),))
    if any(former_looks.find(kind) is not None for kind in _EFFECTS):
        _replace(looks, former_looks, _EFFECTS)
    if now.words != then.words:
        _replace(shape, former, (qn("p:txBody"),))
    elif is_repainted(now.letters, then.letters, theme):
        _dress(former, shape)


def _replace(target: Any, source: Any, tags: tuple[str, ...]) -> None:
    """Exchange the children of these `tags` for copies of the other element's."""
    places = [target.index(child) for child in target if child.tag in tags]
    for child in [child for child in target if child.tag in tags]:
        target.remove(child)
    at = min(places, default=_after_geometry(target))
    for child in [child for child in source if child.tag in tags]:
        target.insert(at, copy.deepcopy(child))
        at += 1


def _after_geometry(looks: Any) -> int:
    geometry = [looks.index(child) for child in looks if child.tag.endswith(("Geom", "}xfrm"))]
    return max(geometry, default=-1) + 1


def _dress(former: Any, shape: Any) -> None:
    """Format the words of `shape` paragraph by paragraph as those of `former`."""
    olds = [next(p.iter(qn("a:rPr")), None) for p in former.iter(qn("a:p"))]
    for number, paragraph in enumerate(shape.iter(qn("a:p"))):
        looks = olds[min(number, len(olds) - 1)] if olds else None
        if looks is None:
            continue
        for run in paragraph.iter(qn("a:r")):
            for own in run.findall(qn("a:rPr")):
                run.remove(own)
            run.insert(0, copy.deepcopy(looks))


def _keep_ids(old: Any, new: Any) -> None:
    """Give shapes the ids of those they stand for; the others keep theirs, which nobody has."""
    ids = {
        plain_name(properties_of(shape).get("name", "")): properties_of(shape).get("id")
        for shape in shapes_in(old)
    }
    properties_of(new).set("id", properties_of(old).get("id"))
    for shape in shapes_in(new):
        properties = properties_of(shape)
        former = ids.get(plain_name(properties.get("name", "")))
        if former is not None:
            properties.set("id", former)
