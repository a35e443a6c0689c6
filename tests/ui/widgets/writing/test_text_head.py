import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QAbstractButton, QLabel, QToolButton
from pytestqt.qtbot import QtBot

from desktop_llm.ui.widgets.transcript.title_field import TitleField
from desktop_llm.ui.widgets.writing.text_head import TextHead


@pytest.fixture
def head(qtbot: QtBot) -> TextHead:
    head = TextHead()
    qtbot.addWidget(head)
    head.show()
    return head


def test_the_title_is_edited_in_place(qtbot: QtBot, head: TextHead) -> None:
    head.show_title("Dear landlord")
    field = head.findChild(TitleField)
    field.selectAll()
    with qtbot.waitSignal(head.title_edited) as told:
        qtbot.keyClicks(field, "Complaint")
        qtbot.keyClick(field, Qt.Key.Key_Return)
    assert told.args == ["Complaint"]


def test_the_file_is_named_where_there_is_one(head: TextHead) -> None:
    label = head.findChild(QLabel, "text_file")
    head.show_file("a.docx", "/home/a.docx")
    assert (label.text(), label.toolTip(), label.isVisible()) == ("a.docx", "<p>/home/a.docx</p>", True)
    head.show_file("", "")
    assert not label.isVisible()


def test_the_name_of_a_file_is_no_markup(head: TextHead) -> None:
    label = head.findChild(QLabel, "text_file")
    head.show_file("<i>a</i>.docx", "/home/<i>a</i>.docx")
    assert label.sizeHint().width() >= label.fontMetrics().horizontalAdvance("<i>a</i>.docx")
    assert label.toolTip() == "<p>/home/&lt;i&gt;a&lt;/i&gt;.docx</p>"


@pytest.mark.parametrize("width_px", [568, 1048])
def test_a_long_name_of_a_file_leaves_the_title_its_room(qtbot: QtBot, head: TextHead, width_px: int) -> None:
    head.resize(width_px, 40)
    head.show_title("Statement of the costs " * 9)
    head.show_file("statement of the costs " * 9 + ".docx", "/home/statement.docx")
    field, label = head.findChild(TitleField), head.findChild(QLabel, "text_file")
    qtbot.waitUntil(lambda: "…" in label.text())
    assert label.text().endswith(".docx")
    assert label.width() <= width_px / 4
    assert field.width() > label.width()
    assert field.shown_text.endswith("…")
    assert head.width() == width_px


@pytest.mark.parametrize(
    ("button", "signal"), [("versions_button", "versions_requested"), ("save_text_button", "save_requested")]
)
def test_buttons_say_what_is_wished(qtbot: QtBot, head: TextHead, button: str, signal: str) -> None:
    with qtbot.waitSignal(getattr(head, signal)):
        head.findChild(QAbstractButton, button).click()


def test_the_menu_has_the_actions_it_was_given(head: TextHead) -> None:
    head.show_actions([QAction("Save as…", head)])
    assert [action.text() for action in head.findChild(QToolButton, "text_more_button").menu().actions()] == [
        "Save as…"
    ]
