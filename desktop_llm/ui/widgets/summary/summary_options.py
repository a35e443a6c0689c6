"""What shall be written: length, form, language, focus; and the button that begins or stops. GUI thread.

In a narrow window the focus has a line of its own, and so have some choices where there are many. It tells each change
once, and decides nothing.
"""

from enum import Enum, auto
from typing import Final

from msgspec import Struct
from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QGridLayout, QHBoxLayout, QLineEdit, QPushButton, QSpinBox, QWidget

from desktop_llm.assist.summary.summary_request import SummaryChoices, SummaryForm, SummaryLength, SummaryParts
from desktop_llm.ui.i18n import translate
from desktop_llm.ui.language_text import languages_by_name
from desktop_llm.ui.rows.summary_words import FORMS, PARTS
from desktop_llm.ui.widgets.form_controls import NO_LIMIT_PX, Choice, set_look
from desktop_llm.ui.widgets.plain_label import plain_label

_NARROW_PX: Final = 820
_PICKER_PX: Final = 170
_NUMBER_PX: Final = 110
_GAP_PX: Final = 8
_SIDE_PX: Final = 16
_MOST_WORDS: Final = 5000
_FIRST_WORDS: Final = 150
_FIRST_PERCENT: Final = 10


class _OwnLength(Enum):
    """A length that is typed."""

    WORDS = auto()
    SHARE = auto()


class SummaryAction(Enum):
    """What the button does. AGAIN: what was chosen is no longer what is shown. GO_ON: it was stopped before its end."""

    BEGIN = auto()
    AGAIN = auto()
    GO_ON = auto()
    STOP = auto()


class OptionsHint(Struct, frozen=True):
    """A sentence below the choices."""

    text: str
    is_warning: bool = False


class _Rows(Struct, frozen=True):
    is_narrow: bool
    is_crowded: bool
    has_instruction: bool


