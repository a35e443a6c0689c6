"""Reads the files that stand in the prompt box and says what each costs of the context. GUI thread."""

import logging
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Slot

from desktop_llm.assist.chat import Chat, TextCost
from desktop_llm.documents.text_files import read_text_file
from desktop_llm.errors import DesktopLlmError
from desktop_llm.storage.records import Attachment
from desktop_llm.ui.controllers.open_engine import OpenEngine
from desktop_llm.ui.error_text import error_text_of
from desktop_llm.ui.event_bridge import EventBridge
from desktop_llm.ui.i18n import number_text, translate
from desktop_llm.ui.panes.chat_pane import ChatPane
from desktop_llm.ui.widgets.notice_bar import Notice, NoticeLevel
from desktop_llm.ui.widgets.prompt_draft import PromptAttachment

_log = logging.getLogger(__name__)


class AttachmentController(QObject):
    """Keeps the texts of attached files until the message is sent."""

    def __init__(self, pane: ChatPane, chat: Chat, engine: OpenEngine, bridge: EventBridge) -> None:
        super().__init__(pane)
        self._pane = pane
        self._chat = chat
        self._engine = engine
        self._bridge = bridge
        self._texts: dict[str, str] = {}
        self._reading: set[str] = set()
        pane.attachments_changed.connect(self._on_changed)
        engine.model_changed.connect(self._count_all)

    def read_attachments(self, attachments: tuple[PromptAttachment, ...]) -> tuple[Attachment, ...] | None:
        """The texts to send with a message; None while a file is still being read."""
        if any(item.id not in self._texts for item in attachments):
            return None
        return tuple(Attachment(item.name, self._texts[item.id]) for item in attachments)

    @Slot()
    def _count_all(self) -> None:
        """Another model counts differently and holds more or less."""
        for attachment_id, text in self._texts.items():
            self._count(attachment_id, text)

    def _read(self, item: PromptAttachment) -> None:
        if item.id in self._reading:
            return
        self._reading.add(item.id)
        read = partial(read_text_file, Path(item.path))
        self._bridge.run_in_background(read, partial(self._on_read, item.id), partial(self._on_unreadable, item.id))

    def _on_read(self, attachment_id: str, text: str) -> None:
        """Kept only if it was not removed while it was being read."""
        self._reading.discard(attachment_id)
        if attachment_id in self._shown():
            self._keep(attachment_id, text)

    def _keep(self, attachment_id: str, text: str) -> None:
        self._texts[attachment_id] = text
        self._count(attachment_id, text)

    def _on_unreadable(self, attachment_id: str, error: DesktopLlmError) -> None:
        self._reading.discard(attachment_id)
        self._pane.remove_attachment(attachment_id)
        text = error_text_of(error)
        sentence = f"{text.sentence} {text.advice}".strip()
        self._pane.show_notice(Notice(id="attachment", text=sentence, level=NoticeLevel.WARNING, details=text.details))

    def _count(self, attachment_id: str, text: str) -> None:
        if self._engine.model is None:
            return
        counted = partial(self._hear_count, attachment_id)
        self._bridge.run_in_background(
            partial(self._chat.count_text, text, self._engine.choice, counted), None, self._ignore
        )

    def _hear_count(self, attachment_id: str, cost: TextCost) -> None:
        self._bridge.post(partial(self._show_cost, attachment_id, cost))

    def _show_cost(self, attachment_id: str, cost: TextCost) -> None:
        """Where nobody knows how much fits there is no verdict, and none for a guess that is near the limit."""
        model = self._engine.model
        n_ctx_tokens = model.n_ctx_tokens if model else 0
        is_too_large = 0 < n_ctx_tokens <= cost.n_tokens
        tokens = number_text(cost.n_tokens)
        about = translate("PromptBox", "about {tokens} tokens") if cost.is_estimate else ""
        parts = [(about or translate("PromptBox", "{tokens} tokens")).format(tokens=tokens)]
        if is_too_large:
            no = translate("PromptBox", "may not fit") if cost.is_estimate else translate("PromptBox", "does not fit")
            parts.append(no)
        elif n_ctx_tokens:
            parts.append(translate("PromptBox", "fits"))
        self._pane.show_attachment_cost(attachment_id, " · ".join(parts), is_too_large=is_too_large)

    def _ignore(self, error: DesktopLlmError) -> None:
        _log.info("an attachment was not counted: %s", error)

    @Slot()
    def _on_changed(self) -> None:
        """Read what is new, as files of a draft that was put back are; forget what was removed."""
        shown = self._shown()
        for attachment_id in self._texts.keys() - shown.keys():
            del self._texts[attachment_id]
        for item in shown.values():
            if item.id in self._texts:
                continue
            if item.path:
                self._read(item)
            else:
                self._keep(item.id, item.text)

    def _shown(self) -> dict[str, PromptAttachment]:
        return {item.id: item for item in self._pane.draft.attachments}
