"""What the Summarize pane shows before there is a document: what it does, and the ways to begin. GUI thread."""

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from desktop_llm.ui.i18n import QT_TRANSLATE_NOOP, translate
from desktop_llm.ui.icons import icon

_COLUMN_PX: Final = 460
_PROMISE: Final = QT_TRANSLATE_NOOP(
    "EmptySummary",
    "They are read from the first page to the last, however long they are. Every sentence of the summary "
    "leads to the passage that it comes from, and what the document does not say is marked.",
)
_KINDS: Final = QT_TRANSLATE_NOOP(
    "EmptySummary",
    "PDF, Word, OpenDocument, EPUB, web pages, mails, slides, tables, subtitles, Markdown, text and code.",
)


class EmptySummary(QScrollArea):
    """Files can also be dropped on it; the window sees to that."""

    files_requested = Signal()
    folder_requested = Signal()
    paste_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("empty_summary")
        self.setAccessibleName(translate("EmptySummary", "Nothing to summarize yet"))
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        page = QWidget()
        page.setObjectName("empty_summary_page")
        middle = QWidget(page)
        middle.setMaximumWidth(_COLUMN_PX)
        column = QVBoxLayout(middle)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addStretch(2)
        column.addWidget(self._picture(page))
        column.addWidget(self._label(page, translate("EmptySummary", "Drop documents here"), "title"))
        column.addWidget(self._label(page, translate("EmptySummary", _PROMISE), "dim"))
        column.addSpacing(8)
        column.addLayout(self._buttons(page))
        column.addSpacing(4)
        column.addWidget(self._label(page, translate("EmptySummary", _KINDS), "small"))
        column.addStretch(3)
        row = QHBoxLayout(page)
        row.addStretch(1)
        row.addWidget(middle, 1000)
        row.addStretch(1)
        self.setWidget(page)

    def _buttons(self, page: QWidget) -> QHBoxLayout:
        files = self._button(page, "summarize_files_button", translate("EmptySummary", "Choose files…"), "primary")
        files.clicked.connect(self.files_requested)
        folder = self._button(page, "summarize_folder_button", translate("EmptySummary", "Choose a folder…"))
        folder.clicked.connect(self.folder_requested)
        paste = self._button(page, "summarize_paste_button", translate("EmptySummary", "Paste text"))
        paste.clicked.connect(self.paste_requested)
        self.setFocusProxy(files)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addStretch(1)
        for button in (files, folder, paste):
            buttons.addWidget(button)
        buttons.addStretch(1)
        return buttons

    def _picture(self, page: QWidget) -> QLabel:
        label = QLabel(page)
        label.setPixmap(icon("file-text").pixmap(48, 48))
        label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        return label

    def _label(self, page: QWidget, text: str, look: str) -> QLabel:
        label = QLabel(text, page)
        label.setProperty("look", look)
        label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        label.setWordWrap(True)
        return label

    def _button(self, page: QWidget, name: str, text: str, look: str = "") -> QPushButton:
        button = QPushButton(text, page)
        button.setObjectName(name)
        button.setAccessibleName(text)
        if look:
            button.setProperty("look", look)
        return button
