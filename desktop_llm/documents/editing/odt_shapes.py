"""What paragraphs of an OpenDocument text are: headings, items of lists, quotations, code; styles for new ones.

Reading process.
"""

from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from desktop_llm.documents.editing.odt_names import FO, STYLE, TEXT
from desktop_llm.documents.editing.xml_part import (
    Node,
    children_of,
    first_child,
    local_name,
    new_node,
    value_of,
)
from desktop_llm.documents.rich_text import Paragraph, ParagraphKind

LISTS: Final = frozenset({"list"})
ITEMS: Final = frozenset({"list-item", "list-header"})
_CODE: Final = frozenset({"Preformatted_20_Text", "Source_20_Code", "Source_20_Text"})
_QUOTE: Final = frozenset({"Quotations", "Quote"})
_TITLE: Final = "Title"
_MOST_ANCESTORS: Final = 20
_N_LEVELS: Final = 10
_DEEPEST_HEADING: Final = 10
_HEADING_SIZES: Final = ("18pt", "15pt", "13pt", "12pt")
_SPACES: Final = {
    "Heading": {f"{FO}margin-top": "5mm", f"{FO}margin-bottom": "2mm", f"{FO}keep-with-next": "always"},
    "Quotations": {f"{FO}margin-left": "8mm", f"{FO}margin-right": "8mm"},
    "Preformatted": {f"{FO}margin-bottom": "0mm"},
}
_OWN: Final = ("WrittenCell", "WrittenFromRight")
_BULLETS: Final = "•◦▪"


class OdtShape(NamedTuple):
    kind: ParagraphKind = ParagraphKind.TEXT
    level: int = 0
    is_numbered: bool = False


def shape_of_text(paragraph: Paragraph) -> OdtShape:
    return OdtShape(paragraph.kind, paragraph.level, paragraph.is_numbered)


def lists_around(paragraph: Node) -> list[Node]:
    """Lists and their items, the innermost first, up to what is neither."""
    found: list[Node] = []
    for node in paragraph.iterancestors():
        if local_name(node) not in LISTS and local_name(node) not in ITEMS:
            break
        found.append(node)
    return found


