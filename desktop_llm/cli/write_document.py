"""`desktop-llm write fix` for documents: their words are changed where they stand, in Word files as tracked changes."""

import argparse
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import msgspec

from desktop_llm.assist.translation.document_output import check_output, write_output
from desktop_llm.assist.writing.document_proofread import changed_targets, document_text
from desktop_llm.assist.writing.text_change import applied
from desktop_llm.assist.writing.text_difference import unified_difference
from desktop_llm.assist.writing.tracked_file import author_name
from desktop_llm.cli.document_text import warning_line
from desktop_llm.cli.job_run import print_text, say
from desktop_llm.cli.write_run import ProofreadRun, proofread
from desktop_llm.cli.write_text import json_changes
from desktop_llm.documents.reading import DocumentReader
from desktop_llm.documents.segments import EditableFile, SegmentEdit

_DOCUMENTS: Final = frozenset(
    {".docx", ".docm", ".dotx", ".odt", ".ott", ".pptx", ".epub", ".html", ".htm", ".xhtml", ".srt", ".vtt"}
)
_WORD: Final = frozenset({".docx", ".docm", ".dotx"})


def is_document(name: str) -> bool:
    """Whether it is a file whose text stands among other things."""
    return Path(name).suffix.lower() in _DOCUMENTS


def proofread_document(options: argparse.Namespace) -> int:
    """Raises DesktopLlmError for whatever keeps the changes from coming."""
    path = Path(options.file)
    if options.is_applied:
        options.usage_error("a document is not changed itself; name a new file with --out")
    if options.out is not None:
        check_output(options.out, path)
    reader = DocumentReader()
    try:
        file = reader.open_for_editing(path, for_changes=True)
        for warning in file.warnings:
            say(f"{file.name}: {warning_line(warning)}")
        document = document_text(file.segments)
        run = proofread(options, document.text, document.kept)
        if options.is_json:
            print(msgspec.json.encode(json_changes(run.changes, run.planned)).decode())
        checked = [change for change in run.changes if change.is_checked]
        if options.out is not None and run.exit_status == 0:
            edits = document.edits(file.segments, checked)
            write_output(options.out, _written(reader, file, edits, run, options.author or author_name()))
        elif not options.is_json:
            for line in unified_difference(document.text, applied(document.text, checked), file.name):
                print_text(line)
    finally:
        reader.close()
    return run.exit_status


def _written(
    reader: DocumentReader, file: EditableFile, edits: list[SegmentEdit], run: ProofreadRun, author: str
) -> bytes:
    if Path(file.path).suffix.lower() in _WORD:
        date = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        return reader.written_changes(file, edits, author, date)
    language = run.planned.language if run.planned is not None else ""
    return reader.written_translation(file, changed_targets(file.segments, edits), language or file.language)
