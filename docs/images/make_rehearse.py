"""Draw `rehearse.png`: five minutes into the sample's first run, followed as it is played.

Needs PulseAudio and Chromium, and takes those five minutes. Run it at the top of the repository:
`python docs/images/make_rehearse.py`.
"""

from __future__ import annotations

import asyncio
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).parent
TOP = HERE.parent.parent
sys.path.insert(0, str(TOP / "tests"))

from room import Room, write_wav  # noqa: E402

from talkcoach.listen import Recogniser  # noqa: E402
from talkcoach.outline.load import load_outline  # noqa: E402
from talkcoach.recording.recorder import Recorder  # noqa: E402
from talkcoach.rehearse import Rehearsal  # noqa: E402
from talkcoach.screen.app import RehearsalScreen  # noqa: E402
from talkcoach.speech.audio import decode  # noqa: E402

MOMENT_S = 320.0


async def follow(screen: RehearsalScreen, room: Room, sound: Path, picture: Path) -> None:
    """Rehearse until the moment, and keep what the screen shows."""
    async with screen.run_test(size=(80, 24)) as pilot:
        await asyncio.sleep(4)
        room.play(sound)
        await pilot.press("space")
        await asyncio.sleep(MOMENT_S)
        picture.write_text(screen.export_screenshot(), encoding="utf-8")


def main() -> None:
    """Write the picture."""
    with tempfile.TemporaryDirectory(prefix="room") as name:
        folder = Path(name)
        room = Room(folder)
        os.environ.update(room.env)
        outline = Path(shutil.copyfile(TOP / "samples" / "talk.yaml", folder / "talk.yaml"))
        sound = write_wav(folder / "run1.wav", decode(TOP / "samples" / "run1.ogg").read())
        rehearsal = Rehearsal(
            outline, load_outline(outline), outline.read_bytes(), Recorder(), Recogniser()
        )
        picture = folder / "screen.svg"
        asyncio.run(follow(RehearsalScreen(rehearsal), room, sound, picture))
        rehearsal.close()
        room.close()
        subprocess.run(
            ["chromium", "--headless", "--no-sandbox", "--window-size=1000,640",
             f"--screenshot={HERE / 'rehearse.png'}", str(picture)],
            check=True,
            capture_output=True,
        )  # fmt: skip


if __name__ == "__main__":
    main()
