"""The two windows whose start `desktop-llm bench --window` times, each in a process of its own: the program's, and
the least that PySide6 can show. GUI thread.
"""

import sys
from typing import Final

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, Signal
from PySide6.QtWidgets import QApplication, QMainWindow, QWidget

EMPTY_WINDOW: Final = "empty"
PROGRAM_WINDOW: Final = "program"
_SIZE_PX: Final = (1180, 780)


def run_start_bench(kind: str) -> int:
    """Show one of the two windows, say when it is painted and what was imported until then, and end."""
    return _run_program_window() if kind == PROGRAM_WINDOW else _run_empty_window()


def _run_program_window() -> int:
    # The empty window must not pay for what the program imports, nor gain by how.
    from desktop_llm.ui.plain_imports import import_plainly

    import_plainly()
    from desktop_llm.app import WindowStart, make_application
    from desktop_llm.paths import default_data_folder

    app = make_application()
    start = WindowStart(app, default_data_folder(), [])
    if start.window is None:
        raise LookupError("another window has this data folder")
    tell_when_painted(app, start.window)
    app.exec()
    start.stop()
    return 0


def _run_empty_window() -> int:
    app = QApplication(sys.argv[:1])
    window = QMainWindow()
    tell_when_painted(app, window)
    window.resize(*_SIZE_PX)
    window.show()
    return app.exec()


def leave_event_loop() -> None:
    """Unlike QApplication.quit this closes no windows."""
    QCoreApplication.exit()


def tell_when_painted(app: QApplication, window: QWidget) -> None:
    watch = PaintWatch(app, window)
    watch.painted.connect(_say_painted)
    watch.painted.connect(leave_event_loop)
    watch.arm()


def _say_painted() -> None:
    is_llama_loaded = "llama_cpp" in sys.modules
    print(f"painted llama_cpp={is_llama_loaded}", flush=True)


class PaintWatch(QObject):
    """Tells the first time that something inside a widget, or the widget, is painted after `arm`."""

    painted = Signal()
    _seen = Signal()

    def __init__(self, app: QApplication, widget: QWidget) -> None:
        super().__init__(app)
        self._app = app
        self._widget = widget
        # Queued: the event loop comes round again once everything is painted.
        self._seen.connect(self.painted, Qt.ConnectionType.QueuedConnection)

    def arm(self) -> None:
        """All events come by here until then, which takes time."""
        self._app.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint and self._is_inside(watched):
            self._app.removeEventFilter(self)
            self._seen.emit()
        return super().eventFilter(watched, event)

    def _is_inside(self, watched: QObject) -> bool:
        return isinstance(watched, QWidget) and (watched is self._widget or self._widget.isAncestorOf(watched))
