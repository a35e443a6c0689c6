"""Opening a file for the editor, and writing its text into one: what the reading process does for it.

A file numbers its paragraphs and what is kept of it. Outside, these ids bear the file's mark as well: paragraphs are
copied from one text into another, and versions of a text come back when its file is another one.
"""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Final

import msgspec

from desktop_llm.documents.editing.new_files import blank_file
from desktop_llm.documents.editing.rich_file import rich_file_of
from desktop_llm.documents.editing.tasks import in_pieces, likely_language, name_warnings
from desktop_llm.documents.file_kinds import FileKind, is_archive, kind_by_name, kind_of_file
from desktop_llm.documents.reader_messages import OpenRichText, WriteNewFile, WriteRichText
from desktop_llm.documents.rich_text import Paragraph, RichText, RichTextFile
from desktop_llm.documents.source_file import FileState, ProgressSink, SourceFile
from desktop_llm.errors import DocumentError, ErrorCode

_PARAGRAPHS_AT_ONCE: Final = 500
_MARK_LETTERS: Final = 12  # of the SHA-256 of a file
_ARCHIVES: Final = frozenset({FileKind.DOCX, FileKind.ODT})

ParagraphSink = Callable[[Sequence[Paragraph]], None]


def open_rich_text(command: OpenRichText, progress: ProgressSink, send: ParagraphSink) -> RichTextFile:
    """Raises DocumentError: of no kind that the editor opens, damaged, changed meanwhile."""
    path = Path(command.path)
    state = FileState(path)
    media_type = kind_of_file(path)
    source = SourceFile(path, command.limits, progress)
    if media_type is FileKind.TEXT and kind_by_name(path.name) in _ARCHIVES:
        raise source.damaged("it does not begin as such files do")
    if media_type is FileKind.ODT and not is_archive(path):
        raise DocumentError(ErrorCode.DOCUMENT_NOT_EDITABLE, path=command.path)
    file = rich_file_of(media_type, source)(source)
    state.check_unchanged()
    for start in range(0, len(file.paragraphs), _PARAGRAPHS_AT_ONCE):
        send([_marked(each, state.sha256) for each in file.paragraphs[start : start + _PARAGRAPHS_AT_ONCE]])
    language = likely_language(file.language, [paragraph.text for paragraph in file.paragraphs])
    return RichTextFile(
        name=path.name,
        path=command.path,
        sha256=state.sha256,
        media_type=media_type,
        text=RichText(language=language),
        warnings=(*name_warnings(path, media_type), *file.warnings),
    )


def written_rich_text(command: WriteRichText, progress: ProgressSink) -> Iterator[bytes]:
    """Raises DocumentError: another file than was opened, damaged."""
    path = Path(command.path)
    state = FileState(path)
    if state.sha256 != command.sha256:
        raise DocumentError(ErrorCode.DOCUMENT_CHANGED, path=command.path)
    source = SourceFile(path, command.limits, progress)
    text = _with_own_ids(command.text, state.sha256)
    data = rich_file_of(command.media_type, source)(source).written(text, command.tracking)
    state.check_unchanged()
    yield from in_pieces(data)


def written_new_file(command: WriteNewFile, progress: ProgressSink) -> Iterator[bytes]:
    """Raises DocumentError: of no kind that can be written."""
    path = Path(command.path)
    source = SourceFile(path, command.limits, progress, data=blank_file(command.media_type, command.text))
    file = rich_file_of(command.media_type, source)(source)
    yield from in_pieces(file.written(_with_own_ids(command.text, "")))


def _marked(paragraph: Paragraph, sha256: str) -> Paragraph:
    return _with_ids(paragraph, lambda each: f"{sha256[:_MARK_LETTERS]}.{each}")


def _with_own_ids(text: RichText, sha256: str) -> RichText:
    """As the file itself has them; what was kept of another file, or of none, is only its text here."""

    def own(marked: str) -> str:
        mark, _, each = marked.partition(".")
        return each if mark == sha256[:_MARK_LETTERS] else ""

    return msgspec.structs.replace(text, paragraphs=tuple(_with_ids(each, own) for each in text.paragraphs))


def _with_ids(paragraph: Paragraph, other: Callable[[str], str]) -> Paragraph:
    runs = tuple(msgspec.structs.replace(run, kept=other(run.kept)) if run.kept else run for run in paragraph.runs)
    origin = other(paragraph.origin) if paragraph.origin else ""
    return msgspec.structs.replace(paragraph, origin=origin, runs=runs)
