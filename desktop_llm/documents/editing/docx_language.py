"""The language and the direction of text in Word files (ECMA-376 part 1, 17.3). Reading process."""

from collections.abc import Sequence
from typing import Final

from desktop_llm.documents.editing.xml_part import (
    Node,
    first_child,
    local_name,
    namespace_of,
    new_node,
    put_before,
)
from desktop_llm.documents.segments import is_right_to_left

_EAST_ASIAN: Final = frozenset({"ja", "ko", "zh"})
# The schemas want children in an order; these are the ones that follow.
_BEHIND_BIDI: Final = frozenset(
    [
        "adjustRightInd",
        "snapToGrid",
        "spacing",
        "ind",
        "contextualSpacing",
        "mirrorIndents",
        "suppressOverlap",
        "jc",
        "textDirection",
        "textAlignment",
        "textboxTightWrap",
        "outlineLvl",
        "divId",
        "cnfStyle",
        "rPr",
        "sectPr",
        "pPrChange",
    ]
)
_BEHIND_RTL: Final = frozenset(["cs", "em", "lang", "eastAsianLayout", "specVanish", "oMath", "rPrChange"])
_BEHIND_LANGUAGE: Final = frozenset(["eastAsianLayout", "specVanish", "oMath", "rPrChange"])


def set_default_language(styles: Node, language: str) -> None:
    """Of everything that names none."""
    properties = first_child(styles, "docDefaults", "rPrDefault", "rPr")
    if properties is not None:
        _set_language_of(properties, language)


def set_language(runs: Sequence[Node], language: str, *, is_default: bool) -> None:
    """Of runs that name one; of all where the default is another."""
    for run in runs:
        if not is_default or first_child(run, "rPr", "lang") is not None:
            _set_language_of(_properties(run, "rPr", 0), language)


def set_direction(paragraph: Node, runs: Sequence[Node], language: str) -> None:
    is_rtl = is_right_to_left(language)
    _switch(paragraph, "pPr", "bidi", _BEHIND_BIDI, is_on=is_rtl)
    for run in runs:
        _switch(run, "rPr", "rtl", _BEHIND_RTL, is_on=is_rtl)


def _set_language_of(properties: Node, language: str) -> None:
    node = first_child(properties, "lang")
    if node is None:
        node = new_node(properties, f"{namespace_of(properties)}lang")
        _insert(properties, node, _BEHIND_LANGUAGE)
    code = language.partition("-")[0].lower()
    name = "eastAsia" if code in _EAST_ASIAN else "bidi" if is_right_to_left(language) else "val"
    node.set(f"{namespace_of(properties)}{name}", language)


def _switch(owner: Node, group: str, name: str, behind: frozenset[str], *, is_on: bool) -> None:
    """Where nothing is to be said, no properties are made for it."""
    node = first_child(owner, group, name)
    if is_on and node is None:
        properties = _properties(owner, group, 0)
        _insert(properties, new_node(properties, f"{namespace_of(properties)}{name}"), behind)
    elif is_on and node is not None:
        for key in list(node.attrib):
            del node.attrib[key]
    elif node is not None and (properties := node.getparent()) is not None:
        properties.remove(node)


def _insert(properties: Node, node: Node, behind: frozenset[str]) -> None:
    following = next((child for child in properties if local_name(child) in behind), None)
    if following is not None:
        put_before(node, following)
    else:
        properties.append(node)


def _properties(node: Node, name: str, index: int) -> Node:
    found = first_child(node, name)
    if found is None:
        found = new_node(node, f"{namespace_of(node)}{name}")
        node.insert(index, found)
    return found
