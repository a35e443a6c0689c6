"""Qt's item model of the language models on this computer, for the picker in the top bar. GUI thread."""

from collections.abc import Sequence
from typing import Final

from msgspec import Struct
from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from desktop_llm.ui.i18n import list_text, size_text
from desktop_llm.ui.widgets.plain_tip import plain_tip

MODEL_ROLE: Final = int(Qt.ItemDataRole.UserRole)

Index = QModelIndex | QPersistentModelIndex


class ModelChoice(Struct, frozen=True, kw_only=True):
    """A model that can be chosen. `note` says in a few words what it is good for, or why it cannot be used.

    `version` tells files of one model apart. With is_elsewhere it runs on a server. `heading` stands above the first
    model of a group.
    """

    id: str
    name: str
    size_bytes: int = 0
    version: str = ""
    note: str = ""
    path: str = ""
    is_missing: bool = False
    is_elsewhere: bool = False
    heading: str = ""


class ModelListModel(QAbstractListModel):
    """The models, in the order they are shown in, and which of them is loaded."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._models: tuple[ModelChoice, ...] = ()
        self._current_id = ""

    def show_models(self, models: Sequence[ModelChoice], current_id: str) -> None:
        if (tuple(models), current_id) == (self._models, self._current_id):
            return
        self.beginResetModel()
        self._models = tuple(models)
        self._current_id = current_id
        self.endResetModel()

    def model_at(self, index: Index) -> ModelChoice | None:
        if not index.isValid() or index.row() >= len(self._models):
            return None
        return self._models[index.row()]

    def is_current(self, index: Index) -> bool:
        model = self.model_at(index)
        return model is not None and model.id == self._current_id

    def current_index(self) -> QModelIndex:
        """Where the loaded model is; an invalid index if none is."""
        return self.index_of(self._current_id)

    def index_of(self, model_id: str) -> QModelIndex:
        for row, model in enumerate(self._models):
            if model.id == model_id:
                return self.index(row, 0)
        return QModelIndex()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  Qt's own default
        return 0 if parent.isValid() else len(self._models)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        model = self.model_at(index)
        if model is None:
            return None
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return model.name
            case Qt.ItemDataRole.ToolTipRole:
                return plain_tip(model.path) or None
            case Qt.ItemDataRole.AccessibleTextRole:
                return list_text((model.name, model_note(model)))
            case _:
                return model if role == MODEL_ROLE else None

    def flags(self, index: Index) -> Qt.ItemFlag:
        model = self.model_at(index)
        if model is None:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren


def model_note(model: ModelChoice) -> str:
    """Size, version and note in one line, without an empty part."""
    size = size_text(model.size_bytes) if model.size_bytes else ""
    return " · ".join(part for part in (size, model.version, model.note) if part)
