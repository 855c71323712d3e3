"""Decks as bytes: packed so that equal decks are equal bytes, and repacked so that every part that
was not changed keeps its very bytes and its name.

python-pptx renames slide parts and rewrites all XML when it saves. A person's slides must come out
of an update as they went in, so what it loaded is compared with what it would write.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Iterator

import pptx
from pptx.opc.oxml import serialize_part_xml
from pptx.opc.package import Part
from pptx.opc.packuri import PACKAGE_URI, PackURI
from pptx.oxml import parse_xml
from pptx.presentation import Presentation

from talkcoach.errors import DeckError

TYPES = "[Content_Types].xml"
_ZIP_TIME = (1980, 1, 1, 0, 0, 0)
"""The earliest time that a zip can hold: the same deck gives the same bytes."""


def pack(presentation: Presentation) -> bytes:
    """A new presentation as a .pptx file whose bytes depend on its content alone.

    Raises:
        DeckError: two parts have the same name, because a template's layouts link to its slides.
    """
    raw = io.BytesIO()
    presentation.save(raw)
    with zipfile.ZipFile(raw) as source:
        names = source.namelist()
        if len(set(names)) < len(names):
            raise DeckError(
                "the template's layouts link to its slides; remove those links in PowerPoint"
            )
        return _zipped((name, source.read(name)) for name in names)


class OpenedDeck:
    """A deck that was read from a file, to be changed and packed again."""

    def __init__(self, content: bytes) -> None:
        """Read the deck in `content`.

        Raises:
            Exception: whatever python-pptx, lxml or zipfile raise for a damaged package.
        """
        self.content = content
        """The file as it was read."""
        self.presentation: Presentation = pptx.Presentation(io.BytesIO(content))
        # Before anything asks for the slides: that renames their parts.
        self._names = {id(part): part.partname for part in self._parts()}
        self._loaded = dict(self._members())

    def pack(self) -> bytes:
        """The deck as it is now; the very bytes that were read when nothing was changed."""
        self._name_parts()
        now = dict(self._members())
        changed = {name: blob for name, blob in now.items() if self._loaded.get(name) != blob}
        gone = set(self._loaded) - set(now)
        if not changed and not gone:
            return self.content
        with zipfile.ZipFile(io.BytesIO(self.content)) as source:
            kept = [name for name in source.namelist() if name not in gone]
            new = [name for name in changed if name not in kept]
            types = _with_types(source.read(TYPES), self._new_parts(new), gone)
            return _zipped(
                (name, types if name == TYPES else changed.get(name) or source.read(name))
                if name in kept
                else (name, changed[name])
                for name in dict.fromkeys(kept + new)
            )

    def _parts(self) -> Iterator[Part]:
        return self.presentation.part.package.iter_parts()

    def _members(self) -> Iterator[tuple[str, bytes]]:
        """The name in the zip and the bytes of each part and of its relationships."""
        package = self.presentation.part.package
        yield PACKAGE_URI.rels_uri.membername, package._rels.xml
        for part in self._parts():
            yield part.partname.membername, part.blob
            if part.rels:
                yield part.partname.rels_uri.membername, part.rels.xml

    def _name_parts(self) -> None:
        """Give what was read its old names back, and what is new names of its own."""
        parts = list(self._parts())
        taken = {self._names[id(part)] for part in parts if id(part) in self._names}
        for part in parts:
            old = self._names.get(id(part))
            if old is None and part.partname in taken:
                old = _free_name(part.partname, taken)
            part.partname = old or part.partname
            taken.add(part.partname)
        self._names |= {id(part): part.partname for part in parts}

    def _new_parts(self, names: Iterable[str]) -> dict[str, str]:
        """Content types by part name, of those parts among `names`."""
        wanted = set(names)
        return {
            str(part.partname): part.content_type
            for part in self._parts()
            if part.partname.membername in wanted
        }


def _free_name(name: PackURI, taken: set[PackURI]) -> PackURI:
    """`name` with the first number above all that are taken by names like it."""
    stem, number, extension = re.fullmatch(r"(.*?)(\d*)(\.[^./]*)", name).groups()  # type: ignore[union-attr]
    pattern = re.compile(rf"{re.escape(stem)}(\d+){re.escape(extension)}")
    numbers = [int(match[1]) for match in map(pattern.fullmatch, taken) if match]
    return PackURI(f"{stem}{max([int(number or 0), *numbers]) + 1}{extension}")


def _with_types(types: bytes, new: dict[str, str], gone: set[str]) -> bytes:
    """The content types with those of new parts, and without those of parts that are gone."""
    if not new and not gone:
        return types
    root = parse_xml(types)
    override = root.tag.replace("Types", "Override")
    listed = {entry.get("PartName"): entry for entry in root.iter(override)}
    for name in gone & {name[1:] for name in listed}:
        root.remove(listed[f"/{name}"])
    for name, kind in new.items():
        if name not in listed:
            root.append(root.makeelement(override, {"PartName": name, "ContentType": kind}))
    return bytes(serialize_part_xml(root))


def _zipped(members: Iterable[tuple[str, bytes]]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as target:
        for name, blob in members:
            entry = zipfile.ZipInfo(name, _ZIP_TIME)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            target.writestr(entry, blob)
    return packed.getvalue()
