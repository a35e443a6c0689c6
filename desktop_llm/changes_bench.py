"""What the window's bench does with changes in a long text: they come, are gone through, accepted, undone and redone.

In the window's process; GUI thread.
"""

from collections.abc import Callable, Iterator
from functools import partial
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal, Slot
from PySide6.QtGui import QTextCursor

from desktop_llm.assist.writing.text_change import ChangeCategory, TextChange
from desktop_llm.ui.controllers.writing.proofread_controller import ProofreadController
from desktop_llm.ui.widgets.writing.rich_editor import RichEditor
from desktop_llm.ui.widgets.writing.text_changes import WaitingChange

_N_CHANGES: Final = 500
_N_AT_ONCE: Final = 10  # as many as a model's answer brings
_STEP_MS: Final = 20
_N_LOOKED_AT: Final = 40
_LONGER: Final = " or what else was agreed"


class ChangesRun(QObject):
    """One thing after the other, each once the one before has come to its end."""

    run_ended = Signal()

    def __init__(self, editor: RichEditor, proofread: ProofreadController) -> None:
        super().__init__()
        self._editor = editor
        self._changes = proofread.changes
        self._layer = proofread.layer
        self._actions = self._all_actions()
        self._timer = QTimer(self, interval=_STEP_MS)
        self._timer.timeout.connect(self._act)

    def begin(self) -> None:
        self._timer.start()

    @Slot()
    def _act(self) -> None:
        if self._editor.isReadOnly():
            return
        action = next(self._actions, None)
        if action is None:
            self._timer.stop()
            self.run_ended.emit()
            return
        action()

    def _all_actions(self) -> Iterator[Callable[[], object]]:
        n_blocks = self._editor.document().blockCount()
        numbers = [number * n_blocks // _N_CHANGES for number in range(_N_CHANGES)]
        for start in range(0, _N_CHANGES, _N_AT_ONCE):
            yield partial(self._propose, numbers[start : start + _N_AT_ONCE])
        for number in range(_N_LOOKED_AT):
            yield partial(self._scroll_to, number / _N_LOOKED_AT)
        for _ in range(_N_LOOKED_AT):
            yield partial(self._layer.step, 1)
        for _ in range(_N_LOOKED_AT // 2):
            yield self._layer.accept_current
        yield partial(self._layer.choose, None)
        yield self._accept_all
        yield self._editor.undo
        yield self._editor.redo
        yield self._editor.undo
        yield self._changes.clear

    def _propose(self, numbers: list[int]) -> None:
        self._changes.add(change for number in numbers if (change := self._proposed(number)) is not None)

    def _proposed(self, number: int) -> WaitingChange | None:
        """The longest word of the paragraph becomes some more words."""
        block = self._editor.document().findBlockByNumber(number)
        word = max(block.text().split(), key=len, default="")
        if not word:
            return None
        start = block.position() + block.text().index(word)
        place = QTextCursor(self._editor.document())
        place.setPosition(start)
        place.setPosition(start + len(word), QTextCursor.MoveMode.KeepAnchor)
        change = TextChange(
            start=start, end=start + len(word), before=word, after=word + _LONGER, category=ChangeCategory.WORDING
        )
        return WaitingChange(change, place)

    def _scroll_to(self, share: float) -> None:
        bar = self._editor.verticalScrollBar()
        bar.setValue(round(bar.maximum() * share))

    def _accept_all(self) -> None:
        self._changes.accept(list(self._changes.waiting))
