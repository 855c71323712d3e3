"""How well sections, transitions and points are found on labelled rehearsals, and how fast.

    python benchmarks/listening.py CORPUS [KIND] [--leave-one-out] [--fit]

CORPUS holds folders with outline.yaml, RUN.truth.json and RUN.KIND.json (words; KIND is "tiny" by
default): `sections` with `earliest` and `start`, `transitions` with `status`, ids of said `points`.
`--leave-one-out` refits, for each talk, the weights of the roadmap's signs and the threshold for
points on the other talks. `--fit` prints the weights that all talks together give.
"""

from __future__ import annotations

import json
import sys
import time
import tracemalloc
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from talkcoach.analysis import points, roadmap
from talkcoach.analysis.analyze import analyze
from talkcoach.analysis.phrases import phrases
from talkcoach.analysis.signposts import read_signposts
from talkcoach.analysis.vocabulary import vocabulary
from talkcoach.outline.load import load_outline
from talkcoach.outline.model import Outline
from talkcoach.report import Report
from talkcoach.speech.formats import load_transcript
from talkcoach.speech.transcript import Transcript, Word

Floats = NDArray[np.float64]

SLACK_S = 0.5
"""Labels and word times are no surer."""
RIDGE = 1.0
THRESHOLDS = np.arange(1.0, 2.6, 0.1)
WEIGHTS = (roadmap.BACK, roadmap.AHEAD, roadmap.LAID_OUT, roadmap.OTHER)


@dataclass(frozen=True, slots=True)
class Run:
    """One labelled rehearsal."""

    talk: str
    outline: Outline
    transcript: Transcript
    truth: dict[str, Any]


@dataclass(slots=True)
class Tally:
    """What was right, added up over runs."""

    errors_s: list[float]
    lengths_s: list[float]
    statuses: list[tuple[str, str]]
    missed: list[tuple[bool, bool]]
    boundary_confidence: list[tuple[float, bool]]
    status_confidence: list[tuple[float, bool]]


def load(corpus: Path, kind: str) -> list[Run]:
    """All runs of the corpus that have words of this kind."""
    found = []
    for path in sorted(corpus.glob("*/*.truth.json")):
        words = path.with_name(f"{path.name.split('.')[0]}.{kind}.json")
        if words.exists():
            outline = load_outline(path.parent / "outline.yaml")
            truth = json.loads(path.read_text(encoding="utf-8"))
            found.append(Run(path.parent.name, outline, load_transcript(words), truth))
    return found


def score(run: Run, report: Report, tally: Tally) -> None:
    """Add one report to the tally."""
    found = {s.id: s for s in report.sections if s.start_s is not None}
    sections = run.truth["sections"]
    starts_s = [s["earliest"] for s in sections] + [run.truth["duration"]]
    for i, (section, start_s, end_s) in enumerate(
        zip(sections, starts_s, starts_s[1:], strict=False)
    ):
        got = found.get(section["id"])
        length_s = got.actual_s if got else 0.0
        tally.lengths_s.append(abs(end_s - start_s - length_s))
        if i == 0:
            continue
        error_s = 600.0
        if got and got.start_s is not None:
            early_s = section["earliest"] - SLACK_S - got.start_s
            error_s = max(0.0, early_s, got.start_s - section["start"] - SLACK_S)
            tally.boundary_confidence.append((got.confidence, error_s <= 5))
        tally.errors_s.append(error_s)
    wanted = {t["to"]: t["status"] for t in run.truth.get("transitions", [])}
    for check in report.transitions:
        if check.to in wanted:
            tally.statuses.append((wanted[check.to], check.status))
            right = wanted[check.to] == check.status
            tally.status_confidence.append((check.confidence, right))
    said = {point["id"] for point in run.truth.get("points", [])}
    spoken = {section["id"] for section in sections}
    tally.missed += [
        (point.id not in said, not point.covered)
        for point in report.points
        if said and point.id.split(".")[0] in spoken
    ]


