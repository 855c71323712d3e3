"""The section that a person means by what they typed: its id, or its name on the roadmap."""

from __future__ import annotations

from talkcoach.errors import InputError
from talkcoach.outline.model import Outline


def find_section(outline: Outline, name: str) -> str:
    """The id of the section called `name`.

    Raises:
        InputError: there is none, or several are called so.
    """
    sections = outline.sections()
    wanted = name.strip().casefold()
    ids = [section.id for section in sections if section.id.casefold() == wanted]
    found = ids or [section.id for section in sections if section.short.casefold() == wanted]
    if len(found) == 1:
        return found[0]
    known = [section.id for section in sections]
    if found:
        raise InputError(f"'{name}' is the name of several sections: {', '.join(found)}")
    import difflib

    names = {text.casefold(): s.id for s in sections for text in (s.short, s.id)}
    near = difflib.get_close_matches(wanted, names, n=1, cutoff=0.6)
    hint = f"; did you mean '{names[near[0]]}'?" if near else f"; there are {', '.join(known)}"
    raise InputError(f"there is no section '{name}'{hint}")
