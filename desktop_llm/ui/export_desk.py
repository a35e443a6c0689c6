"""Makes exported files beside the window, one after another: on a thread of Qt's, as Qt's text documents need it.

    desk = ExportDesk(bridge, parent)
    desk.run(partial(exported_bytes, document, ExportFormat.PDF), on_done, on_error)

Listeners are called on the GUI thread. What is under way when the window ends is finished.
"""

from collections.abc import Callable
from functools import partial
from typing import TypeVar

from PySide6.QtCore import QObject, QThreadPool

from desktop_llm.errors import DesktopLlmError
from desktop_llm.ui.event_bridge import EventBridge
from desktop_llm.ui.side_threads import SideTask

_Result = TypeVar("_Result")


class ExportDesk(QObject):
    """Its thread begins with the first work."""

    def __init__(self, bridge: EventBridge, parent: QObject) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(1)

    def run(
        self,
        work: Callable[[], _Result],
        on_done: Callable[[_Result], None],
        on_error: Callable[[DesktopLlmError], None],
    ) -> None:
        self._pool.start(partial(SideTask(work, on_done, on_error).run, self._bridge))
