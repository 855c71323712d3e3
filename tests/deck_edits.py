"""What a person does to a deck in PowerPoint, done to real files.

Edits take a python-pptx presentation or slide and keep the list of sections as PowerPoint does: a
new or moved slide belongs to the section of the slide before it.
"""

from __future__ import annotations

import copy
import io
import struct
import subprocess
import uuid
import wave
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pptx
from deck_parts import P14
from lxml import etree
from PIL import Image
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE
from pptx.enum.shapes import MSO_SHAPE
from pptx.opc.constants import RELATIONSHIP_TYPE as RT
from pptx.opc.package import Part
from pptx.opc.packuri import PackURI
from pptx.oxml import parse_xml
from pptx.oxml.ns import qn
from pptx.util import Inches

_MAIN = "http://schemas.openxmlformats.org/presentationml/2006/main"
_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/main"
_P14 = "http://schemas.microsoft.com/office/powerpoint/2010/main"
_MODERN = "http://schemas.microsoft.com/office/powerpoint/2018/8/main"
_PML = "application/vnd.openxmlformats-officedocument.presentationml"
_MODERN_RELS = "http://schemas.microsoft.com/office/2018/10/relationships"
PLACE = (Inches(5), Inches(3), Inches(4), Inches(2))
"""Where a person puts things: left, top, width, height."""


@contextmanager
def editing(path: Path) -> Iterator[Any]:
    """The presentation at `path`, saved at the end of the block as PowerPoint would spell it."""
    presentation = pptx.Presentation(str(path))
    yield presentation
    presentation.save(str(path))
    spell_as_powerpoint(path)


def spell_as_powerpoint(path: Path) -> None:
    """Give each part the XML declaration that Office writes, which none of our libraries does.

    A part that an update parses and writes again without need is another one then.
    """
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            if name.endswith((".xml", ".rels")) and content.startswith(b"<?xml"):
                body = content[content.index(b"?>") + 2 :].lstrip()
                content = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r\n' + body
            package.writestr(name, content)


# Finding


def key_of(slide: Any) -> str | None:
    """Which planned slide this is; None for a person's own."""
    names = (shape.name for shape in slide.shapes)
    return next((name.split()[1] for name in names if name.startswith("talkcoach ")), None)


def by_key(presentation: Any) -> dict[str, Any]:
    """The slides of ours; of copies the first."""
    found: dict[str, Any] = {}
    for slide in presentation.slides:
        if key := key_of(slide):
            found.setdefault(key, slide)
    return found


def shape_named(shapes: Any, start: str) -> Any:
    """The first of `shapes` whose name begins so."""
    return next(shape for shape in shapes if shape.name.startswith(start))


def titles(presentation: Any) -> list[str]:
    return [slide.shapes.title.text if slide.shapes.title else "" for slide in presentation.slides]


def _entry(presentation: Any, slide: Any) -> Any:
    entries = presentation.slides._sldIdLst
    return next(entry for entry in entries if int(entry.get("id")) == slide.slide_id)


def _groups(presentation: Any) -> dict[str, Any]:
    return {group.get("name"): group for group in presentation.element.iter(f"{P14}section")}


def _group_entry(presentation: Any, slide_id: int) -> Any | None:
    entries = presentation.element.iter(f"{P14}sldId")
    return next((entry for entry in entries if int(entry.get("id")) == slide_id), None)


def section_names(presentation: Any) -> list[str]:
    """The names of PowerPoint's sections in order."""
    return [group.get("name") for group in presentation.element.iter(f"{P14}section")]


# Slides


def add_slide(presentation: Any, at: int, title: str, *, in_section: bool = True) -> Any:
    """A slide of one's own behind slide `at`; `in_section=False`: as programs without sections."""
    slide = presentation.slides.add_slide(presentation.slide_layouts[1])
    slide.shapes.title.text_frame.text = title
    _put_behind(presentation, slide, at, in_section)
    return slide


def _put_behind(presentation: Any, slide: Any, at: int, in_section: bool = True) -> None:
    """Move `slide` behind slide `at`, counted without it; -1 is the beginning."""
    entries = presentation.slides._sldIdLst
    entry = _entry(presentation, slide)
    entries.remove(entry)
    entries.insert(at + 1, entry)
    listed = _group_entry(presentation, slide.slide_id)
    if listed is not None:
        listed.getparent().remove(listed)
    if not in_section:
        return
    if listed is None:
        listed = parse_xml(f'<p14:sldId xmlns:p14="{_P14}" id="{slide.slide_id}"/>')
    if at >= 0:
        before = _group_entry(presentation, int(entries[at].get("id")))
        if before is not None:
            before.addnext(listed)
    else:
        after = _group_entry(presentation, int(entries[1].get("id")))
        if after is not None:
            after.addprevious(listed)


