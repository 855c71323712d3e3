"""One slide of ours, as a person has edited it, brought up to date with the outline.

What the person changed stays; what still is as we wrote it follows the outline.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from pptx.enum.shapes import PP_PLACEHOLDER as PH
from pptx.slide import Slide

from talkcoach.deck import oxml
from talkcoach.deck.digests import digest_all, split_digests
from talkcoach.deck.figures import NAME as FIGURE
from talkcoach.deck.figures import figure_digest
from talkcoach.deck.layouts import Box
from talkcoach.deck.merge import merge
from talkcoach.deck.notes import WINDOW, lines, without_windows
from talkcoach.deck.paragraphs import holds_more, is_mixed, plan_text, retype, substitute
from talkcoach.deck.places import places_of
from talkcoach.deck.plan import SlideSpec
from talkcoach.deck.redraw import find_drawing, take_away, take_over
from talkcoach.deck.refresh_figure import refresh_figure
from talkcoach.deck.slides import (
    ASIDES,
    DETAILS,
    Studio,
    add_aside,
    add_points,
    draw_roadmap,
    draw_tracker,
)
from talkcoach.deck.stamps import is_moved, place_of
from talkcoach.deck.tags import Tag, tag_of, write_tag
from talkcoach.deck.texts import place, shrink_to_fit

_TEXT_TYPES = (PH.BODY, PH.OBJECT, PH.SUBTITLE)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one slide."""

    updated: tuple[str, ...]
    """What was brought up to date: "title", "points", "notes", "time", "roadmap", ..."""
    kept: tuple[str, ...]
    """What stays as a person has it, though the outline says otherwise."""


@dataclass(slots=True)
class _Job:
    slide: Slide
    tag: Tag
    want: Tag
    spec: SlideSpec
    studio: Studio
    updated: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    noted: dict[str, str | None] = field(default_factory=dict)
    """Fields of the mark that do not get what is wanted now."""

    def pair(self, name: str) -> tuple[str, str]:
        """What was written and what is wanted now, as digests; "" for nothing."""
        return self.tag.fields.get(name, ""), self.want.fields.get(name, "")

    def keep(self, name: str) -> None:
        """Leave what a person made of `name`, now and on the next run."""
        self.kept.append(name)
        self.noted[name] = self.tag.fields.get(name)


def refresh(slide: Slide, tag: Tag, spec: SlideSpec, studio: Studio, order: int) -> Outcome:
    """Bring `slide` up to date with `spec`, and its mark with what was done.

    Args:
        slide: a slide of ours.
        tag: what its mark says.
        spec: the slide as the outline wants it now.
        studio: what slides of this deck are made with.
        order: the slide's place in its section.
    """
    job = _job(slide, tag, spec, studio, order)
    _refresh_text(job, "title", title_frame(slide), [spec.title])
    if spec.kind in ("content", "theme"):
        _refresh_text(job, "points", points_frame(slide), spec.points)
    _refresh_aside(job)
    outcome = refresh_figure(slide, *job.pair("figure"), _former(job), spec, studio)
    if outcome == "kept":
        job.keep("figure")
    elif outcome == "updated":
        job.updated.append("figure")
    _rearrange(job)
    _refresh_notes(job)
    _refresh_drawings(job)
    write_tag(slide, job.want.noting(**job.noted))
    return Outcome(tuple(job.updated), tuple(job.kept))


def refresh_copy(slide: Slide, tag: Tag, spec: SlideSpec, studio: Studio) -> Outcome:
    """Bring the roadmap and tracker on a person's copy of a slide of ours up to date.

    The rest of it is the person's: it was copied to be changed.
    """
    job = _job(slide, tag, spec, studio, 0)
    _refresh_drawings(job)
    drawn = {name: job.want.fields.get(name) for name in ("roadmap", "tracker")}
    write_tag(slide, tag.noting(**(drawn | job.noted)))
    return Outcome(tuple(job.updated), tuple(job.kept))


def title_frame(slide: Slide) -> Any | None:
    """Where the slide's title stands: its placeholder, or the text box that we made for it."""
    title = slide.shapes.title
    return _named_frame(slide, "Title") if title is None else title.text_frame


def points_frame(slide: Slide) -> Any | None:
    """Where the points of a content slide stand: its text placeholder, or our text box."""
    return _named_frame(slide, "Points") or _placeholder_frame(slide)


def _job(slide: Slide, tag: Tag, spec: SlideSpec, studio: Studio, order: int) -> _Job:
    want = tag_of(spec, order, studio.style, figure_digest(spec, studio.folder))
    return _Job(slide, tag, want, spec, studio)


def _refresh_text(job: _Job, name: str, frame: Any | None, texts: Sequence[str]) -> None:
    base, want = job.pair(name)
    now = _digest_of(frame) if frame is not None else ""
    if now == want:
        return
    if frame is None and not base:
        (add_points if name == "points" else add_aside)(job.slide, job.studio, job.spec)
        job.updated.append(name)
    elif now != base or frame is None:
        job.keep(name)
    elif texts:
        plan = plan_text(frame, texts)
        if any(is_mixed(p) for n, p in enumerate(frame.paragraphs) if n not in plan):
            job.keep(name)  # words that a person formatted cannot be told in the new text
            return
        sizes = {run.font.size for paragraph in frame.paragraphs for run in paragraph.runs}
        retype(frame, plan)
        moved = {old: new for new, old in enumerate(plan) if isinstance(old, int)}
        oxml.renumber_paragraphs(job.slide, frame._parent.shape_id, moved)
        job.updated.append(name)
        if len(sizes) < 2:  # otherwise somebody chose them
            _fit(frame, texts, is_title=name == "title")
    else:
        frame.text = ""
        job.updated.append(name)


