"""Parts of a Word file that its text refers to: links, lists, styles; new ones where the text needs them.

Reading process.
"""

from collections.abc import Iterator
from typing import Final

from desktop_llm.documents.editing.package import Package
from desktop_llm.documents.editing.xml_part import (
    Node,
    children_of,
    first_child,
    local_name,
    namespace_of,
    new_node,
    own_node,
    value_of,
)
from desktop_llm.documents.readers.zip_parts import part_beside
from desktop_llm.documents.xml_text import xml_text

_RELATIONS: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_STRICT: Final = "http://purl.oclc.org/ooxml/officeDocument/relationships"
_PACKAGE: Final = "http://schemas.openxmlformats.org/package/2006/relationships"
_CONTENT_TYPES: Final = "[Content_Types].xml"
_MEDIA_TYPE: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_N_LEVELS: Final = 9
_INDENT: Final = 720  # twentieths of a point
_HANGING: Final = 360
_BULLETS: Final = "•◦▪"
_NUMBERS: Final = ("decimal", "lowerLetter", "lowerRoman")


class DocxParts:
    def __init__(self, package: Package) -> None:
        """Raises DocumentError: it has no text."""
        self._package = package
        names = package.names(r"word/[^/]+\.xml")
        self.main = next((name for name in names if local_name(package.root(name)) == "document"), "")
        if not self.main:
            raise package.source.damaged("it has no text")
        folder, _, name = self.main.rpartition("/")
        self._relations_name = f"{folder}/_rels/{name}.rels"
        self._lists: dict[bool, str] = {}
        self._addresses = {
            value_of(node, "Id"): value_of(node, "Target")
            for node in self._relations()
            if value_of(node, "Type").endswith("/hyperlink")
        }

    @property
    def root(self) -> Node:
        return self._package.root(self.main)

    @property
    def styles(self) -> Node | None:
        return self._related("styles")

    # ↓ Links

    def link_of(self, hyperlink: Node) -> str:
        """Where it leads; within the file by the name of a place."""
        anchor = value_of(hyperlink, "anchor")
        return self._addresses.get(value_of(hyperlink, "id"), "") + (f"#{anchor}" if anchor else "")

    def new_link(self, like: Node, address: str) -> Node:
        address, space = xml_text(address), namespace_of(like)
        node = new_node(like, f"{space}hyperlink")
        if address.startswith("#"):
            node.set(f"{space}anchor", address[1:])
            return node
        known = next((key for key, each in self._addresses.items() if each == address), "")
        key = known or self._relate("hyperlink", address, is_external=True)
        self._addresses[key] = address
        node.set(f"{{{self._relation_space}}}id", key)
        return node

    # ↓ Lists

    def is_numbered(self, list_id: str, level: int) -> bool:
        """Whether a list's items have numbers at this level, from 1; signs otherwise."""
        numbering = self._related("numbering")
        reference = first_child(_by_id(numbering, "num", "numId", list_id), "abstractNumId")
        if reference is None:
            return False
        abstract = _by_id(numbering, "abstractNum", "abstractNumId", value_of(reference, "val"))
        look = first_child(_by_id(abstract, "lvl", "ilvl", str(level - 1)), "numFmt")
        return look is not None and value_of(look, "val") not in ("bullet", "none")

    def new_list(self, *, is_numbered: bool) -> str:
        """The id of a list; one of each kind for all that is new."""
        if is_numbered not in self._lists:
            root = self._own("numbering", "<w:numbering xmlns:w='{}'/>")
            abstract_id, list_id = _free(root, "abstractNum", "abstractNumId"), _free(root, "num", "numId")
            space = namespace_of(root)[1:-1]
            abstract = own_node(_list_definition(space, abstract_id, is_numbered=is_numbered))
            first = next((n for n, node in enumerate(root) if local_name(node) == "num"), len(root))
            root.insert(first, abstract)
            root.append(
                own_node(
                    f"<w:num xmlns:w='{space}' w:numId='{list_id}'><w:abstractNumId w:val='{abstract_id}'/></w:num>"
                )
            )
            self._lists[is_numbered] = str(list_id)
        return self._lists[is_numbered]

    # ↓ Styles

    def style_named(self, name: str) -> str:
        """The id of a style of paragraphs by its name in any letters; empty if there is none."""
        for node in children_of(self.styles):
            label = first_child(node, "name")
            is_of_paragraphs = value_of(node, "type") == "paragraph"
            if is_of_paragraphs and label is not None and value_of(label, "val").lower() == name.lower():
                return value_of(node, "styleId")
        return ""

    def new_style(self, name: str, properties: str) -> str:
        """A style of paragraphs with these properties, as XML with the prefix `w`; gives its id."""
        root = self._own("styles", "<w:styles xmlns:w='{}'/>")
        taken = {value_of(node, "styleId") for node in root}
        base = name.title().replace(" ", "")
        style_id = next(each for n in range(len(taken) + 1) if (each := f"{base}{n or ''}") not in taken)
        root.append(
            own_node(
                f"<w:style xmlns:w='{namespace_of(root)[1:-1]}' w:type='paragraph' w:styleId='{style_id}'>"
                f"<w:name w:val='{name}'/><w:qFormat/>{properties}</w:style>"
            )
        )
        return style_id

    # ↓ Relations

    @property
    def _relation_space(self) -> str:
        return _STRICT if "purl.oclc.org" in namespace_of(self.root) else _RELATIONS

    def _relations(self) -> Iterator[Node]:
        if self._package.has(self._relations_name):
            yield from self._package.root(self._relations_name)

    def _name_of(self, kind: str) -> str:
        targets = (
            value_of(node, "Target") for node in self._relations() if value_of(node, "Type").endswith(f"/{kind}")
        )
        return next((part_beside(self.main, target) for target in targets), "")

    def _related(self, kind: str) -> Node | None:
        name = self._name_of(kind)
        return self._package.root(name) if self._package.has(name) else None

    def _own(self, kind: str, empty: str) -> Node:
        """A part that is going to change; a new one if there is none."""
        name = self._name_of(kind)
        if self._package.has(name):
            self._package.mark_changed(name)
            return self._package.root(name)
        name = part_beside(self.main, f"{kind}.xml")
        self._relate(kind, f"{kind}.xml")
        types = self._package.root(_CONTENT_TYPES)
        self._package.mark_changed(_CONTENT_TYPES)
        override = new_node(types, f"{namespace_of(types)}Override")
        override.set("PartName", f"/{name}")
        override.set("ContentType", f"{_MEDIA_TYPE}.{kind}+xml")
        types.append(override)
        return self._package.add_part(name, empty.format(namespace_of(self.root)[1:-1]).encode())

    def _relate(self, kind: str, target: str, *, is_external: bool = False) -> str:
        if self._package.has(self._relations_name):
            root = self._package.root(self._relations_name)
            self._package.mark_changed(self._relations_name)
        else:
            root = self._package.add_part(self._relations_name, f"<Relationships xmlns='{_PACKAGE}'/>".encode())
        taken = {value_of(node, "Id") for node in root}
        key = next(each for n in range(1, len(taken) + 2) if (each := f"rIdText{n}") not in taken)
        node = new_node(root, f"{namespace_of(root)}Relationship")
        node.set("Id", key)
        node.set("Type", f"{self._relation_space}/{kind}")
        node.set("Target", target)
        if is_external:
            node.set("TargetMode", "External")
        root.append(node)
        return key


