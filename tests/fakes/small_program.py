"""The whole program behind a real window, except that the engines say what the test tells them to.

Methods are what a person does and sees. Nothing of the program is replaced but the engines.
"""

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from desktop_llm.assist.engines import ConnectServer
from desktop_llm.engine.messages import ChatPrompt, CountTokens, Generate, LoadModel
from desktop_llm.engine.scripted_client import ScriptedAnswer, ScriptedEngineClient
from desktop_llm.paths import DataFolder
from desktop_llm.settings import Settings, save_settings
from desktop_llm.storage.conversations import ConversationStore
from desktop_llm.storage.records import Message
from desktop_llm.ui.controllers.chat.chat_controller import ChatController
from desktop_llm.ui.event_bridge import EventBridge
from desktop_llm.ui.item_models.conversation_list_model import ConversationListModel
from desktop_llm.ui.main_window import MainWindow
from desktop_llm.ui.panes.chat_pane import ChatPane
from desktop_llm.ui.widgets.frame.conversation_list_view import ConversationListView
from desktop_llm.ui.widgets.frame.model_picker import ModelPicker
from desktop_llm.ui.widgets.prompt.attachment_chip import AttachmentChip
from desktop_llm.ui.widgets.prompt.prompt_draft import PromptDraft
from desktop_llm.ui.widgets.prompt.prompt_field import PromptField
from desktop_llm.ui.widgets.transcript.prose_view import ProseView
from desktop_llm.ui.widgets.transcript.transcript import Transcript
from desktop_llm.ui.window_shell import WindowShell
from desktop_llm.window_program import WindowProgram

WAIT_MS = 10_000

_Widget = TypeVar("_Widget", bound=QWidget)


