import pytest
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from desktop_llm.ui.dialogs.first_start import FirstStartOffer, FirstStartPage


@pytest.fixture
def page(qtbot: QtBot) -> FirstStartPage:
    page = FirstStartPage()
    qtbot.addWidget(page)
    page.resize(800, 600)
    page.show_offer(FirstStartOffer("SmolLM2 135M", 98_000_000))
    page.show()
    return page


def button(page: FirstStartPage, name: str) -> QPushButton:
    found = page.findChild(QPushButton, name)
    assert found is not None
    return found


def words(page: FirstStartPage) -> str:
    return "\n".join(label.text() for label in page.findChildren(QLabel) if label.isVisible())


def test_the_starter_model_says_what_it_is(page: FirstStartPage, qtbot: QtBot) -> None:
    assert "Quick, English, not clever." in words(page)
    assert "SmolLM2 135M · 98 MB" in words(page)
    with qtbot.waitSignal(page.start_requested):
        button(page, "first_start_starter_button").click()


def test_a_file_can_be_opened_instead(page: FirstStartPage, qtbot: QtBot) -> None:
    with qtbot.waitSignal(page.model_file_requested):
        button(page, "first_start_open").click()


def test_there_is_one_main_button(page: FirstStartPage) -> None:
    primary = [each for each in page.findChildren(QPushButton) if each.property("look") == "primary"]
    assert [each.objectName() for each in primary if each.isVisible()] == ["first_start_starter_button"]


def test_without_a_starter_model_only_a_file_is_offered(page: FirstStartPage, qtbot: QtBot) -> None:
    page.show_offer(FirstStartOffer())
    assert "Start now" not in words(page)
    assert not button(page, "first_start_open").isVisible()
    with qtbot.waitSignal(page.model_file_requested):
        button(page, "first_start_file_card_button").click()


def test_the_keyboard_starts_on_the_main_button(page: FirstStartPage) -> None:
    page.activateWindow()
    page.setFocus()
    assert page.focusProxy() is button(page, "first_start_starter_button")
