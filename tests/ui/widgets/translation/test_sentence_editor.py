from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QTextCursor
from pytestqt.qtbot import QtBot

from desktop_llm.ui.widgets.translation.sentence_editor import NO_SENTENCE, SentenceEditor, SentenceMark

TEXT = "It rains. 😀 We stay.\nTomorrow is another day."
MARKS = [SentenceMark(0, 9), SentenceMark(12, 20, "Look at this."), SentenceMark(21, 45, "No.", is_wrong=True)]


def editor(qtbot: QtBot) -> SentenceEditor:
    widget = SentenceEditor("editor", "Text")
    qtbot.addWidget(widget)
    widget.resize(400, 300)
    widget.show()
    widget.show_text(TEXT)
    widget.show_marks(MARKS)
    return widget


def test_only_what_differs_is_replaced_and_the_rest_stays_where_it_was(qtbot: QtBot) -> None:
    widget = editor(qtbot)
    cursor = QTextCursor(widget.document())
    cursor.setPosition(4)
    widget.show_text(TEXT.replace("We stay.", "We go. 猫"))

    assert widget.toPlainText() == TEXT.replace("We stay.", "We go. 猫")
    assert cursor.position() == 4
    widget.show_text("")
    assert widget.toPlainText() == ""


def test_sentences_are_found_by_their_places(qtbot: QtBot) -> None:
    widget = editor(qtbot)
    assert [widget.sentence_at(position) for position in (0, 8, 9, 13, 30, 44, 45)] == [0, 0, -1, 1, 2, 2, -1]


def test_doubtful_sentences_are_underlined_and_the_one_that_is_meant_is_lit(qtbot: QtBot) -> None:
    widget = editor(qtbot)
    marked = [selection.cursor.selectedText() for selection in widget.extraSelections()]
    assert marked == ["We stay.", "Tomorrow is another day."]
    widget.light(0)
    assert widget.extraSelections()[0].cursor.selectedText() == "It rains."
    widget.light(NO_SENTENCE)
    assert len(widget.extraSelections()) == 2


def test_the_mouse_points_and_a_click_chooses(qtbot: QtBot) -> None:
    widget = editor(qtbot)
    cursor = QTextCursor(widget.document())
    cursor.setPosition(2)
    place = widget.cursorRect(cursor).center()
    with qtbot.waitSignal(widget.sentence_pointed) as pointed:
        qtbot.mouseMove(widget.viewport(), place)
    assert pointed.args == [0]
    with qtbot.waitSignal(widget.sentence_chosen) as chosen:
        qtbot.mouseClick(widget.viewport(), Qt.MouseButton.LeftButton, pos=place + QPoint(3, 0))
    assert chosen.args == [0]
