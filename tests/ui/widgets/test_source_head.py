from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from desktop_llm.ui.widgets.source_head import SourceHead


def test_several_passages_can_be_stepped_through(qtbot: QtBot) -> None:
    head = SourceHead()
    qtbot.addWidget(head)
    head.show()
    (forward,) = head.findChildren(QPushButton, "next_passage_button")
    (label,) = head.findChildren(QLabel, "passage_label")
    head.show_passage(1, 1)
    assert forward.isHidden()
    head.show_passage(2, 3)
    assert label.text() == "passage 2 of 3"
    with qtbot.waitSignal(head.step_requested) as step:
        forward.click()
    assert step.args == [1]
