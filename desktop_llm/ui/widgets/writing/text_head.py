"""Above the text: its title, which file it is saved into, and what can be done with the whole of it. GUI thread."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QToolButton, QWidget

from desktop_llm.ui.i18n import translate
from desktop_llm.ui.icons import icon
from desktop_llm.ui.widgets.elided_label import ElidedLabel
from desktop_llm.ui.widgets.transcript.title_field import TitleField

_FILE_SHARE: Final = 4
"""Of this many parts of the line the file's name takes one at most: the title is what one looks for."""


class TextHead(QWidget):
    title_edited = Signal(str)
    versions_requested = Signal()
    save_requested = Signal()
    help_toggled = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("text_head")
        self._title = TitleField(self)
        self._title.setAccessibleName(translate("TextHead", "Title of this text"))
        self._title.setPlaceholderText(translate("TextHead", "New text"))
        self._title.title_edited.connect(self.title_edited)
        self._file = ElidedLabel(self, "text_file", "small", keeps_end=True)
        self._versions = self._button("versions_button", translate("TextHead", "Versions"), "clock-counter-clockwise")
        self._versions.clicked.connect(self.versions_requested)
        self._save = QPushButton(translate("TextHead", "Save"), self)
        self._save.setObjectName("save_text_button")
        self._save.setAccessibleName(translate("TextHead", "Save"))
        self._save.setToolTip(translate("TextHead", "Save into a file (Ctrl+S)"))
        self._save.clicked.connect(self.save_requested)
        self._help = self._button("writing_help_button", translate("TextHead", "Show or hide the help"), "magic-wand")
        self._help.setCheckable(True)
        self._help.clicked.connect(self.help_toggled)
        self._more = self._button("text_more_button", translate("TextHead", "More"), "dots-three")
        self._more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        row = QHBoxLayout(self)
        row.setContentsMargins(24, 8, 16, 0)
        row.setSpacing(8)
        row.addWidget(self._title, 1)
        for widget in (self._file, self._help, self._versions, self._save, self._more):
            row.addWidget(widget)

    def show_title(self, title: str) -> None:
        self._title.show_title(title)

    def show_file(self, name: str, path: str) -> None:
        """The file that Save writes; empty for none yet."""
        self._file.show_text(name, path)
        self._file.setVisible(bool(name))

    def show_help(self, *, is_shown: bool) -> None:
        self._help.setChecked(is_shown)

    def show_actions(self, actions: Sequence[QAction]) -> None:
        """What stands in the menu."""
        menu = QMenu(self._more)
        menu.addActions(list(actions))
        self._more.setMenu(menu)

    def _button(self, name: str, text: str, icon_name: str) -> QToolButton:
        button = QToolButton(self)
        button.setObjectName(name)
        button.setIcon(icon(icon_name))
        button.setAccessibleName(text)
        button.setToolTip(text)
        return button

    # Qt's own name

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._file.setMaximumWidth(self.width() // _FILE_SHARE)
