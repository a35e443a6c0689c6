from pathlib import Path

import pytest
from msgspec import structs
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QLabel, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from desktop_llm.ui.model_rows import RowAction, RowWish, SearchSort, SearchWish
from desktop_llm.ui.panes.models_pane import ModelsPage, ModelsPane
from desktop_llm.ui.theme import Theme, apply_theme
from desktop_llm.ui.widgets.notice_bar import Notice
from tests.fakes.model_row_examples import LOCAL, NOTE, OFFER, REPOSITORY, SECTION


@pytest.fixture
def pane(qtbot: QtBot, qapp: QApplication) -> ModelsPane:
    apply_theme(qapp, Theme.LIGHT)
    pane = ModelsPane()
    qtbot.addWidget(pane)
    pane.resize(1048, 720)
    pane.show_rows([SECTION, LOCAL, OFFER])
    pane.show()
    pane.activateWindow()
    qtbot.waitUntil(pane.isActiveWindow)
    return pane


def part(pane: ModelsPane, kind: type, name: str):  # noqa: ANN201  the kind that is asked for
    found = pane.findChild(kind, name)
    assert found is not None, name
    return found


def search(pane: ModelsPane, qtbot: QtBot, text: str) -> None:
    field = part(pane, QLineEdit, "models_search")
    field.setText(text)
    qtbot.keyClick(field, Qt.Key.Key_Return)


def title(pane: ModelsPane) -> str:
    return part(pane, QLabel, "models_title").text()


def test_rows_of_the_first_page_say_what_is_wished(pane: ModelsPane, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: pane.findChild(QPushButton, "row_use") is not None)
    with qtbot.waitSignal(pane.row_action_requested) as wish:
        part(pane, QPushButton, "row_use").click()
    assert wish.args == [RowWish("local:granite", RowAction.USE)]
    assert title(pane) == "Models"


def test_a_search_shows_its_results_and_asks(pane: ModelsPane, qtbot: QtBot) -> None:
    with qtbot.waitSignal(pane.search_requested) as asked:
        search(pane, qtbot, "granite")
    assert asked.args == [SearchWish(text="granite")]
    assert pane.page is ModelsPage.RESULTS
    assert part(pane, QComboBox, "search_sort").isVisible()
    pane.show_results([NOTE])
    assert part(pane, QWidget, "models_results").hasFocus()
    with qtbot.waitSignal(pane.result_action_requested) as wish:
        qtbot.keyClick(part(pane, QWidget, "models_results"), Qt.Key.Key_Return)
    assert wish.args == [RowWish("note", RowAction.RETRY)]


def test_a_filter_asks_again(pane: ModelsPane, qtbot: QtBot) -> None:
    search(pane, qtbot, "granite")
    combo = part(pane, QComboBox, "search_sort")
    with qtbot.waitSignal(pane.search_requested) as asked:
        combo.activated.emit(combo.findText("Most liked"))
    assert asked.args == [SearchWish(text="granite", sort=SearchSort.LIKES)]


def test_the_way_back_goes_over_the_results(pane: ModelsPane, qtbot: QtBot) -> None:
    search(pane, qtbot, "granite")
    pane.show_repository(REPOSITORY)
    assert (title(pane), pane.page) == ("granite-4.1-3b", ModelsPage.REPOSITORY)
    qtbot.keyClick(pane, Qt.Key.Key_Escape)
    assert pane.page is ModelsPage.RESULTS
    assert part(pane, QLineEdit, "models_search").text() == "granite"
    part(pane, QAbstractButton, "models_back").click()
    assert pane.page is ModelsPage.HOME
    with qtbot.waitSignal(pane.leave_requested):
        qtbot.keyClick(pane, Qt.Key.Key_Escape)


def test_more_of_a_repository_that_arrives_does_not_open_it_again(pane: ModelsPane) -> None:
    pane.show_repository(structs.replace(REPOSITORY, card="", rows=(NOTE,), title="granite"))
    pane.show_repository(REPOSITORY)
    assert title(pane) == "granite-4.1-3b"
    pane.go_back()
    assert pane.page is ModelsPage.HOME


