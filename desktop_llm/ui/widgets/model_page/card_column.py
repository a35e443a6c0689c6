"""A page with controls at its top and a long text below them, drawn like an answer in a chat. GUI thread."""

from PySide6.QtCore import QEvent, QTimer, Signal, Slot
from PySide6.QtWidgets import QApplication, QWidget

from desktop_llm.ui.widgets.transcript.markdown_chapters import chapters_of
from desktop_llm.ui.widgets.transcript.message_content import MessageContent
from desktop_llm.ui.widgets.transcript.message_rows import ChapterRow
from desktop_llm.ui.widgets.transcript.message_stack import chapter_gap_px
from desktop_llm.ui.widgets.transcript.message_wishes import MessageWishes
from desktop_llm.ui.widgets.virtual_column import SIDE_MARGIN_PX, Row, VirtualColumn

_CARD: MessageContent = MessageContent(id="card", role="assistant")


class HeadRow(Row):
    """The controls: a widget of the page's own that is only put in its place."""

    is_kept = True

    def __init__(self, head: QWidget) -> None:
        super().__init__()
        self._head = head

    def build(self, parent: QWidget, width_px: int) -> QWidget:
        return self._head

    def estimated_height(self, width_px: int) -> int:
        return self._head.heightForWidth(width_px)


class CardColumn(VirtualColumn):
    """Links of the text are only reported. What has the keyboard is kept in view."""

    link_activated = Signal(str)

    def __init__(self, name: str, head: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        head.setParent(self.viewport())
        head.hide()
        self._head = HeadRow(head)
        self._text = ""
        self._wishes = MessageWishes(self)
        self._wishes.link_activated.connect(self.link_activated)
        self._wishes.row_resized.connect(self.place_rows)
        self._renewal_timer = QTimer(self, singleShot=True, interval=0)
        self._renewal_timer.timeout.connect(self._renew_widgets)
        self.set_rows([self._head])
        self.go_to_row(0)
        QApplication.instance().focusChanged.connect(self._on_focus_changed)  # type: ignore[union-attr]  # there is one

    def show_text(self, markdown: str) -> None:
        """Show this below the controls. Another text is read from the top of the page."""
        if markdown == self._text:
            self.head_changed()
            return
        self._text = markdown
        chapters = chapters_of(markdown)
        rows = [
            ChapterRow(_CARD, chapter_gap_px(chapter, number), self._wishes, chapter)
            for number, chapter in enumerate(chapters)
        ]
        for row, chapter in zip(rows, chapters, strict=True):
            row.show(chapter, has_cursor_mark=False, is_final=True)
        self.set_rows([self._head, *rows])
        self.head_changed()

    @Slot()
    def go_to_top(self) -> None:
        self.go_to_row(0)

    @Slot()
    def head_changed(self) -> None:
        """The controls may be higher or lower now."""
        self.row_changed(self._head)
        self.place_rows()

    @Slot("QWidget*", "QWidget*")
    def _on_focus_changed(self, _old: QWidget | None, now: QWidget | None) -> None:
        if now is None or not self.viewport().isAncestorOf(now):
            return
        top = now.mapTo(self.viewport(), now.rect().topLeft()).y()
        bottom = top + min(now.height(), self.viewport().height())
        bar = self.verticalScrollBar()
        if top < 0:
            bar.setValue(bar.value() + top - SIDE_MARGIN_PX)
        elif bottom > self.viewport().height():
            bar.setValue(bar.value() + bottom - self.viewport().height() + SIDE_MARGIN_PX)

    @Slot()
    def _renew_widgets(self) -> None:
        self.forget_widgets()
        self.place_rows()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in {QEvent.Type.PaletteChange, QEvent.Type.FontChange} and hasattr(self, "_renewal_timer"):
            self._renewal_timer.start()
