"""What slides, layouts and decks have and python-pptx has no API for.

This reaches below python-pptx's public objects, into the XML and the package's relationships, as do
`package`, `properties`, `sections`, `notes_pages`, `paragraphs`, and the drawing modules `shapes`,
`stamps` and `redraw`, each for its one subject. It is why python-pptx is pinned below 2.
"""

from __future__ import annotations

import copy
import functools
import re
from collections.abc import Sequence
from typing import Any

from pptx.enum.dml import MSO_THEME_COLOR
from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.opc.constants import RELATIONSHIP_TYPE as RT
from pptx.opc.oxml import serialize_part_xml
from pptx.oxml import ns, parse_xml
from pptx.presentation import Presentation
from pptx.slide import Slide, SlideLayout, SlideMaster

qn = functools.cache(ns.qn)
"""The name of an element as lxml has it, from `a:t`; python-pptx works it out each time."""
_NAMESPACES = (
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"'
)
SECTIONS_URI = "{521415D9-36F7-43E2-AB2F-B90AF26B5E84}"


def element_from(xml: str) -> Any:
    """The element that `xml` describes, with the prefixes a: and p: declared for it."""
    return parse_xml(re.sub(r"^<[\w:]+", rf"\g<0> {_NAMESPACES}", xml))


def placeholders(slide: Slide | SlideLayout | SlideMaster) -> list[Any]:
    """The placeholders, untyped: python-pptx's own types for them do not add up."""
    collection: Any = slide.placeholders
    return list(collection)


def layout_purpose(layout: SlideLayout) -> str:
    """What the layout says it is for (`title`, `obj`, `secHead`, `titleOnly`, ...), or ""."""
    return str(layout.element.get("type", ""))


def is_vertical(placeholder: Any) -> bool:
    """Whether the placeholder's text runs from top to bottom, as in East Asian layouts."""
    return bool(placeholder.element.ph.get("orient", "horz") == "vert")


def inherited_size(placeholder: Any, master: SlideMaster) -> float | None:
    """The font size in points that first-level text gets in a layout's `placeholder`."""
    size = _inherited(placeholder, master, "@sz")
    return int(size) / 100 if size else None


def inherited_color(placeholder: Any, master: SlideMaster) -> MSO_THEME_COLOR | None:
    """The theme colour of first-level text in a layout's `placeholder`, its shade left aside."""
    name = _inherited(placeholder, master, "a:solidFill/a:schemeClr/@val")
    try:
        return MSO_THEME_COLOR.from_xml(name) if name else None
    except ValueError:  # "phClr", which only a theme's own styles may say
        return None


def is_light(color: MSO_THEME_COLOR, master: SlideMaster) -> bool:
    """Whether the theme's `color` is nearer to white than to black, as on dark slides."""
    value = theme_colors(master).get(MSO_THEME_COLOR.to_xml(color), "000000")
    red, green, blue = bytes.fromhex(value)
    return 0.299 * red + 0.587 * green + 0.114 * blue > 128


def theme_colors(master: SlideMaster) -> dict[str, str]:
    """RRGGBB by the names that shapes call theme colours by (`bg1`, `tx1`, `accent1`, ...)."""
    theme = parse_xml(master.part.part_related_by(RT.THEME).blob)
    slots: dict[str, str] = {}
    for scheme in theme.iter(qn("a:clrScheme")):
        for slot in scheme:
            color = slot[0]
            value = color.get("lastClr") or color.get("val") or ""
            slots[slot.tag.rpartition("}")[2]] = value if len(value) == 6 else "000000"
    names = master.element.find(qn("p:clrMap"))
    mapped = {} if names is None else {n: slots[s] for n, s in names.attrib.items() if s in slots}
    return slots | mapped


def theme_font(master: SlideMaster) -> str:
    """The Latin typeface of the theme's body text; empty where it names none."""
    theme = parse_xml(master.part.part_related_by(RT.THEME).blob)
    for minor in theme.iter(qn("a:minorFont")):
        return str(minor.find(qn("a:latin")).get("typeface", ""))
    return ""


def _inherited(placeholder: Any, master: SlideMaster, what: str) -> str | None:
    """PowerPoint looks in the layout's placeholder, the master's one of its kind, then the
    master's text styles; python-pptx resolves none of this."""
    is_title = placeholder.placeholder_format.type in (
        PP_PLACEHOLDER.TITLE,
        PP_PLACEHOLDER.CENTER_TITLE,
    )
    kind = "title" if is_title else "body"
    found = (
        placeholder.element.xpath(f"./p:txBody/a:lstStyle/a:lvl1pPr/a:defRPr/{what}")
        or master.element.xpath(
            f"./p:cSld/p:spTree/p:sp[p:nvSpPr/p:nvPr/p:ph/@type='{kind}']"
            f"/p:txBody/a:lstStyle/a:lvl1pPr/a:defRPr/{what}"
        )
        or master.element.xpath(f"./p:txStyles/p:{kind}Style/a:lvl1pPr/a:defRPr/{what}")
    )
    return str(found[0]) if found else None


