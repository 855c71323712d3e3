"""Write what the documents take from the code: tables of bad input, of the outline, of licences.

Run it at the top of the repository: `python docs/make_tables.py`. Tests check that it was run.
"""

from __future__ import annotations

import sys
from pathlib import Path

TOP = Path(__file__).parent.parent
sys.path.insert(0, str(TOP / "tests"))

import bad_inputs  # noqa: E402  from the tests' folder


def put(document: Path, table: str, name: str) -> None:
    """Replace what stands between the two comments that bear `name`."""
    begin, end = f"<!-- {name} -->\n", f"<!-- end of {name} -->"
    before, rest = document.read_text(encoding="utf-8").split(begin)
    document.write_text(f"{before}{begin}{table}{end}{rest.split(end)[1]}", encoding="utf-8")


if __name__ == "__main__":
    put(TOP / "docs" / "bad-input.md", bad_inputs.table(), "table")
