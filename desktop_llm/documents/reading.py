"""The program's side of reading files: a process of its own does it, one file after another. Any thread may ask.

A thread of its own owns that process (`watched_process`) and ends it when it has had nothing to do for a while. A file
that kills it costs a DocumentError.
"""

import logging
import queue
import threading
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field
from functools import partial
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
from desktop_llm.documents.watched_process import Bounds, WatchedProcess
from desktop_llm.errors import DocumentError, ErrorCode, Fact
from desktop_llm.processes.child_process import ChildProgram, worker_command

_log = logging.getLogger(__name__)

_WORKER_FLAG: Final = "--document-reader"
_IDLE_S: Final = 20.0
_USUAL: Final = ReadLimits()

ProgressListener = Callable[[int, int], None]
"""Called on a background thread: pages (sheets, chapters) done, and how many there are."""


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
        program = ChildProgram(
            name="document-reader",
            command=command or reader_command(),
            decoder=event_decoder,
            environment={"OPENBLAS_NUM_THREADS": "1"},  # more would only take address space, which is bounded
        )
        self._process = WatchedProcess(program)
        self._idle_s = idle_s
        self._jobs: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()
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
                job = self._jobs.get(timeout=self._idle_s if self._process.is_running else None)
            except queue.Empty:
                self._process.end()
                continue
            if job is None:
                self._process.end()
                return
            self._serve(job)

    def _serve(self, job: _Job) -> None:
        try:
            job.result.set_result(self._document(job))
        except DocumentError as error:
            job.result.set_exception(error)
        except Exception as error:  # noqa: BLE001 # the outermost edge of the thread; who waits must be told
            _log.exception("reading a file failed")
            self._process.end()
            job.result.set_exception(job.error(ErrorCode.BUG, reason=f"{type(error).__name__}: {error}"))

    def _document(self, job: _Job) -> Document:
        is_cancelled = partial(self._is_cancelled, job)
        if is_cancelled():
            raise job.error(ErrorCode.DOCUMENT_CANCELLED)
        limits = job.command.limits
        bounds = Bounds(memory_bytes=limits.memory_bytes, quiet_s=limits.quiet_s, total_s=limits.total_s)
        for event in self._process.answers(job.command, job.command.path, bounds, is_cancelled):
            if (document := self._heard(job, event)) is not None:
                self._process.end_if_large()
                return document
        raise AssertionError  # answers end with an error or with what was waited for

    def _heard(self, job: _Job, event: ReaderEvent) -> Document | None:
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
            case _:
                assert_never(event)
        return None

    def _is_cancelled(self, job: _Job) -> bool:
        return job.cancelled.is_set() or self._is_closed.is_set()


def reader_command() -> tuple[str, ...]:
    return worker_command(_WORKER_FLAG)
