"""Starts the jobs of the Write pane, one at a time, and says what keeps one from running. GUI thread."""

from collections.abc import Callable
from functools import partial
from typing import Final, Protocol

from PySide6.QtCore import QObject, Signal, Slot

from desktop_llm.assist.answer_desk import require_hope
from desktop_llm.assist.job import JobEnded
from desktop_llm.assist.remembered_values import AnswerCache
from desktop_llm.documents.rich_text import RichText
from desktop_llm.engine.client import EngineClient
from desktop_llm.errors import DesktopLlmError
from desktop_llm.ui.controllers.engines.pane_engine import PaneEngine
from desktop_llm.ui.controllers.job_runner import Job, JobRunner, Sink
from desktop_llm.ui.error_text import ErrorAction, error_text_of
from desktop_llm.ui.rows.change_words import busy_text
from desktop_llm.ui.widgets.notice_bar import Notice, NoticeLevel

_FAILURE_ID: Final = "writing_failed"
_NOTE_ID: Final = "writing_note"

MakeJob = Callable[[EngineClient, Sink, AnswerCache | None], Job]


class WritingPlace(Protocol):
    """What the jobs need of the pane and its texts."""

    def keep_version(self, change: Callable[[], None]) -> None:
        """Before something is changed that the person did not type. Nothing is where it cannot be kept."""
        ...

    def begin_text(self, text: RichText) -> None:
        """A new text, which is open then."""
        ...

    def begin_draft(self, on_open: Callable[[], None]) -> None:
        """A text in which nothing is written: the open one, or a new one. Called once it is open."""
        ...

    def show_drafting(self, *, is_drafting: bool) -> None:
        """A model writes the open text."""
        ...

    def show_notice(self, notice: Notice) -> None: ...

    def dismiss_notice(self, notice_id: str) -> None: ...

    def show_toast(self, text: str) -> None: ...


class JobOwner(Protocol):
    def show_working(self, *, is_working: bool) -> None: ...

    def hear(self, event: object) -> None: ...


class WritingDesk(QObject):
    """The newest wish wins: the job before it is stopped, and what it found stays."""

    error_action_requested = Signal(object)  # ErrorAction
    working_changed = Signal(bool)

    def __init__(self, place: WritingPlace, engine: PaneEngine, runner: JobRunner, parent: QObject) -> None:
        super().__init__(parent)
        self.place = place
        self._engine = engine
        self._runner = runner
        self._owner: JobOwner | None = None
        self._again: Callable[[], None] | None = None
        self._failure_action: ErrorAction | None = None

    def begin(self, owner: JobOwner, make: MakeJob, again: Callable[[], None]) -> bool:
        """False, and the reason told, where nobody can do it. `again` does the same once more, after a failure."""
        engine = self._ready_engine(again)
        if engine is None:
            return False
        self._let_go()
        self._owner = owner
        owner.show_working(is_working=True)
        self.working_changed.emit(True)
        self._runner.begin(partial(make, engine), partial(self._hear, owner))
        return True

    def has_engine(self, again: Callable[[], None]) -> bool:
        """What `begin` would answer."""
        return self._ready_engine(again) is not None

    @Slot()
    def stop(self) -> None:
        self._runner.stop()

    def close(self) -> None:
        """Blocks for seconds at most."""
        self._runner.close()

    @Slot()
    def say_busy(self) -> None:
        """Somebody wants an edit of a text that is only read now."""
        self.place.show_toast(busy_text())

    def show_note(self, text: str) -> None:
        """What a person should know of the model that writes."""
        if text:
            self.place.show_notice(Notice(id=_NOTE_ID, text=text, level=NoticeLevel.INFO))

    def show_failure(self, error: DesktopLlmError) -> None:
        text = error_text_of(error)
        self._failure_action = text.action
        notice = Notice(
            id=_FAILURE_ID, text=text.whole, level=NoticeLevel.ERROR, action=text.button or "", details=text.details
        )
        self.place.show_notice(notice)

    @Slot(str)
    def on_notice_action(self, notice_id: str) -> None:
        if notice_id != _FAILURE_ID:
            return
        match self._failure_action:
            case ErrorAction.TRY_AGAIN if self._again is not None:
                self._again()
            case None:
                pass
            case action:
                self.error_action_requested.emit(action)

    def _ready_engine(self, again: Callable[[], None]) -> EngineClient | None:
        self.place.dismiss_notice(_FAILURE_ID)
        self.place.dismiss_notice(_NOTE_ID)
        self._again = again
        try:
            engine = self._engine.ready_client()
            require_hope(engine.status)
        except DesktopLlmError as error:
            self.show_failure(error)
            return None
        return engine

    def _let_go(self) -> None:
        """Of the job before: nothing more is told of it."""
        if self._owner is not None:
            self._owner.show_working(is_working=False)
            self._owner = None

    def _hear(self, owner: JobOwner, event: object) -> None:
        owner.hear(event)
        if isinstance(event, JobEnded) and self._owner is owner:
            self._let_go()
            self.working_changed.emit(False)
            if event.failure is not None:
                self.show_failure(DesktopLlmError(event.failure.code, **event.failure.facts))
