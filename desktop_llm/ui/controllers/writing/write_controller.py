"""Runs the Write pane: which text is open, new ones, titles. GUI thread."""

from collections.abc import Callable
from functools import partial
from typing import Final

from msgspec import Struct
from PySide6.QtCore import QObject, Signal, Slot

from desktop_llm.assist.writing.stored_text import first_words, paragraphs_of, written_text
from desktop_llm.documents.rich_text import RichText
from desktop_llm.errors import DesktopLlmError
from desktop_llm.storage.written_documents import WrittenDocumentStore
from desktop_llm.storage.written_records import WrittenDocument
from desktop_llm.ui.controllers.writing.text_keeper import TextKeeper
from desktop_llm.ui.controllers.writing.written_shelf import WrittenShelf
from desktop_llm.ui.error_text import error_text_of
from desktop_llm.ui.event_bridge import EventBridge
from desktop_llm.ui.main_window import MainWindow
from desktop_llm.ui.panes.write_pane import WritePane
from desktop_llm.ui.widgets.notice_bar import Notice, NoticeLevel

_FAILURE_ID: Final = "text_failed"


class OpenedText(Struct, frozen=True):
    """A text as it is stored."""

    document: WrittenDocument
    text: RichText


class WriteController(QObject):
    """One text is open at a time, or none."""

    text_opened = Signal(object)  # WrittenDocument

    def __init__(
        self,
        window: MainWindow,
        pane: WritePane,
        keeper: TextKeeper,
        shelf: WrittenShelf,
        store: WrittenDocumentStore,
        bridge: EventBridge,
    ) -> None:
        super().__init__(pane)
        self._window = window
        self._pane = pane
        self._keeper = keeper
        self._shelf = shelf
        self._store = store
        self._bridge = bridge
        self._is_begun = False
        pane.new_requested.connect(self.begin_new)
        pane.title_edited.connect(self._on_title_edited)
        keeper.document_changed.connect(self._on_document_changed)
        keeper.keeping_failed.connect(self.show_error)
        shelf.text_chosen.connect(self.open)
        shelf.text_deleted.connect(self._on_deleted)
        shelf.text_renamed.connect(self._on_renamed)
        shelf.failed.connect(self.show_error)
        pane.show_text_open(is_open=False)
        shelf.refresh()

    def enter(self) -> None:
        """The pane is shown: for the first time, with the text that was written last."""
        if not self._is_begun:
            self._is_begun = True
            self._bridge.run_in_background(partial(_prepare, self._store), self._show_first, self.show_error)
        self._pane.setFocus()

    @Slot(str)
    def open(self, document_id: str) -> None:
        self._is_begun = True
        is_open = self._keeper.open_document is not None and self._keeper.open_document.id == document_id
        if not is_open:
            self._keeper.save()
            self._bridge.run_in_background(partial(read_text, self._store, document_id), self.show, self.show_error)

    @Slot()
    def begin_new(self) -> None:
        self.begin_with(RichText())

    def begin_with(self, text: RichText) -> None:
        """A new text that says this."""
        self._begin(text, None)

    def begin_blank(self, on_open: Callable[[], None]) -> None:
        """A text in which nothing is written: the open one if it is that, else a new one. `on_open`: it is open."""
        if self._is_blank and not self._pane.editor.isReadOnly():
            on_open()
        else:
            self._begin(RichText(), on_open)

    def _begin(self, text: RichText, on_open: Callable[[], None] | None) -> None:
        self._is_begun = True
        self._keeper.save()
        work = partial(_new_text, self._store, text)
        self._bridge.run_in_background(work, partial(self._show_new, on_open), self.show_error)

    def show(self, opened: OpenedText | None) -> None:
        """None: no text is open."""
        self._pane.setFocus()  # a title that is still being typed is the one of the text before
        self._pane.dismiss_notice(_FAILURE_ID)
        left = self._keeper.open_document
        if left is not None and self._is_blank and opened is not None and opened.document.id != left.id:
            self._bridge.run_in_background(partial(_forget, self._store, left.id), self._on_forgotten, self.show_error)
        document = None if opened is None else opened.document
        self._keeper.show(document, RichText() if opened is None else opened.text)
        self._pane.show_text_open(is_open=opened is not None)
        self._window.show_text_open(is_open=opened is not None)
        self._show_document(document)
        self._pane.setFocus()
        if document is not None:
            self.text_opened.emit(document)

    def note(self, document: WrittenDocument) -> None:
        """It has another file."""
        self._keeper.note(document)
        self._on_document_changed(document)

    def refresh(self) -> None:
        self._shelf.refresh()

    def stop(self) -> None:
        self._keeper.save_all()

    @Slot(object)
    def show_error(self, error: DesktopLlmError) -> None:
        text = error_text_of(error)
        self._pane.show_notice(Notice(id=_FAILURE_ID, text=text.whole, level=NoticeLevel.ERROR, details=text.details))

    def _show_first(self, opened: OpenedText | None) -> None:
        if self._keeper.open_document is None and opened is not None:
            self.show(opened)

    def _show_new(self, on_open: Callable[[], None] | None, opened: OpenedText) -> None:
        self.show(opened)
        self._shelf.refresh()
        if on_open is not None:
            on_open()

    @property
    def _is_blank(self) -> bool:
        """The open text has neither a name nor a file nor a word."""
        document = self._keeper.open_document
        if document is None or document.title or document.file_path:
            return False
        return not self._pane.editor.rich_text.text.strip()

    def _show_document(self, document: WrittenDocument | None) -> None:
        self._shelf.show_open("" if document is None else document.id)
        if document is not None:
            self._pane.show_document(document)

    @Slot(object)
    def _on_document_changed(self, document: WrittenDocument) -> None:
        self._pane.dismiss_notice(_FAILURE_ID)
        is_open = self._keeper.open_document is not None and document.id == self._keeper.open_document.id
        if is_open:
            self._show_document(document)
        self._shelf.refresh()

    @Slot(object)
    def _on_renamed(self, document: WrittenDocument) -> None:
        self._keeper.note(document)
        if self._keeper.open_document == document:
            self._show_document(document)

    @Slot(str)
    def _on_title_edited(self, title: str) -> None:
        if self._keeper.open_document is not None:
            self._shelf.rename(self._keeper.open_document.id, title)

    @Slot(str)
    def _on_deleted(self, document_id: str) -> None:
        if self._keeper.open_document is not None and document_id == self._keeper.open_document.id:
            self.show(None)

    def _on_forgotten(self, _nothing: None) -> None:
        self._shelf.refresh()


def read_text(store: WrittenDocumentStore, document_id: str) -> OpenedText:
    """Raises StorageError."""
    document = store.document(document_id)
    text = RichText(paragraphs=paragraphs_of(store.content(document_id)), language=document.language)
    return OpenedText(document, text)


def _prepare(store: WrittenDocumentStore) -> OpenedText | None:
    """The text that was changed last. What a killed program only journaled is found by its words, too."""
    for document_id in store.unsaved_ids():
        store.save(document_id, written_text(read_text(store, document_id).text))
    documents = store.documents()
    return read_text(store, documents[0].id) if documents else None


def _new_text(store: WrittenDocumentStore, text: RichText) -> OpenedText:
    return OpenedText(store.create(written_text(text)), text)


def _forget(store: WrittenDocumentStore, document_id: str) -> None:
    """A text without a word and without a name is none, unless it had words that come back from its versions."""
    document = store.document(document_id)
    is_empty = not first_words(paragraphs_of(store.content(document_id)))
    if is_empty and not (document.title or document.file_path or store.versions(document_id)):
        store.delete(document_id)
        store.delete_for_good([document_id])
