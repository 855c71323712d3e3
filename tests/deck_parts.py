"""Decks compared part by part, without python-pptx and without talkcoach: a second opinion."""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from lxml import etree

Parts = Mapping[str, bytes]
"""A deck: the content of each part by its name in the archive."""

A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
P14 = "{http://schemas.microsoft.com/office/powerpoint/2010/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_TYPES = "[Content_Types].xml"
_PRESENTATION = "ppt/presentation.xml"
_HOUSEKEEPING = frozenset({_TYPES, "_rels/.rels", "docProps/custom.xml"})
"""What holds our notes about the deck, and lists the parts."""


@dataclass(frozen=True, slots=True)
class Relationship:
    """An entry of a part's .rels."""

    id: str
    kind: str
    """The last word of its type: "slide", "image"."""
    target: str
    """The part's name; the address as written when it is external."""
    is_external: bool


def read_parts(path: Path) -> dict[str, bytes]:
    """The parts of the deck at `path`; fails when a name occurs twice or a part is damaged."""
    with zipfile.ZipFile(path) as package:
        twice = [name for name, count in Counter(package.namelist()).items() if count > 1]
        assert not twice, f"twice in the archive: {twice}"
        assert package.testzip() is None
        return {name: package.read(name) for name in package.namelist()}


def relationships(parts: Parts, name: str) -> tuple[Relationship, ...]:
    """The relationships of the part `name` ("" for the package), in the file's order."""
    content = parts.get(rels_name(name))
    return tuple(_relationships(content, posixpath.dirname(name))) if content else ()


def _relationships(content: bytes, folder: str) -> Iterator[Relationship]:
    for entry in etree.fromstring(content):
        target, is_external = entry.get("Target"), entry.get("TargetMode") == "External"
        if not is_external:
            joined = posixpath.join("/", folder, unquote(target))
            target = posixpath.normpath(joined).lstrip("/")
        yield Relationship(entry.get("Id"), entry.get("Type").split("/")[-1], target, is_external)


def rels_name(name: str) -> str:
    """The name of the .rels of the part `name`."""
    folder, base = posixpath.split(name)
    return posixpath.join(folder, "_rels", f"{base}.rels")


def source_of(rels: str) -> str:
    """The name of the part whose relationships stand in the part `rels`."""
    return posixpath.join(posixpath.dirname(posixpath.dirname(rels)), posixpath.basename(rels)[:-5])


def slides(parts: Parts) -> tuple[str, ...]:
    """The names of the slides' parts in the order of the presentation."""
    targets = {rel.id: rel.target for rel in relationships(parts, _PRESENTATION)}
    entries = etree.fromstring(parts[_PRESENTATION]).iterfind(f"{P}sldIdLst/{P}sldId")
    return tuple(targets[entry.get(f"{R}id")] for entry in entries)


def key_of(parts: Parts, slide: str) -> str | None:
    """Which planned slide the part `slide` is; None for a slide of a person."""
    for shape in etree.fromstring(parts[slide]).iter(f"{P}cNvPr"):
        if shape.get("name", "").startswith("talkcoach "):
            return str(shape.get("name").split()[1])
    return None


def notes_of(parts: Parts, slide: str) -> str | None:
    """The part that holds the notes of `slide`."""
    found = (rel.target for rel in relationships(parts, slide) if rel.kind == "notesSlide")
    return next(found, None)


def talkcoachs(parts: Parts) -> set[str]:
    """The parts that an update may write: marked slides, their notes, and the lists of parts."""
    marked = {name for name in slides(parts) if key_of(parts, name) is not None}
    ours = marked | {notes for name in marked if (notes := notes_of(parts, name))}
    ours |= {rels_name(name) for name in ours}
    return ours | {_PRESENTATION, rels_name(_PRESENTATION)} | _HOUSEKEEPING


