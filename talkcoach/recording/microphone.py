"""The microphone, by PortAudio through sounddevice: its devices, and its sound in blocks."""

from __future__ import annotations

import contextlib
import platform
import queue
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from talkcoach.errors import InputError, MicrophoneError
from talkcoach.speech.levels import SAMPLE_RATE

if TYPE_CHECKING:
    from types import ModuleType

BLOCK_S = 0.1
"""PortAudio gives so much at a time."""


@dataclass(frozen=True, slots=True)
class InputDevice:
    """A device that sound can be recorded from."""

    index: int
    """PortAudio's own number, for `--device`."""
    name: str
    driver: str
    """The host API: ALSA, Core Audio, WASAPI ..."""
    channels: int
    rate_hz: float
    """Its own sample rate."""
    is_default: bool


def input_devices() -> tuple[InputDevice, ...]:
    """All devices that record, the default one first.

    Raises:
        MicrophoneError: PortAudio is missing.
    """
    audio = _portaudio()
    try:
        found = audio.query_devices()
        default = audio.default.device[0]
        drivers = [api["name"] for api in audio.query_hostapis()]
    except audio.PortAudioError as error:
        raise MicrophoneError(f"PortAudio cannot list the microphones: {error}") from error
    devices = [
        InputDevice(
            index=int(device["index"]),
            name=str(device["name"]),
            driver=drivers[device["hostapi"]],
            channels=int(device["max_input_channels"]),
            rate_hz=float(device["default_samplerate"]),
            is_default=device["index"] == default,
        )
        for device in found
        if device["max_input_channels"] > 0
    ]
    return tuple(sorted(devices, key=lambda device: (not device.is_default, device.index)))


def portaudio_version() -> str:
    """What PortAudio calls itself.

    Raises:
        MicrophoneError: it is missing.
    """
    return str(_portaudio().get_portaudio_version()[1]).split(",")[0]


def find_device(name: str | None) -> InputDevice:
    """The device that `name` means: a number, a name or a part of one; None for the default.

    Raises:
        InputError: no device or several are called so.
        MicrophoneError: there is no device that records, or PortAudio is missing.
    """
    devices = input_devices()
    if not devices:
        raise MicrophoneError(f"there is no microphone; {way_to_a_microphone()}")
    if name is None:
        return devices[0]
    if name.isdecimal():
        found = [device for device in devices if device.index == int(name)]
    else:
        wanted = name.casefold()
        exact = [device for device in devices if device.name.casefold() == wanted]
        found = exact or [device for device in devices if wanted in device.name.casefold()]
    if len(found) == 1:
        return found[0]
    listed = "; ".join(f"{device.index} {device.name}" for device in found or devices)
    problem = f"'{name}' fits several devices" if found else f"there is no input device '{name}'"
    raise InputError(f"{problem}: {listed}")


class Microphone:
    """An open device; gives its sound as 16 kHz mono, whatever the device's own rate is."""

    def __init__(self, device: InputDevice) -> None:
        """Open `device` and start it.

        Raises:
            MicrophoneError: it is in use, refused, or gone.
        """
        self.device = device
        self.overflows = 0
        """How often PortAudio dropped sound because we, or the system, were too slow."""
        self._queue: queue.SimpleQueue[NDArray[np.int16]] = queue.SimpleQueue()
        self._stream, self.rate_hz = self._open()
        self._resampler = None if self.rate_hz == SAMPLE_RATE else _Resampler(self.rate_hz)

    def _open(self) -> tuple[Any, int]:
        audio = _portaudio()
        refused = ""
        for rate in dict.fromkeys((SAMPLE_RATE, int(self.device.rate_hz))):
            stream = None
            try:
                stream = audio.RawInputStream(
                    samplerate=rate,
                    blocksize=round(rate * BLOCK_S),
                    device=self.device.index,
                    channels=1,
                    dtype="int16",
                    latency="high",  # what a busy machine is late for is kept so long
                    callback=self._take,
                )
                stream.start()
                return stream, rate
            except (audio.PortAudioError, ValueError) as error:
                refused = str(error)
                if stream is not None:
                    stream.close()
        raise MicrophoneError(_explain(self.device, refused))

    def _take(self, block: Any, frames: int, time: Any, status: Any) -> None:
        """PortAudio's callback, with a buffer: no more than a copy, or sound is lost."""
        if status.input_overflow:
            self.overflows += 1
        self._queue.put(np.frombuffer(block, dtype=np.int16).copy())

    def read(self, timeout_s: float) -> NDArray[np.int16] | None:
        """The next block, int16 (n,); None when none comes in time."""
        try:
            block = self._queue.get(timeout=timeout_s)
        except queue.Empty:
            return None
        return block if self._resampler is None else self._resampler.feed(block)

    @property
    def waiting_s(self) -> float:
        """How much sound has come in and not been read."""
        return self._queue.qsize() * BLOCK_S

    def close(self) -> None:
        """Stop and close the device; one that is gone too."""
        with contextlib.suppress(Exception):  # a lost device may refuse, or never answer
            self._stream.abort()
            self._stream.close()


