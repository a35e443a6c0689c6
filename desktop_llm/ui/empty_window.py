"""The least a PySide6 program can show, in a process of its own: what the program's start is measured against.

It imports nothing else of the program; what tells the time of the first painting is here for both.
"""

import sys
from typing import Final

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication, QMainWindow, QWidget

EMPTY_WINDOW: Final = "empty"
_SIZE_PX: Final = (1180, 780)


def run_empty_window() -> int:
    """Show an empty main window, say when it is painted, and end."""
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
    print(f"painted llama_cpp={is_llama_loaded}", flush=True)  # noqa: T201  what this process is for


class PaintWatch(QObject):
    """Tells the first time that something inside a widget, or the widget, is painted after `arm`."""

    painted = Signal()

    def __init__(self, app: QApplication, widget: QWidget) -> None:
        super().__init__(app)
        self._widget = widget
        self._is_armed = False
        app.installEventFilter(self)

    def arm(self) -> None:
        self._is_armed = True

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if self._is_armed and event.type() == QEvent.Type.Paint and self._is_inside(watched):
            self._is_armed = False
            # The event loop comes round again once everything is painted.
            QTimer.singleShot(0, self.painted.emit)
        return super().eventFilter(watched, event)

    def _is_inside(self, watched: QObject) -> bool:
        return isinstance(watched, QWidget) and (watched is self._widget or self._widget.isAncestorOf(watched))