def touched(before: Parts, after: Parts) -> dict[str, str]:
    """The parts of a person that are another after an update, and what became of them.

    A slide of theirs that is left out may say so: nothing else of it may differ.
    """
    found = {}
    for name in before.keys() - talkcoachs(before):
        if name not in after:
            found[name] = "is gone"
        elif before[name] != after[name] and not _is_only_hidden(before[name], after[name], name):
            found[name] = "is changed"
    return found


def _is_only_hidden(before: bytes, after: bytes, name: str) -> bool:
    if not re.fullmatch(r"ppt/slides/[^/]+\.xml", name):
        return False
    return _shown(before) == _shown(after)


def _shown(slide: bytes) -> bytes:
    root = etree.fromstring(slide)
    root.attrib.pop("show", None)
    return bytes(etree.tostring(root, method="c14n2"))


def is_hidden(parts: Parts, slide: str) -> bool:
    """Whether the slide is skipped in a show."""
    return etree.fromstring(parts[slide]).get("show") in ("0", "false")


def words(parts: Parts, name: str) -> list[str]:
    """The paragraphs of text in the part `name`, empty ones left out."""
    paragraphs = etree.fromstring(parts[name]).iter(f"{A}p")
    texts = ("".join(run.text or "" for run in p.iter(f"{A}t")) for p in paragraphs)
    return [text for text in texts if text]


def all_words(parts: Parts) -> set[str]:
    """The paragraphs of all slides and notes."""
    shown = slides(parts)
    notes = [name for slide in shown if (name := notes_of(parts, slide))]
    return {text for name in (*shown, *notes) for text in words(parts, name)}


def sections(parts: Parts) -> list[tuple[str, list[str]]]:
    """PowerPoint's sections in order: each one's name and the parts of its slides."""
    root = etree.fromstring(parts[_PRESENTATION])
    entries = root.iterfind(f"{P}sldIdLst/{P}sldId")
    names = dict(zip((entry.get("id") for entry in entries), slides(parts), strict=True))
    return [
        (group.get("name"), [names[entry.get("id")] for entry in group.iter(f"{P14}sldId")])
        for group in root.iter(f"{P14}section")
    ]


def jumps(parts: Parts) -> set[tuple[str, str]]:
    """Links between slides: from which part to which."""
    return {
        (name, rel.target)
        for name in slides(parts)
        for rel in relationships(parts, name)
        if rel.kind == "slide"
    }


def animated(parts: Parts) -> set[tuple[str, str]]:
    """The shapes with animations: their slide's part and their name."""
    found = set()
    for name in slides(parts):
        root = etree.fromstring(parts[name])
        names = {shape.get("id"): shape.get("name") for shape in root.iter(f"{P}cNvPr")}
        found |= {(name, names[target.get("spid")]) for target in root.iter(f"{P}spTgt")}
    return found


def advances(parts: Parts) -> dict[str, list[str]]:
    """The automatic advances, in milliseconds, by slide."""
    found = {
        name: re.findall(rb'\badvTm="(\d+)"', parts[name]) for name in parts if "/slides/" in name
    }
    return {name: [time.decode() for time in times] for name, times in found.items() if times}


def problems(parts: Parts) -> list[str]:
    """What makes the deck one that PowerPoint would repair, or that carries dead weight."""
    found = [*_package_problems(parts), *_type_problems(parts), *_slide_list_problems(parts)]
    for name in slides(parts):
        found += (f"{name}: {problem}" for problem in _slide_problems(parts, name))
    return found


def _package_problems(parts: Parts) -> Iterator[str]:
    reached, waiting = {""}, [""]
    while waiting:
        name = waiting.pop()
        ids = [rel.id for rel in relationships(parts, name)]
        if len(ids) != len(set(ids)):
            yield f"{name}: relationships of the same id"
        for rel in relationships(parts, name):
            if rel.is_external:
                continue
            if rel.target not in parts:
                yield f"{name}: {rel.id} leads to {rel.target}, which is not there"
            elif rel.target not in reached:
                reached.add(rel.target)
                waiting.append(rel.target)
        yield from _reference_problems(parts, name, set(ids))
    for name in parts:
        if name.endswith(".rels"):
            if source_of(name) not in reached:
                yield f"{name}: relationships of what is not there"
        elif name != _TYPES and name not in reached:
            yield f"{name}: nothing leads to it"


