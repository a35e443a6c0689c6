"""The documents that are to be summarized: found in folders, read one after another, unlocked, taken off. GUI thread.

Reading is a child process's, looking into folders a side thread's; a list of 500 is told in one go.
"""

import logging
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from typing import Final
from uuid import uuid4

from msgspec import Struct
from PySide6.QtCore import QObject, QTimer, Signal, Slot

from desktop_llm.documents.document import Document
from desktop_llm.documents.folder_files import FoundFiles, found_files
from desktop_llm.errors import DesktopLlmError, ErrorCode
from desktop_llm.ui.controllers.summary.document_shelf import DocumentShelf
from desktop_llm.ui.error_text import error_text_of
from desktop_llm.ui.event_bridge import EventBridge
from desktop_llm.ui.rows.document_rows import (
    DocumentRow,
    failed_row,
    locked_row,
    read_row,
    reading_row,
    waiting_row,
)
from desktop_llm.ui.side_threads import SideThreads
from desktop_llm.ui.source_segments import SourceSegment, source_segments
from desktop_llm.ui.widgets.prompt.password_panel import GivenPassword, PasswordQuestion

_log = logging.getLogger(__name__)

_LOCKED: Final = frozenset((ErrorCode.DOCUMENT_PASSWORD_NEEDED, ErrorCode.DOCUMENT_PASSWORD_WRONG))
_TELL_EVERY_MS: Final = 50


class ReadDocument(Struct, frozen=True):
    """A document, the pieces in which it is shown, how long it is, and the password that opened it."""

    document: Document
    segments: tuple[SourceSegment, ...]
    n_words: int = 0
    password: str = ""


class _Entry(Struct):
    """A file on the list. `question` is set while its password is asked for, `problem` if it cannot be read."""

    path: Path
    row: DocumentRow
    read: ReadDocument | None = None
    problem: str = ""
    question: PasswordQuestion | None = None
    password: str = ""

    @property
    def is_settled(self) -> bool:
        return self.read is not None or bool(self.problem) or self.question is not None


class DocumentQueue(QObject):
    """Keys stand for documents; they hold until the document is taken off."""

    rows_changed = Signal()
    document_settled = Signal(str)
    files_left_out = Signal(int)

    def __init__(self, shelf: DocumentShelf, bridge: EventBridge, parent: QObject) -> None:
        super().__init__(parent)
        self._shelf = shelf
        self._bridge = bridge
        self._threads = SideThreads(bridge, "folders")
        self._entries: dict[str, _Entry] = {}
        self._timer = QTimer(self, singleShot=True, interval=_TELL_EVERY_MS)
        self._timer.timeout.connect(self.rows_changed)

    @property
    def rows(self) -> tuple[DocumentRow, ...]:
        return tuple(entry.row for entry in self._entries.values())

    @property
    def paths(self) -> tuple[Path, ...]:
        return tuple(entry.path for entry in self._entries.values())

    @property
    def keys(self) -> tuple[str, ...]:
        return tuple(self._entries)

    def key_of(self, path: str) -> str:
        """Empty if it is not on the list."""
        return next((key for key, entry in self._entries.items() if str(entry.path) == path), "")

    @property
    def is_reading(self) -> bool:
        return any(not entry.is_settled for entry in self._entries.values())

    @property
    def documents(self) -> dict[str, Document]:
        """Those that were read, by key."""
        return {key: entry.read.document for key, entry in self._entries.items() if entry.read is not None}

    def read_document(self, key: str) -> ReadDocument | None:
        entry = self._entries.get(key)
        return entry.read if entry else None

    def name(self, key: str) -> str:
        entry = self._entries.get(key)
        return entry.row.name if entry else ""

    def problem(self, key: str) -> str:
        entry = self._entries.get(key)
        return entry.problem if entry else ""

    @property
    def question(self) -> PasswordQuestion | None:
        """The first file that waits for its password."""
        return next((entry.question for entry in self._entries.values() if entry.question), None)

    def add_paths(self, paths: Iterable[Path]) -> None:
        """Files, and what is in folders. What is on the list already is not added again."""
        work = partial(found_files, tuple(paths))
        self._threads.run(work, self._on_found, self._log_error)

    def remove(self, key: str) -> None:
        self._shelf.cancel(key)
        self._entries.pop(key, None)
        self._timer.start()

    @Slot(object)
    def give_password(self, given: GivenPassword) -> None:
        entry = self._entries.get(given.id)
        if entry is not None:
            entry.question = None
            self._begin(given.id, entry, given.password)

    def stop(self) -> None:
        """End the reading process. Blocks for a second at most."""
        self._threads.stop()
        self._shelf.stop()

    def _on_found(self, found: FoundFiles) -> None:
        known = set(self.paths)
        for path in (each.absolute() for each in found.paths):
            if path in known:
                continue
            key = uuid4().hex
            entry = self._entries[key] = _Entry(path, waiting_row(key, path.name))
            self._begin(key, entry)
        self._timer.start()
        if found.n_left_out:
            self.files_left_out.emit(found.n_left_out)

    def _begin(self, key: str, entry: _Entry, password: str = "") -> None:
        entry.row = waiting_row(key, entry.row.name)
        entry.password = password
        self._shelf.read(key, entry.path, password, self._on_progress, self._on_read, self._on_unreadable)
        self._timer.start()

    def _on_progress(self, key: str, n_done: int, n_total: int) -> None:
        entry = self._entries.get(key)
        if entry is not None and not entry.is_settled:
            self._show(entry, reading_row(key, entry.row.name, n_done, n_total))

    def _on_read(self, key: str, document: Document) -> None:
        """Cutting it into pieces takes a moment for thousands of pages."""
        password = self._entries[key].password if key in self._entries else ""
        work: Callable[[], ReadDocument] = partial(_with_segments, document, password)
        self._threads.run(work, partial(self._on_cut, key), self._log_error)

    def _on_cut(self, key: str, read: ReadDocument) -> None:
        entry = self._entries.get(key)
        if entry is not None:
            entry.read = read
            self._show(entry, read_row(key, read.document, read.n_words))
            self.document_settled.emit(key)

    def _on_unreadable(self, key: str, error: DesktopLlmError) -> None:
        entry = self._entries[key]
        text = error_text_of(error)
        sentence = text.whole
        if error.code in _LOCKED:
            entry.question = PasswordQuestion(key, sentence)
            self._show(entry, locked_row(key, entry.row.name))
        else:
            entry.problem = sentence
            self._show(entry, failed_row(key, entry.row.name, sentence))
        self.document_settled.emit(key)

    def _show(self, entry: _Entry, row: DocumentRow) -> None:
        entry.row = row
        if not self._timer.isActive():
            self._timer.start()

    def _log_error(self, error: DesktopLlmError) -> None:
        _log.warning("documents were not added: %s", error)


def _with_segments(document: Document, password: str) -> ReadDocument:
    n_words = sum(block.text.count(" ") + 1 for block in document.blocks)
    return ReadDocument(document, source_segments(document), n_words, password)
