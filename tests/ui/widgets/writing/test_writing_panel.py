from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from desktop_llm.ui.widgets.writing.version_column import ShownVersion
from desktop_llm.ui.widgets.writing.writing_panel import PANEL_PX, WritingHelp, WritingPanel


def test_each_help_is_a_page_behind_its_tab(qtbot: QtBot) -> None:
    panel = WritingPanel()
    qtbot.addWidget(panel)
    panel.show()
    assert panel.page is WritingHelp.PROOFREAD
    qtbot.mouseClick(panel.findChild(QPushButton, "compose_tab"), Qt.MouseButton.LeftButton)
    assert panel.page is WritingHelp.COMPOSE
    assert panel.compose.isVisible()
    panel.show_page(WritingHelp.REWRITE)
    assert panel.rewrite.isVisible()
    assert panel.findChild(QPushButton, "rewrite_tab").isChecked()


def test_beside_a_text_it_keeps_its_width(qtbot: QtBot) -> None:
    panel = WritingPanel()
    qtbot.addWidget(panel)
    assert panel.minimumWidth() == panel.maximumWidth() == PANEL_PX
    panel.show_wide(is_wide=True)
    assert panel.maximumWidth() > 2 * PANEL_PX


def test_several_versions_want_more_room_while_their_page_is_shown(qtbot: QtBot) -> None:
    panel = WritingPanel()
    qtbot.addWidget(panel)
    panel.show_page(WritingHelp.REWRITE)
    assert not panel.wants_room
    with qtbot.waitSignal(panel.room_changed):
        panel.rewrite.show_versions((ShownVersion("a"), ShownVersion("b")))
    assert panel.wants_room
    with qtbot.waitSignal(panel.room_changed):
        panel.show_page(WritingHelp.COMPOSE)
    assert not panel.wants_room
