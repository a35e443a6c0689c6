import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from desktop_llm.ui.widgets.prompt.pages_panel import ChosenPages, PagesPanel, PagesQuestion, pages_in

QUESTION = PagesQuestion(document="a.pdf", n_pages=12, n_fitting=4)


@pytest.fixture
def panel(qtbot: QtBot) -> PagesPanel:
    panel = PagesPanel()
    qtbot.addWidget(panel)
    panel.show_question(QUESTION)
    return panel


@pytest.mark.parametrize(
    ("text", "pages"),
    [
        ("3", (3,)),
        ("1-3, 8", (1, 2, 3, 8)),
        (" 8 , 2–3 ", (2, 3, 8)),
        ("2-2,2", (2,)),
        ("", ()),
        ("0", ()),
        ("13", ()),
        ("5-2", ()),
        ("three", ()),
        ("1,,2", ()),
    ],
)
def test_pages_are_written_as_in_a_print_dialog(text: str, pages: tuple[int, ...]) -> None:
    assert pages_in(text, 12) == pages


def test_it_says_how_many_pages_fit_and_hands_on_the_chosen_ones(qtbot: QtBot, panel: PagesPanel) -> None:
    sentence = panel.findChild(QLabel, "pages_sentence").text()
    assert sentence == "Which pages of a.pdf? About 4 of its 12 pages fit."
    field = panel.findChild(QLineEdit, "pages_field")
    qtbot.keyClicks(field, "1-2")
    with qtbot.waitSignal(panel.pages_chosen) as chosen:
        qtbot.keyClick(field, Qt.Key.Key_Return)
    assert chosen.args == [ChosenPages((1, 2), "1-2")]
    assert panel.isHidden()


def test_a_page_that_there_is_not_is_said_and_nothing_is_sent(qtbot: QtBot, panel: PagesPanel) -> None:
    field = panel.findChild(QLineEdit, "pages_field")
    qtbot.keyClicks(field, "40")
    with qtbot.assertNotEmitted(panel.pages_chosen):
        qtbot.keyClick(field, Qt.Key.Key_Return)
    mistake = panel.findChild(QLabel, "pages_mistake")
    assert mistake.text() == "Write numbers from 1 to 12, such as 1-5, 8."
    assert not mistake.isHidden()
    qtbot.keyClick(field, Qt.Key.Key_Backspace)
    assert mistake.isHidden()


def test_escape_closes_it(qtbot: QtBot, panel: PagesPanel) -> None:
    with qtbot.waitSignal(panel.panel_closed):
        qtbot.keyClick(panel.findChild(QLineEdit, "pages_field"), Qt.Key.Key_Escape)
    assert panel.isHidden()
