"""The rehearsal screen: sparse, to be read across a desk, with everything optional but the voice.

Dense live displays make speakers worse, so one glance gives the clock, the section and the plan.
"""

from __future__ import annotations

import asyncio
import signal
from contextlib import suppress
from typing import ClassVar

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text
from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.events import Key
from textual.widgets import Digits, Static

from talkcoach.durations import clock, delta, spoken
from talkcoach.errors import StorageError
from talkcoach.live.place import in_words
from talkcoach.norms import ON_TIME_S
from talkcoach.rehearse import Rehearsal, View
from talkcoach.screen.words import VERDICTS, known
from talkcoach.text import plain

REFRESH_S = 0.2
MARGIN = 4
"""Columns that the style sheet leaves free, both sides together."""
FLOOR_DB = -60.0
"""The left end of the level meter."""
TOLD_S = 4.0
"""A key's answer stays so long."""
WIDE = 66
"""Columns that the list of keys takes."""
CUE_LINES = 4
"""As many as the style sheet gives."""

Phase = str
CHECK, COUNTDOWN, LIVE = "check", "countdown", "live"


class RehearsalScreen(App[str]):
    """From the microphone check to the stop. Its result says why it ended."""

    LEFT, STOPPED, ENDED, FAILED = "left", "stopped", "ended", "failed"
    """Left before it began; stopped by a key; the set time is over; nothing can be recorded."""

    CSS_PATH = "app.tcss"
    TITLE = "talkcoach rehearse"
    ENABLE_COMMAND_PALETTE = False
    VERTICAL_BREAKPOINTS: list[tuple[int, str]] = [(0, "-short"), (22, "-tall")]  # noqa: RUF012
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space,right", "next", priority=True),
        Binding("left,backspace", "not_yet", priority=True),
        Binding("enter", "start", priority=True),
        Binding("p", "pause"),
        Binding("m", "note"),
        Binding("q,ctrl+c,ctrl+q", "stop", priority=True),
    ]

    def __init__(
        self, rehearsal: Rehearsal, duration_s: float | None = None, countdown_s: int = 0
    ) -> None:
        """Show `rehearsal`, which begins with a key.

        Args:
            rehearsal: not begun.
            duration_s: stop by itself after so many seconds of recording; None for never.
            countdown_s: seconds between the key and the recording.
        """
        super().__init__()
        self.rehearsal = rehearsal
        self.phase: Phase = CHECK
        self._duration_s = duration_s
        self._countdown_s = countdown_s
        self._is_asked = False
        self._answer = ""
        self._answer_left_s = 0.0
        self.failure: Exception | None = None
        """Why it could not begin."""
        self.signal_number = 0
        """The signal that ended it; 0 for none."""

    def compose(self) -> ComposeResult:
        yield Static(id="top")
        with Horizontal(id="clocks"):
            with Vertical(classes="clock"):
                yield Digits("0:00", id="elapsed")
                yield Static("elapsed", classes="label")
            with Vertical(classes="clock right"):
                yield Digits("0:00", id="left")
                yield Static("left", id="left-label", classes="label")
        yield Static(id="now")
        yield Static(id="plan")
        yield Static(id="cue")
        yield Static(id="level")
        yield Static(id="keys")

    def on_mount(self) -> None:
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, getattr(signal, "SIGHUP", signal.SIGTERM)):
            with suppress(NotImplementedError, RuntimeError, ValueError):  # not on Windows
                loop.add_signal_handler(number, self._end_by_signal, number)
        self.set_interval(REFRESH_S, self.draw)
        self.draw()

    def _end_by_signal(self, number: int) -> None:
        self.signal_number = number
        self.exit(self.STOPPED)

    def on_key(self, event: Key) -> None:
        """Any key but those of `BINDINGS` takes the question back."""
        self._is_asked = False

    def action_start(self) -> None:
        self._take_back_or(self._start)

    def action_next(self) -> None:
        self._take_back_or(self._start if self.phase == CHECK else self._next)

    def action_not_yet(self) -> None:
        self._take_back_or(self._back)

    def action_pause(self) -> None:
        self._take_back_or(self._pause)

    def action_note(self) -> None:
        self._take_back_or(self._note)

    def action_stop(self) -> None:
        if self.phase != LIVE:
            self.exit(self.LEFT)
        elif self._is_asked:
            self.exit(self.STOPPED)
        else:
            self._is_asked = True
            self.draw()

    def _take_back_or(self, act: object) -> None:
        if self._is_asked:
            self._is_asked = False
        elif callable(act):
            try:
                act()
            except StorageError as error:
                self._say(str(error))
        self.draw()

    def _start(self) -> None:
        if self.phase == CHECK:
            self.phase = COUNTDOWN
            self._count_down(self._countdown_s)

    def _count_down(self, left_s: int) -> None:
        if left_s:
            self.query_one("#elapsed", Digits).update(str(left_s))
            self.set_timer(1.0, lambda: self._count_down(left_s - 1))
            return
        try:
            self.rehearsal.begin()
        except (StorageError, OSError) as error:
            self.failure = error
            self.exit(self.FAILED)
            return
        self.phase = LIVE
        self.draw()

    def _next(self) -> None:
        if self.phase == LIVE:
            section = self.rehearsal.next()
            self._say(f"{self._title(section)} begins" if section else "this is the last section")

    def _back(self) -> None:
        if self.phase == LIVE:
            section = self.rehearsal.back()
            self._say(f"still {self._title(section)}" if section else "this is the first section")

    def _pause(self) -> None:
        if self.phase == LIVE:
            self.rehearsal.pause_or_resume()

    def _note(self) -> None:
        if self.phase == LIVE:
            at_s = self.rehearsal.note()
            self._say(f"marked {clock(at_s)}; you can write a note after the end")

    def _say(self, answer: str) -> None:
        self._answer, self._answer_left_s = answer, TOLD_S

    def _title(self, section_id: str | None) -> str:
        titles = {section.id: plain(section.short, 30) for section in self.rehearsal.sections}
        return titles.get(section_id or "", "")

    def draw(self) -> None:
        """Bring the screen up to date."""
        if not self.is_running:
            return
        view = self.rehearsal.view()
        self._answer_left_s -= REFRESH_S
        top = Text(
            plain(self.rehearsal.outline.title, 60), "dim", no_wrap=True, overflow="ellipsis"
        )
        self.query_one("#top", Static).update(top)
        self.query_one("#level", Static).update(self._level(view))
        self.query_one("#keys", Static).update(self._keys(view))
        if self.phase == LIVE:
            self._draw_live(view)
        else:
            self._draw_check(view)

    def _draw_check(self, view: View) -> None:
        if self.phase == CHECK:
            self.query_one("#elapsed", Digits).update("0:00")
        self.query_one("#left", Digits).update(clock(self.rehearsal.planned_s))
        recorder = self.rehearsal.recorder
        verdict = view.recorder.verdict
        says = view.recorder.problem or VERDICTS[verdict]
        is_good = verdict == "good" and not view.recorder.problem
        lines = [
            Text.assemble(("Microphone  ", "dim"), plain(recorder.device.name, 50)),
            Text.assemble(("            ", ""), (says, "green" if is_good else "bold yellow")),
        ]
        room_s = self.rehearsal.room_s()
        if room_s < self.rehearsal.planned_s * 1.5:
            lines.append(Text(f"The disk has room for {spoken(room_s)} only.", "bold yellow"))
        self.query_one("#now", Static).update(Group(*lines))
        self.query_one("#plan", Static).update(self._plan(view))

    def _draw_live(self, view: View) -> None:
        self.query_one("#elapsed", Digits).update(clock(view.now_s))
        left = self.query_one("#left", Digits)
        left.update(clock(abs(view.left_s)))
        left.set_class(view.left_s < 0, "over")
        self.query_one("#left-label", Static).update("left" if view.left_s >= 0 else "over")
        self.query_one("#now", Static).update(self._now(view))
        self.query_one("#plan", Static).update(self._plan(view))
        self.query_one("#cue", Static).update(self._cue(view))
        self.screen.set_class(view.recorder.is_paused, "paused")
        if view.recorder.has_failed:
            self.exit(self.FAILED)
        elif self._duration_s is not None and view.now_s >= self._duration_s:
            self.exit(self.ENDED)

    def _now(self, view: View) -> RenderableType:
        section = next(s for s in self.rehearsal.sections if s.id == view.place.section)
        spent_s = view.place.spent_s.get(section.id, 0.0)
        width = max(20, self.size.width - MARGIN)
        head = Table.grid(expand=True)
        head.add_column()
        head.add_column(justify="right")
        name = Text(plain(section.short, 40), "bold")
        if how := known(view):
            name.append(f"  {how}", "dim not bold")
        head.add_row(name, f"{clock(spent_s)} of {clock(section.budget_s)}")
        bar = _bar(spent_s / section.budget_s if section.budget_s else 1.0, width)
        behind_s = view.place.behind_s
        style = "yellow" if behind_s > ON_TIME_S else "green"
        return Group(head, bar, Text(in_words(behind_s), style))

    def _plan(self, view: View) -> RenderableType:
        table = Table.grid(padding=(0, 2, 0, 0))
        table.add_column(width=1)
        table.add_column(no_wrap=True, max_width=40, overflow="ellipsis")
        table.add_column(justify="right", min_width=5)
        table.add_column(justify="right", min_width=5)
        table.add_column(justify="right", min_width=6)
        ids = [section.id for section in self.rehearsal.sections]
        here = ids.index(view.place.section) if self.phase == LIVE else -1
        room = max(3, self.query_one("#plan", Static).size.height or len(ids))
        first = min(max(0, here - room // 2), max(0, len(ids) - room))
        for number, section in list(enumerate(self.rehearsal.sections))[first : first + room]:
            spent_s = view.place.spent_s.get(section.id) if self.phase == LIVE else None
            is_behind = spent_s is not None and number != here
            sign, style = (">", "bold") if number == here else (" ", "")
            if is_behind:
                sign, style = "+", "dim"
            over_s = (spent_s or 0.0) - section.budget_s
            table.add_row(
                Text(sign, style),
                Text(plain(section.short, 40), style),
                Text(clock(spent_s) if spent_s is not None else "", style),
                Text(clock(section.budget_s), "dim"),
                Text(
                    delta(over_s) if is_behind else "",
                    "yellow" if over_s > ON_TIME_S else "dim",
                ),
            )
        return table

    def _cue(self, view: View) -> RenderableType:
        if not view.cue:
            return Text("")
        head = f"Next, {plain(view.cue_to, 30)}: "
        room = CUE_LINES * (self.size.width - MARGIN - 6) - len(head)  # lines break between words
        return Text.assemble((head, "bold cyan"), (plain(view.cue, max(40, room)), "cyan"))

    def _level(self, view: View) -> RenderableType:
        share = 1.0 - max(FLOOR_DB, min(0.0, view.recorder.level_db)) / FLOOR_DB
        style = "red" if view.recorder.verdict == "clipping" else "green"
        if self.phase == LIVE and view.recorder.is_paused:
            label: tuple[str, str] = ("PAUSED ", "bold yellow")
        elif self.phase == LIVE:
            label = ("REC ", "bold red")
        else:
            label = ("mic ", "dim")
        meter = "▮" * round(10 * share)
        text = Text.assemble(label, (meter, style), ("▯" * (10 - len(meter)), "dim"))
        warning = view.warning if self.phase == LIVE else ""
        if self._answer_left_s > 0:
            text.append(f"  {self._answer}", "bold")
        elif warning:
            text.append(f"  {warning}", "yellow")
        return text

    def _keys(self, view: View) -> RenderableType:
        if self._is_asked:
            return Text("Stop here?  q stops and reports, any other key goes on", "bold reverse")
        if self.phase == CHECK:
            return Text("space starts   q leaves", "dim")
        if self.phase == COUNTDOWN:
            return Text("get ready ...", "dim")
        hold = "go on" if view.recorder.is_paused else "pause"
        if self.size.width < WIDE:
            return Text(f"space next  ← no  p {hold}  m  q stop", "dim", no_wrap=True)
        return Text(f"space next section   ← not yet   p {hold}   m mark   q stop", "dim")


def _bar(share: float, width: int) -> Text:
    """A budget: filled as far as it is used, and what is over it in another colour."""
    if share <= 1.0:
        full = round(width * share)
        return Text.assemble(("█" * full, "cyan"), ("░" * (width - full), "dim"))
    within = max(1, round(width / share))
    return Text.assemble(("█" * within, "cyan"), ("█" * (width - within), "yellow"))
