"""How this computer does with its model: what was found, the one thing that helps, and the figures. GUI thread."""

from enum import StrEnum
from typing import Final

from msgspec import Struct
from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QFormLayout, QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from desktop_llm.ui.i18n import translate
from desktop_llm.ui.widgets.form_controls import Fold, dialog_button, form, heading, hint, set_look

_LINE: Final = "computer_line"


class ReportPhase(StrEnum):
    """NONE: the computer was not looked at yet."""

    NONE = "none"
    RUNNING = "running"
    DONE = "done"


class ReportLine(Struct, frozen=True):
    """A sentence. An ailment is one that something can be done about."""

    text: str
    is_ailment: bool = False


class ComputerReportContent(Struct, frozen=True, kw_only=True):
    """What is shown. `command` is for a terminal; `button` is what the button beside the advice says, if it has one."""

    phase: ReportPhase = ReportPhase.NONE
    lines: tuple[ReportLine, ...] = ()
    advice: str = ""
    command: str = ""
    button: str = ""
    figures: tuple[tuple[str, str], ...] = ()


class ComputerReport(QWidget):
    """A section of the settings. Looking takes seconds, so that it begins when somebody asks for it."""

    check_requested = Signal()
    advice_button_clicked = Signal()
    copy_requested = Signal()
    result_shown = Signal(QWidget)  # the computer was looked at, and this widget tells the advice

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("computer_report")
        self._is_running = False
        self._lines = QVBoxLayout()
        self._lines.setSpacing(6)
        self._make_advice()
        self._check = dialog_button(None, "computer_check", "")
        self._check.clicked.connect(self._on_check)
        self._copy = dialog_button(None, "computer_copy", translate("ComputerReport", "Copy report"))
        self._copy.clicked.connect(self.copy_requested)
        self._figures = form()
        self._figures.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        figures = QWidget()
        figures.setLayout(self._figures)
        self._fold = Fold("computer_figures", translate("ComputerReport", "Figures"), figures)
        self._lay_out()
        self.show_report(ComputerReportContent())

    def show_report(self, content: ComputerReportContent) -> None:
        is_done, is_running = content.phase is ReportPhase.DONE, content.phase is ReportPhase.RUNNING
        self._hint.setVisible(not is_done)
        for label in self.findChildren(QLabel, _LINE):
            self._lines.removeWidget(label)
            label.hide()
            label.deleteLater()
        for line in content.lines:
            label = _sentence(line, self)
            self._lines.addWidget(label)
            label.show()  # by itself the layout shows it a moment later, and the section flickers
        self._advice_card.setVisible(bool(content.advice))
        self._advice.setText(content.advice)
        self._command.setText(content.command)
        self._command.setVisible(bool(content.command))
        self._advice_button.setText(content.button)
        self._advice_button.setAccessibleName(content.button or translate("ComputerReport", "Take the advice"))
        self._advice_button.setVisible(bool(content.button))
        self._show_figures(content.figures)
        self._copy.setVisible(is_done)
        self._check.setText(_check_text(content.phase))
        was_running, self._is_running = self._is_running, is_running
        if was_running and is_done:
            self.result_shown.emit(self._check)

    @property
    def first_button(self) -> QWidget:
        return self._check

    @Slot()
    def _on_check(self) -> None:
        """Keeps the keyboard while the computer is looked at, which can be wished only once."""
        if not self._is_running:
            self.check_requested.emit()

    def _show_figures(self, figures: tuple[tuple[str, str], ...]) -> None:
        while self._figures.rowCount():
            self._figures.removeRow(0)
        for name, value in figures:
            label = QLabel(name)
            set_look(label, "dim")
            self._figures.addRow(label, _selectable(value))
        self._fold.setVisible(bool(figures))

    def _make_advice(self) -> None:
        self._advice = _selectable("")
        self._advice.setObjectName("computer_advice")
        self._command = _selectable("")
        self._command.setObjectName("computer_command")
        self._command.setProperty("look", "chip")
        self._command.setAccessibleName(translate("ComputerReport", "Command"))
        self._advice_button = dialog_button(None, "computer_advice_button", "")
        self._advice_button.clicked.connect(self.advice_button_clicked)
        self._advice_card = QFrame()
        self._advice_card.setObjectName("computer_advice_card")
        self._advice_card.setProperty("look", "notice_info")
        row = QHBoxLayout()
        row.addWidget(self._command, 1)
        row.addWidget(self._advice_button)
        row.addStretch(0)
        column = QVBoxLayout(self._advice_card)
        column.setContentsMargins(12, 10, 12, 10)
        column.setSpacing(8)
        column.addWidget(self._advice)
        column.addLayout(row)

    def _lay_out(self) -> None:
        self._hint = hint(
            translate("ComputerReport", "See whether the graphics card is used, why not, and what would help.")
        )
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self._check)
        buttons.addWidget(self._copy)
        buttons.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(heading(translate("ComputerReport", "This computer")))
        column.addWidget(self._hint)
        column.addLayout(self._lines)
        column.addWidget(self._advice_card)
        column.addWidget(self._fold)
        column.addLayout(buttons)


def _check_text(phase: ReportPhase) -> str:
    match phase:
        case ReportPhase.NONE:
            return translate("ComputerReport", "Check this computer")
        case ReportPhase.RUNNING:
            return translate("ComputerReport", "Checking…")
        case ReportPhase.DONE:
            return translate("ComputerReport", "Check again")


def _sentence(line: ReportLine, parent: QWidget) -> QLabel:
    label = _selectable(line.text)
    label.setParent(parent)
    label.setObjectName(_LINE)
    set_look(label, "warning" if line.is_ailment else "")
    return label


def _selectable(text: str) -> QLabel:
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return label
