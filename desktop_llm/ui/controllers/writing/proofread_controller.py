"""Proofreads the open text: what the model proposes waits in the text until the person decides. GUI thread."""

from collections import Counter
from collections.abc import Iterable
from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, QTimer, Slot

from desktop_llm.assist.remembered_values import AnswerCache
from desktop_llm.assist.writing.personal_dictionary import known_words
from desktop_llm.assist.writing.proofread import ProofreadJob
from desktop_llm.assist.writing.proofread_request import ProofreadMode, ProofreadRequest
from desktop_llm.assist.writing.proofread_result import ProofreadPlanned, SentencesRead
from desktop_llm.assist.writing.text_change import ChangeCategory, TextChange
from desktop_llm.engine.client import EngineClient
from desktop_llm.ui.controllers.job_runner import Sink
from desktop_llm.ui.controllers.writing.writing_desk import WritingDesk
from desktop_llm.ui.item_models.change_list_model import ChangeRow
from desktop_llm.ui.rows.change_words import (
    category_name,
    doubt_sentence,
    doubtful_text,
    found_text,
    left_out_text,
    note_sentences,
    reading_text,
    visible,
    withdrawn_text,
)
from desktop_llm.ui.widgets.writing.change_layer import ChangeLayer
from desktop_llm.ui.widgets.writing.editor_text import EditorText, KeptPlaces
from desktop_llm.ui.widgets.writing.proofread_page import FoundChanges, ProofreadPage
from desktop_llm.ui.widgets.writing.rich_editor import RichEditor
from desktop_llm.ui.widgets.writing.text_changes import TextChanges, WaitingChange

_REDRAW_MS: Final = 80
_SHOWN_CHARACTERS: Final = 80


