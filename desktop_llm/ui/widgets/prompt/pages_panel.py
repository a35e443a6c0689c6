"""Asks which pages of a document go along with a message, above the prompt box. GUI thread."""

import re
from typing import Final

from msgspec import Struct
from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from desktop_llm.ui.i18n import number_text, translate
from desktop_llm.ui.widgets.breakable_text import breakable
from desktop_llm.ui.widgets.plain_label import plain_label

_FIELD_PX: Final = 240
_LEAST_FIELD_PX: Final = 190
_RANGE: Final = re.compile(r"\s*(\d+)\s*(?:[-–—]\s*(\d+)\s*)?")


class PagesQuestion(Struct, frozen=True, kw_only=True):
    """n_fitting: about how many of the document's pages the model can hold; 0 if nobody knows."""

    document: str
    n_pages: int
    n_fitting: int


class ChosenPages(Struct, frozen=True):
    """The pages in their order, and how they were written."""

    pages: tuple[int, ...]
    text: str


class PagesPanel(QFrame):
    pages_chosen = Signal(object)  # ChosenPages
    panel_closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("pages_panel")
        self.setProperty("look", "card")
        self._n_pages = 0
        self._sentence = plain_label(self, "pages_sentence", "heading", is_wrapped=True)
        self._mistake = plain_label(self, "pages_mistake", "error", is_wrapped=True)
        self._field = QLineEdit(self)
        self._field.setObjectName("pages_field")
        self._field.setAccessibleName(translate("PagesPanel", "Pages"))
        self._field.setPlaceholderText(translate("PagesPanel", "for example 1-5, 8"))
        self._field.setMinimumWidth(_LEAST_FIELD_PX)
        self._field.setMaximumWidth(_FIELD_PX)
        self._field.returnPressed.connect(self._on_use)
        self._field.textChanged.connect(self._on_changed)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self._field, 1)
        row.addWidget(self._button("pages_use", translate("PagesPanel", "Send these pages"), self._on_use))
        row.addWidget(self._button("pages_cancel", translate("PagesPanel", "Cancel"), self.close_panel))
        row.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 12, 16, 12)
        layout.setSpacing(8)
        layout.addWidget(self._sentence)
        layout.addLayout(row)
        layout.addWidget(self._mistake)
        self.hide()

    def show_question(self, question: PagesQuestion) -> None:
        self._n_pages = question.n_pages
        text = translate("PagesPanel", "Which pages of {name}? It has {n_pages} pages.")
        if question.n_fitting:
            text = translate("PagesPanel", "Which pages of {name}? About {n_fitting} of its {n_pages} pages fit.")
        numbers = {"n_fitting": number_text(question.n_fitting), "n_pages": number_text(question.n_pages)}
        sentence = text.format(name=question.document, **numbers)
        self._sentence.setText(breakable(sentence))
        self.setAccessibleName(sentence)
        self._field.clear()
        self._mistake.hide()
        self.show()
        self._field.setFocus()

    @Slot()
    def close_panel(self) -> None:
        self.hide()
        self.panel_closed.emit()

    @Slot()
    def _on_use(self) -> None:
        pages = pages_in(self._field.text(), self._n_pages)
        if not pages:
            text = translate("PagesPanel", "Write numbers from 1 to {n_pages}, such as 1-5, 8.")
            self._mistake.setText(text.format(n_pages=number_text(self._n_pages)))
            self._mistake.show()
            return
        self.hide()
        self.pages_chosen.emit(ChosenPages(pages, " ".join(self._field.text().split())))

    @Slot()
    def _on_changed(self) -> None:
        self._mistake.hide()

    def _button(self, name: str, text: str, slot: object) -> QPushButton:
        button = QPushButton(text, self)
        button.setObjectName(name)
        button.clicked.connect(slot)
        return button

    # Qt's own names

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close_panel()
            return
        super().keyPressEvent(event)


def pages_in(text: str, n_pages: int) -> tuple[int, ...]:
    """1-5, 8 as numbers; empty if it is something else, or names a page that there is not."""
    pages: set[int] = set()
    for piece in text.split(","):
        match = _RANGE.fullmatch(piece)
        if match is None:
            return ()
        first, last = int(match[1]), int(match[2] or match[1])
        if not 1 <= first <= last <= n_pages:
            return ()
        pages.update(range(first, last + 1))
    return tuple(sorted(pages))
