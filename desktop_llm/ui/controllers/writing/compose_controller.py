"""Composes a text from a brief: into a text of its own as it is written, or versions to be looked at. GUI thread."""

from functools import partial
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal, Slot
from PySide6.QtGui import QGuiApplication

from desktop_llm.assist.job import JobEnded
from desktop_llm.assist.remembered_values import AnswerCache
from desktop_llm.assist.writing.compose import ComposeJob
from desktop_llm.assist.writing.compose_request import ComposeRequest
from desktop_llm.assist.writing.version_paragraphs import version_paragraphs
from desktop_llm.assist.writing.written_version import VersionDone, VersionGrew, VersionsPlanned
from desktop_llm.documents.rich_text import RichText
from desktop_llm.engine.client import EngineClient
from desktop_llm.ui.controllers.job_runner import Sink
from desktop_llm.ui.controllers.writing.text_placing import TextPlacing
from desktop_llm.ui.controllers.writing.version_shelf import VersionShelf
from desktop_llm.ui.controllers.writing.writing_desk import WritingDesk
from desktop_llm.ui.i18n import translate
from desktop_llm.ui.rows.change_words import note_sentences
from desktop_llm.ui.rows.version_words import draft_notice, fault_sentences
from desktop_llm.ui.side_threads import SideThreads
from desktop_llm.ui.widgets.notice_bar import Notice, NoticeLevel
from desktop_llm.ui.widgets.writing.compose_form import ComposeWish
from desktop_llm.ui.widgets.writing.compose_page import ComposePage
from desktop_llm.ui.widgets.writing.growing_text import GrowingText
from desktop_llm.ui.widgets.writing.rich_editor import RichEditor
from desktop_llm.ui.widgets.writing.version_column import VersionUse
from desktop_llm.ui.widgets.writing.version_view import VersionWish

DRAFT_NOTICE_ID: Final = "draft_to_be_looked_at"
_REDRAW_MS: Final = 80


class ComposeController(QObject):
    text_made = Signal()
    """What was asked for in the form stands in a text, whole."""

    def __init__(self, page: ComposePage, editor: RichEditor, desk: WritingDesk, side: SideThreads) -> None:
        super().__init__(page)
        self._page = page
        self._desk = desk
        self._shelf = VersionShelf(page.show_versions, side, self)
        self._placing = TextPlacing(editor, side, self)
        self._growing = GrowingText(editor)
        self._is_aside = False
        self._draft = ""
        self._warnings: tuple[str, ...] | None = None
        """What is to be looked at in the draft, once it is whole."""
        self._redraw = QTimer(self, singleShot=True, interval=_REDRAW_MS)
        self._redraw.timeout.connect(self._show_draft)
        page.compose_requested.connect(self.compose)
        page.stop_requested.connect(desk.stop)
        page.use_requested.connect(self._on_use)

    @Slot(object)
    def compose(self, wish: ComposeWish) -> None:
        """The brief stays in the form."""
        again = partial(self.compose, wish)
        if not wish.is_aside and self._desk.has_engine(again):
            self._desk.place.begin_draft(partial(self._begin_draft, wish))
        elif wish.is_aside and self._desk.begin(self, partial(_job, wish.request), again):
            self._is_aside = True
            self._page.show_working(is_working=True)
            self._shelf.begin("", wish.request.n_versions)

    def show_working(self, *, is_working: bool) -> None:
        """A draft ends also where another wish takes the place of this one, of which nothing more is told then."""
        if not is_working:
            self._page.show_working(is_working=False)
            self._end_draft()

    def hear(self, event: object) -> None:
        if isinstance(event, VersionsPlanned):
            self._desk.show_note(note_sentences(event.model_name, event.notes))
        if not self._is_aside:
            self._hear_draft(event)
            return
        self._shelf.hear(event)
        if isinstance(event, JobEnded):
            self._shelf.end()

    # A draft in a text of its own

    def _begin_draft(self, wish: ComposeWish) -> None:
        """The text is open, and nothing is written in it."""
        if not self._placing.is_possible:
            self._desk.say_busy()
            return
        if not self._desk.begin(self, partial(_job, wish.request), partial(self.compose, wish)):
            return
        self._growing.begin()
        self._is_aside, self._draft, self._warnings = False, "", None
        self._desk.place.dismiss_notice(DRAFT_NOTICE_ID)
        self._desk.place.show_drafting(is_drafting=True)
        self._page.show_drafting()

    def _hear_draft(self, event: object) -> None:
        """Where the text was left, it stays as it was then."""
        match event:
            case VersionGrew(text=text):
                self._draft = text
                if not self._redraw.isActive():
                    self._redraw.start()
            case VersionDone(version=version):
                self._draft, self._warnings = version.text, fault_sentences(version.warnings)
            case _:
                pass

    @Slot()
    def _show_draft(self) -> None:
        self._growing.show(version_paragraphs(self._draft))

    def _end_draft(self) -> None:
        """What there is of one that was stopped stays."""
        if self._is_aside:
            return
        self._redraw.stop()
        self._show_draft()
        is_made = self._growing.is_growing and bool(self._draft) and self._warnings is not None
        self._growing.end()
        self._desk.place.show_drafting(is_drafting=False)
        if self._draft:
            self._page.show_draft_ended(self._warnings)
        else:
            self._page.show_form()
        if is_made:
            self.text_made.emit()
        if self._warnings and not self._page.isVisible():
            text, button = draft_notice(len(self._warnings))
            self._desk.place.show_notice(
                Notice(id=DRAFT_NOTICE_ID, text=text, level=NoticeLevel.WARNING, action=button)
            )

    # Versions beside the text

    @Slot(object)
    def _on_use(self, wish: VersionWish) -> None:
        version = self._shelf.version(wish.index)
        if version is None or not version.text:
            return
        match wish.use:
            case VersionUse.NEW_TEXT:
                self._desk.place.begin_text(RichText(paragraphs=version_paragraphs(version.text)))
                self.text_made.emit()
            case VersionUse.INSERT if not self._placing.is_possible:
                self._desk.say_busy()
            case VersionUse.INSERT:
                self._desk.place.keep_version(partial(self._insert, version.text))
            case _:
                QGuiApplication.clipboard().setText(version.text)
                self._desk.place.show_toast(translate("ComposeController", "Copied"))

    def _insert(self, text: str) -> None:
        if self._placing.is_possible:
            self._placing.insert(text)
            self.text_made.emit()
        else:
            self._desk.say_busy()


def _job(request: ComposeRequest, engine: EngineClient, sink: Sink, _cache: AnswerCache | None) -> ComposeJob:
    return ComposeJob(engine, request, sink)
