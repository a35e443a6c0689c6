"""CSV and TSV, whatever separates the values. Reading process."""

import csv
import io
from typing import Final

from desktop_llm.documents.document import Place
from desktop_llm.documents.document_builder import DocumentBuilder
from desktop_llm.documents.readers.grids import add_grid
from desktop_llm.documents.readers.plain_text import text_of
from desktop_llm.documents.source_file import SourceFile

_SEPARATORS: Final = ",;\t|"
_SAMPLE_CHARACTERS: Final = 20_000
_SAMPLE_ROWS: Final = 50


def read_separated_values(source: SourceFile, builder: DocumentBuilder) -> None:
    text = text_of(source, builder)
    csv.field_size_limit(max(len(text), 1))
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=separator_of(text))
    add_grid((row for row in rows if any(row)), _place, builder)


def separator_of(text: str) -> str:
    """That which gives most rows of a sample the same number of values, and more than one."""
    sample = text[:_SAMPLE_CHARACTERS]
    return max(_SEPARATORS, key=lambda separator: _fit(sample, separator))


def _fit(sample: str, separator: str) -> tuple[float, int]:
    rows = list(csv.reader(io.StringIO(sample, newline=""), delimiter=separator))
    widths = [len(row) for row in rows[:_SAMPLE_ROWS] if row]
    width = max(widths, key=widths.count, default=0)
    return (widths.count(width) / len(widths) if width > 1 else 0.0, width)


def _place(n_rows: int, _n_columns: int) -> Place:
    return Place(label=f"rows 1-{n_rows}")
