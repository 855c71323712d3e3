"""What the outline no longer has is hidden, and shown again when it is back."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from pptx.slide import Slide

from talkcoach.deck import oxml
from talkcoach.deck.digests import digest
from talkcoach.deck.order import LEFT_OUT, Group, held
from talkcoach.deck.oxml import qn
from talkcoach.deck.plan import section_of
from talkcoach.deck.properties import read_property, write_property
from talkcoach.deck.tags import LEFT, write_tag
from talkcoach.deck.work import Owned, Work, title_of

_HIDDEN = "hidden"
"""Our property with digests of the words on a person's slides that we hid: other programs change
the slides' ids."""


def hide_and_show(work: Work, groups: Sequence[Group], was_left: Collection[int]) -> None:
    """Hide what is left out now, and show again what has come back, as it was before."""
    hidden = set(read_property(work.presentation, _HIDDEN).split())
    for group in groups:
        is_out = group.section_id == LEFT_OUT
        for slide_id in [slide.slide_id for slide in held(group)]:
            slide, owned = work.slides[slide_id], work.owned.get(slide_id)
            if is_out and slide_id not in was_left:
                _leave_out(work, slide, owned, hidden)
            elif not is_out:
                _show_again(work, slide, owned, hidden)
    hidden &= {_words(slide) for slide in work.slides.values() if oxml.is_hidden(slide)}
    write_property(work.presentation, _HIDDEN, " ".join(sorted(hidden)))


def _leave_out(work: Work, slide: Slide, owned: Owned | None, hidden: set[str]) -> None:
    before = "hidden" if oxml.is_hidden(slide) else "shown"
    if owned and not owned.is_copy:
        if LEFT not in owned.tag.fields:
            owned.tag = owned.tag.noting(**{LEFT: before})
            write_tag(slide, owned.tag)
            section = work.section_name(section_of(owned.tag.key))
            detail = f"of {section}: hidden, in the section 'Left out' at the end"
            work.note("left out", owned.tag.key, detail)
    elif before == "shown":
        hidden.add(_words(slide))
        work.note("left out", "", "hidden with the paper that it belongs to", title_of(slide))
    oxml.set_hidden(slide, True)


def _show_again(work: Work, slide: Slide, owned: Owned | None, hidden: set[str]) -> None:
    if owned and not owned.is_copy and owned.tag.key not in work.specs:
        work.note("kept", owned.tag.key, "you took it back from 'Left out'; the outline has it not")
    elif owned and LEFT in owned.tag.fields:
        if owned.tag.fields[LEFT] == "shown":
            oxml.set_hidden(slide, False)
        owned.tag = owned.tag.noting(**{LEFT: None})
        work.note("returned", owned.tag.key, "it is in the outline again")
    elif oxml.is_hidden(slide) and _words(slide) in hidden:
        oxml.set_hidden(slide, False)
        work.note("returned", "", "with the paper that it belongs to", title_of(slide))


def _words(slide: Slide) -> str:
    """A digest of all words on the slide."""
    return digest(" ".join(node.text or "" for node in slide.element.iter(qn("a:t"))))
