"""The documents' tables are those that the code gives."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest

DOCS = Path(__file__).parent.parent / "docs"
SPEC = importlib.util.spec_from_file_location("make_tables", DOCS / "make_tables.py")
assert SPEC
assert SPEC.loader
make_tables = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(make_tables)


@pytest.mark.parametrize(
    ("document", "table"),
    [
        ("bad-input.md", make_tables.bad_inputs.table()),
        ("outline.md", make_tables.outline_reference()),
        ("licences.md", make_tables.licences()),
    ],
)
def test_tables_are_up_to_date(document: str, table: str) -> None:
    assert table in (DOCS / document).read_text(encoding="utf-8"), "run docs/make_tables.py"
