"""What a new conversation shows: a greeting and three things one might ask. GUI thread."""

from typing import Final

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from desktop_llm.ui.i18n import QT_TRANSLATE_NOOP, translate
from desktop_llm.ui.widgets.wrapped_buttons import WrappedButton

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

    def _example(self, number: int, text: str) -> WrappedButton:
        button = WrappedButton(text)
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
