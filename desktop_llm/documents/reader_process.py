"""Entry point of the process that reads files: one file after another, until the program closes the pipe.

What a file can do to a program, it does to this process: it has bounds, opens no connection and writes no file. What
it makes of a file that is translated goes through the pipe as well.
"""

import logging
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import BinaryIO, Final

from desktop_llm.documents.document import Block, Document, WarningKind
from desktop_llm.documents.document_builder import DocumentBuilder
from desktop_llm.documents.editing.rich_tasks import open_rich_text, written_new_file, written_rich_text
from desktop_llm.documents.editing.tasks import open_for_editing, written_changes, written_translation
from desktop_llm.documents.file_kinds import FileKind, kind_by_name, kind_of_file
from desktop_llm.documents.language import MIN_CHARACTERS, language_of
from desktop_llm.documents.reader_messages import (
    BlocksRead,
    BytesWritten,
    DocumentRead,
    FileOpened,
    FileWritten,
    OpenForEditing,
    OpenRichText,
    ParagraphsFound,
    ReadDocument,
    ReaderCommand,
    ReadFailed,
    ReadProgress,
    RichTextOpened,
    SegmentsFound,
    WriteChanges,
    WriteNewFile,
    WriteRichText,
    WriteTranslation,
    command_decoder,
)
from desktop_llm.documents.readers.choice import reader_of
from desktop_llm.documents.rich_text import Paragraph
from desktop_llm.documents.segments import FileSegment
from desktop_llm.documents.source_file import FileState, SourceFile
from desktop_llm.errors import DesktopLlmError, DocumentError, ErrorCode
from desktop_llm.processes.message_pipe import commands_of, write_message
from desktop_llm.processes.own_limits import forbid_network, limit_own_memory
from desktop_llm.processes.worker_process import begin_worker

_log = logging.getLogger(__name__)

_PROGRESS_EVERY_S: Final = 0.05


def run_reader() -> int:
    """Run the reading process; returns its exit status when the program closes the pipe."""
    commands, events = begin_worker()
    forbid_network()
    for command in commands_of(commands, command_decoder):
        _Task(command, events).run()
    return 0


class _Task:
    """One file, from the command to its last event."""

    def __init__(self, command: ReaderCommand, events: BinaryIO) -> None:
        self._command = command
        self._events = events
        self._path = Path(command.path)
        self._sample: list[str] = []
        self._last_progress_s = 0.0

    def run(self) -> None:
        limit_own_memory(self._command.limits.memory_bytes)
        try:
            last = self._last_event()
        except DesktopLlmError as error:
            self._fail(error)
        except MemoryError:
            self._fail(self._error(ErrorCode.DOCUMENT_TOO_LARGE, self._command.limits.memory_bytes))
        except OSError as error:
            reason = error.strerror or str(error)
            self._fail(DocumentError(ErrorCode.FILE_UNREADABLE, path=self._command.path, reason=reason))
        except Exception as error:  # noqa: BLE001 # the outermost edge of one file: libraries raise what they like
            _log.warning("a reader failed", exc_info=error)
            reason = type(error).__name__
            self._fail(DocumentError(ErrorCode.DOCUMENT_DAMAGED, path=self._command.path, reason=reason))
        else:
            write_message(self._events, last)

    def _last_event(self) -> DocumentRead | FileOpened | RichTextOpened | FileWritten:
        command = self._command
        match command:
            case ReadDocument():
                return DocumentRead(document=self._document(command))
            case OpenForEditing():
                return FileOpened(file=open_for_editing(command, self._progress, self._send_segments))
            case OpenRichText():
                return RichTextOpened(file=open_rich_text(command, self._progress, self._send_paragraphs))
            case _:
                for data in self._written(command):
                    write_message(self._events, BytesWritten(data=data))
                return FileWritten()

    def _written(self, command: WriteTranslation | WriteChanges | WriteRichText | WriteNewFile) -> Iterator[bytes]:
        match command:
            case WriteTranslation():
                return written_translation(command, self._progress)
            case WriteChanges():
                return written_changes(command, self._progress)
            case WriteRichText():
                return written_rich_text(command, self._progress)
            case WriteNewFile():
                return written_new_file(command, self._progress)

    def _document(self, command: ReadDocument) -> Document:
        state = FileState(self._path)
        kind = kind_of_file(self._path)
        builder = DocumentBuilder(self._send, command.limits)
        named = kind_by_name(self._path.name)
        if named is not None and named is not kind:
            builder.warn(WarningKind.KIND_DIFFERS, suffix=self._path.suffix, media_type=kind)
        source = SourceFile(self._path, command.limits, self._progress, command.password)
        reader_of(kind)(source, builder)
        builder.flush()
        state.check_unchanged()
        if builder.n_blocks == 0 and not builder.unread:
            raise DocumentError(ErrorCode.DOCUMENT_EMPTY, path=self._command.path)
        return self._head(builder, kind, state.sha256)

    def _head(self, builder: DocumentBuilder, kind: FileKind, sha256: str) -> Document:
        sample = "\n".join(self._sample)
        return Document(
            name=self._path.name,
            path=self._command.path,
            sha256=sha256,
            media_type=kind,
            title=builder.title,
            language=language_of(sample).code if len(sample) >= MIN_CHARACTERS else "",
            unread=builder.unread,
            warnings=builder.warnings,
            n_pages=builder.n_pages,
        )

    def _send(self, blocks: Sequence[Block]) -> None:
        if len(self._sample) < 8:
            self._sample += [block.text[:500] for block in blocks[:: max(len(blocks) // 8, 1)]]
        write_message(self._events, BlocksRead(blocks=tuple(blocks)))

    def _send_segments(self, segments: Sequence[FileSegment]) -> None:
        write_message(self._events, SegmentsFound(segments=tuple(segments)))

    def _send_paragraphs(self, paragraphs: Sequence[Paragraph]) -> None:
        write_message(self._events, ParagraphsFound(paragraphs=tuple(paragraphs)))

    def _progress(self, n_done: int, n_total: int) -> None:
        now_s = time.monotonic()
        if now_s - self._last_progress_s >= _PROGRESS_EVERY_S or n_done == n_total:
            self._last_progress_s = now_s
            write_message(self._events, ReadProgress(n_done=n_done, n_total=n_total))

    def _error(self, code: ErrorCode, limit_bytes: int) -> DocumentError:
        return DocumentError(code, path=self._command.path, limit_bytes=limit_bytes)

    def _fail(self, error: DesktopLlmError) -> None:
        write_message(self._events, ReadFailed(code=error.code, facts=dict(error.facts)))


if __name__ == "__main__":
    sys.exit(run_reader())
