"""`events.jsonl` in a run's folder: what was done by hand, a JSON object a line, appended.

    {"event": "mark", "section": "roofs", "at_s": 750.0, "by": "hand", "at": "2026-03-04T20:01:10"}
    {"event": "mark", "section": "roofs", "at_s": null, ...}      takes the mark back
    {"event": "not_before", "section": "roofs", "at_s": 700.0, ...}    it starts later than this
    {"event": "note", "at_s": 312.4, ...}                         a moment for a note later
    {"event": "only", "sections": ["roofs"], ...}                 what the recording is of

Later lines win. Events of other kinds are for others, and passed over.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import Any

from talkcoach.errors import RunError, StorageError
from talkcoach.files import open_private
from talkcoach.marks import Mark

EVENTS_FILE = "events.jsonl"
LATEST_S = 86_400.0
"""No recording is as long as a day."""


def append_event(folder: Path, event: str, **fields: Any) -> None:
    """Add one event; it is on the disk when this returns.

    Raises:
        StorageError: it cannot be written.
    """
    at = datetime.now().isoformat(timespec="seconds")
    line = json.dumps({"event": event, **fields, "at": at}, ensure_ascii=False)
    path = folder / EVENTS_FILE
    try:
        with open_private(path, "ab+") as file:
            size = file.seek(0, os.SEEK_END)
            if size:
                file.seek(size - 1)
                if file.read(1) != b"\n":  # a crash tore the last line; it stays by itself
                    line = f"\n{line}"
            file.write(f"{line}\n".encode())
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        raise StorageError(f"{path}: cannot be written: {error.strerror or error}") from error


@contextmanager
def undone_on_failure(folder: Path) -> Iterator[None]:
    """Events that are added inside are taken back when what they are for fails."""
    path = folder / EVENTS_FILE
    size = path.stat().st_size if path.exists() else 0
    try:
        yield
    except BaseException:
        with suppress(OSError):
            os.truncate(path, size)
        raise


def read_marks(folder: Path) -> tuple[Mark, ...]:
    """The marks that hold, in order of time.

    Raises:
        RunError: a line is damaged that is not the last one.
    """
    marks: dict[str, Mark] = {}
    for number, event in _events(folder):
        kind = event.get("event")
        if kind not in ("mark", "not_before"):
            continue
        section, at_s = event.get("section"), _moment(event.get("at_s"))
        is_taken_back = event.get("at_s") is None
        if not isinstance(section, str) or (at_s is None and not is_taken_back):
            raise RunError(f"{folder / EVENTS_FILE}:{number}: a mark without section or time")
        marks.pop(section, None)
        if at_s is not None:
            marks[section] = Mark(section, at_s, kind == "mark")
    return tuple(sorted(marks.values(), key=lambda mark: mark.at_s))


def read_moments(folder: Path) -> tuple[float, ...]:
    """The moments that were marked for a note, in seconds, as they came.

    Raises:
        RunError: a line is damaged that is not the last one.
    """
    moments = (
        _moment(event.get("at_s")) for _, event in _events(folder) if event.get("event") == "note"
    )
    return tuple(at_s for at_s in moments if at_s is not None)


def _moment(value: object) -> float | None:
    """`value` as a moment of a recording, in seconds; None when it is none."""
    if not isinstance(value, int | float) or not -LATEST_S <= value <= LATEST_S:  # NaN neither
        return None
    return max(0.0, float(value))


def read_only(folder: Path) -> tuple[str, ...]:
    """The sections that the user said the recording is of; empty when nothing was said.

    Raises:
        RunError: a line is damaged that is not the last one.
    """
    chosen: tuple[str, ...] = ()
    for _, event in _events(folder):
        if event.get("event") == "only" and isinstance(event.get("sections"), list):
            chosen = tuple(str(section) for section in event["sections"])
    return chosen


def _events(folder: Path) -> list[tuple[int, dict[str, Any]]]:
    """`(line number, event)` of all whole lines."""
    path = folder / EVENTS_FILE
    try:
        lines = path.read_text(encoding="utf-8", errors="replace").split("\n")
    except FileNotFoundError:
        return []
    except OSError as error:
        raise RunError(f"{path}: cannot be read: {error.strerror or error}") from error
    found: list[tuple[int, dict[str, Any]]] = []
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            event = json.loads(line)
            if not isinstance(event, dict):
                raise ValueError("no object")
        except (ValueError, RecursionError):
            if number == len(lines):  # no line end after it: torn by a crash
                continue
            if _is_torn(line):
                continue
            raise RunError(
                f"{path}:{number}: this line is damaged; correct it, or take it out"
            ) from None
        found.append((number, event))
    return found


def _is_torn(line: str) -> bool:
    """Whether a crash cut the line short: it begins as our lines do and does not end so."""
    return line.startswith('{"event"') and not line.rstrip().endswith("}")
