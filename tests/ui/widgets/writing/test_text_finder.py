import pytest
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from desktop_llm.documents.rich_text import RichText
from desktop_llm.ui.widgets.writing.find_bar import FindBar
from desktop_llm.ui.widgets.writing.rich_editor import RichEditor
from desktop_llm.ui.widgets.writing.text_finder import TextFinder
from tests.fakes.written_texts import paragraph


class _Finding(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self.editor, self.bar = RichEditor(self), FindBar(self)
        self.finder = TextFinder(self.editor, self.bar)
        layout = QVBoxLayout(self)
        layout.addWidget(self.bar)
        layout.addWidget(self.editor)
        self.editor.show_rich_text(RichText(paragraphs=(paragraph("a cat, a dog"), paragraph("Cat and cat"))))

    @property
    def count(self) -> str:
        return self.bar.findChild(QLabel, "find_count").text()

    @property
    def selected(self) -> tuple[int, str]:
        cursor = self.editor.textCursor()
        return cursor.selectionStart(), cursor.selectedText()


@pytest.fixture
def finding(qtbot: QtBot) -> _Finding:
    finding = _Finding()
    qtbot.addWidget(finding)
    finding.show()
    return finding


def _look_for(finding: _Finding, words: str) -> None:
    finding.finder.find_and_replace()
    finding.bar.findChild(QWidget, "find_field").setText(words)


def test_the_first_one_is_selected_and_all_are_marked(finding: _Finding) -> None:
    _look_for(finding, "cat")
    assert (finding.selected, finding.count) == ((2, "cat"), "1 of 3")
    assert len(finding.editor.extraSelections()) == 3


def test_it_goes_on_and_round(finding: _Finding) -> None:
    _look_for(finding, "cat")
    places: list[int] = []
    for _ in range(3):
        finding.bar.step_requested.emit(1)
        places.append(finding.selected[0])
    assert places == [13, 21, 2]
    finding.bar.step_requested.emit(-1)
    assert finding.selected[0] == 21


def test_what_is_selected_is_looked_for(finding: _Finding) -> None:
    cursor = finding.editor.textCursor()
    cursor.setPosition(9)
    cursor.movePosition(cursor.MoveOperation.EndOfWord, cursor.MoveMode.KeepAnchor)
    finding.editor.setTextCursor(cursor)
    finding.finder.find()
    assert (finding.bar.wish.words, finding.count) == ("dog", "1 of 1")


def test_one_is_replaced_and_the_next_selected(finding: _Finding) -> None:
    _look_for(finding, "cat")
    finding.bar.replace_requested.emit("mouse")
    assert finding.editor.toPlainText() == "a mouse, a dog\nCat and cat"
    assert (finding.selected, finding.count) == ((15, "Cat"), "1 of 2")


def test_all_are_replaced_in_one_step(finding: _Finding) -> None:
    _look_for(finding, "cat")
    finding.bar.replace_all_requested.emit("mouse")
    assert finding.editor.toPlainText() == "a mouse, a dog\nmouse and mouse"
    assert finding.count == "Not found"
    finding.editor.undo()
    assert finding.editor.toPlainText() == "a cat, a dog\nCat and cat"


def test_what_is_typed_meanwhile_is_found(qtbot: QtBot, finding: _Finding) -> None:
    _look_for(finding, "cat")
    finding.editor.textCursor().insertText("cat cat")
    qtbot.waitUntil(lambda: finding.count.endswith("of 4"))


def test_closing_takes_the_marks_away(finding: _Finding) -> None:
    _look_for(finding, "cat")
    finding.bar.close_bar()
    assert finding.editor.extraSelections() == []


def test_what_was_found_before_an_edit_is_not_replaced_after_it(finding: _Finding) -> None:
    _look_for(finding, "cat")
    finding.editor.textCursor().insertText("dog")
    cursor = finding.editor.textCursor()
    cursor.setPosition(2)
    cursor.setPosition(5, cursor.MoveMode.KeepAnchor)
    finding.editor.setTextCursor(cursor)
    finding.bar.replace_requested.emit("bird")
    assert finding.editor.toPlainText() == "a dog, a dog\nCat and cat"
