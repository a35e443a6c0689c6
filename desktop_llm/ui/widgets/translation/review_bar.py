"""Above the review grid: which document, how much of it is looked over, and which segments are shown. GUI thread."""

from typing import Final

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QWidget

from desktop_llm.assist.translation.document_review import ReviewCounts, ReviewFilter
from desktop_llm.ui.i18n import translate
from desktop_llm.ui.rows.segment_rows import FILTERS, counts_text, to_look_at_text
from desktop_llm.ui.widgets.form_controls import Choice
from desktop_llm.ui.widgets.plain_label import plain_label

_PAUSE_MS: Final = 150
_SEARCH_PX: Final = 190
_NARROW_PX: Final = 680


class ReviewBar(QWidget):
    filter_changed = Signal()
    accept_faultless_requested = Signal()
    next_requested = Signal()
    leave_requested = Signal()
    """Down, from the field: to the grid."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("review_bar")
        self._counts = plain_label(self, "review_counts", "small")
        self._doubts = QPushButton(self)
        self._doubts.setObjectName("to_look_at_button")
        self._doubts.setProperty("look", "doubts")
        self._doubts.setToolTip(translate("ReviewBar", "To the next one (Alt+Down)"))
        self._doubts.clicked.connect(self.next_requested)
        filters: list[tuple[object, str]] = [(each, translate("SegmentRows", text)) for each, text in FILTERS.items()]
        self._filter = Choice("segment_filter", filters)
        self._filter.setAccessibleName(translate("ReviewBar", "Which segments are shown"))
        self._filter.setFixedWidth(150)
        self._filter.value_chosen.connect(self._on_changed)
        self._text = self._field()
        self._accept = QPushButton(translate("ReviewBar", "Accept the rest"), self)
        self._accept.setObjectName("accept_faultless_button")
        tip = translate("ReviewBar", "Accept all that have no warning")
        self._accept.setAccessibleName(tip)
        self._accept.setToolTip(tip)
        self._accept.clicked.connect(self.accept_faultless_requested)
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._pause.timeout.connect(self.filter_changed)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 4, 16, 8)
        row.setSpacing(8)
        row.addWidget(self._counts)
        row.addWidget(self._doubts)
        row.addStretch(1)
        for widget in (self._filter, self._text, self._accept):
            row.addWidget(widget)

    @property
    def chosen_filter(self) -> ReviewFilter:
        chosen = self._filter.chosen
        return chosen if isinstance(chosen, ReviewFilter) else ReviewFilter.ALL

    @property
    def text(self) -> str:
        return self._text.text().strip()

    def show_counts(self, counts: ReviewCounts) -> None:
        self._counts.setText(counts_text(counts))
        doubts = to_look_at_text(counts)
        self._doubts.setText(doubts)
        self._doubts.setAccessibleName(doubts)
        self._doubts.setVisible(bool(doubts))
        n_left = counts.n_translated - counts.n_accepted - counts.n_to_look_at
        self._accept.setEnabled(n_left > 0)

    def show_filter(self, wanted: ReviewFilter, text: str) -> None:
        self._filter.show_value(wanted)
        self._text.setText(text)

    @Slot()
    def focus_text(self) -> None:
        self._text.setFocus()
        self._text.selectAll()

    def _field(self) -> QLineEdit:
        field = QLineEdit(self)
        field.setObjectName("segment_search")
        field.setAccessibleName(translate("ReviewBar", "Search in the segments"))
        field.setPlaceholderText(translate("ReviewBar", "Search"))
        field.setClearButtonEnabled(True)
        field.setMaximumWidth(_SEARCH_PX)
        field.textChanged.connect(self._on_text_changed)
        return field

    def _fit(self) -> None:
        """In a narrow window what is to be looked at counts more than how much there is."""
        self._counts.setVisible(self.width() >= _NARROW_PX)

    @Slot()
    def _on_changed(self) -> None:
        self.filter_changed.emit()

    @Slot()
    def _on_text_changed(self) -> None:
        self._pause.start()

    # Qt's own names

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._text.hasFocus():
            self.leave_requested.emit()
            return
        super().keyPressEvent(event)
