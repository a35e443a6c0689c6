from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from desktop_llm.ui.widgets.plain_label import plain_label

MARKUP = "<b>report</b> <img src='x'>.txt"


def test_markup_is_shown_as_it_is(qtbot: QtBot) -> None:
    label = plain_label(None, "file_name", "small")
    qtbot.addWidget(label)
    label.setText(MARKUP)
    as_markup = QLabel(MARKUP)
    qtbot.addWidget(as_markup)
    assert label.sizeHint().width() >= label.fontMetrics().horizontalAdvance(MARKUP) > as_markup.sizeHint().width()
    assert label.textFormat() is Qt.TextFormat.PlainText


def test_a_long_text_takes_more_lines_where_it_may(qtbot: QtBot) -> None:
    one, more = plain_label(None, "one"), plain_label(None, "more", is_wrapped=True)
    for label in (one, more):
        qtbot.addWidget(label)
        label.setText("word " * 100)
    assert more.heightForWidth(200) > 3 * one.sizeHint().height()
    assert (one.objectName(), one.property("look")) == ("one", "")
