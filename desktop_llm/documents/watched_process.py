"""A child process that opens files of strangers, one thing after another, while its owner watches time and memory.

It belongs to one thread, which starts it with the first command and outlives it, as `parent_death` asks.
"""

import contextlib
import queue
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final, Generic, TypeVar

from msgspec import Struct

from desktop_llm.errors import DocumentError, ErrorCode
from desktop_llm.processes.child_process import ChildProcess, ChildProgram

_LOOK_EVERY_S: Final = 0.1
# Libraries keep what they once took. A process this large is worth less than the 0.1 s that a fresh one takes.
_LARGE_BYTES: Final = 400 * 1024**2

_Event = TypeVar("_Event")


class Bounds(Struct, frozen=True, kw_only=True):
    """What one command may cost. quiet_s is how long the process may say nothing, total_s how long all may take."""

    memory_bytes: int
    quiet_s: float
    total_s: float


@dataclass(frozen=True, slots=True)
class _Ended:
    cause: str


class WatchedProcess(Generic[_Event]):
    """Starts no process before the first command; one that ended or was ended is started anew by the next."""

    def __init__(self, program: ChildProgram[_Event]) -> None:
        self._program = program
        self._process: ChildProcess[_Event] | None = None
        self._events: queue.SimpleQueue[tuple[ChildProcess[_Event], _Event | _Ended]] = queue.SimpleQueue()

    @property
    def is_running(self) -> bool:
        return self._process is not None

    def answers(self, command: Struct, path: str, bounds: Bounds, is_cancelled: Callable[[], bool]) -> Iterator[_Event]:
        """Send the command and give what the process says, until the caller has heard the last of it.

        Raises DocumentError, about the file at `path`, when the process dies, takes too much, or is to stop; the last
        two end it.
        """
        process = self._started(path)
        process.send(command)
        began_s = heard_s = looked_s = time.monotonic()
        while True:
            try:
                sender, event = self._events.get(timeout=_LOOK_EVERY_S)
            except queue.Empty:
                sender, event = process, None
            if sender is not process:
                continue
            if is_cancelled():
                self.end()
                raise DocumentError(ErrorCode.DOCUMENT_CANCELLED, path=path)
            if isinstance(event, _Ended):
                self._process = None
                raise DocumentError(ErrorCode.DOCUMENT_READER_DIED, path=path, cause=event.cause)
            now_s = time.monotonic()
            heard_s = heard_s if event is None else now_s
            if now_s - looked_s >= _LOOK_EVERY_S:  # also of one that never stops talking
                looked_s = now_s
                self._require_bounds(process, path, bounds, (began_s, heard_s))
            if event is not None:
                yield event

    def end_if_large(self) -> None:
        """Between two commands."""
        if self._process is not None and _memory_bytes(self._process.pid) > _LARGE_BYTES:
            self.end()

    def end(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.join()
            self._process = None

    def _require_bounds(
        self, process: ChildProcess[_Event], path: str, bounds: Bounds, since_s: tuple[float, float]
    ) -> None:
        """Ends what takes too much, and raises DocumentError."""
        if _memory_bytes(process.pid) > bounds.memory_bytes:
            self.end()
            raise DocumentError(ErrorCode.DOCUMENT_TOO_LARGE, path=path, limit_bytes=bounds.memory_bytes)
        began_s, heard_s = since_s
        for moment_s, limit_s in ((heard_s, bounds.quiet_s), (began_s, bounds.total_s)):
            if time.monotonic() - moment_s > limit_s:
                self.end()
                raise DocumentError(ErrorCode.DOCUMENT_TIMEOUT, path=path, limit_s=round(limit_s))

    def _started(self, path: str) -> ChildProcess[_Event]:
        if self._process is None:
            try:
                self._process = ChildProcess(self._program, self._note_event, self._note_end)
            except OSError as error:
                cause = error.strerror or str(error)
                raise DocumentError(ErrorCode.DOCUMENT_READER_DIED, path=path, cause=cause) from error
        return self._process

    # ↓ On the process's threads

    def _note_event(self, process: ChildProcess[_Event], event: _Event) -> None:
        self._events.put((process, event))

    def _note_end(self, process: ChildProcess[_Event], cause: str) -> None:
        self._events.put((process, _Ended(cause)))


def _memory_bytes(process_id: int) -> int:
    """What the process takes of the machine's memory; 0 once it is gone."""
    import psutil

    with contextlib.suppress(psutil.Error):
        return psutil.Process(process_id).memory_info().rss
    return 0
