"""Which document stands beside the summary, and the passage that is marked in it. GUI thread."""

from PySide6.QtCore import QObject, Slot

from desktop_llm.assist.checks.sourced_text import Source
from desktop_llm.documents.document import Block, Document
from desktop_llm.ui.controllers.summary.document_queue import DocumentQueue
from desktop_llm.ui.controllers.summary.page_feed import PageFeed, has_pages_to_show
from desktop_llm.ui.controllers.summary.summary_display import SummaryDisplay
from desktop_llm.ui.i18n import translate
from desktop_llm.ui.panes.summarize_pane import SummarizePane
from desktop_llm.ui.widgets.notice_bar import Notice, NoticeLevel
from desktop_llm.ui.widgets.prompt.password_panel import GivenPassword
from desktop_llm.ui.widgets.source.source_head import SourceLook
from desktop_llm.ui.widgets.source.source_page import Passage
from desktop_llm.ui.widgets.summary.summary_view import SourceWish

_NOTICE_ID = "source"
_BEGINNING_CHARACTERS = 80


class SourceDesk(QObject):
    """The first document until another one is wished for, by a click in the list or on a sentence.

    A PDF is shown as its pages, and as text where those cannot be shown or the person wishes it.
    """

    def __init__(self, pane: SummarizePane, queue: DocumentQueue, display: SummaryDisplay, feed: PageFeed) -> None:
        super().__init__(pane)
        self._pane = pane
        self._queue = queue
        self._display = display
        self._feed = feed
        self._shown_key = ""
        self._is_settled = False
        self._marked: Source | None = None
        self._is_text_wished = False
        self._unshowable: set[str] = set()
        queue.rows_changed.connect(self._on_rows_changed)
        queue.document_settled.connect(self._on_settled)
        feed.failed.connect(self._on_pages_failed)
        pane.document_chosen.connect(self.show_document)
        pane.remove_requested.connect(self._on_remove)
        pane.password_given.connect(self._on_password_given)
        pane.password_refused.connect(self._on_remove)
        pane.source_requested.connect(self._on_source_requested)
        pane.source_look_chosen.connect(self._on_look_chosen)
        pane.section_chosen.connect(self._on_section_chosen)

    @Slot(str)
    def show_document(self, key: str) -> None:
        self._shown_key = key
        self._marked = None
        read = self._queue.read_document(key)
        self._is_settled = read is not None
        segments, n_pages = (read.segments, read.document.n_pages) if read else ((), 0)
        self._pane.show_document(key, self._queue.name(key), segments, n_pages)
        self._pane.show_problem(self._queue.problem(key))
        self._show_look()

    def _show_look(self) -> None:
        read = self._queue.read_document(self._shown_key)
        if read is None or not has_pages_to_show(read.document) or read.document.path in self._unshowable:
            self._pane.show_source_as(SourceLook.TEXT_ONLY)
        elif self._is_text_wished:
            self._pane.show_source_as(SourceLook.TEXT)
        else:
            self._pane.show_source_as(SourceLook.PAGES)
            self._feed.show_document(read.document, read.password)

    @Slot(object)
    def _on_look_chosen(self, look: SourceLook) -> None:
        self._is_text_wished = look is SourceLook.TEXT
        self._show_look()
        if self._marked is not None:
            self._mark(self._marked)

    @Slot(str)
    def _on_pages_failed(self, path: str) -> None:
        """The text is there in any case."""
        self._unshowable.add(path)
        self._show_look()
        if self._marked is not None:
            self._mark(self._marked)

    def _mark(self, source: Source) -> None:
        """In the text in any case, so that it stands there when that is shown."""
        self._marked = source
        self._pane.show_passage(Passage(source.block_id, source.start, source.end))
        document = self._queue.read_document(self._shown_key)
        if document is not None and has_pages_to_show(document.document) and source.place.page:
            self._feed.scroll_to_passage(source)

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
        """A passage of a document that was taken off the list, or is another one now, is not there to be shown."""
        source = wish.source
        document = self._shown_for(source.document_index)
        if document is None:
            return
        if not _has_quote(document, source):
            sentence = translate("SummarizePane", "{name} was changed after it was summarized.")
            notice = Notice(id=_NOTICE_ID, text=sentence.format(name=source.document), level=NoticeLevel.WARNING)
            self._pane.show_notice(notice)
            return
        self._mark(source)
        self._pane.show_passage_number(wish)

    @Slot(int)
    def _on_section_chosen(self, index: int) -> None:
        """Where this piece of the documents begins."""
        section = self._display.section(index)
        document = self._shown_for(section.document_index) if section is not None else None
        if section is None or document is None:
            return
        block = next((block for block in document.blocks if block.id == section.block_id), None)
        if block is not None:
            self._mark(_beginning(document, section.document_index, block))
            self._pane.show_passage_number(None)

    def _shown_for(self, document_index: int) -> Document | None:
        """Show this document of the summary, if it is still there."""
        files = self._display.files
        key = self._queue.key_of(files[document_index].path) if document_index < len(files) else ""
        read = self._queue.read_document(key)
        if read is None:
            return None
        if key != self._shown_key or not self._is_settled:
            self.show_document(key)
        return read.document


def _has_quote(document: Document, source: Source) -> bool:
    block = next((block for block in document.blocks if block.id == source.block_id), None)
    return block is not None and block.text[source.start : source.end] == source.quote


def _beginning(document: Document, document_index: int, block: Block) -> Source:
    quote = block.text[:_BEGINNING_CHARACTERS]
    return Source(
        document=document.name,
        document_index=document_index,
        place=block.place,
        block_id=block.id,
        start=0,
        end=len(quote),
        quote=quote,
    )
