"""Asks for words that may follow at the cursor, and shows them as a ghost: words or sentences. GUI thread."""

from functools import partial
from typing import Final

from PySide6.QtCore import QObject, Slot
from PySide6.QtGui import QTextCursor

from desktop_llm.assist.job import JobEnded
from desktop_llm.assist.remembered_values import AnswerCache
from desktop_llm.assist.writing.continue_text import GHOST_WORDS, ContinueJob, ContinueRequest
from desktop_llm.assist.writing.written_version import VersionDone, VersionGrew
from desktop_llm.engine.client import EngineClient
from desktop_llm.ui.controllers.job_runner import Sink
from desktop_llm.ui.controllers.writing.writing_desk import WritingDesk
from desktop_llm.ui.i18n import translate
from desktop_llm.ui.widgets.writing.ghost_text import GhostText
from desktop_llm.ui.widgets.writing.rich_editor import RichEditor

SENTENCES_WORDS: Final = 80
_LOOKED_BACK_CHARACTERS: Final = 6000
_LOOKED_AHEAD_CHARACTERS: Final = 800


class GhostController(QObject):
    """`desk` has a runner of its own: a ghost stops no proofreading."""

    def __init__(self, editor: RichEditor, desk: WritingDesk) -> None:
        super().__init__(editor)
        self._editor = editor
        self._desk = desk
        self._ghost = GhostText(editor)
        self._ghost.ghost_dismissed.connect(self._on_dismissed)
        self._is_wanted = False
        self._place = (0, "", "")
        """Where it is wanted, and what stands before and behind."""

    @Slot()
    def suggest(self) -> None:
        self._ask(GHOST_WORDS)

    @Slot()
    def go_on(self) -> None:
        self._ask(SENTENCES_WORDS)

    def show_working(self, *, is_working: bool) -> None:
        """The ghost itself shows it."""

    def hear(self, event: object) -> None:
        if not self._is_wanted:
            return
        if self._is_elsewhere:
            self._let_go()
            return
        match event:
            case VersionGrew(text=text):
                self._ghost.show_text(text)
            case VersionDone(version=version):
                self._ghost.show_text(version.text)
            case JobEnded(failure=None) if not self._ghost.text:
                self._desk.place.show_toast(translate("GhostController", "The model has nothing to add here."))
            case _:
                pass

    def _ask(self, n_words: int) -> None:
        self._ghost.dismiss()
        cursor = self._editor.textCursor()
        if self._editor.isReadOnly():
            self._desk.say_busy()
            return
        if cursor.hasSelection():
            return
        self._place = _, before, behind = self._place_of(cursor)
        if not before.strip():
            self._desk.place.show_toast(
                translate("GhostController", "Write some words first; the model goes on with them.")
            )
            return
        self._is_wanted = True
        request = ContinueRequest(before=before, behind=behind, n_words=n_words)
        self._desk.begin(self, partial(_job, request), self.suggest if n_words == GHOST_WORDS else self.go_on)

    @property
    def _is_elsewhere(self) -> bool:
        """The person went on, took some of the words, or the text is another one."""
        return self._place_of(self._editor.textCursor()) != self._place

    def _place_of(self, cursor: QTextCursor) -> tuple[int, str, str]:
        before, behind = (self._text_at(cursor, each) for each in (-_LOOKED_BACK_CHARACTERS, _LOOKED_AHEAD_CHARACTERS))
        return cursor.position(), before, behind

    def _text_at(self, cursor: QTextCursor, distance: int) -> str:
        """So many characters before the cursor, or behind it; blocks are paragraphs."""
        last = self._editor.document().characterCount() - 1
        other = QTextCursor(cursor)
        other.setPosition(min(last, max(0, cursor.position() + distance)), QTextCursor.MoveMode.KeepAnchor)
        return other.selectedText().replace("\u2029", "\n\n").replace("\u2028", "\n")

    def _let_go(self) -> None:
        """What is left of words of which some were taken stays; of others nothing is shown any more."""
        if not self._ghost.text:
            self._on_dismissed()

    @Slot()
    def _on_dismissed(self) -> None:
        if self._is_wanted:
            self._is_wanted = False
            self._desk.stop()


def _job(request: ContinueRequest, engine: EngineClient, sink: Sink, _cache: AnswerCache | None) -> ContinueJob:
    return ContinueJob(engine, request, sink)
