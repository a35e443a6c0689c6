"""The window with the Write pane alone, on a real database."""

from PySide6.QtGui import QAction
from pytestqt.qtbot import QtBot

from desktop_llm.engine.client import EngineClient
from desktop_llm.engine.scripted_client import ScriptedEngineClient
from desktop_llm.paths import DataFolder
from desktop_llm.storage.opening import open_storage
from desktop_llm.ui.controllers.deletions import Deletions
from desktop_llm.ui.controllers.writing.write_program import WriteProgram
from desktop_llm.ui.panes.write_pane import WritePane
from desktop_llm.ui.widgets.frame.conversation_list_view import ConversationListView
from desktop_llm.ui.widgets.frame.sidebar import WRITE_KEY
from desktop_llm.ui.widgets.writing.rich_editor import RichEditor
from desktop_llm.ui.window_commands import WindowCommand
from tests.fakes.pane_window import PaneWindow
from tests.fakes.rich_reader import RichHere


class WritingWindow(PaneWindow[WriteProgram]):
    def __init__(self, qtbot: QtBot, folder: DataFolder, engine: EngineClient | None = None) -> None:
        super().__init__(qtbot, folder, engine or ScriptedEngineClient())
        self.storage = open_storage(folder)
        self.documents = self.storage.documents
        self.program = WriteProgram(self.shell, folder, self.engines, RichHere, self.bridge)
        self.show_pane(WRITE_KEY)
        self.program.begin(self.documents, self.storage.store, Deletions(self.window))
        self.wait_for(lambda: self.is_shown("write_pane"))
        self.settle()

    def stop(self) -> None:
        if not self.is_stopped:
            super().stop()
            self.storage.close()

    @property
    def pane(self) -> WritePane:
        (pane,) = self.window.findChildren(WritePane)
        return pane

    @property
    def editor(self) -> RichEditor:
        return self.pane.editor

    @property
    def text(self) -> str:
        return self.editor.rich_text.text

    def begin_new(self) -> None:
        """As Ctrl+N does."""
        self.window.findChild(QAction, WindowCommand.NEW_TEXT).trigger()
        self.settle()
        self.wait_for(lambda: self.is_shown("rich_editor"))

    @property
    def titles(self) -> list[str]:
        """What stands in the sidebar, as it is there once everything is done."""
        self.settle()
        self.settle()
        view = self.part(ConversationListView, "conversation_list")
        model = view.model()
        return [str(model.index(row, 0).data()) for row in range(model.rowCount())]

    def write(self, text: str) -> None:
        self.qtbot.keyClicks(self.editor, text)

    def put_in(self, *paragraphs: str) -> None:
        """A new text with these."""
        self.begin_new()
        for number, text in enumerate(paragraphs):
            if number:
                self.editor.textCursor().insertBlock()
            self.editor.textCursor().insertText(text)

    def give(self, command: WindowCommand) -> None:
        """As its keys do."""
        self.window.findChild(QAction, command).trigger()

    def select(self, words: str) -> None:
        self.editor.setTextCursor(self.editor.document().find(words))
