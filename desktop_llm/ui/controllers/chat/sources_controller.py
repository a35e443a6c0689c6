"""Looks for the sources of an answer once it is over, and shows the passage that was asked for. GUI thread.

What looks for sources is imported when the first answer is over: it takes 2 MB.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import cached_property, partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from desktop_llm.assist.questions.fitting_passages import Index
from desktop_llm.assist.questions.text_embedding import TextEmbedder
from desktop_llm.errors import DesktopLlmError
from desktop_llm.storage.conversations import ConversationStore
from desktop_llm.storage.records import Message
from desktop_llm.ui.controllers.chat.chat_controller import ChatController
from desktop_llm.ui.event_bridge import EventBridge
from desktop_llm.ui.i18n import translate
from desktop_llm.ui.panes.chat_pane import ChatPane
from desktop_llm.ui.rows.source_words import passage_content
from desktop_llm.ui.side_threads import SideThreads
from desktop_llm.ui.widgets.notice_bar import Notice
from desktop_llm.ui.widgets.transcript.source_content import SourceWish

if TYPE_CHECKING:
    from desktop_llm.assist.questions.chat_sources import ChatSources, ShownPassage

_log = logging.getLogger(__name__)


class SourcesController(QObject):
    """Sources are looked for on a thread of their own: of a long document that takes a second."""

    def __init__(
        self,
        pane: ChatPane,
        chat: ChatController,
        store: ConversationStore,
        index: Index,
        current_embedder: Callable[[], TextEmbedder | None],
        bridge: EventBridge,
    ) -> None:
        super().__init__(pane)
        self._pane = pane
        self._chat = chat
        self._store, self._index, self._current_embedder = store, index, current_embedder
        self._bridge = bridge
        self._threads = SideThreads(bridge, "sources")
        chat.answer_ended.connect(self._on_answer_ended)
        pane.source_requested.connect(self._on_source_requested)

    def stop(self) -> None:
        self._threads.stop()

    @Slot(str)
    def _on_answer_ended(self, answer_id: str) -> None:
        self._threads.run(partial(self._find, answer_id), self._on_found, self._on_not_found)

    def _on_found(self, answer: Message | None) -> None:
        if answer is not None:
            self._chat.show_changed(answer)

    def _on_not_found(self, error: DesktopLlmError) -> None:
        _log.warning("an answer is without its sources: %s", error.code)

    @Slot(object)
    def _on_source_requested(self, wish: SourceWish) -> None:
        read = partial(self._passage, wish)
        self._bridge.run_in_background(read, self._show_passage, self._show_missing)

    def _show_passage(self, shown: ShownPassage | None) -> None:
        if shown is None:
            self._show_missing(None)
        else:
            self._pane.show_passage(passage_content(shown))

    def _show_missing(self, _error: DesktopLlmError | None) -> None:
        sentence = translate("ChatPane", "This passage is no longer there.")
        self._pane.show_notice(Notice(id="passage", text=sentence))

    # ↓ Beside the window

    @cached_property
    def _sources(self) -> ChatSources:
        from desktop_llm.assist.questions.chat_sources import ChatSources

        return ChatSources(self._store, self._index, self._current_embedder)

    def _find(self, answer_id: str) -> Message | None:
        return self._sources.find(answer_id)

    def _passage(self, wish: SourceWish) -> ShownPassage | None:
        return self._sources.passage(wish.id, wish.line, wish.number)
