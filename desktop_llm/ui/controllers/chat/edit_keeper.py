"""Keeps earlier messages that are being changed until they are sent anew, also over a restart. GUI thread.

A change is on the disk a second after the first key that was not kept yet, and once more at the end of the program.
That of a message on a branch that is not shown waits for its branch.
"""

import logging
from collections.abc import Iterable, Mapping
from functools import partial
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from desktop_llm.errors import DesktopLlmError
from desktop_llm.storage.conversations import ConversationStore
from desktop_llm.storage.records import BegunEdit
from desktop_llm.ui.event_bridge import EventBridge
from desktop_llm.ui.panes.chat_pane import ChatPane
from desktop_llm.ui.widgets.frame.conversation_list_view import ConversationTarget
from desktop_llm.ui.widgets.transcript.message_content import EditedMessage

_log = logging.getLogger(__name__)

_PAUSE_MS: Final = 1000


class EditKeeper(QObject):
    """Who shows a conversation shows what is kept here in the editors of its messages, and tells which those are."""

    conversations_changed = Signal()

    def __init__(self, pane: ChatPane, store: ConversationStore, bridge: EventBridge) -> None:
        super().__init__(pane)
        self._store = store
        self._bridge = bridge
        self._open_id = ""
        self._edits: dict[str, BegunEdit] = {}
        self._shown_ids: set[str] = set()
        self._changed: set[str] = set()
        self._timer = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._timer.timeout.connect(self.save)
        pane.edit_changed.connect(self._on_changed)
        pane.edit_dropped.connect(self._drop)

    @property
    def begun(self) -> Mapping[str, BegunEdit]:
        """By the ids of their messages."""
        return self._edits

    @property
    def conversation_ids(self) -> frozenset[str]:
        """Those in which something is written that was not sent anew and is not seen."""
        unseen = (edit for message_id, edit in self._edits.items() if message_id not in self._shown_ids)
        return frozenset(edit.conversation_id for edit in unseen if edit.text.strip())

    @property
    def hidden(self) -> ConversationTarget | None:
        """A message of the open conversation that is being changed and is on a branch that is not shown."""
        for message_id, edit in self._edits.items():
            is_hidden = edit.conversation_id == self._open_id and message_id not in self._shown_ids
            if is_hidden and edit.text.strip():
                return ConversationTarget(edit.conversation_id, message_id)
        return None

    def load(self) -> None:
        """Remember what earlier runs of the program kept. Conversations that are read after this call show it."""
        self._bridge.run_in_background(self._store.begun_edits, self._on_loaded, self._on_not_loaded)

    def note_shown(self, conversation_id: str, message_ids: Iterable[str]) -> None:
        """This conversation is open, on the branch with these messages."""
        self._open_id = conversation_id
        self._shown_ids = set(message_ids)
        self.conversations_changed.emit()

    def drop_sent(self, message_id: str, text: str) -> None:
        """It was sent anew with this text, which is stored. What was written into its editor since stays."""
        edit = self._edits.get(message_id)
        if edit is not None and edit.text.strip() == text:
            self._drop(message_id)
            self.save()
            self.conversations_changed.emit()

    @Slot()
    def save(self) -> None:
        """Everything that is otherwise than on the disk."""
        self._timer.stop()
        changed, self._changed = self._changed, set()
        for message_id in changed:
            edit = self._edits.get(message_id)
            if edit is None:
                work = partial(self._store.drop_begun_edit, message_id)
            else:
                work = partial(self._store.keep_begun_edit, message_id, edit.text)
            self._bridge.run_in_background(work, None, partial(self._on_not_kept, message_id))

    @Slot(object)
    def _on_changed(self, edited: EditedMessage) -> None:
        self._edits[edited.id] = BegunEdit(self._open_id, edited.text)
        self._shown_ids.add(edited.id)
        self._save_soon(edited.id)

    @Slot(str)
    def _drop(self, message_id: str) -> None:
        if self._edits.pop(message_id, None) is not None:
            self._save_soon(message_id)

    def _save_soon(self, message_id: str) -> None:
        self._changed.add(message_id)
        if not self._timer.isActive():
            self._timer.start()

    def _on_loaded(self, stored: dict[str, BegunEdit]) -> None:
        self._edits = stored | self._edits
        self.conversations_changed.emit()

    def _on_not_loaded(self, error: DesktopLlmError) -> None:
        """What is changed from now on is kept nevertheless."""
        _log.warning("messages that were being changed were not found again: %s", error.code)

    def _on_not_kept(self, message_id: str, error: DesktopLlmError) -> None:
        """It is tried again at the next change."""
        _log.warning("the change of a message is not on the disk: %s", error.code)
        self._changed.add(message_id)
