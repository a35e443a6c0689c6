import pytest
from PySide6.QtWidgets import QComboBox, QToolButton
from pytestqt.qtbot import QtBot

from desktop_llm.documents.rich_text import ParagraphKind, TextFormat
from desktop_llm.ui.widgets.writing.text_formatting import FormatState
from desktop_llm.ui.widgets.writing.writing_toolbar import KindWish, WritingToolbar


@pytest.fixture
def toolbar(qtbot: QtBot) -> WritingToolbar:
    toolbar = WritingToolbar()
    qtbot.addWidget(toolbar)
    return toolbar


def _button(toolbar: WritingToolbar, name: str) -> QToolButton:
    (button,) = toolbar.findChildren(QToolButton, f"format_{name}")
    return button


@pytest.mark.parametrize("flag", ["bold", "italic", "underline", "strike", "code"])
def test_a_click_wishes_letters_otherwise(qtbot: QtBot, toolbar: WritingToolbar, flag: str) -> None:
    with qtbot.waitSignal(toolbar.letters_toggled) as told:
        _button(toolbar, flag).click()
    assert told.args == [flag]


def test_a_list_is_wished_and_given_up(qtbot: QtBot, toolbar: WritingToolbar) -> None:
    for wish in (KindWish(ParagraphKind.LIST_ITEM, 1, is_numbered=True), KindWish(ParagraphKind.TEXT)):
        with qtbot.waitSignal(toolbar.kind_wished) as told:
            _button(toolbar, "numbers").click()
        assert told.args == [wish]


def test_a_style_is_chosen(qtbot: QtBot, toolbar: WritingToolbar) -> None:
    choice = toolbar.findChild(QComboBox, "style_choice")
    with qtbot.waitSignal(toolbar.kind_wished) as told:
        choice.activated.emit(2)
    assert told.args == [KindWish(ParagraphKind.HEADING, 2)]


def test_the_buttons_show_what_the_cursor_stands_in(toolbar: WritingToolbar) -> None:
    toolbar.show_state(FormatState(TextFormat(bold=True), ParagraphKind.LIST_ITEM, 2))
    assert _button(toolbar, "bold").isChecked()
    assert not _button(toolbar, "italic").isChecked()
    assert _button(toolbar, "bullets").isChecked()
    toolbar.show_state(FormatState(kind=ParagraphKind.HEADING, level=2))
    assert toolbar.findChild(QComboBox, "style_choice").currentText() == "Heading 2"
    assert not _button(toolbar, "bold").isChecked()
    toolbar.show_state(FormatState(kind=ParagraphKind.KEPT))
    assert toolbar.findChild(QComboBox, "style_choice").currentIndex() == -1


def test_undo_is_offered_only_where_there_is_something(qtbot: QtBot, toolbar: WritingToolbar) -> None:
    assert not _button(toolbar, "undo").isEnabled()
    toolbar.show_undo(can_undo=True, can_redo=False)
    assert not _button(toolbar, "redo").isEnabled()
    with qtbot.waitSignal(toolbar.undo_requested):
        _button(toolbar, "undo").click()


@pytest.mark.parametrize(("name", "signal"), [("link", "link_requested"), ("table", "table_requested")])
def test_links_and_tables_are_asked_for(qtbot: QtBot, toolbar: WritingToolbar, name: str, signal: str) -> None:
    with qtbot.waitSignal(getattr(toolbar, signal)):
        _button(toolbar, name).click()
