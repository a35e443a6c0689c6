"""How runs of Word files look, and other looks for them (ECMA-376 part 1, 17.3.2). Reading process."""

import re
from typing import Final

from desktop_llm.documents.editing.xml_part import (
    Node,
    children_of,
    first_child,
    local_name,
    namespace_of,
    new_node,
    value_of,
)
from desktop_llm.documents.rich_text import PLAIN, TextFormat

_OFF: Final = frozenset({"0", "false", "off"})
_ELEMENTS: Final = {"bold": ("b", "bCs"), "italic": ("i", "iCs"), "strike": ("strike", "dstrike")}
_CODE_STYLE: Final = re.compile(r"code|verbatim|source text|html (?:keyboard|sample|typewriter)", re.IGNORECASE)
_MONOSPACED: Final = re.compile(r"courier|consolas|menlo|monaco|mono\b|monospace", re.IGNORECASE)
_CODE_FONT: Final = "Consolas"
_FONTS: Final = ("ascii", "hAnsi", "cs")
_MOST_ANCESTORS: Final = 20
# In the order that the schema wants.
_ORDER: Final = (
    "rStyle",
    "rFonts",
    "b",
    "bCs",
    "i",
    "iCs",
    "caps",
    "smallCaps",
    "strike",
    "dstrike",
    "outline",
    "shadow",
    "emboss",
    "imprint",
    "noProof",
    "snapToGrid",
    "vanish",
    "webHidden",
    "color",
    "spacing",
    "w",
    "kern",
    "position",
    "sz",
    "szCs",
    "highlight",
    "u",
    "effect",
    "bdr",
    "shd",
    "fitText",
    "vertAlign",
    "rtl",
    "cs",
    "em",
    "lang",
    "eastAsianLayout",
    "specVanish",
    "oMath",
    "rPrChange",
)


class RunFormats:
    """Knows what the styles of characters say."""

    def __init__(self, styles: Node | None) -> None:
        """`styles` is the root of the styles' part."""
        self._styles = {value_of(node, "styleId"): node for node in children_of(styles) if local_name(node) == "style"}
        self._looks: dict[str, TextFormat] = {"": PLAIN}

    def format_of(self, run: Node, link: str = "", *, is_in_code: bool = False) -> TextFormat:
        """Letters of a link look like one, and so do those of code: that is no format of their own."""
        properties = first_child(run, "rPr")
        if properties is None:
            return TextFormat(link=link)
        style = self._look_of_style(_style_of(properties))
        return TextFormat(
            bold=_toggle(properties, "b", is_on=style.bold),
            italic=_toggle(properties, "i", is_on=style.italic),
            underline=not link and _is_underlined(properties, is_on=style.underline),
            strike=_toggle(properties, "strike", is_on=style.strike) or _toggle(properties, "dstrike", is_on=False),
            code=not is_in_code and (style.code or _has_code_font(properties)),
            link=link,
        )

    def is_hidden(self, run: Node) -> bool:
        properties = first_child(run, "rPr")
        return properties is not None and _toggle(properties, "vanish", is_on=False)

    def put(self, run: Node, old: TextFormat, new: TextFormat) -> None:
        """What differs between the two, as properties of the run."""
        if old == new:
            return
        properties = first_child(run, "rPr")
        if properties is None:
            properties = new_node(run, f"{namespace_of(run)}rPr")
            run.insert(0, properties)
        if old.link and not new.link:
            _drop(properties, "rStyle", "color", "u")
        self._put_code(properties, old, new)
        style = self._look_of_style(_style_of(properties))
        for name, elements in _ELEMENTS.items():
            is_on = getattr(new, name)
            if getattr(old, name) != is_on:
                _drop(properties, *elements)
                if is_on != getattr(style, name):
                    _add(properties, elements[0], val="" if is_on else "0")
                if is_on and first_child(properties, "rtl") is not None and not elements[1].startswith("d"):
                    _add(properties, elements[1])
        self._put_underline(properties, old, new, style)
        if not len(properties):
            run.remove(properties)

    def _put_underline(self, properties: Node, old: TextFormat, new: TextFormat, style: TextFormat) -> None:
        if new.link and not old.link:
            self._put_link_look(properties)
        elif old.underline != new.underline:
            _drop(properties, "u")
            if new.underline != style.underline:
                _add(properties, "u", val="single" if new.underline else "none")

    def _put_link_look(self, properties: Node) -> None:
        hyperlink = next((key for key, node in self._styles.items() if _name_of(node) == "hyperlink"), "")
        _drop(properties, "u", "rStyle" if hyperlink else "color")
        if hyperlink:
            _add(properties, "rStyle", val=hyperlink)
        else:
            _add(properties, "color", val="0563C1")
            _add(properties, "u", val="single")

    def _put_code(self, properties: Node, old: TextFormat, new: TextFormat) -> None:
        if new.code and not old.code:
            _drop(properties, "rFonts")
            fonts = _add(properties, "rFonts")
            for name in _FONTS:
                fonts.set(f"{namespace_of(properties)}{name}", _CODE_FONT)
        elif old.code and not new.code:
            _drop(properties, "rFonts", *(("rStyle",) if self._look_of_style(_style_of(properties)).code else ()))

    def _look_of_style(self, style_id: str) -> TextFormat:
        if style_id not in self._looks:
            look = PLAIN
            for node in reversed(self._lineage(style_id)):
                look = _with_style(look, node)
            self._looks[style_id] = look
        return self._looks[style_id]

    def _lineage(self, style_id: str) -> list[Node]:
        lineage: list[Node] = []
        while style_id in self._styles and len(lineage) < _MOST_ANCESTORS:
            lineage.append(self._styles[style_id])
            base = first_child(lineage[-1], "basedOn")
            style_id = value_of(base, "val") if base is not None else ""
        return lineage


