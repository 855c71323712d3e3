"""`words.jsonl`: the words of a recording that is still being heard, a piece a line, appended.

    {"start_s": 0.4, "end_s": 27.9, "words": [[0.4, 0.6, "Good", 0.98], ...]}

A kill tears the last line at most; it is left out, and that piece is heard again.
"""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import astuple, dataclass
from pathlib import Path

from talkcoach.files import open_private, write_whole
from talkcoach.speech.transcript import Word

WORDS_FILE = "words.jsonl"


@dataclass(frozen=True, slots=True)
class HeardPiece:
    """The words of one piece of the recording."""

    start_s: float
    end_s: float
    """What is before it has been heard."""
    words: tuple[Word, ...]

    def as_json(self) -> str:
        """One line, without its end."""
        words = [astuple(word) for word in self.words]
        return json.dumps(
            {"start_s": self.start_s, "end_s": self.end_s, "words": words}, ensure_ascii=False
        )

    @classmethod
    def from_json(cls, line: str) -> HeardPiece:
        """The piece that `as_json` wrote.

        Raises:
            ValueError: it did not write this line.
        """
        try:
            data = json.loads(line)
            words = tuple(
                Word(float(start), float(end), str(text), float(probability))
                for start, end, text, probability in data["words"]
            )
            return cls(float(data["start_s"]), float(data["end_s"]), words)
        except (KeyError, TypeError, RecursionError) as error:
            raise ValueError(f"no piece: {line[:40]}") from error


def append_piece(folder: Path, piece: HeardPiece) -> None:
    """Add one piece to the file.

    Raises:
        OSError: it cannot be written.
    """
    with open_private(folder / WORDS_FILE, "ab") as file:
        file.write(f"{piece.as_json()}\n".encode())


def read_pieces(folder: Path) -> tuple[HeardPiece, ...]:
    """The pieces heard so far, in order; up to the first line that is torn."""
    pieces: list[HeardPiece] = []
    with suppress(FileNotFoundError, ValueError):
        *whole, _torn = (folder / WORDS_FILE).read_bytes().split(b"\n")  # a letter may be torn too
        for line in whole:
            pieces.append(HeardPiece.from_json(line.decode()))
    return tuple(pieces)


def trim(folder: Path) -> None:
    """Take out of the file what `read_pieces` does not give, so that it can be added to.

    Raises:
        OSError: it cannot be written.
    """
    path = folder / WORDS_FILE
    if path.exists():
        text = "".join(f"{piece.as_json()}\n" for piece in read_pieces(folder))
        write_whole(path, text.encode(), private=True)
