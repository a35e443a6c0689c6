"""A document's pages to look at, with the line below them: which page this is, and how large. GUI thread.

`show_loading`, then `show_document`, then `show_picture` for each page that `pages_wanted` names; `scroll_to_passage`
marks a passage. `ui/controllers/summary/page_feed.py` does all that for a PDF.
"""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QToolButton, QVBoxLayout, QWidget

from desktop_llm.documents.page_messages import PageMark, PagePicture, PageSize, PageWish
from desktop_llm.ui.i18n import number_text, translate
from desktop_llm.ui.icons import icon
from desktop_llm.ui.widgets.breakable_text import breakable
from desktop_llm.ui.widgets.plain_label import plain_label
from desktop_llm.ui.widgets.source.page_scroll import MAX_ZOOM, MIN_ZOOM, PageScroll


class PageView(QWidget):
    pages_wanted = Signal(object)
    """tuple[PageWish, ...]: pictures that are lacking now, the most wanted first; nothing else is wanted."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("page_view")
        self._name = ""
        self._quote = ""
        self._scroll = PageScroll(self)
        self._scroll.setObjectName("page_scroll")
        self._scroll.pages_wanted.connect(self.pages_wanted)
        self._scroll.page_changed.connect(self._on_page_changed)
        self._scroll.zoom_changed.connect(self._on_zoom_changed)
        self._message = plain_label(self, "page_message", "dim", is_wrapped=True)
        self._message.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._message.setMargin(24)
        self._page_label = plain_label(self, "page_label", "small")
        self._zoom_out = self._button("zoom_out_button", "minus", translate("PageView", "Smaller"))
        self._zoom_in = self._button("zoom_in_button", "plus", translate("PageView", "Larger"))
        self._fit = self._button(
            "fit_width_button", "arrows-out-line-horizontal", translate("PageView", "As wide as the view")
        )
        self._zoom_out.clicked.connect(self._scroll.zoom_out)
        self._zoom_in.clicked.connect(self._scroll.zoom_in)
        self._fit.clicked.connect(self._scroll.fit_width)
        self._stack = QStackedLayout()
        self._footer = self._build_layout()
        self.setFocusProxy(self._scroll)
        self.clear()

    @property
    def page(self) -> int:
        """The page that is looked at, from 1; 0 without a document."""
        return self._scroll.page

    def show_loading(self, name: str) -> None:
        self._show_message(name, translate("PageView", "Opening {name} …").format(name=name))

    def show_document(self, name: str, sizes: Sequence[PageSize]) -> None:
        """Its pages, still empty, at once."""
        self._name = name
        self._quote = ""
        self._scroll.setAccessibleName(translate("PageView", "Pages of {name}").format(name=name))
        self._stack.setCurrentWidget(self._scroll)
        self._footer.setVisible(True)
        self._scroll.show_pages(sizes)
        self._on_zoom_changed(self._scroll.zoom)

    def show_picture(self, wish: PageWish, picture: PagePicture) -> None:
        self._scroll.show_picture(wish, picture)

    def show_page_failure(self, number: int, sentence: str) -> None:
        """In place of the page's picture."""
        self._scroll.show_page_failure(number, sentence)

    def show_failure(self, sentence: str) -> None:
        """In place of all pages."""
        self._show_message(self._name, sentence)

    def clear(self) -> None:
        self._show_message("", "")

    def scroll_to_passage(self, page: int, quote: str, marks: Sequence[PageMark]) -> None:
        """Mark the passage and bring it into view; without marks, its page. What was marked before is not any more."""
        self._quote = quote
        self._scroll.mark(marks)
        if not marks:
            self._scroll.go_to_page(page)
        self._describe()

    def _show_message(self, name: str, text: str) -> None:
        self._name = name
        self._message.setText(breakable(text))
        self._stack.setCurrentWidget(self._message)
        self._footer.setVisible(False)
        self._scroll.show_pages(())

    def _button(self, name: str, icon_name: str, tip: str) -> QToolButton:
        button = QToolButton(self)
        button.setObjectName(name)
        button.setIcon(icon(icon_name))
        button.setToolTip(tip)
        button.setAccessibleName(tip)
        return button

    def _build_layout(self) -> QWidget:
        footer = QWidget(self)
        footer.setObjectName("page_footer")
        line = QHBoxLayout(footer)
        line.setContentsMargins(16, 4, 8, 4)
        line.setSpacing(4)
        line.addWidget(self._page_label)
        line.addStretch(1)
        for button in (self._zoom_out, self._fit, self._zoom_in):
            line.addWidget(button)
        self._stack.addWidget(self._message)
        self._stack.addWidget(self._scroll)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(self._stack, 1)
        layout.addWidget(footer)
        return footer

    def _describe(self) -> None:
        """For who cannot see the pages: where this is, and what is marked."""
        numbers = {"page": number_text(self._scroll.page), "count": number_text(self._scroll.n_pages)}
        text = translate("PageView", "Page {page} of {count}").format(**numbers)
        self._page_label.setText(text)
        if self._quote:
            text += "\n" + translate("PageView", "Marked: {quote}").format(quote=self._quote)
        self._scroll.setAccessibleDescription(text)

    @Slot(int)
    def _on_page_changed(self, page: int) -> None:
        self._describe()

    @Slot(float)
    def _on_zoom_changed(self, zoom: float) -> None:
        self._zoom_out.setEnabled(zoom > MIN_ZOOM)
        self._zoom_in.setEnabled(zoom < MAX_ZOOM)
        self._fit.setEnabled(zoom != 1.0)
