"""The open text, as the jobs of the Write pane need it: versions, new texts, notices. GUI thread."""

from functools import partial

from PySide6.QtCore import QObject

from desktop_llm.assist.writing.stored_text import stored_paragraphs
from desktop_llm.documents.rich_text import RichText
from desktop_llm.storage.written_documents import WrittenDocumentStore
from desktop_llm.storage.written_records import VersionReason
from desktop_llm.ui.controllers.writing.text_keeper import TextKeeper
from desktop_llm.ui.controllers.writing.write_controller import WriteController
from desktop_llm.ui.event_bridge import EventBridge
from desktop_llm.ui.main_window import MainWindow
from desktop_llm.ui.panes.write_pane import WritePane
from desktop_llm.ui.widgets.notice_bar import Notice
from desktop_llm.ui.widgets.toast import ToastContent


class OpenTextPlace(QObject):
    """Keeps to what `WritingPlace` says."""

    def __init__(
        self,
        window: MainWindow,
        pane: WritePane,
        keeper: TextKeeper,
        controller: WriteController,
        store: WrittenDocumentStore,
        bridge: EventBridge,
    ) -> None:
        super().__init__(pane)
        self._window = window
        self._pane = pane
        self._keeper = keeper
        self._controller = controller
        self._store = store
        self._bridge = bridge

    def keep_version(self) -> None:
        document, editor = self._keeper.open_document, self._pane.editor
        if document is None or editor.is_loading:
            return
        work = partial(_keep, self._store, document.id, editor.rich_text, editor.counts.n_words)
        self._bridge.run_in_background(work, None, self._controller.show_error)

    def begin_text(self, text: RichText) -> None:
        self._controller.begin_with(text)
        self._pane.show_text()

    def show_notice(self, notice: Notice) -> None:
        self._pane.show_notice(notice)

    def dismiss_notice(self, notice_id: str) -> None:
        self._pane.dismiss_notice(notice_id)

    def show_toast(self, text: str) -> None:
        self._window.show_toast(ToastContent(text))


def _keep(store: WrittenDocumentStore, document_id: str, text: RichText, n_words: int) -> bool:
    return store.keep_version(document_id, stored_paragraphs(text.paragraphs), n_words, VersionReason.BEFORE_ACTION)
