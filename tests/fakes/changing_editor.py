"""An editor with a text and changes that wait in it, found by their words."""

from collections.abc import Iterable

from PySide6.QtGui import QTextCursor
from pytestqt.qtbot import QtBot

from desktop_llm.assist.writing.text_change import ChangeCategory, ChangeDoubt, TextChange
from desktop_llm.documents.rich_text import Paragraph, RichText, TextFormat, TextRun
from desktop_llm.ui.widgets.writing.change_layer import ChangeLayer
from desktop_llm.ui.widgets.writing.rich_editor import RichEditor
from desktop_llm.ui.widgets.writing.text_changes import TextChanges, WaitingChange


class ChangingEditor:
    def __init__(self, qtbot: QtBot, *paragraphs: str | Paragraph) -> None:
        self.qtbot = qtbot
        self.editor = RichEditor()
        qtbot.addWidget(self.editor)
        self.editor.resize(700, 500)
        self.editor.show()
        content = tuple(each if isinstance(each, Paragraph) else plain(each) for each in paragraphs)
        self.editor.show_rich_text(RichText(paragraphs=content))
        qtbot.waitUntil(lambda: not self.editor.is_loading)
        self.changes = TextChanges(self.editor.document(), self.editor.undo_groups, self.editor)
        self.layer = ChangeLayer(self.editor, self.changes)
        self.withdrawn: list[int] = []
        self.changes.changes_withdrawn.connect(self.withdrawn.append)

    @property
    def text(self) -> str:
        return self.editor.toPlainText()

    def selection(self, words: str) -> QTextCursor:
        cursor = self.editor.document().find(words)
        assert not cursor.isNull(), words
        return cursor

    def propose(
        self,
        before: str,
        after: str,
        category: ChangeCategory = ChangeCategory.SPELLING,
        doubt: ChangeDoubt | None = None,
    ) -> WaitingChange:
        """For the first place of these words; "|" marks the place of what is only put in."""
        words = before.replace("|", "")
        place = self.selection(words)
        if "|" in before:
            place.setPosition(place.selectionStart() + before.index("|"))
        change = TextChange(
            start=place.selectionStart(),
            end=place.selectionEnd(),
            before=place.selectedText(),
            after=after,
            category=category,
            reason="because",
            doubt=doubt,
        )
        waiting = WaitingChange(change, place)
        self.changes.add([waiting])
        return waiting

    def accept(self, changes: Iterable[WaitingChange]) -> None:
        """To the last of them."""
        self.changes.accept(changes)
        self._settle()

    def undo(self) -> None:
        self.editor.undo()
        self._settle()

    def redo(self) -> None:
        self.editor.redo()
        self._settle()

    def _settle(self) -> None:
        """On a busy machine few are made in steps, too."""
        self.qtbot.waitUntil(lambda: not self.changes.is_making and not self.editor.isReadOnly(), timeout=20_000)

    def type_at(self, words: str, typed: str, *, is_behind: bool = True) -> None:
        cursor = self.selection(words)
        cursor.setPosition(cursor.selectionEnd() if is_behind else cursor.selectionStart())
        cursor.insertText(typed)

    @property
    def waiting(self) -> list[str]:
        return [each.before for each in self.changes.waiting]


def plain(text: str) -> Paragraph:
    return Paragraph(runs=(TextRun(text=text),))


def bold(text: str) -> TextRun:
    return TextRun(text=text, format=TextFormat(bold=True))
