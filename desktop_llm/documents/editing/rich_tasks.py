"""Opening a file for the editor, and writing its text into one: what the reading process does for it."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Final

import msgspec

from desktop_llm.documents.editing.new_files import blank_file
from desktop_llm.documents.editing.rich_file import rich_file_of
from desktop_llm.documents.editing.tasks import in_pieces, likely_language, name_warnings
from desktop_llm.documents.file_kinds import FileKind, kind_by_name, kind_of_file
from desktop_llm.documents.reader_messages import OpenRichText, WriteNewFile, WriteRichText
from desktop_llm.documents.rich_text import Paragraph, RichText, RichTextFile
from desktop_llm.documents.source_file import FileState, ProgressSink, SourceFile
from desktop_llm.errors import DocumentError, ErrorCode

_PARAGRAPHS_AT_ONCE: Final = 500
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
    file = rich_file_of(media_type, source)(source)
    state.check_unchanged()
    for start in range(0, len(file.paragraphs), _PARAGRAPHS_AT_ONCE):
        send(file.paragraphs[start : start + _PARAGRAPHS_AT_ONCE])
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
    data = rich_file_of(command.media_type, source)(source).written(command.text, command.tracking)
    state.check_unchanged()
    yield from in_pieces(data)


def written_new_file(command: WriteNewFile, progress: ProgressSink) -> Iterator[bytes]:
    """Raises DocumentError: of no kind that can be written."""
    path = Path(command.path)
    source = SourceFile(path, command.limits, progress, data=blank_file(command.media_type, command.text))
    file = rich_file_of(command.media_type, source)(source)
    yield from in_pieces(file.written(_without_origins(command.text)))


def _without_origins(text: RichText) -> RichText:
    """Of paragraphs of another file; what is kept there is not here."""
    paragraphs = tuple(
        msgspec.structs.replace(
            paragraph, origin="", runs=tuple(msgspec.structs.replace(run, kept="") for run in paragraph.runs)
        )
        for paragraph in text.paragraphs
    )
    return msgspec.structs.replace(text, paragraphs=paragraphs)
