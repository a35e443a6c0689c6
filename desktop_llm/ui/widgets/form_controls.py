"""Controls of the settings: a number that may be left to the program, a choice, a section that folds. GUI thread."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtGui import QHelpEvent, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QDoubleSpinBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QStyle,
    QStyleOptionComboBox,
    QStylePainter,
    QToolButton,
    QToolTip,
    QVBoxLayout,
    QWidget,
)

from desktop_llm.ui.i18n import decimal_text
from desktop_llm.ui.icons import icon
from desktop_llm.ui.widgets.plain_tip import plain_tip

NO_LIMIT_PX: Final = 16_777_215  # Qt's own
_CONTROL_WIDTH_PX: Final = 190
_LABEL_WIDTH_PX: Final = 190


class OptionalNumber(QDoubleSpinBox):
    """A number, or None, which is shown in words below the smallest number.

    The wheel only turns it while it has the keyboard, so that scrolling past changes nothing.
    """

    number_changed = Signal(object)  # float | None

    def __init__(self, name: str, none_text: str, *, low: float, high: float, step: float, decimals: int = 0) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setDecimals(decimals)
        self.setRange(low - step, high)
        self.setSingleStep(step)
        self.setSpecialValueText(none_text)
        self.setKeyboardTracking(False)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumWidth(_CONTROL_WIDTH_PX)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.lineEdit().setTextMargins(6, 0, 0, 0)
        self._low = low
        self.show_number(None)
        self.valueChanged.connect(self._on_value_changed)

    @property
    def number(self) -> float | None:
        return None if self.value() < self._low - self.singleStep() / 2 else round(self.value(), self.decimals())

    def show_highest(self, high: float) -> None:
        """How far it goes; telling the same again leaves alone what is being typed."""
        if high != self.maximum():
            self.setMaximum(high)

    def show_number(self, number: float | None) -> None:
        """Set it without reporting it. The same number again leaves alone what is being typed."""
        if number == self.number:
            return
        was_blocked = self.blockSignals(True)
        self.setValue(self.minimum() if number is None else number)
        self.blockSignals(was_blocked)

    @Slot()
    def _on_value_changed(self) -> None:
        self.number_changed.emit(self.number)

    def textFromValue(self, value: float) -> str:  # noqa: N802  Qt's name
        return decimal_text(value, self.decimals())

    def wheelEvent(self, event: QWheelEvent) -> None:
        if not self.hasFocus():
            event.ignore()
            return
        super().wheelEvent(event)


class Choice(QComboBox):
    """One of a few values; each has a text, of which an ellipsis takes the end where there is no room for it."""

    value_chosen = Signal(object)

    def __init__(self, name: str, choices: Sequence[tuple[object, str]]) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFixedWidth(_CONTROL_WIDTH_PX)
        self._values = [value for value, _text in choices]
        self.addItems([text for _value, text in choices])
        self.activated.connect(self._on_activated)

    def fit_to_texts(self) -> None:
        """As wide as its longest text, instead of as wide as the controls of a form."""
        self.setMinimumWidth(0)
        self.setMaximumWidth(NO_LIMIT_PX)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)

    @property
    def chosen(self) -> object:
        return self._values[self.currentIndex()]

    @property
    def shown_text(self) -> str:
        """As much as there is room for."""
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        part = QStyle.SubControl.SC_ComboBoxEditField
        room = self.style().subControlRect(QStyle.ComplexControl.CC_ComboBox, option, part, self)
        return self.fontMetrics().elidedText(self.currentText(), Qt.TextElideMode.ElideRight, room.width())

    def show_value(self, value: object) -> None:
        self.setCurrentIndex(self._values.index(value) if value in self._values else 0)

    @Slot(int)
    def _on_activated(self, index: int) -> None:
        self.value_chosen.emit(self._values[index])

    def paintEvent(self, event: QPaintEvent) -> None:
        """As Qt does it, which cuts a text through a letter."""
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        option.currentText = self.shown_text
        painter = QStylePainter(self)
        painter.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, option)
        painter.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, option)
        painter.end()

    def event(self, event: QEvent) -> bool:
        """A text that is not seen whole is told by a tip."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip and not self.toolTip():
            is_cut = self.shown_text != self.currentText()
            QToolTip.showText(event.globalPos(), plain_tip(self.currentText()) if is_cut else "", self)
            return True
        return super().event(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if not self.hasFocus():
            event.ignore()
            return
        super().wheelEvent(event)


class Fold(QWidget):
    """A heading that shows and hides what is below it."""

    fold_toggled = Signal(bool)

    def __init__(self, name: str, title: str, content: QWidget) -> None:
        super().__init__()
        self._content = content
        self._button = QToolButton(self)
        self._button.setObjectName(name)
        self._button.setProperty("look", "flush")
        self.show_title(title)
        self._button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._button.setCheckable(True)
        self._button.toggled.connect(self._on_toggled)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._button, alignment=Qt.AlignmentFlag.AlignLeading)
        layout.addWidget(content)
        self._on_toggled(False)

    def unfold(self) -> None:
        self._button.setChecked(True)

    def show_title(self, title: str) -> None:
        self._button.setText(title)
        self._button.setAccessibleName(title)

    @Slot(bool)
    def _on_toggled(self, is_open: bool) -> None:
        self._content.setVisible(is_open)
        self._button.setIcon(icon("caret-down" if is_open else "caret-right"))
        self.fold_toggled.emit(is_open)