def is_hidden(slide: Slide) -> bool:
    """Whether the slide is skipped when the deck is shown."""
    return slide.element.get("show") in ("0", "false")


def set_hidden(slide: Slide, hidden: bool) -> None:
    """Skip `slide` when the deck is shown, or show it again."""
    if hidden:
        slide.element.set("show", "0")
    elif is_hidden(slide):
        del slide.element.attrib["show"]


def prune_timing(slide: Slide) -> None:
    """Take away animations of shapes that are gone; PowerPoint would offer to repair the deck."""
    root = slide.element
    ids = {element.get("id") for element in root.iter(qn("p:cNvPr"))}
    for timing in root.findall(qn("p:timing")):
        lost = [t for t in timing.iter(qn("p:spTgt")) if t.get("spid") not in ids]
        for target in lost:
            effects = (
                par
                for par in target.iterancestors(qn("p:par"))
                if par.find(qn("p:cTn")).get("presetID") is not None
            )
            effect = next(effects, None)
            if effect is not None and effect.getparent() is not None:
                effect.getparent().remove(effect)
        if not lost:
            continue
        builds = timing.find(qn("p:bldLst"))
        for build in [] if builds is None else list(builds):
            if build.get("spid") not in ids:
                builds.remove(build)
        if builds is not None and len(builds) == 0:
            timing.remove(builds)
        while empty := [p for p in timing.iter(qn("p:par")) if _plays_nothing(p)]:
            for node in empty:
                node.getparent().remove(node)
        if next(timing.iter(qn("p:spTgt")), None) is None:
            root.remove(timing)


def renumber_paragraphs(slide: Slide, shape_id: int, numbers: dict[int, int]) -> None:
    """Let animations of single paragraphs of a shape follow them to their new numbers.

    `numbers` maps old numbers to new ones; animations of paragraphs that are not in it go.
    """
    for target in list(slide.element.iter(qn("p:spTgt"))):
        if target.get("spid") != str(shape_id):
            continue
        for part in target.iter(qn("p:pRg")):
            new = numbers.get(int(part.get("st")))
            if new is None:
                target.set("spid", "0")  # no shape has it: pruned with those of lost shapes
            else:
                part.set("st", str(new))
                part.set("end", str(new))
    prune_timing(slide)


def _plays_nothing(par: Any) -> bool:
    children = par.find(qn("p:cTn")).find(qn("p:childTnLst"))
    return children is not None and len(children) == 0


def next_shape_id(tree: Any) -> int:
    """A shape id that nothing in the shape tree `tree` has."""
    return max(int(element.get("id", 0)) for element in tree.iter(qn("p:cNvPr"))) + 1


def alt_text(shape: Any) -> str:
    """The description that screen readers speak; empty where there is none."""
    return next((str(e.get("descr", "")) for e in shape.element.iter(qn("p:cNvPr"))), "")


def set_alt_text(shape: Any, text: str) -> None:
    """Give `shape` the description that screen readers speak."""
    shape.element.xpath(".//p:cNvPr")[0].set("descr", text)


def drop_style(shape: Any) -> None:
    """Free `shape` from the theme's shape style: no shadow, no gradient, only what is set on it."""
    for style in shape.element.xpath("./p:style"):
        style.getparent().remove(style)


def add_slide_number(slide: Slide) -> None:
    """Show the slide's number where its layout has a place for it; otherwise do nothing.

    python-pptx leaves footers out when it makes a slide from a layout.
    """
    for placeholder in placeholders(slide.slide_layout):
        if placeholder.placeholder_format.type == PP_PLACEHOLDER.SLIDE_NUMBER:
            number = copy.deepcopy(placeholder.element)
            next_id = next_shape_id(slide.shapes.element)
            number.xpath("./p:nvSpPr/p:cNvPr")[0].set("id", str(next_id))
            for own in number.xpath("./p:spPr/*"):  # inherit the place, so that layouts move it
                own.getparent().remove(own)
            slide.shapes.element.append(number)
            return


def slide_ids(presentation: Presentation) -> list[int]:
    """The ids of the slides in order."""
    entries = presentation.element.sldIdLst
    return [int(entry.get("id")) for entry in ([] if entries is None else entries)]


