"""Above the document: its name, pages or text, which of a sentence's passages is marked. GUI thread."""

from enum import Enum, auto

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from desktop_llm.ui.i18n import number_text, translate
from desktop_llm.ui.widgets.action_button import action_button
from desktop_llm.ui.widgets.elided_label import ElidedLabel


class SourceLook(Enum):
    """TEXT_ONLY: there are no pages to be shown."""

    PAGES = auto()
    TEXT = auto()
    TEXT_ONLY = auto()


class SourceHead(QWidget):
    step_requested = Signal(int)
    look_chosen = Signal(object)  # SourceLook

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("source_head")
        self._source_look = SourceLook.TEXT_ONLY
        self._name = ElidedLabel(self, "source_name", "small", keeps_end=True)
        self._name.fill_room()
        self._passage = QLabel(self)
        self._passage.setObjectName("passage_label")
        self._passage.setProperty("look", "small")
        self._back = action_button(self, "previous_passage_button", "‹", translate("SourceHead", "Passage before"))
        self._forward = action_button(self, "next_passage_button", "›", translate("SourceHead", "Next passage"))
        self._look = action_button(self, "source_look_button", "")
        self._back.clicked.connect(self._on_back)
        self._forward.clicked.connect(self._on_forward)
        self._look.clicked.connect(self._on_look)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(24, 8, 16, 4)
        layout.setSpacing(6)
        layout.addWidget(self._name, 1)
        for widget in (self._back, self._passage, self._forward, self._look):
            layout.addWidget(widget)
        self.setFixedHeight(self.sizeHint().height())
        self.show_passage(0, 0)
        self.show_look(SourceLook.TEXT_ONLY)

    def show_name(self, name: str) -> None:
        self._name.show_text(name)

    def show_look(self, source_look: SourceLook) -> None:
        """What is shown; the button offers the other."""
        self._source_look = source_look
        is_pages = source_look is SourceLook.PAGES
        text = translate("SourceHead", "Show text") if is_pages else translate("SourceHead", "Show pages")
        self._look.setText(text)
        self._look.setAccessibleName(text)
        self._look.setVisible(source_look is not SourceLook.TEXT_ONLY)

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

    @Slot()
    def _on_look(self) -> None:
        is_pages = self._source_look is SourceLook.PAGES
        self.look_chosen.emit(SourceLook.TEXT if is_pages else SourceLook.PAGES)