def _reference_problems(parts: Parts, name: str, ids: set[str]) -> Iterator[str]:
    if not name.endswith(".xml"):
        return
    for element in etree.fromstring(parts[name]).iter(etree.Element):
        for attribute, value in element.attrib.items():
            if attribute.startswith(R) and value and value not in ids:
                yield f"{name}: {element.tag.split('}')[-1]} uses {value}, which it does not have"


def _type_problems(parts: Parts) -> Iterator[str]:
    defaults, overrides = set(), []
    for entry in etree.fromstring(parts[_TYPES]):
        if entry.tag.endswith("}Default"):
            defaults.add(entry.get("Extension").lower())
        else:
            overrides.append(entry.get("PartName").lstrip("/"))
    if len(overrides) != len(set(overrides)):
        yield "a part's type is declared twice"
    for name in set(overrides) - parts.keys():
        yield f"{name}: a type is declared, but it is not there"
    for name in parts.keys() - set(overrides) - {_TYPES}:
        if name.rsplit(".", 1)[-1].lower() not in defaults:
            yield f"{name}: no type is declared"


def _slide_list_problems(parts: Parts) -> Iterator[str]:
    root = etree.fromstring(parts[_PRESENTATION])
    ids = [entry.get("id") for entry in root.iterfind(f"{P}sldIdLst/{P}sldId")]
    if len(ids) != len(set(ids)):
        yield "slides of the same id"
    if not all(256 <= int(number) < 2**31 for number in ids):
        yield "an id of a slide is out of its range"
    listed = [entry.get("id") for entry in root.iter(f"{P14}sldId")]
    if listed != ids:
        yield f"sections list {listed}, the deck has {ids}"
    guids = [group.get("id") for group in root.iter(f"{P14}section")]
    if len(guids) != len(set(guids)):
        yield "sections of the same id"
    related = [rel.target for rel in relationships(parts, _PRESENTATION) if rel.kind == "slide"]
    if sorted(related) != sorted(slides(parts)):
        yield "the presentation's relationships lead to other slides than it lists"


def _slide_problems(parts: Parts, name: str) -> Iterator[str]:
    root = etree.fromstring(parts[name])
    shapes = [
        shape.get("id")
        for shape in root.iter(f"{P}cNvPr")
        if not any(above.tag == f"{MC}Fallback" for above in shape.iterancestors())
    ]
    if twice := [number for number, count in Counter(shapes).items() if count > 1]:
        yield f"shapes of the same id {twice}"
    for target in root.iter(f"{P}spTgt"):
        if target.get("spid") not in shapes:
            yield f"an animation of shape {target.get('spid')}, which is not there"
    yield from _paragraph_problems(root)
    kinds = Counter(rel.kind for rel in relationships(parts, name))
    if kinds["slideLayout"] != 1:
        yield f"{kinds['slideLayout']} layouts"
    if notes := notes_of(parts, name):
        back = [rel.target for rel in relationships(parts, notes) if rel.kind == "slide"]
        if back != [name]:
            yield f"its notes {notes} are those of {back}"


def _paragraph_problems(root: Any) -> Iterator[str]:
    """Animations of paragraphs that a text does not have."""
    counts = {
        shape.find(f"{P}nvSpPr/{P}cNvPr").get("id"): len(shape.findall(f"{P}txBody/{A}p"))
        for shape in root.iter(f"{P}sp")
    }
    for target in root.iter(f"{P}spTgt"):
        for span in target.iter(f"{P}pRg"):
            if int(span.get("end")) >= counts.get(target.get("spid"), 0):
                yield f"an animation of paragraph {span.get('end')}, which is not there"
