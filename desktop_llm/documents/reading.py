"""The program's side of reading files: a process of its own does it, one file after another. Any thread may ask.

A thread of its own owns that process (`watched_process`) and ends it when it has had nothing to do for a while. A file
that kills it costs a DocumentError.
"""

import logging
import queue
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Final, Generic, Protocol, TypeVar

from desktop_llm.documents.document import Document
from desktop_llm.documents.file_kinds import kind_by_name
from desktop_llm.documents.reader_messages import (
    OpenForEditing,
    OpenRichText,
    ReadDocument,
    ReaderCommand,
    ReaderEvent,
    ReadFailed,
    ReadLimits,
    ReadProgress,
    WriteChanges,
    WriteNewFile,
    WriteRichText,
    WriteTranslation,
    event_decoder,
)
from desktop_llm.documents.reader_results import (
    DocumentResult,
    OpenedResult,
    ResultGatherer,
    RichTextResult,
    WrittenResult,
)
from desktop_llm.documents.rich_text import RichText, RichTextFile, Tracking
from desktop_llm.documents.segments import EditableFile, Layout, SegmentEdit, SegmentTarget, contents_key
from desktop_llm.documents.watched_process import Bounds, WatchedProcess
from desktop_llm.errors import DocumentError, ErrorCode, Fact
from desktop_llm.processes.child_process import ChildProgram, worker_command

_log = logging.getLogger(__name__)

_WORKER_FLAG: Final = "--document-reader"
_IDLE_S: Final = 20.0
_USUAL: Final = ReadLimits()

ProgressListener = Callable[[int, int], None]
"""Called on a background thread: pages (sheets, chapters) done, and how many there are."""


_Result = TypeVar("_Result")


class _AnyJob(Protocol):
    """A job, whatever it gives."""

    @property
    def command(self) -> ReaderCommand: ...

    @property
    def on_progress(self) -> ProgressListener | None: ...

    @property
    def cancelled(self) -> threading.Event: ...

    def take(self, event: ReaderEvent) -> bool: ...

    def fail(self, error: DocumentError) -> None: ...

    def error(self, code: ErrorCode, **facts: Fact) -> DocumentError: ...


@dataclass(slots=True)
class _Job(Generic[_Result]):
    command: ReaderCommand
    gatherer: ResultGatherer[_Result]
    on_progress: ProgressListener | None
    cancelled: threading.Event
    result: "Future[_Result]" = field(default_factory=Future)

    def take(self, event: ReaderEvent) -> bool:
        """True when it was the last."""
        result = self.gatherer.take(event)
        if result is None:
            return False
        self.result.set_result(result)
        return True

    def fail(self, error: DocumentError) -> None:
        self.result.set_exception(error)

    def error(self, code: ErrorCode, **facts: Fact) -> DocumentError:
        return DocumentError(code, path=self.command.path, **facts)


