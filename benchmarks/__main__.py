"""One table of how fast and how large talkcoach is, as ratios measured in one run.

    python benchmarks [--long]     four minutes on two cores; --long adds 45 and 120 minutes

Times are wall-clock, start-up included, the best of two where they are short; memory is the peak of
all processes of a command. The recordings are the sample's two runs, repeated to the length. The
bare recogniser is faster-whisper's batched pipeline in a script of ten lines, with our model, beam,
batch size and hotwords; whisper-ctranslate2 is timed when it is installed beside us.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np

from talkcoach.outline.load import load_outline
from talkcoach.speech.audio import decode
from talkcoach.speech.encode import encode_flac
from talkcoach.speech.hotwords import hotwords
from talkcoach.speech.levels import SAMPLE_RATE
from talkcoach.speech.models import resolve

SAMPLES = Path(__file__).parent.parent / "samples"
TALKCOACH = (sys.executable, "-m", "talkcoach")
BARE = """
import sys
from faster_whisper import BatchedInferencePipeline, WhisperModel
model = WhisperModel(sys.argv[1], device="cpu", compute_type="int8", local_files_only=True)
segments, _ = BatchedInferencePipeline(model).transcribe(
    sys.argv[2], language="en", beam_size=1, batch_size=4, hotwords=sys.argv[3],
    word_timestamps=True, vad_filter=True)
print(sum(len(segment.words) for segment in segments))
"""
MEASURE = """
import resource, subprocess, sys, time
begun = time.perf_counter()
done = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
seconds = time.perf_counter() - begun
if done.returncode:
    sys.exit(done.stderr.decode())
print(seconds, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024)
"""


def measure(*words: str | Path, again: bool = False) -> tuple[float, float]:
    """`(seconds, MB)` of a command; of two tries the faster one, where `again`."""
    tries = []
    for _ in range(2 if again else 1):
        with tempfile.TemporaryDirectory() as cache:
            done = subprocess.run(
                [sys.executable, "-c", MEASURE, *map(str, words)], check=True,
                capture_output=True, text=True, env={**os.environ, "TALKCOACH_CACHE": cache},
            )  # fmt: skip
        tries.append(tuple(map(float, done.stdout.split())))
    seconds, megabytes = min(tries)
    return seconds, megabytes


def recording(minutes: int, folder: Path) -> Path:
    """The sample's two runs, repeated."""
    once = np.concatenate([decode(SAMPLES / name).read() for name in ("run1.ogg", "run2.ogg")])
    path = folder / f"{minutes}.flac"
    wanted = minutes * 60 * SAMPLE_RATE
    parts = [once] * -(-wanted // once.size)
    parts[-1] = once[: wanted - (len(parts) - 1) * once.size]
    encode_flac(parts, path)
    return path


def row(what: str, seconds: float, against: str = "", other_s: float = 0.0) -> None:
    """Print one line of the table."""
    ratio = f"{seconds / other_s:5.2f} x {against} ({other_s:.2f} s)" if other_s else ""
    print(f"| {what} | {seconds:.2f} s | {ratio} |", flush=True)


def speed(folder: Path, talk: Path) -> None:
    """What the user waits for."""
    nothing_s, _ = measure(sys.executable, "-c", "pass", again=True)
    help_s, _ = measure(*TALKCOACH, "--help", again=True)
    row("`talkcoach --help`", help_s, "`python -c pass`", nothing_s)
    check_s, _ = measure(*TALKCOACH, "check", talk, again=True)
    row("`check`", check_s, "`--help`", help_s)
    deck_s, _ = measure(*TALKCOACH, "deck", talk, again=True)
    row("`deck`, new", deck_s, "`--help`", help_s)
    update_s, _ = measure(*TALKCOACH, "deck", talk, again=True)
    row("`deck`, nothing to change", update_s, "`--help`", help_s)
    sound = recording(10, folder)
    model = resolve("tiny.en")
    listened_for = hotwords(load_outline(talk))
    bare = [sys.executable, "-c", BARE, model.folder, sound, listened_for]
    bare_s, _ = measure(*bare, again=True)
    ours_s, _ = measure(*TALKCOACH, "analyze", talk, sound, "--model", "tiny.en", again=True)
    row("`analyze` of 10 minutes", ours_s, "bare faster-whisper", bare_s)
    if tool := shutil.which("whisper-ctranslate2", path=str(Path(sys.executable).parent)):
        words = [tool, sound, "--model_directory", model.folder, "--language", "en",
                 "--device", "cpu", "--compute_type", "int8", "--batched", "True",
                 "--batch_size", "4", "--beam_size", "1", "--word_timestamps", "True",
                 "--output_dir", folder]  # fmt: skip
        tool_s, _ = measure(*words)
        row("the same", ours_s, "whisper-ctranslate2", tool_s)
    measure(*TALKCOACH, "import", talk, SAMPLES / "run1.ogg")
    measure(*TALKCOACH, "import", talk, SAMPLES / "run2.ogg")
    for words in (("report",), ("compare",), ("report", "--html", "--no-audio"),
                  ("compare", "--html")):  # fmt: skip
        shown_s, _ = measure(*TALKCOACH, words[0], talk, *words[1:], again=True)
        row(f"`{' '.join(words)}`", shown_s, "`--help`", help_s)


def memory(folder: Path, talk: Path, lengths: list[int]) -> None:
    """Peak memory by the recording's length."""
    print("\n| minutes | `analyze` | peak memory |\n|---|---|---|")
    for minutes in lengths:
        sound = recording(minutes, folder)
        seconds, megabytes = measure(*TALKCOACH, "analyze", talk, sound, "--model", "tiny.en")
        print(f"| {minutes} | {seconds:.0f} s | {megabytes:.0f} MB |", flush=True)
        sound.unlink()


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python benchmarks", description=__doc__)
    parser.add_argument("--long", action="store_true", help="45 and 120 minutes too")
    is_long = parser.parse_args().long
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        talk = Path(shutil.copyfile(SAMPLES / "talk.yaml", folder / "talk.yaml"))
        print("| what | time | against |\n|---|---|---|")
        speed(folder, talk)
        memory(folder, talk, [2, 10, 45, 120] if is_long else [2, 10])


if __name__ == "__main__":
    main()
