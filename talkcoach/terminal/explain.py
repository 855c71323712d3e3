"""Why each boundary stands where it does, on screen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from talkcoach.analysis.explain import BoundaryReasons
from talkcoach.durations import clock
from talkcoach.terminal.text import QUOTE_LENGTH
from talkcoach.text import plain

LIKELY, UNLIKELY = 0.8, 0.5


def explanation_view(
    reasons: Sequence[BoundaryReasons], titles: Mapping[str, str]
) -> RenderableType:
    """A paragraph a boundary. `titles`: section id -> its name on the roadmap."""
    if not reasons:
        return Text("There is no boundary to explain: at most one section was recognised.")
    return Group(*(_boundary(each, titles.get(each.section, each.section)) for each in reasons))


def _boundary(reasons: BoundaryReasons, title: str) -> RenderableType:
    lines = [_places(reasons)]
    if reasons.transition:
        lines.append(
            f'+{reasons.transition_score:.1f} the roadmap is spoken: "'
            f'{plain(reasons.transition, QUOTE_LENGTH)}"'
        )
    else:
        lines.append("+0.0 no roadmap transition was heard here")
    lines.append(
        f"{reasons.start_score:+.1f} it sounds like a start: {reasons.silence_s:.1f} s of silence, "
        f'then "{plain(reasons.opening, 80)}"'
    )
    for when, telling in (("before", reasons.before), ("after", reasons.after)):
        side = "the section that ended" if when == "before" else "this section"
        if telling:
            named = ", ".join(f"{plain(word, 30)} {worth:+.1f}" for word, worth in telling)
            lines.append(f"words {when} it that speak for {side}: {named}")
        else:
            lines.append(f"no word just {when} it speaks for {side}")
    head = Text.assemble((f"{clock(reasons.start_s):>7}  {plain(title, 60)}", "bold"))
    return Group(head, *(Padding(Text(line), (0, 0, 0, 9)) for line in lines), Text(""))


def _places(reasons: BoundaryReasons) -> str:
    sure = (
        "likely"
        if reasons.confidence >= LIKELY
        else "unsure"
        if reasons.confidence < UNLIKELY
        else "rather likely"
    )
    rival = ""
    if reasons.rival_s is not None and reasons.rival_chance >= 0.01:
        rival = f"; next best is {clock(reasons.rival_s)} ({reasons.rival_chance:.0%})"
    return f"{sure}: {reasons.confidence:.0%} within 5 s of here{rival}"
