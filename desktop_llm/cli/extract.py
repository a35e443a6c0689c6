"""`desktop-llm extract`: prints what is read of files, as text or as JSON."""

import argparse
import sys
from collections.abc import Sequence
from getpass import getpass
from pathlib import Path

import msgspec

from desktop_llm.cli.arguments import AddParser
from desktop_llm.cli.document_text import unread_line, warning_line
from desktop_llm.cli.job_run import say
from desktop_llm.cli.text import safe_text
from desktop_llm.documents.document import Block, BlockKind, Document
from desktop_llm.documents.reading import DocumentReader
from desktop_llm.errors import DocumentError, ErrorCode


def add_extract_command(add_parser: AddParser) -> None:
    parser = add_parser("extract", help="print what is read of a document")
    parser.add_argument("--json", dest="is_json", action="store_true", help="print one JSON object for each file")
    parser.add_argument("--password", metavar="P", default="", help="opens a locked file; asked for where it is needed")
    parser.add_argument("files", metavar="FILE", nargs="+", type=Path)
    parser.set_defaults(run=run_extract)


def run_extract(options: argparse.Namespace) -> int:
    """Raises DocumentError for the first file that cannot be read."""
    reader = DocumentReader()
    try:
        for path in options.files:
            document = read_with_progress(reader, path, options.password)
            if options.is_json:
                print(msgspec.json.encode(document).decode())
            else:
                _print_text(document)
    finally:
        reader.close()
    return 0


def read_with_progress(reader: DocumentReader, path: Path, password: str = "") -> Document:
    """Shows on a terminal's standard error how far it is, and asks there for a password. Raises DocumentError."""
    is_terminal = sys.stderr is not None and sys.stderr.isatty() and sys.stdin is not None and sys.stdin.isatty()
    try:
        return reader.read(path, password=password, on_progress=_show_progress if is_terminal else None)
    except DocumentError as error:
        if not is_terminal or error.code is not ErrorCode.DOCUMENT_PASSWORD_NEEDED:
            raise
    return read_with_progress(reader, path, getpass(f"Password of {safe_text(path.name)}: ", sys.stderr))


def read_documents(paths: Sequence[Path], password: str = "") -> tuple[Document, ...]:
    """All of them, with what is to be warned of on standard error. Raises DocumentError for the first that fails."""
    reader = DocumentReader()
    try:
        documents = tuple(read_with_progress(reader, path, password) for path in paths)
    finally:
        reader.close()
    for document in documents:
        for warning in document.warnings:
            say(f"{document.name}: {warning_line(warning)}")
    return documents


def _show_progress(n_done: int, n_total: int) -> None:
    end = "\r\033[K" if n_done == n_total else ""
    print(f"\rreading {n_done} of {n_total}{end}", end="", file=sys.stderr, flush=True)


def _print_text(document: Document) -> None:
    for block in document.blocks:
        print(_marked(block), end="\n\n")
    for warning in document.warnings:
        say(f"{document.name}: {warning_line(warning)}")
    for unread in document.unread:
        say(f"{document.name}: {unread_line(unread)}")


def _marked(block: Block) -> str:
    match block.kind:
        case BlockKind.HEADING:
            return f"{'#' * block.level} {block.text}"
        case BlockKind.LIST_ITEM:
            return f"{'  ' * (block.level - 1)}- {block.text}"
        case _:
            return block.text
