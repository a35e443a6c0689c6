"""The program's side of showing a PDF: a process of its own draws its pages and finds passages on them. Any thread.

`open` names the file, and its pages are measured; `want` says which pictures are wanted now, the most wanted first;
`find` asks where a passage is to be seen. All return at once, and each replaces what was asked before and is not done.
The listener hears of what was done, on the thread that owns the process (`watched_process`). A page that takes too
long, takes too much memory or kills the process costs that page a PageFailed, and the next one is drawn.
"""

import logging
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final, assert_never

from msgspec import Struct

from desktop_llm.documents.page_messages import (
    PAGE_MEMORY_BYTES,
    DrawPage,
    FindPassage,
    MeasurePages,
    PageCommand,
    PageCommandFailed,
    PageDrawn,
    PagesMeasured,
    PageWish,
    PassageFound,
    PassageOnPages,
    PdfSource,
    answer_decoder,
)
from desktop_llm.documents.watched_process import Bounds, WatchedProcess
from desktop_llm.errors import DesktopLlmError, DocumentError, ErrorCode
from desktop_llm.processes.child_process import ChildProgram, worker_command

_log = logging.getLogger(__name__)

_WORKER_FLAG: Final = "--page-painter"
_IDLE_S: Final = 20.0
MAX_DOTS: Final = 8_000_000
"""Of one picture: 32 MB in colours, 8 MB in grey. A page that is shown larger is drawn a little less sharp."""
_USUAL: Final = Bounds(memory_bytes=PAGE_MEMORY_BYTES, quiet_s=20.0, total_s=20.0)
# The page that is being drawn may be wanted again in a moment; ending the process costs a tenth of a second.
_PATIENCE_S: Final = 0.5


class PagesFailed(Struct, frozen=True):
    """The file cannot be opened at all, or is another one than was read."""

    error: DesktopLlmError


class PageFailed(Struct, frozen=True):
    """This one picture could not be made."""

    wish: PageWish
    error: DesktopLlmError


PageEvent = PagesMeasured | PagesFailed | PageDrawn | PageFailed | PassageFound
PageListener = Callable[[PdfSource, PageEvent], None]
"""Called with the file that the event is about: what is said of a file that is no longer shown still arrives."""


@dataclass(slots=True)
class _Wanted:
    """What is still to be done."""

    source: PdfSource | None = None
    is_measured: bool = True
    passage: PassageOnPages | None = None
    pages: tuple[PageWish, ...] = ()

    def next_command(self) -> PageCommand | None:
        if self.source is None:
            return None
        if not self.is_measured:
            return MeasurePages(source=self.source)
        if self.passage is not None:
            return FindPassage(source=self.source, passage=self.passage)
        if self.pages:
            return DrawPage(source=self.source, wish=self.pages[0], max_dots=MAX_DOTS)
        return None

    def has(self, command: PageCommand) -> bool:
        match command:
            case MeasurePages():
                return self.source == command.source and not self.is_measured
            case FindPassage():
                return self.source == command.source and self.passage is command.passage
            case DrawPage():
                return self.source == command.source and command.wish in self.pages
            case _:
                assert_never(command)

    def remove(self, command: PageCommand) -> None:
        if self.source != command.source:
            return
        match command:
            case MeasurePages():
                self.is_measured = True
            case FindPassage():
                self.passage = None if self.passage is command.passage else self.passage
            case DrawPage():
                self.pages = tuple(page for page in self.pages if page != command.wish)
            case _:
                assert_never(command)


