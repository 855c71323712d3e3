"""Changing text in a deck without losing how it is formatted."""

from __future__ import annotations

import copy
from collections.abc import Sequence
from typing import Any

from pptx.oxml.ns import qn


def retype(frame: Any, lines: Sequence[int | str]) -> None:
    """Make the paragraphs of a text frame these: old ones by number, new ones by their text.

    A new paragraph is formatted as the old one nearest before it.
    """
    body = frame._txBody
    old = list(body.iterchildren(qn("a:p")))
    result: list[Any] = []
    model = old[0] if old else None
    for line in lines:
        if isinstance(line, int):
            model = old[line]
            result.append(model)
        else:
            result.append(_paragraph_like(model, line))
    for paragraph in old:
        body.remove(paragraph)
    for paragraph in result or [_paragraph_like(model, "")]:
        body.append(paragraph)


def replace_text(frame: Any, lines: Sequence[str]) -> None:
    """Set the text, a paragraph a line; paragraphs whose text stays the same stay as they are, the
    others keep the formatting of the one that stood there."""
    old = [paragraph.text for paragraph in frame.paragraphs]
    texts = [line.replace("\n", "\v") for line in lines]
    free = list(range(len(old)))
    plan: list[int | str] = []
    for text in texts:
        at = next((n for n in free if old[n] == text), None)
        if at is not None:
            free.remove(at)
        plan.append(text if at is None else at)
    retype(frame, plan)


def substitute(paragraph: Any, old: str, new: str) -> bool:
    """Replace `old`, at the start of the paragraph's text, by `new`; whether it stood there.

    Programs split text into runs at will, so it may stretch over several.
    """
    runs = list(paragraph.runs)
    rest = old
    touched = []
    for run in runs:
        if not rest:
            break
        common = min(len(rest), len(run.text))
        if run.text[:common] != rest[:common]:
            return False
        touched.append((run, common))
        rest = rest[common:]
    if rest or not touched:
        return False
    for run, length in touched[1:]:
        run.text = run.text[length:]
    first, length = touched[0]
    first.text = new + first.text[length:]
    return True


def _paragraph_like(model: Any | None, text: str) -> Any:
    """A paragraph with `text`, formatted as `model`; its line breaks are \\v."""
    from pptx.text.text import _Paragraph

    from talkcoach.deck.oxml import element_from

    element = element_from("<a:p/>")
    looks = run_looks = None
    if model is not None:
        looks = model.find(qn("a:pPr"))
        run_looks = next(model.iter(qn("a:rPr"), qn("a:endParaRPr")), None)
    if looks is not None:
        element.append(copy.deepcopy(looks))
    paragraph = _Paragraph(element, None)  # type: ignore[arg-type]
    if text:
        paragraph.text = text
    if run_looks is not None:
        for run in element.iter(qn("a:r")):
            for own in run.findall(qn("a:rPr")):
                run.remove(own)
            new = copy.deepcopy(run_looks)
            new.tag = qn("a:rPr")
            run.insert(0, new)
    return element
