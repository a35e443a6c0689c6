"""Write: one text with formats. State in, the person's wish out. GUI thread."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop_llm.ui.widgets.notice_bar import Notice, NoticeBar
from desktop_llm.ui.widgets.writing.rich_editor import RichEditor


class WritePane(QWidget):
    notice_action_requested = Signal(str)  # Notice.id

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("write_pane")
        self._notice = NoticeBar(self)
        self._notice.action_requested.connect(self.notice_action_requested)
        self._editor = RichEditor(self)
        notices = QVBoxLayout()
        notices.setContentsMargins(16, 0, 16, 0)
        notices.addWidget(self._notice)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(notices)
        layout.addWidget(self._editor, 1)
        self.setFocusProxy(self._editor)

    @property
    def editor(self) -> RichEditor:
        """What is done in the text is done with it."""
        return self._editor

    def show_notice(self, notice: Notice) -> None:
        self._notice.show_notice(notice)

    def dismiss_notice(self, notice_id: str) -> None:
        self._notice.dismiss(notice_id)
