"""Samples to words by faster-whisper.

The library's results are lazy: they are consumed here, so that its errors come out here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from itertools import islice
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from talkcoach.errors import ModelError
from talkcoach.speech.levels import SAMPLE_RATE
from talkcoach.speech.models import Model
from talkcoach.speech.pieces import Piece, cut
from talkcoach.speech.transcript import Transcript, Word

Device = Literal["auto", "cpu", "cuda"]

REPETITIVE = 2.4
"""Text that zlib packs more than so many times is a loop: Whisper's own threshold."""
LOOP = 6
"""Copies in a row from which on a phrase is the recogniser's and not the speaker's."""
LONGEST_LOOP = 8
"""Words in a looping phrase."""
_APART_S = 31
"""Pieces are laid out so far from each other for the library, which tells them apart by time."""


@dataclass(frozen=True, slots=True)
class Options:
    """What shapes the words; with the model's name and the sound, it decides the transcript."""

    language: str = "en"
    hotwords: str = ""
    beam_size: int = 1
    """Greedy; five beams took 1.3 times as long."""
    batch_size: int = 4
    """Pieces of up to 30 s decoded together; on two cores 8 are no faster, 2 are slower."""

    @property
    def asks_for_hesitations(self) -> bool:
        """Whether the hotwords have an "um", so that Whisper writes those it hears."""
        return "um" in self.hotwords.split(", ")

    def fingerprint(self, model: Model) -> str:
        """A text that differs whenever the transcript might."""
        weights = (
            model.sha256 or f"{model.folder} {(model.folder / 'model.bin').stat().st_mtime_ns}"
        )
        return f"{model.name} {weights} {model.size_bytes} {sorted(asdict(self).items())}"


class FasterWhisper:
    """A loaded model. `device` is the one that is used, after "auto" has been decided."""

    def __init__(self, model: Model, device: Device = "auto", threads: int = 0) -> None:
        """Load `model`; int8 on a CPU, on a GPU the fastest type it supports.

        Args:
            model: where the model is.
            device: "auto" takes a GPU when CTranslate2 finds one that works, else the CPU.
            threads: CPU threads; 0 lets CTranslate2 choose.

        Raises:
            ModelError: the model cannot be loaded, or there is no such device.
        """
        self.model = model
        self.device = _choose(device)
        self._may_fall_back = device == "auto" and self.device == "cuda"
        self._threads = threads
        try:
            self._whisper = _load(model, self.device, threads)
        except (RuntimeError, ValueError, OSError) as error:
            if self._may_fall_back:
                self._fall_back()
                return
            raise ModelError(
                f"the model in {model.folder} cannot be loaded on {self.device}: "
                f"{str(error).splitlines()[0]}"
            ) from error

    def transcribe(
        self,
        sound: Iterable[NDArray[np.int16]],
        duration_s: float,
        options: Options,
        progress: Callable[[float], None] = lambda share: None,
    ) -> Transcript:
        """The words in a recording that comes in blocks, int16 (n,), mono, 16 kHz.

        Raises:
            ModelError: the recogniser failed.
        """
        words: list[Word] = []
        pieces = cut(sound)
        while batch := list(islice(pieces, options.batch_size)):
            for heard in self.hear(batch, options):
                words += heard
            progress(min(1.0, batch[-1].end_s / duration_s))
        return Transcript(
            tuple(words),
            duration_s,
            options.language,
            self.model.name,
            options.asks_for_hesitations,
        )

    def hear(self, pieces: Sequence[Piece], options: Options) -> list[tuple[Word, ...]]:
        """The words of each piece, with their times in the recording; decoded together.

        Raises:
            ModelError: the recogniser failed.
        """
        try:
            return self._hear(pieces, options)
        except (RuntimeError, ValueError) as error:
            if not self._may_fall_back:
                raise ModelError(
                    f"the recogniser failed on {self.device}: {str(error).splitlines()[0]}"
                ) from error
            self._fall_back()
            return self._hear(pieces, options)

    def _fall_back(self) -> None:
        """Go on with the CPU: missing CUDA libraries show at loading, or only at the first word."""
        self.device, self._may_fall_back = "cpu", False
        self._whisper = _load(self.model, "cpu", self._threads)

    def _hear(self, pieces: Sequence[Piece], options: Options) -> list[tuple[Word, ...]]:
        """The words of each piece; one in which the recogniser failed is listened to again."""
        sounds = [piece.samples for piece in pieces]
        heard: list[tuple[Word, ...]] = []
        for piece, sound, segments in zip(
            pieces, sounds, self._listen(sounds, options), strict=True
        ):
            if any(segment.compression_ratio > REPETITIVE for segment in segments):
                segments = self._listen_again(sound, options)
            words = [word for segment in segments for word in _words(segment)]
            heard.append(tuple(_in_recording(_without_loops(words), piece)))
        return heard

    def _listen(self, sounds: Sequence[NDArray[np.int16]], options: Options) -> list[list[Any]]:
        """faster-whisper's segments of each sound, with times from its beginning."""
        from faster_whisper import BatchedInferencePipeline

        apart = np.zeros(len(sounds) * _APART_S * SAMPLE_RATE, np.float32)
        clips: list[dict[str, float]] = []
        for i, sound in enumerate(sounds):
            start = i * _APART_S * SAMPLE_RATE
            apart[start : start + sound.size] = sound.astype(np.float32) / 32_768.0
            clips.append({"start": i * _APART_S, "end": i * _APART_S + sound.size / SAMPLE_RATE})
        segments, _ = BatchedInferencePipeline(self._whisper).transcribe(
            apart,
            language=options.language.split("-")[0],
            beam_size=options.beam_size,
            batch_size=len(sounds),
            hotwords=options.hotwords or None,
            word_timestamps=True,
            clip_timestamps=clips,
        )
        heard: list[list[Any]] = [[] for _ in sounds]
        for segment in segments:
            i = segment.seek // (_APART_S * self._whisper.frames_per_second)
            for word in segment.words or ():
                word.start -= i * _APART_S
                word.end -= i * _APART_S
            heard[i].append(segment)
        return heard

    def _listen_again(self, sound: NDArray[np.int16], options: Options) -> list[Any]:
        """The segments of a sound that failed, cut anew and with Whisper's own ways out of a loop.

        Batches have neither more beams nor a second temperature to fall back on.
        """
        import ctranslate2

        ctranslate2.set_random_seed(0)  # higher temperatures draw words
        segments, _ = self._whisper.transcribe(
            sound.astype(np.float32) / 32_768.0,
            language=options.language.split("-")[0],
            hotwords=options.hotwords or None,
            condition_on_previous_text=False,
            word_timestamps=True,
            vad_filter=True,
        )
        return list(segments)


