"""What this program is, which versions it runs on, and every keyboard shortcut. GUI thread."""

from enum import IntEnum
from typing import Final

from msgspec import Struct
from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QFrame,
    QLabel,
    QPushButton,
    QScrollArea,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from desktop_llm.ui.i18n import translate
from desktop_llm.ui.widgets.form_controls import form, hint
from desktop_llm.ui.window_commands import COMMANDS

_SIZE_PX: Final = (500, 560)
_NAME_WIDTH_PX: Final = 130


class AboutPage(IntEnum):
    """Which page is shown first."""

    PROGRAM = 0
    SHORTCUTS = 1


class ProgramFacts(Struct, frozen=True):
    """Versions and folders, as (name, value) lines that somebody who helps will ask for."""

    version: str
    lines: tuple[tuple[str, str], ...] = ()


class AboutDialog(QDialog):
    """Two pages: the program, the shortcuts."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("about_dialog")
        self.setWindowTitle(translate("AboutDialog", "About Desktop LLM"))
        self.resize(*_SIZE_PX)
        self._facts = ProgramFacts("")
        self._version = QLabel()
        self._version.setObjectName("about_version")
        self._lines = _wrapping_form()
        self._copy = QPushButton(translate("AboutDialog", "Copy these lines"))
        self._copy.setObjectName("about_copy")
        self._copy.setAutoDefault(False)
        self._copy.clicked.connect(self._on_copy)
        self._pages = QTabWidget(self)
        self._pages.setObjectName("about_pages")
        self._pages.setAccessibleName(translate("AboutDialog", "Pages"))
        self._pages.tabBar().setObjectName("about_tabs")
        self._pages.tabBar().setAccessibleName(translate("AboutDialog", "Pages"))
        self._pages.addTab(self._program_page(), translate("AboutDialog", "Program"))
        self._pages.addTab(_shortcuts_page(), translate("AboutDialog", "Keyboard shortcuts"))
        close = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        close.button(QDialogButtonBox.StandardButton.Close).setObjectName("about_close")
        close.rejected.connect(self.close)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.addWidget(self._pages, 1)
        layout.addWidget(close)

    def show_facts(self, facts: ProgramFacts) -> None:
        self._facts = facts
        self._version.setText(translate("AboutDialog", "Version {version}").format(version=facts.version))
        while self._lines.rowCount():
            self._lines.removeRow(0)
        for name, value in facts.lines:
            _add_fact(self._lines, name, value)

    def show_page(self, page: AboutPage) -> None:
        self._pages.setCurrentIndex(page)

    def _program_page(self) -> QWidget:
        page = QWidget()
        title = QLabel("Desktop LLM")
        title.setProperty("look", "title")
        column = QVBoxLayout(page)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(8)
        column.addWidget(title)
        column.addWidget(self._version)
        column.addWidget(hint(translate("AboutDialog", "Chat with a language model that runs on your own computer.")))
        column.addSpacing(8)
        column.addLayout(self._lines)
        column.addWidget(self._copy, alignment=Qt.AlignmentFlag.AlignLeading)
        column.addStretch(1)
        column.addWidget(hint(translate("AboutDialog", "Free software under the Apache License 2.0.")))
        return page

    @Slot()
    def _on_copy(self) -> None:
        lines = [f"Desktop LLM {self._facts.version}", *(f"{name}: {value}" for name, value in self._facts.lines)]
        QGuiApplication.clipboard().setText("\n".join(lines))


def _shortcuts_page() -> QWidget:
    page = QWidget()
    page.setObjectName("shortcuts_page")
    rows = _wrapping_form()
    rows.setContentsMargins(16, 16, 16, 16)
    for description in COMMANDS:
        if description.keys:
            _add_fact(rows, description.shown_keys, description.shown_title)
    _add_fact(rows, "Ctrl+1 … Ctrl+4", translate("AboutDialog", "Go to a pane"))
    page.setLayout(rows)
    scroll = QScrollArea()
    scroll.setObjectName("shortcuts_scroll")
    scroll.setAccessibleName(translate("AboutDialog", "Keyboard shortcuts"))
    scroll.setFrameShape(QFrame.Shape.NoFrame)
    scroll.setWidgetResizable(True)
    scroll.setWidget(page)
    return scroll


def _wrapping_form() -> QFormLayout:
    rows = form()
    rows.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
    return rows


def _add_fact(rows: QFormLayout, name: str, value: str) -> None:
    left = QLabel(name)
    left.setProperty("look", "dim")
    left.setMinimumWidth(_NAME_WIDTH_PX)
    right = QLabel(value)
    right.setWordWrap(True)
    right.setTextFormat(Qt.TextFormat.PlainText)
    rows.addRow(left, right)
