"""A rehearsal while it lasts: the recorder, the listening process and the keys, joined.

Screens ask `view` as often as they like and call the rest when a key is pressed.
"""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from threading import Lock

from talkcoach.durations import spoken
from talkcoach.errors import StorageError
from talkcoach.events import append_event
from talkcoach.finishing import compress, finish_report, finish_words
from talkcoach.listen import Recogniser, Stage, quiet
from talkcoach.live.place import Entry, Place, place
from talkcoach.live.transcriber import Transcriber
from talkcoach.locks import Work, working_on
from talkcoach.outline.model import Outline, Section
from talkcoach.outline.transitions import transition_sentence
from talkcoach.recording.recorder import Recorder, RecorderStatus
from talkcoach.recording.signal import Verdict
from talkcoach.recording.wav import STORED_BYTES
from talkcoach.report import Report
from talkcoach.runs import Run, begin_run, delete_run

SPARE_BYTES = 50_000_000
"""Besides the recording: words, report, the compressed copy."""
BAD_S = 8.0
"""A microphone that sounds wrong for so long is worth a word in the middle of a talk."""
LATE_S = 30.0
"""Less than this behind the voice is the usual wait for a pause."""


@dataclass(frozen=True, slots=True)
class View:
    """One moment of the rehearsal."""

    now_s: float
    """How long the recording is."""
    left_s: float
    """Of the time planned for what is rehearsed; negative when it is over."""
    place: Place
    cue: str
    """What the roadmap has to say next; "" when nothing is left."""
    cue_to: str
    """The name of the section that it leads to."""
    recorder: RecorderStatus
    warning: str
    """One thing that needs attention; "" for none."""


