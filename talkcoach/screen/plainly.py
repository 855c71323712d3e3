"""The rehearsal without a screen: a line when something changes, for dumb terminals and pipes."""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from types import FrameType

from talkcoach.durations import clock
from talkcoach.errors import StorageError
from talkcoach.live.place import in_words
from talkcoach.rehearse import Rehearsal, View
from talkcoach.screen.words import VERDICTS, known, time_left
from talkcoach.text import plain

LOOK_S = 0.2
EVERY_S = 60.0
"""A line at least so often."""
CHECK_S = 2.0
"""The microphone is listened to so long before it starts."""
ASKED_S = 5.0
"""A second Ctrl-C within so many seconds stops."""


class PlainRehearsal:
    """Runs a rehearsal and tells about it with `say`; keys are lines on standard input."""

    def __init__(
        self,
        rehearsal: Rehearsal,
        say: Callable[[str], None],
        duration_s: float | None = None,
        countdown_s: int = 0,
    ) -> None:
        """Nothing happens before `run`.

        Args:
            rehearsal: not begun.
            say: prints a line for the user.
            duration_s: stop by itself after so many seconds of recording; None for never.
            countdown_s: seconds before the recording begins.
        """
        self._rehearsal = rehearsal
        self._say = say
        self._duration_s = duration_s
        self._countdown_s = countdown_s
        self._stop = threading.Event()
        self._is_over = False
        self._may_ask = False
        self._has_asked = True
        self._asked_at = -ASKED_S
        self.signal_number = 0
        """The signal that ended it, other than Ctrl-C; 0 for none."""

    def run(self) -> None:
        """Check the microphone, record until stopped, and return.

        Raises:
            StorageError: the run's folder cannot be made.
        """
        handled = {number: signal.signal(number, self._end) for number in _deadly()}
        handled[signal.SIGINT] = signal.signal(signal.SIGINT, self._ask)
        try:
            self._check()
            if not self._stop.is_set():
                run = self._rehearsal.begin()
                self._say(f"Recording to {run.folder}; Ctrl-C stops")
                threading.Thread(target=self._obey, daemon=True).start()
                self._follow()
        finally:
            self._is_over = True
            for number, handler in handled.items():
                signal.signal(number, handler)

    def _check(self) -> None:
        recorder = self._rehearsal.recorder
        self._stop.wait(max(CHECK_S, self._countdown_s))
        verdict = VERDICTS[recorder.status.verdict]
        self._say(f"Microphone: {plain(recorder.device.name, 60)}: {verdict}")

    def _follow(self) -> None:
        told = ""
        told_section = ""
        next_line_s = EVERY_S
        self._may_ask = sys.stdin is not None and sys.stdin.isatty()
        while not self._stop.wait(LOOK_S):
            if not self._has_asked:
                self._has_asked = True
                self._say("Stop here? Ctrl-C again stops and reports; wait, and it goes on")
            view = self._rehearsal.view()
            if view.place.section != told_section or view.now_s >= next_line_s:
                self._say(self._line(view))
                told_section = view.place.section
                next_line_s = (view.now_s // EVERY_S + 1) * EVERY_S
            if view.warning != told:
                told = view.warning
                if told:
                    self._say(f"{clock(view.now_s)}  note: {told}")
            over = self._duration_s is not None and view.now_s >= self._duration_s
            if over or view.recorder.has_failed:
                return

    def _line(self, view: View) -> str:
        section = next(s for s in self._rehearsal.sections if s.id == view.place.section)
        spent_s = view.place.spent_s.get(section.id, 0.0)
        how = f" ({known(view)})" if known(view) else ""
        return (
            f"{clock(view.now_s)}  {plain(section.short, 40)}{how} {clock(spent_s)} of "
            f"{clock(section.budget_s)}, {in_words(view.place.behind_s)}, {time_left(view)}"
        )

    def _obey(self) -> None:
        """Lines on standard input stand for the keys of the full screen."""
        acts: dict[str, Callable[[], object]] = {
            "": self._rehearsal.next,
            "b": self._rehearsal.back,
            "p": self._pause_or_resume,
            "m": lambda: self._say(f"{clock(self._rehearsal.note())}  marked for a note"),
            "q": self._stop.set,
        }
        for line in _lines():
            if self._is_over:
                return
            act = acts.get(line.strip().lower())
            if act is None:
                self._say("Enter next section, b not yet, p pause or go on, m mark, q stop")
            else:
                try:
                    act()
                except StorageError as error:
                    self._say(str(error))

    def _pause_or_resume(self) -> None:
        self._rehearsal.pause_or_resume()
        if not self._rehearsal.recorder.status.is_paused:
            self._say(f"{clock(self._rehearsal.recorder.recorded_s)}  recording again")

    def _ask(self, number: int, frame: FrameType | None) -> None:
        """Only notes the wish: a signal may come while a line is printed."""
        now = time.monotonic()
        if not self._may_ask or now - self._asked_at < ASKED_S:
            self._stop.set()
        else:
            self._asked_at = now
            self._has_asked = False

    def _end(self, number: int, frame: FrameType | None) -> None:
        self.signal_number = number
        self._stop.set()


def _lines() -> Iterator[str]:
    """Standard input line by line, without Python's lock on it: this thread waits to the end."""
    held = b""
    with suppress(OSError, ValueError, AttributeError):  # there may be none
        while part := os.read(sys.stdin.fileno(), 1_000):
            *lines, held = (held + part).split(b"\n")
            yield from (line.decode(errors="replace") for line in lines)


def _deadly() -> list[signal.Signals]:
    """The signals that ask a program to end, where the system has them."""
    return [signal.Signals[name] for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)]
