"""The bar above the pane: the model and how it is, and what can be done with the conversation. GUI thread."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QToolButton, QWidget

from desktop_llm.ui.i18n import translate
from desktop_llm.ui.icons import icon
from desktop_llm.ui.item_models.model_list_model import ModelChoice
from desktop_llm.ui.widgets.frame.model_picker import ModelPicker
from desktop_llm.ui.widgets.frame.model_status_line import ModelStatus, ModelStatusLine

TOP_BAR_HEIGHT_PX: Final = 48


class TopBar(QWidget):
    """Sidebar button, model picker, model status; on the right Instructions, Export and the rest of the menu."""

    sidebar_toggled = Signal()
    model_selected = Signal(str)
    model_file_requested = Signal()
    models_requested = Signal()
    servers_requested = Signal()
    load_cancel_requested = Signal()
    failure_action_requested = Signal()

    def __init__(
        self, instructions: QAction, exports: Sequence[QAction], more: Sequence[QAction], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("top_bar")
        self.setFixedHeight(TOP_BAR_HEIGHT_PX)
        self._sidebar_button = self._tool_button(
            "sidebar_button", translate("TopBar", "Show or hide the sidebar"), "list"
        )
        self._sidebar_button.clicked.connect(self.sidebar_toggled)
        self._picker = ModelPicker(self)
        self._picker.model_selected.connect(self.model_selected)
        self._picker.model_file_requested.connect(self.model_file_requested)
        self._picker.models_requested.connect(self.models_requested)
        self._picker.servers_requested.connect(self.servers_requested)
        self._status = ModelStatusLine(self)
        self._status.load_cancel_requested.connect(self.load_cancel_requested)
        self._status.failure_action_requested.connect(self.failure_action_requested)
        self._instructions_action = instructions
        self._instructions = self._text_button("instructions_button", translate("TopBar", "Instructions"))
        self._instructions.setToolTip(instructions.text())
        self._instructions.clicked.connect(instructions.trigger)
        self._export = self._text_button("export_button", translate("TopBar", "Export"))
        self._export.setMenu(self._menu("export_menu", exports))
        self._more = self._tool_button("more_button", translate("TopBar", "More"), "dots-three")
        self._more.setMenu(self._menu("more_menu", more))
        self._more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._lay_out()

    def show_models(self, models: Sequence[ModelChoice], current_id: str) -> None:
        self._picker.show_models(models, current_id)

    def show_status(self, status: ModelStatus) -> None:
        self._status.show_status(status)

    def show_conversation_actions(self, *, are_possible: bool) -> None:
        """Instructions and Export are there only while a conversation is."""
        self._instructions.setVisible(are_possible)
        self._export.setVisible(are_possible)

    @Slot()
    def open_model_list(self) -> None:
        self._picker.open_list()

    def _lay_out(self) -> None:
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 0, 12, 0)
        layout.setSpacing(4)
        layout.addWidget(self._sidebar_button)
        layout.addWidget(self._picker)
        layout.addSpacing(4)
        layout.addWidget(self._status, 1)
        for button in (self._instructions, self._export, self._more):
            layout.addWidget(button)

    def _menu(self, name: str, actions: Sequence[QAction]) -> QMenu:
        menu = QMenu(self)
        menu.setObjectName(name)
        menu.addActions(actions)
        return menu

    def _text_button(self, name: str, text: str) -> QPushButton:
        button = QPushButton(text, self)
        button.setObjectName(name)
        button.setProperty("look", "plain")
        return button

    def _tool_button(self, name: str, title: str, icon_name: str) -> QToolButton:
        button = QToolButton(self)
        button.setObjectName(name)
        button.setIcon(icon(icon_name))
        button.setAccessibleName(title)
        button.setToolTip(title)
        return button
