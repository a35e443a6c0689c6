"""Spreadsheets: the tables of each sheet, with the values that were computed when it was saved. Reading process.

openpyxl parses with entities off. What it would unpack is counted before it is asked.
"""

import datetime as dt
import re
import warnings
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Final, Protocol, cast

from desktop_llm.documents.document import Place, WarningKind
from desktop_llm.documents.document_builder import DocumentBuilder
from desktop_llm.documents.readers.grids import Cells, add_grid, column_letters
from desktop_llm.documents.readers.office_parts import OfficePackage
from desktop_llm.documents.readers.xml_tree import all_text, attribute, descendants
from desktop_llm.documents.readers.zip_parts import Archive
from desktop_llm.documents.source_file import SourceFile

_WORKBOOK: Final = "xl/workbook.xml"
# A formula without the value that it had: the program that wrote it cannot compute.
_NOT_COMPUTED: Final = re.compile(rb"<f(?:\s[^>]{0,500})?(?:/>|>[^<]{0,9000}</f>)\s*+(?:<v\s*+/>|<v></v>)?\s*+</c>")
_VISIBLE: Final = "visible"


class _Sheet(Protocol):
    """What is used of openpyxl's sheets."""

    @property
    def title(self) -> str: ...

    @property
    def sheet_state(self) -> str: ...

    def reset_dimensions(self) -> None: ...

    def iter_rows(self, *, values_only: bool) -> Iterator[Sequence[object]]: ...


class _Workbook(Protocol):
    @property
    def worksheets(self) -> Sequence[_Sheet]: ...

    def close(self) -> None: ...


def read_xlsx(source: SourceFile, builder: DocumentBuilder) -> None:
    """Raises DocumentError: damaged, or more than may be unpacked; or what openpyxl raises."""
    with Archive(source) as archive:
        archive.check_size()
        package = OfficePackage(archive, source)
        package.tell_of(builder)
        main = package.main_part(_WORKBOOK)
        targets = package.related(main)
        names = {
            attribute(sheet, "name"): targets.get(attribute(sheet, "id"), "")
            for sheet in descendants(package.part(main), "sheet")
        }
        workbook = _Spreadsheet(source, builder, names)
        workbook.read(_Notes(package, names), is_computed=not any(_is_not_computed(archive, n) for n in names.values()))


def _is_not_computed(archive: Archive, name: str) -> bool:
    return archive.has(name) and _NOT_COMPUTED.search(archive.read(name)) is not None


class _Notes:
    """What was written beside cells."""

    def __init__(self, package: OfficePackage, names: dict[str, str]) -> None:
        self._package = package
        self._names = names

    def add(self, sheet: str, builder: DocumentBuilder) -> None:
        part = self._package.related_of_kind(self._names.get(sheet, ""), "comments")
        for note in descendants(part, "comment") if part is not None else ():
            builder.add_note(all_text(note), Place(label=f"{sheet}!{attribute(note, 'ref')}"))


class _Spreadsheet:
    def __init__(self, source: SourceFile, builder: DocumentBuilder, names: dict[str, str]) -> None:
        self._source = source
        self._builder = builder
        self._names = names

    def read(self, notes: _Notes, *, is_computed: bool) -> None:
        """`is_computed` tells whether cells have values; formulas are shown where they have none."""
        with warnings.catch_warnings(action="ignore"):
            workbook = self._open(is_computed=is_computed)
            try:
                self._read(workbook.worksheets, notes)
            finally:
                workbook.close()

    def _open(self, *, is_computed: bool) -> _Workbook:
        from openpyxl import load_workbook

        workbook = load_workbook(self._source.path, read_only=True, data_only=is_computed, keep_links=False)
        return cast("_Workbook", cast("object", workbook))

    def _read(self, sheets: Sequence[_Sheet], notes: _Notes) -> None:
        n_hidden = 0
        for index, sheet in enumerate(sheets, 1):
            if sheet.sheet_state == _VISIBLE:
                self._read_sheet(sheet)
                notes.add(sheet.title, self._builder)
            else:
                n_hidden += 1
            self._source.progress(index, len(sheets))
        if n_hidden:
            self._builder.warn(WarningKind.HIDDEN_LEFT_OUT, n_parts=n_hidden)

    def _read_sheet(self, sheet: _Sheet) -> None:
        """Empty rows part one table from the next."""
        sheet.reset_dimensions()  # a file may claim a million columns
        self._builder.add_heading(sheet.title, 1, Place(label=sheet.title))
        rows = enumerate((_texts(row) for row in sheet.iter_rows(values_only=True)), 1)
        for is_filled, group in groupby(rows, key=lambda row: any(row[1])):
            if is_filled:
                self._add_table(sheet.title, group)

    def _add_table(self, sheet: str, rows: Iterable[tuple[int, Cells]]) -> None:
        numbered = iter(rows)
        start, first = next(numbered)

        def place_of(n_rows: int, n_columns: int) -> Place:
            return Place(label=f"{sheet}!A{start}:{column_letters(n_columns)}{start + n_rows - 1}")

        add_grid(_with_first(first, numbered), place_of, self._builder)


def _with_first(first: Cells, rest: Iterator[tuple[int, Cells]]) -> Iterator[Cells]:
    yield first
    for _, row in rest:
        yield row


def _texts(row: Sequence[object]) -> Cells:
    cells = [_text(value) for value in row]
    while cells and not cells[-1]:
        cells.pop()
    return cells


def _text(value: object) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "TRUE" if value else "FALSE"
        case float():
            return str(int(value)) if value.is_integer() and abs(value) < 1e15 else f"{value:.12g}"
        case dt.datetime():
            is_day = value.time() == dt.time()
            return value.date().isoformat() if is_day else value.isoformat(" ", "seconds")
        case dt.date() | dt.time():
            return value.isoformat()
        case _:
            return str(value)