def _digest_of(frame: Any) -> str:
    """A digest of the frame's paragraphs; of none that we wrote where one holds more than text."""
    if any(holds_more(paragraph) for paragraph in frame.paragraphs):
        return "more"
    return digest_all(paragraph.text for paragraph in frame.paragraphs)


def _fit(frame: Any, texts: Sequence[str], *, is_title: bool) -> None:
    shape = frame._parent
    if shape.width and shape.height:
        box = Box(0, 0, shape.width.pt, shape.height.pt)
        own = next((run.font.size for p in frame.paragraphs for run in p.runs), None)
        shrink_to_fit(frame, texts, box, own.pt if own else 28, is_title=is_title)


def _refresh_aside(job: _Job) -> None:
    lines = job.spec.aside.split("\n") if job.spec.aside else []
    if job.spec.kind not in ASIDES:
        frame = _named_frame(job.slide, DETAILS[0]) or _placeholder_frame(job.slide)
        _refresh_text(job, "aside", frame, lines)
        return
    base, want = job.pair("aside")
    frame = _named_frame(job.slide, ASIDES[job.spec.kind][0])
    if base and not want and frame is not None and _digest_of(frame) == base:
        element = frame._parent.element
        element.getparent().remove(element)
        job.updated.append("aside")
    else:
        _refresh_text(job, "aside", frame, lines)


def _former(job: _Job) -> SlideSpec:
    """The slide as it was when last written, as far as the places of things depend on it."""
    noted = job.tag.fields
    return replace(
        job.spec,
        points=job.spec.points or ("",) if noted.get("points") else (),
        aside=(job.spec.aside or "x") if noted.get("aside") else "",
        figure=(job.spec.figure or "x") if noted.get("figure") else "",
    )


def _rearrange(job: _Job) -> None:
    """Give the points their new place when a figure or a citation came or went, unless somebody
    moved them."""
    if job.spec.kind not in ("content", "theme"):
        return
    frame = points_frame(job.slide)
    former = _former(job)
    spec = replace(job.spec, figure=former.figure) if "figure" in job.kept else job.spec
    then = places_of(job.studio.layouts, former).text
    now = places_of(job.studio.layouts, spec).text
    if frame is None or then == now:
        return
    shape = frame._parent
    stands = place_of(shape.element)
    if stands == (0, 0, 0, 0) or not is_moved(stands, then.in_emu()):
        place(shape, now)
        _fit(frame, job.spec.points, is_title=False)


def _refresh_notes(job: _Job) -> None:
    if not job.slide.has_notes_slide:
        if job.tag.fields.get("notes"):
            job.keep("notes")
        else:
            job.studio.notes.write(job.slide, job.spec.notes)
        return
    frame = job.slide.notes_slide.notes_text_frame
    if frame is None:
        return
    window, wanted_window = job.pair("window")
    if window != wanted_window:
        _set_window(job, frame, window, wanted_window)
    base, want = job.pair("notes")
    if base == want or "*" in (base, want):
        job.noted["notes"] = job.tag.fields.get("notes")
        return
    now = without_windows("\n".join(p.text.replace("\v", " ") for p in frame.paragraphs))
    wanted = lines(job.spec.notes)
    if any(holds_more(paragraph) for paragraph in frame.paragraphs):
        job.keep("notes")
        return
    plan = merge(now, split_digests(base), without_windows(job.spec.notes))
    whole = dict(zip(without_windows(job.spec.notes), wanted, strict=True))
    retype(frame, [line if isinstance(line, int) else whole[line] for line in plan])
    job.updated.append("notes")


def _set_window(job: _Job, frame: Any, old: str, new: str) -> None:
    """Set the time window in the line that begins with the one we wrote."""
    for paragraph in frame.paragraphs:
        now = WINDOW.match(paragraph.text)
        if now and now[0] == old and new and substitute(paragraph, old, new):
            job.updated.append("time")
            return
    if old and new:
        job.keep("window")


def _refresh_drawings(job: _Job) -> None:
    _refresh_drawing(job, "roadmap", "Roadmap")
    _refresh_drawing(job, "tracker", "Tracker")
    if job.updated:
        oxml.prune_timing(job.slide)


def _refresh_drawing(job: _Job, field_name: str, shape_name: str) -> None:
    base, want = job.pair(field_name)
    if base == want:
        return
    old = find_drawing(job.slide, shape_name)
    if base and old is None:  # a person took it away
        job.keep(field_name)
        return
    if not want:
        if old is not None:
            take_away(old)
    else:
        new = _draw(job, field_name).element
        if old is not None:
            lost = take_over(old, new, job.studio.theme)
            job.updated += [f"your words '{words}' went with their part" for words in lost]
    job.updated.append(field_name)


def _draw(job: _Job, field_name: str) -> Any:
    if field_name == "tracker":
        return draw_tracker(job.slide, job.studio, job.spec)
    return draw_roadmap(job.slide, job.studio, job.spec)


def _named_frame(slide: Slide, name: str) -> Any | None:
    names = (e.get("name") for e in slide.shapes.element.iter(oxml.qn("p:cNvPr")))
    if name not in names:  # most often; looking at shapes one by one is slow
        return None
    shapes: Iterator[Any] = (s for s in slide.shapes if s.name == name and s.has_text_frame)
    return next((shape.text_frame for shape in shapes), None)


def _placeholder_frame(slide: Slide) -> Any | None:
    """The leftmost placeholder for text, the title's apart."""
    found = [
        p
        for p in oxml.placeholders(slide)
        if p.placeholder_format.type in _TEXT_TYPES and p.has_text_frame and p.name != FIGURE
    ]
    return min(found, key=lambda p: p.left or 0).text_frame if found else None
