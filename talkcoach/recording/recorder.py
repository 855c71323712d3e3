"""From the microphone to the disk, in a thread of its own that nothing else can hold up.

The recording goes on whatever happens: a device that goes away is opened again when it comes back,
a pause or a gap is noted in the run's events, and only a disk that takes no more ends it.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from talkcoach.durations import clock, spoken
from talkcoach.errors import StorageError
from talkcoach.events import append_event
from talkcoach.recording.microphone import Microphone, find_device, look_again
from talkcoach.recording.signal import LevelMeter, Verdict
from talkcoach.recording.wav import WavWriter
from talkcoach.speech.levels import SAMPLE_RATE

SYNC_S = 1.0
"""A power cut loses no more than this."""
LOST_S = 2.0
"""A microphone that gives nothing for so long is taken for gone."""
WAKE_S = 5.0
"""A microphone that was just opened gives its first sound within so long; PulseAudio takes two."""
STOP_S = 12.0
"""Longer than any step of the recorder that is not stuck."""
RETRY_S = 2.0
GAP_S = 2.0
"""Less than this is a matter of buffers."""
TOLD_S = 20.0
"""What is over and done with is told for so long."""
OTHER_AFTER = 3
"""After so many tries for the chosen microphone any other one will do."""


@dataclass(frozen=True, slots=True)
class RecorderStatus:
    """What the recorder is doing, for the screen."""

    recorded_s: float
    """What is on the disk; the clock of the rehearsal."""
    level_db: float
    verdict: Verdict
    is_paused: bool
    overflows: int
    """How often sound was dropped on its way from the device."""
    problem: str
    """What is wrong right now, with what to do; "" for nothing."""
    has_failed: bool
    """The recording has ended by itself: `problem` says why."""


class Recorder:
    """Listens from the start; writes from `begin` to `stop`."""

    def __init__(self, device_name: str | None = None) -> None:
        """Open the microphone.

        Args:
            device_name: as for `find_device`; None for the default one.

        Raises:
            InputError: there is no such device.
            MicrophoneError: it cannot be opened.
        """
        self._device_name = device_name
        self._microphone: Microphone | None = Microphone(find_device(device_name))
        self.device = self._microphone.device
        self._meter = LevelMeter()
        self._writer: WavWriter | None = None
        self._folder: Path | None = None
        self._is_paused = False
        self._has_failed = False
        self._is_closed = False
        self._problem = ""
        self._overflows = 0
        self._lock = threading.Lock()
        self._closing = threading.Thread()
        self._awake = threading.Event()
        self._end = threading.Event()
        self._thread = threading.Thread(target=self._listen, name="recorder", daemon=True)
        self._thread.start()
        threading.Thread(target=self._sync, name="syncer", daemon=True).start()

    def wait_until_awake(self) -> None:
        """Return when sound comes in, or after some seconds without."""
        self._awake.wait(WAKE_S)

    def begin(self, folder: Path) -> None:
        """Record to `audio.wav` in `folder`; the microphone is awake when this returns.

        Raises:
            OSError: the file cannot be made.
        """
        self.wait_until_awake()
        writer = WavWriter(folder / "audio.wav")
        append_event(folder, "recording", device=self.device.name)
        with self._lock:
            self._folder, self._writer, self._overflows = folder, writer, 0
            if self._microphone is not None:
                self._microphone.overflows = 0

    def pause(self) -> None:
        """Let sound pass by unrecorded; the clock stands still."""
        with self._lock:
            self._is_paused = True
        self._note("pause")

    def resume(self) -> None:
        """Record again."""
        with self._lock:
            self._is_paused = False
        self._note("resume")

    def stop(self) -> None:
        """End the recording and close the microphone; the file is whole when this returns."""
        self._end.set()
        self._thread.join(STOP_S)
        self._close_file()  # a system that does not answer holds the thread up, not the recording

    @property
    def recorded_s(self) -> float:
        """The length of the recording so far."""
        writer = self._writer
        return writer.seconds if writer else 0.0

    @property
    def status(self) -> RecorderStatus:
        """What it is doing now."""
        microphone = self._microphone
        return RecorderStatus(
            self.recorded_s,
            self._meter.level_db,
            self._meter.verdict(),
            self._is_paused,
            self._overflows + (microphone.overflows if microphone else 0),
            self._problem,
            self._has_failed,
        )

    def _listen(self) -> None:
        try:
            self._run()
        except Exception as error:  # a bug of ours: what is on the disk is whole, and told of
            self._fail(error)
        finally:
            self._finish()

    def _run(self) -> None:
        gaps: _Gaps | None = None
        now = heard = told = time.monotonic()
        lost = False
        while not self._end.is_set():
            block = self._microphone.read(0.2) if self._microphone else None
            before, now = now, time.monotonic()
            if block is not None or now - before > LOST_S:  # it was we who slept
                heard = now
            if block is not None:
                self._awake.set()
                gaps = gaps or _Gaps()
                self._meter.feed(block)
                self._keep(block)
                waiting_s = self._microphone.waiting_s if self._microphone else 0.0
                if gap_s := gaps.heard(block.size, waiting_s):
                    self._tell_gap(gap_s, lost)
                    told, lost = now, False
            elif (
                now - heard > (LOST_S if self._awake.is_set() else WAKE_S)
                and not self._end.is_set()
            ):
                self._reopen()
                lost = True
                heard = told = time.monotonic()
            if self._problem and not self._has_failed and now - told > TOLD_S:
                self._problem = ""

    def _keep(self, block: NDArray[np.int16]) -> None:
        with self._lock:
            if self._writer is None or self._is_paused or self._has_failed or self._is_closed:
                return
            try:
                self._writer.write(block)
            except (OSError, ValueError) as error:
                self._fail(error)

    def _sync(self) -> None:
        """A thread of its own: a disk that takes its time must not hold up the writing."""
        while not self._end.wait(SYNC_S):
            if self._writer is not None and not self._has_failed:
                try:
                    self._writer.sync()
                except ValueError:  # closed meanwhile
                    return
                except OSError as error:
                    self._fail(error)

    def _fail(self, error: Exception) -> None:
        reason = getattr(error, "strerror", None) or error
        if self._has_failed:
            return
        self._has_failed = True
        self._problem = (
            f"nothing more can be recorded ({str(reason).lower()}); what you said up to "
            f"{clock(self.recorded_s)} is safe"
        )

    def _reopen(self) -> None:
        """Wait for the microphone, or any other one, until there is one or the end comes."""
        lost_at_s = self.recorded_s
        self._close()
        self._problem = "the microphone is gone: plug it in again, and recording goes on by itself"
        self._note("device_lost")
        tries = 0
        while not self._end.is_set():
            tries += 1
            if not self._closing.is_alive():  # PortAudio must not be ended under it
                look_again()
            name = self._device_name if tries <= OTHER_AFTER else None
            with suppress(Exception):  # whatever PortAudio makes of it, the next try may work
                self._microphone = Microphone(find_device(name))
                first = self._microphone.read(WAKE_S)
                if first is not None:
                    self._keep(first)
                    self.device = self._microphone.device
                    self._problem = ""
                    self._note("device_back", device=self.device.name, lost_at_s=lost_at_s)
                    return
            self._close()
            self._end.wait(RETRY_S)

    def _close(self) -> None:
        """Close the microphone; one that is gone may never answer."""
        microphone, self._microphone = self._microphone, None
        if microphone is not None:
            self._overflows += microphone.overflows
            self._closing = threading.Thread(target=microphone.close, daemon=True)
            self._closing.start()
            self._closing.join(LOST_S)

    def _finish(self) -> None:
        microphone = self._microphone
        with suppress(Exception):  # whatever it is, the file is closed
            while microphone and (block := microphone.read(0.0)) is not None:
                self._keep(block)
        self._close()
        self._close_file()

    def _close_file(self) -> None:
        with self._lock:
            if self._writer is None or self._is_closed:
                return
            self._is_closed = True
            with suppress(OSError):
                self._writer.close()
        self._note("stop", overflows=self._overflows)

    def _tell_gap(self, gap_s: float, lost: bool) -> None:
        if self._writer is None or self._is_paused or self._has_failed:
            return
        self._note("gap", seconds=round(gap_s, 1))
        why = "the microphone was gone" if lost else "the computer slept or was too busy"
        self._problem = f"{spoken(gap_s)} were not recorded: {why}"

    def _note(self, event: str, **fields: Any) -> None:
        """Add to the run's events; a disk that takes no more has been told of already."""
        if self._folder is not None:
            with suppress(StorageError):
                append_event(self._folder, event, at_s=round(self.recorded_s, 3), **fields)


class _Gaps:
    """Tells when less sound came in than time went by, also while the computer slept."""

    def __init__(self, now: Callable[[], float] | None = None) -> None:
        self._now = now or _real_time
        self._begun = self._now()
        self._heard_s = 0.0

    def heard(self, samples: int, waiting_s: float) -> float:
        """So many samples came in, and so much more is waiting; the seconds that are missing.

        Too few to tell give 0.0; so does what was told before.
        """
        self._heard_s += samples / SAMPLE_RATE
        missing_s = self._now() - self._begun - self._heard_s - waiting_s
        if abs(missing_s) <= GAP_S:
            return 0.0
        self._begun, self._heard_s = self._now() - waiting_s, 0.0
        return max(0.0, missing_s)


def _real_time() -> float:
    """Seconds on a clock that goes on while the computer sleeps."""
    try:
        return time.clock_gettime(time.CLOCK_BOOTTIME)
    except (AttributeError, OSError):  # not on Linux
        return time.time()
