"""Takes the summary out of the window: to the clipboard, or as a file with its sources. GUI thread."""

from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QGuiApplication

from desktop_llm.assist.exports.exported_document import ExportedDocument
from desktop_llm.assist.exports.summary_export import summary_document
from desktop_llm.ui.controllers.summary.summary_display import SummaryDisplay
from desktop_llm.ui.conversation_wishes import ExportFormat
from desktop_llm.ui.dialogs.file_choosers import choose_export_file
from desktop_llm.ui.event_bridge import EventBridge
from desktop_llm.ui.export_desk import ExportDesk
from desktop_llm.ui.exported_files import exported_bytes, save_exported
from desktop_llm.ui.i18n import translate
from desktop_llm.ui.main_window import MainWindow
from desktop_llm.ui.panes.summarize_pane import SummarizePane
from desktop_llm.ui.rows.export_words import summary_export_words, summary_file_title
from desktop_llm.ui.widgets.frame.conversation_list_view import export_file_name
from desktop_llm.ui.widgets.toast import ToastContent


class SummaryExports(QObject):
    failed = Signal(object)  # DesktopLlmError

    def __init__(self, window: MainWindow, pane: SummarizePane, display: SummaryDisplay, bridge: EventBridge) -> None:
        super().__init__(pane)
        self._window = window
        self._pane = pane
        self._display = display
        self._desk = ExportDesk(bridge, self)
        pane.copy_requested.connect(self.copy)
        pane.export_requested.connect(self.export)

    @Slot()
    def copy(self) -> None:
        """As Markdown."""
        document = self._document()
        if document is not None:
            work = partial(exported_bytes, document, ExportFormat.CLIPBOARD)
            self._desk.run(work, self._on_copied, self.failed.emit)

    @Slot(object)
    def export(self, export_format: ExportFormat) -> None:
        """Ask where to; what is exported is what is shown then."""
        document, kept = self._document(), self._display.kept
        if document is None or kept is None:
            return
        name = export_file_name(summary_file_title(kept), export_format)
        dialog = choose_export_file(self._pane, name, export_format, self._on_file_chosen)
        dialog.setProperty("document", document)
        dialog.setProperty("format", export_format)

    @Slot(str)
    def _on_file_chosen(self, path: str) -> None:
        document, export_format = self.sender().property("document"), self.sender().property("format")
        work = partial(_written, document, export_format, Path(path))
        self._desk.run(work, self._on_saved, self.failed.emit)

    def _document(self) -> ExportedDocument | None:
        kept = self._display.kept
        if kept is None:
            return None
        return summary_document(kept.summary, summary_export_words(kept, datetime.now(UTC)))

    def _on_copied(self, data: bytes) -> None:
        QGuiApplication.clipboard().setText(data.decode())
        self._window.show_toast(ToastContent(translate("SummarizePane", "Summary copied")))

    def _on_saved(self, path: Path) -> None:
        saved = translate("SummarizePane", "Saved as {file}").format(file=path.name)
        self._window.show_toast(ToastContent(saved))


def _written(document: ExportedDocument, export_format: ExportFormat, path: Path) -> Path:
    """Raises DocumentError."""
    save_exported(path, exported_bytes(document, export_format))
    return path
