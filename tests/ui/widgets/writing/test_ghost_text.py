from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor
from pytestqt.qtbot import QtBot

from desktop_llm.ui.widgets.writing.ghost_text import GhostText
from tests.fakes.changing_editor import ChangingEditor


def ghost(qtbot: QtBot, *paragraphs: str) -> tuple[ChangingEditor, GhostText]:
    editor = ChangingEditor(qtbot, *(paragraphs or ("I am writing",)))
    editor.editor.moveCursor(QTextCursor.MoveOperation.End)
    editor.editor.setFocus()
    made = GhostText(editor.editor)
    made.show_text(" to ask you for help.")
    return editor, made


def shown(editor: ChangingEditor) -> str:
    return editor.editor.textCursor().block().layout().preeditAreaText()


def test_the_ghost_is_shown_and_is_not_in_the_text(qtbot: QtBot) -> None:
    editor, _ = ghost(qtbot)
    assert shown(editor) == " to ask you for help."
    assert editor.text == editor.editor.rich_text.text == "I am writing"
    assert not editor.editor.document().isUndoAvailable()


def test_tab_takes_a_word_and_ctrl_tab_all(qtbot: QtBot) -> None:
    editor, made = ghost(qtbot)
    qtbot.keyClick(editor.editor, Qt.Key.Key_Tab)
    assert editor.text == "I am writing to"
    assert shown(editor) == " ask you for help."
    with qtbot.waitSignal(made.ghost_dismissed):
        qtbot.keyClick(editor.editor, Qt.Key.Key_Tab, Qt.KeyboardModifier.ControlModifier)
    assert editor.text == "I am writing to ask you for help."
    assert shown(editor) == ""


def test_any_other_key_dismisses_it_and_does_what_it_does(qtbot: QtBot) -> None:
    editor, made = ghost(qtbot)
    qtbot.keyClicks(editor.editor, "!")
    assert editor.text == "I am writing!"
    assert shown(editor) == made.text == ""


def test_escape_only_dismisses_it(qtbot: QtBot) -> None:
    editor, made = ghost(qtbot)
    qtbot.keyClick(editor.editor, Qt.Key.Key_Escape)
    assert made.text == ""
    assert editor.text == "I am writing"


def test_a_click_dismisses_it(qtbot: QtBot) -> None:
    editor, made = ghost(qtbot)
    qtbot.mouseClick(editor.editor.viewport(), Qt.MouseButton.LeftButton)
    assert made.text == ""


def test_tab_is_a_tab_again_when_the_ghost_is_gone(qtbot: QtBot) -> None:
    editor, made = ghost(qtbot)
    made.dismiss()
    qtbot.keyClick(editor.editor, Qt.Key.Key_Tab)
    assert editor.text == "I am writing\t"


def test_it_grows_and_leaves_marks_of_changes_in_the_line_where_they_are(qtbot: QtBot) -> None:
    editor, made = ghost(qtbot, "We recieved it and")
    editor.propose("recieved", "received")
    made.show_text(" beleive")
    made.show_text(" beleive that it")
    layout = editor.editor.textCursor().block().layout()
    struck = [each for each in layout.formats() if each.format.fontStrikeOut()]
    assert min(each.start for each in struck) == 3
    assert max(each.start + each.length for each in struck) == 10
    made.dismiss()
    struck = [each for each in layout.formats() if each.format.fontStrikeOut()]
    assert min(each.start for each in struck) == 3


def test_in_the_middle_of_a_line_the_marks_behind_move_along_and_back(qtbot: QtBot) -> None:
    editor = ChangingEditor(qtbot, "We have recieved it")
    editor.propose("recieved", "received")
    cursor = editor.selection("We")
    cursor.setPosition(cursor.selectionEnd())
    editor.editor.setTextCursor(cursor)
    made = GhostText(editor.editor)
    layout = editor.editor.textCursor().block().layout()

    def first_struck() -> int:
        return min(each.start for each in layout.formats() if each.format.fontStrikeOut())

    made.show_text(" all")
    assert first_struck() == 8 + 4
    made.dismiss()
    assert first_struck() == 8


def test_an_edit_of_the_text_dismisses_what_was_thought_for_another_one(qtbot: QtBot) -> None:
    editor, made = ghost(qtbot, "We recieved it.", "I am writing")
    with qtbot.waitSignal(made.ghost_dismissed):
        editor.type_at("recieved", "!")
    assert shown(editor) == made.text == ""
    made.show_text(" to ask")
    editor.undo()
    assert shown(editor) == made.text == ""
