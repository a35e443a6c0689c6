"""How letters look in OpenDocument texts, by the styles around them; new styles for other looks. Reading process."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from desktop_llm.documents.editing.odt_names import FO, STYLE, TEXT
from desktop_llm.documents.editing.xml_part import Node, first_child, local_name, new_node, value_of
from desktop_llm.documents.rich_text import TextFormat

_CODE_STYLE: Final = re.compile(r"source_20_text|teletype|user_20_entry|code", re.IGNORECASE)
_MONOSPACED: Final = re.compile(r"courier|consolas|menlo|monaco|mono\b|monospace|fixed", re.IGNORECASE)
_LOOKS: Final = ("bold", "italic", "underline", "strike", "code")
_BOLD_WEIGHTS: Final = frozenset({"bold", "600", "700", "800", "900"})
_MOST_ANCESTORS: Final = 20
# What makes a look, and how it is taken back.
_PROPERTIES: Final[Mapping[str, Mapping[str, tuple[str, str]]]] = {
    "bold": {
        f"{FO}font-weight": ("bold", "normal"),
        f"{STYLE}font-weight-asian": ("bold", "normal"),
        f"{STYLE}font-weight-complex": ("bold", "normal"),
    },
    "italic": {
        f"{FO}font-style": ("italic", "normal"),
        f"{STYLE}font-style-asian": ("italic", "normal"),
        f"{STYLE}font-style-complex": ("italic", "normal"),
    },
    "underline": {
        f"{STYLE}text-underline-style": ("solid", "none"),
        f"{STYLE}text-underline-width": ("auto", ""),
        f"{STYLE}text-underline-color": ("font-color", ""),
    },
    "strike": {f"{STYLE}text-line-through-style": ("solid", "none")},
    "code": {f"{FO}font-family": ("'Liberation Mono', monospace", "'Liberation Serif', serif")},
}
_SEEN_OF_LOOKS: Final = frozenset(name for properties in _PROPERTIES.values() for name in properties)

Settings = Mapping[str, bool]
"""What a style says of looks; it says nothing of others."""


class TextStyles:
    def __init__(self, roots: Iterable[Node], automatic: Node | None) -> None:
        """`roots` are those of all parts; new styles come into `automatic`."""
        self._automatic = automatic
        self._styles: dict[str, Node] = {}
        for root in roots:
            for node in root.iter():
                if local_name(node) == "style" and value_of(node, "family") == "text":
                    self._styles.setdefault(value_of(node, "name"), node)
        self._settings: dict[str, Settings] = {"": {}}
        self._spans: dict[tuple[tuple[str, bool], ...], Node] = {}

    def format_of(self, around: Sequence[Node]) -> TextFormat:
        """Of letters within these elements, the outermost first."""
        settings: dict[str, bool] = {}
        link = ""
        for node in around:
            if local_name(node) == "a":
                link = value_of(node, "href")
            else:
                settings |= self._settings_of(value_of(node, "style-name"))
        return TextFormat(**settings, link=link)

    def around_for(self, around: Sequence[Node], wanted: TextFormat) -> tuple[Node, ...]:
        """Those elements of which letters of another look are within, and one more if they are not enough."""
        stays = tuple(node for node in around if not self._is_in_the_way(node, wanted))
        now = self.format_of(stays)
        differs = tuple((name, getattr(wanted, name)) for name in _LOOKS if getattr(wanted, name) != getattr(now, name))
        if not differs or self._automatic is None:
            return stays
        if differs not in self._spans:
            self._spans[differs] = new_node(self._automatic, f"{TEXT}span")
            self._spans[differs].set(f"{TEXT}style-name", self._new_style(self._automatic, differs))
        return (*stays, self._spans[differs])

    def _is_in_the_way(self, node: Node, wanted: TextFormat) -> bool:
        """A span that does nothing but what is not wanted."""
        style = self._styles.get(value_of(node, "style-name")) if local_name(node) == "span" else None
        properties = first_child(style, "text-properties")
        if style is None or properties is None or value_of(style, "parent-style-name"):
            return False
        settings = self._settings_of(value_of(node, "style-name"))
        is_pure = all(name in _SEEN_OF_LOOKS for name in properties.attrib)
        return is_pure and any(getattr(wanted, name) != is_on for name, is_on in settings.items())

    def _new_style(self, automatic: Node, settings: Sequence[tuple[str, bool]]) -> str:
        name = next(each for n in range(1, len(self._styles) + 2) if (each := f"Written{n}") not in self._styles)
        style = new_node(automatic, f"{STYLE}style")
        style.set(f"{STYLE}name", name)
        style.set(f"{STYLE}family", "text")
        properties = new_node(style, f"{STYLE}text-properties")
        for look, is_on in settings:
            for attribute, (on, off) in _PROPERTIES[look].items():
                if value := on if is_on else off:
                    properties.set(attribute, value)
        style.append(properties)
        automatic.append(style)
        self._styles[name] = style
        return name

    def _settings_of(self, name: str) -> Settings:
        if name not in self._settings:
            settings: dict[str, bool] = {}
            for each in reversed(self._lineage(name)):
                settings |= _own_settings(each, self._styles.get(each))
            self._settings[name] = settings
        return self._settings[name]

    def _lineage(self, name: str) -> list[str]:
        lineage = [name]
        while len(lineage) < _MOST_ANCESTORS and (style := self._styles.get(lineage[-1])) is not None:
            parent = value_of(style, "parent-style-name")
            if not parent:
                break
            lineage.append(parent)
        return lineage


def _own_settings(name: str, style: Node | None) -> Settings:
    settings = {"code": True} if _CODE_STYLE.search(name) else {}
    properties = first_child(style, "text-properties")
    if properties is None:
        return settings
    if weight := value_of(properties, "font-weight"):
        settings["bold"] = weight in _BOLD_WEIGHTS
    if slant := value_of(properties, "font-style"):
        settings["italic"] = slant in ("italic", "oblique")
    for look, attribute in (("underline", "text-underline-style"), ("strike", "text-line-through-style")):
        if line := value_of(properties, attribute):
            settings[look] = line != "none"
    if font := value_of(properties, "font-name") or value_of(properties, "font-family"):
        settings["code"] = _MONOSPACED.search(font) is not None
    return settings
