"""What of others is inside the program: a list to search, and the licences of the part that is chosen. GUI thread."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from desktop_llm.licences import LicensedPart
from desktop_llm.ui.i18n import translate
from desktop_llm.ui.widgets.plain_label import plain_label

_LIST_WIDTH_PX: Final = 190
_ROW_ROLE: Final = int(Qt.ItemDataRole.UserRole)


class LicencesPage(QWidget):
    """One text is loaded at a time: all of them are megabytes."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("licences_page")
        self._parts: tuple[LicensedPart, ...] = ()
        self._search = QLineEdit(self)
        self._search.setObjectName("licence_search")
        self._search.setAccessibleName(translate("LicencesPage", "Search in names and licences"))
        self._search.setPlaceholderText(translate("LicencesPage", "Search"))
        self._search.setClearButtonEnabled(True)
        self._search.textChanged.connect(self._on_search_changed)
        self._list = QListWidget(self)
        self._list.setObjectName("licence_list")
        self._list.setAccessibleName(translate("LicencesPage", "What is inside"))
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.setTextElideMode(Qt.TextElideMode.ElideRight)
        self._list.currentItemChanged.connect(self._on_current_changed)
        self._head = plain_label(self, "licence_head", "dim", is_wrapped=True, is_selectable=True)
        self._text = QPlainTextEdit(self)
        self._text.setObjectName("licence_text")
        self._text.setAccessibleName(translate("LicencesPage", "Licences in full"))
        self._text.setReadOnly(True)
        self._text.setTabChangesFocus(True)
        self._lay_out()
        self.show_parts(())

    def show_parts(self, parts: Sequence[LicensedPart]) -> None:
        self._list.clear()
        self._parts = tuple(parts)
        for row, part in enumerate(self._parts):
            item = QListWidgetItem(f"{part.name} {part.version}".rstrip() + f"\n{part.licence}")
            item.setToolTip(item.text())
            item.setData(_ROW_ROLE, row)
            self._list.addItem(item)
        self._on_search_changed(self._search.text())
        self._on_current_changed()

    def _lay_out(self) -> None:
        left = QVBoxLayout()
        left.setSpacing(8)
        left.addWidget(self._search)
        left.addWidget(self._list, 1)
        right = QVBoxLayout()
        right.setSpacing(8)
        right.addWidget(self._head)
        right.addWidget(self._text, 1)
        both = QHBoxLayout(self)
        both.setContentsMargins(0, 16, 0, 8)
        both.setSpacing(12)
        both.addLayout(left)
        both.addLayout(right, 1)
        self._search.setFixedWidth(_LIST_WIDTH_PX)
        self._list.setFixedWidth(_LIST_WIDTH_PX)

    @Slot(str)
    def _on_search_changed(self, wanted: str) -> None:
        """What is chosen stays chosen while it is found; else the first that is found is."""
        words = wanted.casefold().split()
        for row in range(self._list.count()):
            item = self._list.item(row)
            said = item.text().casefold()
            item.setHidden(not all(word in said for word in words))
        current = self._list.currentItem()
        if current is None or current.isHidden():
            self._list.setCurrentRow(self._first_found())

    def _first_found(self) -> int:
        """Its row; -1 is none."""
        return next((row for row in range(self._list.count()) if not self._list.item(row).isHidden()), -1)

    @Slot()
    def _on_current_changed(self) -> None:
        item = self._list.currentItem()
        if item is None:
            self._head.setText(self._empty_sentence())
            self._text.clear()
            return
        part = self._parts[item.data(_ROW_ROLE)]
        self._head.setText(" · ".join(each for each in (part.name, part.version, part.licence, part.home) if each))
        self._text.setPlainText(part.text)

    def _empty_sentence(self) -> str:
        if self._parts:
            return translate("LicencesPage", "Nothing inside has this name or licence.")
        return translate("LicencesPage", "The list of what is inside is missing. Install the program again.")
