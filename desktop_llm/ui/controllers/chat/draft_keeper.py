"""Keeps what was written and not sent, of each conversation and of a new chat, also over a restart. GUI thread.

It is on the disk a second after the first key that was not kept yet, and once more at the end of the program.
"""

import itertools
import logging
from functools import partial
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from desktop_llm.assist.chat import Question
from desktop_llm.assist.questions.attached_documents import own_texts
from desktop_llm.errors import DesktopLlmError
from desktop_llm.storage.conversations import ConversationStore
from desktop_llm.storage.prompt_drafts import NEW_CHAT
from desktop_llm.storage.records import DraftFile, StoredDraft
from desktop_llm.ui.controllers.chat.edit_keeper import EditKeeper
from desktop_llm.ui.event_bridge import EventBridge
from desktop_llm.ui.panes.chat_pane import ChatPane
from desktop_llm.ui.widgets.prompt.prompt_draft import PromptAttachment, PromptDraft, ThinkingChoice

_log = logging.getLogger(__name__)

_PAUSE_MS: Final = 1000
_NOTHING: Final = PromptDraft("")


class DraftKeeper(QObject):
    """The draft of the conversation that is open is what stands in the prompt box; a new chat has the id "".

    Earlier messages that are being changed are kept in `edits`.
    """

    unsent_changed = Signal(object)  # frozenset[str]: conversations with a message that was not sent and is not seen

    def __init__(self, pane: ChatPane, store: ConversationStore, bridge: EventBridge) -> None:
        super().__init__(pane)
        self._edits = EditKeeper(pane, store, bridge)
        self._pane = pane
        self._store = store
        self._bridge = bridge
        self._open_id = NEW_CHAT
        self._others: dict[str, PromptDraft] = {}
        self._changed: set[str] = set()
        self._unsent: frozenset[str] = frozenset()
        self._is_loaded = False
        self._numbers = itertools.count(1)
        self._timer = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._timer.timeout.connect(self.save)
        pane.draft_changed.connect(self._note_change)
        self._edits.conversations_changed.connect(self._tell_unsent)

    @property
    def edits(self) -> EditKeeper:
        return self._edits

    def load(self) -> None:
        """Show and remember what earlier runs of the program kept."""
        self._bridge.run_in_background(self._store.prompt_drafts, self._on_loaded, self._on_not_loaded)
        self._edits.load()

    def show(self, conversation_id: str) -> None:
        """What stands in the box waits until its conversation is open again; this one's takes its place."""
        self._others[self._open_id] = self._pane.draft
        self._open_id = conversation_id
        self._pane.show_draft(self._others.pop(conversation_id, _NOTHING))
        self._tell_unsent()

    def follow(self, conversation_id: str) -> None:
        """The chat that is open has become a conversation: what stands in the box is that one's now."""
        if conversation_id != self._open_id:
            self._changed |= {self._open_id, conversation_id}
            self._open_id = conversation_id
            self.save()

    def drop_sent(self, conversation_id: str, question: Question) -> None:
        """It is stored as a message. What was written since stays."""
        if question.replaces_id is not None:
            self._edits.drop_sent(question.replaces_id, question.text)
        elif _is_draft_of(self._draft_of(conversation_id), question):
            self.drop(conversation_id)

    def _draft_of(self, conversation_id: str) -> PromptDraft:
        return self._pane.draft if conversation_id == self._open_id else self._others.get(conversation_id, _NOTHING)

    def drop(self, conversation_id: str) -> None:
        """It was sent, and is stored as a message."""
        if conversation_id == self._open_id:
            self._pane.clear_draft()
        else:
            self._others.pop(conversation_id, None)
            self._tell_unsent()
        self._changed.add(conversation_id)
        self.save()

    @Slot()
    def save(self) -> None:
        """Everything that is otherwise than on the disk."""
        self._edits.save()
        self._timer.stop()
        if not self._is_loaded:
            return
        changed, self._changed = self._changed, set()
        for conversation_id in changed:
            keep = partial(self._store.keep_prompt_draft, conversation_id, _stored(self._draft_of(conversation_id)))
            self._bridge.run_in_background(keep, None, partial(self._on_not_kept, conversation_id))

    @Slot()
    def _note_change(self) -> None:
        self._changed.add(self._open_id)
        if self._is_loaded and not self._timer.isActive():
            self._timer.start()

    def _on_loaded(self, stored: dict[str, StoredDraft]) -> None:
        """What was written meanwhile stands behind what was there before."""
        self._is_loaded = True
        for conversation_id, draft in stored.items():
            joined = _joined(self._shown(draft), self._draft_of(conversation_id))
            if conversation_id == self._open_id:
                self._pane.show_draft(joined)
            else:
                self._others[conversation_id] = joined
        self._tell_unsent()
        if self._changed:
            self._timer.start()

    @Slot()
    def _tell_unsent(self) -> None:
        """What stands in the box is seen there; the chat that is new is in no list."""
        drafts = frozenset(each for each, draft in self._others.items() if each != NEW_CHAT and _is_written(draft))
        unsent = drafts | self._edits.conversation_ids
        if unsent != self._unsent:
            self._unsent = unsent
            self.unsent_changed.emit(unsent)

    def _shown(self, draft: StoredDraft) -> PromptDraft:
        files = (
            PromptAttachment(file.path or f"kept-{next(self._numbers)}", file.name, file.path, file.text)
            for file in draft.files
        )
        thinking = ThinkingChoice(draft.thinking) if draft.thinking in set(ThinkingChoice) else ThinkingChoice.AUTO
        return PromptDraft(draft.text, tuple(files), thinking)

    def _on_not_kept(self, conversation_id: str, error: DesktopLlmError) -> None:
        """It is tried again at the next change."""
        _log.warning("a message that was not sent is not on the disk: %s", error.code)
        self._changed.add(conversation_id)

    def _on_not_loaded(self, error: DesktopLlmError) -> None:
        """What is written from now on is kept nevertheless."""
        _log.warning("messages that were not sent were not found again: %s", error.code)
        self._on_loaded({})


def _is_written(draft: PromptDraft) -> bool:
    return bool(draft.text.strip() or draft.attachments)


def _is_draft_of(draft: PromptDraft, question: Question) -> bool:
    if draft.text != question.text:
        return False
    names = [item.name for item in draft.attachments]
    sent = [item.name for item in own_texts(question.attachments)]
    return len(names) == len(sent) and all(map(str.startswith, sent, names))  # of some, certain pages were sent


def _stored(draft: PromptDraft) -> StoredDraft:
    files = (DraftFile(each.name, each.path, each.text) for each in draft.attachments)
    return StoredDraft(draft.text, tuple(files), draft.thinking)


def _joined(kept: PromptDraft, written: PromptDraft) -> PromptDraft:
    known = {each.id for each in kept.attachments}
    new = tuple(each for each in written.attachments if each.id not in known)
    return PromptDraft("\n".join(filter(None, (kept.text, written.text))), kept.attachments + new, kept.thinking)
