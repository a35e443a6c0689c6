"""Runs the Write pane: which text is open. GUI thread."""

from functools import partial
from typing import Final

from msgspec import Struct
from PySide6.QtCore import QObject, Slot

from desktop_llm.assist.writing.stored_text import paragraphs_of
from desktop_llm.documents.rich_text import RichText
from desktop_llm.errors import DesktopLlmError
from desktop_llm.storage.written_documents import WrittenDocumentStore
from desktop_llm.storage.written_records import WrittenDocument, WrittenText
from desktop_llm.ui.controllers.writing.text_keeper import TextKeeper
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
    """One text is open at a time."""

    def __init__(
        self,
        window: MainWindow,
        pane: WritePane,
        keeper: TextKeeper,
        store: WrittenDocumentStore,
        bridge: EventBridge,
    ) -> None:
        super().__init__(pane)
        self._window = window
        self._pane = pane
        self._keeper = keeper
        self._store = store
        self._bridge = bridge
        keeper.keeping_failed.connect(self.show_error)

    def enter(self) -> None:
        """The pane is shown: with the text that was written last, if none is open."""
        if self._keeper.open_document is None:
            self._bridge.run_in_background(partial(_latest, self._store), self._show, self.show_error)

    def stop(self) -> None:
        self._keeper.save()

    @Slot(object)
    def show_error(self, error: DesktopLlmError) -> None:
        text = error_text_of(error)
        sentence = f"{text.sentence} {text.advice}".strip()
        self._pane.show_notice(Notice(id=_FAILURE_ID, text=sentence, level=NoticeLevel.ERROR, details=text.details))

    def _show(self, opened: OpenedText) -> None:
        self._pane.dismiss_notice(_FAILURE_ID)
        self._keeper.show(opened.document, opened.text)
        self._pane.editor.setFocus()


def _latest(store: WrittenDocumentStore) -> OpenedText:
    documents = store.documents()
    if not documents:
        return OpenedText(store.create(WrittenText()), RichText())
    return read_text(store, documents[0].id)


def read_text(store: WrittenDocumentStore, document_id: str) -> OpenedText:
    document = store.document(document_id)
    text = RichText(paragraphs=paragraphs_of(store.content(document_id)), language=document.language)
    return OpenedText(document, text)
