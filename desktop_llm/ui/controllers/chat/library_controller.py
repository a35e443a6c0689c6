"""The list of conversations: shows it, searches it, and carries out what is asked of its entries. GUI thread."""

import logging
from collections.abc import Callable
from functools import partial
from itertools import chain, zip_longest
from pathlib import Path

from msgspec import Struct
from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QGuiApplication

from desktop_llm.assist.exports.conversation_export import ExportLabels, document_of, json_of
from desktop_llm.errors import DesktopLlmError
from desktop_llm.storage.conversations import ConversationStore
from desktop_llm.storage.records import Conversation, Folder, TitleSource
from desktop_llm.storage.written_documents import WrittenDocumentStore
from desktop_llm.ui.controllers.deletions import Deletions
from desktop_llm.ui.conversation_wishes import (
    ConversationExport,
    ConversationMove,
    ConversationPin,
    ConversationRename,
    ExportFormat,
    FolderRename,
    Found,
    SearchResults,
)
from desktop_llm.ui.error_text import error_text
from desktop_llm.ui.event_bridge import EventBridge
from desktop_llm.ui.export_desk import ExportDesk
from desktop_llm.ui.exported_files import exported_bytes, save_exported
from desktop_llm.ui.i18n import translate
from desktop_llm.ui.main_window import MainWindow
from desktop_llm.ui.rows.export_words import conversation_labels
from desktop_llm.ui.widgets.toast import ToastContent

_log = logging.getLogger(__name__)

MakeFile = Callable[[], bytes]


class _Library(Struct, frozen=True):
    conversations: tuple[Conversation, ...]
    folders: tuple[Folder, ...]


