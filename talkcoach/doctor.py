"""What this machine has of what talkcoach needs, and what to do about what it lacks."""

from __future__ import annotations

import platform
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal

from talkcoach.errors import TalkcoachError

State = Literal["ok", "lacking", "broken"]
"""`lacking`: one of the four uses is not to be had; `broken`: nothing that listens works."""

SCREEN = (80, 24)
"""What the rehearsal screen is made for."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at."""

    name: str
    state: State
    detail: str
    way_out: str = ""
    """What to do; "" when it is ok."""

    def document(self) -> dict[str, Any]:
        """For JSON."""
        return asdict(self)


def examine(folder: Path, columns: int, lines: int) -> Iterator[Finding]:
    """Look at everything, the quick things first.

    Args:
        folder: where the rehearsals would lie.
        columns: the terminal's width; 0 without one.
        lines: and its height.
    """
    for name, look in (
        ("Python", _python),
        ("FFmpeg's libraries", _ffmpeg),
        ("PortAudio", _portaudio),
        ("Microphone", _microphone),
        ("Speech model", _model),
        ("Disk", lambda: _disk(folder)),
        ("Cache", _cache),
        ("Charts", _charts),
        ("Terminal", lambda: _terminal(columns, lines)),
        ("Fonts", _fonts),
    ):
        yield _looked_at(name, look)


def _looked_at(name: str, look: Callable[[], tuple[State, str, str]]) -> Finding:
    try:
        return Finding(name, *look())
    except TalkcoachError as error:
        return Finding(name, "broken", str(error))
    except (ImportError, OSError) as error:
        again = f"install talkcoach again: {sys.executable} -m pip install --force-reinstall ..."
        return Finding(name, "broken", str(error).splitlines()[0], again)


def _python() -> tuple[State, str, str]:
    version = f"{platform.python_version()} on {platform.system()} {platform.machine()}"
    return "ok", version, ""


def _ffmpeg() -> tuple[State, str, str]:
    from talkcoach.speech.audio import ffmpeg_version, lacking_codecs

    lacking = lacking_codecs()
    if lacking:
        way_out = "install PyAV from its wheel: pip install --force-reinstall --only-binary av av"
        return "lacking", f"{ffmpeg_version()}, without {', '.join(lacking)}", way_out
    return "ok", ffmpeg_version(), ""


def _portaudio() -> tuple[State, str, str]:
    from talkcoach.errors import MicrophoneError
    from talkcoach.recording.microphone import portaudio_version

    try:
        return "ok", portaudio_version(), ""
    except MicrophoneError as error:
        problem, _, way_out = str(error).partition("; ")
        return "lacking", problem, way_out


def _microphone() -> tuple[State, str, str]:
    from talkcoach.errors import MicrophoneError
    from talkcoach.recording.microphone import input_devices, way_to_a_microphone

    try:
        devices = input_devices()
    except MicrophoneError:
        devices = ()
    if not devices:
        none = "none is found; recordings made elsewhere can be imported"
        return "lacking", none, way_to_a_microphone()
    more = f", and {len(devices) - 1} more" if len(devices) > 1 else ""
    return "ok", f"{devices[0].name}{more}; 'talkcoach rehearse' shows its level", ""


def _model() -> tuple[State, str, str]:
    from talkcoach.speech.models import installed, verify, ways_out

    here = list(installed())
    if not here:
        return "broken", "none on this machine", ways_out()
    verify(here[0])
    more = f"; also {', '.join(model.name for model in here[1:])}" if here[1:] else ""
    return "ok", f"{here[0].name} in {here[0].folder}{more}", ""


def _disk(folder: Path) -> tuple[State, str, str]:
    from talkcoach.recording.wav import STORED_BYTES

    free_bytes = shutil.disk_usage(folder).free
    free_mb, minutes = free_bytes / 1e6, free_bytes / STORED_BYTES / 60
    detail = f"{free_mb / 1000:.1f} GB free here, room for {minutes / 60:.0f} hours of rehearsals"
    try:
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        way_out = "rehearse in a folder of your own; runs are stored beside the outline"
        return "lacking", f"{folder}: {error.strerror or error}", way_out
    if minutes < 60:
        detail = f"{free_mb:.0f} MB free here, room for {minutes:.0f} minutes"
        return "lacking", detail, "delete what is not needed; 'talkcoach runs delete' too"
    return "ok", detail, ""


def _cache() -> tuple[State, str, str]:
    from talkcoach.speech.cache import cache_folder, cache_place

    place = cache_place("transcripts")
    try:
        with tempfile.TemporaryFile(dir=cache_folder("transcripts")):
            pass
    except OSError as error:
        way_out = f"make {place} writable; until then every analysis listens anew"
        return "lacking", f"{place}: {error.strerror or error}", way_out
    return "ok", str(place), ""


def _charts() -> tuple[State, str, str]:
    from talkcoach.pages.draw import engine_version

    return "ok", engine_version(), ""


def _terminal(columns: int, lines: int) -> tuple[State, str, str]:
    encoding = (sys.stdout.encoding or "").lower()
    if not columns:
        return "ok", f"none (a pipe), {encoding}", ""
    size = f"{columns} x {lines}, {encoding}"
    if columns < SCREEN[0] or lines < SCREEN[1]:
        wanted = f"{SCREEN[0]} x {SCREEN[1]}"
        return "lacking", size, f"make it {wanted} or larger for rehearsals, or use --plain"
    if not encoding.startswith("utf"):
        return "lacking", size, "set LANG to a UTF-8 locale, or bars are drawn with #"
    return "ok", size, ""


def _fonts() -> tuple[State, str, str]:
    from talkcoach.deck.theme import FONT

    finder = shutil.which("fc-match")
    if finder is None:
        return "ok", f"decks use {FONT}, which PowerPoint, Keynote and Google Slides bring", ""
    found = subprocess.run(
        [finder, "--format=%{family}", FONT], capture_output=True, text=True, check=False
    ).stdout
    if any(name in found for name in (FONT, "Liberation Sans", "Arimo")):
        return "ok", f"decks use {FONT}; here it is drawn as {found}", ""
    way_out = "install fonts-liberation to see here what PowerPoint shows"
    return "lacking", f"decks use {FONT}; here it is drawn as {found or 'nothing'}", way_out
