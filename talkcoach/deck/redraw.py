"""A roadmap or tracker brought up to date in an edited deck, with a person's changes to it kept."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from typing import Any

from pptx.slide import Slide
from pptx.text.text import TextFrame

from talkcoach.deck.digests import digest
from talkcoach.deck.oxml import qn
from talkcoach.deck.paragraphs import replace_text
from talkcoach.deck.stamps import (
    Place,
    Stamp,
    is_moved,
    is_repainted,
    look_of,
    name_of,
    place_of,
    properties_of,
    shapes_in,
    stamp_of,
    was_drawn,
)

Theme = dict[str, str]
"""RRGGBB by the names of the deck's theme colours, and its typeface as "font"."""

_ABOUT = {"Roadmap": "Roadmap: ", "Tracker": "Progress: "}
"""How the alt text of our drawings begins."""
_FILLS = tuple(qn(f"a:{k}") for k in ("noFill", "solidFill", "gradFill", "blipFill", "pattFill"))
_FORMS = (qn("a:prstGeom"), qn("a:custGeom"))


def find_drawing(slide: Slide, kind: str) -> Any | None:
    """The element of our drawing of that `kind`, "Roadmap" or "Tracker", on `slide`.

    Told by its stamp, or, where a program dropped the names, by the alt text that we gave it.
    """
    for group in slide.shapes.element.iter(qn("p:grpSp")):  # a person may have grouped it again
        about = properties_of(group).get("descr", "")
        is_named = name_of(group) == kind and stamp_of(group) is not None
        if is_named or about.startswith(_ABOUT[kind]):
            return group
    return None


def take_away(group: Any) -> None:
    """Remove our drawing; what a person put into its group stays in it, as a group of theirs."""
    ours, theirs = _sorted_out(group)
    if not theirs:
        group.getparent().remove(group)
        return
    for shape in ours.values():
        group.remove(shape)
    properties = properties_of(group)
    properties.set("name", "Group")
    properties.attrib.pop("descr", None)


def take_over(old: Any, new: Any, theme: Theme) -> list[str]:
    """Make the group element `old` look like `new`, freshly drawn, except where a person changed
    it; `new` is used up. Returns the words of a person that went with a part that is gone.

    A group that was moved or resized stays there; a shape in it that was moved, recoloured,
    reformatted or retyped stays so, one that was deleted stays away, and one that somebody added
    stays. Shapes keep their ids and links, so that animations find them. The stamps say how all was
    drawn, so that what was kept counts as changed on the next run, too.
    """
    new.getparent().remove(new)
    then = stamp_of(old)
    if then is None:  # a program dropped the stamps: nothing can be told apart
        old.getparent().replace(old, new)
        properties_of(new).set("id", properties_of(old).get("id"))
        return []
    ours, theirs = _sorted_out(old)
    lost = [words for name, shape in ours.items() if (words := _typed(shape, name, new))]
    for shape in shapes_in(old):
        old.remove(shape)
    for shape in list(shapes_in(new)):
        former = ours.get(name_of(shape))
        if former is not None:
            _bring_up(former, shape, theme)
            old.append(former)
        elif not was_drawn(then, name_of(shape)):  # else a person deleted it
            old.append(shape)
    old.extend(theirs)
    _place_group(old, new, then)
    about = properties_of(old).get("descr", "")
    if not about or digest(about) == then.words:
        properties_of(old).set("descr", properties_of(new).get("descr"))
    properties_of(old).set("name", properties_of(new).get("name"))
    return lost


def _sorted_out(group: Any) -> tuple[dict[str, Any], list[Any]]:
    """Our shapes by name, and a person's: without a stamp, or copies of one of ours."""
    ours: dict[str, Any] = {}
    theirs = []
    for shape in list(shapes_in(group)):
        if stamp_of(shape) is None or name_of(shape) in ours:
            theirs.append(shape)
        else:
            ours[name_of(shape)] = shape
    return ours, theirs


def _typed(shape: Any, name: str, new: Any) -> str:
    """What a person typed into a shape that `new` lacks; empty for nothing."""
    then, now = stamp_of(shape), look_of(shape)
    if then is None or now.words == then.words or name in map(name_of, shapes_in(new)):
        return ""
    return " ".join(node.text or "" for node in shape.iter(qn("a:t")))


