"""Source code, and data in text form. Reading process.

Blocks end at blank lines, where a definition ends if one does; a notebook is read cell by cell.
"""

import re
from typing import Final

import msgspec
from msgspec import Struct

from desktop_llm.documents.document import Place
from desktop_llm.documents.document_builder import DocumentBuilder
from desktop_llm.documents.readers.markdown import add_markdown
from desktop_llm.documents.readers.plain_text import text_of
from desktop_llm.documents.source_file import SourceFile

_ENOUGH_CHARACTERS: Final = 600
_TOO_MANY_CHARACTERS: Final = 4000
_BLANK_LINES: Final = re.compile(r"\n(?:[^\S\n]*\n)+")
_GOES_ON: Final = frozenset(" \t}])")
_NOTEBOOK_SUFFIX: Final = ".ipynb"


class _Cell(Struct):
    cell_type: str = ""
    source: list[str] | str = ""


class _Notebook(Struct):
    cells: list[_Cell] = []


def read_source_code(source: SourceFile, builder: DocumentBuilder) -> None:
    text = text_of(source, builder)
    if source.path.suffix.lower() == _NOTEBOOK_SUFFIX and (notebook := _notebook(text)) is not None:
        _add_notebook(notebook, builder)
    else:
        add_source_code(text, builder)


def add_source_code(text: str, builder: DocumentBuilder) -> None:
    """Each block's place is its first line."""
    start, line = 0, 1
    for gap in _BLANK_LINES.finditer(text):
        size = gap.start() - start
        is_over = text[gap.end() : gap.end() + 1] not in _GOES_ON
        if size >= (_ENOUGH_CHARACTERS if is_over else _TOO_MANY_CHARACTERS):
            builder.add_code(text[start : gap.start()], Place(label=f"line {line}"))
            line += text.count("\n", start, gap.end())
            start = gap.end()
    builder.add_code(text[start:], Place(label=f"line {line}"))


def _notebook(text: str) -> _Notebook | None:
    try:
        return msgspec.json.decode(text, type=_Notebook)
    except (msgspec.MsgspecError, RecursionError):
        return None


def _add_notebook(notebook: _Notebook, builder: DocumentBuilder) -> None:
    for number, cell in enumerate(notebook.cells, 1):
        text = cell.source if isinstance(cell.source, str) else "".join(cell.source)
        if cell.cell_type == "markdown":
            add_markdown(text, builder)
        else:
            builder.add_code(text, Place(label=f"cell {number}"))
