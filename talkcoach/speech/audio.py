"""Recordings of any format as samples: decoding by PyAV, which brings FFmpeg's libraries along."""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
from numpy.typing import NDArray

from talkcoach.errors import AudioError
from talkcoach.speech.levels import FRAME_S as LEVEL_FRAME_S
from talkcoach.speech.levels import SAMPLE_RATE, Levels, measure_levels

if TYPE_CHECKING:
    import av

BLOCK_S = 10.0
"""So much sound is in memory at a time; a whole number of all kinds of frames."""
SHORTEST_S = 0.1
"""Less than this holds no word."""
GUESSED = ("aac", "ac3", "eac3", "mp3", "mp2")
"""Formats without a header: FFmpeg guesses their length from the first packets."""
PLAYLISTS = ("hls", "concat", "dash", "sdp", "imf")
"""What FFmpeg would follow to other files."""
HIGHEST_HZ = 1_000_000
"""A higher sample rate is a damaged header."""
READ = ("aac", "mp3", "opus", "vorbis", "flac", "alac", "pcm_s16le")
"""What phones, recorders and meetings write."""
WRITTEN = ("flac", "libopus")
LARGEST_PAGE = 65_307
"""Of an Ogg file, in bytes (RFC 3533)."""
LONGEST_S = 6 * 3600.0
"""Longer than any talk; a wrong file rather than a rehearsal."""


@dataclass(frozen=True, slots=True, eq=False)
class Audio:
    """A recording that can be decoded; its sound stays on the disk, however long it is."""

    path: Path
    length: int
    """In samples."""
    levels: Levels
    sha256: str
    """Of the decoded samples: the same sound in another container is the same recording."""
    recorded_at: datetime | None
    """Local time from the file's own tags; None when it does not say."""
    has_video: bool
    warnings: tuple[str, ...]
    """What the user should know about the recording, a sentence each."""

    @property
    def duration_s(self) -> float:
        """Length in seconds."""
        return self.length / SAMPLE_RATE

    def sound(self) -> Iterator[NDArray[np.int16]]:
        """All of it, decoded anew; see `sound_of`."""
        return sound_of(self.path)

    def read(self) -> NDArray[np.int16]:
        """All of it at once, int16 (n,): 115 MB an hour."""
        return np.concatenate(list(self.sound()))


def decode(path: Path, progress: Callable[[float], None] = lambda share: None) -> Audio:
    """The recording at `path`, audio or video, decoded once to know it.

    A file that breaks off is taken as far as it goes, and a warning says so.

    Args:
        path: any format that FFmpeg reads.
        progress: called with the share that is decoded, 0 to 1.

    Raises:
        AudioError: the file is missing, holds no sound, or cannot be decoded.
    """
    import av

    _refuse_what_is_no_file(path)
    try:
        container = _open(path)
    except (av.FFmpegError, OSError, ValueError) as error:
        raise AudioError(
            f"{path}: no audio or video that can be read ({_reason(error)})"
        ) from error
    with container:
        if container.format.name.split(",")[0] in PLAYLISTS:
            raise AudioError(f"{path}: is a playlist; choose the recording that it names")
        if not container.streams.audio:
            raise AudioError(f"{path}: has no sound in it; choose a file with an audio track")
        known = _get_to_know(container, progress)
        known.broken = known.broken or _cut_short(path, container.format.name)
        has_video = any(not _is_cover(stream) for stream in container.streams.video)
        recorded_at = _recorded_at(container.metadata)
    _refuse_unusable(path, known)
    return Audio(
        path,
        known.length,
        Levels(np.concatenate(known.levels_db), LEVEL_FRAME_S),
        known.sha256.hexdigest(),
        recorded_at,
        has_video,
        tuple(_warnings(path, known)),
    )


def ffmpeg_version() -> str:
    """Which libraries decode here."""
    import av

    return f"FFmpeg {av.ffmpeg_version_info} in PyAV {av.__version__}"


def lacking_codecs() -> list[str]:
    """What FFmpeg cannot read or write here of what people and pages bring; empty for a wheel."""
    from av.codec import Codec
    from av.codec.codec import UnknownCodecError

    def has(name: str, mode: Literal["r", "w"]) -> bool:
        try:
            Codec(name, mode)
        except UnknownCodecError:
            return False
        return True

    return [
        *(f"read {name}" for name in READ if not has(name, "r")),
        *(f"write {name}" for name in WRITTEN if not has(name, "w")),
    ]


