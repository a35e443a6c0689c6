import pytest
from msgspec import structs
from PySide6.QtWidgets import QLabel, QProgressBar, QPushButton
from pytestqt.qtbot import QtBot

from desktop_llm.ui.dialogs.first_start import FirstStartChoice, FirstStartOffer, FirstStartPage, RecommendedOffer


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
    with qtbot.waitSignal(page.choice_made) as choice:
        button(page, "first_start_starter_button").click()
    assert choice.args == [FirstStartChoice.STARTER]


def test_a_file_can_be_opened_instead(page: FirstStartPage, qtbot: QtBot) -> None:
    with qtbot.waitSignal(page.choice_made) as choice:
        button(page, "first_start_open").click()
    assert choice.args == [FirstStartChoice.OPEN_FILE]


def test_there_is_one_main_button(page: FirstStartPage) -> None:
    primary = [each for each in page.findChildren(QPushButton) if each.property("look") == "primary"]
    assert [each.objectName() for each in primary if each.isVisible()] == ["first_start_starter_button"]


def test_without_a_starter_model_only_a_file_is_offered(page: FirstStartPage, qtbot: QtBot) -> None:
    page.show_offer(FirstStartOffer())
    assert "Start now" not in words(page)
    assert not button(page, "first_start_open").isVisible()
    with qtbot.waitSignal(page.choice_made) as choice:
        button(page, "first_start_file_card_button").click()
    assert choice.args == [FirstStartChoice.OPEN_FILE]


def test_the_keyboard_starts_on_the_main_button(page: FirstStartPage) -> None:
    page.activateWindow()
    page.setFocus()
    assert page.focusProxy() is button(page, "first_start_starter_button")


GRANITE = RecommendedOffer(
    name="Granite 4.1 3B",
    note="16 GB memory, no graphics card. 2.0 GB to download, about 9 words a second. Apache-2.0.",
    button="Download",
    choice=FirstStartChoice.DOWNLOAD,
)


def offer(recommended: RecommendedOffer, n_found: int = 0) -> FirstStartOffer:
    return FirstStartOffer("SmolLM2 135M", 98_000_000, recommended, n_found)


def progress(page: FirstStartPage) -> QProgressBar:
    bar = page.findChild(QProgressBar, "first_start_recommended_progress")
    assert bar is not None
    return bar


def test_the_recommended_model_is_one_click_away(page: FirstStartPage, qtbot: QtBot) -> None:
    page.show_offer(offer(GRANITE))
    assert "Granite 4.1 3B\nrecommended for this computer\n16 GB memory" in words(page)
    assert not progress(page).isVisible()
    with qtbot.waitSignal(page.choice_made) as choice:
        button(page, "first_start_recommended_button").click()
    assert choice.args == [FirstStartChoice.DOWNLOAD]


def test_its_download_is_shown_and_can_be_paused(page: FirstStartPage, qtbot: QtBot) -> None:
    running = structs.replace(GRANITE, button="Pause", choice=FirstStartChoice.PAUSE, progress=0.25)
    page.show_offer(offer(running))
    assert progress(page).value() == 250
    with qtbot.waitSignal(page.choice_made) as choice:
        button(page, "first_start_recommended_button").click()
    assert choice.args == [FirstStartChoice.PAUSE]


def test_when_it_is_here_it_can_be_started_like_the_other(page: FirstStartPage) -> None:
    page.show_offer(offer(structs.replace(GRANITE, button="Start", choice=FirstStartChoice.USE_DOWNLOADED)))
    assert button(page, "first_start_recommended_button").property("look") == "primary"


def test_models_of_other_programs_are_counted(page: FirstStartPage, qtbot: QtBot) -> None:
    assert not button(page, "first_start_found").isVisible()
    page.show_offer(offer(GRANITE, n_found=3))
    assert button(page, "first_start_found").text() == "Use models found here (3)"
    with qtbot.waitSignal(page.choice_made) as choice:
        button(page, "first_start_found").click()
    assert choice.args == [FirstStartChoice.FOUND_MODELS]


def test_a_server_can_be_connected_to(page: FirstStartPage, qtbot: QtBot) -> None:
    with qtbot.waitSignal(page.choice_made) as choice:
        button(page, "first_start_server").click()
    assert choice.args == [FirstStartChoice.SERVER]


@pytest.mark.parametrize("width", [1048, 568, 400])
def test_nothing_is_cut_at_any_width(page: FirstStartPage, width: int) -> None:
    page.show_offer(offer(GRANITE, n_found=3))
    page.resize(width, 520)
    for each in page.findChildren(QPushButton):
        if each.isVisible():
            assert each.width() >= each.minimumSizeHint().width(), each.objectName()
            right = each.mapTo(page, each.rect().topRight()).x()
            assert right <= page.viewport().width(), each.objectName()
