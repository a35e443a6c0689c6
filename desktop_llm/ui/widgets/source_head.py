"""Above the document: its name, and which of a sentence's passages is marked. GUI thread."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QWidget

from desktop_llm.ui.i18n import number_text, translate
from desktop_llm.ui.widgets.action_button import action_button


class SourceHead(QWidget):
    step_requested = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("source_head")
        self._name = QLabel(self)
        self._name.setObjectName("source_name")
        self._name.setProperty("look", "small")
        self._name.setTextFormat(Qt.TextFormat.PlainText)
        self._name.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._passage = QLabel(self)
        self._passage.setObjectName("passage_label")
        self._passage.setProperty("look", "small")
        self._back = action_button(self, "previous_passage_button", "‹", translate("SourceHead", "Passage before"))
        self._forward = action_button(self, "next_passage_button", "›", translate("SourceHead", "Next passage"))
        self._back.clicked.connect(self._on_back)
        self._forward.clicked.connect(self._on_forward)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(24, 8, 16, 4)
        layout.setSpacing(6)
        layout.addWidget(self._name, 1)
        for widget in (self._back, self._passage, self._forward):
            layout.addWidget(widget)
        self.setFixedHeight(self.sizeHint().height())
        self.show_passage(0, 0)

    def show_name(self, name: str) -> None:
        self._name.setText(name)
        self._name.setToolTip(name)

    def show_passage(self, number: int, count: int) -> None:
        """Number `number` of `count`, from 1; 0 for none."""
        text = translate("SourceHead", "passage {number} of {count}")
        self._passage.setText(text.format(number=number_text(number), count=number_text(count)))
        self._passage.setVisible(count > 1)
        self._back.setVisible(count > 1)
        self._forward.setVisible(count > 1)

    @Slot()
    def _on_back(self) -> None:
        self.step_requested.emit(-1)

    @Slot()
    def _on_forward(self) -> None:
        self.step_requested.emit(1)