def _choose(device: Device) -> Literal["cpu", "cuda"]:
    if device != "auto":
        return device
    import ctranslate2

    return "cuda" if ctranslate2.get_cuda_device_count() else "cpu"


def _load(model: Model, device: str, threads: int) -> Any:
    from faster_whisper import WhisperModel

    return WhisperModel(
        str(model.folder),
        device=device,
        compute_type="int8" if device == "cpu" else "auto",
        cpu_threads=threads,
        local_files_only=True,
    )


def _words(segment: Any) -> Iterator[Word]:
    for word in segment.words or ():
        text = word.word.strip()
        if text:
            yield Word(float(word.start), float(word.end), text, float(word.probability))


def _without_loops(words: list[Word]) -> list[Word]:
    """`words` with each phrase that comes `LOOP` times in a row kept once.

    Over noise and music Whisper falls into loops of a phrase of a few words; nobody speaks so.
    """
    texts = [word.text.casefold() for word in words]
    kept: list[Word] = []
    i = 0
    while i < len(words):
        length, copies = _loop_at(texts, i)
        kept += words[i : i + length]
        i += length * copies
    return kept


def _loop_at(texts: list[str], i: int) -> tuple[int, int]:
    """Length of the phrase that loops from word `i` on, and its copies; (1, 1) for no loop."""
    for length in range(1, LONGEST_LOOP + 1):
        copies = 1
        phrase = texts[i : i + length]
        while texts[i + copies * length : i + (copies + 1) * length] == phrase:
            copies += 1
        if copies >= LOOP:
            return length, copies
    return 1, 1


def _in_recording(words: Iterable[Word], piece: Piece) -> Iterator[Word]:
    """`words` of the piece by their time in the recording: Whisper now and then steps back in time,
    or past the end."""
    for word in sorted(words, key=lambda word: word.start):
        shift_s = piece.shift_s((word.start + word.end) / 2)  # a word does not span a silence
        start = min(max(word.start + shift_s, piece.start_s), piece.end_s)
        end = min(max(word.end + shift_s, start), piece.end_s)
        yield Word(round(start, 3), round(end, 3), word.text, round(word.probability, 3))
