"""An outline from its file: all that is wrong at once, or the whole talk with defaults filled."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from talkcoach.durations import parse_duration, spoken
from talkcoach.errors import OutlineError
from talkcoach.outline.model import CLOSING, OPENING, Outline, Paper, slug
from talkcoach.outline.source import KeyPath, Problem, Source, parse, read_bytes
from talkcoach.outline.wording import problem_of

TOLERANCE_S = 0.5


def load_outline(path: Path) -> Outline:
    """The outline in the file at `path`.

    Raises:
        InputError: the file cannot be read.
        OutlineError: the outline has problems; it carries all of them, in the file's order.
    """
    return load_with_places(path)[0]


def load_with_places(path: Path) -> tuple[Outline, Source]:
    """The outline in the file at `path`, and where in the file everything stands.

    Raises:
        InputError, OutlineError: as `load_outline`.
    """
    source = parse(read_bytes(path), str(path))
    return _build(source), source


def parse_outline(text: str | bytes, name: str = "outline.yaml") -> Outline:
    """The outline in `text`; `name` stands for the file in messages.

    Raises:
        OutlineError: as `load_outline`.
    """
    return _build(parse(text, name))


def _build(source: Source) -> Outline:
    problems = list(source.problems)
    outline = None
    try:
        outline = Outline.model_validate(source.data)
    except ValidationError as error:
        details = error.errors(include_url=False)
        # of items that are all wrong pydantic also says that there are too few
        details = [e for e in details if e["type"] != "too_short" or not e["input"]]
        problems += [problem_of(e, source) for e in details]
    problems += _cross_check(source)
    if outline is None or problems:
        problems.sort(key=lambda problem: problem.place)
        raise OutlineError([problem.line(source.name) for problem in problems])
    return outline.model_copy(update={"papers": tuple(_with_names(outline.papers))})


def _cross_check(source: Source) -> Iterator[Problem]:
    """What no single field can know. Works on the raw data, so that it speaks up beside others."""
    papers = source.data.get("papers")
    items = papers if isinstance(papers, list) else []
    indexed = [(i, paper) for i, paper in enumerate(items) if isinstance(paper, dict)]
    yield from _ids(source, indexed)
    included = [(i, paper) for i, paper in indexed if not _excluded(paper)]
    if items and not included and len(indexed) == len(items):
        message = "all papers have 'include: false'; include at least one"
        yield Problem(source.place(("papers",), key=True), ("papers",), message)
    yield from _budgets(source, included)


def _excluded(paper: dict[str, Any]) -> bool:
    return str(paper.get("include", "")).lower() in ("false", "no", "off", "n", "f", "0")


def _ids(source: Source, papers: Iterable[tuple[int, dict[str, Any]]]) -> Iterator[Problem]:
    first: dict[str, int] = {}
    for index, paper in papers:
        key = paper.get("id")
        if not isinstance(key, str) or not (key := key.strip()):
            continue
        path: KeyPath = ("papers", index, "id")
        if key in (OPENING, CLOSING):
            message = f"'{key}' is the name of the talk's own {key}; choose another id"
            yield Problem(source.place(path), path, message)
        elif key in first:
            line = source.place(("papers", first[key], "id")).line
            message = f"'{key}' is already the id of the paper in line {line}; ids must differ"
            yield Problem(source.place(path), path, message)
        first.setdefault(key, index)


def _budgets(source: Source, papers: Iterable[tuple[int, dict[str, Any]]]) -> Iterator[Problem]:
    duration_s = _seconds(source.data.get("duration"))
    parts = [source.data.get(OPENING), *(paper for _, paper in papers), source.data.get(CLOSING)]
    budgets = [_seconds(part.get("budget")) for part in parts if isinstance(part, dict)]
    total_s = sum(budget for budget in budgets if budget is not None)
    if duration_s and total_s > duration_s + TOLERANCE_S:
        message = (
            f"the budgets add up to {spoken(total_s)}, {spoken(total_s - duration_s)} more than the"
            f" talk's {spoken(duration_s)}; shorten some, or set 'include: false' on a paper"
        )
        path: KeyPath = ("duration",)
        yield Problem(source.place(path), path, message)


def _seconds(value: Any) -> float | None:
    try:
        return parse_duration(value) if isinstance(value, str) else None
    except ValueError:
        return None


def _with_names(papers: tuple[Paper, ...]) -> Iterator[Paper]:
    """The papers with `short` and a unique `id` each."""
    taken = {OPENING, CLOSING, *(paper.id for paper in papers)}
    for number, paper in enumerate(papers, start=1):
        short = paper.short or paper.title.split(":")[0].strip() or paper.title
        name = paper.id
        if not name:
            stem = slug(short) or slug(paper.title) or f"paper-{number}"
            name, n = stem, 2
            while name in taken:
                name, n = f"{stem}-{n}", n + 1
            taken.add(name)
        yield paper.model_copy(update={"short": short, "id": name})