def _open(path: Path) -> av.container.InputContainer:
    import av

    files_only = {"protocol_whitelist": "file"}  # a playlist may name addresses
    try:  # before 19, PyAV refuses a file over one tag that is not UTF-8, unless told not to
        return av.open(str(path), mode="r", metadata_errors="ignore", options=files_only)
    except TypeError:
        return av.open(str(path), mode="r", options=files_only)


def sound_of(path: Path) -> Iterator[NDArray[np.int16]]:
    """The recording at `path` in blocks of `BLOCK_S`, int16 (n,), 16 kHz mono; the last is shorter.

    Where it breaks off, it ends.

    Raises:
        AudioError: it cannot be read.
    """
    import av

    try:
        container = _open(path)
    except (av.FFmpegError, OSError, ValueError) as error:
        raise AudioError(f"{path}: no sound that can be read ({_reason(error)})") from error
    with container:
        if not container.streams.audio:
            raise AudioError(f"{path}: no sound that can be read")
        yield from _even(_sound(container, []))


@dataclass(slots=True)
class _Known:
    """What is learnt while a recording is decoded for the first time."""

    length: int = 0
    levels_db: list[NDArray[np.float32]] = field(default_factory=list)
    sha256: Any = field(default_factory=hashlib.sha256)
    lowest: int = 0
    highest: int = 0
    broken: str = ""
    """Why decoding ended early, if it did."""


def _get_to_know(
    container: av.container.InputContainer, progress: Callable[[float], None]
) -> _Known:
    known = _Known()
    total = _expected_samples(container, container.streams.audio[0])
    broken: list[str] = []
    for block in _even(_sound(container, broken)):
        known.length += block.size
        known.levels_db.append(measure_levels(block).levels_db)
        known.sha256.update(block.data)
        known.lowest = min(known.lowest, int(block.min()))
        known.highest = max(known.highest, int(block.max()))
        if total:
            progress(min(1.0, known.length / total))
        if known.length > LONGEST_S * SAMPLE_RATE:
            raise AudioError(f"{container.name}: longer than {LONGEST_S / 3600:.0f} hours")
    progress(1.0)
    if broken:
        known.broken = broken[0]
    elif total and known.length < 0.9 * total and container.format.name not in GUESSED:
        known.broken = "it ends before the length that its header gives"
    return known


def _cut_short(path: Path, format_name: str) -> str:
    """Why a WAV or Ogg file is not all there: FFmpeg takes what there is and says nothing."""
    size = path.stat().st_size
    with path.open("rb") as file:
        if format_name == "wav":
            missing = _wav_length(file.read(8)) - size > 1  # an odd length may lack its pad
        elif format_name == "ogg":
            file.seek(max(0, size - LARGEST_PAGE))
            missing = not _ends_with_a_page(file.read())
        else:
            return ""
    return "it ends before the length that its header gives" if missing else ""


def _wav_length(head: bytes) -> int:
    """How long the header says that a WAV file is, in bytes; 0 where it was streamed."""
    told = int.from_bytes(head[4:8], "little")
    return 0 if head[:4] != b"RIFF" or told >= 0xFFFF_FF00 or told == 0 else told + len(head)


def _ends_with_a_page(end: bytes) -> bool:
    """Whether an Ogg file's last page is all there (RFC 3533, section 6)."""
    page = end[max(0, end.rfind(b"OggS")) :]
    lacing = page[27 : 27 + page[26]] if len(page) > 26 else b""
    return len(page) > 26 and len(lacing) == page[26] and len(page) >= 27 + page[26] + sum(lacing)


def _sound(
    container: av.container.InputContainer, broken: list[str]
) -> Iterator[NDArray[np.int16]]:
    """The first audio stream's samples as they are decoded; into `broken`, why they end early."""
    import av

    frames = _frames(container, container.streams.audio[0], broken)
    # A joined file may go on with another rate or other channels: each stretch on its own.
    for _, alike in groupby(frames, key=_kind):
        resampler = av.AudioResampler(format="s16", layout="mono", rate=SAMPLE_RATE)
        try:
            for frame in _seconds(alike):
                yield from map(_flat, resampler.resample(frame))
            yield from map(_flat, resampler.resample(None))
        except (av.FFmpegError, OSError, ValueError) as error:
            broken.append(_reason(error))
            return


