"""The documents' tables are those that the code gives."""

from __future__ import annotations

import importlib.util
import sys
from contextlib import suppress
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import pytest

DOCS = Path(__file__).parent.parent / "docs"
SPEC = importlib.util.spec_from_file_location("make_tables", DOCS / "make_tables.py")
assert SPEC
assert SPEC.loader
make_tables = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(make_tables)


def is_as_pinned() -> bool:
    """Whether what is installed here is what constraints.txt pins, on the system it is for."""
    pins = (DOCS.parent / "constraints.txt").read_text(encoding="utf-8")
    for line in pins.splitlines():
        name, equals, pinned = line.partition("#")[0].strip().partition("==")
        with suppress(PackageNotFoundError):
            if equals and version(name) != pinned:
                return False
    return sys.platform == "linux"


@pytest.mark.parametrize(
    ("document", "table"),
    [
        ("bad-input.md", make_tables.bad_inputs.table()),
        ("outline.md", make_tables.outline_reference()),
        pytest.param(
            "licences.md",
            make_tables.licences(),
            marks=pytest.mark.skipif(not is_as_pinned(), reason="other versions than pinned"),
        ),
    ],
)
def test_tables_are_up_to_date(document: str, table: str) -> None:
    assert table in (DOCS / document).read_text(encoding="utf-8"), "run docs/make_tables.py"
