"""The planned slides as a PowerPoint file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from pathlib import Path

from pptx.presentation import Presentation

from talkcoach.deck.layouts import find_layouts
from talkcoach.deck.plan import SlideSpec, plan, section_names
from talkcoach.deck.save import open_template, save
from talkcoach.deck.sections import write_sections
from talkcoach.deck.slides import add_slide
from talkcoach.deck.theme import default_presentation
from talkcoach.errors import InputError
from talkcoach.outline.model import Outline

_EPOCH = datetime(2000, 1, 1)
"""The date in every deck's properties: the same outline gives the same bytes on any day."""
_PROPERTY_LENGTH = 255
"""Office allows no longer document property."""


@dataclass(frozen=True, slots=True)
class WrittenDeck:
    """What was written where."""

    path: Path
    backup: Path | None
    """Where the deck that stood at `path` before is kept; None when there was none."""
    slides: tuple[SlideSpec, ...]


def write_deck(outline: Outline, path: Path, template: Path | None = None) -> WrittenDeck:
    """Write the outline's deck to `path`, in the template's look or in ours.

    A deck already there is kept beside it as `NAME.backup-N.pptx`. The same outline and template
    give the same bytes.

    Raises:
        DeckError: the deck cannot be written, or PowerPoint has it open.
        InputError: `path` is no .pptx file or the template itself, or the template is no
            presentation that can be used.
    """
    if path.suffix.lower() != ".pptx":
        raise InputError(f"{path}: a deck is a .pptx file; write -o {path.with_suffix('.pptx')}")
    if template and template.exists() and path.exists() and path.samefile(template):
        raise InputError(f"{path} is the template itself; choose another place with -o")
    presentation = open_template(template) if template else default_presentation()
    specs = plan(outline)
    add_slides(presentation, specs, section_names(outline))
    properties = presentation.core_properties
    properties.title = outline.title[:_PROPERTY_LENGTH]
    properties.author = (outline.speaker or "")[:_PROPERTY_LENGTH]
    properties.last_modified_by, properties.revision = "talkcoach", 1
    properties.created = properties.modified = _EPOCH
    return WrittenDeck(path, save(presentation, path), specs)


def add_slides(
    presentation: Presentation, specs: Sequence[SlideSpec], names: Mapping[str, str]
) -> None:
    """Append a slide for each of `specs` and group them into PowerPoint sections.

    `names` maps each section's id to the name that its group gets.
    """
    layouts = find_layouts(presentation)
    made = [(spec.section_id, add_slide(presentation, layouts, spec).slide_id) for spec in specs]
    write_sections(
        presentation,
        [
            (section_id, names[section_id], [slide_id for _, slide_id in group])
            for section_id, group in groupby(made, key=lambda pair: pair[0])
        ],
    )