def _even(sound: Iterable[NDArray[np.int16]]) -> Iterator[NDArray[np.int16]]:
    """The same sound in blocks of `BLOCK_S`; the last one is shorter."""
    size = round(BLOCK_S * SAMPLE_RATE)
    held: list[NDArray[np.int16]] = []
    for part in sound:
        held.append(part)
        if sum(block.size for block in held) >= size:
            whole = np.concatenate(held)
            ends = range(size, whole.size + 1, size)
            yield from (whole[end - size : end] for end in ends)
            held = [whole[ends[-1] :]]
    if held and (rest := np.concatenate(held)).size:
        yield rest


def _flat(frame: av.AudioFrame) -> NDArray[np.int16]:
    return frame.to_ndarray().reshape(-1).astype(np.int16, copy=False)


def _frames(
    container: av.container.InputContainer, stream: Any, broken: list[str]
) -> Iterator[av.AudioFrame]:
    """Decoded frames, up to where nothing more can be decoded; into `broken`, why that is so.

    Single packets that cannot be decoded are left out, as players do.
    """
    import av

    packets = container.demux(stream)
    try:
        for packet in packets:
            try:
                frames = packet.decode()
            except av.InvalidDataError:
                continue
            for frame in frames:
                if not 0 < frame.sample_rate <= HIGHEST_HZ:
                    broken.append(f"a sample rate of {frame.sample_rate} Hz")
                    return
                yield frame
    except IndexError:  # a stream that appears in the middle is none of PyAV's list
        broken.append("another stream begins in it")
    except (av.FFmpegError, OSError, ValueError) as error:
        broken.append(_reason(error))


def _kind(frame: av.AudioFrame) -> tuple[int, str, str]:
    return frame.sample_rate, frame.layout.name, frame.format.name


def _seconds(frames: Iterable[av.AudioFrame]) -> Iterator[av.AudioFrame]:
    """The same sound in frames of a second: codecs give 20 ms, which cost more to pass on than to
    decode."""
    import av

    fifo = av.AudioFifo()
    for frame in frames:
        frame.pts = None  # a gap in the time stamps is no reason to stop
        fifo.write(frame)
        if fifo.samples >= frame.sample_rate and (second := fifo.read()) is not None:
            yield second
    if (rest := fifo.read()) is not None:
        yield rest


def _expected_samples(container: av.container.InputContainer, stream: Any) -> int:
    if stream.duration and stream.time_base:
        return int(stream.duration * stream.time_base * SAMPLE_RATE)
    return int((container.duration or 0) / 1_000_000 * SAMPLE_RATE)


def _refuse_what_is_no_file(path: Path) -> None:
    if path.suffix.lower() in (".srt", ".vtt", ".json"):
        raise AudioError(f"{path}: is a transcript; give it with --transcript")
    if path.is_dir():
        raise AudioError(f"{path}: is a folder; name the recording in it")
    if not path.exists():
        raise AudioError(f"{path}: there is no such file")
    if not path.is_file():
        raise AudioError(f"{path}: is no ordinary file; save the recording to one first")
    try:
        with path.open("rb") as file:
            if not file.read(1):
                raise AudioError(f"{path}: is empty")
    except OSError as error:
        raise AudioError(f"{path}: cannot be read ({error.strerror})") from error


def _refuse_unusable(path: Path, known: _Known) -> None:
    if known.length == 0:
        why = f" ({known.broken})" if known.broken else ""
        raise AudioError(f"{path}: no sound can be decoded{why}")
    if known.length < SHORTEST_S * SAMPLE_RATE:
        milliseconds = known.length * 1000 // SAMPLE_RATE
        raise AudioError(f"{path}: only {milliseconds} ms long; that is too short to hold a word")


def _warnings(path: Path, known: _Known) -> Iterator[str]:
    if known.broken:
        minutes = known.length / SAMPLE_RATE / 60
        yield f"{path.name} breaks off after {minutes:.1f} min ({known.broken}); that much was used"
    if known.highest - known.lowest < 2:
        yield f"{path.name} is silent from beginning to end"


def _is_cover(stream: Any) -> bool:
    """Whether a video stream is the cover picture of a music file."""
    from av.stream import Disposition

    return bool(stream.disposition & Disposition.attached_pic)


def _recorded_at(metadata: dict[str, str]) -> datetime | None:
    for key in ("creation_time", "date", "DATE"):
        with contextlib.suppress(ValueError, KeyError, OverflowError, OSError):
            moment = datetime.fromisoformat(metadata[key])
            if moment.year > 1990 and len(metadata[key]) > 10:  # phones write 1904 when unset
                return moment.astimezone().replace(tzinfo=None) if moment.tzinfo else moment
    return None


def _reason(error: Exception) -> str:
    return str(getattr(error, "strerror", None) or error).splitlines()[0].lower()
