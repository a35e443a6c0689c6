"""What paragraphs of a Word file are, and how another one becomes that: headings, lists, quotations, code.

Reading process.
"""

from typing import Final, NamedTuple, cast

from desktop_llm.documents.editing.docx_parts import DocxParts
from desktop_llm.documents.editing.xml_part import (
    Node,
    children_of,
    copy_of,
    first_child,
    local_name,
    namespace_of,
    new_node,
)
from desktop_llm.documents.readers.docx_styles import DocxStyles
from desktop_llm.documents.readers.xml_tree import Element
from desktop_llm.documents.rich_text import Paragraph, ParagraphKind

# What belongs to one paragraph alone.
_OWN: Final = frozenset({"sectPr", "rPr", "pPrChange"})
_SHAPE: Final = frozenset({"pStyle", "numPr", "outlineLvl", "ind", "contextualSpacing"})
# What headings and frames have, and what is beside them has not.
_SHAPE_OF_OTHERS: Final = frozenset({"keepNext", "keepLines", "pageBreakBefore", "pBdr", "shd", "framePr"})
_BEFORE_NUMBER: Final = frozenset({"pStyle", "keepNext", "keepLines", "pageBreakBefore", "framePr", "widowControl"})
_LEVELS: Final = 9
_HEADING_SIZES: Final = (32, 28, 26, 24)  # half points
_STYLES: Final = {
    ParagraphKind.QUOTE: (
        "Quote",
        "<w:pPr><w:ind w:left='720' w:right='720'/></w:pPr><w:rPr><w:i/></w:rPr>",
    ),
    ParagraphKind.CODE: (
        "Code",
        (
            "<w:pPr><w:spacing w:before='0' w:after='0'/></w:pPr>"
            "<w:rPr><w:rFonts w:ascii='Consolas' w:hAnsi='Consolas' w:cs='Consolas'/><w:sz w:val='20'/></w:rPr>"
        ),
    ),
}


class Shape(NamedTuple):
    kind: ParagraphKind = ParagraphKind.TEXT
    level: int = 0
    is_numbered: bool = False


def shape_of_text(paragraph: Paragraph) -> Shape:
    return Shape(paragraph.kind, paragraph.level, paragraph.is_numbered)


class DocxShapes:
    def __init__(self, parts: DocxParts) -> None:
        self._parts = parts
        self._styles = DocxStyles(cast("Element | None", parts.styles))

    def shape_of(self, paragraph: Node) -> Shape:
        look = self._styles.look_of(cast("Element | None", first_child(paragraph, "pPr")))
        if look.is_code:
            return Shape(ParagraphKind.CODE)
        if look.heading_level:
            return Shape(ParagraphKind.HEADING, look.heading_level)
        if look.list_level:
            is_numbered = self._parts.is_numbered(look.list_id, look.list_level)
            return Shape(ParagraphKind.LIST_ITEM, look.list_level, is_numbered)
        return Shape(ParagraphKind.QUOTE, 1) if look.is_quote else Shape()

    def put(self, paragraph: Node, wanted: Shape, model: Node | None) -> None:
        """Make a paragraph of this shape: like the model, which has it; else by styles and lists of the file's."""
        old = first_child(paragraph, "pPr")
        if model is not None:
            properties = first_child(model, "pPr")
            new = copy_of(properties) if properties is not None else _empty(paragraph)
            _drop(new, _OWN)
        else:
            new = copy_of(old) if old is not None else _empty(paragraph)
            _drop(new, _OWN | _SHAPE | _SHAPE_OF_OTHERS)
            self._dress(new, wanted)
        for child in [child for child in children_of(old) if local_name(child) in _OWN]:
            new.append(child)
        if old is not None:
            paragraph.remove(old)
        if len(new):
            paragraph.insert(0, new)

    def _dress(self, properties: Node, wanted: Shape) -> None:
        match wanted.kind:
            case ParagraphKind.HEADING:
                _add_style(properties, self._heading_style(min(max(wanted.level, 1), _LEVELS)))
            case ParagraphKind.LIST_ITEM:
                list_id = self._parts.new_list(is_numbered=wanted.is_numbered)
                _add_number(properties, list_id, min(max(wanted.level, 1), _LEVELS) - 1)
            case ParagraphKind.QUOTE | ParagraphKind.CODE:
                name, look = _STYLES[wanted.kind]
                _add_style(properties, self._parts.style_named(name) or self._parts.new_style(name, look))
            case ParagraphKind.TEXT | ParagraphKind.KEPT:
                pass

    def _heading_style(self, level: int) -> str:
        name = f"heading {level}"
        size = _HEADING_SIZES[min(level, len(_HEADING_SIZES)) - 1]
        look = (
            f"<w:pPr><w:keepNext/><w:spacing w:before='240' w:after='80'/><w:outlineLvl w:val='{level - 1}'/></w:pPr>"
            f"<w:rPr><w:b/><w:sz w:val='{size}'/></w:rPr>"
        )
        return self._parts.style_named(name) or self._parts.new_style(name, look)


def _empty(paragraph: Node) -> Node:
    return new_node(paragraph, f"{namespace_of(paragraph)}pPr")


def _drop(properties: Node, names: frozenset[str]) -> None:
    for child in [child for child in properties if local_name(child) in names]:
        properties.remove(child)


def _add_style(properties: Node, style_id: str) -> None:
    space = namespace_of(properties)
    node = new_node(properties, f"{space}pStyle")
    node.set(f"{space}val", style_id)
    properties.insert(0, node)


def _add_number(properties: Node, list_id: str, level: int) -> None:
    space = namespace_of(properties)
    number = new_node(properties, f"{space}numPr")
    for name, value in (("ilvl", str(level)), ("numId", list_id)):
        node = new_node(number, f"{space}{name}")
        node.set(f"{space}val", value)
        number.append(node)
    place = next((n for n, child in enumerate(properties) if local_name(child) not in _BEFORE_NUMBER), len(properties))
    properties.insert(place, number)


def is_end_of_section(paragraph: Node) -> bool:
    return first_child(paragraph, "pPr", "sectPr") is not None
