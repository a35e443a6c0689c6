"""One version of a text that a model writes: its words, what is doubtful in it, and what can be done with it.

GUI thread.
"""

from collections.abc import Sequence
from enum import StrEnum
from typing import Final

from msgspec import Struct
from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QPushButton, QTextEdit, QVBoxLayout, QWidget

from desktop_llm.ui.i18n import QT_TRANSLATE_NOOP, number_text, translate
from desktop_llm.ui.widgets.action_button import action_button
from desktop_llm.ui.widgets.flow_layout import FlowLayout
from desktop_llm.ui.widgets.form_controls import set_look
from desktop_llm.ui.widgets.plain_label import plain_label


class VersionUse(StrEnum):
    """What is done with a version."""

    REPLACE = "replace"
    INSERT_BELOW = "insert_below"
    INSERT = "insert"
    NEW_TEXT = "new_text"
    COPY = "copy"
    LEAVE = "leave"
    """Nothing, and with no other: what is there stays as it is."""


class ShownVersion(Struct, frozen=True):
    """difference: as HTML, empty where there is none to be shown. is_done: it can be taken."""

    text: str = ""
    difference: str = ""
    warnings: tuple[str, ...] = ()
    is_done: bool = False


_TITLES: Final = {
    VersionUse.REPLACE: QT_TRANSLATE_NOOP("VersionView", "Replace"),
    VersionUse.INSERT_BELOW: QT_TRANSLATE_NOOP("VersionView", "Insert below"),
    VersionUse.INSERT: QT_TRANSLATE_NOOP("VersionView", "Insert at the cursor"),
    VersionUse.NEW_TEXT: QT_TRANSLATE_NOOP("VersionView", "As a new text"),
    VersionUse.COPY: QT_TRANSLATE_NOOP("VersionView", "Copy"),
    VersionUse.LEAVE: QT_TRANSLATE_NOOP("VersionView", "Keep mine"),
}


class VersionColumn(QWidget):
    """The first use is the one that is meant."""

    use_requested = Signal(object)  # VersionUse

    def __init__(self, name: str, number: int, uses: Sequence[VersionUse], parent: QWidget) -> None:
        """`number` counts from 1. Behind the first version's, names of widgets end in it."""
        super().__init__(parent)
        self._ending = "" if number == 1 else f"_{number}"
        self.setObjectName(f"{name}_version{self._ending}")
        self._shown = ShownVersion()
        self._is_difference_wanted = True
        title = translate("VersionView", "Version {number}").format(number=number_text(number))
        self._title = plain_label(self, f"{name}_version_title{self._ending}", "small")
        self._title.setText(title)
        self._text = QTextEdit(self)
        self._text.setObjectName(f"{name}_version_text{self._ending}")
        self._text.setAccessibleName(title)
        self._text.setReadOnly(True)
        self._text.setTabChangesFocus(True)
        self._warnings = plain_label(self, f"{name}_version_warnings{self._ending}", "small_warning", is_wrapped=True)
        buttons = QWidget(self)
        flow = FlowLayout(buttons, 8)
        self._buttons = [use_button(f"{name}_{use}_button{self._ending}", use, buttons) for use in uses]
        set_look(self._buttons[0], "primary")
        for button in self._buttons:
            button.setMinimumHeight(self._buttons[0].sizeHint().height())
            button.clicked.connect(self._on_clicked)
            flow.addWidget(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self._title)
        layout.addWidget(self._text, 1)
        layout.addWidget(self._warnings)
        layout.addWidget(buttons)
        self.show_version(self._shown)

    def show_version(self, version: ShownVersion) -> None:
        self._shown = version
        self._warnings.setText("\n".join(version.warnings))
        self._warnings.setVisible(bool(version.warnings))
        for button in self._buttons:
            button.setEnabled(version.is_done and bool(version.text))
        self._show_words()

    def show_difference(self, *, is_wanted: bool) -> None:
        """Or the text alone."""
        self._is_difference_wanted = is_wanted
        self._show_words()

    def show_title(self, *, is_shown: bool) -> None:
        """Which version it is: said where several stand beside one another."""
        self._title.setVisible(is_shown)

    def _show_words(self) -> None:
        """While a text grows, it stays where it was scrolled to, or at its end."""
        bar = self._text.verticalScrollBar()
        was_at_end, before = bar.value() >= bar.maximum(), bar.value()
        if self._shown.difference and self._is_difference_wanted:
            self._text.setHtml(self._shown.difference)
        else:
            self._text.setPlainText(self._shown.text)
        bar.setValue(bar.maximum() if was_at_end and not self._shown.is_done else before)

    @Slot()
    def _on_clicked(self) -> None:
        self.use_requested.emit(VersionUse(self.sender().property("use")))


def use_button(name: str, use: VersionUse, parent: QWidget) -> QPushButton:
    """What is done least often is a quiet one."""
    title = translate("VersionView", _TITLES[use])
    is_quiet = use in (VersionUse.COPY, VersionUse.LEAVE)
    button = action_button(parent, name, title) if is_quiet else QPushButton(title, parent)
    button.setObjectName(name)
    button.setAccessibleName(title)
    button.setProperty("use", use)
    return button
