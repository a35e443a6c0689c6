"""Versions of a text that a model writes: step through, see what is different or doubtful, take one. GUI thread."""

from collections.abc import Sequence
from enum import StrEnum
from typing import Final

from msgspec import Struct
from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLabel, QPushButton, QTextEdit, QVBoxLayout, QWidget

from desktop_llm.ui.i18n import QT_TRANSLATE_NOOP, translate
from desktop_llm.ui.widgets.action_button import BranchSwitch, action_button
from desktop_llm.ui.widgets.flow_layout import FlowLayout
from desktop_llm.ui.widgets.form_controls import set_look


class VersionUse(StrEnum):
    """What is done with a version."""

    REPLACE = "replace"
    INSERT_BELOW = "insert_below"
    INSERT = "insert"
    NEW_TEXT = "new_text"
    COPY = "copy"
    LEAVE = "leave"
    """Nothing: what is there stays as it is."""


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


class VersionView(QWidget):
    """Shows one version at a time; the first use is the one that is meant."""

    use_requested = Signal(object)  # VersionUse
    version_step_requested = Signal(int)

    def __init__(self, name: str, uses: Sequence[VersionUse], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(f"{name}_versions")
        self._shown = ShownVersion()
        self._switch = BranchSwitch(self)
        self._switch.step_requested.connect(self.version_step_requested)
        self._difference = QCheckBox(translate("VersionView", "Show what is different"), self)
        self._difference.setObjectName(f"{name}_difference_box")
        self._difference.setChecked(True)
        self._difference.toggled.connect(self._show_words)
        self._text = QTextEdit(self)
        self._text.setObjectName(f"{name}_version_text")
        self._text.setAccessibleName(translate("VersionView", "Version"))
        self._text.setReadOnly(True)
        self._text.setTabChangesFocus(True)
        self._warnings = QLabel(self)
        self._warnings.setObjectName(f"{name}_version_warnings")
        self._warnings.setProperty("look", "small_warning")
        self._warnings.setTextFormat(Qt.TextFormat.PlainText)
        self._warnings.setWordWrap(True)
        self._buttons = [self._button(name, use) for use in uses]
        set_look(self._buttons[0], "primary")
        for button in self._buttons:
            button.setMinimumHeight(self._buttons[0].sizeHint().height())
        self._lay_out()

    def show_version(self, version: ShownVersion, number: int, count: int) -> None:
        """`number` counts from 1."""
        self._shown = version
        self._switch.show_branch(number, count)
        self._difference.setVisible(bool(version.difference))
        self._warnings.setText("\n".join(version.warnings))
        self._warnings.setVisible(bool(version.warnings))
        for button in self._buttons:
            is_leaving = button.property("use") == VersionUse.LEAVE
            button.setEnabled(is_leaving or (version.is_done and bool(version.text)))
        self._show_words()

    @Slot()
    def _show_words(self) -> None:
        """While a text grows, it stays where it was scrolled to, or at its end."""
        bar = self._text.verticalScrollBar()
        was_at_end, before = bar.value() >= bar.maximum(), bar.value()
        if self._shown.difference and self._difference.isChecked():
            self._text.setHtml(self._shown.difference)
        else:
            self._text.setPlainText(self._shown.text)
        bar.setValue(bar.maximum() if was_at_end and not self._shown.is_done else before)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self._difference)
        head.addStretch(1)
        head.addWidget(self._switch)
        buttons = QWidget(self)
        flow = FlowLayout(buttons, 8)
        for button in self._buttons:
            flow.addWidget(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addLayout(head)
        layout.addWidget(self._text, 1)
        layout.addWidget(self._warnings)
        layout.addWidget(buttons)

    def _button(self, name: str, use: VersionUse) -> QPushButton:
        title = translate("VersionView", _TITLES[use])
        is_small = use in (VersionUse.COPY, VersionUse.LEAVE)
        object_name = f"{name}_{use}_button"
        button = action_button(self, object_name, title) if is_small else QPushButton(title, self)
        button.setObjectName(object_name)
        button.setAccessibleName(title)
        button.setProperty("use", use)
        button.clicked.connect(self._on_clicked)
        return button

    @Slot()
    def _on_clicked(self) -> None:
        self.use_requested.emit(VersionUse(self.sender().property("use")))