class DocumentReader:
    """Reads one file at a time; who asks meanwhile waits. Make another one for what shall not wait."""

    def __init__(self, *, command: tuple[str, ...] | None = None, idle_s: float = _IDLE_S) -> None:
        """Starts no process. `command` replaces the process's command line, for tests."""
        program = ChildProgram(
            name="document-reader",
            command=command or reader_command(),
            decoder=event_decoder,
            environment={"OPENBLAS_NUM_THREADS": "1"},  # more would only take address space, which is bounded
        )
        self._process = WatchedProcess(program)
        self._idle_s = idle_s
        self._jobs: queue.SimpleQueue[_AnyJob | None] = queue.SimpleQueue()
        self._is_closed = threading.Event()
        self._lock = threading.Lock()
        self._thread = threading.Thread(target=self._run, name="document-reader-owner", daemon=True)
        self._thread.start()

    def read(
        self,
        path: Path,
        *,
        password: str = "",
        limits: ReadLimits = _USUAL,
        on_progress: ProgressListener | None = None,
        cancelled: threading.Event | None = None,
    ) -> Document:
        """Block until the file is read. Set `cancelled` to stop. Raises DocumentError."""
        command = ReadDocument(path=str(path.absolute()), password=password, limits=limits)
        return self._result(_Job(command, DocumentResult(), on_progress, cancelled or threading.Event()))

    def open_for_editing(
        self,
        path: Path,
        *,
        with_properties: bool = False,
        reads_memories: bool = False,
        for_changes: bool = False,
        limits: ReadLimits = _USUAL,
        on_progress: ProgressListener | None = None,
        cancelled: threading.Event | None = None,
    ) -> EditableFile:
        """What of a file is translated. Blocks. Raises DocumentError."""
        command = OpenForEditing(
            path=str(path.absolute()),
            limits=limits,
            with_properties=with_properties,
            reads_memories=reads_memories,
            for_changes=for_changes,
        )
        return self._result(_Job(command, OpenedResult(), on_progress, cancelled or threading.Event()))

    def written_translation(
        self,
        file: EditableFile,
        targets: Sequence[SegmentTarget],
        language: str,
        *,
        layout: Layout = Layout.REPLACED,
        with_properties: bool = False,
        limits: ReadLimits = _USUAL,
    ) -> bytes:
        """The bytes of the translated file; what has no target stays. Blocks. Raises DocumentError."""
        command = WriteTranslation(
            path=file.path,
            sha256=file.sha256,
            contents=contents_key(file.segments),
            targets=tuple(targets),
            language=language,
            layout=layout,
            limits=limits,
            with_properties=with_properties,
        )
        return self._result(_Job(command, WrittenResult(), None, threading.Event()))

    def written_changes(
        self,
        file: EditableFile,
        edits: Sequence[SegmentEdit],
        author: str,
        date: str,
        *,
        limits: ReadLimits = _USUAL,
    ) -> bytes:
        """The bytes of a Word file with tracked changes; it was opened `for_changes`. Blocks. Raises DocumentError."""
        command = WriteChanges(
            path=file.path, sha256=file.sha256, edits=tuple(edits), author=author, date=date, limits=limits
        )
        return self._result(_Job(command, WrittenResult(), None, threading.Event()))

    def open_rich_text(
        self, path: Path, *, limits: ReadLimits = _USUAL, cancelled: threading.Event | None = None
    ) -> RichTextFile:
        """A file (docx, odt, md, html, txt) for the editor. Blocks. Raises DocumentError."""
        command = OpenRichText(path=str(path.absolute()), limits=limits)
        return self._result(_Job(command, RichTextResult(), None, cancelled or threading.Event()))

    def written_rich_text(
        self,
        original: RichTextFile,
        text: RichText,
        *,
        copy: Path | None = None,
        tracking: Tracking | None = None,
        limits: ReadLimits = _USUAL,
    ) -> bytes:
        """The bytes of the file with this text in it; all that is not edited stays. Blocks. Raises DocumentError.

        `copy` is where the original's bytes are now, if not at its path. DOCUMENT_CHANGED: there are others.
        """
        command = WriteRichText(
            path=str((copy or Path(original.path)).absolute()),
            sha256=original.sha256,
            media_type=original.media_type,
            text=text,
            tracking=tracking,
            limits=limits,
        )
        return self._result(_Job(command, WrittenResult(), None, threading.Event()))

    def written_new_file(self, path: Path, text: RichText, *, limits: ReadLimits = _USUAL) -> bytes:
        """The bytes of a new file of the kind that the path's name says. Blocks. Raises DocumentError."""
        kind = kind_by_name(path.name)
        command = WriteNewFile(path=str(path.absolute()), media_type=kind or "", text=text, limits=limits)
        return self._result(_Job(command, WrittenResult(), None, threading.Event()))

    def close(self) -> None:
        """Stop what is being read, and end the process. Readings that wait fail with DOCUMENT_CANCELLED."""
        with self._lock:
            self._is_closed.set()
            self._jobs.put(None)
        self._thread.join()

    def _result(self, job: _Job[_Result]) -> _Result:
        with self._lock:
            if self._is_closed.is_set():
                raise job.error(ErrorCode.DOCUMENT_CANCELLED)
            self._jobs.put(job)
        return job.result.result()

    # ↓ On the thread that owns the process

    def _run(self) -> None:
        while True:
            try:
                job = self._jobs.get(timeout=self._idle_s if self._process.is_running else None)
            except queue.Empty:
                self._process.end()
                continue
            if job is None:
                self._process.end()
                return
            self._serve(job)

    def _serve(self, job: _AnyJob) -> None:
        try:
            self._run_job(job)
        except DocumentError as error:
            job.fail(error)
        except Exception as error:  # noqa: BLE001 # the outermost edge of the thread; who waits must be told
            _log.exception("reading a file failed")
            self._process.end()
            job.fail(job.error(ErrorCode.BUG, reason=f"{type(error).__name__}: {error}"))

    def _run_job(self, job: _AnyJob) -> None:
        is_cancelled = partial(self._is_cancelled, job)
        if is_cancelled():
            raise job.error(ErrorCode.DOCUMENT_CANCELLED)
        limits = job.command.limits
        bounds = Bounds(memory_bytes=limits.memory_bytes, quiet_s=limits.quiet_s, total_s=limits.total_s)
        for event in self._process.answers(job.command, job.command.path, bounds, is_cancelled):
            if self._is_over(job, event):
                self._process.end_if_large()
                return
        raise AssertionError  # answers end with an error or with what was waited for

    def _is_over(self, job: _AnyJob, event: ReaderEvent) -> bool:
        match event:
            case ReadProgress():
                if job.on_progress is not None:
                    job.on_progress(event.n_done, event.n_total)
            case ReadFailed():
                raise DocumentError(event.code, **event.facts)
            case _:
                return job.take(event)
        return False

    def _is_cancelled(self, job: _AnyJob) -> bool:
        return job.cancelled.is_set() or self._is_closed.is_set()


def reader_command() -> tuple[str, ...]:
    return worker_command(_WORKER_FLAG)
