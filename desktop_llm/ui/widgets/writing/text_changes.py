"""Changes that wait for a person in a text that goes on being edited. Nothing here draws. GUI thread.

The document is not touched before a change is accepted. Each change has a cursor, which Qt moves with the text; one
whose words are edited is withdrawn. Undoing what was accepted gives the change back, redoing takes it again.
"""

import time
from bisect import bisect_left, bisect_right, insort
from collections.abc import Iterable, Sequence
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal, Slot
from PySide6.QtGui import QTextCharFormat, QTextCursor, QTextDocument

from desktop_llm.assist.writing.text_change import TextChange
from desktop_llm.ui.text_places import units
from desktop_llm.ui.widgets.writing.undo_groups import UndoGroups

_STEP_S: Final = 0.003


class WaitingChange:
    """`before` is what stands in the document, from `start` to `end` in Qt's units."""

    def __init__(self, change: TextChange, place: QTextCursor) -> None:
        self.change = change
        self.before = place.selectedText()
        self.is_made = False
        self._cursor = QTextCursor(place)
        self._neighbours = self._around(self.start, self.end)
        self._n_undo_steps = 0

    @property
    def key(self) -> str:
        """No two that wait have the same."""
        return str(id(self))

    @property
    def start(self) -> int:
        return self._cursor.selectionStart()

    @property
    def end(self) -> int:
        return self._cursor.selectionEnd()

    @property
    def stands_from(self) -> int:
        """Where what stands now begins: the old words, or the new ones once it is made."""
        return self.end - units(self.change.after) if self.is_made else self.start

    def make(self) -> None:
        """Put the new words in the place of the old ones, in their formats."""
        words = QTextCursor(self._cursor)
        dressed = _dressed(words, self.before, self.change.after)
        words.beginEditBlock()
        words.removeSelectedText()
        for text, look in dressed:
            words.insertText(text, look)
        words.endEditBlock()
        self._cursor.setPosition(words.position())
        self.is_made = True
        self._n_undo_steps = self._cursor.document().availableUndoSteps()

    def look_again(self) -> bool:
        """Whether it is still about what stands there, or stands there itself, after somebody edited around it."""
        is_undone = self._cursor.document().availableUndoSteps() < self._n_undo_steps
        if self.is_made:
            return self._is_back() if is_undone else self._stands(self.end, self.change.after)
        if self._cursor.selectedText() == self.before and self._around(self.start, self.end) == self._neighbours:
            return True
        self.is_made = bool(self._n_undo_steps) and not is_undone and self._stands(self.end, self.change.after)
        return self.is_made

    def _is_back(self) -> bool:
        """Undone: the cursor is where the old words end, as Qt put them there."""
        if not self._stands(self.end, self.before):
            return False
        end = self.end
        self._cursor.setPosition(end - units(self.before))
        self._cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
        self.is_made = False
        return True

    def _stands(self, end: int, text: str) -> bool:
        start = end - units(text)
        if start < 0:
            return False
        there = QTextCursor(self._cursor)
        there.setPosition(start)
        there.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
        return there.selectedText() == text and self._around(start, end) == self._neighbours

    def _around(self, start: int, end: int) -> tuple[str, str]:
        document = self._cursor.document()
        return (document.characterAt(start - 1) if start else "", document.characterAt(end))


