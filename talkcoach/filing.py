"""Filing what was heard as a run, and making a stored run's report again."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from talkcoach.errors import RunError, StorageError
from talkcoach.events import append_event, read_marks, read_only
from talkcoach.files import for_owner_only, write_whole
from talkcoach.listen import Heard, Stage, assess, hear, quiet
from talkcoach.report import Report, RunRef
from talkcoach.runs import Run, create_run, earlier_reports, load_report, runs_folder, store_report

if TYPE_CHECKING:
    from talkcoach.outline.model import Outline
    from talkcoach.speech.audio import Audio


def file_recording(
    outline_path: Path,
    outline: Outline,
    outline_text: bytes,
    audio_path: Path,
    audio: Audio,
    heard: Heard,
    recorded_at: datetime | None = None,
    only: Sequence[str] = (),
) -> tuple[Run, Report]:
    """A new run with the recording, its words, the outline that it was heard with, and the report.

    `outline_text` is the file that `outline` was read from: it may have been edited since.

    The recording is copied as it is; of a video only the sound is kept, as FLAC. The run is dated
    `recorded_at`, else what the file says of itself, else when the file was last changed.

    Raises:
        StorageError: the run's folder cannot be written.
    """
    from talkcoach.speech.formats import save_transcript

    when = recorded_at or audio.recorded_at or datetime.fromtimestamp(audio_path.stat().st_mtime)

    def fill(run: Run) -> None:
        _keep_audio(audio_path, audio, run.folder)
        run.outline_path.write_bytes(outline_text)
        save_transcript(heard.transcript, run.transcript_path)
        reference = RunRef(
            id=run.id,
            recorded_at=when.isoformat(timespec="seconds"),
            source=audio_path.name,
            model=heard.transcript.model,
            language=heard.transcript.language,
        )
        if only:
            append_event(run.folder, "only", sections=list(only))
        earlier = earlier_reports(runs_folder(outline_path), run.id)
        store_report(run, assess(outline, heard, reference, only=only, earlier=earlier))

    run = create_run(outline_path, when, fill)
    return run, load_report(run)


def stored_report(run: Run, stage: Stage = quiet) -> Report:
    """The run's report; made again from its words or audio when it is not there.

    Raises:
        RunError: it is damaged, or there is nothing to make it from.
    """
    if run.report_path.exists():
        return load_report(run)
    if run.is_unfinished:
        raise RunError(
            f"run {run.id} is being recorded, or was interrupted; 'talkcoach recover' finishes it"
        )
    return reassess(run, stage)


def reassess(run: Run, stage: Stage = quiet) -> Report:
    """The run's report made again, from its own outline, words, audio and marks; and stored.

    Raises:
        RunError: the run's words and audio are both gone.
        TalkcoachError: one of its files is damaged.
    """
    from talkcoach.outline.load import load_outline
    from talkcoach.speech.audio import decode

    audio_path = run.audio_path()
    words = run.transcript_path if run.transcript_path.is_file() else None
    if audio_path is None and words is None:
        raise RunError(f"{run.folder} holds neither audio nor words; there is nothing to report on")
    outline = load_outline(run.outline_path)
    audio = None
    if audio_path is not None:
        with stage(f"Reading {audio_path.name}") as advance:
            audio = decode(audio_path, advance)
    heard = hear(outline, audio, words, stage=stage)
    return report_on(run, heard, _source(run) or (audio_path.name if audio_path else ""))


def report_on(run: Run, heard: Heard, source: str) -> Report:
    """The report of what was heard in a run, with the outline and the marks that lie there; stored.

    Raises:
        TalkcoachError: one of the run's files is damaged.
        StorageError: the report cannot be written.
    """
    from talkcoach.outline.load import load_outline

    outline = load_outline(run.outline_path)
    known = {section.id for section in outline.sections()}
    reference = RunRef(
        id=run.id,
        recorded_at=run.recorded_at.isoformat(timespec="seconds"),
        source=source,
        model=heard.transcript.model,
        language=heard.transcript.language,
    )
    report = assess(
        outline,
        heard,
        reference,
        [mark for mark in read_marks(run.folder) if mark.section in known],
        [section for section in read_only(run.folder) if section in known],
        earlier_reports(run.folder.parent, run.id),
    )
    store_report(run, report)
    return report


def voice(run: Run, stage: Stage = quiet) -> bytes | None:
    """The recording as Ogg Opus, small enough to be mailed; made once and kept with the run.

    None when the recording was taken away.

    Raises:
        AudioError: it cannot be read.
        StorageError: there is no room to make it.
    """
    from talkcoach.speech.audio import sound_of
    from talkcoach.speech.encode import encode_opus

    small = run.folder / "voice.opus"
    audio_path = run.audio_path()
    if audio_path is None:  # a recording that was taken away is not to live on in a copy
        with suppress(OSError):
            small.unlink(missing_ok=True)
        return None
    if small.exists() and small.stat().st_mtime >= audio_path.stat().st_mtime:
        return small.read_bytes()
    try:
        with for_owner_only(), tempfile.TemporaryDirectory(prefix="talkcoach-") as aside:
            draft = Path(aside, small.name)
            with stage("Making the voice small"):
                encode_opus(sound_of(audio_path), draft)
            content = draft.read_bytes()
    except OSError as error:
        raise StorageError(
            f"{tempfile.gettempdir()}: the small copy of {audio_path} cannot be written: "
            f"{error.strerror or error}; --no-audio needs none"
        ) from error
    with suppress(OSError):  # a full or read-only disk: made again the next time
        write_whole(small, content, private=True)
    return content


def _source(run: Run) -> str:
    """Where the recording came from, as the report that is there says."""
    with suppress(RunError):
        before = load_report(run).run
        return before.source if before else ""
    return ""


def _keep_audio(audio_path: Path, audio: Audio, folder: Path) -> None:
    from talkcoach.speech.encode import encode_flac

    if audio.has_video:
        encode_flac(audio.sound(), folder / "audio.flac")
    else:
        shutil.copyfile(audio_path, folder / f"audio{audio_path.suffix.lower() or '.bin'}")
