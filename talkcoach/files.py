"""Writing a file whole or not at all, and keeping the one that was there."""

from __future__ import annotations

import itertools
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import IO, Any

FILE_MODE = 0o600
"""For the owner only; on Windows the user's profile sees to that."""


def write_whole(
    path: Path, content: bytes, *, private: bool = False, backup: bool = False
) -> Path | None:
    """Put `content` in the place of `path` in one step; a crash leaves the old file or the new.

    Args:
        path: where to; its folder must exist.
        content: all of the file.
        private: for its owner only, from the first byte on; otherwise for whom the file that is
            there is, or as any new file.
        backup: keep the file that was there as `NAME.backup-N.EXT`.

    Returns:
        The backup's path; None when there was nothing to keep.

    A link stays one: the file that it leads to is replaced. What is no file (a pipe, a terminal) is
    written to.

    Raises:
        OSError: the file cannot be written; what was there is untouched.
    """
    path = path.resolve()
    if path.exists() and not path.is_file():
        path.write_bytes(content)
        return None
    handle, name = tempfile.mkstemp(prefix=".talkcoach-", suffix=".tmp", dir=path.parent)
    draft = Path(name)  # mode 0600
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        if path.exists() and not private:
            shutil.copymode(path, draft)
        elif not private:
            mask = os.umask(0)
            os.umask(mask)
            draft.chmod(0o666 & ~mask)
        kept = _keep(path) if backup and path.exists() else None
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
    return kept


def open_private(path: Path, mode: str) -> IO[Any]:
    """`path` opened as `open` does; where that makes it, for its owner only.

    Raises:
        OSError: as `open`.
    """
    return open(path, mode, opener=partial(os.open, mode=FILE_MODE))


def sync(path: Path) -> None:
    """Return when the file, or the folder's list of files, is on the disk.

    Raises:
        OSError: it cannot be written.
    """
    if path.is_dir() and os.name == "nt":  # Windows has no such thing for folders
        return
    handle = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def for_owner_only() -> Iterator[None]:
    """Whatever is made inside is readable by its owner only, from the first byte on."""
    before = os.umask(0o077)
    try:
        yield
    finally:
        os.umask(before)


def _keep(path: Path) -> Path:
    """A copy of `path` under the first backup name that is free."""
    names = (path.with_name(f"{path.stem}.backup-{n}{path.suffix}") for n in itertools.count(1))
    backup = next(name for name in names if not name.exists())
    try:
        shutil.copy2(path, backup)
    except OSError:  # half a backup would be taken for one
        backup.unlink(missing_ok=True)
        raise
    return backup
