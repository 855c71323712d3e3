"""Templates and decks in, decks out: what can go wrong with the files, said in one line each.

A deck is written beside its target, reopened as a check, and moved into place, so that a crash or
a full disk never leaves half a deck.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pptx
from pptx.presentation import Presentation

from talkcoach.deck import oxml
from talkcoach.deck.package import TYPES, OpenedDeck, pack
from talkcoach.deck.properties import MADE, read_property
from talkcoach.errors import DeckError, InputError, TalkcoachError
from talkcoach.files import write_whole

_MAIN = "application/vnd.openxmlformats-officedocument.presentationml.{}.main+xml"
_KINDS = ("template", "slideshow")
"""What a .potx and a .ppsx say that they are."""
LARGEST, SUSPICIOUS, DENSE = 2_000_000_000, 200_000_000, 50
"""Bytes that a deck may unpack to; and so many only when not too densely packed: pictures and films
hardly are, and XML about ten times."""
_OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""How password-protected and pre-2007 Office files begin."""


def open_template(path: Path) -> Presentation:
    """The template's masters, layouts, theme and size, without its slides.

    .potx and .ppsx are taken as well as .pptx.

    Raises:
        InputError: there is no such file, or it is no presentation that can be a template.
    """
    content = _read(path, "template")
    with _readable(path):
        presentation = pptx.Presentation(io.BytesIO(_as_presentation(content, path)))
        oxml.remove_all_slides(presentation)
        oxml.remove_thumbnail(presentation)
        # Saved and reopened, so that the removed slides' names are free again.
        presentation = pptx.Presentation(io.BytesIO(pack(presentation)))
        _look_through(presentation)
        return presentation


def open_deck(path: Path) -> OpenedDeck:
    """The deck at `path`, to be read or changed.

    Raises:
        InputError: there is no such file, or it is no presentation that can be read.
    """
    content = _read(path, "deck")
    with _readable(path):
        _refuse_other_kinds(content, path)
        deck = OpenedDeck(content)
        _look_through(deck.presentation)
        return deck


def _refuse_other_kinds(content: bytes, path: Path) -> None:
    with zipfile.ZipFile(io.BytesIO(content)) as source:
        types = source.read(TYPES)
    if b"macroEnabled" in types:
        raise InputError(f"{path} holds macros; save it in PowerPoint as .pptx")
    if any(_MAIN.format(kind).encode() in types for kind in _KINDS):
        raise InputError(f"{path} is a template or a show; save it in PowerPoint as .pptx")


def _look_through(presentation: Presentation) -> None:
    """Touch all that is worked with: what is damaged shows here, before anything is changed.

    Raises:
        Exception: whatever python-pptx and lxml raise for a damaged package.
    """
    read_property(presentation, MADE)
    if not any(len(master.slide_layouts) for master in presentation.slide_masters):
        raise ValueError("it has no slide layouts")
    for master in presentation.slide_masters:
        oxml.theme_colors(master)
        for layout in master.slide_layouts:
            list(layout.placeholders)
    for slide in presentation.slides:
        list(slide.slide_layout.slide_master.placeholders)
        list(slide.shapes)
        if slide.has_notes_slide:
            list(slide.notes_slide.shapes)


@contextmanager
def worked_with(path: Path) -> Iterator[None]:
    """Turn what a deck raises that is damaged deep inside into one line about the file at `path`.

    For the time in which nothing is written.
    """
    try:
        yield
    except (TalkcoachError, OSError):
        raise
    except Exception as error:  # python-pptx and lxml raise all kinds
        raise InputError(
            f"{path}: something in it cannot be worked with ({type(error).__name__}: {error}); "
            "open it in PowerPoint, save it, and try again; nothing was changed"
        ) from error


@contextmanager
def _readable(path: Path) -> Iterator[None]:
    """Turn what a damaged package raises into one line about the file at `path`."""
    try:
        yield
    except (InputError, DeckError):
        raise
    except Exception as error:  # python-pptx and lxml raise all kinds
        raise InputError(
            f"{path}: not a PowerPoint presentation that can be read "
            f"({type(error).__name__}: {error}); open it in PowerPoint and save it as .pptx"
        ) from error


