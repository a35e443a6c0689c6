"""The downloads as the window sees them: begun, paused and told here, carried out by the queue. GUI thread."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Signal

from desktop_llm.errors import DesktopLlmError, DownloadError
from desktop_llm.hub.download_queue import DownloadQueue, HubFiles
from desktop_llm.hub.download_records import Download, DownloadState
from desktop_llm.hub.hub_records import RemoteModel
from desktop_llm.hub.model_store import ModelStore
from desktop_llm.paths import DataFolder
from desktop_llm.ui.event_bridge import EventBridge
from desktop_llm.ui.model_rows import RowAction
from desktop_llm.ui.side_threads import SideThreads


class DownloadsFeed(QObject):
    """Those of earlier runs go on with `start`."""

    downloads_changed = Signal(object)  # tuple[Download, ...]
    model_arrived = Signal(object)  # Download
    failed = Signal(object)  # DesktopLlmError: a download that could not begin

    def __init__(
        self,
        folder: DataFolder,
        client_factory: Callable[[], HubFiles],
        store: ModelStore,
        threads: SideThreads,
        bridge: EventBridge,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._queue = DownloadQueue(folder, client_factory, store)
        self._threads, self._bridge = threads, bridge
        self._downloads: tuple[Download, ...] = ()

    @property
    def downloads(self) -> tuple[Download, ...]:
        return self._downloads

    def of_repository(self, repository_id: str) -> Download | None:
        """The download under way of one of its models, else one that is done."""
        of_it = [each for each in self._downloads if each.repository == repository_id]
        return next((each for each in of_it if each.state is not DownloadState.DONE), of_it[0] if of_it else None)

    def start(self) -> None:
        self._queue.watch(self._hear)
        self._threads.run(self._queue.restore, None, self._on_not_restored)

    def stop(self) -> None:
        """Blocks for seconds at most; what is under way goes on with the next start."""
        self._queue.close()

    def fetch(self, model: RemoteModel, title: str) -> None:
        try:
            self._queue.add(model, title)
        except DownloadError as error:
            self.failed.emit(error)

    def carry_out(self, download_id: str, action: RowAction) -> None:
        """Pause, go on, try again, cancel; other actions are not a download's."""
        match action:
            case RowAction.PAUSE:
                self._queue.pause(download_id)
            case RowAction.RESUME:
                self._queue.resume(download_id)
            case RowAction.RETRY:
                self._queue.retry(download_id)
            case RowAction.CANCEL:
                self._queue.cancel(download_id)
            case _:
                pass

    def _hear(self, downloads: tuple[Download, ...]) -> None:
        """On the queue's thread."""
        self._bridge.post(partial(self._on_downloads, downloads))

    def _on_downloads(self, downloads: tuple[Download, ...]) -> None:
        done_before = {each.id for each in self._downloads if each.state is DownloadState.DONE}
        self._downloads = downloads
        self.downloads_changed.emit(downloads)
        for each in downloads:
            if each.state is DownloadState.DONE and each.id not in done_before:
                self.model_arrived.emit(each)

    def _on_not_restored(self, error: DesktopLlmError) -> None:
        self.failed.emit(error)