def _by_id(parent: Node | None, name: str, key: str, wanted: str) -> Node | None:
    nodes = (node for node in children_of(parent) if local_name(node) == name)
    return next((node for node in nodes if value_of(node, key) == wanted), None)


def _free(root: Node, name: str, key: str) -> int:
    taken = [value_of(node, key) for node in root if local_name(node) == name]
    return max((int(each) for each in taken if each.isdecimal()), default=0) + 1


def _list_definition(space: str, abstract_id: int, *, is_numbered: bool) -> str:
    levels = "".join(_level_definition(level, is_numbered=is_numbered) for level in range(_N_LEVELS))
    return (
        f"<w:abstractNum xmlns:w='{space}' w:abstractNumId='{abstract_id}'>"
        f"<w:multiLevelType w:val='hybridMultilevel'/>{levels}</w:abstractNum>"
    )


def _level_definition(level: int, *, is_numbered: bool) -> str:
    look = _NUMBERS[level % len(_NUMBERS)] if is_numbered else "bullet"
    shown = f"%{level + 1}." if is_numbered else _BULLETS[level % len(_BULLETS)]
    return (
        f"<w:lvl w:ilvl='{level}'><w:start w:val='1'/><w:numFmt w:val='{look}'/><w:lvlText w:val='{shown}'/>"
        "<w:lvlJc w:val='left'/>"
        f"<w:pPr><w:ind w:left='{_INDENT * (level + 1)}' w:hanging='{_HANGING}'/></w:pPr></w:lvl>"
    )
