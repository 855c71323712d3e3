"""The text of a starter outline: a talk that loads as it is, to be overwritten line by line."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from talkcoach.durations import rounded, written
from talkcoach.outline.emit import quoted
from talkcoach.outline.schema import SCHEMA_NAME


@dataclass(frozen=True, slots=True)
class Basics:
    """What a starter outline is made from."""

    title: str
    duration_s: float
    papers: int
    speaker: str | None = None
    theme: str | None = None


_HEAD = """\
# yaml-language-server: $schema={schema}
# Your talk, as one question that several papers answer. Overwrite what is here; lines that
# begin with # are for you only. 'talkcoach check' says what could be better, at any time.
# Put text in quotes when it holds a colon. Times are written 11 min, 90s or 12:30.

title: {title}
{speaker}
duration: {duration}          # speaking time; questions go below
# qa: 10 min

# The one question that unifies your papers. The room remembers it, and it decides
# which papers belong in the talk.
theme: {theme}

opening:
  budget: {frame}
  slides:
    - title: "A scene that shows the problem"
      points:
        - "One example that a colleague from another field understands"
        - "Why nobody has solved it so far"

# One block for each paper, in the order of the talk. You will not fit them all:
# 'include: false' keeps a paper in this file and out of the talk.
papers:
"""

_PAPER = """\
  - short: "Part {number}"                  # its name on the roadmap, two or three words
    title: "Paper {number}: its full title"
    # venue: "ICML 2025"
    link: "How paper {number} serves the theme, in a sentence"
    takeaway: "What the room should remember of paper {number}"
    budget: {budget}
    # terms: ["YourMethod", "a name"]     # jargon that the speech recogniser should know
    slides:
      - title: "The claim of this slide, as a sentence"
        points:
          - "What you will say, a short phrase for each point"
          - "The evidence"
"""

_TAIL = """\

closing:
  budget: {frame}
  slides:
    - title: "What we know now, and what comes next"
      points:
        - "The answer to the theme's question"
        - "Your plan for the next years"

# Roadmap slides stand between the papers by themselves. Their look is yours to choose:
# roadmap:
#   style: track          # stops on a line; 'list' is the other one
#   tracker: true         # a slim strip on every content slide: where are we?

# Slides for the questions, behind the closing:
# backup:
#   slides:
#     - title: "How the data were cleaned"
#       figure: cleaning.png      # a picture beside this file; 'true' keeps a place for one
"""


def starter(basics: Basics) -> str:
    """The outline's YAML text; budgets fill the duration: a tenth each for opening and closing."""
    duration_s = round(basics.duration_s)
    frame_s = rounded(duration_s / 10, duration_s / 10)
    body_s = duration_s - 2 * frame_s
    ends = [
        rounded(body_s * n / basics.papers, body_s / basics.papers) for n in range(basics.papers)
    ] + [body_s]
    budgets = [end - start for start, end in pairwise(ends)]
    head = _HEAD.format(
        schema=SCHEMA_NAME,
        title=_in_quotes(basics.title),
        speaker=f"speaker: {_in_quotes(basics.speaker)}"
        if basics.speaker
        else '# speaker: "Your name"',
        duration=written(duration_s),
        theme=_in_quotes(basics.theme or "How do we make ... ?"),
        frame=written(frame_s),
    )
    papers = [_PAPER.format(number=n, budget=written(b)) for n, b in enumerate(budgets, start=1)]
    return head + "\n".join(papers) + _TAIL.format(frame=written(frame_s))


def _in_quotes(text: str) -> str:
    return quoted(" ".join(text.split()))
