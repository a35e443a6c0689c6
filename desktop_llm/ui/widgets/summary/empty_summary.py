"""What the Summarize pane shows before there is a document: what it does, and the ways to begin. GUI thread."""

from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop_llm.ui.i18n import QT_TRANSLATE_NOOP, translate
from desktop_llm.ui.widgets.empty_page import EmptyPage

_PROMISE: Final = QT_TRANSLATE_NOOP(
    "EmptySummary",
    "They are read from the first page to the last, however long they are. Every sentence of the summary "
    "leads to the passage that it comes from, and what the document does not say is marked.",
)
_KINDS: Final = QT_TRANSLATE_NOOP(
    "EmptySummary",
    "PDF, Word, OpenDocument, EPUB, web pages, mails, slides, tables, subtitles, Markdown, text and code.",
)


class EmptySummary(EmptyPage):
    files_requested = Signal()
    folder_requested = Signal()
    paste_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("empty_summary", translate("EmptySummary", "Nothing to summarize yet"), parent)
        files = self.new_button("summarize_files_button", translate("EmptySummary", "Choose files…"))
        files.clicked.connect(self.files_requested)
        folder = self.new_button("summarize_folder_button", translate("EmptySummary", "Choose a folder…"))
        folder.clicked.connect(self.folder_requested)
        paste = self.new_button("summarize_paste_button", translate("EmptySummary", "Paste text"))
        paste.clicked.connect(self.paste_requested)
        self.lay_out(
            "file-text",
            translate("EmptySummary", "Drop documents here"),
            translate("EmptySummary", _PROMISE),
            translate("EmptySummary", _KINDS),
            (files, folder, paste),
        )