def form() -> QFormLayout:
    """Labels in a column of one width, so that the sections of a dialog line up."""
    layout = QFormLayout()
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setHorizontalSpacing(16)
    layout.setVerticalSpacing(10)
    layout.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.FieldsStayAtSizeHint)
    layout.setRowWrapPolicy(QFormLayout.RowWrapPolicy.DontWrapRows)
    layout.setFormAlignment(Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignTop)
    layout.setLabelAlignment(Qt.AlignmentFlag.AlignLeading)
    return layout


def add_row(
    layout: QFormLayout, title: str, control: QWidget, help_text: str = "", *, beside: QWidget | None = None
) -> None:
    """A labelled control; its accessible name is the label, its description the help. `beside` stands at its right."""
    label = QLabel(title)
    label.setBuddy(control)
    label.setMinimumSize(_LABEL_WIDTH_PX, control.sizeHint().height())
    control.setAccessibleName(title)
    if help_text:
        control.setToolTip(help_text)
        control.setAccessibleDescription(help_text)
        label.setToolTip(help_text)
    if beside is None:
        layout.addRow(label, control)
        return
    both = QHBoxLayout()
    both.setSpacing(8)
    both.addWidget(control, 1)
    both.addWidget(beside)
    layout.addRow(label, both)


def set_look(widget: QWidget, look: str) -> None:
    """Give a widget that may have been drawn already another look of the style sheet."""
    if widget.property("look") == look:
        return  # polishing takes longer than all that usually changes with a look
    widget.setProperty("look", look)
    widget.style().unpolish(widget)
    widget.style().polish(widget)


def dialog_button(parent: QWidget | None, name: str, text: str, look: str = "") -> QPushButton:
    """One that Enter presses only while it has the keyboard, and not from every field of the dialog."""
    button = QPushButton(text, parent)
    button.setObjectName(name)
    button.setProperty("look", look)
    button.setAutoDefault(False)
    return button


def close_box(dialog: QDialog, name: str) -> QDialogButtonBox:
    """The button at the end of a dialog in which all holds at once; Enter in a field does not press it."""
    box = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, dialog)
    button = box.button(QDialogButtonBox.StandardButton.Close)
    button.setObjectName(name)
    button.setAutoDefault(False)
    box.rejected.connect(dialog.close)
    return box


def heading(text: str) -> QLabel:
    label = QLabel(text)
    label.setProperty("look", "heading")
    return label


def hint(text: str) -> QLabel:
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setProperty("look", "small")
    label.setWordWrap(True)
    return label
