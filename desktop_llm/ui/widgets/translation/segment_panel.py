"""Below the review grid: what is to be known of the chosen segment, similar translations, and what can be done. GUI
thread.
"""

from typing import Final

from msgspec import Struct
from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from desktop_llm.ui.i18n import number_text, translate
from desktop_llm.ui.widgets.action_button import action_button
from desktop_llm.ui.widgets.plain_label import plain_label
from desktop_llm.ui.widgets.plain_tip import plain_tip

_MOST_NEAR: Final = 2
_MARGINS_PX: Final = 60


class SimilarText(Struct, frozen=True):
    """A text of the memory that is nearly the same, with its translation; alike: percent."""

    source: str
    target: str
    alike: int


class SegmentView(Struct, frozen=True, kw_only=True):
    """What the panel shows. is_there: it is translated; is_busy: it is being translated again."""

    place: str = ""
    hint: str = ""
    remarks: tuple[str, ...] = ()
    similar: tuple[SimilarText, ...] = ()
    has_marks: bool = False
    is_there: bool = False
    is_accepted: bool = False
    is_busy: bool = False


class SegmentPanel(QFrame):
    edit_requested = Signal()
    accept_requested = Signal()
    reopen_requested = Signal()
    again_requested = Signal()
    similar_chosen = Signal(str)  # the translation

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("segment_panel")
        self._view = SegmentView()
        self._remarks = plain_label(self, "segment_remarks", "warning", is_wrapped=True, is_selectable=True)
        self._hint = plain_label(self, "segment_hint", "small", is_wrapped=True, is_selectable=True)
        self._similar = [self._similar_button(number) for number in range(_MOST_NEAR)]
        self._place = plain_label(self, "segment_place", "small", is_wrapped=True, is_selectable=True)
        self._place.setWordWrap(False)
        self._edit = self._action("edit_segment_button", translate("SegmentPanel", "Edit"), "Enter")
        self._accept = self._action("accept_segment_button", translate("SegmentPanel", "Accept"), "Ctrl+Enter")
        self._again = self._action("again_segment_button", translate("SegmentPanel", "Translate again"), "Ctrl+R")
        self._edit.clicked.connect(self.edit_requested)
        self._accept.clicked.connect(self._on_accept)
        self._again.clicked.connect(self.again_requested)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 8, 16, 6)
        layout.setSpacing(6)
        layout.addWidget(self._remarks)
        layout.addWidget(self._hint)
        for button in self._similar:
            layout.addWidget(button)
        layout.addLayout(self._action_row())
        self.show_segment(None)

    def show_segment(self, view: SegmentView | None) -> None:
        """None: no segment is chosen."""
        self.setVisible(view is not None)
        self._view = view or SegmentView()
        self._show(self._remarks, "\n".join(self._view.remarks))
        self._show(self._hint, self._hint_text())
        self._show(self._place, self._view.place)
        self._edit.setEnabled(not self._view.is_busy)
        self._accept.setEnabled(self._view.is_there and not self._view.is_busy)
        is_accepted = self._view.is_accepted
        title = translate("SegmentPanel", "Do not accept") if is_accepted else translate("SegmentPanel", "Accept")
        self._accept.setText(title)
        self._accept.setAccessibleName(title)
        self._again.setEnabled(not self._view.is_busy)
        busy = translate("SegmentPanel", "Translating…")
        self._again.setText(busy if self._view.is_busy else translate("SegmentPanel", "Translate again"))
        self._show_similar()

    def _hint_text(self) -> str:
        marks = translate("SegmentPanel", "Marks such as ⟦1⟧ and ⟦/1⟧ stand for formats and things of the file.")
        return "\n".join(part for part in (self._view.hint, marks if self._view.has_marks else "") if part)

    def _show_similar(self) -> None:
        similar = self._view.similar
        for number, button in enumerate(self._similar):
            is_there = number < len(similar)
            button.setVisible(is_there)
            if is_there:
                title = translate("SegmentPanel", "Use this similar translation: {text}")
                button.setAccessibleName(title.format(text=similar[number].target))
                button.setToolTip(plain_tip(f"{similar[number].source}\n{similar[number].target}"))
        self._fit_texts()

    def _fit_texts(self) -> None:
        for button, text in zip(self._similar, self._view.similar, strict=False):
            shown = f"{number_text(text.alike)} %   {' '.join(text.target.split())}"
            room_px = self.width() - _MARGINS_PX
            elided = button.fontMetrics().elidedText(shown, Qt.TextElideMode.ElideRight, room_px)
            button.setText(elided.replace("&", "&&"))

    def _show(self, label: QLabel, text: str) -> None:
        label.setText(text)
        label.setVisible(bool(text))

    def _action(self, name: str, text: str, keys: str) -> QPushButton:
        button = action_button(self, name, text)
        button.setToolTip(f"{text} ({keys})")
        return button

    def _similar_button(self, number: int) -> QPushButton:
        button = QPushButton(self)
        button.setObjectName(f"similar_{number + 1}")
        button.setProperty("look", "example")
        button.setProperty("number", number)
        button.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        button.clicked.connect(self._on_similar)
        return button

    def _action_row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(12)
        for button in (self._accept, self._edit, self._again):
            row.addWidget(button)
        row.addStretch(1)
        row.addWidget(self._place)
        return row

    @Slot()
    def _on_accept(self) -> None:
        if self._view.is_accepted:
            self.reopen_requested.emit()
        else:
            self.accept_requested.emit()

    @Slot()
    def _on_similar(self) -> None:
        self.similar_chosen.emit(self._view.similar[self.sender().property("number")].target)

    # Qt's own names

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_texts()