class SummaryOptions(QWidget):
    """The controls above the document and its summary."""

    choices_changed = Signal()
    start_requested = Signal()
    stop_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("summary_options")
        self._action = SummaryAction.BEGIN
        self._length = self._choice("summary_length", translate("SummaryOptions", "Length"), _lengths())
        self._form = self._choice("summary_form", translate("SummaryOptions", "Form"), _forms())
        self._language = self._choice("summary_language", translate("SummaryOptions", "Language"), _languages())
        self._parts = self._choice("summary_parts", translate("SummaryOptions", "Which documents"), _parts())
        self._parts.hide()
        self._number = QSpinBox(self)
        self._number.setObjectName("summary_length_number")
        self._number.setKeyboardTracking(False)
        self._number.setFixedWidth(_NUMBER_PX)
        self._number.hide()
        self._number.valueChanged.connect(self._on_changed)
        self._focus = self._field("summary_focus", translate("SummaryOptions", "Focus: what does it say about costs?"))
        self._instruction = self._field(
            "summary_instruction",
            translate("SummaryOptions", "What to write, such as: a letter to the tenants about it"),
        )
        self._instruction.hide()
        self._hint = plain_label(self, "summary_hint", is_wrapped=True)
        self._hint.hide()
        self._button = QPushButton(self)
        self._button.setObjectName("summarize_button")
        self._button.clicked.connect(self._on_clicked)
        self._length.value_chosen.connect(self._on_length)
        for choice in (self._form, self._language, self._parts):
            choice.value_chosen.connect(self._on_changed)
        self.setFocusProxy(self._focus)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(_SIDE_PX, 10, _SIDE_PX, 10)
        self._grid.setHorizontalSpacing(_GAP_PX)
        self._grid.setVerticalSpacing(_GAP_PX)
        self._rows: _Rows | None = None
        self._pickers = self._picker_row()
        self.show_action(SummaryAction.BEGIN, is_possible=False)
        self._lay_out()

    @property
    def choices(self) -> SummaryChoices:
        form, parts = self._form.chosen, self._parts.chosen
        return SummaryChoices(
            form=form if isinstance(form, SummaryForm) else SummaryForm.KEY_POINTS,
            length=self._chosen_length(),
            language=str(self._language.chosen),
            focus=self._focus.text().strip(),
            instruction=self._instruction.text().strip(),
            parts=parts if isinstance(parts, SummaryParts) else SummaryParts.EACH_AND_TOGETHER,
        )

    def show_choices(self, choices: SummaryChoices) -> None:
        """Set all of them without telling."""
        self._form.show_value(choices.form)
        self._language.show_value(choices.language)
        self._parts.show_value(choices.parts)
        self._focus.setText(choices.focus)
        self._instruction.setText(choices.instruction)
        self._show_length(choices.length)
        self._lay_out()

    def show_action(self, action: SummaryAction, *, is_possible: bool, reason: str = "") -> None:
        """What the button does now; `reason` says, on hover, why it does nothing."""
        self._action = action
        texts = {
            SummaryAction.BEGIN: translate("SummaryOptions", "Summarize"),
            SummaryAction.AGAIN: translate("SummaryOptions", "Update"),
            SummaryAction.GO_ON: translate("SummaryOptions", "Go on"),
            SummaryAction.STOP: translate("SummaryOptions", "Stop"),
        }
        self._button.setText(texts[action])
        self._button.setAccessibleName(texts[action])
        self._button.setEnabled(is_possible)
        self._button.setToolTip(translate("SummaryOptions", "Stop (Esc)") if action is SummaryAction.STOP else reason)
        look = "" if action is SummaryAction.STOP else "primary"
        if self._button.property("look") != look:
            set_look(self._button, look)

    @property
    def is_stopping_offered(self) -> bool:
        return self._action is SummaryAction.STOP

    def show_several(self, *, are_several: bool) -> None:
        """With several documents there is a choice of what is summarized."""
        self._parts.setVisible(are_several)
        self._lay_out()

    def show_hint(self, hint: OptionsHint | None) -> None:
        self._hint.setVisible(hint is not None)
        if hint is not None:
            self._hint.setText(hint.text)
            set_look(self._hint, "small_warning" if hint.is_warning else "small")

    def _chosen_length(self) -> SummaryLength:
        match self._length.chosen:
            case SummaryLength() as length:
                return length
            case _OwnLength.SHARE:
                return SummaryLength(share=self._number.value() / 100)
            case _:
                return SummaryLength(n_words=self._number.value())

    def _show_length(self, length: SummaryLength) -> None:
        self._length.show_value(length)
        if self._length.chosen == length:
            self._show_number(None)
        elif length.share:
            self._length.show_value(_OwnLength.SHARE)
            self._show_number(_OwnLength.SHARE, round(length.share * 100))
        else:
            self._length.show_value(_OwnLength.WORDS)
            self._show_number(_OwnLength.WORDS, length.n_words)

    def _show_number(self, own: _OwnLength | None, number: int = 0) -> None:
        self._number.setVisible(own is not None)
        if own is None:
            return
        is_share = own is _OwnLength.SHARE
        was_blocked = self._number.blockSignals(True)
        self._number.setRange(1 if is_share else 5, 100 if is_share else _MOST_WORDS)
        self._number.setSingleStep(5 if is_share else 50)
        self._number.setSuffix(translate("SummaryOptions", " %") if is_share else translate("SummaryOptions", " words"))
        self._number.setValue(number)
        self._number.blockSignals(was_blocked)
        share = translate("SummaryOptions", "Share of the text in percent")
        self._number.setAccessibleName(share if is_share else translate("SummaryOptions", "Number of words"))

    # Parts

    def _choice(self, name: str, title: str, choices: list[tuple[object, str]]) -> Choice:
        choice = Choice(name, choices)
        choice.setParent(self)
        choice.setAccessibleName(title)
        choice.setToolTip(title)
        choice.setMaxVisibleItems(16)
        choice.setMinimumWidth(60)
        choice.setMaximumWidth(_PICKER_PX)
        choice.setMinimumContentsLength(13)
        choice.setSizeAdjustPolicy(Choice.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        return choice

    def _field(self, name: str, text: str) -> QLineEdit:
        field = QLineEdit(self)
        field.setObjectName(name)
        field.setPlaceholderText(text)
        field.setAccessibleName(text)
        field.setAcceptDrops(False)
        field.setMinimumWidth(80)
        field.textEdited.connect(self._on_changed)
        field.returnPressed.connect(self._on_entered)
        return field

    def _picker_row(self) -> QBoxLayout:
        """Two halves: beside each other, or one below the other."""
        row = QHBoxLayout()
        row.setSpacing(_GAP_PX)
        for controls in ((self._length, self._number, self._form), (self._language, self._parts)):
            half = QHBoxLayout()
            half.setSpacing(_GAP_PX)
            for control in controls:
                half.addWidget(control, 0 if control is self._number else 1)
            row.addLayout(half, len(controls) - (self._number in controls))
        return row

    def _lay_out(self) -> None:
        """One line, two, or three; the instruction has one of its own."""
        more_px = 0 if self._parts.isHidden() else _PICKER_PX + _GAP_PX
        more_px += 0 if self._number.isHidden() else _NUMBER_PX + _GAP_PX
        is_narrow = self.width() < _NARROW_PX + more_px
        is_crowded = self.width() - 2 * _SIDE_PX < 3 * _PICKER_PX + 2 * _GAP_PX + more_px
        has_instruction = self._form.chosen is SummaryForm.FREE
        rows = _Rows(is_narrow, is_crowded, has_instruction)
        self._instruction.setVisible(has_instruction)
        if rows == self._rows:
            return
        self._rows = rows
        directions = QBoxLayout.Direction
        self._pickers.setDirection(directions.TopToBottom if rows.is_crowded else directions.LeftToRight)
        for choice in (self._length, self._form, self._language, self._parts):
            choice.setMaximumWidth(NO_LIMIT_PX if rows.is_crowded else _PICKER_PX)
        for item in (self._pickers, self._focus, self._button, self._instruction, self._hint):
            if isinstance(item, QWidget):
                self._grid.removeWidget(item)
            else:
                self._grid.removeItem(item)
        last_row = 1 if is_narrow else 0
        self._grid.addLayout(self._pickers, 0, 0, 1, 3 if is_narrow else 1)
        self._grid.addWidget(self._focus, last_row, 0 if is_narrow else 1, 1, 2 if is_narrow else 1)
        self._grid.addWidget(self._button, last_row, 2, Qt.AlignmentFlag.AlignTrailing)
        if has_instruction:
            self._grid.addWidget(self._instruction, last_row + 1, 0, 1, 3)
        self._grid.addWidget(self._hint, last_row + 2, 0, 1, 3)
        self._grid.setColumnStretch(0, 1 if is_narrow else 0)
        self._grid.setColumnStretch(1, 0 if is_narrow else 1)

    # Wishes

    @Slot(object)
    def _on_length(self, chosen: object) -> None:
        if isinstance(chosen, _OwnLength):
            first = _FIRST_PERCENT if chosen is _OwnLength.SHARE else _FIRST_WORDS
            self._show_number(chosen, first)
            self._number.setFocus()
            self._number.selectAll()
        else:
            self._show_number(None)
        self._on_changed()

    @Slot()
    def _on_changed(self) -> None:
        self._lay_out()
        self.choices_changed.emit()

    @Slot()
    def _on_entered(self) -> None:
        if self._button.isEnabled() and self._action is not SummaryAction.STOP:
            self.start_requested.emit()

    @Slot()
    def _on_clicked(self) -> None:
        if self._action is SummaryAction.STOP:
            self.stop_requested.emit()
        else:
            self.start_requested.emit()

    # Qt's own names

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay_out()


def _lengths() -> list[tuple[object, str]]:
    return [
        (SummaryLength(), translate("SummaryOptions", "Usual length")),
        (SummaryLength(n_words=25), translate("SummaryOptions", "A sentence")),
        (SummaryLength(n_words=100), translate("SummaryOptions", "About 100 words")),
        (SummaryLength(n_words=200), translate("SummaryOptions", "About 200 words")),
        (SummaryLength(n_words=400), translate("SummaryOptions", "A page")),
        (_OwnLength.WORDS, translate("SummaryOptions", "Number of words…")),
        (_OwnLength.SHARE, translate("SummaryOptions", "Share of the text…")),
    ]


def _forms() -> list[tuple[object, str]]:
    return [(form, translate("SummaryWords", text)) for form, text in FORMS.items()]


def _parts() -> list[tuple[object, str]]:
    return [(parts, translate("SummaryWords", text)) for parts, text in PARTS.items()]


def _languages() -> list[tuple[object, str]]:
    """The document's own first, the others by their names."""
    return [("", translate("SummaryOptions", "Same language")), *languages_by_name()]
