"""The mark by which talkcoach finds a slide of its own again, wherever it was moved.

Each slide of ours holds one hidden, empty text box whose name says which planned slide it is and
digests of what we wrote. A name is what survives best: PowerPoint shows and keeps it, LibreOffice
keeps names of text boxes (and that they are hidden) while it renames placeholders and drops alt
text, tags and sections. Programs that rather keep alt text find the same there.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from xml.sax.saxutils import quoteattr

from pptx.slide import Slide

from talkcoach.deck import oxml
from talkcoach.deck.digests import digest, digest_all, line_digests
from talkcoach.deck.notes import WINDOW, without_windows
from talkcoach.deck.plan import SlideSpec, Stop

PREFIX = "talkcoach "
LEFT = "left"
"""The field of a slide that we left out: "shown" or "hidden", as it was before."""
_MARK = re.compile(
    rf"{PREFIX}(?P<key>title|theme|backup|(roadmap|takeaway)/[^/\s]+|slide/[^/\s]+/[^/\s]+)"
    r"(?P<fields> order=\d+( [a-z]+=\S*)*)"
)


@dataclass(frozen=True, slots=True)
class Tag:
    """What a slide's mark says."""

    key: str
    """Which planned slide it is; see `plan`."""
    fields: Mapping[str, str] = field(default_factory=dict)
    """What was noted when the slide was last written, by name: numbers and digests."""

    def noting(self, **fields: str | None) -> Tag:
        """The tag with these fields in place of what was noted; None takes a field away."""
        merged = {**self.fields, **fields}
        return replace(self, fields={name: v for name, v in merged.items() if v is not None})


def tag_of(spec: SlideSpec, order: int, style: str, figure: str) -> Tag:
    """The mark of `spec` as just written: `order` in its section, the roadmap's `style`, and a
    digest of its `figure`; "" where nothing is drawn or written."""
    window = WINDOW.match(spec.notes)
    fields = {
        "order": str(order),
        "section": digest(spec.section_name),
        "title": digest_all([spec.title]),
        "points": digest_all(spec.points),
        "aside": digest_all(spec.aside.split("\n")),
        "notes": line_digests(without_windows(spec.notes)),
        "window": window[0] if window else "",
        "roadmap": drawing_digest(spec.stops, style, spec.aside),
        "tracker": drawing_digest(spec.tracker),
        "figure": figure,
    }
    return Tag(spec.key, {name: value for name, value in fields.items() if value})


def drawing_digest(stops: Sequence[Stop], *looks: str) -> str:
    """A digest of all that a roadmap or tracker shows; "" for none."""
    if not stops:
        return ""
    shown = (f"{stop.section_id}|{stop.name}|{stop.link}|{stop.state}" for stop in stops)
    return digest_all([*shown, *looks])


def format_tag(tag: Tag) -> str:
    """The name of the text box for `tag`.

    >>> format_tag(Tag("roadmap/data", {"title": "3fa2c1"}))
    'talkcoach roadmap/data title=3fa2c1'
    """
    return PREFIX + " ".join([tag.key, *(f"{name}={value}" for name, value in tag.fields.items())])


def parse_tag(name: str) -> Tag | None:
    """The tag that a shape of this name holds; None when it is not of ours.

    >>> parse_tag("talkcoach roadmap/data order=0 title=3fa2c1").key
    'roadmap/data'
    >>> parse_tag("talkcoach in a screenshot") is None
    True
    """
    match = _MARK.fullmatch(name)
    if match is None:
        return None
    return Tag(match["key"], dict(word.split("=", 1) for word in match["fields"].split()))


def find_tag(slide: Slide) -> tuple[Any, Tag] | None:
    """The `p:cNvPr` of the shape that marks `slide` as ours, and what it says; None for a slide of
    somebody's."""
    for shape in slide.shapes.element.iterchildren(oxml.qn("p:sp")):
        properties = shape[0].find(oxml.qn("p:cNvPr"))
        tag = parse_tag(properties.get("name", "")) or parse_tag(properties.get("descr", ""))
        if tag:
            return properties, tag
    return None


def write_tag(slide: Slide, tag: Tag) -> None:
    """Mark `slide` with `tag`, in the place of the mark that it has."""
    found = find_tag(slide)
    if found:
        for name in ("name", "descr"):
            found[0].set(name, format_tag(tag))
        return
    tree, mark = slide.shapes.element, quoteattr(format_tag(tag))
    tree.append(
        oxml.element_from(
            f'<p:sp><p:nvSpPr><p:cNvPr id="{oxml.next_shape_id(tree)}"'
            f' name={mark} hidden="1" descr={mark}/>'
            '<p:cNvSpPr txBox="1"/><p:nvPr/></p:nvSpPr>'
            '<p:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="12700" cy="12700"/></a:xfrm>'
            '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:noFill/></p:spPr>'
            '<p:txBody><a:bodyPr wrap="none" lIns="0" tIns="0" rIns="0" bIns="0"/><a:lstStyle/>'
            '<a:p><a:endParaRPr lang="en-US" sz="100"/></a:p></p:txBody></p:sp>'
        )
    )
