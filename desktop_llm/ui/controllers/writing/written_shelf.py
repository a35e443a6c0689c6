"""The texts in the sidebar while the Write pane is shown, and what is asked of them there. GUI thread."""

from collections.abc import Callable
from functools import partial
from typing import Protocol

from msgspec import Struct
from PySide6.QtCore import QObject, Signal, Slot

from desktop_llm.errors import DesktopLlmError
from desktop_llm.storage.records import Folder
from desktop_llm.storage.written_documents import WrittenDocumentStore
from desktop_llm.storage.written_records import WrittenDocument
from desktop_llm.ui.controllers.deletions import Deletions
from desktop_llm.ui.conversation_wishes import ConversationMove, ConversationPin, ConversationRename, FolderRename
from desktop_llm.ui.event_bridge import EventBridge
from desktop_llm.ui.item_models.conversation_list_model import ConversationListModel
from desktop_llm.ui.widgets.frame.conversation_list_view import ConversationListView, ConversationTarget


class FolderStore(Protocol):
    """`storage.conversations.ConversationStore` is one: chats and texts share their folders."""

    def folders(self) -> tuple[Folder, ...]: ...

    def create_folder(self, name: str) -> Folder: ...

    def rename_folder(self, folder_id: str, name: str) -> None: ...

    def delete_folder(self, folder_id: str) -> None: ...


class _Shelf(Struct, frozen=True):
    documents: tuple[WrittenDocument, ...]
    folders: tuple[Folder, ...]


class WrittenShelf(QObject):
    """Between the list and the store."""

    text_chosen = Signal(str)  # id
    text_deleted = Signal(str)
    text_renamed = Signal(object)  # WrittenDocument
    shelf_read = Signal(bool)  # whether there are texts
    failed = Signal(object)  # DesktopLlmError

    def __init__(
        self, store: WrittenDocumentStore, folders: FolderStore, deletions: Deletions, bridge: EventBridge
    ) -> None:
        super().__init__()
        self._store = store
        self._folders = folders
        self._deletions = deletions
        self._bridge = bridge
        self._titles: dict[str, str] = {}
        self._model = ConversationListModel(self)
        self._view = ConversationListView(self._model, can_export=False)
        self._model.rename_requested.connect(self._on_renamed)
        view = self._view
        view.conversation_selected.connect(self._on_selected)
        view.pin_changed.connect(self._on_pinned)
        view.move_requested.connect(self._on_moved)
        view.delete_requested.connect(self.delete)
        view.folder_renamed.connect(self._on_folder_renamed)
        view.folder_delete_requested.connect(self._on_folder_deleted)

    @property
    def view(self) -> ConversationListView:
        return self._view

    def show_open(self, document_id: str) -> None:
        self._view.show_open(document_id)

    @Slot()
    def refresh(self) -> None:
        self._bridge.run_in_background(self._read, self._show, self.failed.emit)

    @Slot(str)
    def delete(self, document_id: str) -> None:
        """Into the trash, from where it comes back for 30 days."""
        self._deletions.note(self._titles.get(document_id, ""), partial(self.restore, document_id))
        self.text_deleted.emit(document_id)
        self._change(partial(self._store.delete, document_id))

    @Slot(str)
    def restore(self, document_id: str) -> None:
        self._change(partial(self._store.restore, document_id))

    @Slot(object)
    def _on_renamed(self, wish: ConversationRename) -> None:
        self.rename(wish.conversation_id, wish.title)

    def rename(self, document_id: str, title: str) -> None:
        self._bridge.run_in_background(
            partial(self._store.rename, document_id, title), self._on_title_kept, self.failed.emit
        )

    def _on_title_kept(self, document: WrittenDocument) -> None:
        self.text_renamed.emit(document)
        self.refresh()

    @Slot(object)
    def _on_selected(self, target: ConversationTarget) -> None:
        self.text_chosen.emit(target.conversation_id)

    @Slot(object)
    def _on_pinned(self, wish: ConversationPin) -> None:
        self._change(partial(self._store.set_pinned, wish.conversation_id, is_pinned=wish.is_pinned))

    @Slot(object)
    def _on_moved(self, wish: ConversationMove) -> None:
        self._change(partial(self._move, wish))

    def _move(self, wish: ConversationMove) -> None:
        folder_id = wish.folder_id
        if wish.new_folder_name:
            folder_id = self._folders.create_folder(wish.new_folder_name).id
        self._store.move_to_folder(wish.conversation_id, folder_id)

    @Slot(object)
    def _on_folder_renamed(self, wish: FolderRename) -> None:
        self._change(partial(self._folders.rename_folder, wish.folder_id, wish.name))

    @Slot(str)
    def _on_folder_deleted(self, folder_id: str) -> None:
        self._change(partial(self._folders.delete_folder, folder_id))

    def _change(self, work: Callable[[], object]) -> None:
        self._bridge.run_in_background(work, self._on_changed, self._on_failed)

    def _on_changed(self, _result: object) -> None:
        self.refresh()

    def _on_failed(self, error: DesktopLlmError) -> None:
        self.failed.emit(error)
        self.refresh()

    def _read(self) -> _Shelf:
        return _Shelf(self._store.documents(), self._folders.folders())

    def _show(self, shelf: _Shelf) -> None:
        self._titles = {document.id: document.title for document in shelf.documents}
        used = {document.folder_id for document in shelf.documents}
        folders = [folder for folder in shelf.folders if folder.id in used]
        self._model.show_conversations(shelf.documents, folders)
        self.shelf_read.emit(bool(shelf.documents))
