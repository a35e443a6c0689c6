"""Opens the Models page and puts its sections together. GUI thread."""

from collections.abc import Sequence

from PySide6.QtCore import QObject, QTimer, QUrl, Signal, Slot
from PySide6.QtGui import QDesktopServices

from desktop_llm.ui.controllers.model_page.model_shelf import ModelShelf
from desktop_llm.ui.main_window import MainWindow
from desktop_llm.ui.model_rows import RowWish
from desktop_llm.ui.panes.models_pane import ModelsPane
from desktop_llm.ui.rows.found_rows import FOUND_SECTION_KEY
from desktop_llm.ui.widgets.frame.sidebar import MODELS_KEY
from desktop_llm.ui.window_shell import PaneFrame


class ModelsController(QObject):
    """The page is built when it is opened for the first time, and its list is kept up while it is seen."""

    files_dropped = Signal(object)  # tuple[Path, ...]
    pane_made = Signal(object)  # ModelsPane

    def __init__(self, window: MainWindow, frame: PaneFrame, shelves: Sequence[ModelShelf]) -> None:
        super().__init__(window)
        self._window = window
        self._frame = frame
        self._shelves = tuple(shelves)
        self._pane: ModelsPane | None = None
        # Several sections may change at once; the list is put together once.
        self._renewal_timer = QTimer(self, singleShot=True, interval=0)
        self._renewal_timer.timeout.connect(self._renew_rows)
        # The disks and headers that are looked at keep threads busy; the page is drawn before.
        self._refresh_timer = QTimer(self, singleShot=True, interval=0)
        self._refresh_timer.timeout.connect(self._refresh)
        for shelf in self._shelves:
            shelf.rows_changed.connect(self._on_rows_changed)
        window.models_requested.connect(self.open_page)

    @Slot()
    def open_page(self) -> None:
        """Show the first page of the models, with what is known now; what may have changed is looked up afterwards."""
        pane = self._pane or self._make_pane()
        self._renew_rows()
        pane.show_home()
        self._window.show_pane(MODELS_KEY)
        pane.focus_start()
        self._refresh_timer.start()

    @Slot()
    def open_found_models(self) -> None:
        """Show the models of other programs on this computer."""
        self.open_page()
        if self._pane is not None:
            self._pane.show_home(FOUND_SECTION_KEY)

    def _make_pane(self) -> ModelsPane:
        pane = ModelsPane()
        pane.row_action_requested.connect(self._on_row_action)
        pane.model_file_requested.connect(self._window.open_model_file_dialog)
        pane.model_files_dropped.connect(self.files_dropped)
        pane.leave_requested.connect(self._window.show_chat)
        pane.link_open_confirmed.connect(self._on_link)
        self._frame.fill(pane)
        self._pane = pane
        self.pane_made.emit(pane)
        return pane

    @Slot()
    def _on_rows_changed(self) -> None:
        if self._pane is not None and self._pane.isVisible():
            self._renewal_timer.start()

    @Slot()
    def _renew_rows(self) -> None:
        if self._pane is not None:
            self._pane.show_rows([row for shelf in self._shelves for row in shelf.rows()])

    @Slot()
    def _refresh(self) -> None:
        for shelf in self._shelves:
            shelf.refresh()

    @Slot(object)
    def _on_row_action(self, wish: RowWish) -> None:
        for shelf in self._shelves:
            if shelf.owns(wish.key):
                shelf.carry_out(wish)

    @Slot(str)
    def _on_link(self, target: str) -> None:
        QDesktopServices.openUrl(QUrl(target))
