"""The Translate pane with documents: small files, an engine that knows their texts, and the grid by name."""

import threading
from collections.abc import Callable
from pathlib import Path

from docx import Document as WordDocument
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtWidgets import QLabel, QListView, QPlainTextEdit, QPushButton
from pytestqt.qtbot import QtBot

from desktop_llm.engine.client import EngineClient
from desktop_llm.paths import DataFolder
from desktop_llm.ui.item_models.segment_table_model import SegmentColumn
from desktop_llm.ui.panes.document_pane import DocumentPane
from desktop_llm.ui.widgets.form_controls import Choice
from desktop_llm.ui.widgets.translation.segment_table import SegmentTable
from tests.fakes.translating_window import TranslatingWindow

GERMAN = {
    "The pump must not run dry for more than 30 seconds.": "Die Pumpe darf höchstens 30 Sekunden trocken laufen.",
    "Use only original seals for the pump.": "Verwenden Sie nur Originaldichtungen für die Pumpe.",
    "Drain the tank before you transport the pump.": "Leeren Sie den Tank, bevor Sie die Pumpe transportieren.",
}
PUMP, SEALS, TANK = GERMAN


def in_german(asked: str) -> str:
    text = asked.rpartition("\n\n")[2]
    return GERMAN.get(text, f"Dies ist die Übersetzung von: {text}")


def word_file(path: Path, *paragraphs: str) -> Path:
    document = WordDocument()
    for text in paragraphs:
        document.add_paragraph(text)
    document.save(str(path))
    return path


class ReviewingWindow(TranslatingWindow):
    def __init__(self, qtbot: QtBot, folder: DataFolder, engine: EngineClient) -> None:
        super().__init__(qtbot, folder, engine)
        self.window.resize(1200, 800)

    @property
    def documents(self) -> DocumentPane:
        (pane,) = self.window.findChildren(DocumentPane)
        return pane

    @property
    def table(self) -> SegmentTable:
        (table,) = self.window.findChildren(SegmentTable)
        return table

    @property
    def rows(self) -> list[str]:
        """The list beside the pane: name and state of each document."""
        view = self.part(QListView, "document_list")
        model = view.model()
        texts = (model.index(row, 0).data(Qt.ItemDataRole.AccessibleTextRole) for row in range(model.rowCount()))
        return [str(text) for text in texts]

    def add(self, *paths: Path) -> None:
        """Drop files and wait until the first one is open in the grid."""
        self.program.add_files(paths)
        self.wait_for(lambda: self.is_shown("segment_table") and self.table.n_shown > 0)

    def into(self, code: str) -> None:
        """Choose the language as a person does."""
        choice = self.part(Choice, "target_language")
        choice.show_value(code)
        choice.activated.emit(choice.currentIndex())

    def translate_documents(self) -> None:
        """Press the button, and wait until the open document is through."""
        self.click("translate_document_button")
        self.wait_for(lambda: self.activity == "" and self.part(QPushButton, "save_document_button").isEnabled())

    @property
    def activity(self) -> str:
        return self.part(QLabel, "document_activity").accessibleName() if self.is_shown("document_footer") else ""

    def cell(self, row: int, column: SegmentColumn = SegmentColumn.TARGET) -> str:
        return str(self.index(row, column).data())

    def index(self, row: int, column: SegmentColumn = SegmentColumn.TARGET) -> QModelIndex:
        return self.table.model().index(row, column)

    @property
    def targets(self) -> list[str]:
        return [self.cell(row) for row in range(self.table.n_shown)]

    @property
    def notes(self) -> list[str]:
        return [self.cell(row, SegmentColumn.NOTE) for row in range(self.table.n_shown)]

    def choose_row(self, row: int) -> None:
        """While no filter takes rows away."""
        self.table.setFocus()
        self.table.show_segment(row)

    def key(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        self.qtbot.keyClick(self.table, key, modifier)

    def write_into(self, row: int, text: str) -> QPlainTextEdit:
        """Enter, and type: the field, still open."""
        self.choose_row(row)
        self.key(Qt.Key.Key_Return)
        (field,) = (each for each in self.table.findChildren(QPlainTextEdit) if each.isVisible())
        field.selectAll()
        field.insertPlainText(text)
        return field

    def edit(self, row: int, text: str) -> None:
        """Write it and press Enter."""
        field = self.write_into(row, text)
        self.qtbot.keyClick(field, Qt.Key.Key_Return)

    def show_document(self, number: int) -> None:
        """Choose it in the list beside the pane."""
        view = self.part(QListView, "document_list")
        view.setCurrentIndex(view.model().index(number, 0))
        self.qtbot.keyClick(view, Qt.Key.Key_Return)
        self.wait_for(lambda: self.is_shown("segment_table"))

    def remove_document(self, number: int) -> None:
        view = self.part(QListView, "document_list")
        view.setCurrentIndex(view.model().index(number, 0))
        self.qtbot.keyClick(view, Qt.Key.Key_Delete)

    def stopping_at(self, n_asked: int, after: Callable[[], None] | None = None) -> Callable[[int], None]:
        """For an engine's `on_asked`: Esc, after something else, at that question, which is answered only then."""
        is_stopped = threading.Event()

        def stop() -> None:
            if after is not None:
                after()
            self.qtbot.keyClick(self.window, Qt.Key.Key_Escape)
            is_stopped.set()

        def on_asked(number: int) -> None:
            if number == n_asked:
                self.bridge.post(stop)
                is_stopped.wait(30)

        return on_asked
