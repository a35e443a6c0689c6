"""What a person changes of the open conversation without asking the model: title, branch, a link. GUI thread."""

from functools import partial

from PySide6.QtCore import QObject, QUrl, Signal, Slot
from PySide6.QtGui import QDesktopServices

from desktop_llm.storage.conversations import ConversationStore
from desktop_llm.storage.records import Conversation, TitleSource
from desktop_llm.ui.controllers.chat.chat_notices import ChatNotices
from desktop_llm.ui.event_bridge import EventBridge
from desktop_llm.ui.panes.chat_pane import ChatPane
from desktop_llm.ui.widgets.transcript.message_content import BranchStep


class ConversationEdits(QObject):
    """Stores the change, then tells which conversation has to be shown again."""

    conversation_changed = Signal(str)  # conversation id
    title_changed = Signal(str)  # conversation id

    def __init__(self, pane: ChatPane, store: ConversationStore, bridge: EventBridge, notices: ChatNotices) -> None:
        super().__init__(pane)
        self._store = store
        self._bridge = bridge
        self._notices = notices
        self._open_id = ""
        pane.branch_requested.connect(self._on_branch)
        pane.title_edited.connect(self._on_title)
        pane.link_open_confirmed.connect(self._on_link)

    def show_open_conversation(self, conversation_id: str) -> None:
        self._open_id = conversation_id

    @Slot(object)
    def _on_branch(self, step: BranchStep) -> None:
        select = partial(self._select_branch, step)
        self._bridge.run_in_background(select, self.conversation_changed.emit, self._notices.show_error)

    def _select_branch(self, step: BranchStep) -> str:
        siblings = [message.id for message in self._store.siblings(step.id)]
        index = min(max(siblings.index(step.id) + step.step, 0), len(siblings) - 1)
        self._store.select_branch(siblings[index])
        return self._store.message(step.id).conversation_id

    @Slot(str)
    def _on_title(self, title: str) -> None:
        if not self._open_id:
            return
        rename = partial(self._store.rename, self._open_id, title, TitleSource.USER)
        self._bridge.run_in_background(rename, self._on_renamed, self._notices.show_error)

    def _on_renamed(self, conversation: Conversation) -> None:
        self.title_changed.emit(conversation.id)

    @Slot(str)
    def _on_link(self, target: str) -> None:
        QDesktopServices.openUrl(QUrl(target))
