"""Earlier states of the open text: kept at the right moments, looked at, brought back. GUI thread."""

import time
from collections.abc import Callable
from functools import partial
from typing import Final

from msgspec import Struct
from PySide6.QtCore import QObject, Slot

from desktop_llm.assist.writing.stored_text import count_words, paragraphs_of, stored_paragraphs
from desktop_llm.documents.rich_text import RichText
from desktop_llm.errors import DesktopLlmError
from desktop_llm.storage.written_documents import WrittenDocumentStore
from desktop_llm.storage.written_records import DocumentVersion, VersionReason, WrittenDocument
from desktop_llm.ui.controllers.writing.text_keeper import TextKeeper
from desktop_llm.ui.controllers.writing.write_controller import WriteController
from desktop_llm.ui.dialogs.versions_dialog import VersionsDialog
from desktop_llm.ui.error_text import error_text_of
from desktop_llm.ui.event_bridge import EventBridge
from desktop_llm.ui.i18n import translate
from desktop_llm.ui.main_window import MainWindow
from desktop_llm.ui.panes.write_pane import WritePane
from desktop_llm.ui.widgets.notice_bar import Notice, NoticeLevel
from desktop_llm.ui.widgets.toast import ToastContent

_UNKEPT_ID: Final = "version_not_kept"
_PAUSE_S: Final = 3600.0
"""A text that rested so long is kept as it was before it is written on."""


class _ReadVersion(Struct, frozen=True):
    id: str
    text: RichText


class TextVersions(QObject):
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
        self._dialog: VersionsDialog | None = None
        pane.versions_requested.connect(self.open_dialog)
        controller.text_opened.connect(self._on_opened)

    def keep(
        self,
        reason: VersionReason,
        on_kept: Callable[[], None],
        on_not_kept: Callable[[], None] | None = None,
    ) -> None:
        """The text as it is now, unless it is the latest version already; what would change it waits until it is kept.

        Where it cannot be kept, the person is told why. Nothing is called once another text is open.
        """
        document, editor = self._keeper.open_document, self._pane.editor
        if document is None:
            return
        if editor.is_loading:  # it is as it is stored, and not all of it is shown
            work = partial(_keep_stored, self._store, document.id, reason)
        elif editor.counts.n_words:
            work = partial(_keep, self._store, document.id, editor.rich_text, editor.counts.n_words, reason)
        else:
            work = _keep_nothing
        self._bridge.run_in_background(
            work, partial(self._on_kept, document.id, on_kept), partial(self._on_not_kept, document.id, on_not_kept)
        )

    @Slot()
    def keep_now(self) -> None:
        self.keep(VersionReason.WISHED, self._say_kept)

    def _say_kept(self) -> None:
        self._window.show_toast(ToastContent(translate("TextVersions", "Version kept")))

    @Slot()
    def open_dialog(self) -> None:
        if self._keeper.open_document is None:
            return
        if self._dialog is None:
            self._dialog = VersionsDialog(self._pane)
            self._dialog.version_chosen.connect(self._on_chosen)
            self._dialog.restore_requested.connect(self._on_restore)
            self._dialog.keep_requested.connect(self.keep_now)
            self._dialog.destroyed.connect(self._on_dialog_gone)
        self._read()
        self._dialog.show()
        self._dialog.raise_()

    @Slot(object)
    def _on_opened(self, document: WrittenDocument) -> None:
        self._pane.dismiss_notice(_UNKEPT_ID)
        work = partial(_keep_rested, self._store, document, time.time())
        self._bridge.run_in_background(work, self._show_new, self._controller.show_error)
        if self._dialog is not None:
            self._read()

    def _on_kept(self, document_id: str, on_kept: Callable[[], None], is_new: bool) -> None:
        self._show_new(is_new)
        if self._is_open(document_id):
            self._pane.dismiss_notice(_UNKEPT_ID)
            on_kept()

    def _on_not_kept(self, document_id: str, on_not_kept: Callable[[], None] | None, error: DesktopLlmError) -> None:
        text = error_text_of(error)
        sentence = translate(
            "TextVersions", "The text as it is could not be kept as a version, so nothing was changed. {reason}"
        )
        self._pane.show_notice(
            Notice(
                id=_UNKEPT_ID, text=sentence.format(reason=text.whole), level=NoticeLevel.ERROR, details=text.details
            )
        )
        if on_not_kept is not None and self._is_open(document_id):
            on_not_kept()

    def _is_open(self, document_id: str) -> bool:
        document = self._keeper.open_document
        return document is not None and document.id == document_id

    def _show_new(self, is_new: bool) -> None:
        if is_new and self._dialog is not None:
            self._read()

    def _read(self) -> None:
        if (document := self._keeper.open_document) is not None:
            work = partial(self._store.versions, document.id)
            self._bridge.run_in_background(work, self._show, self._controller.show_error)

    def _show(self, versions: tuple[DocumentVersion, ...]) -> None:
        if self._dialog is not None:
            self._dialog.show_versions(versions)

    @Slot(str)
    def _on_chosen(self, version_id: str) -> None:
        work = partial(_read_version, self._store, version_id, self._language)
        self._bridge.run_in_background(work, self._show_preview, self._controller.show_error)

    def _show_preview(self, version: _ReadVersion) -> None:
        if self._dialog is not None:
            self._dialog.show_preview(version.id, version.text)

    @Slot(str)
    def _on_restore(self, version_id: str) -> None:
        document = self._keeper.open_document
        if document is None:
            return
        self.keep(VersionReason.BEFORE_RESTORING, partial(self._restore, document.id, version_id))

    def _restore(self, document_id: str, version_id: str) -> None:
        work = partial(_read_version, self._store, version_id, self._language)
        bring_back = partial(self._bring_back, document_id)
        self._bridge.run_in_background(work, bring_back, self._controller.show_error)

    def _bring_back(self, document_id: str, version: _ReadVersion) -> None:
        """Into the text it is a version of; another one may have been opened meanwhile."""
        if not self._is_open(document_id):
            return
        if self._dialog is not None:
            self._dialog.close()
        self._keeper.replace(version.text)
        self._pane.setFocus()

    @property
    def _language(self) -> str:
        return self._pane.editor.rich_text.language

    @Slot()
    def _on_dialog_gone(self) -> None:
        self._dialog = None


def _keep_nothing() -> bool:
    """Of a text without a word; it comes to its turn when all before it is done."""
    return False


def _keep(store: WrittenDocumentStore, document_id: str, text: RichText, n_words: int, reason: VersionReason) -> bool:
    return store.keep_version(document_id, stored_paragraphs(text.paragraphs), n_words, reason)


def _keep_rested(store: WrittenDocumentStore, document: WrittenDocument, now_s: float) -> bool:
    """Of a text that was written on lately there is nothing to keep."""
    if now_s - document.updated_at < _PAUSE_S:
        return False
    return _keep_stored(store, document.id, VersionReason.OPENED_AGAIN)


def _keep_stored(store: WrittenDocumentStore, document_id: str, reason: VersionReason) -> bool:
    content = store.content(document_id)
    n_words = sum(count_words(paragraph.text) for paragraph in paragraphs_of(content))
    return n_words > 0 and store.keep_version(document_id, content, n_words, reason)


def _read_version(store: WrittenDocumentStore, version_id: str, language: str) -> _ReadVersion:
    return _ReadVersion(
        version_id, RichText(paragraphs=paragraphs_of(store.version_content(version_id)), language=language)
    )
