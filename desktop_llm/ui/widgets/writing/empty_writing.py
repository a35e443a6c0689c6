"""What the Write pane shows before there is a text: what it does, and the ways to begin. GUI thread."""

from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop_llm.ui.i18n import QT_TRANSLATE_NOOP, translate
from desktop_llm.ui.widgets.empty_page import EmptyPage

_PROMISE: Final = QT_TRANSLATE_NOOP(
    "EmptyWriting",
    "A letter, a report, a page of notes. The model corrects, rewrites and drafts, and shows every change before it "
    "is made. What you write is kept while you write it.",
)
_KINDS: Final = QT_TRANSLATE_NOOP("EmptyWriting", "Word, OpenDocument, Markdown, web pages and text can be opened.")


class EmptyWriting(EmptyPage):
    new_requested = Signal()
    compose_requested = Signal()
    open_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("empty_writing", translate("EmptyWriting", "Nothing is written yet"), parent)
        new = self.new_button("empty_new_text_button", translate("EmptyWriting", "New text"))
        new.clicked.connect(self.new_requested)
        compose = self.new_button("empty_compose_button", translate("EmptyWriting", "Compose…"))
        compose.clicked.connect(self.compose_requested)
        opened = self.new_button("empty_open_text_button", translate("EmptyWriting", "Open a document…"))
        opened.clicked.connect(self.open_requested)
        self.lay_out(
            "pencil-line",
            translate("EmptyWriting", "Write with a second pair of eyes"),
            translate("EmptyWriting", _PROMISE),
            translate("EmptyWriting", _KINDS),
            (new, compose, opened),
        )