class SmallProgram:
    """A started program on a data folder of the test's own. The test that makes one stops it."""

    def __init__(
        self,
        qtbot: QtBot,
        folder: DataFolder,
        engine: ScriptedEngineClient | None = None,
        files: tuple[Path, ...] = (),
        connect_server: ConnectServer | None = None,
    ) -> None:
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        self.qtbot = qtbot
        self.folder = folder
        self.engine = engine or ScriptedEngineClient()
        self.shell = WindowShell(app, folder)
        self.window: MainWindow = self.shell.window
        qtbot.addWidget(self.window)
        self.program = WindowProgram(self.shell, folder, self.engine, connect_server)
        self.window.show()
        self.window.activateWindow()
        self.program.start(files)
        self.is_stopped = False

    def wait_until_composed(self) -> None:
        """Until the database is open and the chat is there."""
        self.wait_for(lambda: bool(self.pane.findChildren(ChatController)))

    def stop(self) -> None:
        """As the program ends when its window is closed."""
        if self.is_stopped:
            return
        self.is_stopped = True
        self.window.close()
        self.program.stop()
        self.shell.deleteLater()

    # Parts

    @property
    def pane(self) -> ChatPane:
        (pane,) = self.window.findChildren(ChatPane)
        return pane

    @property
    def chat(self) -> ChatController:
        (chat,) = self.pane.findChildren(ChatController)
        return chat

    @property
    def bridge(self) -> EventBridge:
        (bridge,) = self.program.findChildren(EventBridge)
        return bridge

    @property
    def store(self) -> ConversationStore:
        storage = self.program._storage
        assert storage is not None
        return storage.store

    def part(self, kind: type[_Widget], name: str = "") -> _Widget:
        """The visible widget of this kind, and of this name if one is given."""
        children = self.window.findChildren(kind, name) if name else self.window.findChildren(kind)
        found = [each for each in children if each.isVisible()]
        assert len(found) == 1, (kind.__name__, name, len(found))
        return found[0]

    def is_shown(self, name: str) -> bool:
        return any(each.isVisible() for each in self.window.findChildren(QWidget, name))

    # Waiting

    def wait_for(self, condition: Callable[[], bool]) -> None:
        self.qtbot.waitUntil(condition, timeout=WAIT_MS)

    def settle(self) -> None:
        """Wait until what was asked of the background is done and shown, and what that asked for in turn."""
        for _ in range(5):
            is_done: list[bool] = []
            self.bridge.run_in_background(lambda: True, is_done.append)
            self.wait_for(lambda seen=is_done: bool(seen))

    # What a person does

    def write(self, text: str) -> None:
        self.pane.show_draft(PromptDraft(text))

    def send(self, text: str = "") -> None:
        """Write and press Enter."""
        if text:
            self.write(text)
        self.qtbot.keyClick(self.part(PromptField), Qt.Key.Key_Return)

    def ask(self, text: str, answer: str = "ok") -> Message:
        """Ask and wait until the answer is there, stored and shown."""
        before = {message.id for message in self.stored_messages()}
        self.engine.script(ScriptedAnswer(text=(answer,)))
        self.send(text)
        self.wait_for(lambda: self.button_text("send_button") == "Send" and self.last_shown().startswith(answer))
        self.settle()
        return next(message for message in reversed(self.stored_messages()) if message.id not in before)

    def begin_endless(self, question: str, *pieces: str) -> str:
        """Ask for an answer that goes on until it is stopped; returns its id."""
        self.engine.script(ScriptedAnswer(text=pieces, is_endless=True))
        n_before, n_shown = len(self.generations), len(self.shown())
        self.send(question)
        self.wait_for(
            lambda: (
                len(self.generations) > n_before
                and len(self.shown()) > n_shown + 1
                and self.last_shown() == "".join(pieces)
            )
        )
        return self.generations[n_before].request_id

    def click(self, name: str) -> None:
        self.part(QAbstractButton, name).click()

    def choose_model(self, choice_id: str) -> None:
        """From the list of models."""
        self.part(ModelPicker).model_selected.emit(choice_id)
        self.settle()

    def press_escape(self) -> None:
        self.qtbot.keyClick(self.part(PromptField), Qt.Key.Key_Escape)

    def new_chat(self) -> None:
        self.click("new_chat_button")

    # What a person sees

    @property
    def draft(self) -> str:
        return self.pane.draft.text

    @property
    def notice(self) -> str:
        return self.part(QLabel, "notice_text").accessibleName() if self.is_shown("notice_bar") else ""

    @property
    def toast(self) -> str:
        return self.part(QWidget, "toast").accessibleName() if self.is_shown("toast") else ""

    @property
    def marked(self) -> list[str]:
        """Ids of the chats that the list marks, because something waits there that was not sent."""
        model = self.part(ConversationListView).model()
        assert isinstance(model, ConversationListModel)
        rows = [model.row_at(model.index(number, 0)) for number in range(model.rowCount())]
        return [row.id for row in rows if row is not None and row.has_unsent]

    @property
    def model_status(self) -> str:
        (label,) = self.window.findChildren(QLabel, "model_status_label")
        return label.accessibleName()

    @property
    def model_name(self) -> str:
        return self.part(ModelPicker).accessibleName()

    @property
    def text_place(self) -> tuple[str, str]:
        """What is said of where text goes, and in which look."""
        label = self.part(QLabel, "privacy_label")
        return label.text(), str(label.property("look"))

    @property
    def chips(self) -> list[str]:
        return [chip.accessibleName() for chip in self.window.findChildren(AttachmentChip) if chip.isVisible()]

    def button_text(self, name: str) -> str:
        return self.part(QAbstractButton, name).text()

    def shown(self) -> list[str]:
        """The texts of the transcript, from top to bottom."""
        transcripts = [each for each in self.window.findChildren(Transcript) if each.isVisible()]
        views = [view for each in transcripts for view in each.findChildren(ProseView) if view.isVisible()]
        return [view.toPlainText() for view in sorted(views, key=lambda view: view.mapTo(self.window, view.pos()).y())]

    def last_shown(self) -> str:
        return (self.shown() or [""])[-1]

    def message_notices(self) -> str:
        labels = self.window.findChildren(QLabel, "message_notice")
        return " ".join(label.text() for label in labels if label.isVisible())

    # What the engine was asked, and what is stored

    @property
    def generations(self) -> list[Generate]:
        """Answers that were asked for; titles are not among them."""
        asked = [request for request in self.engine.submitted if isinstance(request, Generate)]
        return [request for request in asked if not request.request_id.startswith("title-")]

    @property
    def loads(self) -> list[LoadModel]:
        return [request for request in self.engine.submitted if isinstance(request, LoadModel)]

    @property
    def counts(self) -> list[CountTokens]:
        return [request for request in self.engine.submitted if isinstance(request, CountTokens)]

    def last_prompt(self) -> ChatPrompt:
        prompt = self.generations[-1].prompt
        assert isinstance(prompt, ChatPrompt)
        return prompt

    def stored_messages(self) -> list[Message]:
        return [item for each in self.store.conversations() for item in self.store.messages(each.id)]


def prepared_settings(folder: DataFolder, settings: Settings) -> DataFolder:
    """The folder as an earlier run of the program left it."""
    folder.root.mkdir(parents=True, exist_ok=True)
    save_settings(folder.settings, settings)
    return folder
