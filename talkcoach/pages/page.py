"""What all pages share: one file without a network, its colours, its script, its safety.

Jinja2 escapes everything that is put into a page; the Content Security Policy names the one style
and the one script by their hash, so that nothing else can run or load.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from importlib.resources import files
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from talkcoach.durations import clock, delta
from talkcoach.norms import EASY, ON_TIME_S
from talkcoach.pages.draw import DARK, LIGHT, svg_for_page
from talkcoach.text import plain

WIDE, NARROW = 1000, 380
"""Units of a chart on a desk and on a phone."""
LONGEST = 10_000
"""Characters of one text of the user."""


def render(template: str, **values: Any) -> str:
    """The page that `template` makes of `values`."""
    environment = _environment()
    script = _asset("page.js")
    style = f"{_colours()}{_asset('page.css')}"
    return environment.get_template(template).render(
        style=Markup(style),  # our own files
        script=Markup(script),
        style_hash=_hash(style),
        script_hash=_hash(script),
        **values,
    )


def both_widths(make: Any, *arguments: Any) -> dict[str, Markup]:
    """A chart as it is drawn for a desk and for a phone."""
    return {
        kind: Markup(svg_for_page(make(*arguments, width)))  # Vega escapes its texts
        for kind, width in (("wide", WIDE), ("narrow", NARROW))
    }


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("talkcoach.pages"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals |= {"easy": EASY, "on_time_s": ON_TIME_S}
    environment.filters |= {
        "clock": clock,
        "delta": delta,
        "line": lambda text: plain(str(text), LONGEST),
        "moment": _moment,
    }
    return environment


@cache
def _asset(name: str) -> str:
    return (files("talkcoach.pages") / "templates" / name).read_text(encoding="utf-8")


def _colours() -> str:
    """The colours as CSS variables: as the reader's system says, or as the page's button says."""
    more_light = {"control": "#6b7685", "mark": "#ffe08a", "mark-ink": "#1c2430"}
    more_dark = {"control": "#7d8999", "mark": "#6b5300", "mark-ink": "#ffffff"}
    light = _variables({**LIGHT, **more_light}, "light")
    dark = _variables({**DARK, **more_dark}, "dark")
    return (
        f":root{{{light}}}:root[data-theme=dark]{{{dark}}}"
        f"@media screen and (prefers-color-scheme:dark){{:root[data-theme=auto]{{{dark}}}}}"
        f"@media print{{:root,:root[data-theme]{{{light}}}}}\n"
    )


def _variables(colours: Mapping[str, str], scheme: str) -> str:
    return f"color-scheme:{scheme};" + "".join(f"--{name}:{c};" for name, c in colours.items())


def _hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def _moment(text: str) -> str:
    """`2026-03-02T19:30:00` as people write it."""
    try:
        return datetime.fromisoformat(text).strftime("%d %B %Y, %H:%M").lstrip("0")
    except ValueError:
        return plain(text, 40)
