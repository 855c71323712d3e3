"""Rehearsals on disk: `rehearsals/<outline stem>/<YYYY-MM-DDTHH-MM-SS>/` beside the outline.

A run's folder holds `audio.*`, `outline.yaml` as it was then, `transcript.json`, `report.json`,
and, where there are any, the marks and moments in `events.jsonl` and the user's `notes.md`; while
it is recorded, `unfinished.lock` and `words.jsonl` too. `voice.opus` and pages are made again when
missing. Nothing else holds state: people may copy, sync and delete these folders by hand, and
everything here takes the folder as it finds it.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from talkcoach.compare import best_index
from talkcoach.errors import RunError, StorageError
from talkcoach.files import FILE_MODE, for_owner_only, write_whole
from talkcoach.outline.model import slug
from talkcoach.report import SCHEMA, Report

STAMP = "%Y-%m-%dT%H-%M-%S"
_ID = re.compile(
    r"([0-9]{4}(?:-[0-9]{2}){2}T[0-9]{2}(?:-[0-9]{2}){2})(?:-([a-z0-9][a-z0-9-]{0,39}))?"
)
_NTH_LAST = re.compile(r"last(?:~(\d{1,4}))?")

ASIDE = ".new-"
"""How the folders begin in which runs are put together."""
DAY_S = 86_400.0

EARLIER = 10
"""So many runs are looked back upon: the last three of a section are among them."""

FOLDER_MODE = 0o700
"""A rehearsal is private: for its owner only. On Windows the user's profile sees to that."""


@dataclass(frozen=True, slots=True)
class Run:
    """One rehearsal's folder; which files it holds is for the disk to say."""

    id: str
    """The folder's name: when it was recorded and, after a rename, its label."""
    folder: Path

    @property
    def label(self) -> str:
        """What `rename_run` called it; "" without."""
        match = _ID.fullmatch(self.id)
        return (match[2] or "") if match else ""

    @property
    def recorded_at(self) -> datetime:
        """When it was recorded, as its id says; the beginning of time where that is no date."""
        try:
            return datetime.strptime(self.id[: len("YYYY-MM-DDTHH-MM-SS")], STAMP)
        except ValueError:
            return datetime.min

    @property
    def report_path(self) -> Path:
        """Where the report lies."""
        return self.folder / "report.json"

    @property
    def transcript_path(self) -> Path:
        """Where the words lie."""
        return self.folder / "transcript.json"

    @property
    def outline_path(self) -> Path:
        """The outline as it was when this was spoken."""
        return self.folder / "outline.yaml"

    @property
    def lock_path(self) -> Path:
        """Is there while the run is recorded, and after a crash until it is finished."""
        return self.folder / "unfinished.lock"

    @property
    def is_unfinished(self) -> bool:
        """It is being recorded, or was interrupted."""
        return self.lock_path.exists()

    @property
    def notes_path(self) -> Path:
        """The user's notes on this run."""
        return self.folder / "notes.md"

    def audio_path(self) -> Path | None:
        """The recording; None when it has been taken away."""
        found = sorted(p for p in self.folder.glob("audio.*") if p.is_file() and not p.is_symlink())
        return found[0] if found else None


def runs_folder(outline_path: Path) -> Path:
    """The folder that holds the runs of this outline, whether it exists or not."""
    stem = outline_path.stem.strip(".")  # `...yaml` is a name, and `..` another folder
    return outline_path.parent / "rehearsals" / (stem or "talk")


def list_runs(outline_path: Path) -> tuple[Run, ...]:
    """All runs of the outline, oldest first. Links and folders of other names are not runs.

    Raises:
        RunError: there is neither such an outline nor any run of it.
    """
    if outline_path.is_dir():
        raise RunError(f"{outline_path} is a folder; name an outline in it")
    folder = runs_folder(outline_path)
    if not folder.is_dir():
        if not outline_path.exists():
            raise RunError(f"{outline_path}: there is no such outline")
        return ()
    return _runs_in(folder)


def _runs_in(folder: Path) -> tuple[Run, ...]:
    found = [
        Run(entry.name, entry)
        for entry in folder.iterdir()
        if _ID.fullmatch(entry.name) and entry.is_dir() and not entry.is_symlink()
    ]
    return tuple(sorted(found, key=lambda run: run.id))


