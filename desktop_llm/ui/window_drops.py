"""Files that are held over the window, or dropped onto it. GUI thread."""

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QWidget

from desktop_llm.ui.dropped_files import dropped_paths, model_path
from desktop_llm.ui.i18n import translate
from desktop_llm.ui.widgets.frame.drop_overlay import DropOverlay


class WindowDrops(QObject):
    """Watches the window. A model file among the files is opened, and nothing else is done with them."""

    files_dropped = Signal(object)  # tuple[Path, ...]
    model_dropped = Signal(str)

    def __init__(self, window: QWidget, frame: QWidget) -> None:
        """`frame` is what is covered while files are held over it."""
        super().__init__(window)
        self._overlay = DropOverlay(frame)
        self._text = ""
        window.setAcceptDrops(True)
        window.installEventFilter(self)

    def show_text(self, text: str) -> None:
        """What becomes of files that are no models; empty where they go to the chat."""
        self._text = text

    def _enter(self, event: QDragEnterEvent) -> None:
        paths = dropped_paths(event.mimeData())
        if not paths:
            return
        event.acceptProposedAction()
        if model_path(paths) is not None:
            text = translate("MainWindow", "Drop to open this model")
        else:
            text = self._text or translate("MainWindow", "Drop to add to the message")
        self._overlay.show_text(text)

    def _drop(self, event: QDropEvent) -> None:
        self._overlay.hide()
        paths = dropped_paths(event.mimeData())
        event.acceptProposedAction()
        model = model_path(paths)
        if model is not None:
            self.model_dropped.emit(str(model))
            return
        self.files_dropped.emit(paths)

    # Qt's own names

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QDragEnterEvent):
            self._enter(event)
            return True
        if event.type() == QEvent.Type.DragLeave:
            self._overlay.hide()
            return True
        if isinstance(event, QDropEvent) and event.type() == QEvent.Type.Drop:
            self._drop(event)
            return True
        return False
