"""Word files (ECMA-376 part 1, WordprocessingML): headings, lists, tables, notes, as they are shown. Reading process.

Text that was deleted under tracked changes and hidden text are left out, and that is said. Headers and footers repeat
what is said elsewhere and are left out too.
"""

from collections.abc import Iterator
from typing import Final

from desktop_llm.documents.document import WarningKind
from desktop_llm.documents.document_builder import DocumentBuilder
from desktop_llm.documents.readers.docx_styles import DocxStyles, ParagraphLook
from desktop_llm.documents.readers.docx_text import Changes, DocxText
from desktop_llm.documents.readers.office_parts import OfficePackage, is_alternative, shown_alternative
from desktop_llm.documents.readers.xml_tree import Element, attribute, child, children, name_of
from desktop_llm.documents.readers.zip_parts import Archive
from desktop_llm.documents.source_file import SourceFile

_MAIN_PART: Final = "word/document.xml"
_NOTE_PARTS: Final = ("footnote", "endnote", "comment")
_PROGRESS_EVERY: Final = 200


def read_docx(source: SourceFile, builder: DocumentBuilder) -> None:
    """Raises DocumentError: damaged, or more than may be unpacked."""
    with Archive(source) as archive:
        package = OfficePackage(archive, source)
        package.tell_of(builder)
        main = package.main_part(_MAIN_PART)
        body = child(package.part(main), "body")
        if body is None:
            raise source.damaged("it has no body")
        notes = {
            (kind, attribute(note, "id")): note
            for kind in _NOTE_PARTS
            for note in _notes(package.related_of_kind(main, f"{kind}s"), kind)
        }
        styles = DocxStyles(package.related_of_kind(main, "styles"))
        _Body(builder, source, styles, notes).read(body)


def _notes(part: Element | None, kind: str) -> Iterator[Element]:
    return children(part, kind) if part is not None else iter(())


class _Body:
    """Goes through the body's paragraphs and tables."""

    def __init__(
        self, builder: DocumentBuilder, source: SourceFile, styles: DocxStyles, notes: dict[tuple[str, str], Element]
    ) -> None:
        self._builder = builder
        self._source = source
        self._styles = styles
        self._notes = notes
        self._changes = Changes()
        self._code: list[str] = []

    def read(self, body: Element) -> None:
        parts = list(body)
        for index, part in enumerate(parts):
            self._take(part)
            if index % _PROGRESS_EVERY == 0:
                self._source.progress(index, len(parts))
        self._end_code()
        self._tell_of_changes()

    def _take(self, element: Element) -> None:
        match name_of(element):
            case "p":
                self._take_paragraph(element)
            case "tbl":
                self._end_code()
                self._take_table(element)
            case "sectPr" | "sdtPr" | "del" | "moveFrom":
                pass
            case _ if is_alternative(element):
                if (shown := shown_alternative(element)) is not None:
                    self._take_all(shown)
            case _:
                self._take_all(element)

    def _take_all(self, element: Element) -> None:
        for each in element:
            self._take(each)

    def _take_paragraph(self, paragraph: Element) -> None:
        text = DocxText(self._changes)
        text.take(paragraph)
        self._add(text.text, self._styles.look_of(child(paragraph, "pPr")))
        for box in text.boxes:
            self._take_all(box)
        self._add_notes(text)

    def _add(self, text: str, look: ParagraphLook) -> None:
        if look.is_code:
            self._code.append(text)
            return
        self._end_code()
        if look.heading_level:
            self._builder.add_heading(text, look.heading_level)
        elif look.list_level:
            self._builder.add_list_item(text, look.list_level)
        elif look.is_caption:
            self._builder.add_caption(text)
        else:
            self._builder.add_paragraph(text)

    def _end_code(self) -> None:
        """Word has a paragraph for each line of code."""
        if self._code:
            self._builder.add_code("\n".join(self._code))
            self._code = []

    def _add_notes(self, text: DocxText) -> None:
        for key in text.notes:
            if (note := self._notes.pop(key, None)) is not None:
                self._builder.add_note(self._text_of(note))

    def _take_table(self, table: Element) -> None:
        rows = [list(_inside(row, "tc")) for row in _inside(table, "tr")]
        cells = [cell for row in rows for cell in row]
        if len(cells) == 1:  # a frame around text
            self._take_all(cells[0])
            return
        noted = DocxText(self._changes)
        self._builder.add_table([_in_columns([(self._cell(cell, noted), _span(cell)) for cell in row]) for row in rows])
        self._add_notes(noted)

    def _cell(self, cell: Element, noted: DocxText) -> str:
        """A cell that goes on from the one above has no text of its own."""
        merge = child(cell, "tcPr", "vMerge")
        if merge is not None and attribute(merge, "val") != "restart":
            return ""
        return self._text_of(cell, noted)

    def _text_of(self, element: Element, noted: DocxText | None = None) -> str:
        """All paragraphs below, those of tables within and of text boxes too."""
        parts: list[str] = []
        for each in element:
            if name_of(each) == "p":
                text = DocxText(self._changes)
                text.take(each)
                parts += [text.text, *(self._text_of(box) for box in text.boxes)]
                if noted is not None:
                    noted.notes += text.notes
            else:
                parts.append(self._text_of(each, noted))
        return "\n".join(part for part in parts if part)

    def _tell_of_changes(self) -> None:
        changes = self._changes
        if changes.n_inserted or changes.n_deleted:
            kind = WarningKind.TRACKED_CHANGES
            self._builder.warn(kind, n_inserted=changes.n_inserted, n_deleted=changes.n_deleted)
        if changes.n_hidden:
            self._builder.warn(WarningKind.HIDDEN_LEFT_OUT, n_parts=changes.n_hidden)


def _inside(element: Element, name: str) -> Iterator[Element]:
    """Rows of a table, cells of a row; forms may have put them into a frame."""
    for each in element:
        if name_of(each) == name:
            yield each
        elif name_of(each) in ("sdt", "sdtContent", "customXml", "ins", "moveTo"):
            yield from _inside(each, name)


def _span(cell: Element) -> int:
    span = child(cell, "tcPr", "gridSpan")
    n_columns = attribute(span, "val") if span is not None else "1"
    return int(n_columns) if n_columns.isdecimal() and len(n_columns) < 4 else 1


def _in_columns(cells: list[tuple[str, int]]) -> list[str]:
    """A cell over several columns has its text in the first, so that what stands under one another stays so."""
    return [text for cell, n_columns in cells for text in (cell, *[""] * (n_columns - 1))]