def earlier_reports(folder: Path, run_id: str) -> tuple[Report, ...]:
    """The reports of the runs in `folder` that are older than `run_id`, oldest first; the last ten.

    Runs without a report that can be read are passed over: others tell the user of them.
    """
    older = [run for run in _runs_in(folder) if run.id < run_id]
    return readable_reports(older)[-EARLIER:]


def readable_reports(runs: Sequence[Run]) -> tuple[Report, ...]:
    """The reports of `runs`, without those that are damaged."""
    found = []
    for run in runs:
        with suppress(RunError):
            found.append(load_report(run))
    return tuple(found)


def create_run(outline_path: Path, when: datetime, fill: Callable[[Run], None]) -> Run:
    """A new run, recorded at `when` (local time); a taken time moves on by a second.

    `fill` gets the run in a folder aside and writes its files there; the folder takes its place
    only when all of them are there, so that a crash leaves no half run behind.

    Raises:
        StorageError: the folder cannot be written.
    """
    folder = runs_folder(outline_path)
    try:
        folder.mkdir(mode=FOLDER_MODE, parents=True, exist_ok=True)
        _sweep(folder)
        aside = Path(tempfile.mkdtemp(prefix=ASIDE, dir=folder))
    except OSError as error:
        raise StorageError(
            f"{folder}: cannot make a run here: {error.strerror or error}"
        ) from error
    try:
        with for_owner_only():
            fill(Run(_free_id(folder, when), aside))
        _make_private(aside)
        return _placed(aside, when)
    except OSError as error:
        raise StorageError(f"{folder}: cannot store the run: {error.strerror or error}") from error
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def begin_run(outline_path: Path, when: datetime, outline_text: bytes) -> Run:
    """A new run, begun at `when` (local time), whose files are yet to come; it holds the outline.

    Raises:
        StorageError: the folder cannot be written.
    """

    def fill(run: Run) -> None:
        run.lock_path.touch(mode=FILE_MODE)
        write_whole(run.outline_path, outline_text, private=True)

    return create_run(outline_path, when, fill)


def _placed(aside: Path, when: datetime) -> Run:
    """The run in `aside`, moved to where runs are."""
    while True:
        run_id = _free_id(aside.parent, when)
        try:
            return Run(run_id, aside.rename(aside.with_name(run_id)))
        except OSError:
            if not aside.with_name(run_id).exists():
                raise  # another process was as fast, or else it is the disk


def _free_id(folder: Path, when: datetime) -> str:
    """The id of a run at `when`; a taken second moves on to the next."""
    step = timedelta(seconds=-1 if when.year == 9999 else 1)  # there is no year 10000
    while any(folder.glob(f"{_stamp(when)}*")):
        when += step
    return _stamp(when)


def _stamp(when: datetime) -> str:
    """As `STAMP` has it; strftime does not fill up early years."""
    return when.isoformat(timespec="seconds").replace(":", "-")


def _sweep(folder: Path) -> None:
    """Delete what processes that were killed while they filed a run left, a day and more ago."""
    for aside in folder.glob(f"{ASIDE}*"):
        with suppress(OSError):
            if time.time() - aside.stat().st_mtime > DAY_S:
                shutil.rmtree(aside, ignore_errors=True)


def store_report(run: Run, report: Report) -> None:
    """Write the run's report, in one step: a crash leaves the old one or the new one."""
    document = report.model_dump(mode="json")
    _write(run.report_path, json.dumps(document, ensure_ascii=False, indent=1) + "\n")


def load_report(run: Run) -> Report:
    """The run's report. Its run id is the folder's name, also after a rename.

    Raises:
        RunError: it is missing, damaged, or written by a newer talkcoach.
    """
    path = run.report_path
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        version = data.get("schema") if isinstance(data, dict) else None
        if isinstance(version, int) and version > SCHEMA:
            raise RunError(
                f"{path}: written by a newer talkcoach (schema {version}, this one reads "
                f"{SCHEMA}); update talkcoach"
            )
        report = Report.model_validate(data)
    except FileNotFoundError:
        raise RunError(f"{path}: this run has no report; {_way_out(run)}") from None
    except OSError as error:
        raise RunError(f"{path}: cannot be read: {error.strerror or error}") from error
    except (ValueError, RecursionError) as error:  # pydantic's and json's errors are ValueErrors
        raise RunError(f"{path}: the report is damaged; {_way_out(run)}") from error
    if report.run is None:
        return report
    return report.model_copy(update={"run": report.run.model_copy(update={"id": run.id})})


