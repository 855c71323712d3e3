"""Several runs as one page: are the overruns shrinking, what is always forgotten."""

from __future__ import annotations

from talkcoach.compare import Comparison
from talkcoach.durations import delta
from talkcoach.pages import charts
from talkcoach.pages.page import both_widths, render
from talkcoach.pages.report_page import SIGNS


def compare_page(comparison: Comparison, title: str) -> str:
    """The page; it opens from the disk and loads nothing.

    Args:
        comparison: two runs and more.
        title: the talk's.
    """
    return render(
        "compare.html.j2",
        comparison=comparison,
        title=title,
        headline=headline(comparison),
        charts={
            "totals": both_widths(charts.totals_over_runs, comparison),
            "sections": both_widths(charts.sections_over_runs, comparison),
        },
        signs=SIGNS,
        is_shared=any(
            section.actual_s[-1] is not None and any(s is not None for s in section.actual_s[:-1])
            for section in comparison.sections
        ),
    )


def headline(comparison: Comparison) -> str:
    """The first and the last run of the whole talk in a sentence."""
    whole = [run for run in comparison.runs if not run.partial and not run.other]
    if len(whole) < 2:
        return f"{len(comparison.runs)} rehearsals, {len(whole)} of the whole talk."
    first, last = whole[0], whole[-1]
    times = f"From {delta(first.over_s)} to {delta(last.over_s)} against the plan"
    return (
        f"{times} in {len(whole)} runs; {last.transitions_heard} of {last.transitions} roadmap "
        f"transitions were heard in the last, {first.transitions_heard} of {first.transitions} in "
        "the first."
    )
