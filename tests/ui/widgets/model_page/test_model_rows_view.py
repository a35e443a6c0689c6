import pytest
from msgspec import structs
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from desktop_llm.ui.model_rows import ModelRow, RowAction, RowWish
from desktop_llm.ui.theme import Theme, apply_theme
from desktop_llm.ui.widgets.model_page.model_rows_view import ModelRowsView
from desktop_llm.ui.widgets.model_page.row_buttons import RowButtons, RowMenu
from tests.fakes.model_row_examples import DOWNLOAD, LOCAL, NOTE, OFFER, SECTION, many_rows


@pytest.fixture
def view(qtbot: QtBot, qapp: QApplication) -> ModelRowsView:
    apply_theme(qapp, Theme.LIGHT)
    view = ModelRowsView("models_list", "Models")
    qtbot.addWidget(view)
    view.resize(800, 600)
    view.show()
    view.activateWindow()
    qtbot.waitUntil(view.isActiveWindow)
    return view


def show(view: ModelRowsView, qtbot: QtBot, *rows: ModelRow) -> None:
    view.show_rows(rows)
    wanted = [row.key for row in rows if row.buttons][:1]
    if wanted:
        qtbot.waitUntil(lambda: bool(shown_buttons(view)))


def shown_buttons(view: ModelRowsView) -> list[RowButtons]:
    return [each for each in view.findChildren(RowButtons) if each.isVisible()]


def button(view: ModelRowsView, name: str) -> QPushButton:
    (found,) = [each for each in view.findChildren(QPushButton, name) if each.isVisible()]
    return found


def place_of(view: ModelRowsView, key: str) -> QPoint:
    for number in range(view.model().rowCount()):
        index = view.model().index(number, 0)
        row = view.row(key)
        if row is not None and index.data() == row.title:
            return view.visualRect(index).center()
    raise LookupError(key)


def test_every_row_in_view_has_its_buttons_beside_its_text(view: ModelRowsView, qtbot: QtBot) -> None:
    show(view, qtbot, SECTION, LOCAL, DOWNLOAD)
    qtbot.waitUntil(lambda: len(shown_buttons(view)) == 2)
    use = button(view, "row_use")
    middle = use.mapTo(view.viewport(), use.rect().center())
    assert abs(middle.y() - place_of(view, LOCAL.key).y()) <= 1
    assert use.mapTo(view, use.rect().topRight()).x() < view.viewport().width()
    with qtbot.waitSignal(view.action_requested) as wish:
        button(view, "row_pause").click()
    assert wish.args == [RowWish("download:1", RowAction.PAUSE)]


def test_a_long_list_has_buttons_for_a_screenful_only(view: ModelRowsView, qtbot: QtBot) -> None:
    show(view, qtbot, *many_rows(500))
    a_screenful = view.viewport().height() // view.visualRect(view.model().index(0, 0)).height() + 2
    assert len(view.findChildren(RowButtons)) <= a_screenful
    view.verticalScrollBar().setValue(view.verticalScrollBar().maximum())
    keys = {wish_key(each, qtbot) for each in shown_buttons(view)}
    assert "local:499" in keys
    assert len(view.findChildren(RowButtons)) <= a_screenful + 2


def wish_key(buttons: RowButtons, qtbot: QtBot) -> str:
    with qtbot.waitSignal(buttons.action_requested) as wish:
        buttons.findChildren(QPushButton)[0].click()
    assert wish.args
    return wish.args[0].key


def test_a_click_opens_what_leads_further_and_only_that(view: ModelRowsView, qtbot: QtBot) -> None:
    show(view, qtbot, LOCAL, OFFER)
    with qtbot.waitSignal(view.action_requested) as wish:
        qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place_of(view, OFFER.key))
    assert wish.args == [RowWish("offer:qwen", RowAction.DETAILS)]
    with qtbot.assertNotEmitted(view.action_requested):
        qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place_of(view, LOCAL.key))
    with qtbot.waitSignal(view.action_requested) as wish:
        qtbot.mouseDClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place_of(view, LOCAL.key))
    assert wish.args == [RowWish("local:granite", RowAction.USE)]


def test_arrows_choose_and_enter_does(view: ModelRowsView, qtbot: QtBot) -> None:
    show(view, qtbot, SECTION, LOCAL, OFFER)
    view.setFocus()
    assert view.currentIndex().row() == 1
    qtbot.keyClick(view, Qt.Key.Key_Down)
    with qtbot.waitSignal(view.action_requested) as wish:
        qtbot.keyClick(view, Qt.Key.Key_Return)
    assert wish.args == [RowWish("offer:qwen", RowAction.DETAILS)]


