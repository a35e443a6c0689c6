"""Qt's item model of the segments of a file, of those that a filter lets through. GUI thread.

Thousands of rows: words are made for a row when it is drawn, and kept until it changes. What the filter lets through is
found here at once: Qt's own asks for one row after the other, and for each of them may wait until a job that computes
lets it have Python's lock.
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from enum import IntEnum
from itertools import pairwise
from typing import Final

from msgspec import Struct
from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)

from desktop_llm.assist.translation.document_review import DocumentReview, ReviewFilter
from desktop_llm.assist.translation.edited_segment import edit_text
from desktop_llm.ui.i18n import spoken_text, translate
from desktop_llm.ui.language_text import language_name
from desktop_llm.ui.rows.segment_rows import SegmentRow, segment_row
from desktop_llm.ui.widgets.plain_tip import plain_tip

NO_SEGMENT: Final = -1
_MOST_RUNS: Final = 40  # of rows that come or go: more of them, and all are told anew

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
    """Shows those segments of a review that are looked at, a row each.

    What is written into a cell is told, and shown when the review has taken it.
    """

    edit_made = Signal(object)  # SegmentEdit

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._review: DocumentReview | None = None
        self._filter, self._text = ReviewFilter.ALL, ""
        self._shown: list[int] = []
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
        self._shown = self._let_through()
        self.endResetModel()

    def show_filter(self, wanted: ReviewFilter, text: str) -> None:
        """text: what source or translation must hold, in any case."""
        if (wanted, text.casefold()) != (self._filter, self._text):
            self._filter, self._text = wanted, text.casefold()
            self._show_rows(self._let_through())

    def show_busy(self, indices: Iterable[int]) -> None:
        """These segments are being translated again, and nobody can edit them meanwhile."""
        before, self._busy = self._busy, frozenset(indices)
        self.show_changes(before ^ self._busy)

    def show_changes(self, indices: Iterable[int]) -> None:
        """These segments are otherwise now."""
        changed = sorted(indices)
        for segment in changed:
            self._rows.pop(segment, None)
        if self._text or self._filter is not ReviewFilter.ALL:
            self._show_rows(self._let_through())
        rows = [row for segment in changed if (row := self._row_of(segment)) is not None]
        for first, last in _runs(rows):
            self.dataChanged.emit(self.index(first, 0), self.index(last, len(SegmentColumn) - 1))

    def row_at(self, number: int) -> SegmentRow | None:
        """What stands in row `number` of those that are shown."""
        if self._review is None or not 0 <= number < len(self._shown):
            return None
        segment = self._shown[number]
        row = self._rows.get(segment)
        if row is None:
            row = self._rows[segment] = segment_row(self._review, segment, is_busy=segment in self._busy)
        return row

    def segment_of(self, index: Index) -> int:
        """The place in the file of the segment of a row; NO_SEGMENT if there is none."""
        return self._shown[index.row()] if index.isValid() else NO_SEGMENT

    def index_of(self, segment: int, column: SegmentColumn) -> QModelIndex:
        """Invalid if the filter does not let it through."""
        row = self._row_of(segment)
        return QModelIndex() if row is None else self.index(row, column)

    def row_near(self, segment: int) -> int:
        """That of a segment, or of the next one that is shown, or of the last; -1 if none is."""
        return min(bisect_left(self._shown, segment), len(self._shown) - 1)

    def _let_through(self) -> list[int]:
        return self._review.matching(self._filter, self._text) if self._review is not None else []

    def _row_of(self, segment: int) -> int | None:
        row = bisect_left(self._shown, segment)
        return row if row < len(self._shown) and self._shown[row] == segment else None

    def _show_rows(self, segments: list[int]) -> None:
        """These, of which each stays as it is that is shown already."""
        before, after = set(self._shown), set(segments)
        gone = list(_runs([row for row, segment in enumerate(self._shown) if segment not in after]))
        come = list(_runs([row for row, segment in enumerate(segments) if segment not in before]))
        if len(gone) + len(come) > _MOST_RUNS:
            self.beginResetModel()
            self._shown = segments
            self.endResetModel()
            return
        for first, last in reversed(gone):
            self.beginRemoveRows(QModelIndex(), first, last)
            del self._shown[first : last + 1]
            self.endRemoveRows()
        for first, last in come:
            self.beginInsertRows(QModelIndex(), first, last)
            self._shown[first:first] = segments[first : last + 1]
            self.endInsertRows()

    # Qt's own names

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  Qt's own default
        return 0 if parent.isValid() else len(self._shown)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  Qt's own default
        return 0 if parent.isValid() else len(SegmentColumn)

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = super().flags(index)
        is_editable = index.column() == SegmentColumn.TARGET and self.segment_of(index) not in self._busy
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
                return self._edited_text(self.segment_of(index))
            case Qt.ItemDataRole.ToolTipRole:
                return plain_tip("\n".join(row.remarks)) if column is SegmentColumn.NOTE else None
            case Qt.ItemDataRole.AccessibleTextRole:
                return _spoken(row, column)
            case _:
                return None

    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role != Qt.ItemDataRole.EditRole or index.column() != SegmentColumn.TARGET or not isinstance(value, str):
            return False
        self.edit_made.emit(SegmentEdit(self.segment_of(index), value))
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

    def _edited_text(self, segment: int) -> str:
        result = self._review.result(segment) if self._review else None
        return edit_text(result) if result is not None else ""


def _runs(rows: Sequence[int]) -> Iterator[tuple[int, int]]:
    """First and last of those that follow each other, of rows in their order."""
    starts = [0, *(place for place, (row, later) in enumerate(pairwise(rows), 1) if later != row + 1), len(rows)]
    return ((rows[start], rows[end - 1]) for start, end in pairwise(starts) if start < end)


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