class PagePainter:
    """Shows one file at a time. Starts its process when it is first asked for something, and ends it when idle."""

    def __init__(
        self,
        listener: PageListener,
        *,
        command: tuple[str, ...] | None = None,
        bounds: Bounds = _USUAL,
        idle_s: float = _IDLE_S,
    ) -> None:
        """`command` replaces the process's command line, for tests."""
        self._listener = listener
        self._bounds = bounds
        self._idle_s = idle_s
        program = ChildProgram("page-painter", command or painter_command(), answer_decoder)
        self._process = WatchedProcess(program)
        self._changed = threading.Condition()
        self._wanted = _Wanted()
        self._unwanted_since_s: float | None = None
        self._is_closed = False
        self._thread: threading.Thread | None = None

    def open(self, source: PdfSource) -> None:
        """Show this file from now on: PagesMeasured comes, or PagesFailed."""
        with self._changed:
            self._wanted = _Wanted(source, is_measured=False)
            self._wake()

    def want(self, pages: Sequence[PageWish]) -> None:
        """Each comes as PageDrawn or PageFailed, unless it is not wanted any more before."""
        with self._changed:
            self._wanted.pages = tuple(pages)
            self._wake()

    def find(self, passage: PassageOnPages) -> None:
        """PassageFound comes, without marks where nobody can tell the place."""
        with self._changed:
            self._wanted.passage = passage
            self._wake()

    def forget(self) -> None:
        """No file is shown any more."""
        with self._changed:
            self._wanted = _Wanted()
            self._wake()

    def close(self) -> None:
        """Ends the process. The listener may be called until this returns, and never after. Not from the listener."""
        with self._changed:
            self._is_closed = True
            self._wanted = _Wanted()
            self._changed.notify()
        if self._thread is not None:
            self._thread.join()

    def _wake(self) -> None:
        if self._thread is None and not self._is_closed:
            self._thread = threading.Thread(target=self._run, name="page-painter-owner", daemon=True)
            self._thread.start()
        self._changed.notify()

    # ↓ On the thread that owns the process

    def _run(self) -> None:
        while not self._is_closed:
            if (command := self._next_command()) is not None:
                self._serve(command)
        self._process.end()

    def _next_command(self) -> PageCommand | None:
        """Waits. None when it waited long, and when it is to look whether all is over."""
        with self._changed:
            command = self._wanted.next_command()
            if command is not None or self._is_closed:
                return command
            is_woken = self._changed.wait(self._idle_s if self._process.is_running else None)
        if not is_woken:
            self._process.end()
        return None

    def _serve(self, command: PageCommand) -> None:
        try:
            event: PageEvent = self._event_of(command)
        except DesktopLlmError as error:
            if error.code is ErrorCode.DOCUMENT_CANCELLED:
                return  # and if it is wanted again since, it is done anew
            event = _failure_of(command, error)
        except Exception as error:  # noqa: BLE001 # the outermost edge of the thread; who waits must be told
            _log.exception("a page could not be shown")
            self._process.end()
            event = _failure_of(command, DesktopLlmError(ErrorCode.BUG, reason=type(error).__name__))
        with self._changed:
            is_wanted = self._wanted.has(command)
            self._wanted.remove(command)
        if is_wanted:
            self._listener(command.source, event)

    def _event_of(self, command: PageCommand) -> PageEvent:
        """Raises DesktopLlmError."""
        self._unwanted_since_s = None
        is_cancelled = partial(self._is_unwanted, command)
        answer = next(self._process.answers(command, command.source.path, self._bounds, is_cancelled))
        self._process.end_if_large()
        match answer:
            case PageCommandFailed():
                raise DocumentError(answer.code, **answer.facts)
            case PagesMeasured() | PageDrawn() | PassageFound():
                return answer
            case _:
                assert_never(answer)

    def _is_unwanted(self, command: PageCommand) -> bool:
        """Whether nobody has wanted the answer for a while."""
        if self._is_closed:
            return True
        with self._changed:
            is_wanted = self._wanted.has(command)
        if is_wanted:
            self._unwanted_since_s = None
            return False
        now_s = time.monotonic()
        if self._unwanted_since_s is None:
            self._unwanted_since_s = now_s
        return now_s - self._unwanted_since_s > _PATIENCE_S


def painter_command() -> tuple[str, ...]:
    return worker_command(_WORKER_FLAG)


def _failure_of(command: PageCommand, error: DesktopLlmError) -> PageEvent:
    match command:
        case MeasurePages():
            return PagesFailed(error)
        case FindPassage():
            _log.info("a passage was not found: %s", error.code)
            return PassageFound(passage=command.passage, marks=())
        case DrawPage():
            return PageFailed(command.wish, error)
        case _:
            assert_never(command)
