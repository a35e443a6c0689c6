"""Composes a text from a brief; it becomes a text of its own, or part of the open one. GUI thread."""

from functools import partial

from PySide6.QtCore import QObject, Slot
from PySide6.QtGui import QGuiApplication

from desktop_llm.assist.job import JobEnded
from desktop_llm.assist.remembered_values import AnswerCache
from desktop_llm.assist.writing.compose import ComposeJob
from desktop_llm.assist.writing.compose_request import ComposeRequest
from desktop_llm.assist.writing.version_paragraphs import version_paragraphs
from desktop_llm.assist.writing.written_version import VersionsPlanned
from desktop_llm.documents.rich_text import RichText
from desktop_llm.engine.client import EngineClient
from desktop_llm.ui.controllers.job_runner import Sink
from desktop_llm.ui.controllers.writing.text_placing import TextPlacing
from desktop_llm.ui.controllers.writing.version_shelf import VersionShelf
from desktop_llm.ui.controllers.writing.writing_desk import WritingDesk
from desktop_llm.ui.i18n import translate
from desktop_llm.ui.rows.change_words import note_sentences
from desktop_llm.ui.side_threads import SideThreads
from desktop_llm.ui.widgets.writing.compose_page import ComposePage
from desktop_llm.ui.widgets.writing.rich_editor import RichEditor
from desktop_llm.ui.widgets.writing.version_view import VersionUse


class ComposeController(QObject):
    def __init__(self, page: ComposePage, editor: RichEditor, desk: WritingDesk, side: SideThreads) -> None:
        super().__init__(page)
        self._page = page
        self._desk = desk
        self._shelf = VersionShelf(page.show_version, side, self)
        self._placing = TextPlacing(editor, side, self)
        page.compose_requested.connect(self.compose)
        page.stop_requested.connect(desk.stop)
        page.use_requested.connect(self._on_use)
        page.version_step_requested.connect(self._shelf.step)

    @Slot(object)
    def compose(self, request: ComposeRequest) -> None:
        """The brief stays in the form."""
        if self._desk.begin(self, partial(_job, request), partial(self.compose, request)):
            self._shelf.begin("", request.n_versions)

    def show_working(self, *, is_working: bool) -> None:
        self._page.show_working(is_working=is_working)

    def hear(self, event: object) -> None:
        if isinstance(event, VersionsPlanned):
            self._desk.show_note(note_sentences(event.model_name, event.notes))
        self._shelf.hear(event)
        if isinstance(event, JobEnded):
            self._shelf.end()

    @Slot(object)
    def _on_use(self, use: VersionUse) -> None:
        version = self._shelf.chosen
        if version is None or not version.text:
            return
        match use:
            case VersionUse.NEW_TEXT:
                self._desk.place.begin_text(RichText(paragraphs=version_paragraphs(version.text)))
            case VersionUse.INSERT if not self._placing.is_possible:
                pass  # the version stays where it is
            case VersionUse.INSERT:
                self._desk.place.keep_version(partial(self._insert, version.text))
            case _:
                QGuiApplication.clipboard().setText(version.text)
                self._desk.place.show_toast(translate("ComposeController", "Copied"))

    def _insert(self, text: str) -> None:
        if self._placing.is_possible:
            self._placing.insert(text)


def _job(request: ComposeRequest, engine: EngineClient, sink: Sink, _cache: AnswerCache | None) -> ComposeJob:
    return ComposeJob(engine, request, sink)