def move_slide(presentation: Any, slide: Any, to: int) -> None:
    """Drag `slide` behind the slide numbered `to` among the others; -1 is the beginning."""
    _put_behind(presentation, slide, to)


def delete_slide(presentation: Any, slide: Any) -> None:
    """Delete `slide`, and the links of other slides to it."""
    for other in presentation.slides:
        for rel_id, rel in list(other.part.rels.items()):
            if not rel.is_external and rel.target_part is slide.part:
                for link in other.element.xpath(f"//a:hlinkClick[@r:id='{rel_id}']"):
                    link.getparent().remove(link)
                other.part.rels.pop(rel_id)
    entry, listed = _entry(presentation, slide), _group_entry(presentation, slide.slide_id)
    presentation.part.drop_rel(entry.rId)
    entry.getparent().remove(entry)
    if listed is not None:
        listed.getparent().remove(listed)
    # python-pptx names a new slide by the number of slides: two would be called the same
    presentation.part.rename_slide_parts([each.rId for each in presentation.slides._sldIdLst])


def duplicate_slide(presentation: Any, slide: Any) -> Any:
    """PowerPoint's Duplicate Slide: all shapes with their names, and notes of its own."""
    new = presentation.slides.add_slide(slide.slide_layout)
    ids = {}
    for rel_id, rel in slide.part.rels.items():
        if rel.reltype not in (RT.SLIDE_LAYOUT, RT.NOTES_SLIDE, RT.COMMENTS):
            target = rel.target_ref if rel.is_external else rel.target_part
            ids[rel_id] = new.part.relate_to(target, rel.reltype, rel.is_external)
    tree = new.shapes.element
    for source, target in ((slide.element, new.element), (slide.shapes.element, tree)):
        for child in list(target):
            if child.tag != qn("p:cSld"):
                target.remove(child)
        target.extend(copy.deepcopy(child) for child in source if child.tag != qn("p:cSld"))
    for element in new.element.iter(etree.Element):
        for name in (qn("r:id"), qn("r:embed"), qn("r:link")):
            if element.get(name) in ids:
                element.set(name, ids[element.get(name)])
    if slide.has_notes_slide:
        new.notes_slide.notes_text_frame.text = slide.notes_slide.notes_text_frame.text
    ids_of_slides = [other.slide_id for other in presentation.slides]
    _put_behind(presentation, new, ids_of_slides.index(slide.slide_id))
    return new


def hide(slide: Any) -> None:
    slide.element.set("show", "0")


def show(slide: Any) -> None:
    slide.element.attrib.pop("show", None)


# Sections of PowerPoint


def _list_all(presentation: Any) -> None:
    """What PowerPoint does when it opens a deck: no slide is without a section."""
    for number, slide in enumerate(presentation.slides):
        if _group_entry(presentation, slide.slide_id) is None:
            _put_behind(presentation, slide, number - 1)


def rename_section(presentation: Any, name: str, new: str) -> None:
    _groups(presentation)[name].set("name", new)


def add_section(presentation: Any, name: str, slide: Any) -> None:
    """Begin a section at `slide`: it takes the slides from there to the end of its section."""
    _list_all(presentation)
    entry = _group_entry(presentation, slide.slide_id)
    assert entry is not None
    group = entry.getparent().getparent()
    ids = "".join(each.get("id") for each in presentation.element.iter(f"{P14}section"))
    guid = str(uuid.uuid5(uuid.NAMESPACE_OID, ids)).upper()
    new = parse_xml(
        f'<p14:section xmlns:p14="{_P14}" name="{name}" id="{{{guid}}}"><p14:sldIdLst/>'
        "</p14:section>"
    )
    group.addnext(new)
    for listed in [entry, *entry.itersiblings()]:
        new[0].append(listed)


def move_section(presentation: Any, name: str, before: str) -> None:
    """Drag a section with its slides in front of another."""
    _list_all(presentation)
    groups = _groups(presentation)
    groups[before].addprevious(groups[name])
    entries = presentation.slides._sldIdLst
    by_id = {entry.get("id"): entry for entry in entries}
    for listed in presentation.element.iter(f"{P14}sldId"):
        entries.append(by_id[listed.get("id")])


