"""What a model is doing, how far it is, and Stop; gone while nothing is done. GUI thread."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from desktop_llm.ui.i18n import translate
from desktop_llm.ui.widgets.plain_label import plain_label
from desktop_llm.ui.widgets.progress_bar import ProgressBar


class JobLine(QWidget):
    stop_requested = Signal()

    def __init__(self, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName(f"{name}_job")
        self._text = plain_label(self, f"{name}_activity", "small")
        self._bar = ProgressBar(self, f"{name}_progress")
        self._bar.setAccessibleName(translate("JobLine", "How far it is"))
        stop = QPushButton(translate("JobLine", "Stop"), self)
        stop.setObjectName(f"stop_{name}_button")
        stop.setAccessibleName(translate("JobLine", "Stop"))
        stop.setToolTip(translate("JobLine", "Stop (Esc)"))
        stop.clicked.connect(self.stop_requested)
        words = QVBoxLayout()
        words.setSpacing(4)
        words.addWidget(self._text)
        words.addWidget(self._bar)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        row.addLayout(words, 1)
        row.addWidget(stop)
        self.hide()

    def show_working(self, *, is_working: bool) -> None:
        self.setVisible(is_working)
        if is_working:
            self.show_progress(translate("JobLine", "Asking the model…"), 0, 0)

    def show_progress(self, text: str, n_done: int, n_total: int) -> None:
        """n_total 0: nobody knows how long it takes."""
        self._text.setText(text)
        self._bar.show_value(n_done, n_total)
