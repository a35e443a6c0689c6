"""Everything behind the documents of the Translate pane, beside the pane for texts. GUI thread."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QStackedWidget

from desktop_llm.paths import DataFolder
from desktop_llm.ui.controllers.engines.pane_engine import PaneEngine
from desktop_llm.ui.controllers.translation.document_files import DocumentFiles, EditingReader
from desktop_llm.ui.controllers.translation.document_jobs import DocumentJobs
from desktop_llm.ui.controllers.translation.document_memory_shelf import DocumentMemoryShelf
from desktop_llm.ui.controllers.translation.document_saving import DocumentSaving
from desktop_llm.ui.controllers.translation.documents_controller import DocumentsController
from desktop_llm.ui.controllers.translation.review_controller import ReviewController
from desktop_llm.ui.controllers.translation.translated_document import TranslatedDocument
from desktop_llm.ui.controllers.translation.translation_desk import TranslationDesk
from desktop_llm.ui.dialogs.file_choosers import choose_files
from desktop_llm.ui.event_bridge import EventBridge
from desktop_llm.ui.i18n import translate
from desktop_llm.ui.panes.document_pane import DocumentPane
from desktop_llm.ui.panes.translate_pane import TranslatePane
from desktop_llm.ui.widgets.summary.document_list import DocumentList
from desktop_llm.ui.window_shell import WindowShell


class DocumentsProgram(QObject):
    """Either the text or a document is shown."""

    error_action_requested = Signal(object)  # ErrorAction

    def __init__(
        self,
        shell: WindowShell,
        text_pane: TranslatePane,
        pane: DocumentPane,
        folder: DataFolder,
        desk: TranslationDesk,
        engine: PaneEngine,
        make_reader: Callable[[], EditingReader],
        bridge: EventBridge,
    ) -> None:
        super().__init__(shell.window)
        self._text_pane = text_pane
        self._pane = pane
        self._list = DocumentList(takes_only_files=True)
        self._stack = QStackedWidget()
        self._stack.setObjectName("translate_stack")
        self._stack.addWidget(text_pane)
        self._stack.addWidget(self._pane)
        self._memory = DocumentMemoryShelf(folder)
        self._files = DocumentFiles(folder, make_reader, bridge)
        self._jobs = DocumentJobs(folder, engine, self._memory, bridge, self)
        self._documents = DocumentsController(shell.window, self._pane, self._list, self._files, self._jobs, desk)
        self._review = ReviewController(self._pane, self._documents, self._jobs, self._memory, bridge)
        self._saving = DocumentSaving(self._pane, self._documents, self._files)
        self._documents.error_action_requested.connect(self.error_action_requested)
        self._documents.document_shown.connect(self._on_document_shown)
        self._documents.text_wanted.connect(self.show_text)
        self._list.files_requested.connect(self.choose_files)
        text_pane.documents_requested.connect(self.choose_files)
        self.show_text()
        shell.translate_frame.fill(self._stack)
        shell.translated_documents_frame.fill(self._list)

    def add_paths(self, paths: Sequence[Path]) -> None:
        """They begin with what is chosen for texts."""
        self._documents.add_paths(paths, self._text_pane.choices)

    @Slot()
    def show_text(self) -> None:
        self._stack.setCurrentWidget(self._text_pane)
        self._stack.setFocusProxy(self._text_pane)

    @Slot()
    def choose_files(self) -> None:
        choose_files(self._stack, translate("TranslatePane", "Choose documents to translate"), self._on_chosen)

    def translate(self) -> None:
        """The document that was shown last."""
        self._documents.show_last()
        self._documents.begin()

    def save(self) -> None:
        """The document that was shown last: ask where to."""
        self._documents.show_last()
        self._saving.ask()

    def stop(self) -> None:
        """Keeps what is there. Blocks for seconds at most."""
        self._jobs.close()
        self._review.stop()
        self._files.stop(self._documents.unkept())
        self._memory.close()

    @Slot(object)
    def _on_chosen(self, paths: Sequence[str]) -> None:
        self.add_paths([Path(path) for path in paths])

    @Slot(object)
    def _on_document_shown(self, _document: TranslatedDocument) -> None:
        self._stack.setCurrentWidget(self._pane)
        self._stack.setFocusProxy(self._pane)
        self._pane.setFocus()
