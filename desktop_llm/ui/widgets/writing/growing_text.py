"""A text that a model writes into the editor, as it comes: one step to undo, in which nobody types. GUI thread."""

from collections.abc import Iterator, Sequence

from PySide6.QtCore import QObject, Slot
from PySide6.QtGui import QTextBlock, QTextCursor

from desktop_llm.assist.writing.stored_text import differing
from desktop_llm.documents.rich_text import Paragraph, ParagraphKind
from desktop_llm.ui.widgets.writing.rich_document import DocumentWriter
from desktop_llm.ui.widgets.writing.rich_editor import RichEditor
from desktop_llm.ui.widgets.writing.text_formatting import one_step
from desktop_llm.ui.widgets.writing.text_styles import is_filler

_NOTHING = (Paragraph(),)


class GrowingText(QObject):
    """In an editor in which nothing is written yet."""

    def __init__(self, editor: RichEditor) -> None:
        super().__init__(editor)
        self._editor = editor
        self._shown: Sequence[Paragraph] = _NOTHING
        self._is_growing = False
        editor.text_left.connect(self._on_text_left)

    @property
    def is_growing(self) -> bool:
        return self._is_growing

    def begin(self) -> bool:
        """False: the text is only read now."""
        if self._editor.isReadOnly() or not self._editor.undo_groups.begin():
            return False
        self._is_growing, self._shown = True, _NOTHING
        self._editor.hold_typing(True)
        return True

    def show(self, paragraphs: Sequence[Paragraph]) -> None:
        """All that there is by now. What is as it was stays, and who looks at the end goes on looking at it."""
        after = tuple(paragraphs) or _NOTHING
        part = differing(tuple(self._shown), after)
        if not self._is_growing or part is None:
            return
        bar = self._editor.verticalScrollBar()
        was_at_end = bar.value() >= bar.maximum()
        first = _beginning(self._shown, after, part[0])
        self._write(first, after[first:])
        self._shown = after
        if was_at_end:
            bar.setValue(bar.maximum())
        self._editor.text_edited.emit()

    def end(self) -> None:
        """What is there stays; the person writes on behind it."""
        if self._is_growing:
            self._is_growing = False
            self._editor.undo_groups.end()
            self._editor.hold_typing(False)
            self._editor.moveCursor(QTextCursor.MoveOperation.End)

    def _write(self, first: int, paragraphs: Sequence[Paragraph]) -> None:
        document = self._editor.document()
        place = QTextCursor(document)
        place.setPosition(self._position_of(first))
        with one_step(place):
            place.movePosition(QTextCursor.MoveOperation.End, QTextCursor.MoveMode.KeepAnchor)
            place.removeSelectedText()
            DocumentWriter(document, place).write(paragraphs)

    def _position_of(self, number: int) -> int:
        """Where a paragraph that is not within a table begins, with the empty block that Qt needs before a table."""
        block = next(each for n, each in enumerate(self._paragraph_blocks()) if n == number)
        table = QTextCursor(block).currentTable()
        return block.position() if table is None else table.firstPosition() - 1

    def _paragraph_blocks(self) -> Iterator[QTextBlock]:
        block = self._editor.document().begin()
        while block.isValid():
            if not is_filler(block):
                yield block
            block = block.next()

    @Slot()
    def _on_text_left(self) -> None:
        """Another text is about to take its place, and is held by itself."""
        if self._is_growing:
            self._is_growing = False
            self._editor.undo_groups.end()


def _beginning(before: Sequence[Paragraph], after: Sequence[Paragraph], first: int) -> int:
    """The paragraph to write from: lists and tables are written whole, and behind the last one there is no place."""
    first = min(first, len(before) - 1, len(after) - 1)
    while first > 0 and any(_are_one(each[first - 1], each[first]) for each in (before, after)):
        first -= 1
    return first


def _are_one(one: Paragraph, other: Paragraph) -> bool:
    if one.cell is None or other.cell is None:
        return one.cell is other.cell and one.kind is other.kind is ParagraphKind.LIST_ITEM
    return one.cell.table == other.cell.table
