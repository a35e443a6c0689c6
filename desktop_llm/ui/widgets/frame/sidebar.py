"""The left column: panes, search, conversations, and the way to models and settings. GUI thread."""

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Final

from msgspec import Struct
from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QAbstractButton,
    QButtonGroup,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from desktop_llm.storage.records import Conversation, Folder
from desktop_llm.ui.conversation_wishes import SearchResults
from desktop_llm.ui.i18n import translate
from desktop_llm.ui.icons import IconRole, icon
from desktop_llm.ui.item_models.conversation_list_model import ConversationListModel, RowKind
from desktop_llm.ui.widgets.frame.conversation_list_view import ConversationListView
from desktop_llm.ui.widgets.row_painting import divider

SIDEBAR_WIDTH_PX: Final = 232
CHAT_KEY: Final = "chat"
SUMMARIZE_KEY: Final = "summarize"
TRANSLATE_KEY: Final = "translate"
WRITE_KEY: Final = "write"
MODELS_KEY: Final = "models"
"""The pane that the button at the bottom stands for."""


class PaneEntry(Struct, frozen=True):
    """A pane as the navigation names it."""

    key: str
    title: str
    icon_name: str


class Sidebar(QWidget):
    """Navigation. What is typed into the search field is asked for; what was found is shown in the list's place."""

    pane_selected = Signal(str)
    search_changed = Signal(str)

    def __init__(
        self,
        panes: Sequence[PaneEntry],
        new_chat: QAction,
        bottom: Sequence[QAction],
        sides: Mapping[str, QWidget] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        """`sides` stand in the place of the chats while their panes are shown."""
        super().__init__(parent)
        self.setObjectName("sidebar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedWidth(SIDEBAR_WIDTH_PX)
        self._model = ConversationListModel(self)
        self._list = ConversationListView(self._model, self)
        self._middle = QStackedWidget(self)
        self._middle.setObjectName("sidebar_middle")
        self._middle.addWidget(self._list)
        self._sides = dict(sides or {})
        for side in self._sides.values():
            self._middle.addWidget(side)
        self._pane_key = ""
        self._open_id = ""
        self._pane_buttons = QButtonGroup(self)
        self._pane_buttons.buttonClicked.connect(self._on_pane_clicked)
        self._search = self._search_field()
        self._new_button = self._make_new_button()
        self.show_new(new_chat)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 12, 9, 12)
        layout.setSpacing(0)
        for number, pane in enumerate(panes, start=1):
            layout.addWidget(self._pane_button(pane, number))
        layout.addSpacing(12)
        layout.addLayout(self._search_row())
        layout.addSpacing(8)
        layout.addWidget(self._middle, 1)
        layout.addSpacing(8)
        layout.addWidget(divider(self))
        layout.addSpacing(8)
        models, settings = bottom
        self._models = self._bottom_button(models, "download-simple")
        self._models.setProperty("pane", MODELS_KEY)
        self._models.setCheckable(True)
        layout.addWidget(self._models)
        layout.addWidget(self._bottom_button(settings, "gear"))
        self._set_tab_order()

    @property
    def conversation_list(self) -> ConversationListView:
        """The list itself: its signals say what a person wants done with a conversation."""
        return self._list

    @property
    def conversation_model(self) -> ConversationListModel:
        return self._model

    def show_pane(self, key: str) -> None:
        # An exclusive group does not let its last button go, which the pane of the button below asks for.
        self._pane_buttons.setExclusive(False)
        for button in (*self._pane_buttons.buttons(), self._models):
            button.setChecked(button.property("pane") == key)
        self._pane_buttons.setExclusive(True)
        self._pane_key = key
        self._show_middle()

    def show_new(self, action: QAction) -> None:
        """What the button beside the search begins."""
        self._new_button.setDefaultAction(action)
        self._new_button.setIcon(icon("note-pencil", IconRole.DIM))
        self._new_button.setAccessibleName(action.text())
        self._new_button.setToolTip(f"{action.text()} ({action.shortcut().toString()})")

    def show_models_note(self, note: str) -> None:
        """A few characters after Models, such as how far the downloads are."""
        title = self._models.accessibleName()
        self._models.setText(f"  {title}  {note}" if note else f"  {title}")
        self._models.setAccessibleDescription(note)

    def show_conversations(self, conversations: Sequence[Conversation], folders: Sequence[Folder]) -> None:
        self._model.show_conversations(conversations, folders)
        self._list.show_open(self._open_id)

    def show_open_conversation(self, conversation_id: str) -> None:
        self._open_id = conversation_id
        self._list.show_open(conversation_id)

    def show_search_results(self, results: SearchResults) -> None:
        """Results of a query that is no longer the typed one are dropped."""
        if self._query() and results.query == self._query():
            self._model.show_hits(results.hits)

    @Slot()
    def focus_search(self) -> None:
        self._search.setFocus()
        self._search.selectAll()

    @Slot()
    def rename_current(self) -> None:
        """Rename the conversation that the list's cursor is on, if the list has the keyboard, else the open one."""
        row = self._model.row_at(self._list.currentIndex()) if self._list.hasFocus() else None
        is_conversation = row is not None and row.kind is RowKind.CONVERSATION
        self._list.rename(row.id if row is not None and is_conversation else self._open_id)

    def _show_middle(self) -> None:
        """What was found is shown whatever pane there is."""
        side = self._sides.get(self._pane_key)
        self._middle.setCurrentWidget(side if side is not None and not self._query() else self._list)

    def _query(self) -> str:
        return self._search.text().strip()

    @Slot()
    def _on_query_changed(self) -> None:
        if not self._query():
            self._model.show_hits(None)
            self._list.show_open(self._open_id)
        self._show_middle()
        self.search_changed.emit(self._query())

    @Slot()
    def _on_query_entered(self) -> None:
        self._list.setFocus()
        self._list.setCurrentIndex(self._model.index(0, 0))

    @Slot(QAbstractButton)
    def _on_pane_clicked(self, button: QAbstractButton) -> None:
        self.pane_selected.emit(button.property("pane"))

    def _set_tab_order(self) -> None:
        """As the eye goes: panes, search, new chat, list, bottom."""
        panes = self._pane_buttons.buttons()
        bottom = [button for button in self.findChildren(QPushButton) if button.property("is_bottom")]
        order: list[QWidget] = [*panes, self._search, self._new_button, self._list, *self._sides.values(), *bottom]
        for earlier, later in pairwise(order):
            QWidget.setTabOrder(earlier, later)

    def _search_field(self) -> QLineEdit:
        field = QLineEdit(self)
        field.setObjectName("search_field")
        field.setProperty("look", "search")
        field.setAccessibleName(translate("Sidebar", "Search chats and texts"))
        field.setPlaceholderText(translate("Sidebar", "Search Ctrl+K"))
        field.setClearButtonEnabled(True)
        field.setAcceptDrops(False)
        field.textChanged.connect(self._on_query_changed)
        field.returnPressed.connect(self._on_query_entered)
        for button in field.findChildren(QToolButton):
            button.setObjectName("search_clear")
            button.setAccessibleName(translate("Sidebar", "Clear the search"))
        return field

    def _make_new_button(self) -> QToolButton:
        button = QToolButton(self)
        button.setObjectName("new_chat_button")
        return button

    def _search_row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(4, 0, 0, 0)
        row.setSpacing(4)
        row.addWidget(self._search, 1)
        row.addWidget(self._new_button)
        return row

    def _pane_button(self, pane: PaneEntry, number: int) -> QPushButton:
        button = QPushButton(icon(pane.icon_name, IconRole.TEXT), "  " + pane.title, self)
        button.setObjectName(f"pane_{pane.key}")
        button.setAccessibleName(pane.title)
        button.setProperty("look", "nav")
        button.setProperty("pane", pane.key)
        button.setCheckable(True)
        button.setToolTip(f"Ctrl+{number}")
        self._pane_buttons.addButton(button)
        return button

    def _bottom_button(self, action: QAction, icon_name: str) -> QPushButton:
        button = QPushButton(icon(icon_name, IconRole.TEXT), "  " + action.text(), self)
        button.setObjectName(f"{action.objectName()}_button")
        button.setAccessibleName(action.text())
        button.setProperty("look", "nav")
        button.setProperty("is_bottom", True)
        button.clicked.connect(action.trigger)
        return button