def set_slide_order(presentation: Presentation, ids: Sequence[int]) -> None:
    """Put the slides into this order; `ids` names each of them once."""
    if slide_ids(presentation) == list(ids):
        return
    entries = presentation.element.sldIdLst
    by_id = {int(entry.get("id")): entry for entry in entries}
    for entry in by_id.values():
        entries.remove(entry)
    for place, slide_id in enumerate(ids):
        entries.insert(place, by_id[slide_id])


def remove_all_slides(presentation: Presentation) -> None:
    """Remove the slides of a template, with the lists that mention them.

    The relationship must go too: with it the slide would stay in the file, unlisted, and
    PowerPoint would offer to repair the deck. Save and reopen before adding slides, so that the
    names of the removed parts are free again.
    """
    root = presentation.element
    slide_ids = root.sldIdLst
    for slide_id in list(slide_ids) if slide_ids is not None else []:
        presentation.part.drop_rel(slide_id.rId)
        slide_ids.remove(slide_id)
    for stale in root.xpath(f"./p:custShowLst | ./p:extLst/p:ext[@uri='{SECTIONS_URI}']"):
        parent = stale.getparent()
        parent.remove(stale)
        if parent.tag == qn("p:extLst") and len(parent) == 0:
            root.remove(parent)


def remove_thumbnail(presentation: Presentation) -> None:
    """Drop the preview picture: it shows the template, not the deck."""
    package = presentation.part.package
    for relationship in list(package._rels.values()):
        if relationship.reltype == RT.THUMBNAIL:
            package.drop_rel(relationship.rId)


def set_section_list(presentation: Presentation, section_list: Any) -> None:
    """Put `p14:sectionLst` into the presentation's extension list, replacing the one there."""
    root = presentation.element
    for old in root.xpath(f"./p:extLst/p:ext[@uri='{SECTIONS_URI}']"):
        old.getparent().remove(old)
    holders = root.xpath("./p:extLst")
    # The schema wants the extension list last.
    if not holders:
        holders = [element_from("<p:extLst/>")]
        root.append(holders[0])
    extension = element_from(f'<p:ext uri="{SECTIONS_URI}"/>')
    extension.append(section_list)
    holders[0].append(extension)


def set_theme(master: SlideMaster, name: str, colors: dict[str, str], font: str) -> None:
    """Give the master's theme other colours (slot -> RRGGBB) and one Latin font."""
    part = master.part.part_related_by(RT.THEME)
    root = parse_xml(part.blob)
    root.set("name", name)
    for scheme in root.iter(qn("a:clrScheme")):
        scheme.set("name", name)
        for slot, value in colors.items():
            entry = scheme.find(qn(f"a:{slot}"))
            for old in list(entry):
                entry.remove(old)
            entry.append(element_from(f'<a:srgbClr val="{value}"/>'))
    for scheme in root.iter(qn("a:fontScheme")):
        scheme.set("name", name)
        for latin in scheme.iter(qn("a:latin")):
            latin.attrib.clear()
            latin.set("typeface", font)
    part._blob = serialize_part_xml(root)


def set_text_styles(master: SlideMaster, title_style: str, body_style: str) -> None:
    """Replace the master's styles for titles and body text with these XML elements."""
    styles = master.element.xpath("./p:txStyles")[0]
    for xml in (title_style, body_style):
        new = element_from(xml)
        old = styles.find(new.tag)
        styles.replace(old, new)


def set_list_style(placeholder: Any, levels: str) -> None:
    """Replace the placeholder's own text styles with the XML of `levels` (may be empty)."""
    new = element_from(f"<a:lstStyle>{levels}</a:lstStyle>")
    body = placeholder.element.txBody
    body.replace(body.find(qn("a:lstStyle")), new)


def forget_place(placeholder: Any) -> None:
    """Let the placeholder stand where the master's one of its kind stands."""
    for place in placeholder.element.xpath("./p:spPr/a:xfrm"):
        place.getparent().remove(place)


def add_behind(parent: SlideMaster | SlideLayout, xml: str) -> None:
    """Add a `p:sp` to a master or layout, behind its placeholders."""
    tree = parent.shapes.element
    shape = element_from(xml)
    shape.xpath("./p:nvSpPr/p:cNvPr")[0].set("id", str(next_shape_id(tree)))
    tree.insert(2, shape)  # after the group's own properties


def hide_master_shapes(layout: SlideLayout) -> None:
    """Do not draw the master's decoration on this layout."""
    layout.element.set("showMasterSp", "0")
