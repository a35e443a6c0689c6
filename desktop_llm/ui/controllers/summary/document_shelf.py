"""Reads files as documents, one after another and outside this process. GUI thread; reading is elsewhere."""

import threading
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Protocol

from desktop_llm.documents.document import Document
from desktop_llm.errors import DesktopLlmError
from desktop_llm.ui.event_bridge import EventBridge
from desktop_llm.ui.side_threads import SideTask, SideThreads


class FileReader(Protocol):
    """`documents.reading.DocumentReader` is one."""

    def read(
        self,
        path: Path,
        *,
        password: str = "",
        on_progress: Callable[[int, int], None] | None = None,
        cancelled: threading.Event | None = None,
    ) -> Document: ...

    def close(self) -> None: ...


class _Reading:
    def __init__(self, task: SideTask[Document], cancelled: threading.Event) -> None:
        self._task = task
        self._cancelled = cancelled

    def cancel(self) -> None:
        self._task.forget()
        self._cancelled.set()


class DocumentShelf:
    """What is being read, by id."""

    def __init__(self, make_reader: Callable[[], FileReader], bridge: EventBridge) -> None:
        """A reader is made for the first file."""
        self._make_reader = make_reader
        self._bridge = bridge
        self._reader: FileReader | None = None
        self._threads = SideThreads(bridge, "documents")
        self._readings: dict[str, _Reading] = {}

    @property
    def ids(self) -> set[str]:
        """Those that are being read, or wait for it."""
        return set(self._readings)

    def read(
        self,
        document_id: str,
        path: Path,
        password: str,
        on_progress: Callable[[str, int, int], None],
        on_read: Callable[[str, Document], None],
        on_error: Callable[[str, DesktopLlmError], None],
    ) -> None:
        """What is heard has the id before it. Nothing is heard after `cancel`."""
        reader = self._reader = self._reader or self._make_reader()
        cancelled = threading.Event()
        progress = partial(self._post_progress, cancelled, on_progress, document_id)
        work = partial(reader.read, path, password=password, on_progress=progress, cancelled=cancelled)
        done = partial(self._end, document_id, on_read)
        failed = partial(self._end, document_id, on_error)
        self._readings[document_id] = _Reading(self._threads.run(work, done, failed), cancelled)

    def cancel(self, document_id: str) -> None:
        if reading := self._readings.pop(document_id, None):
            reading.cancel()

    def stop(self) -> None:
        """End the reading process. Blocks for half a second at most."""
        for document_id in list(self._readings):
            self.cancel(document_id)
        if self._reader is not None:
            self._reader.close()
        self._threads.stop()

    def _end(self, document_id: str, tell: Callable[..., None], result: object) -> None:
        self._readings.pop(document_id, None)
        tell(document_id, result)

    def _post_progress(
        self,
        cancelled: threading.Event,
        on_progress: Callable[[str, int, int], None],
        document_id: str,
        n_done: int,
        n_total: int,
    ) -> None:
        if not cancelled.is_set():
            self._bridge.post(partial(on_progress, document_id, n_done, n_total))