# Things on slides


def add_picture(slide: Any, shade: int = 90) -> Any:
    """A picture of its own, one for each shade of 0 to 255."""
    content = io.BytesIO()
    Image.new("RGB", (64, 48), (shade, 120, 255 - shade)).save(content, "PNG")
    return slide.shapes.add_picture(content, *PLACE)


def add_chart(slide: Any) -> Any:
    """A chart with its workbook."""
    data = CategoryChartData()
    data.categories = ["before", "after"]
    data.add_series("errors", (12.5, 7.25))
    frame = slide.shapes.add_chart(XL_CHART_TYPE.COLUMN_CLUSTERED, *PLACE, data)
    for axis in frame.chart._chartSpace.xpath("//c:axId | //c:crossAx"):
        axis.set("val", axis.get("val").lstrip("-"))  # PowerPoint's own are not negative
    return frame


def add_table(slide: Any, text: str = "my cell") -> Any:
    frame = slide.shapes.add_table(2, 2, *PLACE)
    frame.table.cell(1, 1).text = text
    return frame


def add_group(slide: Any, text: str = "in my group") -> Any:
    group = slide.shapes.add_group_shape()
    group.shapes.add_shape(MSO_SHAPE.OVAL, *PLACE).text_frame.text = text
    group.shapes.add_connector(1, Inches(1), Inches(1), Inches(2), Inches(2))
    return group


def add_box(slide: Any, text: str) -> Any:
    box = slide.shapes.add_textbox(*PLACE)
    box.text_frame.text = text
    return box


def delete_shape(slide: Any, number: int) -> None:
    """Delete a shape, the hidden ones apart: nobody can click on those."""
    shapes = [s for s in slide.shapes if s.element.xpath("./*/p:cNvPr")[0].get("hidden") != "1"]
    if not shapes:
        return
    shape = shapes[number % len(shapes)]
    for target in slide.element.xpath(f"//p:spTgt[@spid='{shape.shape_id}']"):
        timing = next(each for each in target.iterancestors() if each.tag == qn("p:timing"))
        timing.getparent().remove(timing)
        break
    shape.element.getparent().remove(shape.element)


def ungroup(group: Any) -> None:
    """What a group holds stands on the slide by itself."""
    for shape in list(group.shapes):
        group.element.addprevious(shape.element)
    group.element.getparent().remove(group.element)


def paste(slide: Any, shape: Any) -> Any:
    """A copy of `shape` on `slide`, under its name as in PowerPoint and with new ids."""
    new = copy.deepcopy(shape.element)
    number = max(int(each) for each in slide.element.xpath("//p:cNvPr/@id"))
    for properties in new.xpath(".//p:cNvPr"):
        number += 1
        properties.set("id", str(number))
        for child in list(properties):
            properties.remove(child)
    slide.shapes.element.append(new)
    return slide.shapes[-1]


def change_layout(slide: Any, layout: Any) -> None:
    for rel in slide.part.rels.values():
        if rel.reltype == RT.SLIDE_LAYOUT:
            rel._target = layout.part


def delete_notes(slide: Any) -> None:
    """Drop the notes page."""
    for rel_id, rel in list(slide.part.rels.items()):
        if rel.reltype == RT.NOTES_SLIDE:
            slide.part.rels.pop(rel_id)


def add_sound(slide: Any) -> Any:
    """A sound as a media part with the still picture that stands for it."""
    sound, still = io.BytesIO(), io.BytesIO()
    with wave.open(sound, "wb") as file:
        file.setparams((1, 2, 8_000, 0, "NONE", ""))
        file.writeframes(struct.pack("<800h", *range(800)))
    Image.new("RGB", (8, 8)).save(still, "PNG")
    sound.seek(0)
    return slide.shapes.add_movie(sound, *PLACE, still, "audio/x-wav")


