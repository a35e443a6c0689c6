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
        self._waiting: deque[QTextBlock] = deque()
        self._unmoved = 0.0  # parts of pixels, which would add up over many steps
        self._steps = QTimer(self, interval=0)
        self._steps.timeout.connect(self._refresh_some)

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
                self._waiting.append(block)
        if self._waiting:
            self._steps.start()

    @Slot()
    def _refresh_some(self) -> None:
        """Without moving what is seen."""
        ends_at_s = time.perf_counter() + _STEP_S
        top = self._editor.cursorForPosition(QPoint(0, 0)).block()
        before = self._top_of(top)
        while self._waiting and time.perf_counter() < ends_at_s:
            self._looks.refresh(self._waiting.popleft())
        wanted = self._top_of(top) - before + self._unmoved
        moved = round(wanted)
        self._unmoved = wanted - moved
        if moved:
            bar = self._editor.verticalScrollBar()
            bar.setValue(bar.value() + moved)
        if not self._waiting:
            self._steps.stop()
            self._unmoved = 0.0

    def _seen(self) -> tuple[int, int]:
        viewport = self._editor.viewport()
        first = self._editor.cursorForPosition(QPoint(0, 0))
        last = self._editor.cursorForPosition(QPoint(viewport.width(), viewport.height()))
        return first.blockNumber(), last.blockNumber()

    def _top_of(self, block: QTextBlock) -> float:
        return self._editor.document().documentLayout().blockBoundingRect(block).top()
