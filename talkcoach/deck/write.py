"""An outline's deck as a PowerPoint file: made, or brought up to date where it is already."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from pathlib import Path

from pptx.presentation import Presentation

from talkcoach.deck.changes import Change
from talkcoach.deck.digests import digest
from talkcoach.deck.figures import check_figures
from talkcoach.deck.package import pack
from talkcoach.deck.plan import SlideSpec, plan, section_names
from talkcoach.deck.properties import MADE, write_property
from talkcoach.deck.save import check_place, open_deck, open_template, save, worked_with
from talkcoach.deck.sections import WantedSection, guid_of, write_sections
from talkcoach.deck.slides import Studio, add_slide, studio
from talkcoach.deck.theme import default_presentation
from talkcoach.deck.update import update_deck
from talkcoach.deck.work import is_ours
from talkcoach.errors import InputError
from talkcoach.outline.model import Outline

_EPOCH = datetime(2000, 1, 1)
"""The date in every new deck's properties: the same outline gives the same bytes on any day."""
_PROPERTY_LENGTH = 255
"""Office allows no longer document property."""


@dataclass(frozen=True, slots=True)
class WrittenDeck:
    """What was written where; or what would be, on a dry run."""

    path: Path
    backup: Path | None
    """Where the deck that stood at `path` before is kept; None when nothing was replaced."""
    slides: tuple[SlideSpec, ...]
    """The slides that the outline plans."""
    is_new: bool
    """Whether there was no deck at `path`, or it was started over."""
    is_changed: bool
    """Whether the deck at `path` is another one than before."""
    changes: tuple[Change, ...] = ()
    """What an update did to the deck or found in it."""


def write_deck(
    outline: Outline,
    path: Path,
    template: Path | None = None,
    *,
    folder: Path | None = None,
    dry_run: bool = False,
    fresh: bool = False,
    restore: Collection[str] = (),
) -> WrittenDeck:
    """Make the outline's deck at `path`, or bring the deck that is there up to date.

    A deck of ours is updated without losing an edit; into one that talkcoach did not make roadmap
    slides are inserted, and nothing else is touched. The deck before is kept beside it as
    `NAME.backup-N.pptx`. Nothing is written when there is nothing to change.

    Args:
        outline: the talk.
        path: the deck's file, .pptx.
        template: whose masters, fonts and colours a new deck takes; ours by default. A deck that
            is there keeps its own.
        folder: where the outline's pictures are looked for; the deck's folder by default.
        dry_run: say what would be done and write nothing.
        fresh: start over; the deck that is there is only kept as a backup.
        restore: keys of slides that a person deleted and wants back.

    Raises:
        DeckError: the deck cannot be written, or a program has it open.
        InputError: `path` is no .pptx file or the template itself, a file is no presentation that
            can be used, a picture cannot be placed, or the outline is not that of the deck.
    """
    if not path.name:
        raise InputError("a deck needs a name; write -o talk.pptx")
    if path.suffix.lower() != ".pptx":
        raise InputError(f"{path}: a deck is a .pptx file; write -o {path.with_suffix('.pptx')}")
    if template and template.exists() and path.exists() and path.samefile(template):
        raise InputError(f"{path} is the template itself; choose another place with -o")
    if not dry_run:
        check_place(path)
    folder = folder or path.parent
    specs = plan(outline)
    check_figures(specs, folder)
    if path.exists() and not fresh:
        return _update(outline, specs, path, folder, dry_run, restore)
    if restore:
        raise InputError(f"{path} is new: nothing was deleted from it ({', '.join(restore)})")
    return _make(outline, specs, path, folder, template, dry_run)


def _make(
    outline: Outline,
    specs: tuple[SlideSpec, ...],
    path: Path,
    folder: Path,
    template: Path | None,
    dry_run: bool,
) -> WrittenDeck:
    presentation = open_template(template) if template else default_presentation()
    with worked_with(template) if template else nullcontext():
        maker = studio(presentation, outline.roadmap.style, folder)
        add_slides(presentation, maker, specs, section_names(outline))
        _set_properties(presentation, outline)
        content = pack(presentation)
    is_changed = not path.exists() or path.read_bytes() != content
    backup = None if dry_run else save(content, path)
    return WrittenDeck(path, backup, specs, True, is_changed)


def add_slides(
    presentation: Presentation, maker: Studio, specs: Sequence[SlideSpec], names: Mapping[str, str]
) -> None:
    """Append a slide for each of `specs` and group them into PowerPoint sections.

    `names` maps each section's id to the name that its group gets, in order; one without slides
    gets an empty group.
    """
    ids: dict[str, tuple[int, ...]] = dict.fromkeys(names, ())
    for section_id, group in groupby(specs, key=lambda spec: spec.section_id):
        made = (add_slide(maker, spec, order) for order, spec in enumerate(group))
        ids[section_id] = tuple(slide.slide_id for slide in made)
    write_sections(
        presentation,
        [WantedSection(names[section], guid_of(section), ids[section]) for section in names],
    )
    write_property(presentation, MADE, " ".join(sorted({digest(spec.key) for spec in specs})))


def _update(
    outline: Outline,
    specs: tuple[SlideSpec, ...],
    path: Path,
    folder: Path,
    dry_run: bool,
    restore: Collection[str],
) -> WrittenDeck:
    if unknown := set(restore) - {spec.key for spec in specs}:
        raise InputError(
            f"the outline plans no slide {', '.join(sorted(unknown))}; run without --restore to"
            " see which were deleted"
        )
    deck = open_deck(path)
    with worked_with(path):
        maker = studio(deck.presentation, outline.roadmap.style, folder)
        if is_ours(deck.presentation):
            names = section_names(outline)
            changes = update_deck(deck.presentation, maker, specs, names, restore)
        else:
            # Imported here: what it matches with is slow to load, and seldom needed.
            from talkcoach.deck.adopt import adopt

            changes = adopt(deck, maker, outline, specs, path, restore)
        content = deck.pack()
    is_changed = content != deck.content
    backup = save(content, path) if is_changed and not dry_run else None
    return WrittenDeck(path, backup, specs, False, is_changed, changes)


def _set_properties(presentation: Presentation, outline: Outline) -> None:
    properties = presentation.core_properties
    properties.title = outline.title[:_PROPERTY_LENGTH]
    properties.author = (outline.speaker or "")[:_PROPERTY_LENGTH]
    properties.last_modified_by, properties.revision = "talkcoach", 1
    properties.created = properties.modified = _EPOCH
