"""Qt's item model of the changes that wait in a text. GUI thread."""

from collections.abc import Sequence
from typing import Final

from msgspec import Struct
from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from desktop_llm.ui.i18n import arrow_text, spoken_text
from desktop_llm.ui.item_models.row_changes import replace_rows
from desktop_llm.ui.widgets.plain_tip import plain_tip

CHANGE_ROW_ROLE: Final = int(Qt.ItemDataRole.UserRole)

Index = QModelIndex | QPersistentModelIndex


class ChangeRow(Struct, frozen=True, kw_only=True):
    """A change as the list names it. doubt: why it is to be looked at, empty for one that is checked."""

    key: str
    before: str
    after: str
    kind: str
    reason: str = ""
    doubt: str = ""


class ChangeListModel(QAbstractListModel):
    """In the order of the text."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: list[ChangeRow] = []

    def show_rows(self, rows: Sequence[ChangeRow]) -> None:
        replace_rows(self, self._rows, rows)

    def index_of(self, key: str) -> QModelIndex:
        """An invalid index if it is not there."""
        for number, row in enumerate(self._rows):
            if row.key == key:
                return self.index(number, 0)
        return QModelIndex()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  Qt's own default
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid() or index.row() >= len(self._rows):
            return None
        row = self._rows[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return arrow_text(row.before, row.after)
            case Qt.ItemDataRole.ToolTipRole:
                return plain_tip(spoken_text((row.kind, row.reason, row.doubt)))
            case Qt.ItemDataRole.AccessibleTextRole:
                return spoken_text((arrow_text(row.before, row.after), row.kind, row.reason, row.doubt))
            case _:
                return row if role == CHANGE_ROW_ROLE else None
