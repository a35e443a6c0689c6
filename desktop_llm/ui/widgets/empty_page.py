"""What a pane shows before there is anything in it: what it does, and the ways to begin. GUI thread."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from desktop_llm.ui.icons import icon
from desktop_llm.ui.widgets.flow_layout import FlowLayout

_COLUMN_PX: Final = 460
_PICTURE_PX: Final = 48


class EmptyPage(QScrollArea):
    """Files can also be dropped on it; the window sees to that. All texts are translated already."""

    def __init__(self, name: str, accessible_name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setAccessibleName(accessible_name)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._page = QWidget()
        self._page.setObjectName(f"{name}_page")

    def new_button(self, name: str, text: str) -> QPushButton:
        button = QPushButton(text, self._page)
        button.setObjectName(name)
        button.setAccessibleName(text)
        return button

    def lay_out(self, picture: str, title: str, promise: str, kinds: str, buttons: Sequence[QPushButton]) -> None:
        """Once. The first button is the one that most people want."""
        middle = QWidget(self._page)
        middle.setMaximumWidth(_COLUMN_PX)
        column = QVBoxLayout(middle)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addStretch(2)
        column.addWidget(self._picture(picture))
        column.addWidget(self._label(title, "title"))
        column.addWidget(self._label(promise, "dim"))
        column.addSpacing(8)
        column.addWidget(self._row(buttons))
        column.addSpacing(4)
        column.addWidget(self._label(kinds, "small"))
        column.addStretch(3)
        row = QHBoxLayout(self._page)
        row.addStretch(1)
        row.addWidget(middle, 1000)
        row.addStretch(1)
        buttons[0].setProperty("look", "primary")
        self.setFocusProxy(buttons[0])
        self.setWidget(self._page)

    def _picture(self, name: str) -> QLabel:
        label = QLabel(self._page)
        label.setPixmap(icon(name).pixmap(_PICTURE_PX, _PICTURE_PX))
        label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        return label

    def _label(self, text: str, look: str) -> QLabel:
        label = QLabel(text, self._page)
        label.setProperty("look", look)
        label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        label.setWordWrap(True)
        return label

    def _row(self, buttons: Sequence[QPushButton]) -> QWidget:
        row = QWidget(self._page)
        flow = FlowLayout(row, is_centred=True)
        for button in buttons:
            flow.addWidget(button)
        return row
