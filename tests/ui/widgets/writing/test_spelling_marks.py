import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QTextCharFormat, QTextCursor
from pytestqt.qtbot import QtBot

from desktop_llm.documents.rich_text import ParagraphKind, RichText, TextFormat, TextRun
from desktop_llm.ui.widgets.writing.rich_editor import RichEditor
from desktop_llm.ui.widgets.writing.spelling_marks import SpellingMarks
from tests.fakes.written_texts import paragraph

_TEXT = RichText(
    paragraphs=(
        paragraph("I recieve 😀 recieve it, don’t I? a@b.de 12th"),
        paragraph("see ", TextRun(text="wrng", format=TextFormat(link="https://a.org"))),
        paragraph("wrng = 1", kind=ParagraphKind.CODE),
    )
)


@pytest.fixture
def editor(qtbot: QtBot) -> RichEditor:
    editor = RichEditor()
    qtbot.addWidget(editor)
    editor.resize(600, 400)
    editor.show()
    return editor


@pytest.fixture
def marks(qtbot: QtBot, editor: RichEditor) -> SpellingMarks:
    """Of a text whose words are known by now."""
    marks = SpellingMarks(editor)
    with qtbot.waitSignal(marks.words_wanted) as told:
        editor.show_rich_text(_TEXT)
    assert told.args == [("don't", "it", "recieve", "see")]
    marks.show_words(told.args[0], frozenset({"recieve"}))
    return marks


def _marked(editor: RichEditor, block: int = 0) -> list[str]:
    here = editor.document().findBlockByNumber(block)
    places = [
        each
        for each in here.layout().formats()
        if each.format.underlineStyle() == QTextCharFormat.UnderlineStyle.SpellCheckUnderline
    ]
    found: list[str] = []
    for each in places:
        cursor = QTextCursor(here)
        cursor.setPosition(here.position() + each.start)
        cursor.setPosition(here.position() + each.start + each.length, QTextCursor.MoveMode.KeepAnchor)
        found.append(cursor.selectedText())
    return found


def test_wrong_words_are_marked_and_code_and_links_are_not(editor: RichEditor, marks: SpellingMarks) -> None:
    assert [_marked(editor, block) for block in range(3)] == [["recieve", "recieve"], [], []]
    assert not editor.document().isUndoAvailable()


def test_a_word_is_not_marked_while_it_is_typed(qtbot: QtBot, editor: RichEditor, marks: SpellingMarks) -> None:
    editor.setFocus()
    qtbot.waitUntil(editor.hasFocus)
    cursor = editor.textCursor()
    cursor.setPosition(9)
    editor.setTextCursor(cursor)
    assert _marked(editor) == ["recieve"]
    cursor.setPosition(10)
    editor.setTextCursor(cursor)
    assert _marked(editor) == ["recieve", "recieve"]


def test_a_wrong_word_is_found_at_its_place_and_replaced_in_one_step(editor: RichEditor, marks: SpellingMarks) -> None:
    cursor = QTextCursor(editor.document())
    cursor.setPosition(15)
    place = editor.cursorRect(cursor).center()
    wrong = marks.wrong_word_at(place)
    assert wrong is not None
    marks.replace(wrong, "receive")
    assert editor.rich_text.paragraphs[0].text.startswith("I recieve 😀 receive it")
    editor.undo()
    assert editor.rich_text.paragraphs == _TEXT.paragraphs
    assert marks.wrong_word_at(QPoint(1, 1)) is None


def test_with_another_dictionary_the_words_are_asked_for_again(
    qtbot: QtBot, editor: RichEditor, marks: SpellingMarks
) -> None:
    with qtbot.waitSignal(marks.words_wanted) as told:
        marks.forget()
    assert "recieve" in told.args[0]
    assert _marked(editor) == []
