"""Transcripts kept between analyses."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from talkcoach.speech.cache import cache_folder, cached, forget, keep
from talkcoach.speech.transcript import Transcript, Word

SOUND = "ab" * 32
OTHER_SOUND = "cd" * 32
HEARD = Transcript((Word(0.5, 0.9, "Hello,", 0.75),), 2.0, "en", "tiny.en")


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("TALKCOACH_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache"


def entries() -> list[Path]:
    return list(cache_folder("transcripts").iterdir())


def test_what_is_kept_comes_back_whole() -> None:
    keep(HEARD, SOUND, "tiny.en, greedy")
    assert cached(SOUND, "tiny.en, greedy") == HEARD


@pytest.mark.parametrize(
    ("sound", "recognition"), [(OTHER_SOUND, "tiny.en, greedy"), (SOUND, "base, greedy")]
)
def test_another_sound_or_another_way_is_a_miss(sound: str, recognition: str) -> None:
    keep(HEARD, SOUND, "tiny.en, greedy")
    assert cached(sound, recognition) is None


@pytest.mark.parametrize("damage", [b"", b'{"words": [', b"\xff\xfe", b'{"words": 3}'])
def test_a_damaged_entry_is_a_miss_and_can_be_written_again(damage: bytes) -> None:
    keep(HEARD, SOUND, "x")
    (entry,) = entries()
    entry.write_bytes(damage)
    assert cached(SOUND, "x") is None
    keep(HEARD, SOUND, "x")
    assert cached(SOUND, "x") == HEARD


def test_forgetting_a_sound_leaves_the_others() -> None:
    for sound, way in ((SOUND, "x"), (SOUND, "y"), (OTHER_SOUND, "x")):
        keep(HEARD, sound, way)
    forget(SOUND)
    assert cached(SOUND, "x") is None
    assert cached(SOUND, "y") is None
    assert cached(OTHER_SOUND, "x") == HEARD


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such modes")
def test_only_the_owner_can_read_it() -> None:
    keep(HEARD, SOUND, "x")
    (entry,) = entries()
    assert entry.stat().st_mode & 0o777 == 0o600
    assert entry.parent.stat().st_mode & 0o777 == 0o700


def test_a_cache_that_cannot_be_made_is_no_cache(folder: Path) -> None:
    folder.write_text("a file where the folder should be", encoding="utf-8")
    keep(HEARD, SOUND, "x")
    assert cached(SOUND, "x") is None
