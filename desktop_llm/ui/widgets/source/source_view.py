"""The document beside its summary: page by page, with the passage marked that a sentence comes from. GUI thread."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QTimer, Slot
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QWidget

from desktop_llm.ui.i18n import translate
from desktop_llm.ui.source_segments import SourceSegment, segment_of
from desktop_llm.ui.widgets.source.source_page import Passage, SourcePage, SourceRow
from desktop_llm.ui.widgets.virtual_column import SIDE_MARGIN_PX, VirtualColumn


class SourceView(VirtualColumn):
    """Only what is near the visible part exists, however many pages there are."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("source_view")
        self.setAccessibleName(translate("SourceView", "Document"))
        self.viewport().setBackgroundRole(QPalette.ColorRole.AlternateBase)
        self._segments: tuple[SourceSegment, ...] = ()
        self._source_rows: list[SourceRow] = []
        self._marked: SourceRow | None = None
        self._renewal_timer = QTimer(self, singleShot=True, interval=0)
        self._renewal_timer.timeout.connect(self._renew_widgets)

    def show_document(self, segments: Sequence[SourceSegment], n_pages: int) -> None:
        """From its beginning."""
        self._segments = tuple(segments)
        self._source_rows = [SourceRow(segment, n_pages) for segment in segments]
        self._marked = None
        self.set_rows(self._source_rows)
        self.go_to_row(0)

    def show_passage(self, passage: Passage) -> bool:
        """Mark it and bring it into view; False if the document has no such place."""
        number = segment_of(self._segments, passage.block_id, passage.start)
        self.clear_passage()
        if number is None:
            return False
        row = self._source_rows[number]
        self._marked = row
        row.show_passage(passage)
        self.go_to_row(number)
        if isinstance(row.widget, SourcePage):
            # A third of the way down, where the eye looks; the line before tells what it is about.
            wanted_px = self.viewport().height() // 3 - row.widget.passage_top(passage)
            self.go_to_row(number, min(wanted_px, SIDE_MARGIN_PX))
        return True

    def clear_passage(self) -> None:
        if self._marked is not None:
            self._marked.show_passage(None)
            self._marked = None

    @property
    def shown_page(self) -> int:
        """The page at the top of the view; 0 where there are none."""
        number, _ = self.anchor()
        return self._segments[number].page if number < len(self._segments) else 0

    @Slot()
    def _renew_widgets(self) -> None:
        self.forget_widgets()
        self.place_rows()

    # Qt's own names

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in {QEvent.Type.PaletteChange, QEvent.Type.FontChange} and hasattr(self, "_renewal_timer"):
            self._renewal_timer.start()
