"""The outline's types. They say what may stand in the YAML file; `load` reads it with positions.

Every scalar of the YAML arrives as the text the user typed (see `source`), so each field here
decides what the text means: `venue: 2025` stays text, `duration: 12:30` is 750 seconds.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema, model_validator

from talkcoach.durations import FORMS, parse_duration

OPENING = "opening"
CLOSING = "closing"


def _seconds(value: Any) -> Any:
    if isinstance(value, str):
        seconds = parse_duration(value)
        if seconds <= 0:
            raise ValueError(f"{value!r} must be longer than nothing")
        return seconds
    return value


Duration = Annotated[
    float,
    BeforeValidator(_seconds),
    Field(gt=0, le=86_400, allow_inf_nan=False),
    WithJsonSchema(
        {
            "anyOf": [{"type": "string"}, {"type": "number", "exclusiveMinimum": 0}],
            "description": f"A duration: {FORMS}. A bare number is seconds.",
        }
    ),
]
Text = Annotated[str, Field(min_length=1, max_length=2_000)]


EMPTY_FIGURE = "true"
"""What `Slide.figure` holds where a place for a figure is wanted and no file is named."""


def _figure(value: Any) -> Any:
    """YAML's words for yes and no mean a place or none; any other text is a file's name."""
    word = value.strip().lower() if isinstance(value, str) else value
    if word in (True, "true", "yes", "on"):
        return EMPTY_FIGURE
    return None if word in (False, "false", "no", "off") else value


Figure = Annotated[Text | None, BeforeValidator(_figure)]
Identifier = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_-]{0,63}$")]
Weight = Annotated[float, Field(gt=0, le=1_000, allow_inf_nan=False)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


class Slide(_Strict):
    """One planned slide."""

    title: Text = Field(description="The slide's title: one assertion, in a line.")
    points: tuple[Text, ...] = Field(
        default=(), description="What you will say here, a short phrase each."
    )
    notes: Annotated[str, Field(max_length=20_000)] | None = Field(
        default=None, description="Speaker notes, kept word for word."
    )
    figure: Figure = Field(
        default=None,
        description="true: a place for a figure; or a picture's file, beside the outline.",
    )


class Part(_Strict):
    """What opening, papers and closing have in common: a share of the time, and slides."""

    budget: Duration | None = Field(default=None, description="Speaking time for this section.")
    weight: Weight | None = Field(
        default=None,
        description="Instead of a budget: its share of the time that the budgets leave over.",
    )
    slides: tuple[Slide, ...] = Field(default=(), description="The section's slides in order.")

    @model_validator(mode="after")
    def _budget_or_weight(self) -> Part:
        if self.budget is not None and self.weight is not None:
            raise ValueError("has both a budget and a weight; keep one of them")
        return self


class Paper(Part):
    """One paper: a section of the talk, and a step towards the theme."""

    id: Identifier = Field(
        default="", validate_default=False, description="Made from short or title when absent."
    )
    title: Text = Field(description="The paper's title.")
    short: Text = Field(default="", validate_default=False, description="Its name on the roadmap.")
    authors: Text | None = Field(default=None, description="Shown small on its first slide.")
    venue: Text | None = Field(default=None, description='Where and when, as in "ICML 2025".')
    url: Text | None = Field(default=None, description="Where to read it.")
    link: Text | None = Field(default=None, description="How the paper serves the theme.")
    takeaway: Text | None = Field(
        default=None, description="The one sentence the room should remember."
    )
    terms: tuple[Text, ...] = Field(
        default=(), description="Names and jargon that the recogniser should know."
    )
    include: bool = Field(
        default=True, description="false: kept in the file, left out of the talk."
    )


class Roadmap(_Strict):
    """Where the roadmap slides stand and how they look."""

    style: Literal["list", "track"] = Field(
        default="list", description="How a roadmap slide is drawn: rows, or stops on a line."
    )
    tracker: bool = Field(
        default=False, description="A slim strip on every content slide that says where we are."
    )
    before_first: bool = Field(default=True, description="An overview before the first paper.")
    before_closing: bool = Field(default=True, description="A recap before the closing.")


class Backup(_Strict):
    """Slides for the questions: after the closing, in no section's time."""

    slides: tuple[Slide, ...] = Field(default=(), description="The backup slides in order.")


