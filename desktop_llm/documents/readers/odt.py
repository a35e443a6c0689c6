"""OpenDocument texts (OASIS, version 1.3), packed or in one XML file. Reading process.

What was deleted under tracked changes stands apart in such files and is not read; indexes repeat the text's headings.
"""

from collections.abc import Iterator
from typing import Final

from desktop_llm.documents.document import WarningKind
from desktop_llm.documents.document_builder import DocumentBuilder
from desktop_llm.documents.file_kinds import is_archive
from desktop_llm.documents.readers.xml_tree import (
    Element,
    all_text,
    attribute,
    child,
    children,
    descendants,
    name_of,
    parse_xml,
)
from desktop_llm.documents.readers.zip_parts import Archive
from desktop_llm.documents.source_file import SourceFile
from desktop_llm.errors import DocumentError, ErrorCode

_CONTENT: Final = "content.xml"
_META: Final = "meta.xml"
_STYLES: Final = "styles.xml"
_MANIFEST: Final = "META-INF/manifest.xml"
_PROGRESS_EVERY: Final = 200
_MOST_REPEATED: Final = 50
_MOST_SPACES: Final = 200
_NOT_TEXT: Final = frozenset(
    {"forms", "sequence-decls", "variable-decls", "user-field-decls"}
    | {"table-of-content", "alphabetical-index", "illustration-index", "table-index"}
)
_CODE_STYLES: Final = frozenset({"Preformatted_20_Text", "Source_20_Code", "Source_20_Text"})
_CAPTION_STYLES: Final = frozenset({"Caption", "Illustration", "Table", "Text", "Figure", "Drawing"})
_TEXT_NAMESPACE: Final = ":xmlns:text:"
_TITLE_STYLE: Final = "Title"


def read_odt(source: SourceFile, builder: DocumentBuilder) -> None:
    """Raises DocumentError: damaged, locked, or more than may be unpacked."""
    roots = list(
        _unpacked(source, builder) if is_archive(source.path) else [parse_xml(source.path.read_bytes(), source)]
    )
    parents: dict[str, str] = {}
    for root in roots:
        builder.title = builder.title or next((all_text(title).strip() for title in descendants(root, "title")), "")
        for style in descendants(root, "style"):
            parents.setdefault(attribute(style, "name"), attribute(style, "parent-style-name"))
    body = child(roots[0], "body", "text")
    if body is None:
        raise source.damaged("it has no text")
    _Text(builder, source, parents).read(body)


def _unpacked(source: SourceFile, builder: DocumentBuilder) -> Iterator[Element]:
    """The content, then what tells of styles and of the title."""
    with Archive(source) as archive:
        if archive.has(_MANIFEST):
            manifest = parse_xml(archive.read(_MANIFEST), source)
            if next(descendants(manifest, "encryption-data"), None) is not None:
                raise DocumentError(ErrorCode.DOCUMENT_LOCKED, path=str(source.path))
        if any(name.startswith(("Basic/", "Scripts/")) and name.count("/") > 1 for name in archive.names):
            builder.warn(WarningKind.MACROS_IGNORED)
        yield parse_xml(archive.read(_CONTENT), source)
        for name in (_META, _STYLES):
            if archive.has(name):
                yield parse_xml(archive.read(name), source)


