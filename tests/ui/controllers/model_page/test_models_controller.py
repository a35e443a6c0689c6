from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QListView, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from desktop_llm.ui.controllers.model_page.model_shelf import ModelShelf
from desktop_llm.ui.controllers.model_page.models_controller import ModelsController
from desktop_llm.ui.main_window import MainWindow, WindowPane
from desktop_llm.ui.model_rows import ModelRow, RowAction, RowWish
from desktop_llm.ui.panes.models_pane import ModelsPane
from desktop_llm.ui.widgets.frame.sidebar import MODELS_KEY, PaneEntry
from desktop_llm.ui.window_shell import PaneFrame
from tests.fakes.model_row_examples import DOWNLOAD, LOCAL, SECTION


class ShelfOfTest(ModelShelf):
    """Shows what it is given and notes what is wished."""

    def __init__(self, *rows: ModelRow) -> None:
        super().__init__()
        self.shown = list(rows)
        self.wishes: list[RowWish] = []
        self.n_refreshes = 0
        self.n_reads = 0

    def show(self, *rows: ModelRow) -> None:
        self.shown = list(rows)
        self.rows_changed.emit()

    def rows(self) -> list[ModelRow]:
        self.n_reads += 1
        return self.shown

    def carry_out(self, wish: RowWish) -> None:
        self.wishes.append(wish)

    def refresh(self) -> None:
        self.n_refreshes += 1


class PaintNote(QObject):
    """Notes a number whenever a widget is drawn."""

    def __init__(self, widget: QWidget, number: Callable[[], int]) -> None:
        super().__init__(widget)
        self.seen: list[int] = []
        self._number = number
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint:
            self.seen.append(self._number())
        return False


class Page:
    """A window with a Models page of two shelves."""

    def __init__(self, qtbot: QtBot) -> None:
        self.qtbot = qtbot
        self.frame = PaneFrame()
        self.window = MainWindow(
            [
                WindowPane(PaneEntry("chat", "Chat", "chat-centered"), QWidget()),
                WindowPane(PaneEntry(MODELS_KEY, "Models", "download-simple"), self.frame, is_listed=False),
            ]
        )
        qtbot.addWidget(self.window)
        self.window.resize(1280, 800)
        self.downloads = ShelfOfTest()
        self.local = ShelfOfTest(SECTION, LOCAL)
        self.controller = ModelsController(self.window, self.frame, (self.downloads, self.local))
        self.window.show()

    def open(self) -> None:
        self.window.models_requested.emit()

    @property
    def pane(self) -> ModelsPane:
        (pane,) = self.window.findChildren(ModelsPane)
        return pane

    def titles(self) -> list[str]:
        view = self.window.findChild(QListView, "models_list")
        assert view is not None
        return [str(view.model().index(number, 0).data()) for number in range(view.model().rowCount())]


@pytest.fixture
def page(qtbot: QtBot) -> Iterator[Page]:
    page = Page(qtbot)
    yield page
    page.window.close()


def test_the_page_is_built_when_it_is_opened(page: Page) -> None:
    assert page.window.findChild(ModelsPane) is None
    page.open()
    assert page.pane.isVisible()
    assert page.window.pane_key == MODELS_KEY
    assert page.titles() == [SECTION.title, LOCAL.title]
    first = page.pane
    page.open()
    assert page.pane is first


def test_opening_looks_again_at_everything(page: Page, qtbot: QtBot) -> None:
    for count in (1, 2):
        page.open()
        qtbot.waitUntil(lambda count=count: (page.downloads.n_refreshes, page.local.n_refreshes) == (count, count))


def test_the_list_is_drawn_before_anything_is_looked_at_again(page: Page, qtbot: QtBot) -> None:
    page.open()
    view = page.window.findChild(QListView, "models_list")
    assert view is not None
    drawn = PaintNote(view.viewport(), lambda: page.local.n_refreshes)
    qtbot.waitUntil(lambda: page.local.n_refreshes == 1)
    assert drawn.seen[:1] == [0]


def test_sections_stand_in_their_order_and_are_kept_up(page: Page, qtbot: QtBot) -> None:
    page.open()
    page.downloads.show(DOWNLOAD)
    qtbot.waitUntil(lambda: page.titles() == [DOWNLOAD.title, SECTION.title, LOCAL.title])


def test_nothing_is_put_together_while_nobody_looks(page: Page, qtbot: QtBot) -> None:
    page.open()
    page.window.show_chat()
    n_reads = page.local.n_reads
    page.downloads.show(DOWNLOAD)
    with qtbot.waitSignal(page.downloads.rows_changed):
        page.downloads.rows_changed.emit()
    assert page.local.n_reads == n_reads
    page.open()
    assert page.titles()[0] == DOWNLOAD.title


def test_a_wish_goes_to_the_shelf_that_has_the_row(page: Page) -> None:
    page.open()
    page.pane.row_action_requested.emit(RowWish(LOCAL.key, RowAction.USE))
    assert page.local.wishes == [RowWish(LOCAL.key, RowAction.USE)]
    assert page.downloads.wishes == []


def test_esc_leads_back_to_the_chat(page: Page, qtbot: QtBot) -> None:
    page.open()
    qtbot.keyClick(page.pane, Qt.Key.Key_Escape)
    assert page.window.pane_key == "chat"


def test_a_file_can_be_opened_from_the_page(page: Page) -> None:
    page.open()
    button = page.pane.findChild(QPushButton, "models_open_file")
    assert button is not None
    button.click()
    dialog = page.window.findChild(QWidget, "model_file_dialog")
    assert dialog is not None
    dialog.close()


def test_dropped_files_are_passed_on(page: Page, qtbot: QtBot) -> None:
    page.open()
    with qtbot.waitSignal(page.controller.files_dropped) as dropped:
        page.pane.model_files_dropped.emit((Path("/m/a.gguf"),))
    assert dropped.args == [(Path("/m/a.gguf"),)]


def test_a_confirmed_link_opens_in_the_browser(page: Page, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url.toString()))
    page.open()
    page.pane.link_open_confirmed.emit("https://example.org/")
    assert opened == ["https://example.org/"]
