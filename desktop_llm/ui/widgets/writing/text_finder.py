"""Joins the find bar and the editor: marks what is found, goes from one to the next, replaces. GUI thread."""

from typing import Final

from PySide6.QtCore import QObject, QTimer, Slot
from PySide6.QtGui import QColor, QTextCharFormat
from PySide6.QtWidgets import QTextEdit

from desktop_llm.ui.text_places import units
from desktop_llm.ui.theme import current_palette
from desktop_llm.ui.widgets.writing.find_bar import FindBar
from desktop_llm.ui.widgets.writing.rich_editor import RichEditor
from desktop_llm.ui.widgets.writing.text_search import (
    Place,
    SearchWish,
    found_places,
    number_from,
    replacing_edits,
    selection_of,
)

_MOST_MARKED: Final = 500
_AGAIN_MS: Final = 300


class TextFinder(QObject):
    """The text may be changed meanwhile; then it is looked through again once the typing rests."""

    def __init__(self, editor: RichEditor, bar: FindBar) -> None:
        super().__init__(editor)
        self._editor = editor
        self._bar = bar
        self._places: list[Place] = []
        self._again = QTimer(self, singleShot=True, interval=_AGAIN_MS)
        self._again.timeout.connect(self._look)
        bar.wish_changed.connect(self._on_wish_changed)
        bar.step_requested.connect(self._on_step)
        bar.replace_requested.connect(self._on_replace)
        bar.replace_all_requested.connect(self._on_replace_all)
        bar.bar_closed.connect(self._on_closed)
        editor.text_edited.connect(self._on_text_edited)
        editor.text_loaded.connect(self._on_text_edited)

    @Slot()
    def find(self) -> None:
        self._open(is_replacing=False)

    @Slot()
    def find_and_replace(self) -> None:
        self._open(is_replacing=True)

    def _open(self, *, is_replacing: bool) -> None:
        selected = self._editor.textCursor().selectedText()
        self._bar.open_with(selected if "\u2029" not in selected else "", is_replacing=is_replacing)

    @Slot(object)
    def _on_wish_changed(self, _wish: SearchWish) -> None:
        self._look()
        if self._places:
            self._select(number_from(self._places, self._editor.textCursor().selectionStart()))

    @Slot()
    def _look(self) -> None:
        self._again.stop()
        self._places = found_places(self._editor.document(), self._bar.wish)
        self._mark()

    @Slot(int)
    def _on_step(self, step: int) -> None:
        if self._again.isActive():
            self._look()
        if not self._places:
            return
        cursor = self._editor.textCursor()
        position = cursor.selectionEnd() if step > 0 else cursor.selectionStart()
        self._select(number_from(self._places, position, is_backward=step < 0))

    @Slot(str)
    def _on_replace(self, words: str) -> None:
        """The one that is selected, and on to the next."""
        if self._again.isActive():
            self._look()
        cursor = self._editor.textCursor()
        place = Place(cursor.selectionStart(), cursor.selectionEnd())
        if place in self._places:
            self._editor.make_edits(replacing_edits(self._editor.document(), [place], words))
            self._look()
            self._select_from(place.start + units(words))
        else:
            self._on_step(1)

    @Slot(str)
    def _on_replace_all(self, words: str) -> None:
        self._look()
        if self._places:
            edits = replacing_edits(self._editor.document(), self._places, words)
            self._places = []
            self._editor.make_edits(edits)
            self._look()

    def _select_from(self, position: int) -> None:
        if self._places:
            self._select(number_from(self._places, position))

    def _select(self, number: int) -> None:
        self._editor.setTextCursor(selection_of(self._editor.document(), self._places[number]))
        self._editor.ensureCursorVisible()
        self._bar.show_found(number + 1, len(self._places))

    def _mark(self) -> None:
        look = QTextCharFormat()
        look.setBackground(QColor(current_palette().mark))
        marks: list[QTextEdit.ExtraSelection] = []
        for place in self._places[:_MOST_MARKED]:
            mark = QTextEdit.ExtraSelection()
            mark.cursor = selection_of(self._editor.document(), place)
            mark.format = look
            marks.append(mark)
        self._editor.setExtraSelections(marks)
        cursor = self._editor.textCursor()
        here = Place(cursor.selectionStart(), cursor.selectionEnd())
        number = self._places.index(here) + 1 if here in self._places else 0
        self._bar.show_found(number, len(self._places))

    @Slot()
    def _on_text_edited(self) -> None:
        if self._bar.isVisible():
            self._again.start()

    @Slot()
    def _on_closed(self) -> None:
        self._again.stop()
        self._places = []
        self._editor.setExtraSelections([])
        self._editor.setFocus()
