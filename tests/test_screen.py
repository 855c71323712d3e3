"""The rehearsal screen, driven as by a person, on a real microphone."""

from __future__ import annotations

import asyncio
import json
import shutil
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path

import pytest
from room import RATE, Room, write_wav
from textual.pilot import Pilot
from textual.widgets import Digits, Static

from talkcoach.durations import parse_duration
from talkcoach.listen import Recogniser
from talkcoach.outline.load import load_outline
from talkcoach.recording.recorder import Recorder
from talkcoach.rehearse import Rehearsal
from talkcoach.screen.app import RehearsalScreen
from talkcoach.speech.audio import decode

SAMPLES = Path(__file__).parent.parent / "samples"


@pytest.fixture
def rehearsal(room: Room, tmp_path: Path) -> Iterator[Rehearsal]:
    path = Path(shutil.copyfile(SAMPLES / "talk.yaml", tmp_path / "talk.yaml"))
    sound = decode(SAMPLES / "run2.ogg").read()[: 60 * RATE]
    room.play(write_wav(tmp_path / "played.wav", sound))
    one = Rehearsal(
        path, load_outline(path), path.read_bytes(), Recorder(), Recogniser(), follow=False
    )
    yield one
    one.close()


def drive(
    screen: RehearsalScreen,
    act: Callable[[Pilot[str]], Awaitable[None]],
    size: tuple[int, int] = (80, 24),
) -> None:
    async def run() -> None:
        async with screen.run_test(size=size) as pilot:
            await act(pilot)

    asyncio.run(run())


def shown(screen: RehearsalScreen, name: str) -> str:
    """The text of one part of the screen, as it is drawn."""
    widget = screen.query_one(f"#{name}", Static)
    lines = [widget.render_line(y) for y in range(widget.size.height)]
    return "\n".join("".join(segment.text for segment in line).rstrip() for line in lines)


async def seconds(pilot: Pilot[str], length: float) -> None:
    """Let so many seconds go by."""
    await asyncio.sleep(length)
    await pilot.pause()


def test_from_the_check_to_the_stop(rehearsal: Rehearsal) -> None:
    screen = RehearsalScreen(rehearsal)

    async def act(pilot: Pilot[str]) -> None:
        await seconds(pilot, 4.0)
        assert "good" in shown(screen, "now")
        assert "space starts" in shown(screen, "keys")
        assert rehearsal.run is None
        await pilot.press("space")
        await seconds(pilot, 1.5)
        assert "REC" in shown(screen, "level")
        elapsed, left = (
            parse_duration(screen.query_one(f"#{name}", Digits).value)
            for name in ("elapsed", "left")
        )
        assert 1 <= elapsed <= 4
        assert elapsed + left == pytest.approx(rehearsal.planned_s, abs=1)
        assert "Opening  by the plan" in shown(screen, "now")
        assert "Next, Waiting: " in shown(screen, "cue")
        await pilot.press("right")
        await pilot.pause()
        assert "Waiting begins" in shown(screen, "level")
        assert "> Waiting" in " ".join(shown(screen, "plan").split())
        await pilot.press("left")
        await pilot.pause()
        assert "still Opening" in shown(screen, "level")
        await pilot.press("m")
        await pilot.press("p")
        await seconds(pilot, 0.5)
        assert "PAUSED" in shown(screen, "level")
        assert "p go on" in shown(screen, "keys")
        at_s = rehearsal.recorder.recorded_s
        await seconds(pilot, 1.0)
        assert rehearsal.recorder.recorded_s == at_s
        await pilot.press("p")
        await pilot.press("q")
        await pilot.pause()
        assert "Stop here?" in shown(screen, "keys")
        await pilot.press("z")
        await seconds(pilot, 0.3)
        assert "q stop" in shown(screen, "keys")
        await pilot.press("q", "q")
        await pilot.pause()

    drive(screen, act)
    assert screen.return_value == RehearsalScreen.STOPPED
    assert rehearsal.run
    lines = (rehearsal.run.folder / "events.jsonl").read_text().splitlines()
    kinds = [json.loads(line)["event"] for line in lines]
    assert kinds == ["recording", "mark", "not_before", "note", "pause", "resume"]
    assert len(rehearsal.notes) == 1


def test_leaving_before_it_begins_leaves_nothing(rehearsal: Rehearsal, tmp_path: Path) -> None:
    screen = RehearsalScreen(rehearsal, countdown_s=9)

    async def act(pilot: Pilot[str]) -> None:
        await pilot.press("enter")
        await seconds(pilot, 1.2)
        assert screen.query_one("#elapsed", Digits).value in ("7", "8")
        await pilot.press("ctrl+c")
        await pilot.pause()

    drive(screen, act)
    assert screen.return_value == RehearsalScreen.LEFT
    assert not (tmp_path / "rehearsals").exists()


def test_stops_by_itself(rehearsal: Rehearsal) -> None:
    screen = RehearsalScreen(rehearsal, duration_s=1.0)

    async def act(pilot: Pilot[str]) -> None:
        await pilot.press("space")
        await seconds(pilot, 4.5)

    drive(screen, act)
    assert screen.return_value == RehearsalScreen.ENDED


@pytest.mark.parametrize("size", [(40, 16), (60, 20), (80, 24), (120, 40), (200, 60)])
def test_shows_what_matters_at_any_size(rehearsal: Rehearsal, size: tuple[int, int]) -> None:
    screen = RehearsalScreen(rehearsal)

    async def act(pilot: Pilot[str]) -> None:
        await pilot.press("space")
        await seconds(pilot, 0.8)
        await pilot.press("right")
        await pilot.pause()
        for name in ("elapsed", "left", "now", "plan", "level", "keys"):
            widget = screen.query_one(f"#{name}")
            assert widget.region.height > 0, name
            assert widget.region.bottom <= size[1], name
            assert widget.region.right <= size[0], name
        assert "Waiting" in shown(screen, "now")
        assert "of 1:35" in shown(screen, "now")
        assert ">" in shown(screen, "plan")

    drive(screen, act, size)
