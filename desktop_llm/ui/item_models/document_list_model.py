"""Qt's item model of the documents that are to be summarized. GUI thread."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from desktop_llm.ui.i18n import labelled_text
from desktop_llm.ui.item_models.row_changes import replace_rows
from desktop_llm.ui.rows.document_rows import DocumentRow
from desktop_llm.ui.widgets.plain_tip import plain_tip

DOCUMENT_ROW_ROLE: Final = int(Qt.ItemDataRole.UserRole)

Index = QModelIndex | QPersistentModelIndex


class DocumentListModel(QAbstractListModel):
    """In the order in which they are summarized."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: list[DocumentRow] = []

    def show_rows(self, rows: Sequence[DocumentRow]) -> None:
        replace_rows(self, self._rows, rows)

    def row_at(self, index: Index) -> DocumentRow | None:
        return self._rows[index.row()] if index.isValid() and index.row() < len(self._rows) else None

    def index_of(self, key: str) -> QModelIndex:
        """An invalid index if it is not there."""
        return next((self.index(number, 0) for number, row in enumerate(self._rows) if row.key == key), QModelIndex())

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  Qt's own default
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        row = self.row_at(index)
        if row is None:
            return None
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return row.name
            case Qt.ItemDataRole.ToolTipRole:
                return plain_tip(row.tip or row.name)
            case Qt.ItemDataRole.AccessibleTextRole:
                return labelled_text(row.name, row.note)
            case _:
                return row if role == DOCUMENT_ROW_ROLE else None
