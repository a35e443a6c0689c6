"""The real buttons of one row of the Models page: one or two in words, the rest behind dots. GUI thread."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal, Slot
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QToolButton, QWidget

from desktop_llm.ui.i18n import translate
from desktop_llm.ui.icons import icon
from desktop_llm.ui.model_rows import ModelRow, RowAction, RowButton, RowWish
from desktop_llm.ui.widgets.form_controls import set_look

_GAP_PX: Final = 8
_ICON_PX: Final = 20


class RowMenu(QMenu):
    """What can be done with a row, as a menu."""

    action_requested = Signal(object)  # RowWish

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("row_menu")
        self._key = ""
        self.triggered.connect(self._on_triggered)

    def show_actions(self, key: str, buttons: Sequence[RowButton]) -> None:
        self._key = key
        self.clear()
        for button in buttons:
            action = self.addAction(button.text.replace("&", "&&"))
            action.setObjectName(f"row_menu_{button.action}")
            action.setData(button.action)

    @Slot(QAction)
    def _on_triggered(self, action: QAction) -> None:
        self.action_requested.emit(RowWish(self._key, RowAction(action.data())))


class RowButtons(QWidget):
    """Stands beside the text of a row. Up and Down go on to the list, so that the arrows never end here."""

    action_requested = Signal(object)  # RowWish
    list_key_pressed = Signal(object)  # QKeyEvent

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("row_buttons")
        self._key = ""
        self._shown: ModelRow | None = None
        self._buttons: list[QPushButton] = []
        self._is_tab_stop = False
        self._more = QToolButton(self)
        self._more.setObjectName("row_more")
        self._more.setIcon(icon("dots-three"))
        self._more.setIconSize(QSize(_ICON_PX, _ICON_PX))
        self._more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._more.installEventFilter(self)
        self._menu = RowMenu(self._more)
        self._menu.action_requested.connect(self.action_requested)
        self._more.setMenu(self._menu)
        self._layout = QHBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(_GAP_PX)
        self._layout.addWidget(self._more)
        self.show_tab_stop(is_tab_stop=False)

    @property
    def has_keyboard(self) -> bool:
        return any(stop.hasFocus() for stop in self.stops())

    def keeps_keyboard(self, row: ModelRow) -> bool:
        """Whether the button that has the keyboard is still there for what the row says now."""
        if self._more.hasFocus():
            return bool(row.menu)
        return any(button.hasFocus() for button in self._buttons[: len(row.buttons)])

    def show_row(self, row: ModelRow) -> None:
        """The same buttons in other words keep the keyboard."""
        before, self._shown = self._shown, row
        self._key = row.key
        if before is not None and _what_buttons_say(before) == _what_buttons_say(row):
            return
        self._keep_buttons(len(row.buttons))
        for button, wanted in zip(self._buttons, row.buttons, strict=True):
            self._show_button(button, wanted, row.title)
        self._more.setVisible(bool(row.menu))
        self._more.setAccessibleName(translate("RowButtons", "More for {model}").format(model=row.title))
        self._more.setToolTip(translate("RowButtons", "More"))
        self._menu.show_actions(row.key, row.menu)
        self.adjustSize()

    def show_tab_stop(self, *, is_tab_stop: bool) -> None:
        """Tab comes here only from the row that the list's cursor is on."""
        self._is_tab_stop = is_tab_stop
        policy = Qt.FocusPolicy.StrongFocus if is_tab_stop else Qt.FocusPolicy.ClickFocus
        for button in (*self._buttons, self._more):
            button.setFocusPolicy(policy)

    def stops(self) -> list[QWidget]:
        """The buttons in the order of Tab."""
        return [*self._buttons, self._more]

    def _keep_buttons(self, count: int) -> None:
        while len(self._buttons) > count:
            button = self._buttons.pop()
            button.hide()
            button.deleteLater()
        while len(self._buttons) < count:
            button = QPushButton(self)
            button.clicked.connect(self._on_clicked)
            button.installEventFilter(self)
            self._layout.insertWidget(len(self._buttons), button)
            button.show()  # a layout does that later, and until then counts no room for it
            self._buttons.append(button)
        self.show_tab_stop(is_tab_stop=self._is_tab_stop)

    def _show_button(self, button: QPushButton, wanted: RowButton, title: str) -> None:
        button.setObjectName(f"row_{wanted.action}")
        button.setProperty("action", wanted.action)
        button.setText(wanted.text)
        button.setAccessibleName(f"{wanted.text}: {title}")
        if (button.property("look") or "") != wanted.look:
            set_look(button, wanted.look)

    @Slot()
    def _on_clicked(self) -> None:
        self.action_requested.emit(RowWish(self._key, RowAction(self.sender().property("action"))))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress:
            return super().eventFilter(watched, event)
        if event.key() in {Qt.Key.Key_Up, Qt.Key.Key_Down}:
            self.list_key_pressed.emit(event)
            return True
        return super().eventFilter(watched, event)


def _what_buttons_say(row: ModelRow) -> tuple[str, str, tuple[RowButton, ...], tuple[RowButton, ...]]:
    return row.key, row.title, row.buttons, row.menu
