"""Hears what a queue tells of its downloads, and waits for what a test expects of them."""

import threading
from collections.abc import Callable

from desktop_llm.hub.download_queue import DownloadQueue
from desktop_llm.hub.download_records import Download, DownloadState

WAIT_S = 30.0


class DownloadLog:
    """Listener of one queue."""

    def __init__(self, queue: DownloadQueue) -> None:
        self.told: list[tuple[Download, ...]] = []
        self._changed = threading.Condition()
        queue.watch(self._hear)

    def _hear(self, downloads: tuple[Download, ...]) -> None:
        with self._changed:
            self.told.append(downloads)
            self._changed.notify_all()

    def wait_for(self, is_expected: Callable[[tuple[Download, ...]], bool]) -> tuple[Download, ...]:
        """What was told last, as soon as that is as expected."""
        with self._changed:
            came = self._changed.wait_for(lambda: bool(self.told) and is_expected(self.told[-1]), WAIT_S)
            assert came, f"it did not come; told last: {self.told[-1:]!r}"
            return self.told[-1]

    def wait_for_state(self, *states: DownloadState, download_id: str = "") -> Download:
        """The only download, or the one with this id, once it is in one of these states."""

        def chosen(downloads: tuple[Download, ...]) -> list[Download]:
            return [each for each in downloads if download_id in {"", each.id}]

        told = self.wait_for(lambda downloads: [each.state in states for each in chosen(downloads)] == [True])
        return chosen(told)[0]
