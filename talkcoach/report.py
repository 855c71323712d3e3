"""The report of one run: what was measured, in the shape of the JSON that scripts read.

Fields may be added, never renamed. All times are seconds from the start of the recording.
Sections stand in the outline's order; `start_s` orders them as spoken.
"""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

SCHEMA: Literal[1] = 1

HARDLY = 0.3
"""With a smaller share of the points heard, and no transition, it may be another talk."""
BY_CHANCE = 0.1
"""With fewer still, of five points or more, one transition may be a chance match."""

TransitionStatus = Literal["full", "recap", "preview", "skipped"]
"""What a transition said: `full` looks back and ahead, `recap` only back, `preview` only ahead."""


class _Frozen(BaseModel):
    model_config = ConfigDict(
        frozen=True,
        extra="ignore",
        serialize_by_alias=True,
        validate_by_name=True,
        allow_inf_nan=False,
    )


class OutlineRef(_Frozen):
    """Which talk this was."""

    title: str
    duration_s: float


class RunRef(_Frozen):
    """Which recording this was."""

    id: str
    recorded_at: str
    """ISO 8601, local time of the recording."""
    source: str
    """Where the audio came from: the imported file's name, or "microphone"."""
    model: str | None
    language: str


class SectionTiming(_Frozen):
    """How long one section took against its budget."""

    id: str
    title: str
    """Its name on the roadmap."""
    status: Literal["spoken", "skipped"]
    start_s: float | None
    """None when skipped. A section starts where the transition that leads to it starts."""
    end_s: float | None
    actual_s: float
    """The time spent in it, all visits together; 0 when skipped."""
    budget_s: float
    delta_s: float
    words: int
    wpm: float | None
    """Words a minute over its speech, pauses of 1.5 s and more left out; None without words."""
    confidence: float
    """0 to 1: how sure the boundary at `start_s` is; 1 where it was marked by hand."""
    visits: tuple[tuple[float, float], ...] = ()
    """`(start_s, end_s)` of each stretch spent in it, in order of time."""
    is_rehearsed: bool = True
    """False when the run holds only part of the talk, and this section is not in that part."""

    @property
    def stretches(self) -> tuple[tuple[float, float], ...]:
        """`visits`, also of reports that were written before these were kept."""
        if self.visits or self.start_s is None or self.end_s is None:
            return self.visits
        return ((self.start_s, self.end_s),)


class TransitionCheck(_Frozen):
    """Whether the roadmap was spoken on the way to section `to`."""

    to: str
    status: TransitionStatus
    start_s: float | None
    end_s: float | None
    quote: str
    """The words heard; for a skipped one, the words that stand where it was expected."""
    confidence: float
    is_rehearsed: bool = True
    """False when the run does not hold the section, so that nothing could be heard."""


class PointCheck(_Frozen):
    """Whether one planned point was said."""

    id: str
    text: str
    covered: bool
    time_s: float | None
    quote: str
    is_rehearsed: bool = True
    """False when the run does not hold the point's section."""

    @property
    def section(self) -> str:
        """The id of the section that it is planned in."""
        return self.id.rsplit(".", 2)[0]


class Restart(_Frozen):
    """Where the speaker broke off and said something again."""

    section: str
    time_s: float
    quote: str


class Pause(_Frozen):
    """A silence of 1.5 s and more, measured on the audio."""

    start_s: float
    seconds: float


class Filler(_Frozen):
    """An um, uh, er or a filler phrase."""

    time_s: float
    word: str


class Pace(_Frozen):
    """Speed of speech, in words a minute."""

    wpm: float | None
    """Over the talk with pauses of 1.5 s and more left out; None when nothing was said."""
    articulation_wpm: float | None
    """Over the time in which there is voice; None without audio."""
    window_s: float
    series: tuple[tuple[float, float], ...]
    """`(time_s, wpm)` at each window's centre."""


class Report(_Frozen):
    """One run against its outline."""

    schema_version: Literal[1] = Field(default=SCHEMA, alias="schema")
    outline: OutlineRef
    run: RunRef | None
    duration_s: float
    """From the start of the first section to the end of the last: what the room's clock shows."""
    over_s: float
    """Above 0: longer than planned. A partial run is held against its own sections' budgets."""
    is_partial: bool = False
    """Only part of the talk was rehearsed; the rest is in the lists with `is_rehearsed` False."""
    is_match: bool = True
    """False when what was heard is not this outline's talk; then all sections are skipped."""
    sections: tuple[SectionTiming, ...]
    transitions: tuple[TransitionCheck, ...]
    points: tuple[PointCheck, ...]
    restarts: tuple[Restart, ...] = ()
    pauses: tuple[Pause, ...]
    fillers: tuple[Filler, ...]
    pace: Pace
    advice: tuple[str, ...]

    @property
    def planned_s(self) -> float:
        """What the run is held against: the talk's time, or a part's budgets."""
        if not self.is_partial:
            return self.outline.duration_s
        return sum(section.budget_s for section in self.rehearsed_sections)

    @property
    def rehearsed_sections(self) -> tuple[SectionTiming, ...]:
        """All sections, or those of the part that was rehearsed."""
        return tuple(section for section in self.sections if section.is_rehearsed)

    @property
    def rehearsed_transitions(self) -> tuple[TransitionCheck, ...]:
        """The transitions to those sections."""
        return tuple(check for check in self.transitions if check.is_rehearsed)

    @property
    def rehearsed_points(self) -> tuple[PointCheck, ...]:
        """The points of those sections."""
        return tuple(point for point in self.points if point.is_rehearsed)

    @property
    def is_another_talk(self) -> bool:
        """Whether the words fit the outline so badly that the recording may be of another talk."""
        if not self.is_match or all(s.status == "skipped" for s in self.rehearsed_sections):
            return True
        if self.is_partial:
            return False
        heard = sum(check.status != "skipped" for check in self.rehearsed_transitions)
        covered = sum(point.covered for point in self.rehearsed_points)
        hardly = heard == 0 and covered < HARDLY * len(self.rehearsed_points)
        by_chance = heard <= 1 and covered < BY_CHANCE * len(self.rehearsed_points) >= 0.5
        return hardly or by_chance
