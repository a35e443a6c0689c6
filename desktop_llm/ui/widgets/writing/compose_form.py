"""The brief of a text that is composed, as a short form. GUI thread."""

from collections.abc import Sequence
from typing import Final

from msgspec import Struct
from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from desktop_llm.assist.writing.compose_request import ComposeRequest
from desktop_llm.assist.writing.writing_kinds import writing_kinds
from desktop_llm.storage.written_records import ComposeBrief
from desktop_llm.ui.i18n import number_text, translate
from desktop_llm.ui.language_text import languages_by_name
from desktop_llm.ui.rows.version_words import kind_name
from desktop_llm.ui.widgets.action_button import action_button
from desktop_llm.ui.widgets.form_controls import Choice, OptionalNumber, set_look

_REPLY: Final = "reply"
_MOST_WORDS: Final = 5000
_WORDS_STEP: Final = 50
_MOST_VERSIONS: Final = 3
_POINTS_LINES: Final = 4
_NO_LIMIT_PX: Final = 16_777_215  # Qt's own
_NEW_TEXT: Final = "new_text"
_ASIDE: Final = "aside"


class ComposeWish(Struct, frozen=True):
    """is_aside: the draft is looked at first, beside the open text; else it is written into a text of its own."""

    request: ComposeRequest
    is_aside: bool = False