def test_tab_goes_from_a_row_to_its_buttons_and_then_on(view: ModelRowsView, qtbot: QtBot) -> None:
    show(view, qtbot, LOCAL, DOWNLOAD)
    view.setFocus()
    qtbot.waitUntil(lambda: bool(button(view, "row_use").focusPolicy() & Qt.FocusPolicy.TabFocus))
    qtbot.keyClick(view, Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is button(view, "row_use")
    qtbot.keyClick(button(view, "row_use"), Qt.Key.Key_Down)
    assert QApplication.focusWidget() is view
    assert view.currentIndex().row() == 1
    qtbot.waitUntil(lambda: bool(button(view, "row_pause").focusPolicy() & Qt.FocusPolicy.TabFocus))
    qtbot.keyClick(view, Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is button(view, "row_pause")


def test_the_menu_of_a_row_has_everything(view: ModelRowsView, qtbot: QtBot) -> None:
    show(view, qtbot, LOCAL)
    view.setFocus()
    event = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, QPoint(0, 0), QPoint(0, 0))
    QApplication.sendEvent(view.viewport(), event)
    (menu,) = [each for each in view.findChildren(RowMenu) if each.parent() is view]
    assert [action.text() for action in menu.actions()] == ["Use", "Show the file", "Delete, frees 2.0 GB"]
    with qtbot.waitSignal(view.action_requested) as wish:
        menu.actions()[1].trigger()
    assert wish.args == [RowWish("local:granite", RowAction.SHOW_FILE)]
    menu.close()


def test_rows_that_come_after_the_keyboard_have_a_row_to_start_from(view: ModelRowsView, qtbot: QtBot) -> None:
    view.setFocus()
    show(view, qtbot, SECTION, LOCAL)
    assert view.currentIndex().row() == 1


def test_the_cursor_stays_on_its_row_when_others_come(view: ModelRowsView, qtbot: QtBot) -> None:
    show(view, qtbot, LOCAL, OFFER)
    view.go_to(OFFER.key)
    show(view, qtbot, DOWNLOAD, LOCAL, OFFER)
    assert view.currentIndex().data() == "Qwen3.5 4B"


def test_a_row_that_says_more_is_higher(view: ModelRowsView, qtbot: QtBot) -> None:
    show(view, qtbot, LOCAL)
    before = view.content_height(600)
    show(view, qtbot, structs.replace(LOCAL, status="A long sentence about what went wrong. " * 8))
    assert view.content_height(600) > before + 3 * view.fontMetrics().height()
    assert view.visualRect(view.model().index(0, 0)).height() <= view.content_height(800)


def test_the_heading_of_the_first_row_comes_back_into_view(view: ModelRowsView, qtbot: QtBot) -> None:
    show(view, qtbot, SECTION, *many_rows(40))
    view.setFocus()
    qtbot.keyClick(view, Qt.Key.Key_End)
    assert view.verticalScrollBar().value() > 0
    qtbot.keyClick(view, Qt.Key.Key_Home)
    assert view.verticalScrollBar().value() == 0
    view.go_to("local:30")
    view.go_to_first()
    assert view.verticalScrollBar().value() == 0


def test_buttons_are_never_wider_than_the_room_kept_for_them(view: ModelRowsView, qtbot: QtBot) -> None:
    show(view, qtbot, LOCAL, OFFER, DOWNLOAD, NOTE)
    qtbot.waitUntil(lambda: len(shown_buttons(view)) == 4)
    for buttons in shown_buttons(view):
        for child in buttons.findChildren(QWidget):
            if child.isVisible() and child.parentWidget() is buttons:
                assert child.width() >= child.minimumSizeHint().width()
                assert buttons.rect().contains(child.geometry())


def test_from_right_to_left_the_buttons_are_on_the_left(view: ModelRowsView, qtbot: QtBot) -> None:
    view.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    show(view, qtbot, LOCAL)
    use = button(view, "row_use")
    assert use.mapTo(view, use.rect().center()).x() < view.width() // 2


def test_the_keyboard_stays_in_the_list_when_its_button_or_its_row_goes(view: ModelRowsView, qtbot: QtBot) -> None:
    show(view, qtbot, LOCAL, DOWNLOAD)
    button(view, "row_pause").setFocus()
    show(view, qtbot, LOCAL, structs.replace(DOWNLOAD, buttons=()))
    qtbot.waitUntil(view.hasFocus)
    assert view.currentIndex().data() == DOWNLOAD.title
    button(view, "row_use").setFocus()
    show(view, qtbot, DOWNLOAD)
    qtbot.waitUntil(view.hasFocus)
