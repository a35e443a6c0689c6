"""The servers that the person named: add one, change it, take it off the list. GUI thread."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QModelIndex, Qt, Signal, Slot
from PySide6.QtWidgets import QDialog, QHBoxLayout, QListView, QVBoxLayout, QWidget

from desktop_llm.ui.i18n import translate
from desktop_llm.ui.item_models.model_list_model import ModelChoice, ModelListModel
from desktop_llm.ui.widgets.form_controls import close_box, dialog_button, heading, hint, set_look
from desktop_llm.ui.widgets.frame.model_picker import ModelDelegate

_SIZE_PX: Final = (540, 420)


class ServersDialog(QDialog):
    """Shows what it is given; the server's own window does the rest."""

    add_requested = Signal()
    change_requested = Signal(str)  # server id
    remove_requested = Signal(str)  # server id

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("servers_dialog")
        self.setWindowTitle(translate("ServersDialog", "Servers"))
        self.resize(*_SIZE_PX)
        self._model = ModelListModel(self)
        self._list = QListView(self)
        self._list.setObjectName("servers_list")
        self._list.setAccessibleName(translate("ServersDialog", "Servers"))
        self._list.setModel(self._model)
        self._list.setItemDelegate(ModelDelegate(self._list))
        self._list.setMouseTracking(True)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.doubleClicked.connect(self._on_change)
        self._list.selectionModel().currentChanged.connect(self._on_current_changed)
        self._none = hint(translate("ServersDialog", "There is none yet."))
        self._none.setObjectName("servers_none")
        self._add = dialog_button(self, "servers_add", translate("ServersDialog", "Add a server…"))
        self._add.clicked.connect(self.add_requested)
        self._change = dialog_button(self, "servers_change", translate("ServersDialog", "Change…"))
        self._change.clicked.connect(self._on_change)
        self._remove = dialog_button(self, "servers_remove", translate("ServersDialog", "Remove"))
        self._remove.clicked.connect(self._on_remove)
        self._lay_out()
        self.show_servers(())

    def show_servers(self, servers: Sequence[ModelChoice]) -> None:
        """Each as an entry: its name, and host and model as the note."""
        chosen = self._model.model_at(self._list.currentIndex())
        self._model.show_models(servers, "")
        index = self._model.index_of(chosen.id) if chosen else QModelIndex()
        self._list.setCurrentIndex(index if index.isValid() else self._model.index(0, 0))
        self._list.setVisible(bool(servers))
        self._none.setVisible(not servers)
        set_look(self._add, "" if servers else "primary")
        self._on_current_changed(self._list.currentIndex())

    def _lay_out(self) -> None:
        close = close_box(self, "servers_close")
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        for button in (self._add, self._change, self._remove):
            buttons.addWidget(button)
        buttons.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 16)
        layout.setSpacing(8)
        layout.addWidget(heading(translate("ServersDialog", "Models on a server")))
        layout.addWidget(
            hint(
                translate(
                    "ServersDialog",
                    "A larger computer can answer a chat: yours, your company's or a service's. What you write in that "
                    "chat is sent there. Every chat stays on this computer until you choose a server for it.",
                )
            )
        )
        layout.addWidget(self._list, 1)
        layout.addWidget(self._none)
        layout.addLayout(buttons)
        layout.addStretch(0)
        layout.addWidget(close)

    @Slot(QModelIndex)
    def _on_current_changed(self, index: QModelIndex) -> None:
        has_one = self._model.model_at(index) is not None
        self._change.setEnabled(has_one)
        self._remove.setEnabled(has_one)

    @Slot()
    def _on_change(self) -> None:
        if server := self._model.model_at(self._list.currentIndex()):
            self.change_requested.emit(server.id)

    @Slot()
    def _on_remove(self) -> None:
        if server := self._model.model_at(self._list.currentIndex()):
            self.remove_requested.emit(server.id)