class ComposeForm(QWidget):
    compose_requested = Signal(object)  # ComposeWish
    clear_requested = Signal()
    brief_changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("compose_form")
        self._kind = _choice("compose_kind", [(each.id, kind_name(each.id, each.name)) for each in writing_kinds()])
        self._kind.value_chosen.connect(self._on_chosen)
        self._to = self._line("compose_to", translate("ComposePage", "My landlord, who is friendly"))
        self._tone = self._line("compose_tone", translate("ComposePage", "Polite and short"))
        usual = translate("ComposePage", "As usual")
        self._n_words = OptionalNumber("compose_words", usual, low=50, high=_MOST_WORDS, step=_WORDS_STEP)
        self._n_words.setMinimumWidth(0)
        self._n_words.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        first = ("", translate("ComposePage", "That of the brief"))
        self._language = _choice("compose_language", [first, *languages_by_name()])
        counts: list[tuple[object, str]] = [(count, number_text(count)) for count in range(1, _MOST_VERSIONS + 1)]
        self._count = _choice("compose_count", counts)
        self._count.value_chosen.connect(self._on_chosen)
        own, aside = translate("ComposePage", "A new text"), translate("ComposePage", "Beside this text, to look at")
        self._place = _choice("compose_place", [(_NEW_TEXT, own), (_ASIDE, aside)])
        self._brief = self._area("compose_brief", translate("ComposePage", "What it is about, in a few words."))
        points = translate("ComposePage", "A line each. What is missing in the draft is named.")
        self._points = self._area("compose_points", points)
        answered = translate("ComposePage", "Paste the message that you answer.")
        self._answered = self._area("compose_answered", answered)
        self._answered_title = _titled(translate("ComposePage", "You answer"), self._answered)
        self._write = QPushButton(translate("ComposePage", "Write"), self)
        self._write.setObjectName("compose_button")
        self._write.setAccessibleName(translate("ComposePage", "Write the text"))
        set_look(self._write, "primary")
        self._write.clicked.connect(self._on_write)
        tip = translate("ComposePage", "Clear the form for another text")
        self._clear = action_button(self, "clear_brief_button", translate("ComposePage", "Clear"), tip)
        self._clear.clicked.connect(self.clear_requested)
        self._lay_out()
        self._on_chosen()
        self._on_brief_changed()
        self._brief.textChanged.connect(self._on_brief_changed)
        self._points.textChanged.connect(self._on_brief_changed)
        self._tell_changes()
        self._untouched = self.brief
        self._show_clearable()

    @property
    def wish(self) -> ComposeWish:
        """Points become the items of the brief that must occur. Several versions are looked at first."""
        points = [
            f"- {line.strip().lstrip('-*• ')}" for line in self._points.toPlainText().splitlines() if line.strip()
        ]
        request = ComposeRequest(
            kind=str(self._kind.chosen),
            brief="\n".join([self._brief.toPlainText().strip(), *points]).strip(),
            to=self._to.text().strip(),
            tone=self._tone.text().strip(),
            n_words=int(self._n_words.number or 0),
            language=str(self._language.chosen),
            answered=self._answered.toPlainText().strip() if self._kind.chosen == _REPLY else "",
            n_versions=self._n_versions,
        )
        return ComposeWish(request, is_aside=self._n_versions > 1 or self._place.chosen == _ASIDE)

    @property
    def brief(self) -> ComposeBrief:
        """Everything as it is filled in; also what is hidden now, as a message that is no longer answered."""
        return ComposeBrief(
            kind=str(self._kind.chosen),
            recipient=self._to.text(),
            tone=self._tone.text(),
            n_words=int(self._n_words.number or 0),
            language=str(self._language.chosen),
            n_versions=self._n_versions,
            is_aside=self._place.chosen == _ASIDE,
            answered=self._answered.toPlainText(),
            about=self._brief.toPlainText(),
            points=self._points.toPlainText(),
        )

    def show_brief(self, brief: ComposeBrief) -> None:
        """Who writes on does so at its end."""
        self._kind.show_value(brief.kind)
        self._to.setText(brief.recipient)
        self._tone.setText(brief.tone)
        self._n_words.show_number(brief.n_words or None)
        self._language.show_value(brief.language)
        self._count.show_value(brief.n_versions)
        self._place.show_value(_ASIDE if brief.is_aside else _NEW_TEXT)
        for area, text in (
            (self._answered, brief.answered),
            (self._brief, brief.about),
            (self._points, brief.points),
        ):
            if area.toPlainText() != text:
                area.setPlainText(text)
                area.moveCursor(QTextCursor.MoveOperation.End)
        self._on_chosen()
        self._show_clearable()

    def focus_brief(self) -> None:
        self._brief.setFocus()

    @property
    def _n_versions(self) -> int:
        count = self._count.chosen
        return count if isinstance(count, int) else 1

    def _lay_out(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(8)
        grid.setColumnStretch(1, 1)
        fields = (
            (translate("ComposePage", "What"), self._kind),
            (translate("ComposePage", "For whom"), self._to),
            (translate("ComposePage", "Tone"), self._tone),
            (translate("ComposePage", "Words"), self._n_words),
            (translate("ComposePage", "Language"), self._language),
            (translate("ComposePage", "Versions"), self._count),
            (translate("ComposePage", "Into"), self._place),
        )
        for row, (title, field) in enumerate(fields):
            grid.addWidget(_titled(title, field), row, 0)
            grid.addWidget(field, row, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 8)
        column.setSpacing(8)
        column.addLayout(grid)
        for title, area in (
            (self._answered_title, self._answered),
            (_titled(translate("ComposePage", "About"), self._brief), self._brief),
            (_titled(translate("ComposePage", "Must be said"), self._points), self._points),
        ):
            column.addWidget(title)
            column.addWidget(area, 1)
        buttons = QHBoxLayout()
        buttons.setSpacing(12)
        buttons.addWidget(self._write, 1)
        buttons.addWidget(self._clear)
        column.addLayout(buttons)

    def _tell_changes(self) -> None:
        for area in (self._answered, self._brief, self._points):
            area.textChanged.connect(self.brief_changed)
        for line in (self._to, self._tone):
            line.textChanged.connect(self.brief_changed)
        for choice in (self._kind, self._language, self._count, self._place):
            choice.value_chosen.connect(self.brief_changed)
        self._n_words.number_changed.connect(self.brief_changed)
        self.brief_changed.connect(self._show_clearable)

    def _line(self, name: str, example: str) -> QLineEdit:
        line = QLineEdit(self)
        line.setObjectName(name)
        line.setPlaceholderText(example)
        return line

    def _area(self, name: str, example: str) -> QPlainTextEdit:
        area = QPlainTextEdit(self)
        area.setObjectName(name)
        area.setPlaceholderText(example)
        area.setTabChangesFocus(True)
        area.setMinimumHeight(area.fontMetrics().lineSpacing() * _POINTS_LINES)
        return area

    @Slot()
    def _on_chosen(self) -> None:
        is_reply = self._kind.chosen == _REPLY
        self._answered.setVisible(is_reply)
        self._answered_title.setVisible(is_reply)
        self._place.setEnabled(self._n_versions == 1)

    @Slot()
    def _on_brief_changed(self) -> None:
        self._write.setEnabled(bool(self.wish.request.brief))

    @Slot()
    def _show_clearable(self) -> None:
        self._clear.setEnabled(self.brief != self._untouched)

    @Slot()
    def _on_write(self) -> None:
        self.compose_requested.emit(self.wish)


def _choice(name: str, choices: Sequence[tuple[object, str]]) -> Choice:
    choice = Choice(name, choices)
    choice.setMinimumWidth(0)
    choice.setMaximumWidth(_NO_LIMIT_PX)
    choice.setMinimumContentsLength(8)
    choice.setSizeAdjustPolicy(Choice.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    return choice


def _titled(title: str, field: QWidget) -> QLabel:
    label = QLabel(title)
    label.setProperty("look", "dim")
    label.setBuddy(field)
    field.setAccessibleName(title)
    return label
