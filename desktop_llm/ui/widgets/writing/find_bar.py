"""Find and replace, a bar above the text: what is typed is marked at once, Enter goes on. GUI thread."""

from typing import Final

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QLineEdit, QPushButton, QToolButton, QWidget

from desktop_llm.ui.i18n import number_text, translate
from desktop_llm.ui.icons import icon
from desktop_llm.ui.widgets.writing.text_search import SearchWish

_FIELD_PX: Final = 180


class FindBar(QWidget):
    wish_changed = Signal(object)  # SearchWish
    step_requested = Signal(int)  # 1: the next one, -1: the one before
    replace_requested = Signal(str)
    replace_all_requested = Signal(str)
    bar_closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("find_bar")
        self._words = self._field("find_field", translate("FindBar", "Find"))
        self._words.textChanged.connect(self._on_wish_changed)
        self._others = self._field("replace_field", translate("FindBar", "Replace with"))
        self._case = self._check("find_case", "Aa", translate("FindBar", "Match case"))
        self._whole = self._check("find_whole", "[ab]", translate("FindBar", "Whole words"))
        self._count = QLabel(self)
        self._count.setObjectName("find_count")
        self._count.setProperty("look", "small")
        self._replace = self._button("replace_button", translate("FindBar", "Replace"))
        self._replace.clicked.connect(self._on_replace)
        self._replace_all = self._button("replace_all_button", translate("FindBar", "Replace all"))
        self._replace_all.clicked.connect(self._on_replace_all)
        self._lay_out()
        self.show_found(0, 0)
        self.hide()

    @property
    def wish(self) -> SearchWish:
        return SearchWish(self._words.text(), self._case.isChecked(), self._whole.isChecked())

    def open_with(self, words: str, *, is_replacing: bool) -> None:
        """`words` is what was selected; empty leaves what was looked for last."""
        for widget in (self._others, self._replace, self._replace_all):
            widget.setVisible(is_replacing)
        self.show()
        if words:
            self._words.setText(words)
        self._words.setFocus()
        self._words.selectAll()
        self._on_wish_changed()

    def show_found(self, number: int, count: int) -> None:
        """The one that is selected, from 1, of so many; 0: none is."""
        if not self._words.text():
            text = ""
        elif not count:
            text = translate("FindBar", "Not found")
        else:
            text = translate("FindBar", "{number} of {count}")
            text = text.format(number=number_text(number), count=number_text(count))
        self._count.setText(text)
        for button in (self._replace, self._replace_all):
            button.setEnabled(count > 0)

    def _lay_out(self) -> None:
        back = self._tool("find_back_button", "caret-up", translate("FindBar", "The one before (Shift+Enter)"))
        back.clicked.connect(self._on_back)
        forward = self._tool("find_next_button", "caret-down", translate("FindBar", "The next one (Enter)"))
        forward.clicked.connect(self._on_next)
        close = self._tool("find_close_button", "x", translate("FindBar", "Close (Esc)"))
        close.clicked.connect(self.close_bar)
        first, second = QHBoxLayout(), QHBoxLayout()
        for row in (first, second):
            row.setSpacing(8)
        for widget in (back, forward, self._count):
            first.addWidget(widget)
        first.addStretch(1)
        for widget in (self._case, self._whole, close):
            first.addWidget(widget)
        for widget in (self._replace, self._replace_all):
            second.addWidget(widget)
        second.addStretch(1)
        grid = QGridLayout(self)
        grid.setContentsMargins(24, 6, 16, 6)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(6)
        grid.addWidget(self._words, 0, 0)
        grid.addLayout(first, 0, 1)
        grid.addWidget(self._others, 1, 0)
        grid.addLayout(second, 1, 1)
        grid.setColumnStretch(1, 1)

    @Slot()
    def close_bar(self) -> None:
        self.hide()
        self.bar_closed.emit()

    @Slot()
    def _on_wish_changed(self) -> None:
        self.wish_changed.emit(self.wish)

    @Slot()
    def _on_back(self) -> None:
        self.step_requested.emit(-1)

    @Slot()
    def _on_next(self) -> None:
        self.step_requested.emit(1)

    @Slot()
    def _on_replace(self) -> None:
        self.replace_requested.emit(self._others.text())

    @Slot()
    def _on_replace_all(self) -> None:
        self.replace_all_requested.emit(self._others.text())

    def _field(self, name: str, title: str) -> QLineEdit:
        field = QLineEdit(self)
        field.setObjectName(name)
        field.setAccessibleName(title)
        field.setPlaceholderText(title)
        field.setMinimumWidth(_FIELD_PX)
        field.setAcceptDrops(False)
        return field

    def _check(self, name: str, sign: str, title: str) -> QToolButton:
        button = QToolButton(self)
        button.setObjectName(name)
        button.setProperty("look", "format")
        button.setText(sign)
        button.setCheckable(True)
        button.setAccessibleName(title)
        button.setToolTip(title)
        button.toggled.connect(self._on_wish_changed)
        return button

    def _button(self, name: str, title: str) -> QPushButton:
        button = QPushButton(title, self)
        button.setObjectName(name)
        button.setAccessibleName(title)
        return button

    def _tool(self, name: str, icon_name: str, title: str) -> QToolButton:
        button = QToolButton(self)
        button.setObjectName(name)
        button.setIcon(icon(icon_name))
        button.setAccessibleName(title)
        button.setToolTip(title)
        return button

    # Qt's own name

    def keyPressEvent(self, event: QKeyEvent) -> None:
        match event.key():
            case Qt.Key.Key_Escape:
                self.close_bar()
            case Qt.Key.Key_Return | Qt.Key.Key_Enter if self._others.hasFocus():
                self._on_replace()
            case Qt.Key.Key_Return | Qt.Key.Key_Enter if self._words.hasFocus():
                is_back = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
                self.step_requested.emit(-1 if is_back else 1)
            case _:
                super().keyPressEvent(event)