def f1(pairs: Sequence[tuple[bool, bool]]) -> float:
    """Of (true, found) pairs."""
    hit = sum(true and found for true, found in pairs)
    return 2 * hit / max(1, sum(true + found for true, found in pairs))


def share(flags: Sequence[bool]) -> str:
    """As a percentage with its count, as confidences need."""
    return f"{100 * sum(flags) / len(flags):.0f}% of {len(flags)}" if flags else "-"


def show(title: str, tally: Tally) -> None:
    """Print the figures of docs/method.md."""
    errors = np.array(tally.errors_s)
    print(f"\n{title}: {len(errors)} boundaries")
    print(f"  error, median                  {np.median(errors):.1f} s")
    print(
        f"  within 5 s / 15 s              {np.mean(errors <= 5):.0%} / {np.mean(errors <= 15):.0%}"
    )
    print(f"  section seconds, mean error    {np.mean(tally.lengths_s):.1f} s")
    if tally.statuses:
        right = [true == found for true, found in tally.statuses]
        skipped = [(true == "skipped", found == "skipped") for true, found in tally.statuses]
        print(f"  transition status              {np.mean(right):.0%}")
        print(f"  skipped transitions, F1        {f1(skipped):.2f}")
        print(f"  points never said, F1          {f1(tally.missed):.2f}")
    for name, pairs in (
        ("boundary", tally.boundary_confidence),
        ("status", tally.status_confidence),
    ):
        for low, high in ((0.0, 0.5), (0.5, 0.8), (0.8, 1.01)):
            flags = [right for confidence, right in pairs if low <= confidence < high]
            print(f"  {name} confidence {low:.1f}-{min(high, 1):.1f}    right {share(flags)}")


def measure(runs: Sequence[Run], tally: Tally | None = None) -> Tally:
    """The tally of all runs."""
    tally = tally or Tally([], [], [], [], [], [])
    for run in runs:
        score(run, analyze(run.outline, run.transcript), tally)
    return tally


def signs(run: Run) -> tuple[Floats, Floats]:
    """(rows, signs) and (rows,): every phrase against every target, and whether it leads there."""
    sections = run.outline.sections()
    spoken = phrases(run.transcript.words, run.outline.language)
    words = vocabulary(sections, spoken, run.outline.language)
    mentions = np.minimum(1.0, (words.counts > 0).astype(np.float64) @ words.names.T)
    signals = roadmap.signals_of(sections, [read_signposts(p.tokens) for p in spoken], mentions)
    table = np.stack([signals[name] for name in names()], axis=-1)
    times_s = np.array([phrase.start_s for phrase in spoken])
    status = {t["to"]: t["status"] for t in run.truth["transitions"]}
    number = {section.id: i for i, section in enumerate(sections)}
    rows, leads = [], []
    for section in run.truth["sections"][1:]:
        rows.append(table[:, number[section["id"]]])
        inside = (times_s >= section["earliest"] - 0.6) & (times_s < section["start"] - 0.3)
        leads.append(inside & (status[section["id"]] != "skipped"))
    return np.vstack(rows), np.concatenate(leads).astype(np.float64)


def names() -> list[str]:
    """All signs that the roadmap weighs."""
    return [name for weights in WEIGHTS for name in weights]


def fit(tables: Sequence[tuple[Floats, Floats]]) -> dict[str, float]:
    """Logistic regression of "leads to the target" on the signs: ridge, Newton's method."""
    x = np.vstack([rows for rows, _ in tables])
    y = np.concatenate([leads for _, leads in tables])
    x = np.hstack([x, np.ones((len(x), 1))])
    ridge = np.diag([RIDGE] * (x.shape[1] - 1) + [1e-6])
    weights = np.zeros(x.shape[1])
    for _ in range(50):
        p = 1 / (1 + np.exp(-x @ weights))
        slope = x.T @ (y - p) - ridge @ weights
        step = np.linalg.solve((x * (p * (1 - p))[:, None]).T @ x + ridge, slope)
        weights += step
        if np.abs(step).max() < 1e-6:
            break
    return dict(zip(names(), (round(float(w), 1) for w in weights), strict=False))


