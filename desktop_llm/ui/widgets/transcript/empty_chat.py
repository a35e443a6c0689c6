"""What a new conversation shows: a greeting and three things one might ask. GUI thread."""

from typing import Final

from PySide6.QtCore import QRect, QSize, Qt, Signal, Slot
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QStyle,
    QStyleOptionButton,
    QStylePainter,
    QVBoxLayout,
    QWidget,
)

from desktop_llm.ui.i18n import QT_TRANSLATE_NOOP, translate

_COLUMN_PX: Final = 480
_EXAMPLES: Final = (
    QT_TRANSLATE_NOOP("EmptyChat", "Write a short, friendly reply that moves a meeting to Thursday"),
    QT_TRANSLATE_NOOP("EmptyChat", "Explain compound interest to a fifteen-year-old"),
    QT_TRANSLATE_NOOP("EmptyChat", "List what to pack for three days of hiking in the rain"),
)


class EmptyChat(QScrollArea):
    """An example that is clicked becomes the draft; nothing is sent."""

    example_chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("empty_chat")
        self.setAccessibleName(translate("EmptyChat", "New chat"))
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        page = QWidget()
        page.setObjectName("empty_chat_page")
        greeting = QLabel(translate("EmptyChat", "What shall we work on?"), page)
        greeting.setObjectName("greeting")
        greeting.setProperty("look", "title")
        greeting.setAlignment(Qt.AlignmentFlag.AlignCenter)
        greeting.setWordWrap(True)
        column = QVBoxLayout()
        column.setSpacing(8)
        column.addStretch(1)
        column.addWidget(greeting)
        column.addSpacing(16)
        for number, text in enumerate(_EXAMPLES, start=1):
            column.addWidget(self._example(number, translate("EmptyChat", text)))
        column.addStretch(1)
        row = QHBoxLayout(page)
        row.addStretch(1)
        row.addLayout(column, 1000)
        row.addStretch(1)
        self.setWidget(page)

    def _example(self, number: int, text: str) -> QPushButton:
        button = _ExampleButton(text)
        button.setObjectName(f"example_{number}")
        button.setProperty("look", "example")
        button.setProperty("example", text)
        button.setMaximumWidth(_COLUMN_PX)
        button.setMinimumWidth(120)
        button.setToolTip(translate("EmptyChat", "Put this into the message field"))
        button.clicked.connect(self._on_example)
        return button

    @Slot()
    def _on_example(self) -> None:
        self.example_chosen.emit(str(self.sender().property("example")))


class _ExampleButton(QPushButton):
    """Its text takes a second line where the first is too short for it."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    @property
    def _frame(self) -> QSize:
        """What stands around the text."""
        return super().sizeHint() - self.fontMetrics().size(Qt.TextFlag.TextSingleLine, self.text())

    # Qt's own names

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        room = QRect(0, 0, width - self._frame.width(), 0)
        text = self.fontMetrics().boundingRect(room, Qt.TextFlag.TextWordWrap, self.text())
        return text.height() + self._frame.height()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QStylePainter(self)
        option = QStyleOptionButton()
        self.initStyleOption(option)
        option.text = ""
        painter.drawControl(QStyle.ControlElement.CE_PushButton, option)
        room = self.style().subElementRect(QStyle.SubElement.SE_PushButtonContents, option, self)
        flags = Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextWordWrap
        painter.drawText(room, flags, self.text())