def animate(slide: Any, shape: Any, paragraphs: tuple[int, ...] = ()) -> None:
    """`shape` appears at a click; or each of its `paragraphs` at one."""
    spans = [f'<p:txEl><p:pRg st="{n}" end="{n}"/></p:txEl>' for n in paragraphs] or [""]
    clicks, number = "", 3
    for span in spans:
        target = f'<p:spTgt spid="{shape.shape_id}">{span}</p:spTgt>'
        clicks += f"""
<p:par><p:cTn id="{number}" fill="hold"><p:stCondLst><p:cond delay="indefinite"/></p:stCondLst>
<p:childTnLst><p:par><p:cTn id="{number + 1}" fill="hold"><p:stCondLst><p:cond delay="0"/>
</p:stCondLst><p:childTnLst><p:par><p:cTn id="{number + 2}" presetID="1" presetClass="entr"
 presetSubtype="0" fill="hold" {"grpId='0' " if span else ""}nodeType="clickEffect"><p:stCondLst>
<p:cond delay="0"/></p:stCondLst><p:childTnLst><p:set><p:cBhvr>
<p:cTn id="{number + 3}" dur="1" fill="hold"><p:stCondLst><p:cond delay="0"/></p:stCondLst></p:cTn>
<p:tgtEl>{target}</p:tgtEl>
<p:attrNameLst><p:attrName>style.visibility</p:attrName></p:attrNameLst></p:cBhvr>
<p:to><p:strVal val="visible"/></p:to></p:set></p:childTnLst></p:cTn></p:par></p:childTnLst></p:cTn>
</p:par></p:childTnLst></p:cTn></p:par>"""
        number += 4
    built = f'<p:bldP spid="{shape.shape_id}" grpId="0" build="p"/>' if paragraphs else ""
    timing = f"""<p:timing xmlns:p="{_MAIN}"><p:tnLst><p:par>
<p:cTn id="1" dur="indefinite" restart="never" nodeType="tmRoot"><p:childTnLst>
<p:seq concurrent="1" nextAc="seek"><p:cTn id="2" dur="indefinite" nodeType="mainSeq"><p:childTnLst>
{clicks}</p:childTnLst></p:cTn>
<p:prevCondLst><p:cond evt="onPrev" delay="0"><p:tgtEl><p:sldTgt/></p:tgtEl></p:cond>
</p:prevCondLst><p:nextCondLst><p:cond evt="onNext" delay="0"><p:tgtEl><p:sldTgt/></p:tgtEl>
</p:cond></p:nextCondLst></p:seq></p:childTnLst></p:cTn></p:par></p:tnLst>
{f"<p:bldLst>{built}</p:bldLst>" if built else ""}</p:timing>"""
    parser = etree.XMLParser(remove_blank_text=True)
    compact = etree.tostring(etree.fromstring(timing, parser))
    _insert_before(slide.element, parse_xml(compact), "extLst")


def add_transition(slide: Any, advance_ms: int | None = None) -> None:
    """A fade to this slide, by itself after `advance_ms` where the person wanted that."""
    advance = f' advTm="{advance_ms}"' if advance_ms is not None else ""
    transition = parse_xml(
        '<mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
        f' xmlns:p="{_MAIN}"><mc:Choice xmlns:p14="{_P14}" Requires="p14">'
        f'<p:transition spd="med" p14:dur="700"{advance}><p:fade/></p:transition></mc:Choice>'
        f'<mc:Fallback><p:transition spd="med"{advance}><p:fade/></p:transition></mc:Fallback>'
        "</mc:AlternateContent>"
    )
    _insert_before(slide.element, transition, "timing", "extLst")


def _insert_before(root: Any, new: Any, *names: str) -> None:
    """Put `new` before the first child called one of `names`, else at the end."""
    for child in root:
        if etree.QName(child).localname in names:
            child.addprevious(new)
            return
    root.append(new)


def comment(presentation: Any, slide: Any, text: str) -> None:
    """A comment as PowerPoint up to 2019 keeps it, and its author."""
    _attach(
        presentation.part, "/ppt/commentAuthors.xml", f"{_PML}.commentAuthors+xml",
        RT.COMMENT_AUTHORS,
        f'<p:cmAuthorLst xmlns:p="{_MAIN}"><p:cmAuthor id="1" name="Jo" initials="J" lastIdx="1"'
        ' clrIdx="0"/></p:cmAuthorLst>',
    )  # fmt: skip
    _attach(
        slide.part, f"/ppt/comments/comment{slide.slide_id}.xml", f"{_PML}.comments+xml",
        RT.COMMENTS,
        f'<p:cmLst xmlns:p="{_MAIN}"><p:cm authorId="1" dt="2025-01-02T03:04:05.000" idx="1">'
        f'<p:pos x="10" y="10"/><p:text>{text}</p:text></p:cm></p:cmLst>',
    )  # fmt: skip