class ProofreadController(QObject):
    def __init__(
        self,
        page: ProofreadPage,
        editor: RichEditor,
        kept_places: KeptPlaces,
        desk: WritingDesk,
        dictionary: Path,
    ) -> None:
        """`dictionary`: the file with the words that the person says are right."""
        super().__init__(page)
        self._page = page
        self._editor = editor
        self._kept_places = kept_places
        self._desk = desk
        self._dictionary = dictionary
        self._changes = TextChanges(editor.document(), editor.undo_groups, self)
        self._layer = ChangeLayer(editor, self._changes)
        self._wanted: EditorText | None = None
        """It is being kept, and then read."""
        self._read: EditorText | None = None
        self._planned: ProofreadPlanned | None = None
        self._n_found = self._n_dropped = self._n_unread = self._n_done = 0
        self._redraw = QTimer(self, singleShot=True, interval=_REDRAW_MS)
        self._redraw.timeout.connect(self._show)
        self._connect()

    @property
    def changes(self) -> TextChanges:
        return self._changes

    @property
    def layer(self) -> ChangeLayer:
        return self._layer

    @Slot()
    def fix(self) -> None:
        self._begin(ProofreadMode.FIX)

    @Slot()
    def improve(self) -> None:
        self._begin(ProofreadMode.IMPROVE)

    @Slot()
    def accept_all(self) -> None:
        """Those that are checked."""
        self._accept(each for each in self._changes.waiting if each.change.is_checked)

    @Slot()
    def clear(self) -> None:
        """Another text is open."""
        self._desk.stop()
        self._wanted = self._read = self._planned = None
        self._forget()

    def show_working(self, *, is_working: bool) -> None:
        self._page.show_working(is_working=is_working)
        if not is_working:
            self._show()

    def hear(self, event: object) -> None:
        """Of a job whose text was left nothing more is shown."""
        if self._read is None:
            return
        match event:
            case ProofreadPlanned():
                self._planned = event
                self._forget()
                self._desk.show_note(note_sentences(event.model_name, event.notes))
            case SentencesRead():
                self._take(event)
            case _:
                pass

    def _begin(self, mode: ProofreadMode) -> None:
        """With what is selected, if something is: whole paragraphs of it."""
        if self._editor.isReadOnly():
            self._desk.say_busy()
            return
        wanted = EditorText(self._editor.document(), self._kept_places, *self._wanted_places())
        self._wanted, self._read, self._planned = wanted, None, None
        self._forget()
        request = ProofreadRequest(text=wanted.text, mode=mode, kept=wanted.kept)
        self._desk.place.keep_version(partial(self._ask, wanted, request))

    def _ask(self, wanted: EditorText, request: ProofreadRequest) -> None:
        """Not if the text was left meanwhile, or is asked for again."""
        if wanted is self._wanted:
            self._read = wanted
            again = self.fix if request.mode is ProofreadMode.FIX else self.improve
            self._desk.begin(self, partial(_job, request, self._dictionary), again)

    def _wanted_places(self) -> tuple[int, int]:
        cursor, document = self._editor.textCursor(), self._editor.document()
        if not cursor.hasSelection():
            return 0, -1
        last = document.findBlock(cursor.selectionEnd())
        return document.findBlock(cursor.selectionStart()).position(), last.position() + last.length() - 1

    def _forget(self) -> None:
        """It begins, or begins again with another model."""
        self._n_found = self._n_dropped = self._n_unread = self._n_done = 0
        self._changes.clear()
        self._page.show_found(None)

    def _take(self, read: SentencesRead) -> None:
        waiting = [found for change in read.changes if (found := self._placed(change)) is not None]
        self._changes.add(waiting)
        self._n_found += len(read.changes)
        self._n_dropped += read.n_dropped
        self._n_unread += read.is_unread
        self._n_done = read.n_done
        if len(waiting) < len(read.changes):
            self._say_withdrawn(len(read.changes) - len(waiting))

    def _placed(self, change: TextChange) -> WaitingChange | None:
        """None where the text was edited while it was read."""
        place = self._read.place(change.start, change.end) if self._read is not None else None
        return None if place is None else WaitingChange(change, place)

    def _accept(self, changes: Iterable[WaitingChange]) -> None:
        if self._editor.isReadOnly():
            self._desk.say_busy()
        else:
            self._changes.accept(list(changes))

    @Slot()
    def _redraw_soon(self) -> None:
        if not self._redraw.isActive():
            self._redraw.start()

    @Slot()
    def _show(self) -> None:
        self._redraw.stop()
        waiting = self._changes.waiting
        self._page.show_rows([_row(each) for each in waiting])
        self._show_current(self._layer.current)
        if self._planned is None:
            return
        n_sentences = self._planned.n_sentences
        n_expected = n_sentences if self._n_done else 0  # until the first answer nobody knows how long it takes
        self._page.show_progress(reading_text(self._n_done, n_sentences), self._n_done, n_expected)
        n_doubtful = sum(not each.change.is_checked for each in waiting)
        is_known = bool(self._n_found) or self._n_done == n_sentences
        found = FoundChanges(
            text=found_text(self._n_found, self._planned.n_words) if is_known else "",
            doubtful=doubtful_text(n_doubtful) if n_doubtful else "",
            left_out=left_out_text(self._n_dropped, self._n_unread),
            n_checked=Counter(each.change.category for each in waiting if each.change.is_checked),
        )
        self._page.show_found(found)

    @Slot(object)
    def _show_current(self, change: WaitingChange | None) -> None:
        self._page.show_current("" if change is None else change.key)

    @Slot(str)
    def _on_chosen(self, key: str) -> None:
        self._layer.choose(next((each for each in self._changes.waiting if each.key == key), None))

    @Slot(object)
    def _on_accept_kind(self, category: ChangeCategory) -> None:
        waiting = self._changes.waiting
        self._accept(each for each in waiting if each.change.is_checked and each.change.category is category)

    @Slot()
    def _on_reject_all(self) -> None:
        self._changes.reject(list(self._changes.waiting))

    @Slot(int)
    def _say_withdrawn(self, count: int) -> None:
        self._desk.place.show_toast(withdrawn_text(count))

    def _connect(self) -> None:
        page = self._page
        page.fix_requested.connect(self.fix)
        page.improve_requested.connect(self.improve)
        page.stop_requested.connect(self._desk.stop)
        page.change_chosen.connect(self._on_chosen)
        page.accept_all_requested.connect(self.accept_all)
        page.accept_kind_requested.connect(self._on_accept_kind)
        page.reject_all_requested.connect(self._on_reject_all)
        self._changes.changes_changed.connect(self._redraw_soon)
        self._changes.changes_withdrawn.connect(self._say_withdrawn)
        self._layer.current_changed.connect(self._show_current)
        self._layer.accepting_refused.connect(self._desk.say_busy)


def _job(
    request: ProofreadRequest, dictionary: Path, engine: EngineClient, sink: Sink, cache: AnswerCache | None
) -> ProofreadJob:
    """On the job's thread."""
    known = known_words(dictionary)
    asked = ProofreadRequest(text=request.text, mode=request.mode, known_words=known, kept=request.kept)
    return ProofreadJob(engine, asked, sink, cache, is_awaited=True)


def _row(waiting: WaitingChange) -> ChangeRow:
    change = waiting.change
    return ChangeRow(
        key=waiting.key,
        before=_one_line(waiting.before),
        after=_one_line(change.after),
        kind=category_name(change.category),
        reason=change.reason,
        doubt=doubt_sentence(change.doubt),
    )


def _one_line(text: str) -> str:
    line = visible(text)
    return f"{line[:_SHOWN_CHARACTERS]}…" if len(line) > _SHOWN_CHARACTERS else line
