from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from desktop_llm.assist.word_diff import word_changes
from desktop_llm.ui.widgets.translation.sentence_panel import SentencePanel


def panel(qtbot: QtBot) -> SentencePanel:
    widget = SentencePanel()
    qtbot.addWidget(widget)
    widget.show_sentence(["The number 30 is missing."])
    return widget


def test_a_sentence_is_shown_with_its_doubts_and_nothing_of_the_one_before(qtbot: QtBot) -> None:
    widget = panel(qtbot)
    widget.show_alternatives(["Eins"])
    widget.show_back(word_changes("one", "two"))
    widget.show_sentence([])

    shown = [label.objectName() for label in widget.findChildren(QLabel) if not label.isHidden()]
    assert shown == []
    assert all(widget.findChild(QPushButton, f"alternative_{n}").isHidden() for n in range(1, 6))


def test_an_alternative_is_chosen_by_a_click(qtbot: QtBot) -> None:
    widget = panel(qtbot)
    widget.show_alternatives(["Die Pumpe & ich", "Zwei"])
    button = widget.findChild(QPushButton, "alternative_1")
    with qtbot.waitSignal(widget.alternative_chosen) as chosen:
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert chosen.args == ["Die Pumpe & ich"]


def test_a_long_alternative_does_not_widen_the_window(qtbot: QtBot) -> None:
    widget = panel(qtbot)
    widget.resize(400, 200)
    widget.show_alternatives(["Sehr lang " * 100])
    button = widget.findChild(QPushButton, "alternative_1")
    assert widget.minimumSizeHint().width() < 500
    assert button.text().endswith("…")
    assert "Sehr lang" in button.accessibleName()


def test_what_it_says_back_is_shown_as_text_whatever_it_holds(qtbot: QtBot) -> None:
    widget = panel(qtbot)
    widget.show_back(word_changes("The <b>pump</b> stops.", "The pump halts."))
    html = widget.findChild(QLabel, "back_translation").text()
    assert "&lt;" in html
    assert "<s style" in html


def test_wishes_are_told(qtbot: QtBot) -> None:
    widget = panel(qtbot)
    for name, signal in (
        ("alternatives_button", widget.alternatives_requested),
        ("back_button", widget.back_requested),
        ("close_sentence_button", widget.close_requested),
    ):
        with qtbot.waitSignal(signal):
            qtbot.mouseClick(widget.findChild(QPushButton, name), Qt.MouseButton.LeftButton)
