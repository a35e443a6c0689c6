"""The program's side of reading files: a process of its own does it, one file after another. Any thread may ask.

A thread of its own starts that process and outlives it, as `parent_death` asks. It ends the process when it hangs,
takes too much memory or has had nothing to do for a while. A file that kills it costs a DocumentError.
"""

import contextlib
import logging
import queue
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, assert_never

import msgspec

from desktop_llm.documents.document import Block, Document
from desktop_llm.documents.reader_messages import (
    BlocksRead,
    DocumentRead,
    ReadDocument,
    ReaderEvent,
    ReadFailed,
    ReadLimits,
    ReadProgress,
    event_decoder,
)
from desktop_llm.errors import DocumentError, ErrorCode, Fact
from desktop_llm.processes.child_process import ChildProcess, ChildProgram, worker_command

_log = logging.getLogger(__name__)

_WORKER_FLAG: Final = "--document-reader"
_LOOK_EVERY_S: Final = 0.1
_IDLE_S: Final = 20.0
# Libraries keep what they once took. A process this large is worth less than the 0.1 s that a fresh one takes.
_LARGE_BYTES: Final = 400 * 1024**2
_USUAL: Final = ReadLimits()

ProgressListener = Callable[[int, int], None]
"""Called on a background thread: pages (sheets, chapters) done, and how many there are."""

_Process = ChildProcess[ReaderEvent]


@dataclass(frozen=True, slots=True)
class _Ended:
    cause: str


@dataclass(slots=True)
class _Job:
    command: ReadDocument
    on_progress: ProgressListener | None
    cancelled: threading.Event
    result: "Future[Document]" = field(default_factory=Future[Document])
    blocks: list[Block] = field(default_factory=list[Block])

    def error(self, code: ErrorCode, **facts: Fact) -> DocumentError:
        return DocumentError(code, path=self.command.path, **facts)


class DocumentReader:
    """Reads one file at a time; who asks meanwhile waits. Make another one for what shall not wait."""

    def __init__(self, *, command: tuple[str, ...] | None = None, idle_s: float = _IDLE_S) -> None:
        """Starts no process. `command` replaces the process's command line, for tests."""
        self._program = ChildProgram(
            name="document-reader",
            command=command or reader_command(),
            decoder=event_decoder,
            environment={"OPENBLAS_NUM_THREADS": "1"},  # more would only take address space, which is bounded
        )
        self._idle_s = idle_s
        self._jobs: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()
        self._events: queue.SimpleQueue[tuple[_Process, ReaderEvent | _Ended]] = queue.SimpleQueue()
        self._process: _Process | None = None
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
        job = _Job(command, on_progress, cancelled or threading.Event())
        with self._lock:
            if self._is_closed.is_set():
                raise job.error(ErrorCode.DOCUMENT_CANCELLED)
            self._jobs.put(job)
        return job.result.result()

    def close(self) -> None:
        """Stop what is being read, and end the process. Readings that wait fail with DOCUMENT_CANCELLED."""
        with self._lock:
            self._is_closed.set()
            self._jobs.put(None)
        self._thread.join()

    # ↓ On the thread that owns the process

    def _run(self) -> None:
        while True:
            try:
                job = self._jobs.get(timeout=None if self._process is None else self._idle_s)
            except queue.Empty:
                self._end_process()
                continue
            if job is None:
                self._end_process()
                return
            self._serve(job)

    def _serve(self, job: _Job) -> None:
        try:
            job.result.set_result(self._document(job))
        except DocumentError as error:
            job.result.set_exception(error)
        except Exception as error:  # noqa: BLE001 # the outermost edge of the thread; who waits must be told
            _log.exception("reading a file failed")
            self._end_process()
            job.result.set_exception(job.error(ErrorCode.BUG, reason=f"{type(error).__name__}: {error}"))

    def _document(self, job: _Job) -> Document:
        if self._is_cancelled(job):
            raise job.error(ErrorCode.DOCUMENT_CANCELLED)
        process = self._started(job)
        process.send(job.command)
        began_s = heard_s = time.monotonic()
        while True:
            try:
                sender, event = self._events.get(timeout=_LOOK_EVERY_S)
            except queue.Empty:
                self._look(job, process, began_s, heard_s)
                continue
            if sender is not process:
                continue
            heard_s = time.monotonic()
            if self._is_cancelled(job):
                raise self._stopped(job.error(ErrorCode.DOCUMENT_CANCELLED))
            if (document := self._heard(job, event)) is not None:
                self._end_if_large(process)
                return document

    def _heard(self, job: _Job, event: ReaderEvent | _Ended) -> Document | None:
        match event:
            case ReadProgress():
                if job.on_progress is not None:
                    job.on_progress(event.n_done, event.n_total)
            case BlocksRead():
                job.blocks += event.blocks
            case DocumentRead():
                return msgspec.structs.replace(event.document, blocks=tuple(job.blocks))
            case ReadFailed():
                raise DocumentError(event.code, **event.facts)
            case _Ended():
                self._process = None
                raise job.error(ErrorCode.DOCUMENT_READER_DIED, cause=event.cause)
            case _:
                assert_never(event)
        return None

    def _look(self, job: _Job, process: _Process, began_s: float, heard_s: float) -> None:
        """Nothing was heard for a moment. Raises DocumentError when it is time to stop."""
        limits = job.command.limits
        if self._is_cancelled(job):
            raise self._stopped(job.error(ErrorCode.DOCUMENT_CANCELLED))
        if _memory_bytes(process.pid) > limits.memory_bytes:
            raise self._stopped(job.error(ErrorCode.DOCUMENT_TOO_LARGE, limit_bytes=limits.memory_bytes))
        for since_s, limit_s in ((heard_s, limits.quiet_s), (began_s, limits.total_s)):
            if time.monotonic() - since_s > limit_s:
                raise self._stopped(job.error(ErrorCode.DOCUMENT_TIMEOUT, limit_s=round(limit_s)))

    def _is_cancelled(self, job: _Job) -> bool:
        return job.cancelled.is_set() or self._is_closed.is_set()

    def _stopped(self, error: DocumentError) -> DocumentError:
        self._end_process()
        return error

    def _started(self, job: _Job) -> _Process:
        if self._process is None:
            try:
                self._process = ChildProcess(self._program, self._note_event, self._note_end)
            except OSError as error:
                raise job.error(ErrorCode.DOCUMENT_READER_DIED, cause=error.strerror or str(error)) from error
        return self._process

    def _end_if_large(self, process: _Process) -> None:
        if _memory_bytes(process.pid) > _LARGE_BYTES:
            self._end_process()

    def _end_process(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.join()
            self._process = None

    # ↓ On the process's threads

    def _note_event(self, process: _Process, event: ReaderEvent) -> None:
        self._events.put((process, event))

    def _note_end(self, process: _Process, cause: str) -> None:
        self._events.put((process, _Ended(cause)))


def reader_command() -> tuple[str, ...]:
    return worker_command(_WORKER_FLAG)


def _memory_bytes(process_id: int) -> int:
    """What the process takes of the machine's memory; 0 once it is gone."""
    import psutil

    with contextlib.suppress(psutil.Error):
        return psutil.Process(process_id).memory_info().rss
    return 0
