"""Looks, language and direction in OpenDocument's styles (part 3, 16 and 20). Reading process."""

from typing import Final

from desktop_llm.documents.editing.xml_part import (
    Node,
    copy_of,
    fingerprint,
    first_child,
    local_name,
    namespace_of,
    new_node,
    value_of,
)

_UNSEEN: Final = frozenset(
    [
        "rsid",
        "paragraph-rsid",
        "language",
        "country",
        "script",
        "language-asian",
        "country-asian",
        "language-complex",
        "country-complex",
    ]
)
_NO_LANGUAGE: Final = frozenset({"", "none", "zxx"})
_STYLE: Final = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_EAST_ASIAN: Final = frozenset({"ja", "ko", "zh"})
_COMPLEX: Final = frozenset({"ar", "fa", "he", "ur", "th", "hi", "ps", "yi"})


def looks_of(root: Node) -> dict[str, str]:
    """What the automatic styles of a part do to text, by their names; nothing for those that nobody sees."""
    looks: dict[str, str] = {}
    for style in root.iter():
        if local_name(style) == "style" and value_of(style, "family") == "text" and _is_automatic(style):
            properties = first_child(style, "text-properties")
            look = _look(properties) if properties is not None else ""
            parent = value_of(style, "parent-style-name")
            looks[value_of(style, "name")] = f"{parent} {look}".strip()
    return looks


def set_language(root: Node, language: str) -> None:
    """Of all text that names one; some names none on purpose, as code does."""
    code, _, country = language.partition("-")
    suffix = "-asian" if code in _EAST_ASIAN else "-complex" if code in _COMPLEX else ""
    for properties in root.iter():
        if local_name(properties) != "text-properties" or value_of(properties, "language") in _NO_LANGUAGE:
            continue
        for key in list(properties.attrib):
            name = key.rpartition("}")[2]
            if name == f"language{suffix}":
                properties.set(key, code)
            elif name == f"country{suffix}":
                properties.set(key, country or "none")


def set_direction(root: Node, *, is_rtl: bool) -> None:
    """Of pages and paragraphs. The default style says it for those that say nothing."""
    mode = "rl-tb" if is_rtl else "lr-tb"
    key = f"{_STYLE}writing-mode"
    for properties in root.iter():
        if local_name(properties) in ("paragraph-properties", "page-layout-properties", "table-properties"):
            now = properties.get(key)
            if now in ("lr-tb", "rl-tb") or (is_rtl and now == "page"):
                properties.set(key, mode)
    if is_rtl:
        for style in root.iter():
            if local_name(style) == "default-style" and value_of(style, "family") == "paragraph":
                found = first_child(style, "paragraph-properties")
                if found is None:
                    found = new_node(style, f"{namespace_of(style)}paragraph-properties")
                    style.insert(0, found)
                found.set(key, mode)


def _is_automatic(style: Node) -> bool:
    parent = style.getparent()
    return parent is not None and local_name(parent) == "automatic-styles"


def _look(properties: Node) -> str:
    seen = copy_of(properties)
    for name in [name for name in seen.attrib if name.rpartition("}")[2] in _UNSEEN]:
        del seen.attrib[name]
    return fingerprint(seen) if seen.attrib or len(seen) else ""
