"""What the user can mend: every message says what is wrong, where, and what to do next.

What the system refuses (`OSError`) is shown in one line too; anything else is a bug of ours and
shows its traceback.
"""

from __future__ import annotations

SHOWN = 50
"""So many problems of an outline are enough to begin with."""


class TalkcoachError(Exception):
    """A problem shown to the user as one line; the command ends with `exit_code`."""

    exit_code = 1


class InputError(TalkcoachError):
    """The user's input or usage is wrong: an outline, a recording, a transcript, a run's name."""

    exit_code = 2


class OutlineError(InputError):
    """One outline with all its problems, a line each, as `file:line:column: path: problem`."""

    def __init__(self, problems: list[str]) -> None:
        more = [f"... and {len(problems) - SHOWN} more"] if len(problems) > SHOWN else []
        super().__init__("\n".join([*problems[:SHOWN], *more]))
        self.problems = problems


class AudioError(InputError):
    """A recording that cannot be read as sound."""


class TranscriptError(InputError):
    """A transcript file in no known format, or a damaged one."""


class RunError(InputError):
    """A run that does not exist, is ambiguous, or whose folder is damaged."""


class StorageError(TalkcoachError):
    """The system refused a file or folder: a full disk, a missing permission."""


class DeckError(TalkcoachError):
    """A deck that cannot be written, or that PowerPoint has open."""


class ModelError(TalkcoachError):
    """A speech model that is not on this machine, damaged, or cannot be fetched."""


class MicrophoneError(TalkcoachError):
    """No microphone, or one that cannot be opened."""