@dataclass(frozen=True, slots=True)
class Section:
    """A section of the talk as the later stages see it: budgets shared out, defaults filled."""

    id: str
    kind: Literal["opening", "paper", "closing"]
    title: str
    """The paper's full title; "Opening" and "Closing" for those two."""
    short: str
    """The name on the roadmap."""
    budget_s: float
    slides: tuple[Slide, ...]
    paper: Paper | None
    """None for opening and closing."""

    def points(self) -> Iterator[tuple[str, str]]:
        """`(id, text)` of each planned point; an id is `SECTION.SLIDE.POINT`, counted from 1."""
        for s, slide in enumerate(self.slides, start=1):
            for p, text in enumerate(slide.points, start=1):
                yield f"{self.id}.{s}.{p}", text


class Outline(_Strict):
    """A whole talk: one theme, the papers that serve it, and the time there is."""

    title: Text = Field(description="The talk's title.")
    speaker: Text | None = Field(default=None, description="Your name, for the title slide.")
    affiliation: Text | None = Field(default=None, description="Where you work, below it.")
    event: Text | None = Field(default=None, description="Where the talk is given.")
    date: Text | None = Field(default=None, description="When, as it is to be read.")
    language: Annotated[str, Field(pattern=r"^[a-z]{2,3}(-[A-Za-z]{2,4})?$")] = Field(
        default="en", description="The language you speak in, as an ISO 639 code."
    )
    duration: Duration = Field(description="Speaking time, questions apart.")
    qa: Duration | None = Field(default=None, description="Time for questions, kept apart.")
    theme: Text | None = Field(
        default=None, description="The one question that unifies the papers."
    )
    opening: Part = Field(default_factory=Part, description="What comes before the papers.")
    papers: tuple[Paper, ...] = Field(
        min_length=1, max_length=40, description="The papers in the order of the talk."
    )
    closing: Part = Field(default_factory=Part, description="What comes after them.")
    backup: Backup = Field(default_factory=Backup, description="Slides for the questions.")
    roadmap: Roadmap = Field(default_factory=Roadmap, description="How the roadmap is drawn.")

    def included(self) -> tuple[Paper, ...]:
        """The papers that are part of the talk, in the outline's order."""
        return tuple(paper for paper in self.papers if paper.include)

    def sections(self) -> tuple[Section, ...]:
        """Opening, each included paper, closing, each with its share of the time in seconds."""
        from talkcoach.outline.budgets import share

        parts: list[tuple[str, Part]] = [(OPENING, self.opening)]
        parts += [(paper.id, paper) for paper in self.included()]
        parts += [(CLOSING, self.closing)]
        budgets = share(self.duration, [part for _, part in parts])
        return tuple(
            _section(key, part, budget_s)
            for (key, part), budget_s in zip(parts, budgets, strict=True)
        )


def _section(key: str, part: Part, budget_s: float) -> Section:
    if isinstance(part, Paper):
        return Section(key, "paper", part.title, part.short, budget_s, part.slides, part)
    if key == OPENING:
        return Section(key, "opening", "Opening", "Opening", budget_s, part.slides, None)
    return Section(key, "closing", "Closing", "Closing", budget_s, part.slides, None)


def slug(text: str) -> str:
    """An identifier made from `text`: ASCII letters, digits and hyphens, at most 40 long.

    >>> slug("Données: qualité & coût"), slug("日本")
    ('donnees-qualite-cout', '')
    """
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:40].rstrip("-")
