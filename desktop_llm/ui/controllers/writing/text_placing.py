"""Puts texts that a model wrote into the editor: one undo step each, and what stays keeps its formats. GUI thread."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject
from PySide6.QtGui import QTextCursor

from desktop_llm.assist.writing.text_change import TextChange
from desktop_llm.assist.writing.version_changes import version_changes
from desktop_llm.assist.writing.version_paragraphs import version_paragraphs
from desktop_llm.documents.rich_text import Paragraph, ParagraphKind
from desktop_llm.ui.side_threads import SideThreads
from desktop_llm.ui.widgets.writing.editor_text import EditorText, KeptPlaces
from desktop_llm.ui.widgets.writing.rich_document import DocumentWriter, write_runs
from desktop_llm.ui.widgets.writing.rich_editor import RichEditor
from desktop_llm.ui.widgets.writing.text_changes import TextChanges, WaitingChange


class RewrittenPlace:
    """What was selected when a rewriting was asked for, or all of it. It follows the text."""

    def __init__(self, editor: RichEditor, kept_places: KeptPlaces) -> None:
        cursor = editor.textCursor()
        self.is_selection = cursor.hasSelection()
        if not self.is_selection:
            cursor.select(QTextCursor.SelectionType.Document)
        self.cursor = cursor
        self._text = EditorText(editor.document(), kept_places, cursor.selectionStart(), cursor.selectionEnd())
        self._before = cursor.selectedText()

    @property
    def text(self) -> str:
        return self._text.text

    @property
    def is_as_it_was(self) -> bool:
        return self.cursor.selectedText() == self._before

    def placed(self, change: TextChange) -> WaitingChange | None:
        place = self._text.place(change.start, change.end)
        return None if place is None else WaitingChange(change, place)


class TextPlacing(QObject):
    """`side` compares: long texts take a while."""

    def __init__(self, editor: RichEditor, side: SideThreads, parent: QObject) -> None:
        super().__init__(parent)
        self._editor = editor
        self._side = side
        self._changes = TextChanges(editor.document(), editor.undo_groups, self)
        self._changes.making_changed.connect(editor.hold_typing)
        editor.text_left.connect(self._changes.clear)

    @property
    def is_possible(self) -> bool:
        """Not while a text is put in, or other edits are made in steps."""
        return not self._editor.isReadOnly()

    def replace(self, place: RewrittenPlace, text: str, on_edited_meanwhile: Callable[[], None]) -> None:
        """Where both are the same paragraphs, only the words that differ; else the whole."""
        work = partial(version_changes, place.text, text)
        self._side.run(work, partial(self._replace, place, text, on_edited_meanwhile))

    def insert_below(self, place: RewrittenPlace, text: str) -> None:
        cursor = QTextCursor(self._editor.document())
        cursor.setPosition(place.cursor.selectionEnd())
        self._write(cursor, version_paragraphs(text))

    def insert(self, text: str) -> None:
        """At the cursor; within the line if it is one paragraph of plain text."""
        cursor = self._editor.textCursor()
        paragraphs = version_paragraphs(text)
        if len(paragraphs) == 1 and paragraphs[0].kind is ParagraphKind.TEXT and paragraphs[0].cell is None:
            cursor.beginEditBlock()
            write_runs(cursor, paragraphs[0])
            cursor.endEditBlock()
            return
        self._write(cursor, paragraphs)

    def _replace(
        self,
        place: RewrittenPlace,
        text: str,
        on_edited_meanwhile: Callable[[], None],
        changes: tuple[TextChange, ...] | None,
    ) -> None:
        if not place.is_as_it_was or not self.is_possible:
            on_edited_meanwhile()
            return
        placed = [place.placed(change) for change in changes or ()]
        waiting = [each for each in placed if each is not None]
        if changes is None or len(waiting) < len(placed):
            self._replace_whole(place, text)
            return
        self._changes.clear()
        self._changes.add(waiting)
        self._changes.accept(list(self._changes.waiting))

    def _replace_whole(self, place: RewrittenPlace, text: str) -> None:
        cursor = QTextCursor(place.cursor)
        cursor.beginEditBlock()
        cursor.removeSelectedText()
        paragraphs = version_paragraphs(text)
        is_within_line = not (cursor.atBlockStart() and cursor.atBlockEnd())
        if is_within_line and len(paragraphs) == 1:
            write_runs(cursor, paragraphs[0])
        else:
            if is_within_line and not cursor.atBlockEnd():
                cursor.insertBlock()
                cursor.movePosition(QTextCursor.MoveOperation.PreviousBlock)
            DocumentWriter(self._editor.document(), cursor).write(paragraphs)
        cursor.endEditBlock()

    def _write(self, cursor: QTextCursor, paragraphs: tuple[Paragraph, ...]) -> None:
        cursor.beginEditBlock()
        DocumentWriter(self._editor.document(), cursor).write(paragraphs)
        cursor.endEditBlock()
        self._editor.setTextCursor(cursor)
        self._editor.ensureCursorVisible()