def test_a_size_in_detail_says_what_is_wished(pane: ModelsPane, qtbot: QtBot) -> None:
    pane.show_repository(REPOSITORY)
    sizes = part(pane, QWidget, "repository_sizes")
    assert sizes.hasFocus()
    qtbot.waitUntil(lambda: any(map(is_tab_stop, sizes.findChildren(QPushButton))))
    with qtbot.waitSignal(pane.repository_action_requested) as wish:
        qtbot.keyClick(sizes, Qt.Key.Key_Tab)
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Space)
    assert wish.args == [RowWish("small", RowAction.DOWNLOAD)]


def is_tab_stop(widget: QWidget) -> bool:
    return bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)


def test_a_link_of_a_card_is_asked_about_first(pane: ModelsPane, qtbot: QtBot) -> None:
    pane.show_repository(REPOSITORY)
    part(pane, QPushButton, "repository_page").click()
    assert part(pane, QWidget, "link_panel").isVisible()
    with qtbot.waitSignal(pane.link_open_confirmed) as confirmed:
        part(pane, QPushButton, "link_open").click()
    assert confirmed.args == [REPOSITORY.page_url]
    part(pane, QPushButton, "repository_page").click()
    pane.go_back()
    assert not part(pane, QWidget, "link_panel").isVisible()


def test_home_can_begin_at_a_row(pane: ModelsPane) -> None:
    pane.show_repository(REPOSITORY)
    pane.show_home(OFFER.key)
    assert pane.page is ModelsPage.HOME
    assert part(pane, QWidget, "models_list").currentIndex().data() == OFFER.title


def test_a_notice_stands_above_the_list(pane: ModelsPane, qtbot: QtBot) -> None:
    pane.show_notice(Notice(id="offline", text="Offline mode is on.", action="Open settings"))
    with qtbot.waitSignal(pane.notice_action_requested) as wish:
        part(pane, QPushButton, "notice_action_button").click()
    assert wish.args == ["offline"]
    pane.dismiss_notice("offline")
    assert not part(pane, QWidget, "notice_bar").isVisible()


def drag(pane: ModelsPane, *names: str) -> QDragEnterEvent:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(name) for name in names])
    event = QDragEnterEvent(
        QPointF(400, 300).toPoint(),
        Qt.DropAction.CopyAction,
        mime,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    event.mime_of_test = mime  # type: ignore[attr-defined]  Qt does not keep it
    QApplication.sendEvent(pane, event)
    return event


def test_model_files_that_are_dropped_are_told_all(pane: ModelsPane, qtbot: QtBot) -> None:
    entered = drag(pane, "/m/a.gguf", "/m/notes.txt", "/m/b.GGUF")
    assert entered.isAccepted()
    assert part(pane, QWidget, "drop_overlay").isVisible()
    drop = QDropEvent(
        QPointF(400, 300),
        Qt.DropAction.CopyAction,
        entered.mimeData(),
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    with qtbot.waitSignal(pane.model_files_dropped) as dropped:
        QApplication.sendEvent(pane, drop)
    assert dropped.args == [(Path("/m/a.gguf"), Path("/m/b.GGUF"))]
    assert not part(pane, QWidget, "drop_overlay").isVisible()


def test_other_files_are_left_to_the_window(pane: ModelsPane) -> None:
    assert not drag(pane, "/m/notes.txt").isAccepted()


def test_the_longest_name_widens_nothing(pane: ModelsPane) -> None:
    pane.show_repository(structs.replace(REPOSITORY, title="Granite-with-a-name-that-never-ends" * 6 + "x" * 300))
    assert pane.minimumSizeHint().width() < 568


@pytest.mark.parametrize("size", [(1048, 720), (568, 520), (420, 400)])
def test_nothing_is_cut_at_any_size(pane: ModelsPane, qtbot: QtBot, size: tuple[int, int]) -> None:
    search(pane, qtbot, "granite")
    pane.resize(*size)
    for widget in pane.findChildren(QWidget):
        if isinstance(widget, QPushButton | QComboBox | QLineEdit) and widget.isVisible():
            corner = widget.mapTo(pane, widget.rect().bottomRight())
            assert pane.rect().contains(corner), widget.objectName()
            assert widget.width() >= widget.minimumSizeHint().width(), widget.objectName()