def _with_style(base: TextFormat, style: Node) -> TextFormat:
    properties = first_child(style, "rPr")
    is_code = base.code or _CODE_STYLE.search(_name_of(style)) is not None
    if properties is None:
        return TextFormat(
            bold=base.bold, italic=base.italic, underline=base.underline, strike=base.strike, code=is_code
        )
    return TextFormat(
        bold=_toggle(properties, "b", is_on=base.bold),
        italic=_toggle(properties, "i", is_on=base.italic),
        underline=_is_underlined(properties, is_on=base.underline),
        strike=_toggle(properties, "strike", is_on=base.strike),
        code=is_code or _has_code_font(properties),
    )


def _toggle(properties: Node, name: str, *, is_on: bool) -> bool:
    node = first_child(properties, name)
    return is_on if node is None else value_of(node, "val") not in _OFF


def _is_underlined(properties: Node, *, is_on: bool) -> bool:
    node = first_child(properties, "u")
    return is_on if node is None or not value_of(node, "val") else value_of(node, "val") != "none"


def _has_code_font(properties: Node) -> bool:
    fonts = first_child(properties, "rFonts")
    return fonts is not None and _MONOSPACED.search(value_of(fonts, "ascii")) is not None


def _style_of(properties: Node) -> str:
    style = first_child(properties, "rStyle")
    return value_of(style, "val") if style is not None else ""


def _name_of(style: Node) -> str:
    name = first_child(style, "name")
    return value_of(name, "val").lower() if name is not None else ""


def _drop(properties: Node, *names: str) -> None:
    for child in [child for child in properties if local_name(child) in names]:
        properties.remove(child)


def _add(properties: Node, name: str, *, val: str = "") -> Node:
    """At its place in the schema's order."""
    space = namespace_of(properties)
    node = new_node(properties, f"{space}{name}")
    if val:
        node.set(f"{space}val", val)
    behind = set(_ORDER[_ORDER.index(name) + 1 :])
    place = next((n for n, child in enumerate(properties) if local_name(child) in behind), len(properties))
    properties.insert(place, node)
    return node
