"""Rewrites what is selected, or all, in a style or by an action of the person's own; nothing is changed by it alone.

GUI thread.
"""

from functools import partial

from PySide6.QtCore import QObject, Slot
from PySide6.QtGui import QGuiApplication

from desktop_llm.assist.job import JobEnded
from desktop_llm.assist.remembered_values import AnswerCache
from desktop_llm.assist.writing.rewrite import RewriteJob
from desktop_llm.assist.writing.rewrite_request import RewriteRequest, RewriteStyle
from desktop_llm.assist.writing.version_paragraphs import version_paragraphs
from desktop_llm.assist.writing.writing_actions import ActionResult, WritingAction
from desktop_llm.assist.writing.written_version import VersionsPlanned
from desktop_llm.documents.rich_text import RichText
from desktop_llm.engine.client import EngineClient
from desktop_llm.errors import ErrorCode, RequestFailedError
from desktop_llm.ui.controllers.job_runner import Sink
from desktop_llm.ui.controllers.writing.action_shelf import ActionShelf
from desktop_llm.ui.controllers.writing.text_placing import RewrittenPlace, TextPlacing
from desktop_llm.ui.controllers.writing.version_shelf import VersionShelf
from desktop_llm.ui.controllers.writing.writing_desk import WritingDesk
from desktop_llm.ui.i18n import translate
from desktop_llm.ui.rows.change_words import note_sentences
from desktop_llm.ui.side_threads import SideThreads
from desktop_llm.ui.widgets.writing.editor_text import KeptPlaces
from desktop_llm.ui.widgets.writing.rewrite_page import RewritePage, RewriteWish
from desktop_llm.ui.widgets.writing.rich_editor import RichEditor
from desktop_llm.ui.widgets.writing.version_column import VersionUse
from desktop_llm.ui.widgets.writing.version_view import VersionWish


class RewriteController(QObject):
    def __init__(
        self,
        page: RewritePage,
        editor: RichEditor,
        kept_places: KeptPlaces,
        desk: WritingDesk,
        actions: ActionShelf,
        side: SideThreads,
    ) -> None:
        super().__init__(page)
        self._page = page
        self._editor = editor
        self._kept_places = kept_places
        self._desk = desk
        self._actions = actions
        self._shelf = VersionShelf(page.show_versions, side, self)
        self._placing = TextPlacing(editor, side, self)
        self._place: RewrittenPlace | None = None
        self._action: WritingAction | None = None
        page.rewrite_requested.connect(self.rewrite)
        page.stop_requested.connect(desk.stop)
        page.use_requested.connect(self._on_use)
        actions.action_given.connect(self.carry_out)
        editor.selectionChanged.connect(self._on_selection_changed)

    @Slot(object)
    def rewrite(self, wish: RewriteWish) -> None:
        """Nothing in the text is changed by it."""
        self._action = self._actions.named(wish.action)
        place = RewrittenPlace(self._editor, self._kept_places)
        if not place.text.strip():
            self._desk.show_failure(RequestFailedError(ErrorCode.PROMPT_EMPTY))
            return
        request = RewriteRequest(
            text=place.text,
            style=wish.style,
            instruction=wish.instruction if self._action is None else self._action.instruction,
            n_versions=wish.n_versions,
        )
        if self._desk.begin(self, partial(_job, request), partial(self.rewrite, wish)):
            self._place = place
            self._shelf.begin(place.text, wish.n_versions)

    @Slot(object)
    def carry_out(self, action: WritingAction) -> None:
        """By its keys."""
        self.rewrite(RewriteWish(RewriteStyle.CUSTOM, action=action.name))

    @Slot()
    def leave(self) -> None:
        """Another text is open, or the person keeps what is there."""
        self._place = None
        self._shelf.put_away()

    def show_working(self, *, is_working: bool) -> None:
        self._page.show_working(is_working=is_working)

    def hear(self, event: object) -> None:
        """Of a job whose text was left, or whose versions were put away, nothing more is shown."""
        if self._place is None:
            return
        if isinstance(event, VersionsPlanned):
            self._desk.show_note(note_sentences(event.model_name, event.notes))
        self._shelf.hear(event)
        if isinstance(event, JobEnded):
            self._shelf.end()
            self._use_as_the_action_says(event)

    def _use_as_the_action_says(self, ended: JobEnded) -> None:
        """An action whose result goes elsewhere than into the place of the text changes nothing that is there.

        Of several versions the person takes one.
        """
        version = self._shelf.single
        if ended.failure is not None or self._action is None or version is None or not version.text:
            return
        match self._action.result:
            case ActionResult.BELOW:
                self._on_use(VersionWish(VersionUse.INSERT_BELOW))
            case ActionResult.NEW:
                self._on_use(VersionWish(VersionUse.NEW_TEXT))
            case ActionResult.REPLACE:
                pass  # the person sees the difference first

    @Slot(object)
    def _on_use(self, wish: VersionWish) -> None:
        use, version, place = wish.use, self._shelf.version(wish.index), self._place
        if use is VersionUse.LEAVE:
            self._desk.stop()
            self.leave()
            self._editor.setFocus()
            return
        if version is None or place is None:
            return
        if use in (VersionUse.REPLACE, VersionUse.INSERT_BELOW) and not self._placing.is_possible:
            self._desk.say_busy()
            return
        match use:
            case VersionUse.REPLACE | VersionUse.INSERT_BELOW:
                self._desk.place.keep_version(partial(self._put, use, place, version.text))
            case VersionUse.NEW_TEXT:
                self._desk.place.begin_text(RichText(paragraphs=version_paragraphs(version.text)))
            case _:
                QGuiApplication.clipboard().setText(version.text)
                self._desk.place.show_toast(translate("RewriteController", "Copied"))

    def _put(self, use: VersionUse, place: RewrittenPlace, text: str) -> None:
        """Not if the versions were put away meanwhile, or others are wanted."""
        if place is not self._place:
            return
        if not self._placing.is_possible:
            self._desk.say_busy()
            return
        if use is VersionUse.REPLACE:
            self._placing.replace(place, text, self._say_edited)
        else:
            self._placing.insert_below(place, text)
        self.leave()

    def _say_edited(self) -> None:
        text = translate(
            "RewriteController", "The text was edited meanwhile, so nothing was replaced. Rewrite it again."
        )
        self._desk.place.show_toast(text)

    @Slot()
    def _on_selection_changed(self) -> None:
        self._page.show_target(is_selection=self._editor.textCursor().hasSelection())


def _job(request: RewriteRequest, engine: EngineClient, sink: Sink, _cache: AnswerCache | None) -> RewriteJob:
    return RewriteJob(engine, request, sink)
