"""What once went wrong: races, half files, files of the user's own, strange recordings."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from pathlib import Path

import av
import numpy as np
import pytest
from bad_inputs import run as stored_run
from bad_inputs import sound
from reports import make_report

from talkcoach import clips
from talkcoach.errors import RunError, StorageError
from talkcoach.events import append_event, read_marks, undone_on_failure
from talkcoach.files import write_whole
from talkcoach.filing import voice
from talkcoach.finishing import is_empty
from talkcoach.notes import add_note, read_notes
from talkcoach.runs import Run, begin_run, create_run, find_run, list_runs
from talkcoach.speech.audio import decode

WHEN = datetime(2026, 3, 4, 10)


def talkcoach(*words: str, folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "talkcoach", *words],
        cwd=folder, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL,
    )  # fmt: skip


@pytest.fixture
def stored(tmp_path: Path) -> Run:
    """A run with a good report."""
    stored_run()(tmp_path)
    return find_run(tmp_path / "talk.yaml")


class TestAtOnce:
    def test_runs_of_the_same_second_get_seconds_of_their_own(self, tmp_path: Path) -> None:
        together = threading.Barrier(4)

        def file(number: int) -> str:
            def fill(run: Run) -> None:
                (run.folder / "notes.md").write_text(str(number), encoding="utf-8")
                together.wait(10)

            return create_run(tmp_path / "talk.yaml", WHEN, fill).id

        with ThreadPoolExecutor(4) as pool:
            made = list(pool.map(file, range(4)))
        assert len(set(made)) == 4
        assert {read_notes(run) for run in list_runs(tmp_path / "talk.yaml")} == set("0123")

    def test_no_note_is_lost(self, stored: Run) -> None:
        with ThreadPoolExecutor(6) as pool:
            list(pool.map(lambda n: add_note(stored, f"note {n}"), range(30)))
        assert sorted(read_notes(stored).splitlines()) == sorted(f"note {n}" for n in range(30))

    @pytest.mark.parametrize("year", [1, 987, 9999])
    def test_any_year_can_be_found_again(self, tmp_path: Path, year: int) -> None:
        when = datetime(year, 12, 31, 23, 59, 59)
        ids = [create_run(tmp_path / "t.yaml", when, lambda run: None).id for _ in range(2)]
        assert {run.id for run in list_runs(tmp_path / "t.yaml")} == set(ids)
        assert list_runs(tmp_path / "t.yaml")[0].recorded_at.year == year


class TestWhatIsTheUsers:
    def test_an_interrupted_run_with_somebodys_files_is_not_taken_away(
        self, tmp_path: Path
    ) -> None:
        stored_run()(tmp_path)
        (tmp_path / "talk.yaml").write_bytes(
            (tmp_path / "rehearsals/talk/2026-03-04T10-00-00/outline.yaml").read_bytes()
        )
        folder = find_run(tmp_path / "talk.yaml").folder
        (folder / "unfinished.lock").touch()
        (folder / "slides.pptx").write_text("mine", encoding="utf-8")
        done = talkcoach("recover", "talk.yaml", folder=tmp_path)
        assert done.returncode == 2, done.stderr
        assert "nothing to report on" in done.stderr
        assert (folder / "slides.pptx").read_text(encoding="utf-8") == "mine"

    def test_a_damaged_interrupted_run_is_not_taken_away(self, tmp_path: Path) -> None:
        folder = begin_run(tmp_path / "talk.yaml", datetime(2026, 3, 4), b"title: T").folder
        run = Run(folder.name, folder)
        assert is_empty(run)
        (folder / "events.jsonl").write_text("garbage\n", encoding="utf-8")
        assert not is_empty(run)

    def test_a_schema_of_ones_own_is_kept(self, tmp_path: Path) -> None:
        own = tmp_path / "talkcoach.schema.json"
        own.write_text("mine", encoding="utf-8")
        assert talkcoach("new", "t.yaml", "--papers", "2", folder=tmp_path).returncode == 0
        assert (tmp_path / "talkcoach.schema.backup-1.json").read_text(encoding="utf-8") == "mine"

    def test_a_link_stays_a_link(self, tmp_path: Path) -> None:
        (tmp_path / "real.txt").write_text("old", encoding="utf-8")
        (tmp_path / "link.txt").symlink_to("real.txt")
        write_whole(tmp_path / "link.txt", b"new")
        assert (tmp_path / "link.txt").is_symlink()
        assert (tmp_path / "real.txt").read_bytes() == b"new"

    def test_a_pipe_is_written_to(self, tmp_path: Path) -> None:
        pipe = tmp_path / "pipe"
        os.mkfifo(pipe)
        with ThreadPoolExecutor(1) as pool:
            read = pool.submit(pipe.read_bytes)
            write_whole(pipe, b"through")
            assert read.result(10) == b"through"
        assert pipe.is_fifo()

    def test_a_copy_of_the_voice_goes_with_the_recording(self, stored: Run) -> None:
        sound("audio.flac", "flac")(stored.folder)
        assert voice(stored)
        small = stored.folder / "voice.opus"
        assert small.stat().st_mode & 0o777 == 0o600
        (stored.folder / "audio.flac").unlink()
        assert voice(stored) is None
        assert not small.exists()


class TestHalfDone:
    def test_a_mark_is_taken_back_when_its_report_fails(self, stored: Run) -> None:
        append_event(stored.folder, "mark", section="waiting", at_s=60.0)
        before = read_marks(stored.folder)

        def fail() -> None:
            with undone_on_failure(stored.folder):
                append_event(stored.folder, "mark", section="waiting", at_s=90.0)
                raise StorageError("the disk is full")

        with pytest.raises(StorageError):
            fail()
        assert read_marks(stored.folder) == before

    def test_clips_are_whole_or_not_there(
        self, stored: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        sound("audio.flac", "flac", seconds=60.0)(stored.folder)
        real: Callable[..., None] = clips.encode_flac
        made: list[Path] = []

        def interrupted(blocks: object, path: Path) -> None:
            made.append(path)
            real(blocks, path)
            if len(made) == 2:
                raise KeyboardInterrupt

        monkeypatch.setattr(clips, "encode_flac", interrupted)
        folder = tmp_path / "clips"
        report = make_report({"opening": 10.0, "labels": 10.0, "reward": 10.0, "closing": 10.0})
        with pytest.raises(KeyboardInterrupt):
            clips.write_clips(report, stored.folder / "audio.flac", folder)
        assert [path.name for path in folder.iterdir()] == ["01-opening.flac"]
        assert all(path.stat().st_mode & 0o777 == 0o600 for path in folder.iterdir())
        nothing = make_report(dict.fromkeys(("opening", "labels", "reward", "closing")))
        with pytest.raises(RunError, match="no section"):
            clips.write_clips(nothing, stored.folder / "audio.flac", folder)

    def test_sigterm_leaves_no_draft(self, tmp_path: Path) -> None:
        code = (
            "import sys, tempfile, time, click, talkcoach.cli as c\n"
            "@click.command()\n"
            "def wait():\n"
            "    with tempfile.TemporaryDirectory(dir='.') as aside:\n"
            "        print('there', flush=True); time.sleep(60)\n"
            "c.cli.get_command = lambda ctx, name: wait\n"
            "sys.argv = ['talkcoach', 'check']\n"
            "c.main()\n"
        )
        with subprocess.Popen(
            [sys.executable, "-c", code], cwd=tmp_path, stdout=subprocess.PIPE, text=True
        ) as process:
            assert process.stdout
            assert process.stdout.readline() == "there\n"
            process.send_signal(signal.SIGTERM)
            assert process.wait(20) == 128 + signal.SIGTERM
        assert list(tmp_path.iterdir()) == []


class TestStrangeRecordings:
    @pytest.mark.parametrize(
        ("first", "second"),
        [((44_100, "stereo"), (44_100, "mono")), ((44_100, "mono"), (22_050, "mono"))],
    )
    def test_joined_files_are_heard_to_the_end(
        self, tmp_path: Path, first: tuple[int, str], second: tuple[int, str]
    ) -> None:
        """The first pair crashed the process, the second lost all that follows."""
        data = b""
        for rate, layout in (first, second):
            sound("part.mp3", "mp3", seconds=3.0, rate=rate, layout=layout)(tmp_path)
            data += (tmp_path / "part.mp3").read_bytes()
        (tmp_path / "joined.mp3").write_bytes(data)
        assert decode(tmp_path / "joined.mp3").duration_s == pytest.approx(6.0, abs=0.3)

    def test_a_cover_is_no_film(self, tmp_path: Path) -> None:
        path = tmp_path / "a.mp3"
        with av.open(str(path), "w") as container:
            audio = container.add_stream("mp3", rate=44_100, layout="mono")
            cover = container.add_stream("png", rate=1)
            cover.width, cover.height, cover.pix_fmt = 16, 16, "rgb24"
            cover.disposition = av.stream.Disposition.attached_pic
            picture = av.VideoFrame.from_ndarray(np.zeros((16, 16, 3), np.uint8), "rgb24")
            container.mux([*cover.encode(picture), *cover.encode(None)])
            tone = (3_000 * np.sin(np.arange(88_200) / 10)).astype(np.int16)[np.newaxis, :]
            heard = av.AudioFrame.from_ndarray(tone, "s16", "mono")
            heard.sample_rate = 44_100
            container.mux([*audio.encode(heard), *audio.encode(None)])
        audio_ = decode(path)
        assert not audio_.has_video
        assert audio_.duration_s == pytest.approx(2.0, abs=0.2)


@pytest.mark.skipif(sys.platform != "linux", reason="/sys and /dev/full are Linux's")
class TestWhatTheSystemRefuses:
    @pytest.fixture
    def folder(self, stored: Run) -> Path:
        """A folder with an outline and its run."""
        folder = stored.folder.parent.parent.parent
        (folder / "talk.yaml").write_bytes(stored.outline_path.read_bytes())
        return folder

    @pytest.mark.parametrize(
        "words",
        [
            "deck talk.yaml -o /sys/deck.pptx",
            "report talk.yaml --plot /sys/plot.svg",
            "report talk.yaml --html /sys/page.html",
            "export talk.yaml --format csv -o /sys/table.csv",
            "new /sys/talk.yaml --papers 2",
            "demo /sys/tryout",
        ],
    )
    def test_a_folder_that_takes_no_file(self, folder: Path, words: str) -> None:
        done = talkcoach(*words.split(), folder=folder)
        assert done.returncode == 1, done.stderr
        (line,) = done.stderr.splitlines()
        assert line.startswith("talkcoach: /sys/")

    @pytest.mark.parametrize(
        "words", ["check talk.yaml --json", "report talk.yaml", "runs talk.yaml", "--help"]
    )
    def test_a_full_disk_behind_standard_output(self, folder: Path, words: str) -> None:
        with open("/dev/full", "w", encoding="utf-8") as full:
            done = subprocess.run(
                [sys.executable, "-m", "talkcoach", *words.split()],
                cwd=folder, stdout=full, stderr=subprocess.PIPE,
                text=True, check=False,
            )  # fmt: skip
        assert (done.returncode, done.stderr) == (1, "talkcoach: No space left on device\n")
