from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QTextEdit
from pytestqt.qtbot import QtBot

from desktop_llm.ui.theme import current_palette
from desktop_llm.ui.widgets.prompt.passage_panel import PassageContent, PassagePanel

CONTENT = PassageContent(title="a.pdf, page 3", before="Once. ", quote="<b>Twice</b>.", after=" Thrice." * 400)


def shown(qtbot: QtBot) -> PassagePanel:
    panel = PassagePanel()
    qtbot.addWidget(panel)
    panel.show_passage(CONTENT)
    return panel


def test_the_quote_is_marked_in_the_text_around_it(qtbot: QtBot) -> None:
    panel = shown(qtbot)
    text = panel.findChild(QTextEdit, "passage_text")
    assert text.toPlainText() == CONTENT.before + CONTENT.quote + CONTENT.after
    cursor = text.textCursor()
    cursor.setPosition(len(CONTENT.before) + 1)
    assert cursor.charFormat().background().color() == QColor(current_palette().mark)
    cursor.setPosition(len(CONTENT.before) + len(CONTENT.quote) + 1)
    assert cursor.charFormat().background().style() is Qt.BrushStyle.NoBrush


def test_a_short_passage_takes_little_room(qtbot: QtBot) -> None:
    panel = shown(qtbot)
    text = panel.findChild(QTextEdit, "passage_text")
    height_of_long = text.height()
    panel.show_passage(PassageContent(title="a.txt", before="", quote="One line.", after=""))
    assert 0 < text.height() < height_of_long


def test_escape_closes_it(qtbot: QtBot) -> None:
    panel = shown(qtbot)
    with qtbot.waitSignal(panel.panel_closed):
        qtbot.keyClick(panel, Qt.Key.Key_Escape)
    assert panel.isHidden()
