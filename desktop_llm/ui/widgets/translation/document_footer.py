"""Below the review grid: how far the translation is, stop and go on, and where it was saved. GUI thread."""

from typing import Final

from msgspec import Struct
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from desktop_llm.ui.i18n import translate
from desktop_llm.ui.widgets.action_button import action_button
from desktop_llm.ui.widgets.elided_label import ElidedLabel
from desktop_llm.ui.widgets.progress_bar import ProgressBar

_BAR_PX: Final = 200


class DocumentProgress(Struct, frozen=True, kw_only=True):
    """What is being done. n_total is 0 while nobody knows how much there is to do."""

    text: str = ""
    n_done: int = 0
    n_total: int = 0
    is_running: bool = False


class DocumentFooter(QWidget):
    stop_requested = Signal()
    open_requested = Signal()
    open_folder_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("document_footer")
        self._bar = ProgressBar(self, "document_progress")
        self._bar.setAccessibleName(translate("DocumentFooter", "How far the translation is"))
        self._bar.setFixedWidth(_BAR_PX)
        self._text = ElidedLabel(self, "document_activity", "small", keeps_end=True)
        self._text.fill_room()
        self._open = action_button(self, "open_output_button", translate("DocumentFooter", "Open"))
        self._folder = action_button(self, "open_output_folder_button", translate("DocumentFooter", "Open folder"))
        self._stop = QPushButton(translate("DocumentFooter", "Stop"), self)
        self._stop.setObjectName("stop_document_button")
        self._stop.setAccessibleName(translate("DocumentFooter", "Stop"))
        self._stop.setToolTip(translate("DocumentFooter", "Stop (Esc); what is translated stays"))
        self._open.clicked.connect(self.open_requested)
        self._folder.clicked.connect(self.open_folder_requested)
        self._stop.clicked.connect(self.stop_requested)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 6, 16, 8)
        row.setSpacing(12)
        row.addWidget(self._bar)
        row.addWidget(self._text, 1)
        for button in (self._open, self._folder, self._stop):
            row.addWidget(button)
        self.show_progress(DocumentProgress())
        self.show_saved(is_saved=False)

    def show_progress(self, progress: DocumentProgress) -> None:
        self._bar.setVisible(progress.is_running)
        self._bar.show_value(progress.n_done, progress.n_total)
        self._stop.setVisible(progress.is_running)
        self._text.show_text(progress.text)
        self.setVisible(bool(progress.text) or progress.is_running)

    def show_saved(self, *, is_saved: bool) -> None:
        """Whether there is something to be opened."""
        self._open.setVisible(is_saved)
        self._folder.setVisible(is_saved)
