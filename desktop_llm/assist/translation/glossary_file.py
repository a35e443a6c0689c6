"""Glossaries of the person: a file with one term a line or a row, as CSV or TBX. Any thread that may wait.

A head that names languages says which column is which; without one, the first column is translated into the second.
"""

import csv
import io
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from desktop_llm.assist.language_names import language_code
from desktop_llm.assist.translation.translation_request import Term
from desktop_llm.documents.document import Document
from desktop_llm.errors import DocumentError, ErrorCode

TBX_SUFFIX: Final = ".tbx"
_SEPARATORS: Final = "\t;|=,"
_MOST_BYTES: Final = 20_000_000
_SAMPLE_ROWS: Final = 50
_SOURCE_HEADS: Final = frozenset({"source", "term", "from", "original"})
_TARGET_HEADS: Final = frozenset({"target", "translation", "to"})


def terms_of_file(path: Path, source: str, target: str) -> tuple[Term, ...]:
    """Of a text file: CSV, tabs, or lines like `pump = Pumpe`. Raises DocumentError (FILE_UNREADABLE, FILE_NOT_TEXT,
    DOCUMENT_TOO_LARGE, DOCUMENT_EMPTY).
    """
    try:
        with path.open("rb") as file:
            data = file.read(_MOST_BYTES + 1)
        if len(data) > _MOST_BYTES:
            raise DocumentError(ErrorCode.DOCUMENT_TOO_LARGE, path=str(path), limit_bytes=_MOST_BYTES)
        text = data.decode("utf-8-sig")
    except OSError as error:
        reason = error.strerror or str(error)
        raise DocumentError(ErrorCode.FILE_UNREADABLE, path=str(path), reason=reason) from error
    except UnicodeDecodeError as error:
        raise DocumentError(ErrorCode.FILE_NOT_TEXT, path=str(path)) from error
    return _required(terms_of_rows(_rows(text), source, target), path)


def terms_of_document(document: Document, source: str, target: str) -> tuple[Term, ...]:
    """Of a file that was read, such as TBX: its tables. Raises DocumentError (DOCUMENT_EMPTY)."""
    tables = (block.rows for block in document.blocks if block.rows)
    return _required(
        tuple(term for rows in tables for term in terms_of_rows(rows, source, target)), Path(document.path)
    )


def terms_of_rows(rows: Sequence[Sequence[str]], source: str, target: str) -> tuple[Term, ...]:
    """The pairs of the two languages, each source once."""
    if not rows:
        return ()
    columns = _columns(rows[0], source, target)
    first, second = columns or (0, 1)
    cells = (
        (row[first].strip(), row[second].strip()) for row in rows[bool(columns) :] if len(row) > max(first, second)
    )
    return tuple({term: Term(term, translation) for term, translation in cells if term and translation}.values())


def _columns(head: Sequence[str], source: str, target: str) -> tuple[int, int] | None:
    """Which columns hold the two languages; None where the first row is no head."""
    names = [cell.strip().casefold() for cell in head]
    codes = [language_code(name) for name in names]
    sources = [index for index, name in enumerate(names) if codes[index] == source or name in _SOURCE_HEADS]
    targets = [index for index, name in enumerate(names) if codes[index] == target or name in _TARGET_HEADS]
    if targets and not sources:  # the source language is not known yet: the first other column
        sources = [index for index in range(len(names)) if index not in targets]
    return (sources[0], targets[0]) if sources and targets else None


def _rows(text: str) -> list[list[str]]:
    lines = [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
    sample = lines[:_SAMPLE_ROWS]
    separator = max(_SEPARATORS, key=lambda mark: sum(mark in line for line in sample))
    csv.field_size_limit(max(len(text), 1))
    return list(csv.reader(io.StringIO("\n".join(lines)), delimiter=separator, skipinitialspace=True))


def _required(terms: tuple[Term, ...], path: Path) -> tuple[Term, ...]:
    if not terms:
        raise DocumentError(ErrorCode.DOCUMENT_EMPTY, path=str(path))
    return terms
