"""Shows a PDF in a `PageView`: sizes first, each picture as it is drawn, passages marked. GUI thread.

    feed = PageFeed(view, bridge, parent)      # starts nothing
    feed.show_document(document, password)     # a Document that was read from a PDF
    feed.scroll_to_passage(source)             # a Source of a summary or an answer
    feed.clear()
    feed.stop()                                # when the window ends

The file is drawn in a process of its own (`documents/page_painter.py`). If it is gone, locked, damaged or another one
than was read, the view says so in one sentence; `failed` lets the pane show the text instead.
"""

from functools import partial

from PySide6.QtCore import QObject, Signal, Slot

from desktop_llm.assist.checks.sourced_text import Source
from desktop_llm.documents.document import Document
from desktop_llm.documents.file_kinds import FileKind
from desktop_llm.documents.page_messages import (
    PageDrawn,
    PagesMeasured,
    PageWish,
    PassageFound,
    PassageOnPages,
    PdfSource,
)
from desktop_llm.documents.page_painter import PageEvent, PageFailed, PagePainter, PagesFailed
from desktop_llm.errors import DesktopLlmError, ErrorCode
from desktop_llm.ui.error_text import error_text_of
from desktop_llm.ui.event_bridge import EventBridge
from desktop_llm.ui.i18n import translate
from desktop_llm.ui.widgets.source.page_view import PageView


def has_pages_to_show(document: Document) -> bool:
    """Whether it was read from a PDF."""
    return document.media_type == FileKind.PDF


class PageFeed(QObject):
    failed = Signal(str)
    """The document's path: none of its pages can be shown."""

    def __init__(
        self, view: PageView, bridge: EventBridge, parent: QObject, painter_command: tuple[str, ...] | None = None
    ) -> None:
        """`painter_command` replaces the command line of the process that draws, for tests."""
        super().__init__(parent)
        self._view = view
        self._bridge = bridge
        self._painter = PagePainter(self._hear, command=painter_command)
        self._source: PdfSource | None = None
        self._name = ""
        self._passage: PassageOnPages | None = None
        view.pages_wanted.connect(self._on_pages_wanted)

    def show_document(self, document: Document, password: str = "") -> None:
        """Nothing happens where this document is shown already."""
        source = PdfSource(path=document.path, password=password, sha256=document.sha256)
        if source == self._source:
            return
        self._source, self._name, self._passage = source, document.name, None
        self._view.show_loading(document.name)
        self._painter.open(source)

    def scroll_to_passage(self, source: Source) -> None:
        """May be asked for before the pages are there."""
        passage = PassageOnPages(page=source.place.page, quote=source.quote, boxes=source.place.boxes)
        self._passage = passage
        self._painter.find(passage)

    def clear(self) -> None:
        self._source = self._passage = None
        self._painter.forget()
        self._view.clear()

    def stop(self) -> None:
        """Ends the process."""
        self._painter.close()

    @Slot(object)
    def _on_pages_wanted(self, wishes: tuple[PageWish, ...]) -> None:
        self._painter.want(wishes)

    def _hear(self, source: PdfSource, event: PageEvent) -> None:
        """On the painter's thread."""
        self._bridge.post(partial(self._show, source, event))

    def _show(self, source: PdfSource, event: PageEvent) -> None:
        if source != self._source:
            return
        match event:
            case PagesMeasured():
                self._view.show_document(self._name, event.sizes)
            case PagesFailed():
                self._view.show_failure(self._sentence(event.error))
                self.failed.emit(source.path)
            case PageDrawn():
                self._view.show_picture(event.wish, event.picture)
            case PageFailed():
                self._view.show_page_failure(event.wish.number, translate("PageView", "This page cannot be shown."))
            case PassageFound():
                if event.passage == self._passage:
                    self._view.scroll_to_passage(event.passage.page, event.passage.quote, event.marks)

    def _sentence(self, error: DesktopLlmError) -> str:
        if error.code is ErrorCode.DOCUMENT_CHANGED:
            text = translate("PageView", "{name} was changed after it was read. Its pages cannot be shown.")
            return text.format(name=self._name)
        return error_text_of(error).sentence
