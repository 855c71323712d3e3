"""How long pages take: a 60-minute report, 50 runs compared, and the browser until it answers.

    python benchmarks/pages.py

The report is made from the sample's two runs, repeated to 60 minutes and 9,000 words; the command
line is timed whole, with Python's start-up. The voice is encoded once, on the first page of a run;
later pages take it from the run's folder. The browser is Chromium, where one is installed.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
import time
from datetime import datetime, timedelta
from pathlib import Path

import numpy as np

from talkcoach.speech.audio import decode
from talkcoach.speech.encode import encode_flac
from talkcoach.speech.levels import SAMPLE_RATE

SAMPLES = Path(__file__).parent.parent / "samples"
MINUTES = 60
RUNS = 50


SEARCH_AT_ONCE = """
new MutationObserver((changes, observer) => {
  if (document.getElementById("find")?.hidden !== false) return;
  observer.disconnect();
  const query = document.getElementById("query");
  query.value = "bus";
  query.dispatchEvent(new Event("input"));
  if (parseInt(document.getElementById("count").textContent) > 0) {
    window.answered_ms = performance.now();
  }
}).observe(document, {subtree: true, attributes: true, attributeFilter: ["hidden"]});
"""
"""Types into the page's search as soon as it is offered, and notes when that was answered."""


def seconds(*words: str | Path) -> float:
    """How long a command of talkcoach takes, start-up included."""
    begun = time.perf_counter()
    subprocess.run(
        [sys.executable, "-m", "talkcoach", *map(str, words)], check=True, capture_output=True
    )
    return time.perf_counter() - begun


def long_talk(folder: Path) -> Path:
    """The sample talk with one run of 60 minutes; its words are those of the sample's own run."""
    talk = Path(shutil.copyfile(SAMPLES / "talk.yaml", folder / "talk.yaml"))
    once = np.concatenate([decode(SAMPLES / name).read() for name in ("run1.ogg", "run2.ogg")])
    wanted = MINUTES * 60 * SAMPLE_RATE
    sound = np.tile(once, -(-wanted // once.size))[:wanted]
    encode_flac(np.array_split(sound, MINUTES), folder / "talk.flac")
    subprocess.run(
        [sys.executable, "-m", "talkcoach", "import", talk, SAMPLES / "run1.ogg"],
        check=True, capture_output=True,
    )  # fmt: skip
    (run,) = (folder / "rehearsals" / "talk").iterdir()
    heard = json.loads((run / "transcript.json").read_text(encoding="utf-8"))
    length_s = heard["duration"]
    words = [
        {**word, "start": word["start"] + n * length_s, "end": word["end"] + n * length_s}
        for n in range(-(-MINUTES * 60 // int(length_s)))
        for word in heard["words"]
    ]
    heard |= {"duration": MINUTES * 60.0,
              "words": [word for word in words if word["end"] < MINUTES * 60]}  # fmt: skip
    shutil.rmtree(run)
    (folder / "words.json").write_text(json.dumps(heard), encoding="utf-8")
    seconds("import", talk, folder / "talk.flac", "--transcript", folder / "words.json")
    return talk


def many_runs(talk: Path) -> None:
    """The run again and again, a day apart, as if recorded."""
    (run,) = (talk.parent / "rehearsals" / "talk").iterdir()
    first = datetime(2026, 1, 1, 10)
    for day in range(RUNS - 1):
        stamp = (first + timedelta(days=day)).strftime("%Y-%m-%dT%H-%M-%S")
        (run.parent / stamp).mkdir()
        for name in ("report.json", "outline.yaml"):
            shutil.copyfile(run / name, run.parent / stamp / name)


def interactive(page_path: Path) -> float | None:
    """Seconds from opening the page until a search in it is answered; None without Chromium."""
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        return None
    if chromium is None:
        return None
    with sync_playwright() as tool:
        browser = tool.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        browser.new_page().goto("about:blank")
        page = browser.new_page()
        page.add_init_script(SEARCH_AT_ONCE)
        page.goto(page_path.as_uri())
        passed_s = float(page.evaluate("window.answered_ms")) / 1000
        browser.close()
    return passed_s


def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        talk = long_talk(folder)
        start_s = seconds("--version")
        rows = [
            ("start of Python and talkcoach alone", start_s),
            ("report --html --no-audio", seconds("report", talk, "--html", "--no-audio")),
            ("report --html, the first time", seconds("report", talk, "--html")),
            ("report --html, again", seconds("report", talk, "--html")),
        ]
        page = folder / "page.html"
        seconds("report", talk, "--html", page)
        if (passed_s := interactive(page)) is not None:
            rows.append(
                ("the page with the voice in Chromium, until a search is answered", passed_s)
            )
        size_mb = page.stat().st_size / 1e6
        many_runs(talk)
        rows += [
            (f"compare --html, {RUNS} runs", seconds("compare", talk, "--html")),
            (f"compare in the terminal, {RUNS} runs", seconds("compare", talk)),
        ]
        for what, passed_s in rows:
            print(f"{passed_s:6.2f} s  {passed_s / start_s:5.1f} x  {what}")
        print(f"{size_mb:6.1f} MB the page of {MINUTES} minutes with the voice")


if __name__ == "__main__":
    main()
