"""Lets the window close once what was written is on the disk. Where it cannot be, the person is asked. GUI thread."""

from collections.abc import Callable, Sequence
from typing import Final

from msgspec import Struct
from PySide6.QtCore import QEvent, QObject, QTimer, Signal, Slot

from desktop_llm.errors import DesktopLlmError
from desktop_llm.ui.controllers.writing.text_files import TextFiles
from desktop_llm.ui.controllers.writing.text_keeper import TextKeeper
from desktop_llm.ui.controllers.writing.tracked_saving import TrackedSaving
from desktop_llm.ui.dialogs.quit_question import QuitQuestion
from desktop_llm.ui.i18n import translate
from desktop_llm.ui.main_window import MainWindow
from desktop_llm.ui.widgets.frame.sidebar import WRITE_KEY
from desktop_llm.ui.widgets.toast import ToastContent

_UNSAID_MS: Final = 400
"""What is saved sooner needs no word."""

OnKept = Callable[[], object]
OnFailed = Callable[[DesktopLlmError], object]


class _Waiting(Struct, frozen=True):
    on_kept: OnKept
    on_failed: OnFailed
    is_closing: bool = False


class CloseGate(QObject):
    closing_given_up = Signal()
    """Who was asked stays."""

    def __init__(self, window: MainWindow, keeper: TextKeeper, savers: Sequence[TextFiles | TrackedSaving]) -> None:
        super().__init__(keeper)
        self._window = window
        self._keeper = keeper
        self._savers = tuple(savers)
        self._waiting: _Waiting | None = None
        self._failure: DesktopLlmError | None = None
        self._question: QuitQuestion | None = None
        self._is_open = False
        self._patience = QTimer(self, singleShot=True, interval=_UNSAID_MS)
        self._patience.timeout.connect(self._say_waiting)
        keeper.keeping_failed.connect(self._on_failed)
        keeper.keeping_ended.connect(self._on_ended)
        for saver in self._savers:
            saver.saving_failed.connect(self._on_failed)
            saver.saving_ended.connect(self._on_ended)
        window.installEventFilter(self)

    def may_close(self) -> bool:
        """False: not yet. The window is closed later, or the person is asked; at once if it takes too long."""
        if self._is_open:
            return True
        if self._question is not None:
            self._question.raise_()
            return False
        if self._waiting is not None:
            self._ask(None)
            return False
        self._keeper.save_all()
        if self._is_settled and self._keeper.is_kept:
            return True
        self._wait(_Waiting(self._window.close, self._ask, is_closing=True))
        return False

    def settle(self, on_kept: OnKept, on_failed: OnFailed) -> None:
        """Call one of them: once all that was written is kept and all files are saved, or when that failed."""
        self._wait(_Waiting(on_kept, on_failed))

    def stop(self) -> None:
        """The program ends: nothing is waited for any more."""
        self._is_open, self._waiting = True, None

    def _wait(self, waiting: _Waiting) -> None:
        self._waiting, self._failure = waiting, None
        self._keeper.save_all()
        self._patience.start()
        self._on_ended()

    @property
    def _is_settled(self) -> bool:
        return not (self._keeper.is_keeping or any(saver.is_saving for saver in self._savers))

    @Slot(object)
    def _on_failed(self, error: DesktopLlmError) -> None:
        self._failure = error

    @Slot()
    def _on_ended(self) -> None:
        waiting = self._waiting
        if waiting is None or not self._is_settled:
            return
        if self._failure is None and not self._keeper.is_kept:  # the person wrote on
            self._keeper.save_all()
            return
        self._waiting = None
        self._patience.stop()
        self._window.dismiss_toast()
        self._put_question_away()
        if self._failure is None:
            waiting.on_kept()
        else:
            waiting.on_failed(self._failure)

    @Slot()
    def _say_waiting(self) -> None:
        text = translate("CloseGate", "Saving what you wrote…")
        self._window.show_toast(ToastContent(text, is_lasting=True))

    def _ask(self, failure: DesktopLlmError | None) -> None:
        """None: it still goes on."""
        self._question = question = QuitQuestion(self._window, failure, is_lost=self._keeper.has_failed)
        question.retry_requested.connect(self._on_retry)
        question.quit_requested.connect(self._on_quit)
        question.stay_requested.connect(self._on_stay)
        question.open()

    def _put_question_away(self) -> None:
        if self._question is not None:
            self._question.put_away()
            self._question = None

    @Slot()
    def _on_retry(self) -> None:
        self._question = None
        self._window.close()

    @Slot()
    def _on_quit(self) -> None:
        self._question = None
        self._is_open = True
        self._window.close()

    @Slot()
    def _on_stay(self) -> None:
        """What could not be saved, and what helps, stands above the text."""
        self._question = None
        if self._waiting is not None and not self._waiting.is_closing:
            return  # somebody else's: it goes on
        self._waiting = None
        self._patience.stop()
        self._window.dismiss_toast()
        self._window.show_pane(WRITE_KEY)
        self.closing_given_up.emit()

    # Qt's own name

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Close and not self.may_close():
            event.ignore()
            return True
        return super().eventFilter(watched, event)
