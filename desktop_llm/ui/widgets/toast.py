"""A short notice over the top of the pane that leaves by itself, such as “Deleted … Undo”. GUI thread."""

from typing import Final

from msgspec import Struct
from PySide6.QtCore import QEvent, QObject, QRect, Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QToolButton, QWidget

from desktop_llm.ui.i18n import translate
from desktop_llm.ui.icons import icon
from desktop_llm.ui.widgets.plain_label import plain_label

_TOP_PX: Final = 8
_SHOWN_MS: Final = 10_000
_LEAST_PX: Final = 160
_BESIDE_PX: Final = 200  # what the window needs beside the text


class ToastContent(Struct, frozen=True):
    """`key` is given back when the button is clicked; without a button text there is no button.

    One that is lasting stays until another comes, or it is put away.
    """

    text: str
    button: str = ""
    key: str = ""
    is_lasting: bool = False


class Toast(QFrame):
    """One notice at a time; a new one takes the place of the old."""

    button_clicked = Signal(str)
    toast_left = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._host = parent
        self.setObjectName("toast")
        self.setProperty("look", "popup")
        self._content = ToastContent("")
        self._label = plain_label(self, "toast_label")
        self._button = QPushButton(self)
        self._button.setObjectName("toast_button")
        self._button.setProperty("look", "link")
        self._button.clicked.connect(self._on_clicked)
        self._close = QToolButton(self)
        self._close.setObjectName("toast_close")
        self._close.setIcon(icon("x"))
        self._close.setAccessibleName(translate("Toast", "Dismiss"))
        self._close.clicked.connect(self.leave)
        self._timer = QTimer(self, singleShot=True, interval=_SHOWN_MS)
        self._timer.timeout.connect(self.leave)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(16, 6, 6, 6)
        self._row.setSpacing(8)
        for widget in (self._label, self._button, self._close):
            self._row.addWidget(widget)
        parent.installEventFilter(self)
        self.hide()

    def show_content(self, content: ToastContent) -> None:
        self._content = content
        self.setAccessibleName(content.text)
        self._button.setText(content.button)
        self._button.setVisible(bool(content.button))
        self.show()
        self.raise_()
        self._show_text(content.text)
        self._place()
        if content.is_lasting:
            self._timer.stop()
        else:
            self._timer.start()

    @Slot()
    def leave(self) -> None:
        self._timer.stop()
        self.hide()
        self.toast_left.emit()

    @Slot()
    def _on_clicked(self) -> None:
        key = self._content.key
        self.leave()
        self.button_clicked.emit(key)

    def _show_text(self, text: str) -> None:
        """A sentence may take two lines; of what is longer, or cannot be broken, the middle is left out."""
        room_px, metrics = max(_LEAST_PX, self._host.width() - _BESIDE_PX), self._label.fontMetrics()
        can_wrap = all(metrics.horizontalAdvance(word) < room_px // 2 for word in text.split())
        most_px = room_px * 3 // 2 if can_wrap else room_px  # the first line may end early
        shown = metrics.elidedText(text, Qt.TextElideMode.ElideMiddle, most_px)
        needed = metrics.boundingRect(QRect(0, 0, room_px, room_px), Qt.TextFlag.TextWordWrap, shown)
        self._label.setText(shown)
        self._label.setWordWrap(metrics.horizontalAdvance(shown) > room_px)
        self._label.setFixedSize(needed.width() + 1, needed.height())

    def _place(self) -> None:
        self._row.activate()  # it may still have the size of the notice before
        self.adjustSize()
        parent = self._host
        self.move((parent.width() - self.width()) // 2, _TOP_PX)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and not self.isHidden():
            self._place()
        return super().eventFilter(watched, event)
