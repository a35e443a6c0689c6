"""Writes streaming answers to disk, twice a second, on a thread of its own.

The engine's reader thread must not wait for a disk; what it hears goes into a queue here. A crash of the program
costs at most what came since the last write. While the disk is full, text is kept in memory and written once it can be.
"""

import logging
import queue
import threading
import time
from collections.abc import Callable
from typing import Final, Protocol

from msgspec import Struct

from desktop_llm.errors import ErrorCode, StorageError
from desktop_llm.storage.records import MessageState, Timings

_log = logging.getLogger(__name__)

WRITE_INTERVAL_S: Final = 0.5
# The chat was deleted meanwhile, or its database closed: what is kept for it could never be written.
_FOR_GOOD: Final = frozenset((ErrorCode.CONVERSATION_UNKNOWN, ErrorCode.DATABASE_CLOSED))

OnWritten = Callable[[StorageError | None], None]


class AnswerStore(Protocol):
    """The part of the conversation store that a streaming answer needs."""

    def journal(self, message_id: str, text: str, thinking: str) -> None: ...

    def finish_answer(self, message_id: str, state: MessageState, timings: Timings | None = None) -> None: ...


class AnswerEnd(Struct, frozen=True):
    """How an answer ended, and who wants to know that this is on disk, or why not yet."""

    message_id: str
    state: MessageState
    timings: Timings | None
    on_written: OnWritten


class _Growth(Struct):
    """What is known of one answer and not on disk yet."""

    text: str = ""
    thinking: str = ""
    end: AnswerEnd | None = None
    is_end_reported: bool = False
    is_fault_logged: bool = False

    def note_fault(self, fault: Exception) -> None:
        """Of this program. It is tried again, and told once."""
        if not self.is_fault_logged:
            self.is_fault_logged = True
            _log.error("an answer is not on disk yet", exc_info=fault)
        self.report_end(StorageError(ErrorCode.DATA_FOLDER_FAILED, path="", reason=type(fault).__name__))

    def report_end(self, error: StorageError | None) -> None:
        """Tell once how the end went; a later success of a failed write is nobody's news."""
        if self.end and not self.is_end_reported:
            self.is_end_reported = True
            try:
                self.end.on_written(error)
            except Exception:  # noqa: BLE001 # the edge to foreign code: other answers must still be written
                _log.exception("whoever waited for the end of an answer failed")


class _Grown(Struct, frozen=True):
    message_id: str
    text: str
    thinking: str


_Entry = _Grown | AnswerEnd | None
"""None closes the journal."""


class AnswerJournal:
    """Owns the journal thread. `close()` writes what is left and ends the thread."""

    def __init__(self, store: AnswerStore, write_interval_s: float = WRITE_INTERVAL_S) -> None:
        self._store = store
        self._write_interval_s = write_interval_s
        self._entries: queue.SimpleQueue[_Entry] = queue.SimpleQueue()
        self._unwritten: dict[str, _Growth] = {}
        self._write_at_s: float | None = None
        self._thread = threading.Thread(target=self._run, name="answer-journal", daemon=True)
        self._thread.start()

    def grow(self, message_id: str, text: str, thinking: str) -> None:
        """Append to an answer that is streaming. Any thread; returns at once."""
        self._entries.put(_Grown(message_id, text, thinking))

    def end(self, end: AnswerEnd) -> None:
        """End an answer. `on_written` is called on the journal thread: with None once the answer is on disk.

        When it cannot be written it is called with the error instead; the answer is kept and tried again, unless its
        chat is no more.
        """
        self._entries.put(end)

    def close(self) -> None:
        self._entries.put(None)
        self._thread.join()

    def _run(self) -> None:
        while True:
            try:
                entry = self._entries.get(timeout=self._wait_s())
            except queue.Empty:
                self._write_all()
                continue
            if entry is None:
                self._write_all()
                return
            self._take(entry)
            # A steady stream of entries must not put the write off.
            if self._wait_s() == 0:
                self._write_all()

    def _wait_s(self) -> float | None:
        """Time until the next write, or None if there is nothing to write."""
        return None if self._write_at_s is None else max(0.0, self._write_at_s - time.monotonic())

    def _take(self, entry: _Grown | AnswerEnd) -> None:
        growth = self._unwritten.setdefault(entry.message_id, _Growth())
        if isinstance(entry, AnswerEnd):
            growth.end = entry
            self._write(entry.message_id, growth)
        else:
            growth.text += entry.text
            growth.thinking += entry.thinking
        if self._unwritten and self._write_at_s is None:
            self._write_at_s = time.monotonic() + self._write_interval_s

    def _write_all(self) -> None:
        for message_id, growth in list(self._unwritten.items()):
            self._write(message_id, growth)
        self._write_at_s = time.monotonic() + self._write_interval_s if self._unwritten else None

    def _write(self, message_id: str, growth: _Growth) -> None:
        try:
            self._store_growth(message_id, growth)
        except StorageError as error:
            _log.warning("an answer is not on disk%s: %s", "" if error.code in _FOR_GOOD else " yet", error.code)
            growth.report_end(error)
            if error.code not in _FOR_GOOD:
                return
        except Exception as error:  # noqa: BLE001 # the outermost edge of the thread: other answers must still be written
            growth.note_fault(error)
            return
        del self._unwritten[message_id]
        growth.report_end(None)

    def _store_growth(self, message_id: str, growth: _Growth) -> None:
        if growth.text or growth.thinking:
            self._store.journal(message_id, growth.text, growth.thinking)
            growth.text = growth.thinking = ""
        if growth.end:
            self._store.finish_answer(message_id, growth.end.state, growth.end.timings)