class _Resampler:
    """The device's rate to 16 kHz, block by block, by FFmpeg's resampler."""

    def __init__(self, rate_hz: int) -> None:
        import av

        self._rate_hz = rate_hz
        self._resampler = av.AudioResampler(format="s16", layout="mono", rate=SAMPLE_RATE)

    def feed(self, block: NDArray[np.int16]) -> NDArray[np.int16]:
        import av

        frame = av.AudioFrame.from_ndarray(block[np.newaxis, :], "s16", "mono")
        frame.sample_rate = self._rate_hz
        parts = [part.to_ndarray().reshape(-1) for part in self._resampler.resample(frame)]
        return np.concatenate(parts) if parts else np.zeros(0, np.int16)


def look_again() -> None:
    """Make PortAudio list the devices anew: it knows those that were there when it started."""
    audio = _portaudio()
    for step in (audio._terminate, audio._initialize):
        with contextlib.suppress(audio.PortAudioError):
            step()


def _portaudio() -> ModuleType:
    """sounddevice, which starts PortAudio when it is imported.

    Raises:
        MicrophoneError: the PortAudio library is missing, or does not start.
    """
    try:
        import sounddevice
    except OSError as error:
        raise MicrophoneError(
            f"the PortAudio library cannot be loaded ({error}); {_install()}"
        ) from error
    except Exception as error:  # sounddevice's own error class is not there when its import fails
        raise MicrophoneError(f"PortAudio does not start: {error}") from error
    module: ModuleType = sounddevice
    return module


def _install() -> str:
    match platform.system():
        case "Linux":
            return (
                "install it with 'sudo apt install libportaudio2' (Fedora: 'dnf install portaudio')"
            )
        case "Darwin":
            return "install it with 'brew install portaudio'"
        case _:
            return "install talkcoach again: on this system PortAudio comes with it"


def way_to_a_microphone() -> str:
    """What to do on this system when there is no microphone."""
    match platform.system():
        case "Linux":
            return (
                "plug one in, and look whether the sound server (PipeWire or PulseAudio) runs and "
                "your user may use it"
            )
        case "Darwin":
            return "plug one in, or allow your terminal in System Settings > Privacy > Microphone"
        case _:
            return "plug one in, or allow desktop apps in Settings > Privacy > Microphone"


def _explain(device: InputDevice, refused: str) -> str:
    """PortAudio's words as a sentence with a way out."""
    low = refused.lower()
    if "unavailable" in low or "busy" in low or "-9985" in low:
        way_out = "another program may be using it: close that one, or choose another with --device"
    elif "host error" in low or "-9999" in low:
        way_out = way_to_a_microphone()
    else:
        way_out = "see 'talkcoach devices' for others"
    reason = refused.split("[")[0].strip().removeprefix("Error opening RawInputStream: ")
    return f"the microphone '{device.name}' cannot be opened ({reason or 'refused'}); {way_out}"
