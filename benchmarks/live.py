"""How a rehearsal keeps up: lag behind the voice, the wait after the stop, memory, agreement.

    python benchmarks/live.py [MINUTES] [--speed X] [--model M]      45 minutes, 4 times real time
    python benchmarks/live.py --microphone [SECONDS]                 drop-outs under full CPU load

The first form writes the sample talk, repeated to the length asked for, to a growing recording at X
times the speed of speech, through the code that a microphone feeds. Faster than real time is harder
on the recogniser and as hard on the memory; lags are given in seconds of the clock on the wall. The
second records from the default microphone while every core is kept busy.
"""

from __future__ import annotations

import argparse
import difflib
import multiprocessing
import os
import re
import resource
import shutil
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

from talkcoach.finishing import compress, finish_report, finish_words
from talkcoach.listen import Recogniser, quiet
from talkcoach.live.transcriber import Transcriber
from talkcoach.outline.load import load_outline
from talkcoach.recording.recorder import Recorder
from talkcoach.recording.wav import WavTail, WavWriter
from talkcoach.recording.wav import length_s as length_of
from talkcoach.runs import Run
from talkcoach.speech.audio import decode
from talkcoach.speech.formats import load_transcript
from talkcoach.speech.hotwords import hotwords
from talkcoach.speech.levels import SAMPLE_RATE
from talkcoach.speech.models import resolve
from talkcoach.speech.recognise import FasterWhisper, Options

SAMPLES = Path(__file__).parent.parent / "samples"
BLOCK_S = 0.1


def mb(usage: resource.struct_rusage) -> str:
    """The most memory that was in use."""
    return f"{usage.ru_maxrss / 1024:.0f}"


def write_recording(minutes: float, path: Path) -> None:
    """The sample's two runs one after the other, repeated to the length."""
    once = np.concatenate([decode(SAMPLES / name).read() for name in ("run1.ogg", "run2.ogg")])
    wanted = round(minutes * 60 * SAMPLE_RATE)
    with WavWriter(path) as writer:
        while writer.samples < wanted:
            writer.write(once[: wanted - writer.samples])


def apart(work: Callable[..., object], *arguments: object) -> None:
    """Run `work` in a process of its own, so that its memory is not counted here."""
    process = multiprocessing.get_context("spawn").Process(target=work, args=arguments)
    process.start()
    process.join()


def follow(source: Path, speed: float, model: str | None, folder: Path) -> None:
    """Feed the recording as a microphone would, and print what came of it."""
    run = Run("2026-01-01T00-00-00", folder)
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    shutil.copyfile(SAMPLES / "talk.yaml", run.outline_path)
    lags_s: list[float] = []
    length_s = length_of(source)
    tail = WavTail(source)
    transcriber = Transcriber(folder, Recogniser(model), follow=True)
    with WavWriter(folder / "audio.wav") as writer:
        while transcriber.model is None:
            time.sleep(BLOCK_S)
        begun = time.perf_counter()
        while writer.seconds < length_s:
            time.sleep(BLOCK_S)
            due_s = (time.perf_counter() - begun) * speed - writer.seconds
            writer.write(tail.read(max(0.0, due_s)))
            lags_s.append((writer.seconds - transcriber.heard_s) / speed)
    stopped = time.perf_counter()
    finish_words(run, transcriber, quiet)
    words_s = time.perf_counter() - stopped
    finish_report(run)
    report_s = time.perf_counter() - stopped
    compress(run)
    flac_s = time.perf_counter() - stopped - report_s
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    own = resource.getrusage(resource.RUSAGE_SELF)
    cpu_s = children.ru_utime + children.ru_stime - before.ru_utime - before.ru_stime
    spread = (
        f"{np.percentile(lags_s, 50):.1f} / {np.percentile(lags_s, 95):.1f} / {max(lags_s):.1f}"
    )
    for name, value in (
        (f"{length_s / 60:.0f} minutes at {speed:g} times real time", transcriber.model),
        ("lag behind the voice, median / 95% / most", f"{spread} s"),
        ("from the stop to the last word / the report", f"{words_s:.1f} / {report_s:.1f} s"),
        ("compressing, after the report", f"{flac_s:.1f} s"),
        ("listening, of one core", f"{cpu_s / length_s:.0%} of the talk's time"),
        ("most memory, listening / this process", f"{mb(children)} / {mb(own)} MB"),
    ):
        print(f"{name:46} {value}", flush=True)


def agreement(folder: Path, model: str | None) -> None:
    """How many words are those that the finished recording gives when it is heard as a file."""
    live = load_transcript(folder / "transcript.json")
    outline = load_outline(folder / "outline.yaml")
    options = Options(language=outline.language, hotwords=hotwords(outline))
    recogniser = FasterWhisper(resolve(model, outline.language))
    audio = decode(folder / "audio.flac")
    filed = recogniser.transcribe(audio.sound(), audio.duration_s, options)
    texts = [[re.sub(r"\W", "", w.text.casefold()) for w in t.words] for t in (live, filed)]
    same = difflib.SequenceMatcher(None, *texts, autojunk=False).ratio()
    print(f"{'words that agree with those of the file':46} {same:.2%} of {len(texts[0])}")


def burn(until: float) -> None:
    """Keep a core busy."""
    while time.time() < until:
        sum(range(10_000))


def drop_outs(seconds: float, folder: Path) -> None:
    """Record from the default microphone while every core has two other things to do."""
    recorder = Recorder()
    cores = os.cpu_count() or 1
    busy = [
        multiprocessing.Process(target=burn, args=(time.time() + seconds + 2,))
        for _ in range(2 * cores)
    ]
    for process in busy:
        process.start()
    recorder.begin(folder)
    begun = time.perf_counter()
    time.sleep(seconds)
    recorder.stop()
    passed_s = time.perf_counter() - begun
    for process in busy:
        process.join()
    status = recorder.status
    gaps = (folder / "events.jsonl").read_text(encoding="utf-8").count('"gap"')
    print(
        f"{passed_s:.1f} s with {2 * cores} busy processes on {cores} cores: "
        f"{status.recorded_s:.1f} s recorded, {status.overflows} overflows, {gaps} gaps"
    )


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("minutes", type=float, nargs="?", default=45.0)
    parser.add_argument("--speed", type=float, default=4.0)
    parser.add_argument("--model")
    parser.add_argument("--no-agreement", action="store_true")
    parser.add_argument("--microphone", type=float, metavar="SECONDS")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if chosen.microphone:
            drop_outs(chosen.microphone, folder)
            return
        source = folder / "source.wav"
        apart(write_recording, chosen.minutes, source)
        (folder / "run").mkdir()
        follow(source, chosen.speed, chosen.model, folder / "run")
        if not chosen.no_agreement:
            agreement(folder / "run", chosen.model)


if __name__ == "__main__":
    main()
