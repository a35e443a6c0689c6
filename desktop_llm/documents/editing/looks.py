"""What a reader sees of formats: bold, italic, a link and so on; only for showing them. Reading process."""

from collections.abc import Mapping
from typing import Final

from desktop_llm.documents.editing.line_atoms import Format
from desktop_llm.documents.editing.xml_part import Node, first_child, local_name, value_of
from desktop_llm.documents.segments import Look, Looks

NO_LOOK: Final[Looks] = frozenset()
LOOKS_OF_TAGS: Final[Mapping[str, Look]] = {
    "a": Look.LINK,
    "b": Look.BOLD,
    "cite": Look.ITALIC,
    "del": Look.STRUCK,
    "dfn": Look.ITALIC,
    "em": Look.ITALIC,
    "i": Look.ITALIC,
    "ins": Look.UNDERLINED,
    "s": Look.STRUCK,
    "strike": Look.STRUCK,
    "strong": Look.BOLD,
    "u": Look.UNDERLINED,
    "var": Look.ITALIC,
}
"""Of elements of HTML."""

# Of Office files: elements of properties, or attributes of them in DrawingML.
_PROPERTIES: Final = {
    "b": Look.BOLD,
    "dstrike": Look.STRUCK,
    "i": Look.ITALIC,
    "hlinkClick": Look.LINK,
    "strike": Look.STRUCK,
    "u": Look.UNDERLINED,
}
# Word's own styles have the same ids in all languages.
_STYLES: Final = {
    "Emphasis": Look.ITALIC,
    "FollowedHyperlink": Look.LINK,
    "Hyperlink": Look.LINK,
    "IntenseEmphasis": Look.ITALIC,
    "Strong": Look.BOLD,
}
_OFF: Final = frozenset({"0", "false", "none", "noStrike", "off"})
# OpenDocument (part 3, 20): what each property is called, and the values that mean nothing.
_TEXT_PROPERTIES: Final = {
    "font-style": (Look.ITALIC, ("normal",)),
    "font-weight": (Look.BOLD, ("normal", "400")),
    "text-line-through-style": (Look.STRUCK, ("none",)),
    "text-underline-style": (Look.UNDERLINED, ("none",)),
}


def office_look(format_: Format) -> Looks:
    """Of a run of Word, PowerPoint or Excel, or of a link around runs."""
    if local_name(format_.node) == "hyperlink" or format_.head:
        return frozenset({Look.LINK})
    properties = first_child(format_.node, "rPr")
    if local_name(format_.node) != "r" or properties is None:
        return NO_LOOK
    looks = {look for name, look in _PROPERTIES.items() if _is_on(properties, name)}
    style = first_child(properties, "rStyle")
    if style is not None and (look := _STYLES.get(value_of(style, "val"))):
        looks.add(look)
    return frozenset(looks)


def styled_looks(root: Node) -> dict[str, Looks]:
    """Of the text styles in a part of an OpenDocument file, by their names."""
    own: dict[str, Looks] = {}
    parents: dict[str, str] = {}
    for style in root.iter():
        if local_name(style) == "style" and value_of(style, "family") == "text":
            name = value_of(style, "name")
            properties = first_child(style, "text-properties")
            own[name] = NO_LOOK if properties is None else _text_look(properties)
            parents[name] = value_of(style, "parent-style-name")
    return {name: looks | own.get(parents[name], NO_LOOK) for name, looks in own.items()}


def _text_look(properties: Node) -> Looks:
    return frozenset(
        look
        for name, (look, off) in _TEXT_PROPERTIES.items()
        if (value := value_of(properties, name)) and value not in off
    )


def _is_on(properties: Node, name: str) -> bool:
    """A property that is there is on, unless its value says otherwise."""
    node = first_child(properties, name)
    if node is not None:
        return value_of(node, "val") not in _OFF
    value = properties.get(name)
    return value is not None and value not in _OFF
