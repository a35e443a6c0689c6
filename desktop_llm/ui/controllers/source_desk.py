"""Which document stands beside the summary, and the passage that is marked in it. GUI thread."""

from collections.abc import Sequence

from PySide6.QtCore import QObject, Slot

from desktop_llm.ui.controllers.document_queue import DocumentQueue
from desktop_llm.ui.panes.summarize_pane import SummarizePane
from desktop_llm.ui.widgets.password_panel import GivenPassword
from desktop_llm.ui.widgets.source_page import Passage
from desktop_llm.ui.widgets.summary_view import SourceWish


class SourceDesk(QObject):
    """The first document until another one is wished for, by a click in the list or on a sentence."""

    def __init__(self, pane: SummarizePane, queue: DocumentQueue) -> None:
        super().__init__(pane)
        self._pane = pane
        self._queue = queue
        self._shown_key = ""
        self._is_settled = False
        self._summarized_keys: tuple[str, ...] = ()
        queue.rows_changed.connect(self._on_rows_changed)
        queue.document_settled.connect(self._on_settled)
        pane.document_chosen.connect(self.show_document)
        pane.remove_requested.connect(self._on_remove)
        pane.password_given.connect(self._on_password_given)
        pane.password_refused.connect(self._on_remove)
        pane.source_requested.connect(self._on_source_requested)

    def note_summarized(self, keys: Sequence[str]) -> None:
        """The sources of the summary count these documents."""
        self._summarized_keys = tuple(keys)

    @Slot(str)
    def show_document(self, key: str) -> None:
        self._shown_key = key
        read = self._queue.read_document(key)
        self._is_settled = read is not None
        segments, n_pages = (read.segments, read.document.n_pages) if read else ((), 0)
        self._pane.show_document(key, self._queue.name(key), segments, n_pages)
        self._pane.show_problem(self._queue.problem(key))

    def show_passage(self, document_index: int, passage: Passage, wish: SourceWish | None = None) -> None:
        """A passage of a document of the summary; one that was taken off the list since is not shown."""
        key = self._summarized_keys[document_index] if document_index < len(self._summarized_keys) else ""
        if self._queue.read_document(key) is None:
            return
        if key != self._shown_key or not self._is_settled:
            self.show_document(key)
        self._pane.show_passage(passage, wish)

    @Slot()
    def _on_rows_changed(self) -> None:
        self._pane.show_documents(self._queue.rows)
        keys = self._queue.keys
        if keys and self._shown_key not in keys:
            self.show_document(keys[0])
        self._ask_for_password()

    @Slot(str)
    def _on_settled(self, key: str) -> None:
        if key == self._shown_key and not self._is_settled:
            self.show_document(key)
        self._ask_for_password()

    @Slot(str)
    def _on_remove(self, key: str) -> None:
        self._queue.remove(key)

    @Slot(object)
    def _on_password_given(self, given: GivenPassword) -> None:
        self._queue.give_password(given)
        self._ask_for_password()

    def _ask_for_password(self) -> None:
        """Of one file at a time, which is then the one that is shown."""
        question = self._queue.question
        if (question.id if question else "") == self._pane.password_question_id:
            return
        if question is not None and question.id != self._shown_key:
            self.show_document(question.id)
        self._pane.show_password_question(question)

    @Slot(object)
    def _on_source_requested(self, wish: SourceWish) -> None:
        source = wish.source
        self.show_passage(source.document_index, Passage(source.block_id, source.start, source.end), wish)
