"""Qt's item models of the segments of a file: all of them, and those that a filter lets through. GUI thread.

Thousands of rows: words are made for a row when it is drawn, and kept until it changes.
"""

from collections.abc import Iterable
from enum import IntEnum
from typing import Final

from msgspec import Struct
from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QSortFilterProxyModel,
    Qt,
    Signal,
)

from desktop_llm.assist.translation.document_review import DocumentReview, ReviewFilter
from desktop_llm.assist.translation.edited_segment import edit_text
from desktop_llm.ui.i18n import spoken_text, translate
from desktop_llm.ui.language_text import language_name
from desktop_llm.ui.rows.segment_rows import SegmentRow, segment_row
from desktop_llm.ui.widgets.plain_tip import plain_tip

SEGMENT_ROW_ROLE: Final = int(Qt.ItemDataRole.UserRole)

Index = QModelIndex | QPersistentModelIndex


class SegmentColumn(IntEnum):
    SOURCE = 0
    TARGET = 1
    NOTE = 2
    CONFIDENCE = 3


class SegmentEdit(Struct, frozen=True):
    """A translation as a person wrote it; index is the segment's place in the file."""

    index: int
    text: str


class SegmentTableModel(QAbstractTableModel):
    """Shows a review; what is written into a cell is told, and shown when the review has taken it."""

    edit_made = Signal(object)  # SegmentEdit

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._review: DocumentReview | None = None
        self._rows: dict[int, SegmentRow] = {}
        self._busy: frozenset[int] = frozenset()

    @property
    def review(self) -> DocumentReview | None:
        return self._review

    def show_review(self, review: DocumentReview | None) -> None:
        self.beginResetModel()
        self._review = review
        self._rows.clear()
        self._busy = frozenset()
        self.endResetModel()

    def show_busy(self, indices: Iterable[int]) -> None:
        """These segments are being translated again, and nobody can edit them meanwhile."""
        before, self._busy = self._busy, frozenset(indices)
        self.show_changes(before ^ self._busy)

    def show_changes(self, indices: Iterable[int]) -> None:
        """These segments are otherwise now."""
        changed = sorted(indices)
        for index in changed:
            self._rows.pop(index, None)
        start = 0
        for end in range(1, len(changed) + 1):
            if end == len(changed) or changed[end] != changed[end - 1] + 1:
                first, last = changed[start], changed[end - 1]
                self.dataChanged.emit(self.index(first, 0), self.index(last, len(SegmentColumn) - 1))
                start = end

    def row_at(self, number: int) -> SegmentRow | None:
        if self._review is None or not 0 <= number < self.rowCount():
            return None
        row = self._rows.get(number)
        if row is None:
            row = self._rows[number] = segment_row(self._review, number, is_busy=number in self._busy)
        return row

    # Qt's own names

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  Qt's own default
        return 0 if parent.isValid() or self._review is None else len(self._review.file.segments)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  Qt's own default
        return 0 if parent.isValid() else len(SegmentColumn)

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = super().flags(index)
        is_editable = index.column() == SegmentColumn.TARGET and index.row() not in self._busy
        return flags | Qt.ItemFlag.ItemIsEditable if is_editable else flags

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        row = self.row_at(index.row()) if index.isValid() else None
        if row is None:
            return None
        column = SegmentColumn(index.column())
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return cell_text(row, column)
            case Qt.ItemDataRole.EditRole:
                return self._edited_text(index.row())
            case Qt.ItemDataRole.ToolTipRole:
                return plain_tip("\n".join(row.remarks)) if column is SegmentColumn.NOTE else None
            case Qt.ItemDataRole.AccessibleTextRole:
                return _spoken(row, column)
            case _:
                return row if role == SEGMENT_ROW_ROLE else None

    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role != Qt.ItemDataRole.EditRole or index.column() != SegmentColumn.TARGET or not isinstance(value, str):
            return False
        self.edit_made.emit(SegmentEdit(index.row(), value))
        return True

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if orientation is Qt.Orientation.Vertical or role != Qt.ItemDataRole.DisplayRole:
            return super().headerData(section, orientation, role)
        source, target = self._review.languages if self._review else ("", "")
        match SegmentColumn(section):
            case SegmentColumn.SOURCE:
                return language_name(source) if source else translate("SegmentTable", "Original")
            case SegmentColumn.TARGET:
                return language_name(target) if target else translate("SegmentTable", "Translation")
            case SegmentColumn.NOTE:
                return translate("SegmentTable", "State")
            case SegmentColumn.CONFIDENCE:
                return translate("SegmentTable", "Sure")

    def _edited_text(self, number: int) -> str:
        result = self._review.result(number) if self._review else None
        return edit_text(result) if result is not None else ""


class SegmentFilterModel(QSortFilterProxyModel):
    """What of the segments is looked at."""

    def __init__(self, model: SegmentTableModel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._segments = model
        self._filter = ReviewFilter.ALL
        self._text = ""
        self.setSourceModel(model)

    def show_filter(self, wanted: ReviewFilter, text: str) -> None:
        """text: what source or translation must hold, in any case."""
        if (wanted, text.casefold()) != (self._filter, self._text):
            self._filter, self._text = wanted, text.casefold()
            self.invalidate()

    def segment_of(self, index: Index) -> int:
        """The place in the file of the segment of a row; -1 if there is none."""
        return self.mapToSource(index).row()

    def index_of(self, segment: int, column: SegmentColumn) -> QModelIndex:
        """Invalid if the filter does not let it through."""
        return self.mapFromSource(self._segments.index(segment, column))

    # Qt's own names

    def filterAcceptsRow(self, source_row: int, source_parent: Index) -> bool:
        if not self._text and self._filter is ReviewFilter.ALL:
            return True
        review = self._segments.review
        return review is not None and review.matches(source_row, self._filter, self._text)


def cell_text(row: SegmentRow, column: SegmentColumn) -> str:
    """What stands in a cell."""
    match column:
        case SegmentColumn.SOURCE:
            return row.source
        case SegmentColumn.TARGET:
            return row.target
        case SegmentColumn.NOTE:
            return row.note
        case SegmentColumn.CONFIDENCE:
            return row.confidence_text


def _spoken(row: SegmentRow, column: SegmentColumn) -> str:
    """What a screen reader says of a cell."""
    if column is SegmentColumn.NOTE:
        return spoken_text((row.state_text, *row.remarks))
    return cell_text(row, column) or row.state_text