class Rehearsal:
    """One run, from its first second until it is stopped; then its report."""

    def __init__(
        self,
        outline_path: Path,
        outline: Outline,
        outline_text: bytes,
        recorder: Recorder,
        recogniser: Recogniser,
        only: Sequence[str] = (),
        *,
        follow: bool = True,
    ) -> None:
        """Nothing is written before `begin`.

        Args:
            outline_path: where the outline lies; the run is filed beside it.
            outline: what is rehearsed.
            outline_text: the file that `outline` was read from.
            recorder: an open microphone.
            recogniser: what transcribes.
            only: the ids of the sections to rehearse; empty for all.
            follow: transcribe while it is spoken, to follow the sections; else at the end.
        """
        self.outline = outline
        self.recorder = recorder
        self.sections: tuple[Section, ...] = tuple(
            section for section in outline.sections() if not only or section.id in only
        )
        self._outline_path, self._outline_text = outline_path, outline_text
        self._recogniser, self._only, self._follow = recogniser, tuple(only), follow
        self._lock = Lock()
        self._keys: dict[str, float] = {}
        self._not_before: dict[str, float] = {}
        self._stack = ExitStack()
        self._work = Work()
        self._transcriber: Transcriber | None = None
        self._is_closed = False
        self._verdict: Verdict = "waiting"
        self._verdict_from_s = 0.0
        self.run: Run | None = None
        self.notes: list[float] = []
        """The moments that were marked for a note, in seconds."""

    @property
    def planned_s(self) -> float:
        """The time for what is rehearsed."""
        return sum(section.budget_s for section in self.sections)

    def room_s(self) -> float:
        """For how many seconds of recording the disk has room."""
        folder = self._outline_path.absolute().parent
        free = shutil.disk_usage(folder).free - SPARE_BYTES
        return max(0.0, free / STORED_BYTES)

    def begin(self) -> Run:
        """Make the run's folder and record from now on.

        Raises:
            StorageError: nothing can be written here.
        """
        self.recorder.wait_until_awake()
        run = begin_run(self._outline_path, datetime.now(), self._outline_text)
        self.run = run
        self._work = self._stack.enter_context(working_on(run))
        if self._only:
            append_event(run.folder, "only", sections=list(self._only))
        try:
            self.recorder.begin(run.folder)
        except OSError as error:
            raise StorageError(f"{run.folder}: cannot be recorded to: {error}") from error
        if self._follow:
            self._transcriber = Transcriber(run.folder, self._recogniser, follow=True)
        return run

    def view(self) -> View:
        """The rehearsal now."""
        status = self.recorder.status
        here = self._place(status.recorded_s)
        following = self._next(here.section)
        planned = following is not None and following.kind != "opening"
        return View(
            status.recorded_s,
            self.planned_s - status.recorded_s,
            here,
            transition_sentence(self.outline, following.id) if following and planned else "",
            following.short if following else "",
            status,
            self._warning(status),
        )

    def next(self) -> str | None:
        """The next section starts now; its id, or None when there is none left."""
        now_s = self.recorder.recorded_s
        following = self._next(self._place(now_s).section)
        if following is None:
            return None
        with self._lock:
            self._keys[following.id] = now_s
            self._not_before.pop(following.id, None)
        self._note("mark", section=following.id, at_s=round(now_s, 3), by="key")
        return following.id

    def back(self) -> str | None:
        """The present section has not begun yet after all; the id of the one before it."""
        now_s = self.recorder.recorded_s
        here = self._place(now_s).section
        ids = [section.id for section in self.sections]
        at = ids.index(here)
        if at == 0:
            return None
        with self._lock:
            self._keys.pop(here, None)
            self._not_before[here] = now_s
        self._note("not_before", section=here, at_s=round(now_s, 3), by="key")
        return ids[at - 1]

    def pause_or_resume(self) -> None:
        """Hold the clock and the recording, or go on."""
        if self.recorder.status.is_paused:
            self.recorder.resume()
        else:
            self.recorder.pause()

    def note(self) -> float:
        """Remember this moment, for a note later; its time in seconds."""
        now_s = self.recorder.recorded_s
        self.notes.append(now_s)
        self._note("note", at_s=round(now_s, 3))
        return now_s

    def stop(self) -> None:
        """End the recording; it is whole on the disk when this returns."""
        self.recorder.stop()

    def finish(self, stage: Stage = quiet) -> Report:
        """Hear the rest and make the report; what was heard already is not heard again.

        Raises:
            ModelError: the recogniser cannot be had; 'recover' can do this later.
            StorageError: the report cannot be written.
        """
        if self.run is None:
            raise ValueError("the rehearsal has not begun")
        if self._transcriber is None:
            self._transcriber = Transcriber(self.run.folder, self._recogniser)
        finish_words(self.run, self._transcriber, stage)
        return finish_report(self.run)

    def close(self, stage: Stage = quiet) -> None:
        """Compress the recording of a finished run, and let go of it; the first call counts."""
        if self._is_closed:
            return
        self._is_closed = True
        try:
            self.recorder.stop()
            if self._transcriber is not None:
                self._transcriber.close()
            if self.run is not None and self.run.report_path.exists():
                compress(self.run, stage)
                self._work.is_done = True
        finally:
            self._stack.close()
            if self.run is not None and not self.recorder.recorded_s:
                delete_run(self.run)  # not a tenth of a second was said

    def _place(self, now_s: float) -> Place:
        heard_s = self._transcriber.heard_s if self._transcriber else 0.0
        with self._lock:  # keys come from a thread of their own without a screen
            keys, not_before = dict(self._keys), dict(self._not_before)
        entries = [
            entry
            for entry in (self._transcriber.entries if self._transcriber else ())
            if entry.section not in keys and entry.at_s >= not_before.get(entry.section, 0.0)
        ]
        entries += [Entry(section, at_s, "key") for section, at_s in keys.items()]
        return place(self.sections, entries, now_s, heard_s)

    def _next(self, here: str) -> Section | None:
        ids = [section.id for section in self.sections]
        at = ids.index(here) + 1
        return self.sections[at] if at < len(self.sections) else None

    def _warning(self, status: RecorderStatus) -> str:
        if status.problem:
            return status.problem
        if status.is_paused:
            return "paused: nothing is recorded"
        verdicts = {
            "silent": "no sound comes from the microphone: is it muted?",
            "clipping": "too loud: move away from the microphone, or turn it down",
            "quiet": "very quiet: come nearer to the microphone, or turn it up",
        }
        if status.verdict != self._verdict:
            self._verdict, self._verdict_from_s = status.verdict, status.recorded_s
        if status.verdict in verdicts and status.recorded_s - self._verdict_from_s > BAD_S:
            return verdicts[status.verdict]
        ear = self._transcriber
        if ear is not None and ear.has_given_up:
            return "the sections are not followed any more; the words are found after the end"
        if ear is None or ear.model is None:
            return ""
        late_s = status.recorded_s - ear.heard_s
        if late_s > LATE_S:
            return f"listening is {spoken(late_s)} behind; the rest is heard after the end"
        return ""

    def _note(self, event: str, **fields: object) -> None:
        if self.run is not None:
            append_event(self.run.folder, event, **fields)
