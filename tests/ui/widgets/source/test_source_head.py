from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from desktop_llm.ui.widgets.source.source_head import SourceHead, SourceLook


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


def test_pages_and_text_are_one_button_apart_where_there_are_both(qtbot: QtBot) -> None:
    head = SourceHead()
    qtbot.addWidget(head)
    head.show()
    (button,) = head.findChildren(QPushButton, "source_look_button")
    assert button.isHidden()
    for shown, text, other in (
        (SourceLook.PAGES, "Show text", SourceLook.TEXT),
        (SourceLook.TEXT, "Show pages", SourceLook.PAGES),
    ):
        head.show_look(shown)
        assert button.text() == text
        with qtbot.waitSignal(head.look_chosen) as chosen:
            button.click()
        assert chosen.args == [other]


def test_a_long_name_gives_way_and_is_told_by_the_tip(qtbot: QtBot) -> None:
    head = SourceHead()
    qtbot.addWidget(head)
    head.resize(267, 30)
    head.show()
    (label,) = head.findChildren(QLabel, "source_name")
    head.show_name("lease.pdf")
    assert (label.text(), label.toolTip()) == ("lease.pdf", "")
    name = "statement_of_the_costs_" * 9 + ".pdf"
    head.show_name(name)
    assert "…" in label.text()
    assert label.text().endswith(".pdf")
    assert label.toolTip() == f"<p>{name}</p>"
