import pytest
from PySide6.QtWidgets import QAbstractButton, QComboBox, QInputDialog, QLabel, QWidget
from pytestqt.qtbot import QtBot

from desktop_llm.documents.rich_text import ParagraphKind, RichText
from desktop_llm.ui.panes.write_pane import WritePane
from desktop_llm.ui.widgets.notice_bar import Notice, NoticeBar, NoticeLevel
from desktop_llm.ui.widgets.writing.version_column import ShownVersion
from desktop_llm.ui.widgets.writing.writing_panel import WritingHelp, WritingPanel
from tests.fakes.written_texts import EVERYTHING, paragraph


@pytest.fixture
def pane(qtbot: QtBot) -> WritePane:
    pane = WritePane(WritingPanel())
    qtbot.addWidget(pane)
    pane.resize(900, 600)
    pane.show()
    pane.show_text_open(is_open=True)
    pane.editor.show_rich_text(RichText(paragraphs=(paragraph("one two"),)))
    pane.editor.setFocus()
    return pane


def _click(pane: WritePane, name: str) -> None:
    pane.findChild(QAbstractButton, name).click()


def test_a_notice_stands_above_the_text_until_it_is_dismissed(pane: WritePane) -> None:
    pane.show_notice(Notice(id="a", text="The disk is full.", level=NoticeLevel.ERROR))
    assert pane.findChild(NoticeBar).isVisible()
    pane.dismiss_notice("a")
    assert not pane.findChild(NoticeBar).isVisible()


def test_without_a_text_it_says_what_it_does(pane: WritePane) -> None:
    pane.show_text_open(is_open=False)
    assert pane.findChild(QWidget, "empty_writing").isVisible()
    assert not pane.editor.isVisible()


def test_buttons_format_what_is_selected(pane: WritePane) -> None:
    cursor = pane.editor.textCursor()
    cursor.movePosition(cursor.MoveOperation.EndOfWord, cursor.MoveMode.KeepAnchor)
    pane.editor.setTextCursor(cursor)
    _click(pane, "format_bold")
    assert pane.editor.rich_text.paragraphs[0].runs[0].format.bold
    _click(pane, "format_bullets")
    assert pane.editor.rich_text.paragraphs[0].kind is ParagraphKind.LIST_ITEM
    _click(pane, "format_undo")
    _click(pane, "format_undo")
    assert pane.editor.rich_text.paragraphs == (paragraph("one two"),)


def test_the_toolbar_follows_the_cursor(pane: WritePane) -> None:
    pane.editor.show_rich_text(EVERYTHING)
    assert pane.findChild(QComboBox, "style_choice").currentText() == "Heading 1"
    cursor = pane.editor.textCursor()
    cursor.setPosition(24)
    pane.editor.setTextCursor(cursor)
    assert pane.findChild(QComboBox, "style_choice").currentText() == "Text"
    assert pane.findChild(QAbstractButton, "format_bold").isChecked()


def test_words_are_counted_while_they_are_typed(qtbot: QtBot, pane: WritePane) -> None:
    qtbot.keyClicks(pane.editor, "and ")
    counts = pane.findChild(QLabel, "text_counts")
    qtbot.waitUntil(lambda: counts.text().startswith("Words: 3 "))
    pane.editor.selectAll()
    qtbot.waitUntil(lambda: counts.text() == "Selected: 3 of 3 words, 11 characters")


def test_the_address_of_a_link_is_asked_for(qtbot: QtBot, pane: WritePane) -> None:
    pane.editor.selectAll()
    _click(pane, "format_link")
    dialog = pane.findChild(QInputDialog, "link_dialog")
    dialog.setTextValue(" https://a.org ")
    dialog.accept()
    assert pane.editor.rich_text.paragraphs[0].runs[0].format.link == "https://a.org"


def test_a_table_is_put_in(pane: WritePane) -> None:
    _click(pane, "format_table")
    assert pane.editor.textCursor().currentTable() is not None


def test_versions_side_by_side_take_the_place_of_the_text_until_it_is_wanted_back(pane: WritePane) -> None:
    pane.panel.show_page(WritingHelp.REWRITE)
    assert pane.editor.isVisible()
    pane.panel.rewrite.show_versions((ShownVersion("a"), ShownVersion("b")))
    assert not pane.editor.isVisible()
    pane.show_text()
    assert pane.editor.isVisible()
    assert pane.panel.isVisible()
    pane.panel.rewrite.show_versions(())
    pane.panel.rewrite.show_versions((ShownVersion("a"), ShownVersion("b")))
    assert not pane.editor.isVisible()


def test_a_draft_that_is_written_can_be_stopped_above_it(qtbot: QtBot, pane: WritePane) -> None:
    stop = pane.findChild(QAbstractButton, "stop_draft_button")
    assert not stop.isVisible()
    pane.show_drafting(is_drafting=True)
    assert stop.isVisible()
    with qtbot.waitSignal(pane.draft_stop_requested):
        stop.click()
    pane.show_drafting(is_drafting=False)
    assert not stop.isVisible()
