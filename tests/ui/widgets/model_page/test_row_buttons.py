import pytest
from msgspec import structs
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QPushButton, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from desktop_llm.ui.model_rows import RowAction, RowButton, RowWish
from desktop_llm.ui.widgets.model_page.row_buttons import RowButtons, RowMenu
from tests.fakes.model_row_examples import LOCAL, OFFER


@pytest.fixture
def host(qtbot: QtBot) -> QWidget:
    host = QWidget()
    qtbot.addWidget(host)
    return host


@pytest.fixture
def buttons(host: QWidget) -> RowButtons:
    buttons = RowButtons(host)
    buttons.show_row(LOCAL)
    host.show()
    return buttons


def button(buttons: RowButtons, name: str) -> QPushButton:
    found = buttons.findChild(QPushButton, name)
    assert found is not None
    return found


def test_a_button_says_which_row_and_what(buttons: RowButtons, qtbot: QtBot) -> None:
    with qtbot.waitSignal(buttons.action_requested) as wish:
        button(buttons, "row_use").click()
    assert wish.args == [RowWish("local:granite", RowAction.USE)]
    assert button(buttons, "row_use").accessibleName() == "Use: Granite 4.1 3B"


def test_the_rest_is_behind_the_dots(buttons: RowButtons, qtbot: QtBot) -> None:
    more = buttons.findChild(QToolButton, "row_more")
    assert more is not None
    assert more.isVisible()
    assert more.accessibleName() == "More for Granite 4.1 3B"
    action = buttons.findChild(QAction, "row_menu_remove")
    assert action is not None
    assert action.text() == "Delete, frees 2.0 GB"
    with qtbot.waitSignal(buttons.action_requested) as wish:
        action.trigger()
    assert wish.args == [RowWish("local:granite", RowAction.REMOVE)]


def test_another_row_takes_the_same_buttons_over(buttons: RowButtons, qtbot: QtBot) -> None:
    buttons.show_row(OFFER)
    assert buttons.findChild(QToolButton, "row_more").isHidden()  # type: ignore[union-attr]
    download = button(buttons, "row_download")
    assert download.property("look") == "primary"
    with qtbot.waitSignal(buttons.action_requested) as wish:
        download.click()
    assert wish.args == [RowWish("offer:qwen", RowAction.DOWNLOAD)]


def test_a_row_that_only_says_how_far_it_is_keeps_its_buttons(buttons: RowButtons) -> None:
    before = button(buttons, "row_use")
    buttons.show_row(structs.replace(LOCAL, status="now slower"))
    assert button(buttons, "row_use") is before


def test_tab_comes_only_from_the_rows_own_line(buttons: RowButtons) -> None:
    use = button(buttons, "row_use")
    assert not use.focusPolicy() & Qt.FocusPolicy.TabFocus
    buttons.show_tab_stop(is_tab_stop=True)
    assert use.focusPolicy() & Qt.FocusPolicy.TabFocus
    assert buttons.stops()[0] is use


@pytest.mark.parametrize("key", [Qt.Key.Key_Up, Qt.Key.Key_Down])
def test_arrows_go_on_to_the_list(buttons: RowButtons, qtbot: QtBot, key: Qt.Key) -> None:
    with qtbot.waitSignal(buttons.list_key_pressed):
        qtbot.keyClick(button(buttons, "row_use"), key)
    with qtbot.assertNotEmitted(buttons.list_key_pressed):
        qtbot.keyClick(button(buttons, "row_use"), Qt.Key.Key_Left)


def test_an_ampersand_in_an_entry_is_one(host: QWidget) -> None:
    menu = RowMenu(host)
    menu.show_actions("k", [RowButton(RowAction.USE, "Use R&D")])
    assert menu.actions()[0].text() == "Use R&&D"


def test_a_button_that_comes_later_has_its_room_at_once(buttons: RowButtons) -> None:
    buttons.show_row(structs.replace(LOCAL, buttons=(), menu=()))
    assert buttons.sizeHint().width() == 0
    buttons.show_row(structs.replace(LOCAL, menu=()))
    assert buttons.sizeHint().width() >= button(buttons, "row_use").sizeHint().width()
