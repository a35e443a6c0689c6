"""Says above the prompt box what went wrong with a message, with the one button that helps. GUI thread."""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QObject, Signal, Slot

from desktop_llm.errors import DesktopLlmError
from desktop_llm.ui.error_text import ErrorAction, error_text_of
from desktop_llm.ui.panes.chat_pane import ChatPane
from desktop_llm.ui.widgets.notice_bar import Notice, NoticeLevel

_NOTICE_ID: Final = "chat"


class ChatNotices(QObject):
    """Knows what to try again; what else a button says is for others to do."""

    error_action_requested = Signal(object)  # ErrorAction

    def __init__(self, pane: ChatPane) -> None:
        super().__init__(pane)
        self._pane = pane
        self._action: ErrorAction | None = None
        self._try_again: Callable[[], None] | None = None
        pane.notice_action_requested.connect(self._on_action)

    def show_error(self, error: DesktopLlmError, try_again: Callable[[], None] | None = None) -> None:
        """There is a button to try again only where it is known what."""
        text = error_text_of(error)
        is_hopeless = text.action is ErrorAction.TRY_AGAIN and try_again is None
        self._action = text.action
        self._try_again = try_again
        notice = Notice(
            id=_NOTICE_ID,
            text=text.whole,
            level=NoticeLevel.ERROR,
            action="" if is_hopeless else text.button or "",
            details=text.details,
        )
        self._pane.show_notice(notice)

    def tell(self, sentence: str) -> None:
        self._pane.show_notice(Notice(id=_NOTICE_ID, text=sentence))

    @Slot(str)
    def _on_action(self, notice_id: str) -> None:
        if notice_id != _NOTICE_ID:
            return
        self._pane.dismiss_notice(notice_id)
        match self._action:
            case ErrorAction.TRY_AGAIN if self._try_again is not None:
                self._try_again()
            case None:
                pass
            case action:
                self.error_action_requested.emit(action)
