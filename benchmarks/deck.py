"""How long a deck of 60 slides takes to make and to update, beside bare python-pptx.

    python benchmarks/deck.py [REPEATS]

Each line is the median of REPEATS (5 by default) in one run, and its ratio to making the same
number of slides with title, text and notes through python-pptx alone. The commands are timed as a
person waits for them, the interpreter's start included.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import pptx

from talkcoach.deck.write import write_deck
from talkcoach.outline.load import load_outline

PAPERS, SLIDES = 6, 7
"""With title, theme, roadmaps, takeaways and closing these make 60 slides."""


def outline_text(papers: int, tracker: bool = True) -> str:
    """A 60-minute talk on so many papers."""
    blocks = "".join(
        f'  - {{id: p{p}, title: "Method{p}: planning under doubt", short: "Part {p}",\n'
        f'     venue: "ICML 2025", link: "Planning needs a model that holds {p}",\n'
        f'     takeaway: "Models hold when {p} of them agree", slides: [\n'
        + "".join(
            f'      {{title: "Claim {p}.{s} as a sentence", points: ["We say", "Evidence"]}},\n'
            for s in range(SLIDES)
        )
        + "     ]}\n"
        for p in range(papers)
    )
    return (
        'title: "Big talk"\nduration: 60 min\ntheme: "How do we plan?"\n'
        f"roadmap: {{tracker: {'true' if tracker else 'false'}}}\n"
        'opening: {budget: 5 min, slides: [{title: "A scene", points: ["One", "Two"]}]}\n'
        f"closing: {{budget: 5 min}}\npapers:\n{blocks}"
    )


def bare(path: Path, slides: int) -> None:
    """The same number of slides by python-pptx alone."""
    presentation = pptx.Presentation()
    for number in range(slides):
        slide = presentation.slides.add_slide(presentation.slide_layouts[1])
        slide.shapes.title.text = f"Claim {number} as a sentence"
        slide.placeholders[1].text_frame.text = "What we say\nEvidence"
        slide.notes_slide.notes_text_frame.text = "0:00-1:00  Part"
    presentation.save(str(path))


def median_s(work: Callable[[], object], repeats: int, before: Callable[[], object]) -> float:
    """The median seconds that `work` takes, `before` being done each time and not timed."""
    times = []
    for _ in range(repeats):
        before()
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def main() -> None:
    """Measure and print."""
    repeats = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        old, new = folder / "old.yaml", folder / "new.yaml"
        old.write_text(outline_text(PAPERS), encoding="utf-8")
        new.write_text(outline_text(PAPERS - 1), encoding="utf-8")
        deck = folder / "deck.pptx"
        fresh = write_deck(load_outline(old), deck)
        count = len(fresh.slides)
        made = deck.read_bytes()

        def remove() -> None:
            deck.unlink(missing_ok=True)

        def restore() -> None:
            deck.write_bytes(made)

        def command(outline: Path) -> Callable[[], object]:
            arguments = [sys.executable, "-m", "talkcoach", "deck", str(outline), "-o", str(deck)]
            return lambda: subprocess.run(arguments, check=True, capture_output=True)

        measured = {
            "bare python-pptx": median_s(lambda: bare(folder / "b.pptx", count), repeats, remove),
            "make": median_s(lambda: write_deck(load_outline(old), deck), repeats, remove),
            "update, a paper gone": median_s(
                lambda: write_deck(load_outline(new), deck), repeats, restore
            ),
            "update, nothing to do": median_s(
                lambda: write_deck(load_outline(old), deck), repeats, restore
            ),
            "talkcoach deck, new": median_s(command(old), repeats, remove),
            "talkcoach deck, update": median_s(command(new), repeats, restore),
        }
    print(f"{count} slides, median of {repeats}")
    for what, seconds in measured.items():
        print(f"{what:24} {seconds:6.2f} s {seconds / measured['bare python-pptx']:6.2f} x")


if __name__ == "__main__":
    main()
