"""Who works on a run: one process at a time, and a crash lets go by itself."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from talkcoach.errors import RunError
from talkcoach.files import FILE_MODE
from talkcoach.runs import Run


class Work:
    """What is being done to a run."""

    def __init__(self) -> None:
        self.is_done = False
        """Set when the run is finished: nothing is left to recover."""


@contextmanager
def working_on(run: Run) -> Iterator[Work]:
    """Hold the run while it is recorded or finished; it counts as unfinished until `is_done`.

    Raises:
        RunError: another process holds it.
    """
    from filelock import FileLock, Timeout

    work = Work()
    lock = FileLock(run.lock_path, mode=FILE_MODE)
    try:
        lock.acquire(timeout=0)
    except Timeout:
        raise RunError(f"run {run.id} is being recorded or finished by another process") from None
    try:
        yield work
    finally:
        lock.release()
        if work.is_done:
            run.lock_path.unlink(missing_ok=True)
        elif run.folder.is_dir():  # some systems delete a lock's file with its release
            run.lock_path.touch(mode=FILE_MODE)


def is_held(run: Run) -> bool:
    """Whether another process records or finishes the run at this moment."""
    if not run.is_unfinished:
        return False
    try:
        with working_on(run):
            return False
    except RunError:
        return True
