"""Qt's item model of a list on the Models page: downloads, models on disk, models to be had, results. GUI thread."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from desktop_llm.ui.i18n import spoken_text
from desktop_llm.ui.item_models.row_changes import replace_rows
from desktop_llm.ui.model_rows import ModelRow, RowKind
from desktop_llm.ui.widgets.plain_tip import plain_tip

MODEL_ROW_ROLE: Final = int(Qt.ItemDataRole.UserRole)

Index = QModelIndex | QPersistentModelIndex


class ModelRowListModel(QAbstractListModel):
    """The rows in the order they are shown in."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: list[ModelRow] = []

    def show_rows(self, rows: Sequence[ModelRow]) -> None:
        replace_rows(self, self._rows, rows)

    def row_at(self, index: Index) -> ModelRow | None:
        if not index.isValid() or index.row() >= len(self._rows):
            return None
        return self._rows[index.row()]

    def index_of(self, key: str) -> QModelIndex:
        """Where the row with this key is; an invalid index if it is not there."""
        for number, row in enumerate(self._rows):
            if row.key == key:
                return self.index(number, 0)
        return QModelIndex()

    def first_index(self) -> QModelIndex:
        """The first row that can be chosen; an invalid index if there is none."""
        for number, row in enumerate(self._rows):
            if row.kind is not RowKind.SECTION:
                return self.index(number, 0)
        return QModelIndex()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  Qt's own default
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        row = self.row_at(index)
        if row is None:
            return None
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return row.title
            case Qt.ItemDataRole.ToolTipRole:
                return plain_tip(row.tip) or None
            case Qt.ItemDataRole.AccessibleTextRole:
                return _spoken(row)
            case _:
                return row if role == MODEL_ROW_ROLE else None

    def flags(self, index: Index) -> Qt.ItemFlag:
        row = self.row_at(index)
        if row is None or row.kind is RowKind.SECTION:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren


def _spoken(row: ModelRow) -> str:
    """Everything that stands in the row, as sentences."""
    parts = (row.title, row.tag, row.text, row.status, row.facts)
    return spoken_text(parts)
