"""Which library belongs where, and what is pure; the layers are contracts in pyproject.toml."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import talkcoach

PACKAGE = Path(talkcoach.__file__).parent
MODULES = sorted(PACKAGE.rglob("*.py"))

HOME = {
    "av": ("speech", "recording"),
    "click": ("cli",),
    "ctranslate2": ("speech",),
    "faster_whisper": ("speech",),
    "filelock": ("locks.py",),
    "huggingface_hub": ("speech",),
    "jinja2": ("pages",),
    "pptx": ("deck",),
    "rich": ("terminal", "cli", "screen"),
    "sounddevice": ("recording",),
    "textual": ("screen",),
    "vl_convert": ("pages",),
    "yaml": ("outline",),
}
"""Libraries that touch the world, and the one place that each belongs to."""

PURE = (
    "analysis",
    "report.py",
    "advice.py",
    "compare.py",
    "durations.py",
    "exports.py",
    "history.py",
    "marks.py",
    "text.py",
)

PURE_DECK = {
    "changes", "clues", "digests", "evidence", "extract", "fit", "kinship", "lexicon", "match",
    "merge", "notes", "order", "plan", "readslide", "recover", "renames",
}  # fmt: skip
"""What decides about a deck without a deck at hand; see docs/deck.md."""


def imports(module: Path) -> set[str]:
    """All modules that `module` imports, inside functions too."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
    return found


def place(module: Path) -> str:
    """The folder or file directly below the package that holds `module`."""
    return module.relative_to(PACKAGE).parts[0]


@pytest.mark.parametrize("module", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
class TestLayers:
    def test_adapters_stay_at_home(self, module: Path) -> None:
        for name in imports(module):
            library = name.split(".")[0]
            if library in HOME:
                assert place(module) in HOME[library], f"{library} belongs in {HOME[library]}"

    def test_only_the_entry_point_imports_the_command_line(self, module: Path) -> None:
        if place(module) not in ("cli", "__main__.py"):
            assert not any(name.startswith("talkcoach.cli") for name in imports(module))

    def test_only_the_command_line_imports_what_people_see(self, module: Path) -> None:
        if place(module) not in ("cli", "terminal", "screen"):
            seen = ("talkcoach.terminal", "talkcoach.screen")
            assert not any(name.startswith(seen) for name in imports(module))

    def test_pure_modules_touch_no_files_clock_or_threads(self, module: Path) -> None:
        if place(module) in PURE:
            world = {"os", "pathlib", "time", "threading", "subprocess", "shutil", "sys"}
            assert not imports(module) & world

    def test_what_decides_about_decks_touches_none(self, module: Path) -> None:
        if place(module) == "deck" and module.stem in PURE_DECK:
            names = {name.split(".")[0] for name in imports(module)}
            assert not names & {"pptx", "lxml", "PIL", "os", "pathlib", "zipfile", "io"}


def test_the_pure_modules_of_decks_are_there() -> None:
    assert {module.stem for module in MODULES if place(module) == "deck"} >= PURE_DECK
