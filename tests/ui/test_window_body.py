import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from desktop_llm.ui.dialogs.first_start import FirstStartOffer, FirstStartPage
from desktop_llm.ui.window_body import WindowBody

OFFER = FirstStartOffer("SmolLM2 135M", 98_000_000)


@pytest.fixture
def body(qtbot: QtBot) -> WindowBody:
    body = WindowBody({"chat": QWidget(), "models": QWidget()})
    qtbot.addWidget(body)
    body.show()
    return body


def test_the_first_pane_is_shown_first(body: WindowBody) -> None:
    assert body.pane_key == "chat"
    body.show_pane("models")
    assert body.pane_key == "models"
    assert body.currentIndex() == 1


def test_the_first_start_stands_where_the_first_pane_is(body: WindowBody, qtbot: QtBot) -> None:
    body.show_first_start(OFFER)
    assert body.is_first_start_shown
    body.show_pane("models")
    assert not body.is_first_start_shown
    body.show_pane("chat")
    assert body.is_first_start_shown
    with qtbot.waitSignal(body.first_start_left):
        body.show_first_start(None)
    assert body.currentIndex() == 0


def test_an_offer_that_changes_takes_nobody_away_from_another_pane(body: WindowBody, qtbot: QtBot) -> None:
    body.show_first_start(OFFER)
    body.show_pane("models")
    body.show_first_start(FirstStartOffer("SmolLM2 135M", 98_000_000, n_found=3))
    assert body.pane_key == "models"
    assert not body.is_first_start_shown
    with qtbot.assertNotEmitted(body.first_start_left):
        body.show_first_start(None)
    assert body.currentIndex() == 1
    body.show_pane("chat")
    assert not body.is_first_start_shown


def test_without_a_first_start_nothing_is_left(body: WindowBody, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(body.first_start_left):
        body.show_first_start(None)
    assert body.findChild(FirstStartPage) is None
