import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QAbstractButton, QLabel, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from desktop_llm.ui.widgets.model_page.models_header import ModelsHeader


@pytest.fixture
def header(qtbot: QtBot) -> ModelsHeader:
    header = ModelsHeader()
    qtbot.addWidget(header)
    header.show_place("Models", is_home=True, has_search=True)
    header.show()
    return header


def part(header: ModelsHeader, kind: type, name: str):  # noqa: ANN201  the kind that is asked for
    found = header.findChild(kind, name)
    assert found is not None, name
    return found


def test_nothing_is_searched_while_somebody_types(header: ModelsHeader, qtbot: QtBot) -> None:
    field = part(header, QLineEdit, "models_search")
    with qtbot.assertNotEmitted(header.search_submitted):
        qtbot.keyClicks(field, " granite ")
    with qtbot.waitSignal(header.search_submitted) as search:
        qtbot.keyClick(field, Qt.Key.Key_Return)
    assert search.args == ["granite"]
    with qtbot.waitSignal(header.search_submitted):
        part(header, QPushButton, "models_search_button").click()


def test_on_the_first_page_there_is_no_way_back_but_a_file_can_be_opened(header: ModelsHeader, qtbot: QtBot) -> None:
    assert not part(header, QAbstractButton, "models_back").isVisible()
    with qtbot.waitSignal(header.model_file_requested):
        part(header, QPushButton, "models_open_file").click()


def test_in_detail_there_is_the_way_back_only(header: ModelsHeader, qtbot: QtBot) -> None:
    header.show_place("Granite <b>4.1</b>", is_home=False, has_search=False)
    assert part(header, QLabel, "models_title").text() == "Granite <b>4.1</b>"
    assert part(header, QLabel, "models_title").textFormat() is Qt.TextFormat.PlainText
    assert not part(header, QLineEdit, "models_search").isVisible()
    assert not part(header, QPushButton, "models_open_file").isVisible()
    with qtbot.waitSignal(header.back_requested):
        part(header, QAbstractButton, "models_back").click()


def test_every_part_has_a_name(header: ModelsHeader) -> None:
    assert part(header, QAbstractButton, "models_back").accessibleName() == "Back"
    assert part(header, QLineEdit, "models_search").accessibleName() == "Search all models"
    assert part(header, QAbstractButton, "models_search_clear").accessibleName() == "Clear the search"


def test_the_search_field_stays_where_it_is_from_page_to_page(header: ModelsHeader) -> None:
    before = part(header, QLineEdit, "models_search").mapTo(header, QPoint(0, 0)).y()
    header.show_place("Search", is_home=False, has_search=True)
    header.layout().activate()
    assert part(header, QLineEdit, "models_search").mapTo(header, QPoint(0, 0)).y() == before