def find_run(outline_path: Path, ref: str = "last") -> Run:
    """The run that `ref` means: an id, a unique prefix, a label, `last`, `last~1` or `best`.

    `best` is the run nearest to the plan; see `compare.distance`. Runs whose report cannot be read
    are passed over for it.

    Raises:
        RunError: there are no runs, none fits, or several do.
    """
    runs = list_runs(outline_path)
    if not runs:
        raise RunError(
            f"{outline_path} has no runs yet; record one with 'talkcoach rehearse {outline_path}'"
        )
    if match := _NTH_LAST.fullmatch(ref):
        back = int(match[1] or 0)
        if back >= len(runs):
            raise RunError(f"there is no run '{ref}': {outline_path} has {_count(len(runs))}")
        return runs[-1 - back]
    return _best(runs) if ref == "best" else _by_name(runs, ref)


def delete_run(run: Run) -> None:
    """Delete the run's folder with all that is in it; links inside are not followed.

    It is moved aside first: a run is there whole or not at all.

    Raises:
        RunError: the folder is no run's folder.
        StorageError: it cannot be deleted, or not all of it.
    """
    folder = run.folder
    if folder.is_symlink() or folder.name != run.id or not _ID.fullmatch(run.id):
        raise RunError(f"{folder} is not a run's folder; nothing was deleted")
    aside = folder.with_name(f"{ASIDE}{run.id}")
    try:
        folder.rename(aside)
    except OSError as error:
        raise StorageError(f"{folder}: cannot be deleted: {error.strerror or error}") from error
    try:
        shutil.rmtree(aside)
    except OSError as error:
        raise StorageError(
            f"{aside}: what is left of the run cannot be deleted: {error.strerror or error}; "
            "delete this folder yourself"
        ) from error


def rename_run(run: Run, label: str) -> Run:
    """The run under its time and a new label made of `label`'s letters and digits.

    An empty label takes the old one away. The run keeps its place in the order.

    Raises:
        RunError: the label has no letter or digit, means something else, or is taken.
        StorageError: the folder cannot be renamed.
    """
    match = _ID.fullmatch(run.id)
    name = slug(label)
    if match is None or (label and not name):
        raise RunError(f"'{label}' gives no name; use letters a to z and digits")
    if name == "best" or _NTH_LAST.fullmatch(name):
        raise RunError(f"'{name}' already means a run of its own; choose another name")
    new_id = f"{match[1]}-{name}" if name else match[1]
    target = run.folder.with_name(new_id)
    if target == run.folder:
        return run
    if target.exists():
        raise RunError(f"there is already a run '{new_id}'; choose another name")
    try:
        run.folder.rename(target)
    except OSError as error:
        raise StorageError(f"{run.folder}: cannot be renamed: {error.strerror or error}") from error
    return Run(new_id, target)


def _make_private(folder: Path) -> None:
    os.chmod(folder, FOLDER_MODE)
    for path in folder.iterdir():
        if path.is_file() and not path.is_symlink():
            os.chmod(path, FILE_MODE)


def _write(path: Path, text: str) -> None:
    try:
        write_whole(path, text.encode("utf-8", "replace"), private=True)
    except OSError as error:
        raise StorageError(f"{path}: cannot be written: {error.strerror or error}") from error


def _way_out(run: Run) -> str:
    if run.is_unfinished:
        return "it is being recorded, or was interrupted: 'talkcoach recover' finishes it"
    if run.transcript_path.is_file():
        return f"delete {run.report_path.name}, and 'talkcoach report' makes it again"
    return "import the recording again with 'talkcoach import'"


def _count(n: int) -> str:
    return "1 run" if n == 1 else f"{n} runs"


def _best(runs: Sequence[Run]) -> Run:
    readable: list[tuple[Run, Report]] = []
    for run in runs:
        try:
            readable.append((run, load_report(run)))
        except RunError:
            continue
    if not readable:
        raise RunError("none of the runs has a report that can be read; name a run to see why")
    return readable[best_index([report for _, report in readable])][0]


def _by_name(runs: Sequence[Run], ref: str) -> Run:
    exact = [run for run in runs if ref == run.id or (run.label and run.label == slug(ref))]
    found = exact or [run for run in runs if ref and run.id.startswith(ref)]
    if len(found) == 1:
        return found[0]
    listed = ", ".join(run.id for run in (found or runs)[-10:])
    if found:
        raise RunError(f"'{ref}' fits {_count(len(found))}: {listed}; write more of one")
    raise RunError(f"there is no run '{ref}'; there are {listed}, last, last~1 and best")
