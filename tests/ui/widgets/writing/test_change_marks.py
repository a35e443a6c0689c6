from PySide6.QtCore import QPointF
from PySide6.QtGui import QFont, QFontMetricsF, QTextBlock, QTextCharFormat, QTextLayout
from pytestqt.qtbot import QtBot

from desktop_llm.assist.writing.text_change import ChangeDoubt
from desktop_llm.ui.theme import current_palette
from tests.fakes.changing_editor import ChangingEditor


def block_of(editor: ChangingEditor, number: int = 0) -> QTextBlock:
    return editor.editor.document().findBlockByNumber(number)


def formats(editor: ChangingEditor, number: int = 0) -> list[QTextLayout.FormatRange]:
    return block_of(editor, number).layout().formats()


def struck_out(editor: ChangingEditor, number: int = 0) -> list[str]:
    text = block_of(editor, number).text()
    spans: list[tuple[int, int]] = []
    for each in formats(editor, number):
        if each.format.fontStrikeOut():
            if spans and spans[-1][1] == each.start:
                spans[-1] = (spans[-1][0], each.start + each.length)
            else:
                spans.append((each.start, each.start + each.length))
    return [text[start:end] for start, end in spans]


def rooms(editor: ChangingEditor, number: int = 0) -> list[tuple[int, float]]:
    """Behind which letters there is room, and how much."""
    absolute = QFont.SpacingType.AbsoluteSpacing
    return [
        (each.start, each.format.fontLetterSpacing())
        for each in formats(editor, number)
        if each.format.hasProperty(QTextCharFormat.Property.FontLetterSpacing)
        and each.format.fontLetterSpacingType() == absolute
    ]


def test_what_goes_is_struck_out_and_room_is_made_for_what_comes(qtbot: QtBot) -> None:
    editor = ChangingEditor(qtbot, "we recieved it")
    line_px = block_of(editor).layout().lineAt(0).naturalTextWidth()
    editor.propose("recieved", "received")
    assert struck_out(editor) == ["recieve"]  # the last letter is struck out by hand, without the room behind it
    ((letter, room_px),) = rooms(editor)
    assert letter == len("we recieved") - 1
    assert room_px > QFontMetricsF(editor.editor.font()).horizontalAdvance("received")
    assert block_of(editor).layout().lineAt(0).naturalTextWidth() >= line_px + room_px - 1


def test_what_is_only_put_in_has_room_and_nothing_is_struck_out(qtbot: QtBot) -> None:
    editor = ChangingEditor(qtbot, "However the dog barks")
    editor.propose("However| the", ",")
    assert struck_out(editor) == []
    assert [letter for letter, _ in rooms(editor)] == [len("However") - 1]


def test_before_the_first_word_it_is_shown_together_with_that(qtbot: QtBot) -> None:
    editor = ChangingEditor(qtbot, "Dog barks")
    editor.propose("|Dog", "The ")
    assert struck_out(editor) == ["Do"]
    assert [letter for letter, _ in rooms(editor)] == [2]


def test_wide_characters_before_it_do_not_move_the_room(qtbot: QtBot) -> None:
    editor = ChangingEditor(qtbot, "𝄞𝄞 dog barks")
    editor.propose("dog| barks", " and cat")
    assert [letter for letter, _ in rooms(editor)] == [len("xxxx dog") - 1]


def test_what_only_goes_needs_no_room(qtbot: QtBot) -> None:
    editor = ChangingEditor(qtbot, "I saw the the cat")
    editor.propose("the ", "")
    assert struck_out(editor) == ["the "]
    assert rooms(editor) == []


def test_what_is_to_be_looked_at_has_another_colour(qtbot: QtBot) -> None:
    editor = ChangingEditor(qtbot, "we recieved it from Brown")
    editor.propose("recieved", "received")
    editor.propose("Brown", "Braun", doubt=ChangeDoubt.NAME)
    colors = {each.start: each.format.foreground().color().name().upper() for each in formats(editor)}
    palette = current_palette()
    assert colors[3] == palette.error.upper()
    assert colors[20] == palette.warning.upper()


def test_the_marks_go_when_the_change_is_decided(qtbot: QtBot) -> None:
    editor = ChangingEditor(qtbot, "we recieved it", "and beleive it")
    editor.propose("recieved", "received")
    editor.propose("beleive", "believe")
    editor.accept([editor.changes.waiting[0]])
    assert struck_out(editor) == []
    editor.changes.reject([editor.changes.waiting[0]])
    assert struck_out(editor, 1) == []


def test_the_words_are_painted_where_the_room_is(qtbot: QtBot) -> None:
    editor = ChangingEditor(qtbot, "we recieved it")
    change = editor.propose("recieved", "received")
    rect = editor.layer.rect_of(change)
    cursor = editor.selection("it")
    cursor.setPosition(cursor.selectionStart())
    assert abs(rect.right() - editor.editor.cursorRect(cursor).left()) < 12
    before = editor.editor.grab().toImage()
    editor.changes.reject([change])
    after = editor.editor.grab().toImage()
    assert before != after
    assert rect.contains(QPointF(rect.center()))


def test_in_a_text_from_right_to_left_the_words_are_left_of_what_goes(qtbot: QtBot) -> None:
    editor = ChangingEditor(qtbot, "שלום עולמ טוב")
    change = editor.propose("עולמ", "עולם")
    rect = editor.layer.rect_of(change)
    behind = editor.selection("טוב")
    behind.setPosition(behind.selectionStart())
    before = editor.selection("שלום")
    before.setPosition(before.selectionStart())
    assert editor.editor.cursorRect(behind).left() <= rect.left() + 12
    assert rect.right() < editor.editor.cursorRect(before).left()
