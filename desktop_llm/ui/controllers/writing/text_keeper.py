"""Keeps the open text of the Write pane while it is written, half a second behind, whatever its length. GUI thread."""

from collections.abc import Callable
from functools import partial
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from desktop_llm.assist.writing.stored_text import Paragraphs, edit_between, first_words
from desktop_llm.documents.rich_text import RichText
from desktop_llm.errors import DesktopLlmError, ErrorCode
from desktop_llm.storage.written_documents import WrittenDocumentStore
from desktop_llm.storage.written_records import WrittenDocument
from desktop_llm.ui.controllers.writing.text_journal import TextJournal
from desktop_llm.ui.event_bridge import EventBridge
from desktop_llm.ui.widgets.writing.rich_editor import RichEditor

_BEHIND_MS: Final = 500
_REST_MS: Final = 5_000


class TextKeeper(QObject):
    """What was changed is journaled; once the typing rests, the whole is saved, and then found by all its words."""

    document_changed = Signal(object)  # WrittenDocument
    keeping_failed = Signal(object)  # DesktopLlmError
    keeping_ended = Signal()
    """All that was asked of the store until now is done, or could not be."""

    def __init__(self, editor: RichEditor, store: WrittenDocumentStore, bridge: EventBridge) -> None:
        super().__init__(editor)
        self._editor = editor
        self._store = TextJournal(store)
        self._bridge = bridge
        self._n_asked = 0
        """Of the store, and not answered yet."""
        self._open: WrittenDocument | None = None
        self._kept: Paragraphs = ()
        self._is_whole = True
        self._has_failed = False
        self._unkept: dict[str, RichText] = {}
        """By the ids of texts that were left, and could not be saved."""
        self._journal = QTimer(self, singleShot=True, interval=_BEHIND_MS)
        self._journal.timeout.connect(self.keep)
        self._rest = QTimer(self, singleShot=True, interval=_REST_MS)
        self._rest.timeout.connect(self.save)
        editor.text_edited.connect(self._on_edited)
        editor.text_loaded.connect(self._on_loaded)

    @property
    def open_document(self) -> WrittenDocument | None:
        return self._open

    @property
    def is_keeping(self) -> bool:
        return self._n_asked > 0

    @property
    def has_failed(self) -> bool:
        """Something that was written is not in the store."""
        return self._has_failed or bool(self._unkept)

    @property
    def is_kept(self) -> bool:
        """All that was written is in the store; what was typed a moment ago is not."""
        return not (self._journal.isActive() or self.is_keeping or self.has_failed)

    def note(self, document: WrittenDocument) -> None:
        """The open text has another title, file or folder."""
        if self._open is not None and document.id == self._open.id:
            self._open = document

    def show(self, document: WrittenDocument | None, text: RichText) -> None:
        """Another text is open, or the same one anew; what was written of the one before is kept."""
        self.save()
        is_same = document is not None and self._open is not None and document.id == self._open.id
        self._open, self._has_failed = document, False
        unkept = None if document is None else self._unkept.pop(document.id, None)
        text = text if unkept is None else unkept
        if is_same or unkept is not None:  # something else is in the store
            self._put(text)
        self._editor.show_rich_text(text)

    def replace(self, text: RichText) -> None:
        """Make the open text another one: a step to undo, unless there is too much that differs."""
        self.keep()
        if self._open is None or self._editor.replace_text(text):
            return
        self._put(text)
        self._editor.show_rich_text(text)

    @Slot()
    def keep(self) -> None:
        """Journal what was changed since the last time."""
        self._journal.stop()
        if self._open is None or self._editor.is_loading:
            return
        paragraphs = self._editor.rich_text.paragraphs
        edit = edit_between(self._kept, paragraphs)
        self._kept = paragraphs
        if edit is None:
            return
        self._is_whole = False
        if self._has_failed:  # an edit says nothing where the one before it is missing
            self._put(self._editor.rich_text)
            return
        work = partial(self._store.add, self._open.id, edit, first_words(paragraphs))
        self._ask(work, self._open.id, None)

    @Slot()
    def save(self) -> None:
        """Put the whole text into the store, if something of it was only journaled."""
        self.keep()
        self._rest.stop()
        if not self._is_whole and not self._editor.is_loading:
            self._put(self._editor.rich_text)

    def save_all(self) -> None:
        """What could not be kept before is tried once more, too."""
        self.save()
        self._save_unkept()

    def _put(self, text: RichText) -> None:
        if self._open is not None:
            self._is_whole, self._has_failed = True, False
            self._save(self._open.id, text)

    def _save(self, document_id: str, text: RichText) -> None:
        self._ask(partial(self._store.save, document_id, text), document_id, text)

    def _save_unkept(self) -> None:
        unkept, self._unkept = self._unkept, {}
        for document_id, text in unkept.items():
            self._save(document_id, text)

    def _ask(self, work: Callable[[], WrittenDocument], document_id: str, text: RichText | None) -> None:
        """text: the whole, if it is that."""
        self._n_asked += 1
        self._bridge.run_in_background(work, self._on_kept, partial(self._on_failed, document_id, text))

    def _tell_end(self) -> None:
        if not self._n_asked:
            self.keeping_ended.emit()

    @Slot()
    def _on_edited(self) -> None:
        if not self._journal.isActive():
            self._journal.start()
        self._rest.start()

    @Slot()
    def _on_loaded(self) -> None:
        self._kept = self._editor.rich_text.paragraphs
        self._is_whole = not self._has_failed

    def _on_kept(self, document: WrittenDocument) -> None:
        self._n_asked -= 1
        self.note(document)
        self.document_changed.emit(document)
        self._save_unkept()
        self._tell_end()

    def _on_failed(self, document_id: str, text: RichText | None, error: DesktopLlmError) -> None:
        """The next time the whole is saved: of the open text as it is then, of one that was left as it was."""
        self._n_asked -= 1
        if self._open is not None and document_id == self._open.id:
            self._is_whole, self._has_failed = False, True
        elif text is not None and error.code is not ErrorCode.WRITTEN_TEXT_UNKNOWN:
            self._unkept[document_id] = text
        self.keeping_failed.emit(error)
        self._tell_end()