class OdtShapes:
    def __init__(self, content: Node, styles: Node | None) -> None:
        """The roots of both parts. New styles of paragraphs come among the common ones, which are in the second."""
        self._automatic = first_child(content, "automatic-styles")
        self._common = first_child(styles, "styles")
        self._parents: dict[str, str] = {}
        self._breaks: set[str] = set()
        self._own_styles: set[str] = set()
        self._lists: dict[str, Node] = {}
        for root in (content, styles):
            for node in root.iter() if root is not None else ():
                if local_name(node) == "style" and value_of(node, "name").startswith(_OWN):
                    self._own_styles.add(value_of(node, "name"))
                if local_name(node) == "style" and value_of(node, "family") == "paragraph":
                    self._parents.setdefault(value_of(node, "name"), value_of(node, "parent-style-name"))
                    self._breaks |= {value_of(node, "name")} if _breaks_page(node) else set()
                elif local_name(node) == "list-style":
                    self._lists.setdefault(value_of(node, "name"), node)
        self._own_lists: dict[bool, str] = {}
        self.has_new_common = False
        """Whether the part of common styles has changed."""

    def shape_of(self, paragraph: Node) -> OdtShape:
        if local_name(paragraph) == "h":
            level = value_of(paragraph, "outline-level")
            return OdtShape(ParagraphKind.HEADING, int(level) if level.isdecimal() else 1)
        styles = self._lineage(value_of(paragraph, "style-name"))
        if styles & _CODE:
            return OdtShape(ParagraphKind.CODE)
        around = lists_around(paragraph)
        if around and local_name(around[0]) == "list-item" and _is_first(paragraph):
            level = sum(local_name(node) in LISTS for node in around)
            return OdtShape(ParagraphKind.LIST_ITEM, level, self.is_numbered(around, level))
        if _TITLE in styles:
            return OdtShape(ParagraphKind.HEADING, 1)
        return OdtShape(ParagraphKind.QUOTE, 1) if styles & _QUOTE else OdtShape()

    def style_for(self, shape: OdtShape) -> str:
        """The style of a paragraph of this shape where no other one has it."""
        match shape.kind:
            case ParagraphKind.HEADING:
                level = min(max(shape.level, 1), _DEEPEST_HEADING)
                size = _HEADING_SIZES[min(level, len(_HEADING_SIZES)) - 1]
                return self._style(f"Heading_20_{level}", {f"{FO}font-weight": "bold", f"{FO}font-size": size})
            case ParagraphKind.QUOTE:
                return self._style("Quotations", {f"{FO}font-style": "italic"})
            case ParagraphKind.CODE:
                return self._style("Preformatted_20_Text", {f"{FO}font-family": "'Liberation Mono', monospace"})
            case _:
                return "Standard"

    def without_break(self, style: str) -> str:
        """The style of a second paragraph like the one of this style: a page begins once."""
        for _ in range(_MOST_ANCESTORS):
            if style not in self._breaks:
                break
            style = self._parents.get(style, "")
        return style or "Standard"

    def list_style(self, *, is_numbered: bool) -> str:
        """One of each kind for all that is new."""
        if is_numbered not in self._own_lists and self._automatic is not None:
            name = _free(f"Written{'Numbers' if is_numbered else 'Bullets'}", self._lists)
            self._lists[name] = _new_list_style(self._automatic, name, is_numbered=is_numbered)
            self._automatic.append(self._lists[name])
            self._own_lists[is_numbered] = name
        return self._own_lists.get(is_numbered, "")

    def cell_style(self) -> str:
        """Of cells of new tables: with lines around them."""
        look = {f"{FO}border": "0.5pt solid #000000", f"{FO}padding": "1mm"}
        return self._automatic_style("WrittenCell", "table-cell", "", look)

    def from_right(self, style: str) -> str:
        """A style like this one for text that is written from right to left."""
        look = {f"{STYLE}writing-mode": "rl-tb", f"{FO}text-align": "right"}  # LibreOffice takes start for left
        return self._automatic_style(f"WrittenFromRight{style}", "paragraph", style, look)

    def _automatic_style(self, name: str, family: str, parent: str, properties: dict[str, str]) -> str:
        if self._automatic is None or name in self._own_styles:
            return name if name in self._own_styles else parent
        style = new_node(self._automatic, f"{STYLE}style")
        style.set(f"{STYLE}name", name)
        style.set(f"{STYLE}family", family)
        if parent:
            style.set(f"{STYLE}parent-style-name", parent)
        look = new_node(style, f"{STYLE}{family}-properties")
        for key, value in properties.items():
            look.set(key, value)
        style.append(look)
        self._automatic.append(style)
        self._own_styles.add(name)
        return name

    def _style(self, name: str, properties: dict[str, str]) -> str:
        holder = self._common if self._common is not None else self._automatic
        if name in self._parents or holder is None:
            return name
        style = new_node(holder, f"{STYLE}style")
        style.set(f"{STYLE}name", name)
        style.set(f"{STYLE}display-name", name.replace("_20_", " "))
        style.set(f"{STYLE}family", "paragraph")
        if "Standard" in self._parents:
            style.set(f"{STYLE}parent-style-name", "Standard")
        spaces = new_node(style, f"{STYLE}paragraph-properties")
        for key, value in _SPACES.get(name.partition("_20_")[0], {}).items():
            spaces.set(key, value)
        style.append(spaces)
        look = new_node(style, f"{STYLE}text-properties")
        for key, value in properties.items():
            look.set(key, value)
        style.append(look)
        holder.append(style)
        self.has_new_common |= holder is self._common
        self._parents[name] = ""
        return name

    def is_numbered(self, around: Sequence[Node], level: int) -> bool:
        """Whether items of this level have numbers, in these lists, the innermost first."""
        names = (value_of(node, "style-name") for node in around if local_name(node) in LISTS)
        style = self._lists.get(next((name for name in names if name), ""))
        for node in children_of(style):
            if value_of(node, "level") == str(level):
                return local_name(node) == "list-level-style-number" and bool(value_of(node, "num-format"))
        return False

    def _lineage(self, style: str) -> set[str]:
        lineage: set[str] = set()
        while style and style not in lineage and len(lineage) < _MOST_ANCESTORS:
            lineage.add(style)
            style = self._parents.get(style, "")
        return lineage


def _breaks_page(style: Node) -> bool:
    properties = first_child(style, "paragraph-properties")
    breaks = (value_of(properties, name) for name in ("break-before", "break-after")) if properties is not None else ()
    return bool(value_of(style, "master-page-name")) or any(each not in ("", "auto") for each in breaks)


def _is_first(paragraph: Node) -> bool:
    before = paragraph.getprevious()
    while before is not None and not local_name(before):
        before = before.getprevious()
    return before is None or local_name(before) == "number"


def _free(name: str, taken: Iterable[str]) -> str:
    there = set(taken)
    return next(each for n in range(len(there) + 1) if (each := f"{name}{n or ''}") not in there)


def _new_list_style(like: Node, name: str, *, is_numbered: bool) -> Node:
    style = new_node(like, f"{TEXT}list-style")
    style.set(f"{STYLE}name", name)
    for level in range(1, _N_LEVELS + 1):
        node = new_node(style, f"{TEXT}list-level-style-{'number' if is_numbered else 'bullet'}")
        node.set(f"{TEXT}level", str(level))
        if is_numbered:
            node.set(f"{STYLE}num-format", "1")
            node.set(f"{STYLE}num-suffix", ".")
        else:
            node.set(f"{TEXT}bullet-char", _BULLETS[(level - 1) % len(_BULLETS)])
        properties = new_node(node, f"{STYLE}list-level-properties")
        properties.set(f"{TEXT}space-before", f"{0.6 * level:.1f}cm")
        properties.set(f"{TEXT}min-label-width", "0.6cm")
        node.append(properties)
        style.append(node)
    return style
