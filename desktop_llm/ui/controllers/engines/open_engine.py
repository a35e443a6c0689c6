"""Who answers the chat that is open, and what engines are doing. GUI thread.

A new chat begins with the engine that the settings name for it; one that is stored has its own. Another engine is only
ever chosen by the person, for one chat, and what that means for what is already in the chat is said.
"""

from functools import partial
from typing import Final

from msgspec import Struct
from PySide6.QtCore import QObject, Signal, Slot

from desktop_llm.assist.engines import Engines
from desktop_llm.engine.client import EngineStatus
from desktop_llm.engine.messages import ModelDescription
from desktop_llm.errors import DesktopLlmError
from desktop_llm.params import LOCAL_ENGINE, EngineChoice
from desktop_llm.storage.conversations import ConversationStore
from desktop_llm.storage.records import Conversation
from desktop_llm.ui.error_text import error_text_of
from desktop_llm.ui.event_bridge import EventBridge
from desktop_llm.ui.i18n import translate
from desktop_llm.ui.panes.chat_pane import ChatPane
from desktop_llm.ui.widgets.notice_bar import Notice, NoticeLevel

_NOTICE_ID: Final = "engine"


class EngineNews(Struct, frozen=True):
    """What an engine is doing now."""

    engine: EngineChoice
    status: EngineStatus


class ShownEngine(Struct, frozen=True):
    """Who answers the chat that is open. sent_to: where its text went before, also if it stays here now."""

    engine: EngineChoice = LOCAL_ENGINE
    sent_to: str = ""


class OpenEngine(QObject):
    """Knows the engine of the open chat, stores another one, and keeps the status of all."""

    engine_shown = Signal(object)  # ShownEngine
    model_changed = Signal()
    status_changed = Signal(object)  # EngineNews

    def __init__(self, pane: ChatPane, store: ConversationStore, engines: Engines, bridge: EventBridge) -> None:
        super().__init__(pane)
        self._pane = pane
        self._store = store
        self._engines = engines
        self._bridge = bridge
        self._statuses: dict[EngineChoice, EngineStatus] = {}
        self._first = LOCAL_ENGINE
        self._of_new_chat = LOCAL_ENGINE
        self._conversation: Conversation | None = None
        self._before = LOCAL_ENGINE
        pane.notice_action_requested.connect(self._on_notice_action)

    @property
    def choice(self) -> EngineChoice:
        return self._conversation.engine if self._conversation else self._of_new_chat

    @property
    def model(self) -> ModelDescription | None:
        """The model that answers the open chat, once it is there."""
        return self.status_of(self.choice).model

    def status_of(self, engine: EngineChoice) -> EngineStatus:
        return self._statuses.get(engine, EngineStatus())

    def show_conversation(self, conversation: Conversation | None) -> None:
        """This chat is open now; None is a new one."""
        is_another = (conversation.id if conversation else "") != (self._conversation.id if self._conversation else "")
        if conversation is None:
            self._of_new_chat = self._first
        if is_another:
            self._pane.dismiss_notice(_NOTICE_ID)
        self._conversation = conversation
        self._tell()

    def show_first(self, engine: EngineChoice) -> None:
        """Who answers new chats from now on; one that is open and has no message yet is one of them."""
        if engine == self._first:
            return
        self._first = self._of_new_chat = engine
        if self._conversation is None:
            self._tell()

    @Slot(object)
    def choose(self, engine: EngineChoice) -> None:
        """Let another engine answer the open chat. Nothing is sent before its next message."""
        self._pane.dismiss_notice(_NOTICE_ID)
        if self._conversation is None:
            self._of_new_chat = engine
            self._tell()
            return
        choose = partial(self._store.set_engine, self._conversation.id, engine)
        self._bridge.run_in_background(choose, partial(self._on_chosen, self.choice), self._show_error)

    @Slot(object)
    def show_status(self, news: EngineNews) -> None:
        had_model = self.model
        self._statuses[news.engine] = news.status
        self.status_changed.emit(news)
        if self.model != had_model:
            self._tell_model()

    def _on_chosen(self, before: EngineChoice, conversation: Conversation) -> None:
        if self._conversation is None or conversation.id != self._conversation.id:
            return
        self._conversation = conversation
        self._tell()
        self._say_what_is_sent(before)

    def _tell(self) -> None:
        self.engine_shown.emit(ShownEngine(self.choice, self._conversation.sent_to if self._conversation else ""))
        self._tell_model()

    def _tell_model(self) -> None:
        self._pane.show_thinking_choice(is_possible=self.model is not None and self.model.can_think)
        self.model_changed.emit()

    def _say_what_is_sent(self, before: EngineChoice) -> None:
        """The next message takes along all that is in the chat: people must know before they write it."""
        address = self._engines.address(self.choice)
        if address is None or address.is_on_this_computer or self._engines.address(before) == address:
            return
        sentence = translate(
            "ChatPane", "With your next message this whole chat is sent to {host}: earlier messages and files too."
        )
        self._before = before
        notice = Notice(
            id=_NOTICE_ID,
            text=sentence.format(host=address.host),
            level=NoticeLevel.WARNING,
            action=translate("ChatPane", "Go back"),
        )
        self._pane.show_notice(notice)

    @Slot(str)
    def _on_notice_action(self, notice_id: str) -> None:
        if notice_id == _NOTICE_ID:
            self.choose(self._before)

    def _show_error(self, error: DesktopLlmError) -> None:
        text = error_text_of(error)
        self._pane.show_notice(Notice(id=_NOTICE_ID, text=text.whole, level=NoticeLevel.ERROR, details=text.details))
