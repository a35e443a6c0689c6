"""Rows and columns of any length: shown where they are few, described where they are many. Reading process."""

from collections.abc import Callable, Iterable, Iterator
from itertools import chain, islice
from typing import Final

from desktop_llm.documents.document import Place, WarningKind
from desktop_llm.documents.document_builder import DocumentBuilder
from desktop_llm.documents.readers.column_facts import ColumnFacts, is_number

MOST_SHOWN_ROWS: Final = 300
_MOST_SHOWN_CHARACTERS: Final = 60_000
_N_EXAMPLES: Final = 20
_MOST_COLUMNS: Final = 300

Cells = list[str]
PlaceOf = Callable[[int, int], Place]
"""The place of a grid of so many rows and columns."""


def add_grid(rows: Iterable[Cells], place_of: PlaceOf, builder: DocumentBuilder) -> None:
    """Add rows as a table; if they are many, what each column holds and the first rows."""
    iterator = iter(rows)
    first = _first_rows(iterator)
    rest = next(iterator, None)
    if rest is None:
        place = place_of(len(first), max((len(row) for row in first), default=0))
        builder.add_table(first, place)
    else:
        _describe(first, chain([rest], iterator), place_of, builder)


def _first_rows(rows: Iterator[Cells]) -> list[Cells]:
    """As many as may be shown."""
    shown: list[Cells] = []
    n_characters = 0
    for row in islice(rows, MOST_SHOWN_ROWS):
        shown.append(row)
        n_characters += sum(map(len, row))
        if n_characters > _MOST_SHOWN_CHARACTERS:
            break
    return shown


def _describe(first: list[Cells], rest: Iterable[Cells], place_of: PlaceOf, builder: DocumentBuilder) -> None:
    n_columns = min(max(len(row) for row in first), _MOST_COLUMNS)
    columns = [ColumnFacts() for _ in range(n_columns)]
    head = first[0] if has_head(first) else []
    n_rows = 0
    for row in chain(first[bool(head) :], rest):
        n_rows += 1
        for column, cell in zip(columns, row, strict=False):
            column.take(cell)
    place = place_of(n_rows + bool(head), n_columns)
    builder.warn(WarningKind.TABLE_DESCRIBED, label=place.label, n_rows=n_rows)
    builder.add_paragraph(f"A table of {n_rows} rows and {n_columns} columns. What each column holds:", place)
    for index, column in enumerate(columns):
        name = head[index].strip() if index < len(head) else ""
        builder.add_list_item(f"{name or f'Column {column_letters(index + 1)}'}: {column.in_words()}", 1, place)
    builder.add_paragraph("The first rows:", place)
    builder.add_table(first[:_N_EXAMPLES], place)


def has_head(rows: list[Cells]) -> bool:
    """Whether the first row names the columns: words, and no number or date."""
    filled = [cell for cell in rows[0] if cell.strip()]
    return len(filled) > len(rows[0]) // 2 and not any(is_number(cell) or cell[:1].isdecimal() for cell in filled)


def column_letters(number: int) -> str:
    """A for 1, AA for 27, as spreadsheets name their columns."""
    letters = ""
    while number > 0:
        number, letter = divmod(number - 1, 26)
        letters = chr(ord("A") + letter) + letters
    return letters
