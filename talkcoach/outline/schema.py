"""The outline's JSON Schema, for editors that complete and check YAML."""

from __future__ import annotations

from typing import Any

from talkcoach.outline.model import Outline

SCHEMA_NAME = "talkcoach.schema.json"
"""The schema's file beside the outline; the outline's first line points editors to it."""
DRAFT = "https://json-schema.org/draft/2020-12/schema"
_LOOSE = {"type": ["string", "number", "boolean"]}
"""Text as editors see it: YAML calls an unquoted 2025 a number and `no` a boolean; we keep text."""


def outline_schema() -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of an outline file, accepting all that `load` accepts.

    A key without a value is allowed wherever the key is optional: it counts as absent.
    """
    schema = Outline.model_json_schema()
    for model in (schema, *schema["$defs"].values()):
        required = model.get("required", [])
        model["properties"] = {
            name: _as_editors_see(field, name in required)
            for name, field in model["properties"].items()
        }
    return (
        {"$schema": DRAFT, "title": "talkcoach outline"} | schema | {"title": "talkcoach outline"}
    )


def _as_editors_see(field: dict[str, Any], required: bool) -> dict[str, Any]:
    options = [_loosen(option) for option in field.get("anyOf", [field])]
    if not required and {"type": "null"} not in options:
        options.append({"type": "null"})
    about = {k: field[k] for k in ("title", "description", "default") if k in field}
    return about | {"anyOf": options}


def _loosen(option: dict[str, Any]) -> dict[str, Any]:
    """`option` without its titles, with texts that may look like numbers or booleans to YAML."""
    option = {k: v for k, v in option.items() if k not in ("title", "description", "default")}
    if option.get("type") == "string" and "pattern" not in option:
        option |= _LOOSE
    if option.get("type") == "array" and "items" in option:
        option["items"] = _loosen(option["items"])
    return option
