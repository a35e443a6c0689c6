"""Keeps the context meter true while a message is being written: measures when typing pauses. GUI thread."""

import logging
from functools import partial
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from desktop_llm.assist.chat import Chat, Question
from desktop_llm.assist.context_budget import ContextBudget
from desktop_llm.engine.messages import Failed
from desktop_llm.errors import DesktopLlmError
from desktop_llm.ui.event_bridge import EventBridge
from desktop_llm.ui.main_window import MainWindow
from desktop_llm.ui.widgets.frame.context_meter import ContextUse

_log = logging.getLogger(__name__)

_PAUSE_MS: Final = 400


class ContextMeterFeed(QObject):
    """`note_change` at every key; `measuring_due` when they pause."""

    measuring_due = Signal()

    def __init__(self, window: MainWindow, chat: Chat, bridge: EventBridge, parent: QObject) -> None:
        super().__init__(parent)
        self._window = window
        self._chat = chat
        self._bridge = bridge
        self._timer = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._timer.timeout.connect(self.measuring_due)

    @Slot()
    def note_change(self) -> None:
        self._timer.start()

    def measure(self, question: Question) -> None:
        measure = partial(self._chat.measure, question, self._hear, is_draft=True)
        self._bridge.run_in_background(measure, None, self._ignore)

    def _hear(self, measured: ContextBudget | Failed) -> None:
        if isinstance(measured, ContextBudget):
            self._bridge.post(partial(self._show, measured))

    def _show(self, budget: ContextBudget) -> None:
        self._window.show_context_use(ContextUse(budget.prompt_tokens, budget.context_tokens, budget.is_estimate))

    def _ignore(self, error: DesktopLlmError) -> None:
        _log.info("the draft was not measured: %s", error)
