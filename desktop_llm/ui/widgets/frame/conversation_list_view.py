"""The list of conversations: opens, renames in place, and asks for everything else. GUI thread."""

from pathlib import Path
from typing import Final

from msgspec import Struct
from PySide6.QtCore import QItemSelectionModel, QModelIndex, QPoint, Qt, Signal, Slot
from PySide6.QtGui import QAction, QContextMenuEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QAbstractItemView, QInputDialog, QListView, QMenu, QWidget

from desktop_llm.ui.conversation_wishes import (
    ConversationExport,
    ConversationMove,
    ConversationPin,
    ExportFormat,
    FolderRename,
)
from desktop_llm.ui.i18n import translate
from desktop_llm.ui.item_models.conversation_list_model import ConversationListModel, ListRow, RowKind
from desktop_llm.ui.widgets.frame.conversation_delegate import ConversationDelegate

# The row of the open conversation is where the arrow keys start; what is open is drawn by the delegate.
_CURRENT: Final = QItemSelectionModel.SelectionFlag.NoUpdate


class ConversationTarget(Struct, frozen=True):
    """A conversation to open, and the message in it that a search found."""

    conversation_id: str
    message_id: str | None = None


class ConversationListView(QListView):
    """Click or Enter opens, F2 renames, Delete asks for deletion, which can be undone."""

    conversation_selected = Signal(object)
    text_selected = Signal(str)  # id of a text that was found
    pin_changed = Signal(object)
    move_requested = Signal(object)
    export_requested = Signal(object)
    delete_requested = Signal(str)
    folder_renamed = Signal(object)
    folder_delete_requested = Signal(str)

    def __init__(self, model: ConversationListModel, parent: QWidget | None = None, *, can_export: bool = True) -> None:
        super().__init__(parent)
        self._can_export = can_export
        self.setObjectName("conversation_list")
        self.setAccessibleName(translate("ConversationList", "Chats"))
        self.setProperty("look", "bare")
        self._rows = model
        self._delegate = ConversationDelegate(self)
        self._menu: QMenu | None = None
        self.setModel(model)
        self.setItemDelegate(self._delegate)
        self.setMouseTracking(True)
        self.setUniformItemSizes(False)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.EditKeyPressed)
        self.clicked.connect(self._on_chosen)

    def show_open(self, conversation_id: str) -> None:
        """Mark the conversation that the chat pane shows."""
        is_other = conversation_id != self._delegate.open_id
        self._delegate.open_id = conversation_id
        index = self._rows.index_of(conversation_id)
        if is_other or not self.currentIndex().isValid():
            self.selectionModel().setCurrentIndex(index, _CURRENT)
        if is_other and index.isValid() and self.isVisible():
            self.scrollTo(index)
        self.viewport().update()

    def rename(self, conversation_id: str) -> None:
        """Open the editor on a conversation's title."""
        index = self._rows.index_of(conversation_id)
        if not index.isValid():
            return
        self.setFocus()
        self.setCurrentIndex(index)
        self.edit(index)

    @Slot(QModelIndex)
    def _on_chosen(self, index: QModelIndex) -> None:
        row = self._rows.row_at(index)
        if row is None:
            return
        match row.kind:
            case RowKind.SECTION:
                return
            case RowKind.FOLDER:
                self._rows.toggle_folder(row.id)
            case RowKind.CONVERSATION | RowKind.HIT:
                self.conversation_selected.emit(ConversationTarget(row.id, row.message_id))
            case RowKind.TEXT_HIT:
                self.text_selected.emit(row.id)

    def menu_for(self, index: QModelIndex) -> QMenu | None:
        """What can be done with a row; None where nothing can."""
        row = self._rows.row_at(index)
        if row is None or row.kind in {RowKind.SECTION, RowKind.TEXT_HIT}:
            return None
        menu = QMenu(self)
        menu.setObjectName("conversation_menu")
        if row.kind is RowKind.FOLDER:
            self._fill_folder_menu(menu, row)
        else:
            self._fill_conversation_menu(menu, row)
        return menu

    def _fill_conversation_menu(self, menu: QMenu, row: ListRow) -> None:
        conversation = self._rows.conversation(row.id)
        is_pinned = conversation is not None and conversation.is_pinned
        if row.kind is RowKind.CONVERSATION:
            rename = self._action(menu, translate("ConversationList", "Rename"), row)
            rename.setShortcut("F2")
            rename.triggered.connect(self._on_rename)
        pin_text = translate("ConversationList", "Unpin") if is_pinned else translate("ConversationList", "Pin")
        pin = self._action(menu, pin_text, ConversationPin(row.id, not is_pinned))
        pin.triggered.connect(self._on_pin)
        self._add_folders(menu.addMenu(translate("ConversationList", "Move to folder")), row.id)
        if self._can_export:
            self._add_exports(menu.addMenu(translate("ConversationList", "Export")), row.id)
        menu.addSeparator()
        delete = self._action(menu, translate("ConversationList", "Delete"), row)
        delete.setShortcut("Del")
        delete.triggered.connect(self._on_delete)

    def _fill_folder_menu(self, menu: QMenu, row: ListRow) -> None:
        rename = self._action(menu, translate("ConversationList", "Rename folder…"), row)
        rename.triggered.connect(self._on_rename_folder)
        remove = self._action(menu, translate("ConversationList", "Remove folder, keep what is in it"), row)
        remove.triggered.connect(self._on_remove_folder)

    def _add_folders(self, menu: QMenu, conversation_id: str) -> None:
        conversation = self._rows.conversation(conversation_id)
        current = None if conversation is None else conversation.folder_id
        choices = [(None, translate("ConversationList", "No folder"))]
        choices += [(folder.id, folder.name.replace("&", "&&")) for folder in self._rows.folders]
        for folder_id, name in choices:
            action = self._action(menu, name, ConversationMove(conversation_id, folder_id))
            action.setCheckable(True)
            action.setChecked(folder_id == current)
            action.triggered.connect(self._on_move)
        menu.addSeparator()
        new = self._action(menu, translate("ConversationList", "New folder…"), conversation_id)
        new.triggered.connect(self._on_new_folder)

    def _add_exports(self, menu: QMenu, conversation_id: str) -> None:
        for export_format, title in export_titles():
            action = self._action(menu, title, ConversationExport(conversation_id, export_format))
            action.triggered.connect(self._on_export)

    def _action(self, menu: QMenu, text: str, data: object) -> QAction:
        action = menu.addAction(text)
        action.setData(data)
        return action

    def _wish(self) -> object:
        """What the action that was just triggered carries."""
        action = self.sender()
        return action.data() if isinstance(action, QAction) else None

    @Slot()
    def _on_rename(self) -> None:
        wish = self._wish()
        if isinstance(wish, ListRow):
            self.rename(wish.id)

    @Slot()
    def _on_pin(self) -> None:
        self.pin_changed.emit(self._wish())

    @Slot()
    def _on_move(self) -> None:
        self.move_requested.emit(self._wish())

    @Slot()
    def _on_export(self) -> None:
        self.export_requested.emit(self._wish())

    @Slot()
    def _on_delete(self) -> None:
        wish = self._wish()
        if isinstance(wish, ListRow):
            self.delete_requested.emit(wish.id)

    @Slot()
    def _on_new_folder(self) -> None:
        dialog = self._name_dialog(translate("ConversationList", "New folder"), "")
        dialog.setProperty("conversation_id", str(self._wish()))
        dialog.textValueSelected.connect(self._on_new_folder_named)
        dialog.open()

    @Slot(str)
    def _on_new_folder_named(self, name: str) -> None:
        conversation_id = str(self.sender().property("conversation_id"))
        if name.strip():
            self.move_requested.emit(ConversationMove(conversation_id, None, name.strip()))

    @Slot()
    def _on_rename_folder(self) -> None:
        wish = self._wish()
        if not isinstance(wish, ListRow):
            return
        dialog = self._name_dialog(translate("ConversationList", "Rename folder"), wish.title)
        dialog.setProperty("folder_id", wish.id)
        dialog.textValueSelected.connect(self._on_folder_renamed)
        dialog.open()

    @Slot(str)
    def _on_folder_renamed(self, name: str) -> None:
        folder_id = str(self.sender().property("folder_id"))
        if name.strip():
            self.folder_renamed.emit(FolderRename(folder_id, name.strip()))

    @Slot()
    def _on_remove_folder(self) -> None:
        wish = self._wish()
        if isinstance(wish, ListRow):
            self.folder_delete_requested.emit(wish.id)

    def _name_dialog(self, title: str, name: str) -> QInputDialog:
        dialog = QInputDialog(self)
        dialog.setObjectName("folder_name_dialog")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setWindowTitle(title)
        dialog.setLabelText(translate("ConversationList", "Name"))
        dialog.setTextValue(name)
        return dialog

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        index = self._rows.index_of(self._delegate.open_id)
        if index.isValid():
            self.scrollTo(index)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        is_by_mouse = event.reason() is QContextMenuEvent.Reason.Mouse
        index = self.indexAt(event.pos()) if is_by_mouse else self.currentIndex()
        menu = self.menu_for(index)
        if menu is None:
            return
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        place = event.globalPos() if is_by_mouse else self.viewport().mapToGlobal(self._below(index))
        menu.popup(place)

    def _below(self, index: QModelIndex) -> QPoint:
        return self.visualRect(index).bottomLeft()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        row = self._rows.row_at(self.currentIndex())
        is_editing = self.state() is QAbstractItemView.State.EditingState
        if row is not None and not is_editing:
            if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space}:
                self._on_chosen(self.currentIndex())
                return
            if event.key() == Qt.Key.Key_Delete and row.kind in {RowKind.CONVERSATION, RowKind.HIT}:
                self.delete_requested.emit(row.id)
                return
        super().keyPressEvent(event)


def export_titles() -> tuple[tuple[ExportFormat, str], ...]:
    return (
        (ExportFormat.MARKDOWN, translate("ConversationList", "Markdown…")),
        (ExportFormat.HTML, translate("ConversationList", "HTML…")),
        (ExportFormat.DOCX, translate("ConversationList", "Word file…")),
        (ExportFormat.PDF, translate("ConversationList", "PDF…")),
        (ExportFormat.JSON, translate("ConversationList", "JSON…")),
        (ExportFormat.CLIPBOARD, translate("ConversationList", "Copy as Markdown")),
    )


def export_file_name(title: str, export_format: ExportFormat) -> Path:
    """A name for the exported file that every file system takes."""
    is_markdown = export_format in (ExportFormat.MARKDOWN, ExportFormat.CLIPBOARD)
    return Path(f"{export_stem(title, 'chat')}.{'md' if is_markdown else export_format}")


def export_stem(title: str, untitled: str) -> str:
    kept = "".join(letter if letter.isalnum() or letter in " -_,.()" else " " for letter in title)
    return " ".join(kept.split()).strip(" .")[:60] or untitled
