"""Text with formats, as a value: what the editor loads and gives back, what is stored, what is written into a file.

Any process, any thread.
"""

from collections.abc import Iterator
from enum import StrEnum
from itertools import product
from typing import Final

from msgspec import Struct

from desktop_llm.documents.document import DocumentWarning


class TextFormat(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """How letters look. link is an address; empty for none."""

    bold: bool = False
    italic: bool = False
    underline: bool = False
    strike: bool = False
    code: bool = False
    link: str = ""


PLAIN: Final = TextFormat()


class TextRun(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Letters of one format; a line feed in them is a line break within the paragraph.

    kept is the id of something within the line that the editor does not show (a picture, a field, a note's mark); text
    is then what stands for it, `[picture]` for instance.
    """

    text: str
    format: TextFormat = PLAIN
    kept: str = ""


class ParagraphKind(StrEnum):
    TEXT = "text"
    HEADING = "heading"
    LIST_ITEM = "list_item"
    QUOTE = "quote"
    CODE = "code"
    KEPT = "kept"
    """A whole block that is not edited: a picture, a formula, a table of contents."""


class TableCell(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Where in a table a paragraph stands. All count from 0, tables in the order of the text.

    n_rows and n_columns: how far the cell goes over others; no cell begins where another one goes over.
    """

    table: int
    row: int
    column: int
    n_rows: int = 1
    n_columns: int = 1

    @property
    def places(self) -> Iterator[tuple[int, int]]:
        """All rows and columns that it takes, its own first."""
        return product(range(self.row, self.row + self.n_rows), range(self.column, self.column + self.n_columns))


class Paragraph(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """level is a heading's (1 is the highest), a list item's or a quotation's depth (from 1), 0 for other kinds.

    origin says which paragraph of the file this is; empty for a new one.
    """

    runs: tuple[TextRun, ...] = ()
    kind: ParagraphKind = ParagraphKind.TEXT
    level: int = 0
    is_numbered: bool = False
    cell: TableCell | None = None
    origin: str = ""

    @property
    def text(self) -> str:
        """What a person reads of it."""
        return "".join(run.text for run in self.runs)


class RichText(Struct, frozen=True, kw_only=True):
    """language is an ISO 639-1 code, empty where nobody can tell."""

    paragraphs: tuple[Paragraph, ...] = ()
    language: str = ""

    @property
    def text(self) -> str:
        """All paragraphs, a line each. Put together at every call."""
        return "\n".join(paragraph.text for paragraph in self.paragraphs)


class RichTextFile(Struct, frozen=True, kw_only=True):
    """A file that was opened for the editor. sha256 is the file's."""

    name: str
    path: str
    sha256: str
    media_type: str
    text: RichText = RichText()
    warnings: tuple[DocumentWarning, ...] = ()


class Tracking(Struct, frozen=True, kw_only=True):
    """Changes are written as tracked ones of this author. date is ISO 8601 with a time."""

    author: str
    date: str
