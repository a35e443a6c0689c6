"""Write: one text with formats. State in, the person's wish out. GUI thread."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from desktop_llm.storage.written_records import WrittenDocument
from desktop_llm.ui.widgets.notice_bar import Notice, NoticeBar
from desktop_llm.ui.widgets.row_painting import divider
from desktop_llm.ui.widgets.writing.empty_writing import EmptyWriting
from desktop_llm.ui.widgets.writing.rich_editor import RichEditor
from desktop_llm.ui.widgets.writing.text_head import TextHead


class WritePane(QWidget):
    new_requested = Signal()
    compose_requested = Signal()
    open_requested = Signal()
    title_edited = Signal(str)
    versions_requested = Signal()
    save_requested = Signal()
    notice_action_requested = Signal(str)  # Notice.id

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("write_pane")
        self._notice = NoticeBar(self)
        self._empty = EmptyWriting(self)
        self._head = TextHead(self)
        self._editor = RichEditor(self)
        self._work = QWidget(self)
        self._stack = QStackedWidget(self)
        self._stack.addWidget(self._empty)
        self._stack.addWidget(self._work)
        self._lay_out()
        self._connect()

    @property
    def editor(self) -> RichEditor:
        """What is done in the text is done with it."""
        return self._editor

    def show_text_open(self, *, is_open: bool) -> None:
        self._stack.setCurrentWidget(self._work if is_open else self._empty)
        self.setFocusProxy(self._editor if is_open else self._empty)

    def show_document(self, document: WrittenDocument) -> None:
        self._head.show_title(document.title)
        self._head.show_file(Path(document.file_path).name if document.file_path else "", document.file_path)

    def show_actions(self, actions: Sequence[QAction]) -> None:
        """What can be done with the whole text."""
        self._head.show_actions(actions)

    def show_notice(self, notice: Notice) -> None:
        self._notice.show_notice(notice)

    def dismiss_notice(self, notice_id: str) -> None:
        self._notice.dismiss(notice_id)

    def _lay_out(self) -> None:
        work = QVBoxLayout(self._work)
        work.setContentsMargins(0, 0, 0, 0)
        work.setSpacing(0)
        work.addWidget(self._head)
        work.addWidget(divider(self._work))
        work.addWidget(self._editor, 1)
        notices = QVBoxLayout()
        notices.setContentsMargins(16, 0, 16, 0)
        notices.addWidget(self._notice)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(notices)
        layout.addWidget(self._stack, 1)

    def _connect(self) -> None:
        self._notice.action_requested.connect(self.notice_action_requested)
        self._empty.new_requested.connect(self.new_requested)
        self._empty.compose_requested.connect(self.compose_requested)
        self._empty.open_requested.connect(self.open_requested)
        self._head.title_edited.connect(self.title_edited)
        self._head.versions_requested.connect(self.versions_requested)
        self._head.save_requested.connect(self.save_requested)
