"""What a Word file's styles say of a paragraph: a heading, a list's item, code, a caption. Reading process."""

import re
from dataclasses import dataclass
from typing import Final

from desktop_llm.documents.readers.xml_tree import Element, attribute, child, children

_HEADING: Final = re.compile(r"(?:heading|überschrift|titre|título|titolo|kop) ?(\d)", re.IGNORECASE)
_CODE: Final = re.compile(r"code|html preformatted|source|macro text|listing", re.IGNORECASE)
_QUOTE: Final = re.compile(r"quot|zitat|citation|citazione|citaat", re.IGNORECASE)
_CAPTION: Final = "caption"
_TITLE: Final = "title"
_BODY_LEVEL: Final = 9
# Styles are based on one another; a file may say so in a circle.
_MOST_ANCESTORS: Final = 20


@dataclass(frozen=True, slots=True)
class ParagraphLook:
    """heading_level is 0 for what is no heading, list_level 0 for what is in no list."""

    heading_level: int = 0
    list_level: int = 0
    is_code: bool = False
    is_caption: bool = False
    is_quote: bool = False
    list_id: str = ""
    """Which list of the file's definitions; `0` for none, where a style would have one."""


class DocxStyles:
    def __init__(self, styles: Element | None) -> None:
        """`styles` is the root of the styles' part."""
        found = children(styles, "style") if styles is not None else ()
        self._styles = {attribute(style, "styleId"): style for style in found}

    def look_of(self, properties: Element | None) -> ParagraphLook:
        """`properties` is a paragraph's pPr. What it says itself comes before what its style says."""
        lineage = self._lineage(attribute(style, "val") if (style := child(properties, "pStyle")) is not None else "")
        names = [_style_name(style) for style in lineage]
        all_properties = [properties, *(child(style, "pPr") for style in lineage)]
        return ParagraphLook(
            heading_level=_heading_level(names, all_properties),
            list_level=_list_level(all_properties),
            list_id=_list_id(all_properties),
            is_code=any(_CODE.search(name) for name in names),
            is_caption=_CAPTION in names,
            is_quote=any(_QUOTE.search(name) for name in names),
        )

    def _lineage(self, style_id: str) -> list[Element]:
        lineage: list[Element] = []
        while style_id in self._styles and len(lineage) < _MOST_ANCESTORS:
            lineage.append(self._styles[style_id])
            base = child(lineage[-1], "basedOn")
            style_id = attribute(base, "val") if base is not None else ""
        return lineage


def _style_name(style: Element) -> str:
    name = child(style, "name")
    return attribute(name, "val").lower() if name is not None else ""


def _heading_level(names: list[str], all_properties: list[Element | None]) -> int:
    for properties in all_properties:
        if (outline := child(properties, "outlineLvl")) is not None:
            level = attribute(outline, "val")
            return int(level) + 1 if level.isdecimal() and int(level) < _BODY_LEVEL else 0
    for name in names:
        if match := _HEADING.fullmatch(name):
            return int(match[1])
    return 1 if _TITLE in names else 0


def _list_level(all_properties: list[Element | None]) -> int:
    for properties in all_properties:
        if (number := child(properties, "numPr")) is None:
            continue
        if (which := child(number, "numId")) is not None and attribute(which, "val") == "0":
            return 0  # taken out of the list of its style
        level = child(number, "ilvl")
        depth = attribute(level, "val") if level is not None else "0"
        return 1 + (int(depth) if depth.isdecimal() else 0)
    return 0


def _list_id(all_properties: list[Element | None]) -> str:
    """The nearest one; a style that only says a level leaves it to the one that it is based on."""
    found = (child(properties, "numPr", "numId") for properties in all_properties)
    return next((attribute(each, "val") for each in found if each is not None), "")
