"""The middle of the window: the panes, one at a time, or the first start in their place. GUI thread."""

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from desktop_llm.ui.dialogs.first_start import FirstStartOffer, FirstStartPage


class WindowBody(QStackedWidget):
    """Knows the panes by their keys."""

    first_start_choice_made = Signal(object)  # FirstStartChoice
    first_start_left = Signal()

    def __init__(self, panes: Mapping[str, QWidget], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("pane_stack")
        self._panes = dict(panes)
        self._first_start: FirstStartPage | None = None
        for pane in panes.values():
            self.addWidget(pane)
        self._pane_key = self._first_key = next(iter(panes))
        self._is_first_start_due = False

    @property
    def pane_key(self) -> str:
        return self._pane_key

    def show_pane(self, key: str) -> None:
        """While no model was chosen yet, the first start stands in the place of the first pane."""
        self._pane_key = key
        if self._is_first_start_due and self._first_start is not None and key == self._first_key:
            self._show(self._first_start)
            return
        self._show(self._panes[key])

    def _show(self, page: QWidget) -> None:
        self.setCurrentWidget(page)
        self.setFocusProxy(page)

    @property
    def is_first_start_shown(self) -> bool:
        return self._first_start is not None and self.currentWidget() is self._first_start

    def show_first_start(self, offer: FirstStartOffer | None) -> None:
        """Offer a first model instead of the first pane; None goes back to the pane."""
        if offer is None:
            self._end_first_start()
            return
        page = self._first_start or self._make_first_start()
        page.show_offer(offer)
        if not self._is_first_start_due:
            self._is_first_start_due = True
            self.show_pane(self._first_key)
            page.setFocus()

    def _end_first_start(self) -> None:
        was_shown = self.is_first_start_shown
        self._is_first_start_due = False
        if was_shown:
            self.show_pane(self._first_key)
            self.first_start_left.emit()

    def _make_first_start(self) -> FirstStartPage:
        self._first_start = FirstStartPage(self)
        self._first_start.choice_made.connect(self.first_start_choice_made)
        self.addWidget(self._first_start)
        return self._first_start
