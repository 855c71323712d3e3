"""The user's notes on a run: a text file in its folder."""

from __future__ import annotations

from talkcoach.errors import RunError, StorageError
from talkcoach.files import open_private, write_whole
from talkcoach.runs import Run


def read_notes(run: Run) -> str:
    """The user's notes on the run; "" without any."""
    try:
        return run.notes_path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return ""
    except (OSError, UnicodeDecodeError) as error:
        raise RunError(f"{run.notes_path}: cannot be read: {error}") from error


def write_notes(run: Run, text: str) -> None:
    """Put `text` in the place of the run's notes.

    Raises:
        StorageError: they cannot be written.
    """
    try:
        write_whole(run.notes_path, f"{text.strip()}\n".encode("utf-8", "replace"), private=True)
    except OSError as error:
        raise StorageError(
            f"{run.notes_path}: cannot be written: {error.strerror or error}"
        ) from error


def add_note(run: Run, text: str) -> None:
    """Add `text` to the run's notes, in a line of its own; two at once do not lose one.

    Raises:
        StorageError: it cannot be written.
    """
    path = run.notes_path
    try:
        with open_private(path, "ab") as file:
            file.write(f"{text.strip()}\n".encode("utf-8", "replace"))
    except OSError as error:
        raise StorageError(f"{path}: cannot be written: {error.strerror or error}") from error
