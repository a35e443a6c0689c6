"""What stands where the summary will be, until its first sentence is there. GUI thread."""

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from desktop_llm.ui.i18n import QT_TRANSLATE_NOOP, translate

_SIDE_PX: Final = 32
_PROMISE: Final = QT_TRANSLATE_NOOP(
    "SummaryHint",
    "The whole document is read. A click on a sentence shows the passage that it comes from, and what the document "
    "does not say is marked.",
)


class SummaryHint(QWidget):
    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("coming_summary")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(_SIDE_PX, 0, _SIDE_PX, 0)
        layout.setSpacing(6)
        layout.addStretch(2)
        for text, look in (
            (translate("SummaryHint", "The summary grows here, sentence by sentence."), "dim"),
            (translate("SummaryHint", _PROMISE), "small"),
        ):
            label = QLabel(text, self)
            label.setProperty("look", look)
            label.setWordWrap(True)
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            layout.addWidget(label)
        layout.addStretch(3)
