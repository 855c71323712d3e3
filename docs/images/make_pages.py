"""Draw `report.png` and `compare.png`: the top of the sample's pages, as Chromium shows them.

Needs Chromium, and a minute to hear the two runs. Run it at the top of the repository:
`python docs/images/make_pages.py`.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

HERE = Path(__file__).parent
SAMPLES = HERE.parent.parent / "samples"
WIDTH = 1_000
HEIGHTS = {"report": 1_180, "compare": 1_000}
"""Pixels."""


def talkcoach(*words: str | Path) -> None:
    """Run a command."""
    subprocess.run([sys.executable, "-m", "talkcoach", *map(str, words)], check=True)


def main() -> None:
    """Make the pages and photograph them."""
    with tempfile.TemporaryDirectory() as name:
        talk = Path(shutil.copyfile(SAMPLES / "talk.yaml", Path(name, "talk.yaml")))
        for run in ("run1", "run2"):
            talkcoach("import", talk, SAMPLES / f"{run}.ogg")
        pages = {kind: Path(name, f"{kind}.html") for kind in HEIGHTS}
        talkcoach("report", talk, "last~1", "--html", pages["report"], "--no-audio")
        talkcoach("compare", talk, "--html", pages["compare"])
        with sync_playwright() as tool:
            browser = tool.chromium.launch(
                executable_path=shutil.which("chromium"), args=["--no-sandbox"]
            )
            for kind, height in HEIGHTS.items():
                page = browser.new_page(viewport={"width": WIDTH, "height": height})
                page.goto(pages[kind].as_uri())
                page.screenshot(path=HERE / f"{kind}.png")
            browser.close()


if __name__ == "__main__":
    main()