def check_place(path: Path) -> Path:
    """Where a deck for `path` is to be written: a link's own file, so that a link stays one.

    Raises:
        InputError: it is a folder, or in none.
        DeckError: PowerPoint or LibreOffice has the deck open, or it is a link to itself.
    """
    if path.is_dir():
        raise InputError(f"{path} is a folder; name a file in it: {path / 'deck.pptx'}")
    _refuse_when_open(path)
    if path.is_symlink():  # a link into a synced folder stays one
        try:
            path = path.resolve()
        except (OSError, RuntimeError) as error:
            raise DeckError(f"{path} is a link that leads back to itself; remove it") from error
        _refuse_when_open(path)
    if not path.parent.is_dir():
        raise InputError(f"{path}: there is no folder {path.parent}; make it or choose another -o")
    return path


def save(content: bytes, path: Path) -> Path | None:
    """Write the deck `content` to `path`; returns where the deck that stood there is kept, if any.

    A deck that is the same already is left alone.

    Raises:
        DeckError: as `check_place`, or what was made cannot be written or read back.
    """
    path = check_place(path)
    pptx.Presentation(io.BytesIO(content))  # a deck that cannot be reopened must not be written
    try:
        if path.exists() and path.read_bytes() == content:
            return None
        return write_whole(path, content, backup=True)
    except OSError as error:
        raise DeckError(
            f"{path} cannot be written ({error.strerror or error}); close it where it is open, "
            "make room on the disk, or choose another place with -o"
        ) from error


def _refuse_when_open(path: Path) -> None:
    for program, lock in (
        ("PowerPoint", f"~${path.name}"),
        ("LibreOffice", f".~lock.{path.name}#"),
    ):
        if path.with_name(lock).exists():
            raise DeckError(
                f"{path} is open in {program}; close it there and run the command again "
                f"(if it is not open, delete {path.with_name(lock)})"
            )


def _read(path: Path, what: str) -> bytes:
    """The file's bytes; `what` it is to be is for the messages."""
    if path.is_dir():
        raise InputError(f"{path} is a folder; give a .pptx file as the {what}")
    try:
        content = path.read_bytes()
    except FileNotFoundError as error:
        raise InputError(f"there is no {what} {path}; check the name") from error
    except OSError as error:
        raise InputError(f"the {what} {path} cannot be read ({error.strerror})") from error
    if content.startswith(_OLE_MAGIC):
        raise InputError(
            f"{path} is encrypted or in the format before 2007; save it in PowerPoint as .pptx "
            "without a password"
        )
    if not zipfile.is_zipfile(io.BytesIO(content)):
        raise InputError(f"{path} is not a PowerPoint file; give a .pptx file as the {what}")
    _refuse_bomb(content, path)
    return content


def _refuse_bomb(content: bytes, path: Path) -> None:
    """Say so when the file would unpack to more than any deck, before that fills the memory."""
    with _readable(path), zipfile.ZipFile(io.BytesIO(content)) as source:
        unpacked = sum(member.file_size for member in source.infolist())
    if unpacked > LARGEST or (unpacked > SUSPICIOUS and unpacked > DENSE * len(content)):
        raise InputError(
            f"{path} would unpack to {unpacked / 1e6:,.0f} MB; that is no deck, or one whose films "
            "should be left out"
        )


def _as_presentation(content: bytes, path: Path) -> bytes:
    """`content` declared as a plain presentation where it was a template or a show.

    Raises:
        InputError: it holds macros, which a .pptx must not.
    """
    with zipfile.ZipFile(io.BytesIO(content)) as source:
        types = source.read(TYPES)
        if b"macroEnabled" in types:
            raise InputError(f"{path} holds macros; save it in PowerPoint as .potx or .pptx")
        plain = types
        for kind in _KINDS:
            plain = plain.replace(
                _MAIN.format(kind).encode(), _MAIN.format("presentation").encode()
            )
        if plain == types:
            return content
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as target:
            for name in source.namelist():
                target.writestr(name, plain if name == TYPES else source.read(name))
    return packed.getvalue()
