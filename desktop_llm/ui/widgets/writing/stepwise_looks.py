"""Draws many paragraphs anew without stopping anybody: those that are seen at once, the others in steps. GUI thread.

Whoever has a look for a paragraph makes Qt lay it out again, which takes its time where there are hundreds of them.
"""

import time
from collections import deque
from collections.abc import Iterable
from typing import Final

from PySide6.QtCore import QObject, QPoint, QTimer, Slot
from PySide6.QtGui import QTextBlock
from PySide6.QtWidgets import QTextEdit

from desktop_llm.ui.widgets.writing.text_looks import TextLooks

_STEP_S: Final = 0.003


class StepwiseLooks(QObject):
    def __init__(self, editor: QTextEdit, looks: TextLooks) -> None:
        super().__init__(editor)
        self._editor = editor
        self._looks = looks
        self._document = editor.document()
        self._n_blocks = self._document.blockCount()
        self._waiting: deque[int] = deque()
        """By number: a block itself is not to be kept, Qt reads its place also when it is gone."""
        self._unmoved = 0.0  # parts of pixels, which would add up over many steps
        self._steps = QTimer(self, interval=0)
        self._steps.timeout.connect(self._refresh_some)
        self._document.contentsChange.connect(self._on_contents_change)

    @property
    def is_settled(self) -> bool:
        return not self._waiting

    def refresh(self, blocks: Iterable[QTextBlock]) -> None:
        """One that is gone until its turn comes is left out."""
        first, last = self._seen()
        numbers: set[int] = set()
        for block in blocks:
            number = block.blockNumber()
            if number in numbers:
                continue
            numbers.add(number)
            if first <= number <= last:
                self._looks.refresh(block)
            else:
                self._waiting.append(number)
        if self._waiting:
            self._steps.start()

    @Slot()
    def _refresh_some(self) -> None:
        """Without moving what is seen."""
        ends_at_s = time.perf_counter() + _STEP_S
        top = self._editor.cursorForPosition(QPoint(0, 0)).block()
        before = self._top_of(top)
        while self._waiting and time.perf_counter() < ends_at_s:
            self._looks.refresh(self._document.findBlockByNumber(self._waiting.popleft()))
        wanted = self._top_of(top) - before + self._unmoved
        moved = round(wanted)
        self._unmoved = wanted - moved
        if moved:
            bar = self._editor.verticalScrollBar()
            bar.setValue(bar.value() + moved)
        if not self._waiting:
            self._steps.stop()
            self._unmoved = 0.0

    @Slot(int, int, int)
    def _on_contents_change(self, position: int, _n_removed: int, n_added: int) -> None:
        """Those behind have other numbers now; what was changed itself is drawn anew by Qt."""
        n_more = self._document.blockCount() - self._n_blocks
        self._n_blocks += n_more
        if not self._waiting:
            return
        first = self._document.findBlock(position).blockNumber()
        end = min(position + n_added, self._document.characterCount() - 1)
        last_before = self._document.findBlock(end).blockNumber() - n_more
        before = (number for number in self._waiting if number < first)
        behind = (number + n_more for number in self._waiting if number > last_before)
        self._waiting = deque((*before, *behind))

    def _seen(self) -> tuple[int, int]:
        viewport = self._editor.viewport()
        first = self._editor.cursorForPosition(QPoint(0, 0))
        last = self._editor.cursorForPosition(QPoint(viewport.width(), viewport.height()))
        return first.blockNumber(), last.blockNumber()

    def _top_of(self, block: QTextBlock) -> float:
        return self._document.documentLayout().blockBoundingRect(block).top()
