"""What several test modules need."""

from __future__ import annotations

import signal
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from room import Room, in_environment, missing

if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    # A shell's background jobs are deaf to Ctrl-C, and their children would be, too.
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(scope="session")
def _server() -> Iterator[Room]:
    if absent := missing():
        pytest.skip(f"a virtual microphone needs {', '.join(absent)}")
    with tempfile.TemporaryDirectory(prefix="room") as name:  # a socket's path must be short
        room = Room(Path(name))
        with in_environment(room.env):
            yield room
        room.close()


@pytest.fixture
def room(_server: Room) -> Iterator[Room]:
    """A quiet room with a microphone: the default one of this process and its children."""
    _server.hush()
    yield _server
    _server.hush()
