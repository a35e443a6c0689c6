from collections.abc import Iterator

import pytest
from PySide6.QtGui import QTextCursor
from pytestqt.qtbot import QtBot

from desktop_llm.documents.rich_text import RichText
from desktop_llm.ui.controllers.writing.text_placing import RewrittenPlace, TextPlacing
from desktop_llm.ui.event_bridge import EventBridge
from desktop_llm.ui.side_threads import SideThreads
from desktop_llm.ui.widgets.writing.kept_places import kept_places
from tests.fakes.changing_editor import ChangingEditor, plain


@pytest.fixture
def side(qtbot: QtBot) -> Iterator[SideThreads]:
    bridge = EventBridge()
    side = SideThreads(bridge, "comparing")
    yield side
    side.stop()
    bridge.stop()


def test_several_paragraphs_take_the_place_of_words_in_a_line(qtbot: QtBot, side: SideThreads) -> None:
    editor = ChangingEditor(qtbot, "Before. Old words. Behind.")
    editor.editor.setTextCursor(editor.selection("Old words."))
    placing = TextPlacing(editor.editor, side, editor.editor)
    placing.replace(RewrittenPlace(editor.editor, kept_places), "One.\n\nTwo.", pytest.fail)
    qtbot.waitUntil(lambda: "Two." in editor.text)
    assert [line.strip() for line in editor.text.split("\n")] == ["Before.", "One.", "Two.", "Behind."]
    editor.undo()
    assert editor.text == "Before. Old words. Behind."


def test_words_within_a_line_stay_in_the_line(qtbot: QtBot, side: SideThreads) -> None:
    editor = ChangingEditor(qtbot, "Before. Old words. Behind.")
    editor.editor.setTextCursor(editor.selection("Old words."))
    placing = TextPlacing(editor.editor, side, editor.editor)
    placing.replace(RewrittenPlace(editor.editor, kept_places), "New **words**.", pytest.fail)
    qtbot.waitUntil(lambda: "New" in editor.text)
    assert editor.text == "Before. New words. Behind."
    bold = [run.text for run in editor.editor.rich_text.paragraphs[0].runs if run.format.bold]
    assert bold == ["words"]


def test_all_of_a_text_is_replaced_by_other_paragraphs(qtbot: QtBot, side: SideThreads) -> None:
    editor = ChangingEditor(qtbot, "One.", "Two.", "Three.")
    placing = TextPlacing(editor.editor, side, editor.editor)
    placing.replace(RewrittenPlace(editor.editor, kept_places), "# All\n\nin one.", pytest.fail)
    qtbot.waitUntil(lambda: "All" in editor.text)
    assert editor.text == "All\nin one."
    editor.undo()
    assert editor.text == "One.\nTwo.\nThree."


def test_a_list_is_put_in_at_the_cursor_behind_its_line(qtbot: QtBot, side: SideThreads) -> None:
    editor = ChangingEditor(qtbot, "One.", "Two.")
    cursor = editor.selection("One.")
    cursor.clearSelection()
    editor.editor.setTextCursor(cursor)
    TextPlacing(editor.editor, side, editor.editor).insert("- a\n- b")
    assert editor.text == "One.\na\nb\nTwo."
    assert [str(each.kind) for each in editor.editor.rich_text.paragraphs] == ["text", "list_item", "list_item", "text"]


def test_what_is_selected_is_read_letter_by_letter(qtbot: QtBot) -> None:
    editor = ChangingEditor(qtbot, "One two.", "Three.")
    cursor = QTextCursor(editor.editor.document())
    cursor.setPosition(4)
    cursor.setPosition(12, QTextCursor.MoveMode.KeepAnchor)
    editor.editor.setTextCursor(cursor)
    assert RewrittenPlace(editor.editor, kept_places).text == "two.\n\nThr"


def test_what_is_still_being_replaced_ends_with_its_text(qtbot: QtBot, side: SideThreads) -> None:
    editor = ChangingEditor(qtbot, *("One old line." for _ in range(2000)))
    placing = TextPlacing(editor.editor, side, editor.editor)
    new = "\n\n".join("One new line." for _ in range(2000))
    placing.replace(RewrittenPlace(editor.editor, kept_places), new, pytest.fail)
    qtbot.waitUntil(lambda: "new" in editor.text, timeout=20_000)
    editor.editor.show_rich_text(RichText(paragraphs=(plain("Another text."),)))
    qtbot.waitUntil(lambda: not editor.editor.isReadOnly())
    assert editor.text == "Another text."
