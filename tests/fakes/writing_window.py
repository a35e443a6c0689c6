"""The window with the Write pane alone, on a real database."""

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from desktop_llm.assist.engines import Engines
from desktop_llm.engine.client import EngineClient
from desktop_llm.engine.scripted_client import ScriptedEngineClient
from desktop_llm.paths import DataFolder
from desktop_llm.storage.opening import open_storage
from desktop_llm.ui.controllers.deletions import Deletions
from desktop_llm.ui.controllers.writing.write_program import WriteProgram
from desktop_llm.ui.event_bridge import EventBridge
from desktop_llm.ui.panes.write_pane import WritePane
from desktop_llm.ui.widgets.frame.conversation_list_view import ConversationListView
from desktop_llm.ui.widgets.frame.sidebar import WRITE_KEY
from desktop_llm.ui.widgets.writing.rich_editor import RichEditor
from desktop_llm.ui.window_commands import WindowCommand
from desktop_llm.ui.window_shell import WindowShell
from tests.fakes.rich_reader import RichHere

_Widget = TypeVar("_Widget", bound=QWidget)


class WritingWindow:
    """The test that makes one stops it."""

    def __init__(self, qtbot: QtBot, folder: DataFolder, engine: EngineClient | None = None) -> None:
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        folder.root.mkdir(parents=True, exist_ok=True)
        self.qtbot = qtbot
        self.folder = folder
        self.is_stopped = False
        self.storage = open_storage(folder)
        self.documents = self.storage.documents
        self.shell = WindowShell(app, folder)
        self.window = self.shell.window
        qtbot.addWidget(self.window)
        self.bridge = EventBridge(self.window)
        engines = Engines(engine or ScriptedEngineClient(), _no_server)
        self.program = WriteProgram(self.shell, folder, engines, RichHere, self.bridge)
        self.window.show()
        self.window.show_pane(WRITE_KEY)
        self.program.begin(self.documents, self.storage.store, Deletions(self.window))
        self.wait_for(lambda: self.is_shown("write_pane"))
        self.settle()

    def stop(self) -> None:
        """As the program ends; once."""
        if self.is_stopped:
            return
        self.is_stopped = True
        self.program.stop()
        self.bridge.stop()
        self.storage.close()
        self.shell.deleteLater()

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

    def settle(self) -> None:
        """Until what was asked of the background is done."""
        done: list[None] = []
        self.bridge.run_in_background(_nothing, done.append)
        self.wait_for(lambda: bool(done))

    def wait_for(self, condition: Callable[[], bool]) -> None:
        self.qtbot.waitUntil(condition, timeout=20_000)

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

    @property
    def toast(self) -> str:
        return self.part(QLabel, "toast_label").text() if self.is_shown("toast") else ""

    def click(self, name: str) -> None:
        self.part(QAbstractButton, name).click()

    def part(self, kind: type[_Widget], name: str) -> _Widget:
        (found,) = (each for each in self.window.findChildren(kind, name) if each.isVisible())
        return found

    def is_shown(self, name: str) -> bool:
        return any(each.isVisible() for each in self.window.findChildren(QWidget, name))

    @property
    def notice(self) -> str:
        return self.part(QLabel, "notice_text").text() if self.is_shown("notice_bar") else ""


def _nothing() -> None:
    """Work that is done."""


def _no_server(_entry: object) -> EngineClient:
    raise AssertionError("no server is known")
