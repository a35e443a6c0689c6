"""Looks through the folders that questions are asked about: those in the prompt box, and every few minutes all known.

GUI thread; files are read elsewhere, one folder after another.
"""

import logging
import threading
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Final, Protocol

from msgspec import Struct
from PySide6.QtCore import QObject, QTimer, Signal, Slot

from desktop_llm.assist.questions.document_collections import CollectionProgress, CollectionState
from desktop_llm.errors import DesktopLlmError
from desktop_llm.storage.collection_store import Collection
from desktop_llm.ui.event_bridge import EventBridge
from desktop_llm.ui.side_threads import SideTask, SideThreads

_log = logging.getLogger(__name__)

_LOOK_EVERY_MS: Final = 5 * 60 * 1000


class Folders(Protocol):
    """`assist.collection_desk.CollectionDesk` is one."""

    def known(self) -> tuple[Collection, ...]: ...

    def forget(self, path: str) -> None: ...

    def pause(self, path: str, *, is_paused: bool) -> None: ...

    def refresh(
        self, folder: Path, on_progress: Callable[[CollectionProgress], None], stopped: threading.Event
    ) -> CollectionState: ...


class LookedAtFolder(Struct, frozen=True):
    path: str
    state: CollectionState


class _Look:
    def __init__(self, task: SideTask[LookedAtFolder], stopped: threading.Event) -> None:
        self._task = task
        self._stopped = stopped

    def cancel(self) -> None:
        self._task.forget()
        self._stopped.set()


class FolderShelf(QObject):
    """What is being looked through, by id."""

    folders_changed = Signal(object)  # tuple[Collection, ...]
    reading_resumed = Signal(str)  # path

    def __init__(
        self, folders: Folders, bridge: EventBridge, parent: QObject, look_every_ms: int = _LOOK_EVERY_MS
    ) -> None:
        super().__init__(parent)
        self._desk = folders
        self._bridge = bridge
        self._threads = SideThreads(bridge, "folders")
        self._wishes = SideThreads(bridge, "folder-wishes")
        """What is wished of a folder holds while it is read, and that may take hours."""
        self._stopped = threading.Event()
        self._looks: dict[str, _Look] = {}
        self._timer = QTimer(self, interval=look_every_ms)
        self._timer.timeout.connect(self.look_at_all)
        self._timer.start()

    @property
    def ids(self) -> set[str]:
        return set(self._looks)

    def refresh(
        self,
        look_id: str,
        folder: Path,
        on_progress: Callable[[str, CollectionProgress], None],
        on_done: Callable[[str, LookedAtFolder], None],
        on_error: Callable[[str, DesktopLlmError], None],
    ) -> None:
        """What is heard has the id before it. Nothing is heard after `cancel`; what was read by then stays."""
        stopped = threading.Event()
        progress = partial(self._post_progress, stopped, on_progress, look_id)
        done, failed = partial(self._end, look_id, on_done), partial(self._end, look_id, on_error)
        work = partial(self._look, folder, progress, stopped)
        self._looks[look_id] = _Look(self._threads.run(work, done, failed), stopped)

    def cancel(self, look_id: str) -> None:
        if look := self._looks.pop(look_id, None):
            look.cancel()

    @Slot()
    def look_at_all(self) -> None:
        """Bring all known folders up to date; nobody waits for it."""
        self._look_up()
        self._threads.run(self._look_at_known, self._tell_known, self._note)

    @Slot(str)
    def forget(self, path: str) -> None:
        """Its files stay where they are. What is being read of it ends first."""
        self._wishes.run(partial(self._desk.pause, path, is_paused=True), None, self._note)
        self._threads.run(partial(self._forget, path), self._tell_known, self._note)

    @Slot(str)
    def pause(self, path: str) -> None:
        """From the next file on, nothing more of it is read; also after a restart."""
        self._wishes.run(partial(self._pause, path, is_paused=True), self._tell_known, self._note)

    @Slot(str)
    def go_on(self, path: str) -> None:
        """Read what is new or changed of it since it was paused."""
        self._wishes.run(partial(self._pause, path, is_paused=False), partial(self._on_going_on, path), self._note)

    def stop(self) -> None:
        """Blocks for half a second at most."""
        self._timer.stop()
        self._stopped.set()
        for look_id in self.ids:
            self.cancel(look_id)
        self._threads.stop()
        self._wishes.finish()

    def _look_up(self) -> None:
        """Tell which folders are known."""
        self._wishes.run(self._desk.known, self._tell_known, self._note)

    def _look(
        self, folder: Path, progress: Callable[[CollectionProgress], None], stopped: threading.Event
    ) -> LookedAtFolder:
        return LookedAtFolder(str(folder.resolve()), self._desk.refresh(folder, progress, stopped))

    def _look_at_known(self) -> tuple[Collection, ...]:
        for collection in self._desk.known():
            if not self._stopped.is_set() and Path(collection.path).is_dir():
                self._desk.refresh(Path(collection.path), _tell_nobody, self._stopped)
        return self._desk.known()

    def _forget(self, path: str) -> tuple[Collection, ...]:
        self._desk.forget(path)
        return self._desk.known()

    def _pause(self, path: str, *, is_paused: bool) -> tuple[Collection, ...]:
        self._desk.pause(path, is_paused=is_paused)
        return self._desk.known()

    def _on_going_on(self, path: str, known: tuple[Collection, ...]) -> None:
        self._tell_known(known)
        self.reading_resumed.emit(path)
        self.look_at_all()

    def _end(self, look_id: str, tell: Callable[..., None], result: object) -> None:
        self._looks.pop(look_id, None)
        tell(look_id, result)
        self._look_up()

    def _post_progress(
        self,
        stopped: threading.Event,
        on_progress: Callable[[str, CollectionProgress], None],
        look_id: str,
        progress: CollectionProgress,
    ) -> None:
        if not progress.n_done:  # from now on it is known, and can be paused
            self._bridge.post(self._look_up)
        if not stopped.is_set():
            self._bridge.post(partial(on_progress, look_id, progress))

    def _tell_known(self, known: tuple[Collection, ...]) -> None:
        self.folders_changed.emit(known)

    def _note(self, error: DesktopLlmError) -> None:
        _log.warning("folders are as they were at the last look: %s", error.code)


def _tell_nobody(_progress: CollectionProgress) -> None:
    """Nobody waits for it."""
