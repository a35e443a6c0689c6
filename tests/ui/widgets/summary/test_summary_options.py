import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QPushButton, QSpinBox
from pytestqt.qtbot import QtBot

from desktop_llm.assist.summary.summary_request import SummaryChoices, SummaryForm, SummaryLength, SummaryParts
from desktop_llm.ui.widgets.form_controls import Choice
from desktop_llm.ui.widgets.summary.summary_options import SummaryAction, SummaryOptions


def options_of(qtbot: QtBot, width: int = 1000) -> SummaryOptions:
    options = SummaryOptions()
    qtbot.addWidget(options)
    options.resize(width, 60)
    options.show()
    return options


def choose(options: SummaryOptions, name: str, text: str) -> None:
    (choice,) = options.findChildren(Choice, name)
    index = choice.findText(text)
    choice.setCurrentIndex(index)
    choice.activated.emit(index)


def test_what_is_chosen_is_told(qtbot: QtBot) -> None:
    options = options_of(qtbot)
    with qtbot.waitSignals([options.choices_changed] * 3):
        choose(options, "summary_form", "Timeline")
        choose(options, "summary_language", "German")
        choose(options, "summary_length", "About 200 words")
    assert options.choices == SummaryChoices(
        form=SummaryForm.TIMELINE, language="de", length=SummaryLength(n_words=200)
    )


def test_a_length_can_be_typed_in_words_or_as_a_share(qtbot: QtBot) -> None:
    options = options_of(qtbot)
    (number,) = options.findChildren(QSpinBox)
    assert number.isHidden()
    choose(options, "summary_length", "Number of words…")
    number.setValue(320)
    assert options.choices.length == SummaryLength(n_words=320)
    choose(options, "summary_length", "Share of the text…")
    assert options.choices.length == SummaryLength(share=0.1)


def test_choices_come_back_as_they_were(qtbot: QtBot) -> None:
    options = options_of(qtbot)
    chosen = SummaryChoices(
        form=SummaryForm.FREE,
        length=SummaryLength(share=0.25),
        language="fr",
        focus="costs?",
        instruction="a letter",
        parts=SummaryParts.TOGETHER,
    )
    with qtbot.assertNotEmitted(options.choices_changed):
        options.show_choices(chosen)
    assert options.choices == chosen
    (instruction,) = options.findChildren(QLineEdit, "summary_instruction")
    assert instruction.isVisible()


def test_the_button_begins_stops_and_enter_begins_too(qtbot: QtBot) -> None:
    options = options_of(qtbot)
    (button,) = options.findChildren(QPushButton, "summarize_button")
    (focus,) = options.findChildren(QLineEdit, "summary_focus")
    options.show_action(SummaryAction.BEGIN, is_possible=False, reason="There is nothing.")
    with qtbot.assertNotEmitted(options.start_requested):
        qtbot.keyClick(focus, Qt.Key.Key_Return)
    options.show_action(SummaryAction.BEGIN, is_possible=True)
    with qtbot.waitSignal(options.start_requested):
        qtbot.keyClick(focus, Qt.Key.Key_Return)
    options.show_action(SummaryAction.STOP, is_possible=True)
    assert button.text() == "Stop"
    with qtbot.waitSignal(options.stop_requested):
        button.click()


def test_in_a_narrow_window_nothing_is_cut(qtbot: QtBot) -> None:
    options = options_of(qtbot, width=480)
    options.show_several(are_several=True)
    options.resize(480, options.sizeHint().height())
    qtbot.waitUntil(lambda: options.minimumSizeHint().width() <= 480)
    controls = [*options.findChildren(Choice), *options.findChildren(QPushButton), *options.findChildren(QLineEdit)]
    assert all(options.rect().contains(each.geometry()) for each in controls if each.isVisible())


@pytest.mark.parametrize("are_several", [False, True])
@pytest.mark.parametrize("length", ["Usual length", "Number of words…"])
@pytest.mark.parametrize("width", [536, 820, 1048])
def test_what_is_chosen_is_not_cut(qtbot: QtBot, width: int, length: str, are_several: bool) -> None:
    options = options_of(qtbot, width)
    options.show_several(are_several=are_several)
    choose(options, "summary_length", length)
    choices = [each for each in options.findChildren(Choice) if each.isVisible()]
    assert len(choices) == 3 + are_several
    qtbot.waitUntil(lambda: all(each.shown_text == each.currentText() for each in choices))


def test_where_choices_have_two_lines_both_begin_and_end_at_the_same_places(qtbot: QtBot) -> None:
    options = options_of(qtbot, 568)
    options.show_several(are_several=True)
    options.resize(568, options.sizeHint().height())

    def edges() -> list[tuple[int, int]]:
        lines: dict[int, list[Choice]] = {}
        for choice in options.findChildren(Choice):
            lines.setdefault(choice.y(), []).append(choice)
        return [
            (min(each.x() for each in line), max(each.geometry().right() for each in line)) for line in lines.values()
        ]

    qtbot.waitUntil(lambda: edges() == [(16, 551), (16, 551)])