class _Text:
    def __init__(self, builder: DocumentBuilder, source: SourceFile, parents: dict[str, str]) -> None:
        """`parents` holds what each style is based on."""
        self._builder = builder
        self._source = source
        self._parents = parents
        self._notes: list[Element] = []
        self._boxes: list[Element] = []
        self._code: list[str] = []
        self._n_inserted = self._n_deleted = 0

    def read(self, body: Element) -> None:
        parts = list(body)
        for index, part in enumerate(parts):
            self._take(part, 0)
            if index % _PROGRESS_EVERY == 0:
                self._source.progress(index, len(parts))
        self._end_code()
        if self._n_inserted or self._n_deleted:
            kind = WarningKind.TRACKED_CHANGES
            self._builder.warn(kind, n_inserted=self._n_inserted, n_deleted=self._n_deleted)

    def _take(self, element: Element, list_depth: int, *, is_item_new: bool = False) -> None:
        match name_of(element):
            case "h":
                self._take_heading(element)
            case "p":
                self._take_paragraph(element, list_depth if is_item_new else 0)
            case "list":
                self._take_list(element, list_depth + 1)
            case "table":
                self._take_table(element)
            case "tracked-changes":
                self._n_inserted += len(list(descendants(element, "insertion")))
                self._n_deleted += len(list(descendants(element, "deletion")))
            case name if name in _NOT_TEXT:
                pass
            case _:
                for each in element:
                    self._take(each, list_depth)

    def _take_heading(self, heading: Element) -> None:
        level = attribute(heading, "outline-level")
        self._end_code()
        self._builder.add_heading(self._text(heading), int(level) if level.isdecimal() else 1)
        self._add_asides()

    def _take_list(self, element: Element, depth: int) -> None:
        for item in element:
            for index, each in enumerate(item):
                self._take(each, depth, is_item_new=index == 0)

    def _take_paragraph(self, paragraph: Element, list_depth: int) -> None:
        text = self._text(paragraph)
        styles = self._lineage(attribute(paragraph, "style-name"))
        if styles & _CODE_STYLES:
            self._code.append(text)
            return
        self._end_code()
        if list_depth:
            self._builder.add_list_item(text, list_depth)
        elif _TITLE_STYLE in styles:
            self._builder.add_heading(text, 1)
        elif styles & _CAPTION_STYLES:
            self._builder.add_caption(text)
        else:
            self._builder.add_paragraph(text)
        self._add_asides()

    def _lineage(self, style: str) -> set[str]:
        lineage: set[str] = set()
        while style and style not in lineage:
            lineage.add(style)
            style = self._parents.get(style, "")
        return lineage

    def _take_table(self, table: Element) -> None:
        self._end_code()
        rows = [
            [text for cell in row if name_of(cell).endswith("table-cell") for text in self._cells(cell)]
            for row in _rows(table)
        ]
        self._builder.add_table(rows)
        self._add_asides()

    def _cells(self, cell: Element) -> list[str]:
        n_columns = attribute(cell, "number-columns-repeated")
        text = "\n".join(self._text(part) for part in cell)
        return [text] * (min(int(n_columns), _MOST_REPEATED) if n_columns.isdecimal() else 1)

    def _add_asides(self) -> None:
        """Notes and text boxes, after the block in which they are anchored."""
        notes, boxes, self._notes, self._boxes = self._notes, self._boxes, [], []
        for box in boxes:
            for each in box:
                self._take(each, 0)
        for note in notes:
            self._builder.add_note("".join(self._inline(part) for part in note))

    def _end_code(self) -> None:
        if self._code:
            self._builder.add_code("\n".join(self._code))
            self._code = []

    def _text(self, element: Element) -> str:
        return (element.text or "") + "".join(self._inline(each) + (each.tail or "") for each in element)

    def _inline(self, element: Element) -> str:
        match name_of(element):
            case "s":
                n_spaces = attribute(element, "c")
                return " " * (min(int(n_spaces), _MOST_SPACES) if n_spaces.isdecimal() else 1)
            case "tab":
                return "\t"
            case "line-break":
                return "\n"
            case "note":
                self._notes += children(element, "note-body")
            case "annotation":
                self._notes.append(element)
            case "text-box":
                self._boxes.append(element)
            case "" | "ruby-text":
                pass
            case "creator" | "date" | "title" | "desc" if _TEXT_NAMESPACE not in str(element.tag):
                pass  # who wrote a comment, what a picture shows; as fields they are text
            case "p" | "list-item" | "table-row":
                return f"{self._text(element)}\n"
            case _:
                return self._text(element)
        return ""


def _rows(table: Element) -> Iterator[Element]:
    """Rows may stand in groups; those of tables within are not meant."""
    for each in table:
        if name_of(each) == "table-row":
            yield each
        elif name_of(each) in ("table-header-rows", "table-row-group", "table-rows"):
            yield from _rows(each)