class LibraryController(QObject):
    """Between the sidebar and the conversation store."""

    conversation_deleted = Signal(str)
    conversation_restored = Signal(str)
    title_changed = Signal(str)  # conversation id

    def __init__(
        self,
        window: MainWindow,
        store: ConversationStore,
        documents: WrittenDocumentStore,
        deletions: Deletions,
        bridge: EventBridge,
    ) -> None:
        """`documents` are searched along with the conversations."""
        super().__init__(window)
        self._window = window
        self._store = store
        self._documents = documents
        self._deletions = deletions
        self._bridge = bridge
        self._exports = ExportDesk(bridge, self)
        self._titles: dict[str, str] = {}
        self._query = ""
        window.conversation_renamed.connect(self._on_renamed)
        window.conversation_pin_changed.connect(self._on_pinned)
        window.conversation_move_requested.connect(self._on_moved)
        window.conversation_delete_requested.connect(self.delete)
        window.conversation_export_requested.connect(self._on_export)
        window.folder_renamed.connect(self._on_folder_renamed)
        window.folder_delete_requested.connect(self._on_folder_deleted)
        window.search_changed.connect(self._on_search)

    @Slot()
    def refresh(self) -> None:
        self._bridge.run_in_background(self._read, self._show, self.show_failure)

    @Slot(str)
    def delete(self, conversation_id: str) -> None:
        """Into the trash, from where it comes back for 30 days."""
        if not conversation_id:
            return
        self._deletions.note(self._titles.get(conversation_id, ""), partial(self.restore, conversation_id))
        self.conversation_deleted.emit(conversation_id)
        self.change(partial(self._store.delete, conversation_id))

    def restore(self, conversation_id: str) -> None:
        self._bridge.run_in_background(
            partial(self._store.restore, conversation_id),
            partial(self._on_restored, conversation_id),
            self.show_failure,
        )

    def change(self, work: Callable[[], object]) -> None:
        """Change the store in the background, then show the list as it is."""
        self._bridge.run_in_background(work, self._on_changed, self.show_failure)

    def show_failure(self, error: DesktopLlmError) -> None:
        text = error_text(error.code, error.facts)
        self._window.show_toast(ToastContent(text.sentence))

    def _read(self) -> _Library:
        return _Library(self._store.conversations(), self._store.folders())

    def _show(self, library: _Library) -> None:
        self._titles = {conversation.id: conversation.title for conversation in library.conversations}
        self._window.show_conversations(library.conversations, library.folders)

    def _on_changed(self, _result: object) -> None:
        self.refresh()
        if self._query:
            self._on_search(self._query)

    def _on_restored(self, conversation_id: str, _result: object) -> None:
        self.refresh()
        self.conversation_restored.emit(conversation_id)

    @Slot(object)
    def _on_renamed(self, wish: ConversationRename) -> None:
        rename = partial(self._store.rename, wish.conversation_id, wish.title, TitleSource.USER)
        self._bridge.run_in_background(rename, self._on_title_changed, self.show_failure)

    def _on_title_changed(self, conversation: Conversation) -> None:
        self._on_changed(None)
        self.title_changed.emit(conversation.id)

    @Slot(object)
    def _on_pinned(self, wish: ConversationPin) -> None:
        self.change(partial(self._store.set_pinned, wish.conversation_id, is_pinned=wish.is_pinned))

    @Slot(object)
    def _on_moved(self, wish: ConversationMove) -> None:
        self.change(partial(self._move, wish))

    def _move(self, wish: ConversationMove) -> None:
        folder_id = wish.folder_id
        if wish.new_folder_name:
            folder_id = self._store.create_folder(wish.new_folder_name).id
        self._store.move_to_folder(wish.conversation_id, folder_id)

    @Slot(object)
    def _on_folder_renamed(self, wish: FolderRename) -> None:
        self.change(partial(self._store.rename_folder, wish.folder_id, wish.name))

    @Slot(str)
    def _on_folder_deleted(self, folder_id: str) -> None:
        self.change(partial(self._store.delete_folder, folder_id))

    @Slot(str)
    def _on_search(self, query: str) -> None:
        self._query = query
        search = partial(_found, self._store, self._documents, query)
        self._bridge.run_in_background(search, partial(self._show_hits, query), self.show_failure)

    def _show_hits(self, query: str, hits: tuple[Found, ...]) -> None:
        if query == self._query:
            self._window.show_search_results(SearchResults(query, hits))

    @Slot(object)
    def _on_export(self, wish: ConversationExport) -> None:
        read = partial(_read_for_export, self._store, wish, conversation_labels())
        self._bridge.run_in_background(read, partial(self._on_read, wish), self.show_failure)

    def _on_read(self, wish: ConversationExport, make: MakeFile) -> None:
        work = partial(_made, make, wish.path)
        self._exports.run(work, partial(self._on_exported, wish), self.show_failure)

    def _on_exported(self, wish: ConversationExport, data: bytes) -> None:
        if wish.path is None:
            QGuiApplication.clipboard().setText(data.decode())
            self._window.show_toast(ToastContent(translate("Library", "Chat copied")))
            return
        saved = translate("Library", "Saved as {file}").format(file=wish.path.name)
        self._window.show_toast(ToastContent(saved))


def _found(store: ConversationStore, documents: WrittenDocumentStore, query: str) -> tuple[Found, ...]:
    """The best of both, in turn."""
    pairs = zip_longest(store.search(query), documents.search(query))
    return tuple(hit for hit in chain.from_iterable(pairs) if hit is not None)


def _read_for_export(store: ConversationStore, wish: ConversationExport, labels: ExportLabels) -> MakeFile:
    """What makes the file, when all that it needs has been read. Raises StorageError."""
    conversation = store.conversation(wish.conversation_id)
    if wish.format is ExportFormat.JSON:
        messages = store.messages(conversation.id)
        return lambda: json_of(conversation, messages).encode()
    return partial(exported_bytes, document_of(conversation, store.path(conversation.id), labels), wish.format)


def _made(make: MakeFile, path: Path | None) -> bytes:
    """Written to the wished file if there is one. Raises DocumentError."""
    data = make()
    if path is not None:
        save_exported(path, data)
    return data
