"""The process that listens while the recording is made: `python -m talkcoach.live.worker FOLDER`.

It reads `audio.wav` of a run's folder as it grows, appends the words to `words.jsonl` there, and
tells on its standard output, a JSON object a line, how far it is and which sections it has heard
begin. It is a process of its own so that neither its work nor its end can touch the recording, and
it is the same for a recording that a crash left unfinished: it goes on where the words end.

"stop" on its standard input says that nothing more will be recorded: it hears the rest and ends.
The end of that input without "stop" says that nobody waits for it, and it ends at once.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import threading
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any

from talkcoach.analysis.analyze import align_words
from talkcoach.errors import TalkcoachError
from talkcoach.events import read_marks, read_only
from talkcoach.outline.load import load_outline
from talkcoach.recording.wav import WavTail
from talkcoach.speech.hotwords import hotwords
from talkcoach.speech.journal import HeardPiece, append_piece, read_pieces, trim
from talkcoach.speech.models import resolve, verify
from talkcoach.speech.pieces import Cutter, Piece
from talkcoach.speech.recognise import FasterWhisper, Options
from talkcoach.speech.transcript import Word

READ_S = 30.0
"""So much sound is taken in at a time when there is more to catch up with."""
PEEK_S = 4.0
"""A piece that is not complete is listened to again when so much was added."""
REST = 1.5
"""Between two looks at an incomplete piece this many times as long as the first one took: the rest
of the machine is for the slides."""
WAIT_S = 0.2
NICENESS = 10
"""The recorder goes first."""


@dataclass(slots=True)
class _Listener:
    """What is heard of one recording."""

    folder: Path
    recogniser: FasterWhisper
    options: Options
    cutter: Cutter
    tail: WavTail
    together: int
    """Pieces that are heard at once. Four are twice as fast as one, and take 200 MB more."""
    words: list[Word]
    """Of complete pieces."""
    done_s: float
    """Where the last complete piece ends."""
    pending: list[Piece] = field(default_factory=list)
    peeked: list[Word] = field(default_factory=list)
    """The words after it, for the time being."""
    peeked_s: float = 0.0
    peek_again: float = 0.0
    """When, by the monotonic clock."""

    @property
    def heard_s(self) -> float:
        """How far the recording has been heard."""
        return max(self.done_s, self.peeked_s)

    def take_in(self) -> bool:
        """Read what was recorded since; whether there was anything."""
        block = self.tail.read(READ_S)
        self.pending += self.cutter.feed(block)
        return bool(block.size)

    def hear_pending(self) -> None:
        """Hear complete pieces, several at once when there are; their words are kept."""
        batch, self.pending = self.pending[: self.together], self.pending[self.together :]
        for piece, words in zip(batch, self.recogniser.hear(batch, self.options), strict=True):
            append_piece(self.folder, HeardPiece(piece.start_s, piece.end_s, words))
            self.words += words
            self.done_s = piece.end_s
            self.peeked = [word for word in self.peeked if word.start >= piece.end_s]

    def peek(self) -> None:
        """Hear what is not a complete piece yet."""
        begun = time.monotonic()
        self.peeked = []
        rest = self.cutter.rest()
        while pieces := list(islice(rest, self.together)):
            for words in self.recogniser.hear(pieces, self.options):
                self.peeked += words
        now = time.monotonic()
        self.peeked_s, self.peek_again = self.tail.position_s, now + REST * (now - begun)

    def may_peek(self) -> bool:
        """Whether enough was added, and the last look is long enough ago."""
        return self.tail.position_s - self.heard_s >= PEEK_S and time.monotonic() >= self.peek_again


def main(arguments: Sequence[str] | None = None) -> int:
    """Listen until told to stop; 0 when all was heard, 1 with `{"error": ...}` when not."""
    parser = argparse.ArgumentParser(prog="python -m talkcoach.live.worker")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--model")
    parser.add_argument("--device", choices=["auto", "cpu", "cuda"], default="auto")
    parser.add_argument("--threads", type=int, default=0)
    parser.add_argument("--follow", action="store_true", help="tell which sections are heard")
    chosen = parser.parse_args(arguments)
    with suppress(AttributeError, OSError):
        os.nice(NICENESS)
    stop = threading.Event()
    threading.Thread(target=_obey, args=(stop,), daemon=True).start()
    try:
        _listen(chosen, stop)
    except (TalkcoachError, OSError) as error:
        _tell(error=str(error))
        return 1
    return 0


def _listen(chosen: argparse.Namespace, stop: threading.Event) -> None:
    folder: Path = chosen.folder
    outline = load_outline(folder / "outline.yaml")
    only = read_only(folder)
    model = resolve(chosen.model, outline.language)
    verify(model)
    trim(folder)
    before = read_pieces(folder)
    start_s = before[-1].end_s if before else 0.0
    options = Options(language=outline.language, hotwords=hotwords(outline))
    ear = _Listener(
        folder,
        FasterWhisper(model, chosen.device, chosen.threads),
        options,
        Cutter(start_s),
        WavTail(folder / "audio.wav", start_s),
        1 if chosen.follow else options.batch_size,
        [word for piece in before for word in piece.words],
        start_s,
    )
    _tell(model=model.name)

    entries: list[tuple[str, float]] = []
    doubted = ""

    def follow() -> None:
        """Tell where the speaker is: a section that is news once it was found twice in a row."""
        nonlocal entries, doubted
        if chosen.follow and not stop.is_set():
            sections = outline.sections()
            marks = [m for m in read_marks(folder) if m.section in {s.id for s in sections}]
            words = [*ear.words, *ear.peeked]
            spoken, found = align_words(outline, words, marks, only, is_going_on=True)
            now = [
                (sections[visit.section].id, round(spoken[visit.first].start_s, 2))
                for visit in found.visits
            ]
            if now and (not entries or now[-1][0] in (entries[-1][0], doubted)):
                entries = now
            doubted = now[-1][0] if now else ""
        _tell(heard_s=round(ear.heard_s, 2), entries=entries)

    while True:
        is_last = stop.is_set()  # asked first: what is recorded until then is read below
        has_more = ear.take_in()
        if is_last and not has_more:
            ear.pending += ear.cutter.finish()
        if ear.pending:
            ear.hear_pending()
            follow()
        elif is_last and not has_more:
            return
        elif not has_more and ear.may_peek():
            ear.peek()
            follow()
        elif not has_more:
            stop.wait(WAIT_S)


def _obey(stop: threading.Event) -> None:
    for line in sys.stdin:
        if line.strip() == "stop":
            stop.set()
    if not stop.is_set():
        os._exit(0)  # whoever started this is gone; the recording is complete without it


def _tell(**message: Any) -> None:
    print(json.dumps(message), flush=True)


if __name__ == "__main__":
    sys.exit(main())
