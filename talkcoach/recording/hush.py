"""Keeping C libraries off the terminal: ALSA, JACK and PortAudio write to descriptor 2."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def hushed() -> Iterator[None]:
    """Python's standard error goes where it went; what C writes to descriptor 2 goes nowhere.

    For a whole command, from before its threads start until they have ended: the descriptor is the
    process's, not a thread's. PortAudio tells of a device that goes away from a thread of its own.
    """
    if sys.platform == "win32" or sys.stderr is None:
        yield
        return
    try:
        sys.stderr.flush()
        kept = os.dup(2)
    except (OSError, ValueError):  # closed by whoever started us
        yield
        return
    before = sys.stderr, sys.__stderr__
    with os.fdopen(kept, "w", encoding=sys.stderr.encoding, errors="replace", buffering=1) as ours:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, 2)
        os.close(nowhere)
        sys.stderr = sys.__stderr__ = ours  # type: ignore[misc]  # Textual draws on the second
        try:
            yield
        finally:
            ours.flush()
            sys.stderr, sys.__stderr__ = before  # type: ignore[misc]
            os.dup2(kept, 2)
