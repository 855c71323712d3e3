"""Who gets how much of the talk's time. Pure arithmetic on the outline's parts."""

from __future__ import annotations

from collections.abc import Sequence

from talkcoach.outline.model import Paper, Part

PAPER_WEIGHT = 1.0
FRAME_WEIGHT = 0.5
"""An opening or closing without budget or weight gets half of what a paper gets."""


def share(duration_s: float, parts: Sequence[Part]) -> list[float]:
    """Budgets in seconds, one for each part, in order.

    A part's own budget stands. What the budgets leave of `duration_s` is shared among the other
    parts by weight; when they leave nothing, the others get 0.
    """
    left_s = max(0.0, duration_s - sum(part.budget or 0.0 for part in parts))
    weights = [0.0 if part.budget is not None else weight(part) for part in parts]
    total = sum(weights)
    return [
        part.budget if part.budget is not None else left_s * w / total
        for part, w in zip(parts, weights, strict=True)
    ]


def slack(duration_s: float, parts: Sequence[Part]) -> float:
    """Seconds of the talk that no part uses; 0 when a part without a budget takes what is left."""
    if any(part.budget is None for part in parts):
        return 0.0
    return duration_s - sum(part.budget or 0.0 for part in parts)


def weight(part: Part) -> float:
    """The part's weight, or the usual one of its kind."""
    if part.weight is not None:
        return part.weight
    return PAPER_WEIGHT if isinstance(part, Paper) else FRAME_WEIGHT
