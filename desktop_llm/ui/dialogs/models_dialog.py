"""The models on this computer: use one, add a file, take one off the list. GUI thread."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QModelIndex, Qt, Signal, Slot
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QListView,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from desktop_llm.ui.dialogs.file_choosers import choose_model_file
from desktop_llm.ui.i18n import translate
from desktop_llm.ui.item_models.model_list_model import ModelChoice, ModelListModel
from desktop_llm.ui.widgets.form_controls import heading, hint
from desktop_llm.ui.widgets.model_picker import ModelDelegate

_SIZE_PX: Final = (560, 460)


class ModelsDialog(QDialog):
    """Removing takes a model off the list; its file stays where it is."""

    model_selected = Signal(str)
    model_file_chosen = Signal(str)
    model_remove_requested = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("models_dialog")
        self.setWindowTitle(translate("ModelsDialog", "Models"))
        self.resize(*_SIZE_PX)
        self._model = ModelListModel(self)
        self._list = QListView(self)
        self._list.setObjectName("models_list")
        self._list.setAccessibleName(translate("ModelsDialog", "Models on this computer"))
        self._list.setModel(self._model)
        self._list.setItemDelegate(ModelDelegate(self._list))
        self._list.setMouseTracking(True)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.doubleClicked.connect(self._on_use)
        self._list.selectionModel().currentChanged.connect(self._on_current_changed)
        self._path = QLabel(self)
        self._path.setObjectName("models_path")
        self._path.setProperty("look", "small")
        self._path.setWordWrap(True)
        self._path.setTextFormat(Qt.TextFormat.PlainText)
        self._path.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._use = self._button("models_use", translate("ModelsDialog", "Use"), "primary")
        self._use.clicked.connect(self._on_use)
        self._open = self._button("models_open", translate("ModelsDialog", "Open a model file…"))
        self._open.clicked.connect(self._on_open)
        self._remove = self._button("models_remove", translate("ModelsDialog", "Remove from list"))
        self._remove.clicked.connect(self._on_remove)
        self._lay_out()
        self._on_current_changed(QModelIndex())

    def show_models(self, models: Sequence[ModelChoice], current_id: str) -> None:
        chosen = self._model.model_at(self._list.currentIndex())
        self._model.show_models(models, current_id)
        index = self._model.index_of(chosen.id) if chosen else QModelIndex()
        index = index if index.isValid() else self._model.current_index()
        self._list.setCurrentIndex(index if index.isValid() else self._model.index(0, 0))
        self._on_current_changed(self._list.currentIndex())

    def _lay_out(self) -> None:
        close = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        close.button(QDialogButtonBox.StandardButton.Close).setObjectName("models_close")
        close.rejected.connect(self.close)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        for button in (self._use, self._remove, self._open):
            buttons.addWidget(button)
        buttons.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 16)
        layout.setSpacing(8)
        layout.addWidget(heading(translate("ModelsDialog", "On this computer")))
        layout.addWidget(hint(translate("ModelsDialog", "You can also drop a model file onto the window.")))
        layout.addWidget(self._list, 1)
        layout.addWidget(self._path)
        layout.addLayout(buttons)
        layout.addWidget(close)

    def _button(self, name: str, text: str, look: str = "") -> QPushButton:
        button = QPushButton(text, self)
        button.setObjectName(name)
        button.setProperty("look", look)
        button.setAutoDefault(False)
        return button

    @Slot(QModelIndex)
    def _on_current_changed(self, index: QModelIndex) -> None:
        model = self._model.model_at(index)
        self._use.setEnabled(model is not None and not model.is_missing and not self._model.is_current(index))
        self._remove.setEnabled(model is not None and model.is_removable)
        self._path.setText(model.path if model else "")

    @Slot()
    def _on_use(self) -> None:
        model = self._model.model_at(self._list.currentIndex())
        if model is not None and self._use.isEnabled():
            self.model_selected.emit(model.id)

    @Slot()
    def _on_open(self) -> None:
        choose_model_file(self, self.model_file_chosen.emit)

    @Slot()
    def _on_remove(self) -> None:
        model = self._model.model_at(self._list.currentIndex())
        if model is not None and model.is_removable:
            self.model_remove_requested.emit(model.id)
