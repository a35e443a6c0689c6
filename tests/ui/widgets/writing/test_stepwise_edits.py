import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction
from pytestqt.qtbot import QtBot

from desktop_llm.documents.rich_text import ParagraphKind, RichText
from desktop_llm.ui.widgets.writing.rich_editor import RichEditor
from tests.fakes.written_texts import paragraph

_N = 300
_LONG = RichText(paragraphs=(paragraph("some words of a text"),) * _N)


@pytest.fixture
def editor(qtbot: QtBot) -> RichEditor:
    editor = RichEditor()
    qtbot.addWidget(editor)
    editor.resize(800, 600)
    editor.show()
    editor.show_rich_text(_LONG)
    qtbot.waitUntil(lambda: not editor.is_loading)
    return editor


def _wait(qtbot: QtBot, editor: RichEditor) -> None:
    qtbot.waitUntil(lambda: not editor.isReadOnly(), timeout=20_000)


def _is_all_bold(editor: RichEditor) -> bool:
    return all(each.runs[0].format.bold for each in editor.rich_text.paragraphs)


def test_a_whole_text_becomes_bold_in_steps_and_is_one_step_to_undo(qtbot: QtBot, editor: RichEditor) -> None:
    editor.selectAll()
    editor.toggle_letters("bold")
    _wait(qtbot, editor)
    assert _is_all_bold(editor)
    editor.undo()
    _wait(qtbot, editor)
    assert editor.rich_text == _LONG
    editor.redo()
    _wait(qtbot, editor)
    assert _is_all_bold(editor)


def test_nobody_types_meanwhile(qtbot: QtBot, editor: RichEditor) -> None:
    done: list[int] = []

    def edit() -> None:
        done.append(1)

    def nothing() -> None:
        """It is made all the same."""

    editor.make_edits([edit] * 3)
    assert len(done) == 3
    editor.make_edits([nothing] * 100)  # more than are made at once
    assert editor.isReadOnly()
    qtbot.keyClicks(editor, "x")
    editor.make_edits([edit])
    _wait(qtbot, editor)
    assert len(done) == 3
    assert editor.rich_text == _LONG
    qtbot.keyClick(editor, Qt.Key.Key_Y)
    assert editor.rich_text.paragraphs[0].text.startswith("y")


def test_another_text_is_not_edited(qtbot: QtBot, editor: RichEditor) -> None:
    editor.selectAll()
    editor.set_kind(ParagraphKind.HEADING, 2)
    other = RichText(paragraphs=(paragraph("another"),))
    editor.show_rich_text(other)
    _wait(qtbot, editor)
    qtbot.waitUntil(lambda: editor.rich_text == other)
    assert not editor.document().isUndoAvailable()


def test_the_menus_undo_takes_all_back(qtbot: QtBot, editor: RichEditor) -> None:
    editor.selectAll()
    editor.toggle_letters("bold")
    _wait(qtbot, editor)
    menu = editor.context_menu(QPoint(1, 1))
    menu.findChild(QAction, "edit-undo").trigger()
    _wait(qtbot, editor)
    menu.close()
    assert editor.rich_text == _LONG
