"""What a model does for the open text, beside it: proofread, rewrite, compose. GUI thread."""

from enum import StrEnum
from typing import Final

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from desktop_llm.ui.i18n import QT_TRANSLATE_NOOP, translate
from desktop_llm.ui.widgets.row_painting import divider
from desktop_llm.ui.widgets.writing.compose_page import ComposePage
from desktop_llm.ui.widgets.writing.proofread_page import ProofreadPage
from desktop_llm.ui.widgets.writing.rewrite_page import RewritePage

PANEL_PX: Final = 348
_NO_LIMIT_PX: Final = 16_777_215  # Qt's own


class WritingHelp(StrEnum):
    """The pages of the panel."""

    PROOFREAD = "proofread"
    REWRITE = "rewrite"
    COMPOSE = "compose"


_TITLES: Final = {
    WritingHelp.PROOFREAD: QT_TRANSLATE_NOOP("WritingPanel", "Proofread"),
    WritingHelp.REWRITE: QT_TRANSLATE_NOOP("WritingPanel", "Rewrite"),
    WritingHelp.COMPOSE: QT_TRANSLATE_NOOP("WritingPanel", "Compose"),
}


class WritingPanel(QWidget):
    room_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("writing_panel")
        self.proofread = ProofreadPage(self)
        self.rewrite = RewritePage(self)
        self.compose = ComposePage(self)
        self._pages: dict[WritingHelp, QWidget] = {
            WritingHelp.PROOFREAD: self.proofread,
            WritingHelp.REWRITE: self.rewrite,
            WritingHelp.COMPOSE: self.compose,
        }
        self._stack = QStackedWidget(self)
        self._group = QButtonGroup(self)
        self._tab_row = tabs = QHBoxLayout()
        tabs.setContentsMargins(12, 8, 12, 8)
        tabs.setSpacing(4)
        self._tabs: dict[WritingHelp, QPushButton] = {}
        for help_kind, page in self._pages.items():
            self._stack.addWidget(page)
            self._tabs[help_kind] = tab = self._tab(help_kind)
            tabs.addWidget(tab, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(tabs)
        layout.addWidget(divider(self))
        layout.addWidget(self._stack, 1)
        self.rewrite.room_changed.connect(self.room_changed)
        self.compose.room_changed.connect(self.room_changed)
        self._stack.currentChanged.connect(self.room_changed)
        self.show_page(WritingHelp.PROOFREAD)
        self.show_wide(is_wide=False)

    @property
    def page(self) -> WritingHelp:
        shown = self._stack.currentWidget()
        return next(help_kind for help_kind, page in self._pages.items() if page is shown)

    @property
    def wants_room(self) -> bool:
        """What is shown is too wide to stand beside a text; `room_changed` tells of it."""
        match self.page:
            case WritingHelp.PROOFREAD:
                return False
            case WritingHelp.REWRITE:
                return self.rewrite.wants_room
            case WritingHelp.COMPOSE:
                return self.compose.wants_room

    def show_page(self, help_kind: WritingHelp) -> None:
        self._tabs[help_kind].setChecked(True)
        self._stack.setCurrentWidget(self._pages[help_kind])

    def show_wide(self, *, is_wide: bool) -> None:
        """As wide as there is room for, or beside a text."""
        beside_px = max(PANEL_PX, self._tab_row.minimumSize().width())
        self.setMinimumWidth(0 if is_wide else beside_px)
        self.setMaximumWidth(_NO_LIMIT_PX if is_wide else beside_px)

    def _tab(self, help_kind: WritingHelp) -> QPushButton:
        title = translate("WritingPanel", _TITLES[help_kind])
        tab = QPushButton(title, self)
        tab.setObjectName(f"{help_kind}_tab")
        tab.setAccessibleName(title)
        tab.setProperty("look", "segment")
        tab.setProperty("help", str(help_kind))
        tab.setCheckable(True)
        tab.setCursor(Qt.CursorShape.PointingHandCursor)
        tab.clicked.connect(self._on_tab)
        self._group.addButton(tab)
        return tab

    @Slot()
    def _on_tab(self) -> None:
        self.show_page(WritingHelp(self.sender().property("help")))