def _place_group(old: Any, new: Any, then: Stamp) -> None:
    """Set the group's frame for what is drawn in it now, where a person moved and scaled it."""
    now = place_of(old)
    drawn = place_of(new)
    left, top, width, height = _followed(drawn, then.place, now)
    frame = old.find(qn("p:grpSpPr")).find(qn("a:xfrm"))
    inner = new.find(qn("p:grpSpPr")).find(qn("a:xfrm"))
    for tag in ("a:chOff", "a:chExt"):
        frame.replace(frame.find(qn(tag)), inner.find(qn(tag)))
    offset, extent = frame.find(qn("a:off")), frame.find(qn("a:ext"))
    offset.set("x", str(left))
    offset.set("y", str(top))
    extent.set("cx", str(width))
    extent.set("cy", str(height))


def _followed(drawn: Place, then: Place, now: Place) -> Place:
    """Where `drawn` comes when it is moved and scaled as what stood at `then` was to `now`."""
    if not is_moved(now, then):
        return drawn
    corner, size = [], []
    for axis in (0, 1):
        scale = now[axis + 2] / then[axis + 2] if then[axis + 2] else 1.0
        corner.append(round(now[axis] + (drawn[axis] - then[axis]) * scale))
        size.append(max(1, round(drawn[axis + 2] * scale)))
    return (corner[0], corner[1], size[0], size[1])


def _bring_up(former: Any, shape: Any, theme: Theme) -> None:
    """Make `former` look like `shape` where a person did not change it."""
    if properties_of(former).get("name") == properties_of(shape).get("name"):
        return  # drawn as it was
    then, now = stamp_of(former), look_of(former)
    looks, fresh = former.find(qn("p:spPr")), shape.find(qn("p:spPr"))
    properties_of(former).set("name", properties_of(shape).get("name"))
    if then is None or looks is None or fresh is None:
        return
    if not is_moved(now.place, then.place):
        for tag in ("a:off", "a:ext"):
            frame = looks.find(qn("a:xfrm"))
            frame.replace(
                frame.find(qn(tag)), copy.deepcopy(fresh.find(qn("a:xfrm")).find(qn(tag)))
            )
    if now.form == then.form:
        _replace(looks, fresh, _FORMS)
    if not is_repainted(now.fill, then.fill, theme):
        _replace(looks, fresh, _FILLS)
    if not is_repainted(now.line, then.line, theme):
        _replace(looks, fresh, (qn("a:ln"),))
    if now.words == then.words:
        _rewrite(former, shape, is_repainted(now.letters, then.letters, theme))


def _rewrite(former: Any, shape: Any, is_dressed: bool) -> None:
    """Give `former` the words of `shape`, in its own letters where a person chose them."""
    body, fresh = former.find(qn("p:txBody")), shape.find(qn("p:txBody"))
    if not is_dressed or body is None or fresh is None:
        _replace(former, shape, (qn("p:txBody"),))
        return
    texts = [paragraph.text for paragraph in TextFrame(fresh, None).paragraphs]  # type: ignore[arg-type]
    replace_text(TextFrame(body, None), texts)  # type: ignore[arg-type]


def _replace(target: Any, source: Any, tags: tuple[str, ...]) -> None:
    """Exchange the children of these `tags` for copies of the other element's."""
    olds = [child for child in target if child.tag in tags]
    at = min((target.index(child) for child in olds), default=_end(target, tags))
    for child in olds:
        target.remove(child)
    for child in _copies(source, tags):
        target.insert(at, child)
        at += 1


def _copies(source: Any, tags: tuple[str, ...]) -> Iterator[Any]:
    return (copy.deepcopy(child) for child in source if child.tag in tags)


def _end(target: Any, tags: tuple[str, ...]) -> int:
    """Where children of these `tags` go in a shape that has none: the schema fixes the order."""
    if qn("p:txBody") in tags:
        return len(target)
    before = [qn("a:xfrm"), *_FORMS, *(_FILLS if qn("a:ln") in tags else ())]
    return max((target.index(child) + 1 for child in target if child.tag in before), default=0)
