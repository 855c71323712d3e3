"""Changing text in a deck without losing how it is formatted."""

from __future__ import annotations

import copy
from collections.abc import Sequence
from typing import Any

from talkcoach.deck.oxml import qn


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
    """Set the text, a paragraph a line: those whose text stays the same stay as they are, others
    are formatted as the one before."""
    retype(frame, plan_text(frame, lines))


def plan_text(frame: Any, lines: Sequence[str]) -> list[int | str]:
    """Which paragraphs stay, by number, and which are new, when the text becomes `lines`."""
    old = [paragraph.text for paragraph in frame.paragraphs]
    free = list(range(len(old)))
    plan: list[int | str] = []
    for text in (line.replace("\n", "\v") for line in lines):
        at = next((n for n in free if old[n] == text), None)
        if at is not None:
            free.remove(at)
        plan.append(text if at is None else at)
    return plan


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
        run_looks = _common_looks(model)
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


def is_mixed(paragraph: Any) -> bool:
    """Whether a person formatted words of the paragraph apart from the others."""
    looks = [_canonical(run.find(qn("a:rPr"))) for run in paragraph._p.iter(qn("a:r"))]
    return len(set(looks)) > 1 or any(paragraph._p.iter(qn("a:hlinkClick")))


def holds_more(paragraph: Any) -> bool:
    """Whether a person put more than text into the paragraph: an equation, a field."""
    plain = {qn(f"a:{kind}") for kind in ("pPr", "r", "br", "endParaRPr")}
    return any(child.tag not in plain for child in paragraph._p)


def _common_looks(paragraph: Any) -> Any | None:
    """How all runs of the paragraph are formatted, links apart; None where they differ."""
    looks = [run.find(qn("a:rPr")) for run in paragraph.iter(qn("a:r"))]
    if len({_canonical(look) for look in looks}) > 1 or any(paragraph.iter(qn("a:hlinkClick"))):
        return None
    return looks[0] if looks else paragraph.find(qn("a:endParaRPr"))


def _canonical(looks: Any | None) -> tuple[Any, ...]:
    """The formatting of a run as a value; what spelling checkers note in it left out."""
    if looks is None:
        return ()
    noted = {"dirty", "err", "lang", "altLang", "smtClean"}
    own = sorted((k, v) for k, v in looks.attrib.items() if k not in noted)
    return (tuple(own), tuple((c.tag, str(sorted(c.attrib.items())), _canonical(c)) for c in looks))
