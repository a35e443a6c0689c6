"""Imports what a pane needs while the window rests, and builds the pane when it is wanted, in pieces. GUI thread.

Each piece has a turn of the event loop of its own. Imports are not made on another thread: PySide makes the Python side
of a class of Qt when it is first used, and by one thread only.
"""

import importlib
import logging
from collections import deque
from collections.abc import Callable, Generator, Sequence
from typing import Final, Generic, TypeVar

from PySide6.QtCore import QObject, QTimer

_FIRST_MS: Final = 1000
_EACH_MS: Final = 100

_log = logging.getLogger(__name__)

_Parts = TypeVar("_Parts")


class PaneBuilding(Generic[_Parts]):
    """Modules in the order of their names here; what one of them imports should come before it."""

    def __init__(
        self,
        modules: Sequence[str],
        build: Callable[[], Generator[None, None, _Parts]],
        on_failed: Callable[[str], None],
        parent: QObject,
        *,
        first_ms: int = _FIRST_MS,
        each_ms: int = _EACH_MS,
    ) -> None:
        """What `build` begins makes a piece each time that it is resumed, and returns what the pane consists of.

        `on_failed` hears why a pane that was wanted is not there. When it is wanted again, it is tried again.
        """
        self._modules = deque(modules)
        self._build = build
        self._on_failed = on_failed
        self._under_way: Generator[None, None, _Parts] | None = None
        self._first_ms, self._each_ms = first_ms, each_ms
        self._is_wanted = False
        self._parts: _Parts | None = None
        self._waiting: list[Callable[[_Parts], None]] = []
        self._timer = QTimer(parent, singleShot=True)
        self._timer.timeout.connect(self._go_on)

    @property
    def parts(self) -> _Parts | None:
        """None until all is there."""
        return self._parts

    @property
    def is_imported(self) -> bool:
        return not self._modules

    def warm_up(self) -> None:
        """Import, with pauses. The window is there and rests."""
        if not self._is_wanted:
            self._timer.start(self._first_ms)

    def begin(self) -> None:
        """The pane is wanted now."""
        if not self._is_wanted:
            self._is_wanted = True
            self._timer.start(0)

    def when_built(self, call: Callable[[_Parts], None]) -> None:
        """At once if all is there."""
        if self._parts is not None:
            call(self._parts)
        else:
            self._waiting.append(call)

    def stop(self) -> None:
        """What is not imported and built by now never is."""
        self._timer.stop()
        self._timer.blockSignals(True)
        self._waiting.clear()
        if self._under_way is not None:
            self._under_way.close()

    def _go_on(self) -> None:
        try:
            parts = self._next_step()
        except Exception as error:  # noqa: BLE001  the outermost edge of the slot
            _log.exception("a pane could not be built")
            self._give_up(repr(error))
        else:
            if parts is not None:
                self._tell(parts)

    def _next_step(self) -> _Parts | None:
        if self._modules:
            importlib.import_module(self._modules[0])
            self._modules.popleft()
            self._timer.start(0 if self._is_wanted else self._each_ms)
        elif self._is_wanted:
            self._under_way = self._under_way or self._build()
            try:
                next(self._under_way)
            except StopIteration as end:
                return end.value
            self._timer.start(0)
        return None

    def _give_up(self, reason: str) -> None:
        """Until it is wanted the next time; what waited for it is not done then, long after it was asked for."""
        self._under_way = None
        self._waiting.clear()
        if self._is_wanted:
            self._is_wanted = False
            self._on_failed(reason)

    def _tell(self, parts: _Parts) -> None:
        self._parts = parts
        waiting, self._waiting = self._waiting, []
        for call in waiting:
            call(parts)
