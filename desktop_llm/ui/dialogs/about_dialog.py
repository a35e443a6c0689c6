"""What this program is, whether there is a newer one, every keyboard shortcut, and what is inside. GUI thread."""

from collections.abc import Sequence
from enum import IntEnum
from typing import Final

from msgspec import Struct
from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QDialog,
    QFormLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from desktop_llm.licences import LicensedPart
from desktop_llm.ui.i18n import labelled_text, translate
from desktop_llm.ui.widgets.form_controls import close_box, dialog_button, form, hint, set_look
from desktop_llm.ui.widgets.licences_page import LicencesPage
from desktop_llm.ui.window_commands import COMMANDS

_SIZE_PX: Final = (620, 560)
_NAME_WIDTH_PX: Final = 130


class AboutPage(IntEnum):
    """Which page is shown first."""

    PROGRAM = 0
    SHORTCUTS = 1
    LICENCES = 2


class ProgramFacts(Struct, frozen=True):
    """Versions and folders, as (name, value) lines that somebody who helps will ask for."""

    version: str
    lines: tuple[tuple[str, str], ...] = ()


class UpdateAnswer(Struct, frozen=True):
    """What came of the question whether there is a newer version, in words. `page` is where it is to be had."""

    sentence: str = ""
    page: str = ""
    is_failure: bool = False
    is_asking: bool = False


class AboutDialog(QDialog):
    """Three pages: the program, the shortcuts, what others made of it."""

    licences_requested = Signal()
    update_check_requested = Signal()
    update_page_requested = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("about_dialog")
        self.setWindowTitle(translate("AboutDialog", "About Desktop LLM"))
        self.resize(*_SIZE_PX)
        self._facts = ProgramFacts("")
        self._version = QLabel()
        self._version.setObjectName("about_version")
        self._make_update_controls()
        self._lines = _wrapping_form()
        self._copy = dialog_button(None, "about_copy", translate("AboutDialog", "Copy these lines"))
        self._copy.clicked.connect(self._on_copy)
        self._pages = QTabWidget(self)
        self._pages.setObjectName("about_pages")
        self._pages.setAccessibleName(translate("AboutDialog", "Pages"))
        self._pages.tabBar().setObjectName("about_tabs")
        self._pages.tabBar().setAccessibleName(translate("AboutDialog", "Pages"))
        self._pages.addTab(self._program_page(), translate("AboutDialog", "Program"))
        self._pages.addTab(_shortcuts_page(), translate("AboutDialog", "Keyboard shortcuts"))
        self._licences: LicencesPage | None = None
        self._licences_frame = QVBoxLayout()
        self._pages.addTab(self._licences_place(), translate("AboutDialog", "Licences"))
        self._pages.currentChanged.connect(self._on_page_changed)
        close = close_box(self, "about_close")
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

    def show_update(self, answer: UpdateAnswer) -> None:
        """Nobody is asked before somebody clicks."""
        self._check.setEnabled(not answer.is_asking)
        self._update.setText(answer.sentence)
        self._update.setVisible(bool(answer.sentence))
        set_look(self._update, "warning" if answer.is_failure else "")
        self._page = answer.page
        self._open_page.setVisible(bool(answer.page))
        self._open_page.setToolTip(answer.page)

    def show_licences(self, parts: Sequence[LicensedPart]) -> None:
        """Asked for when their page is looked at: there are megabytes of them."""
        if self._licences is None:
            self._licences = LicencesPage(self)
            self._licences_frame.addWidget(self._licences)
        self._licences.show_parts(parts)

    def show_page(self, page: AboutPage) -> None:
        self._pages.setCurrentIndex(page)

    def _licences_place(self) -> QWidget:
        place = QWidget()
        self._licences_frame.setContentsMargins(16, 0, 16, 0)
        place.setLayout(self._licences_frame)
        return place

    def _make_update_controls(self) -> None:
        self._page = ""
        self._check = dialog_button(None, "about_check", translate("AboutDialog", "Check for updates"))
        self._check.clicked.connect(self.update_check_requested)
        self._update = hint("")
        self._update.setObjectName("about_update")
        self._open_page = dialog_button(
            None, "about_open_page", translate("AboutDialog", "Open its page in the browser")
        )
        self._open_page.clicked.connect(self._on_open_page)
        self.show_update(UpdateAnswer())

    def _program_page(self) -> QWidget:
        page = QWidget()
        title = QLabel("Desktop LLM")
        title.setProperty("look", "title")
        column = QVBoxLayout(page)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(8)
        version = QHBoxLayout()
        version.setSpacing(12)
        version.addWidget(self._version)
        version.addWidget(self._check)
        version.addStretch(1)
        column.addWidget(title)
        column.addLayout(version)
        column.addWidget(self._update)
        column.addWidget(self._open_page, alignment=Qt.AlignmentFlag.AlignLeading)
        column.addSpacing(8)
        column.addWidget(
            hint(
                translate(
                    "AboutDialog",
                    "What you write and the files you add stay on this computer, unless you choose a model on a "
                    "server. The program reports nothing and asks nobody by itself.",
                )
            )
        )
        column.addSpacing(8)
        column.addLayout(self._lines)
        column.addWidget(self._copy, alignment=Qt.AlignmentFlag.AlignLeading)
        column.addStretch(1)
        column.addWidget(hint(translate("AboutDialog", "Free software under the Apache License 2.0.")))
        return page

    @Slot(int)
    def _on_page_changed(self, index: int) -> None:
        if index == AboutPage.LICENCES and self._licences is None:
            self.licences_requested.emit()

    @Slot()
    def _on_open_page(self) -> None:
        self.update_page_requested.emit(self._page)

    @Slot()
    def _on_copy(self) -> None:
        lines = [
            f"Desktop LLM {self._facts.version}",
            *(labelled_text(name, value) for name, value in self._facts.lines),
        ]
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
