"""Leads to a message that is being changed on a branch of the open chat that is not shown. GUI thread."""

from functools import partial
from typing import Final

from PySide6.QtCore import QObject, Signal, Slot

from desktop_llm.storage.conversations import ConversationStore
from desktop_llm.ui.controllers.chat.chat_notices import ChatNotices
from desktop_llm.ui.controllers.chat.edit_keeper import EditKeeper
from desktop_llm.ui.event_bridge import EventBridge
from desktop_llm.ui.i18n import translate
from desktop_llm.ui.panes.chat_pane import ChatPane
from desktop_llm.ui.widgets.frame.conversation_list_view import ConversationTarget
from desktop_llm.ui.widgets.notice_bar import Notice

_NOTICE_ID: Final = "hidden_edit"


class HiddenEdits(QObject):
    """Says so once, as long as it stays the same message."""

    branch_shown = Signal(object)  # ConversationTarget: what is to be opened, at the message

    def __init__(
        self, pane: ChatPane, store: ConversationStore, edits: EditKeeper, bridge: EventBridge, notices: ChatNotices
    ) -> None:
        super().__init__(pane)
        self._pane = pane
        self._store = store
        self._edits = edits
        self._bridge = bridge
        self._notices = notices
        self._target: ConversationTarget | None = None
        edits.conversations_changed.connect(self._look)
        pane.notice_action_requested.connect(self._on_action)

    @Slot()
    def _look(self) -> None:
        target = self._edits.hidden
        if target == self._target:
            return
        self._target = target
        if target is None:
            self._pane.dismiss_notice(_NOTICE_ID)
            return
        text = translate("ChatPane", "You began to change a message in another version of this chat.")
        self._pane.show_notice(Notice(id=_NOTICE_ID, text=text, action=translate("ChatPane", "Show it")))

    @Slot(str)
    def _on_action(self, notice_id: str) -> None:
        if notice_id != _NOTICE_ID or self._target is None or self._target.message_id is None:
            return
        select = partial(self._store.select_branch, self._target.message_id)
        self._bridge.run_in_background(select, partial(self._on_selected, self._target), self._notices.show_error)

    def _on_selected(self, target: ConversationTarget, _result: object) -> None:
        self.branch_shown.emit(target)
