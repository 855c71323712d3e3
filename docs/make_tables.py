"""Write what the documents take from the code: tables of bad input, of the outline, of licences.

Run it at the top of the repository: `python docs/make_tables.py`. Tests check that it was run.
"""

from __future__ import annotations

import sys
import tomllib
from contextlib import suppress
from importlib import metadata
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from pydantic_core import PydanticUndefined

from talkcoach.outline.model import Backup, Outline, Paper, Part, Roadmap, Slide

TOP = Path(__file__).parent.parent
sys.path.insert(0, str(TOP / "tests"))

import bad_inputs  # noqa: E402  from the tests' folder

MODELS = {
    "The talk": Outline,
    "A paper (`papers`)": Paper,
    "Opening and closing": Part,
    "A slide (`slides`)": Slide,
    "The roadmap": Roadmap,
    "Backup slides (`backup`)": Backup,
}


def put(document: Path, table: str, name: str) -> None:
    """Replace what stands between the two comments that bear `name`."""
    begin, end = f"<!-- {name} -->\n", f"<!-- end of {name} -->"
    before, rest = document.read_text(encoding="utf-8").split(begin)
    document.write_text(f"{before}{begin}{table}{end}{rest.split(end)[1]}", encoding="utf-8")


def outline_reference() -> str:
    """The outline's keys, from the models that read it."""
    lines = []
    for title, model in MODELS.items():
        lines += [f"### {title}", "", "| key | what it is | default |", "|---|---|---|"]
        for name, field in model.model_fields.items():
            default = "required" if field.is_required() else _default(field.get_default())
            lines.append(f"| `{name}` | {field.description} | {default} |")
        lines.append("")
    return "\n".join(lines)


def _default(value: object) -> str:
    if value in (None, (), "", PydanticUndefined):
        return ""
    return f"`{str(value).lower() if isinstance(value, bool) else value}`"


def licences() -> str:
    """What is installed with talkcoach, and under which licence, as the packages themselves say."""
    found: dict[str, str] = {}
    project = tomllib.loads((TOP / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    waiting = [project["dependencies"] + project["optional-dependencies"]["offline"]]
    while waiting:
        for text in waiting.pop():
            requirement = Requirement(text)
            if requirement.marker and not requirement.marker.evaluate({"extra": "offline"}):
                continue
            name = canonicalize_name(requirement.name)
            if name not in found:
                with suppress(metadata.PackageNotFoundError):  # of another system
                    found[name] = _licence(name)
                    waiting.append(metadata.requires(name) or [])
    lines = ["| package | licence |", "|---|---|"]
    lines += [f"| {name} | {found[name]} |" for name in sorted(found)]
    return "\n".join(lines) + "\n"


def _licence(name: str) -> str:
    told = metadata.metadata(name)
    if expression := told.get("License-Expression"):
        return expression
    classes = [c.rpartition("::")[2].strip() for c in told.get_all("Classifier") or ()
               if c.startswith("License ::")]  # fmt: skip
    text = (told.get("License") or "").strip().partition("\n")[0]
    return ", ".join(classes) or text or "see the package"


if __name__ == "__main__":
    put(TOP / "docs" / "bad-input.md", bad_inputs.table(), "table")
    put(TOP / "docs" / "outline.md", outline_reference(), "reference")
    put(TOP / "docs" / "licences.md", licences(), "licences")
