"""The listening process, as its owner sees it: started, followed, restarted, brought to its end."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from talkcoach.errors import ModelError
from talkcoach.listen import Recogniser
from talkcoach.live.place import Entry

RESTARTS = 2
"""A process that dies so often while recording is left alone until the end."""


STUCK_S = 600.0
"""The largest model on the slowest machine says something more often than this."""


class Transcriber:
    """Transcribes the recording in a run's folder, in another process, while it grows."""

    def __init__(self, folder: Path, recogniser: Recogniser, *, follow: bool = False) -> None:
        """Start it; the model loads in the background.

        Args:
            folder: a run's folder with `outline.yaml`, and `audio.wav` by the time it is read.
            recogniser: which model, on what.
            follow: tell which sections are heard, too.
        """
        self._folder = folder
        self._recogniser = recogniser
        self._follow = follow
        self._lock = threading.Lock()
        self._restarts = 0
        self._is_ending = False
        self._error = ""
        self.heard_s = 0.0
        """How far the recording has been heard, in seconds."""
        self.entries: tuple[Entry, ...] = ()
        """The sections heard so far."""
        self.model: str | None = None
        """The model's name, once it is loaded."""
        self._start()

    @property
    def has_given_up(self) -> bool:
        """It died too often: the rest is transcribed at the end."""
        return self._restarts > RESTARTS

    def finish(self, progress: Callable[[float], None], total_s: float) -> None:
        """Wait until all `total_s` seconds are heard; the words are in `words.jsonl` then.

        Raises:
            ModelError: the model is not there, or the process dies again and again.
        """
        with self._lock:
            self._is_ending = True
        for _ in range(RESTARTS + 1):
            if self._process.poll() is not None:
                self._reader.join()
                self._start()
            with suppress(OSError, ValueError):
                self._input.write("stop\n")
                self._input.flush()
            told_at, told_s = time.monotonic(), self.heard_s
            while self._reader.is_alive():
                self._reader.join(0.1)
                progress(min(1.0, self.heard_s / total_s) if total_s else 1.0)
                if self.heard_s != told_s:
                    told_at, told_s = time.monotonic(), self.heard_s
                if time.monotonic() - told_at > STUCK_S:
                    self._process.kill()
            if self._process.wait() == 0:
                return
        raise ModelError(self._error or "the recogniser stopped several times")

    def close(self) -> None:
        """End it now; what it has heard is kept."""
        with self._lock:
            self._is_ending = True
        with suppress(OSError):
            self._input.close()
        try:
            with suppress(subprocess.TimeoutExpired):
                self._process.wait(timeout=2)
        finally:  # also when Ctrl-C ends the wait
            self._process.kill()
            self._reader.join()

    def _start(self) -> None:
        choice = self._recogniser
        command = [sys.executable, "-P", "-m", "talkcoach.live.worker", str(self._folder)]
        command += ["--device", choice.device, "--threads", str(choice.threads)]
        command += ["--model", choice.model] if choice.model else []
        command += ["--follow"] if self._follow else []
        self._process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            start_new_session=True,  # Ctrl-C and a closing terminal are for the recorder to obey
        )
        assert self._process.stdin is not None
        self._input = self._process.stdin
        self._reader = threading.Thread(target=self._read, args=(self._process,), daemon=True)
        self._reader.start()

    def _read(self, process: subprocess.Popen[str]) -> None:
        assert process.stdout is not None
        with process.stdout as lines:
            for line in lines:
                with suppress(ValueError, KeyError, TypeError):
                    self._take(json.loads(line))
        process.wait()
        assert process.stdin is not None
        with suppress(OSError):
            process.stdin.close()
        with self._lock:
            if self._is_ending:
                return
            self._restarts += 1
            if not self.has_given_up:
                self._start()

    def _take(self, message: dict[str, object]) -> None:
        if isinstance(message.get("error"), str):
            self._error = str(message["error"])
        if isinstance(message.get("model"), str):
            self.model = str(message["model"])
        if isinstance(message.get("heard_s"), float | int):
            self.heard_s = float(message["heard_s"])  # type: ignore[arg-type]
        if isinstance(message.get("entries"), list):
            entries = message["entries"]
            self.entries = tuple(Entry(str(s), float(t), "speech") for s, t in entries)  # type: ignore[attr-defined]