class TextChanges(QObject):
    """In the order of the text."""

    changes_changed = Signal(object)  # Sequence[WaitingChange]: those that came or went
    changes_withdrawn = Signal(int)
    making_changed = Signal(bool)
    """Many are made in steps, and nobody should edit meanwhile."""

    def __init__(self, document: QTextDocument, undo: UndoGroups, parent: QObject) -> None:
        super().__init__(parent)
        self._document = document
        self._undo = undo
        self._waiting: list[WaitingChange] = []
        self._made: list[WaitingChange] = []
        self._queue: list[WaitingChange] = []
        self._done: list[WaitingChange] = []
        self._is_editing = False
        self._steps = QTimer(self, interval=0)
        self._steps.timeout.connect(self._make_some)
        document.contentsChange.connect(self._on_contents_change)

    @property
    def waiting(self) -> Sequence[WaitingChange]:
        return self._waiting

    @property
    def made(self) -> Sequence[WaitingChange]:
        """Those that were accepted, as long as their words stand."""
        return self._made

    @property
    def is_making(self) -> bool:
        return bool(self._queue)

    def between(self, start: int, end: int) -> Sequence[WaitingChange]:
        """Those that have something to do with a part of the document."""
        return _between(self._waiting, start, end)

    def at(self, position: int) -> WaitingChange | None:
        found = self.between(position, position)
        return found[0] if found else None

    def next_to(self, position: int) -> WaitingChange | None:
        """The first one behind; from the end, the first of all."""
        if not self._waiting:
            return None
        index = bisect_right(self._waiting, position, key=_start)
        return self._waiting[index % len(self._waiting)]

    def previous_to(self, position: int) -> WaitingChange | None:
        if not self._waiting:
            return None
        return self._waiting[bisect_left(self._waiting, position, key=_start) - 1]

    def add(self, placed: Iterable[WaitingChange]) -> None:
        """One that is about what another is about is left out."""
        added: list[WaitingChange] = []
        for change in placed:
            if all(_are_apart(change, other) for other in self.between(change.start, change.end)):
                insort(self._waiting, change, key=_start)
                added.append(change)
        self.changes_changed.emit(added)

    @Slot()
    def clear(self) -> None:
        """The text, or what is asked of it, is another. What is being made ends with what is made."""
        if self._queue:
            self._queue = []
            self._end_making()
        gone, self._waiting, self._made = self._waiting, [], []
        self.changes_changed.emit(gone)

    def reject(self, changes: Iterable[WaitingChange]) -> None:
        wanted = set(map(id, changes))
        gone = [each for each in self._waiting if id(each) in wanted]
        self._waiting = [each for each in self._waiting if id(each) not in wanted]
        self.changes_changed.emit(gone)

    def accept(self, changes: Iterable[WaitingChange]) -> None:
        """One undo step for all of them. Many take a while, whose beginning and end `making_changed` tells.

        While other edits are being made that belong together, nothing comes of it.
        """
        wanted = set(map(id, changes))
        queue = [each for each in self._waiting if id(each) in wanted]  # the last one is made first
        if not queue or not self._undo.begin():
            return
        self._queue, self._done = queue, []
        self._make_some()
        if self._queue:
            self._steps.start()
            self.making_changed.emit(True)

    @Slot()
    def _make_some(self) -> None:
        ends_at_s = time.perf_counter() + _STEP_S
        self._is_editing = True
        while self._queue and time.perf_counter() < ends_at_s:
            change = self._queue.pop()
            self._waiting.remove(change)
            change.make()
            self._done.append(change)
        self._is_editing = False
        if not self._queue:
            self._end_making()

    def _end_making(self) -> None:
        was_in_steps = self._steps.isActive()
        self._steps.stop()
        self._undo.end()
        for change in self._done:
            insort(self._made, change, key=_start)
        if was_in_steps:
            self.making_changed.emit(False)
        self.changes_changed.emit(self._done)

    @Slot(int, int, int)
    def _on_contents_change(self, position: int, _n_removed: int, n_added: int) -> None:
        """Somebody edited, undid or redid."""
        if self._is_editing or not (self._waiting or self._made):
            return
        touched = list(self.between(position, position + n_added))
        touched_made = list(_between(self._made, position, position + n_added))
        gone = [each for each in touched if not each.look_again()]
        made = [each for each in touched if each.is_made]
        lost = [each for each in touched_made if not each.look_again()]
        back = [each for each in touched_made if not each.is_made and each not in lost]
        _move(self._waiting, out=[*gone, *made], into=back)
        _move(self._made, out=[*lost, *back], into=made)
        if gone or made or back:
            self.changes_changed.emit([*gone, *made, *back])
        if gone:
            self.changes_withdrawn.emit(len(gone))


def _between(changes: Sequence[WaitingChange], start: int, end: int) -> Sequence[WaitingChange]:
    first = bisect_left(changes, start, key=_end)
    return changes[first : bisect_right(changes, end, key=_start)]


def _move(changes: list[WaitingChange], out: Sequence[WaitingChange], into: Sequence[WaitingChange]) -> None:
    for change in out:
        changes.remove(change)
    for change in into:
        insort(changes, change, key=_start)


def _start(change: WaitingChange) -> int:
    return change.start


def _end(change: WaitingChange) -> int:
    return change.end


def _are_apart(one: WaitingChange, other: WaitingChange) -> bool:
    if one.start == other.start:
        return False
    return one.end <= other.start or other.end <= one.start


def _dressed(place: QTextCursor, before: str, after: str) -> list[tuple[str, QTextCharFormat]]:
    """The new words, each in the format of the old one that it takes the place of; else all in that of the first."""
    if not after:
        return []
    old, new = before.split(" "), after.split(" ")
    if len(old) != len(new):
        return [(after, _format_at(place, 0))]
    dressed: list[tuple[str, QTextCharFormat]] = []
    at = 0
    for was, word in zip(old, new, strict=True):
        if dressed:
            dressed.append((" ", _format_at(place, at - 1)))
        dressed.append((word, _format_at(place, at)))
        at += units(was) + 1
    return dressed


def _format_at(place: QTextCursor, at: int) -> QTextCharFormat:
    """Of the letter that far in the selection; where nothing is selected, of the one before."""
    looked = QTextCursor(place)
    start, end = place.selectionStart(), place.selectionEnd()
    looked.setPosition(min(start + at + 1, end))
    return looked.charFormat()
