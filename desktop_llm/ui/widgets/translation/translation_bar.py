"""From which language into which, in what tone, with which terms. GUI thread. It decides nothing.

In a narrow window tone and glossary have a line of their own.
"""

from pathlib import PurePath
from typing import Final

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QMenu, QPushButton, QToolButton, QWidget

from desktop_llm.assist.translation.translation_draft import TranslationChoices
from desktop_llm.assist.translation.translation_request import Tone
from desktop_llm.ui.i18n import translate
from desktop_llm.ui.icons import icon
from desktop_llm.ui.language_text import language_name, languages_by_name
from desktop_llm.ui.rows.translation_words import TONES
from desktop_llm.ui.widgets.form_controls import Choice
from desktop_llm.ui.widgets.plain_label import plain_label
from desktop_llm.ui.widgets.plain_tip import plain_tip

_NARROW_PX: Final = 760
_TERMS_PX: Final = 180
_TERMS_NAME_PX: Final = 130
"""Without the button's edges and its arrow."""


class TranslationBar(QWidget):
    choices_changed = Signal()
    swap_requested = Signal()
    glossary_file_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("translation_bar")
        self._glossary = ""
        languages = _languages()
        detect = ("", translate("TranslationBar", "Detect language"))
        self._source = self._choice("source_language", translate("TranslationBar", "From"), [detect, *languages])
        self._target = self._choice("target_language", translate("TranslationBar", "Into"), languages)
        tones: list[tuple[object, str]] = [(tone, translate("TranslationWords", text)) for tone, text in TONES.items()]
        self._tone = self._choice("translation_tone", translate("TranslationBar", "Tone"), tones)
        self._detected = plain_label(self, "detected_language", "small")
        self._swap = self._swap_button()
        self._terms = self._terms_button()
        for choice in (self._source, self._target, self._tone):
            choice.value_chosen.connect(self._on_changed)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(16, 10, 16, 10)
        self._grid.setHorizontalSpacing(8)
        self._grid.setVerticalSpacing(8)
        self._pair = self._row(self._source, self._detected, self._swap, self._target)
        self._wishes = self._row(self._tone, self._terms)
        self._is_narrow: bool | None = None
        self.show_choices(TranslationChoices())
        self.show_detected("")
        self._lay_out()

    @property
    def choices(self) -> TranslationChoices:
        tone = self._tone.chosen
        return TranslationChoices(
            source=str(self._source.chosen),
            target=str(self._target.chosen),
            tone=tone if isinstance(tone, Tone) else Tone.NEUTRAL,
            glossary=self._glossary,
        )

    def show_choices(self, choices: TranslationChoices) -> None:
        """Set all of them without telling."""
        self._source.show_value(choices.source)
        self._target.show_value(choices.target)
        self._tone.show_value(choices.tone)
        self._glossary = choices.glossary
        name = PurePath(choices.glossary).stem
        shown = self._terms.fontMetrics().elidedText(name, Qt.TextElideMode.ElideRight, _TERMS_NAME_PX)
        self._terms.setText(shown.replace("&", "&&") or translate("TranslationBar", "Glossary"))
        tip = plain_tip(choices.glossary)
        self._terms.setToolTip(tip or translate("TranslationBar", "Terms and how they are translated"))
        self._no_terms.setEnabled(bool(name))
        self.show_detected("")

    def show_swap(self, *, is_shown: bool) -> None:
        """What cannot be translated back offers no swap."""
        self._swap.setVisible(is_shown)

    def add_wish(self, widget: QWidget) -> None:
        """Beside tone and glossary."""
        self._wishes.addWidget(widget)

    def show_detected(self, code: str) -> None:
        """The language that the text was found to be in; empty while nobody can tell."""
        is_shown = bool(code) and not self._source.chosen
        self._detected.setText(language_name(code) if is_shown else "")
        self._detected.setAccessibleName(
            translate("TranslationBar", "Detected: {language}").format(language=language_name(code)) if is_shown else ""
        )
        self._detected.setVisible(is_shown)

    def _choice(self, name: str, title: str, choices: list[tuple[object, str]]) -> Choice:
        choice = Choice(name, choices)
        choice.setParent(self)
        choice.setAccessibleName(title)
        choice.setToolTip(title)
        choice.setMaxVisibleItems(16)
        choice.setMinimumWidth(60)
        choice.setMaximumWidth(190)
        choice.setMinimumContentsLength(13)
        choice.setSizeAdjustPolicy(Choice.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        return choice

    def _swap_button(self) -> QToolButton:
        button = QToolButton(self)
        button.setObjectName("swap_button")
        button.setIcon(icon("arrows-left-right"))
        title = translate("TranslationBar", "Swap the languages and translate back")
        button.setAccessibleName(title)
        button.setToolTip(title)
        button.clicked.connect(self.swap_requested)
        return button

    def _terms_button(self) -> QPushButton:
        button = QPushButton(self)
        button.setObjectName("glossary_button")
        button.setAccessibleName(translate("TranslationBar", "Glossary"))
        button.setMaximumWidth(_TERMS_PX)
        menu = QMenu(button)
        choose = menu.addAction(translate("TranslationBar", "Choose a file…"))
        choose.setObjectName("choose_glossary")
        choose.triggered.connect(self.glossary_file_requested)
        self._no_terms = menu.addAction(translate("TranslationBar", "No glossary"))
        self._no_terms.setObjectName("no_glossary")
        self._no_terms.triggered.connect(self._on_no_glossary)
        button.setMenu(menu)
        return button

    def _row(self, *widgets: QWidget) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        for widget in widgets:
            row.addWidget(widget)
        return row

    def _lay_out(self) -> None:
        is_narrow = self.width() < _NARROW_PX
        if is_narrow == self._is_narrow:
            return
        self._is_narrow = is_narrow
        self._grid.removeItem(self._pair)
        self._grid.removeItem(self._wishes)
        leading, trailing = Qt.AlignmentFlag.AlignLeading, Qt.AlignmentFlag.AlignTrailing
        self._grid.addLayout(self._pair, 0, 0, leading)
        self._grid.addLayout(
            self._wishes, 1 if is_narrow else 0, 0 if is_narrow else 1, leading if is_narrow else trailing
        )
        self._grid.setColumnStretch(0, 1)

    @Slot()
    def _on_changed(self) -> None:
        self.choices_changed.emit()

    @Slot()
    def _on_no_glossary(self) -> None:
        chosen = self.choices
        self.show_choices(TranslationChoices(source=chosen.source, target=chosen.target, tone=chosen.tone, glossary=""))
        self.choices_changed.emit()

    # Qt's own names

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay_out()


def _languages() -> list[tuple[object, str]]:
    """By their names in the language of the window."""
    return [*languages_by_name()]
