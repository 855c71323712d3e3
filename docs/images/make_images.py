"""Draw the pictures of this folder from the sample talk; needs LibreOffice and pdftoppm.

Run it at the top of the repository: `python docs/images/make_images.py`.
"""

from __future__ import annotations

import subprocess
import tempfile
from pathlib import Path

from talkcoach.deck.plan import plan
from talkcoach.deck.write import write_deck
from talkcoach.outline.load import load_outline

HERE = Path(__file__).parent
OUTLINE = HERE.parent.parent / "samples" / "talk.yaml"
WIDTH = 900
"""Pixels."""
PICTURES = {
    "roadmap-list": ("list", "roadmap/crowding"),
    "roadmap-track": ("track", "roadmap/crowding"),
    "tracker": ("list", "slide/crowding/"),
}
"""The style and the slide of each picture."""


def draw(name: str, style: str, key: str, folder: Path) -> None:
    """Write the picture `name` of the first slide whose key begins with `key`."""
    outline = load_outline(OUTLINE)
    looks = outline.roadmap.model_copy(update={"style": style, "tracker": True})
    outline = outline.model_copy(update={"roadmap": looks})
    number = next(i for i, spec in enumerate(plan(outline), start=1) if spec.key.startswith(key))
    deck = write_deck(outline, folder / f"{name}.pptx").path
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    convert = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder)]
    subprocess.run([*convert, str(deck)], check=True, capture_output=True)
    page = [
        "-f",
        str(number),
        "-singlefile",
        "-png",
        "-scale-to-x",
        str(WIDTH),
        "-scale-to-y",
        "-1",
    ]
    source = str(deck.with_suffix(".pdf"))
    subprocess.run(["pdftoppm", *page, source, str(HERE / name)], check=True)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        for name, (style, key) in PICTURES.items():
            draw(name, style, key, Path(folder))
