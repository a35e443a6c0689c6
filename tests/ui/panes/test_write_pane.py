import pytest
from pytestqt.qtbot import QtBot

from desktop_llm.ui.panes.write_pane import WritePane
from desktop_llm.ui.widgets.notice_bar import Notice, NoticeLevel


@pytest.fixture
def pane(qtbot: QtBot) -> WritePane:
    pane = WritePane()
    qtbot.addWidget(pane)
    pane.resize(900, 600)
    pane.show()
    return pane


def test_a_notice_stands_above_the_text_until_it_is_dismissed(pane: WritePane) -> None:
    pane.show_notice(Notice(id="a", text="The disk is full.", level=NoticeLevel.ERROR))
    bar = pane.findChild(type(pane), "notice_bar") or next(w for w in pane.children() if w.objectName() == "notice_bar")
    assert bar.isVisible()
    pane.dismiss_notice("a")
    assert not bar.isVisible()
