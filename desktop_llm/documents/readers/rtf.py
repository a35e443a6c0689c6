"""Rich Text Format: paragraphs, headings, tables and footnotes. Reading process.

striprtf gives the text alone. Marks that nobody writes are put into the file beforehand, at the control words that tell
of headings, tables and notes, and come out between the words.
"""

import re
from collections.abc import Callable, Iterator
from typing import Final, cast

from desktop_llm.documents.document_builder import DocumentBuilder
from desktop_llm.documents.source_file import SourceFile

# Of Unicode's private use area.
_HEADING: Final = "\ue000"
_CELL: Final = "\ue001"
_ROW: Final = "\ue002"
_IN_TABLE: Final = "\ue003"
_NOTE: Final = "\ue004"
_NOTE_END: Final = "\ue005"
_MARKS: Final = re.compile("[\ue000-\ue005]")

_OUTLINE: Final = re.compile(r"(\\outlinelevel([0-8]))(?!\d) ?")
_MARKED_WORD: Final = re.compile(r"\\(cell|row|intbl)(?![a-z\d]) ?")
_MARK_OF: Final = {"cell": f"{_CELL}\\cell ", "row": f"{_ROW}\\row ", "intbl": f"\\intbl {_IN_TABLE}"}
_NOTE_WORD: Final = re.compile(r"\{\\(?:\*\\)?(?:footnote|annotation)(?![a-z])(?:\\ftnalt)? ?")
_BRACE: Final = re.compile(r"\\[{}\\]|[{}]")
_NOTES: Final = re.compile(f"{_NOTE}([^{_NOTE}{_NOTE_END}]*){_NOTE_END}")
_LEVEL: Final = re.compile(f"{_HEADING}(\\d)")
_TITLE: Final = re.compile(r"\{\\title ([^{}\\]{1,300})\}")


def read_rtf(source: SourceFile, builder: DocumentBuilder) -> None:
    data = source.path.read_bytes().decode("latin-1")
    title = _TITLE.search(data)
    builder.title = title[1].strip() if title else ""
    text = _joined_surrogates(_stripped(_marked(data)))
    *tables, rest = text.split(f"{_ROW}\n")
    rows: list[list[str]] = []
    for part in tables:
        before, row = _before_row(part)
        if before.strip():
            builder.add_table(rows)
            rows = []
            _add_paragraphs(before, builder)
        rows.append([_shown(cell) for cell in row.split(f"{_CELL}|")[:-1]])
    builder.add_table(rows)
    _add_paragraphs(rest, builder)


def _stripped(data: str) -> str:
    from striprtf.striprtf import rtf_to_text  # pyright: ignore[reportUnknownVariableType] # it has no types

    return cast("Callable[..., str]", rtf_to_text)(data, errors="replace")


def _marked(data: str) -> str:
    data = _MARKS.sub("", data)
    data = _OUTLINE.sub(lambda match: f"{match[1]} {_HEADING}{match[2]}", data)
    data = _MARKED_WORD.sub(lambda match: _MARK_OF[match[1]], data)
    return "".join(_with_notes(data))


def _with_notes(data: str) -> Iterator[str]:
    """Notes as text between marks; striprtf would drop them."""
    at = 0
    for note in _NOTE_WORD.finditer(data):
        if note.start() < at:
            continue
        end = _end_of_group(data, note.end())
        yield f"{data[at : note.start()]}{{{_NOTE}{data[note.end() : end]}{_NOTE_END}"
        at = end
    yield data[at:]


def _end_of_group(data: str, start: int) -> int:
    """Where the brace is that closes the group in which `start` stands."""
    depth = 1
    for brace in _BRACE.finditer(data, start):
        depth += {"{": 1, "}": -1}.get(brace[0], 0)
        if depth == 0:
            return brace.start()
    return len(data)


def _before_row(part: str) -> tuple[str, str]:
    """Paragraphs before a table's row, and the row. Where the file does not mark it, the row is the last line's."""
    start = part.find(_IN_TABLE)
    first_cell = part.find(_CELL)
    if start < 0 or start > first_cell >= 0:
        start = part.rfind("\n", 0, max(first_cell, 0)) + 1
    return part[:start], part[start:]


def _add_paragraphs(text: str, builder: DocumentBuilder) -> None:
    for paragraph in _NOTES.sub(lambda note: note[0].replace("\n", " "), text).split("\n"):
        shown = _NOTES.sub("", paragraph)
        if level := _LEVEL.search(shown):
            builder.add_heading(_shown(_LEVEL.sub("", shown)), int(level[1]) + 1)
        else:
            builder.add_paragraph(_shown(shown))
        for note in _NOTES.finditer(paragraph):
            builder.add_note(_shown(note[1]))


def _shown(text: str) -> str:
    return _MARKS.sub("", text)


def _joined_surrogates(text: str) -> str:
    """RTF writes what is beyond 16 bits as two halves."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