def thread(presentation: Any, slide: Any, text: str) -> None:
    """A threaded comment on the slide as PowerPoint of Microsoft 365 keeps it, and its author."""
    author, thread_id = (
        f"{{{str(uuid.uuid5(uuid.NAMESPACE_OID, word)).upper()}}}" for word in ("Jo", text)
    )
    _attach(
        presentation.part, "/ppt/authors.xml", "application/vnd.ms-powerpoint.authors+xml",
        f"{_MODERN_RELS}/authors",
        f'<p188:authorLst xmlns:p188="{_MODERN}"><p188:author id="{author}" name="Jo" initials="J"'
        ' userId="jo" providerId="None"/></p188:authorLst>',
    )  # fmt: skip
    creation = 'xmlns:pc="http://schemas.microsoft.com/office/powerpoint/2013/main/command"'
    _attach(
        slide.part, f"/ppt/comments/modernComment_{slide.slide_id:X}_0.xml",
        "application/vnd.ms-powerpoint.comments+xml", f"{_MODERN_RELS}/comments",
        f'<p188:cmLst xmlns:p188="{_MODERN}" xmlns:a="{_DRAWING}"><p188:cm id="{thread_id}"'
        f' authorId="{author}" created="2025-01-02T03:04:05.000"><pc:sldMkLst {creation}>'
        f'<pc:docMk/><pc:sldMk cId="0" sldId="{slide.slide_id}"/></pc:sldMkLst><p188:txBody>'
        f'<a:bodyPr/><a:lstStyle/><a:p><a:r><a:rPr lang="en-US"/><a:t>{text}</a:t></a:r></a:p>'
        "</p188:txBody></p188:cm></p188:cmLst>",
    )  # fmt: skip


def add_custom_xml(presentation: Any) -> None:
    """Data of an add-in, as reference managers keep it."""
    part = _attach(
        presentation.part, "/customXml/item1.xml", "application/xml", RT.CUSTOM_XML,
        "<references><entry>Okafor 2025</entry></references>",
    )  # fmt: skip
    namespace = "http://schemas.openxmlformats.org/officeDocument/2006/customXml"
    _attach(
        part, "/customXml/itemProps1.xml",
        "application/vnd.openxmlformats-officedocument.customXmlProperties+xml",
        RT.CUSTOM_XML_PROPS,
        f'<ds:datastoreItem xmlns:ds="{namespace}" ds:itemID="{{{str(uuid.UUID(int=7)).upper()}}}"'
        "/>",
    )  # fmt: skip


def _attach(source: Part, name: str, content_type: str, kind: str, content: str) -> Part:
    """The part that `source` has for relationships of this kind, made where there is none."""
    for rel in source.rels.values():
        if rel.reltype == kind:
            return rel.target_part
    part = Part(PackURI(name), content_type, source.package, content.encode())
    source.relate_to(part, kind)
    return part


def link(shape: Any, target: Any) -> None:
    """A click on `shape` jumps to the slide `target`."""
    shape.click_action.target_slide = target


# Text


def retype(frame: Any, text: str, paragraph: int = 0) -> None:
    """Overtype a paragraph; its letters stay as they look."""
    first, *others = frame.paragraphs[paragraph].runs
    first.text = text
    for run in others:
        run._r.getparent().remove(run._r)


def body(slide: Any) -> Any:
    """The text of the slide's points."""
    return slide.placeholders[1].text_frame


def notes(slide: Any) -> Any:
    return slide.notes_slide.notes_text_frame


def write_notes(slide: Any, text: str, at: int | None = None) -> None:
    """A line of one's own before line `at` of the notes; at the end by default."""
    lines = notes(slide).text.split("\n")
    lines.insert(len(lines) if at is None else at, text)
    notes(slide).text = "\n".join(lines)


# The whole deck


def recolour_theme(presentation: Any, rgb: str = "AA3377") -> None:
    """Another first accent in the theme of the slides."""
    part = presentation.slide_master.part.part_related_by(RT.THEME)
    root = etree.fromstring(part.blob)
    (accent,) = root.iter(f"{{{_DRAWING}}}accent1")
    accent[0].set("val", rgb)
    part._blob = etree.tostring(root, encoding="UTF-8", standalone=True)


def save_with_libreoffice(path: Path, folder: Path) -> None:
    """Replace the deck by what LibreOffice makes of it."""
    command = [
        "soffice", f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless",
        "--convert-to", "pptx:Impress MS PowerPoint 2007 XML",
        "--outdir", str(folder / "saved"), str(path),
    ]  # fmt: skip
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    path.write_bytes((folder / "saved" / path.name).read_bytes())