def use(weights: dict[str, float]) -> None:
    """Let the analysis weigh the signs so."""
    for group in WEIGHTS:
        group.update({name: weights[name] for name in group})


def leave_one_out(runs: Sequence[Run]) -> Tally:
    """Each talk measured with weights and threshold from the others."""
    kept, said = {n: w for group in WEIGHTS for n, w in group.items()}, points.SAID
    tables = [signs(run) for run in runs]
    tally = Tally([], [], [], [], [], [])
    for talk in sorted({run.talk for run in runs}):
        others = [run for run in runs if run.talk != talk]
        use(fit([t for run, t in zip(runs, tables, strict=True) if run.talk != talk]))
        best = (0.0, said)
        for threshold in THRESHOLDS:
            points.SAID = float(threshold)
            best = max(best, (f1(measure(others).missed), float(threshold)))
        points.SAID = best[1]
        measure([run for run in runs if run.talk == talk], tally)
    use(kept)
    points.SAID = said
    return tally


def parts(runs: Sequence[Run]) -> Iterator[tuple[bool, bool]]:
    """For each run: every section alone, and the talk without its first or last section; whether
    it was one section, and whether just the right sections were found."""
    for run in runs:
        sections = run.truth["sections"]
        count = len(sections)
        starts_s = [0.0, *(s["earliest"] - 0.3 for s in sections[1:]), run.truth["duration"] + 1]
        cuts = {(i, i + 1) for i in range(count)} | {(0, count - 1), (1, count)}
        for first, end in sorted(cuts):
            from_s, to_s = starts_s[first], starts_s[end]
            words = tuple(
                Word(w.start - from_s, w.end - from_s, w.text)
                for w in run.transcript.words
                if from_s <= w.start < to_s
            )
            report = analyze(run.outline, Transcript(words, to_s - from_s))
            found = {s.id for s in report.sections if s.status == "spoken"}
            yield end - first == 1, found == {s["id"] for s in sections[first:end]}


def speed(run: Run, words: int = 9_000) -> None:
    """Time and peak memory for a long talk made of this one."""
    said = run.transcript.words
    length_s = run.transcript.duration_s
    copies = -(-words // len(said))
    long = tuple(
        Word(w.start + i * length_s, w.end + i * length_s, w.text)
        for i in range(copies)
        for w in said
    )[:words]
    transcript = Transcript(long, long[-1].end)
    analyze(run.outline, transcript)
    began = time.perf_counter()
    analyze(run.outline, transcript)
    took_s = time.perf_counter() - began
    tracemalloc.start()
    analyze(run.outline, transcript)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    print(
        f"\n{words} words, {len(run.outline.sections())} sections: "
        f"{took_s:.2f} s, {peak / 1e6:.0f} MB"
    )


def main() -> None:
    arguments = [a for a in sys.argv[1:] if not a.startswith("--")]
    if not arguments:
        sys.exit(__doc__)
    runs = load(Path(arguments[0]), arguments[1] if len(arguments) > 1 else "tiny")
    if not runs:
        sys.exit(f"{arguments[0]} holds no labelled runs with such words")
    if "--fit" in sys.argv:
        print(fit([signs(run) for run in runs]))
    show("As shipped", measure(runs))
    if "--leave-one-out" in sys.argv:
        show("Leaving one talk out", leave_one_out(runs))
    found = list(parts(runs))
    for one, title in ((True, "One section alone"), (False, "Without the first or last")):
        print(f"{title}: just these found in {share([r for is_one, r in found if is_one == one])}")
    speed(runs[0])


if __name__ == "__main__":
    main()
