"""Composing beside the text: a brief as a form, and the draft that comes of it. GUI thread."""

from typing import Final

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QScrollArea,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from desktop_llm.assist.writing.compose_request import ComposeRequest
from desktop_llm.assist.writing.writing_kinds import writing_kinds
from desktop_llm.ui.i18n import number_text, translate
from desktop_llm.ui.language_text import languages_by_name
from desktop_llm.ui.rows.version_words import kind_name
from desktop_llm.ui.widgets.action_button import action_button
from desktop_llm.ui.widgets.form_controls import Choice, OptionalNumber, set_look
from desktop_llm.ui.widgets.writing.job_line import JobLine
from desktop_llm.ui.widgets.writing.version_view import ShownVersion, VersionUse, VersionView

_REPLY: Final = "reply"
_MOST_WORDS: Final = 5000
_WORDS_STEP: Final = 50
_MOST_VERSIONS: Final = 3
_POINTS_LINES: Final = 4


class ComposePage(QWidget):
    compose_requested = Signal(object)  # ComposeRequest
    stop_requested = Signal()
    use_requested = Signal(object)  # VersionUse
    version_step_requested = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("compose_page")
        self._form = QWidget()
        self._kind = self._choice(
            "compose_kind", [(each.id, kind_name(each.id, each.name)) for each in writing_kinds()]
        )
        self._kind.value_chosen.connect(self._on_kind_chosen)
        self._to = self._line("compose_to", translate("ComposePage", "My landlord, who is friendly"))
        self._tone = self._line("compose_tone", translate("ComposePage", "Polite and short"))
        usual = translate("ComposePage", "As usual")
        self._n_words = OptionalNumber("compose_words", usual, low=50, high=_MOST_WORDS, step=_WORDS_STEP)
        self._n_words.setMinimumWidth(0)
        self._n_words.setMaximumWidth(16_777_215)
        first = ("", translate("ComposePage", "That of the brief"))
        self._language = self._choice("compose_language", [first, *languages_by_name()])
        self._count = self._choice(
            "compose_count", [(count, number_text(count)) for count in range(1, _MOST_VERSIONS + 1)]
        )
        self._brief = self._area("compose_brief", translate("ComposePage", "What it is about, in a few words."))
        points = translate("ComposePage", "A line each. What is missing in the draft is named.")
        self._points = self._area("compose_points", points)
        answered = translate("ComposePage", "Paste the message that you answer.")
        self._answered = self._area("compose_answered", answered)
        self._write = QPushButton(translate("ComposePage", "Write"), self)
        self._write.setObjectName("compose_button")
        self._write.setAccessibleName(translate("ComposePage", "Write the text"))
        set_look(self._write, "primary")
        self._write.clicked.connect(self._on_write)
        self._back = action_button(self, "back_to_brief_button", translate("ComposePage", "‹ Back to the brief"))
        self._back.clicked.connect(self.show_form)
        self._job = JobLine("compose", self)
        self._job.stop_requested.connect(self.stop_requested)
        uses = (VersionUse.NEW_TEXT, VersionUse.INSERT, VersionUse.COPY)
        self._versions = VersionView("compose", uses, self)
        self._versions.use_requested.connect(self.use_requested)
        self._versions.version_step_requested.connect(self.version_step_requested)
        self._stack = QStackedLayout(self)
        self._lay_out()
        self._on_kind_chosen()
        self._on_brief_changed()
        self._brief.textChanged.connect(self._on_brief_changed)
        self._points.textChanged.connect(self._on_brief_changed)

    @property
    def request(self) -> ComposeRequest:
        """Points become the items of the brief that must occur."""
        points = [
            f"- {line.strip().lstrip('-*• ')}" for line in self._points.toPlainText().splitlines() if line.strip()
        ]
        brief = "\n".join([self._brief.toPlainText().strip(), *points]).strip()
        count = self._count.chosen
        return ComposeRequest(
            kind=str(self._kind.chosen),
            brief=brief,
            to=self._to.text().strip(),
            tone=self._tone.text().strip(),
            n_words=int(self._n_words.number or 0),
            language=str(self._language.chosen),
            answered=self._answered.toPlainText().strip() if self._kind.chosen == _REPLY else "",
            n_versions=count if isinstance(count, int) else 1,
        )

    @Slot()
    def show_form(self) -> None:
        self._stack.setCurrentIndex(0)
        self._brief.setFocus()

    def show_working(self, *, is_working: bool) -> None:
        self._job.show_working(is_working=is_working)
        self._back.setEnabled(not is_working)

    def show_version(self, version: ShownVersion, number: int, count: int) -> None:
        """In the place of the form, to which a button leads back."""
        self._stack.setCurrentIndex(1)
        self._versions.show_version(version, number, count)

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
        )
        for row, (title, field) in enumerate(fields):
            grid.addWidget(_titled(title, field), row, 0)
            grid.addWidget(field, row, 1)
        column = QVBoxLayout(self._form)
        column.setContentsMargins(16, 12, 16, 8)
        column.setSpacing(8)
        column.addLayout(grid)
        self._answered_title = _titled(translate("ComposePage", "You answer"), self._answered)
        for title, area in (
            (self._answered_title, self._answered),
            (_titled(translate("ComposePage", "About"), self._brief), self._brief),
            (_titled(translate("ComposePage", "Must be said"), self._points), self._points),
        ):
            column.addWidget(title)
            column.addWidget(area, 1)
        column.addWidget(self._write)
        scroll = QScrollArea(self)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(self._form)
        draft = QWidget(self)
        below = QVBoxLayout(draft)
        below.setContentsMargins(16, 12, 16, 8)
        below.setSpacing(8)
        head = QHBoxLayout()
        head.addWidget(self._back)
        head.addStretch(1)
        below.addLayout(head)
        below.addWidget(self._job)
        below.addWidget(self._versions, 1)
        self._stack.addWidget(scroll)
        self._stack.addWidget(draft)

    def _choice(self, name: str, choices: list[tuple[str, str]] | list[tuple[int, str]]) -> Choice:
        values: list[tuple[object, str]] = list(choices)
        choice = Choice(name, values)
        choice.setMinimumWidth(0)
        choice.setMaximumWidth(16_777_215)
        choice.setMinimumContentsLength(8)
        choice.setSizeAdjustPolicy(Choice.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        return choice

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
    def _on_kind_chosen(self) -> None:
        is_reply = self._kind.chosen == _REPLY
        self._answered.setVisible(is_reply)
        self._answered_title.setVisible(is_reply)

    @Slot()
    def _on_brief_changed(self) -> None:
        self._write.setEnabled(bool(self.request.brief))

    @Slot()
    def _on_write(self) -> None:
        self.compose_requested.emit(self.request)


def _titled(title: str, field: QWidget) -> QLabel:
    label = QLabel(title)
    label.setProperty("look", "dim")
    label.setBuddy(field)
    field.setAccessibleName(title)
    return label
