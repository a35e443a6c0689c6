from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QComboBox, QLabel, QPushButton, QToolButton
from pytestqt.qtbot import QtBot

from desktop_llm.assist.translation.translation_draft import TranslationChoices
from desktop_llm.assist.translation.translation_request import Tone
from desktop_llm.ui.widgets.translation.translation_bar import TranslationBar

CHOICES = TranslationChoices(source="fr", target="de", tone=Tone.FORMAL, glossary="/home/me/terms.csv")


def bar(qtbot: QtBot) -> TranslationBar:
    widget = TranslationBar()
    qtbot.addWidget(widget)
    return widget


def test_what_is_shown_is_what_is_chosen(qtbot: QtBot) -> None:
    widget = bar(qtbot)
    widget.show_choices(CHOICES)
    assert widget.choices == CHOICES
    assert widget.findChild(QPushButton, "glossary_button").text() == "terms"


def test_a_choice_is_told_once_with_the_language_by_its_name(qtbot: QtBot) -> None:
    widget = bar(qtbot)
    target = widget.findChild(QComboBox, "target_language")
    with qtbot.waitSignal(widget.choices_changed):
        target.setCurrentIndex(target.findText("Danish"))
        target.activated.emit(target.currentIndex())
    assert widget.choices.target == "da"


def test_the_detected_language_is_named_only_where_none_is_chosen(qtbot: QtBot) -> None:
    widget = bar(qtbot)
    label = widget.findChild(QLabel, "detected_language")
    widget.show_detected("fr")
    assert label.text() == "French"
    widget.show_choices(CHOICES)
    widget.show_detected("fr")
    assert label.isHidden()


def test_swap_and_glossary_are_wishes(qtbot: QtBot) -> None:
    widget = bar(qtbot)
    widget.show_choices(CHOICES)
    with qtbot.waitSignal(widget.swap_requested):
        qtbot.mouseClick(widget.findChild(QToolButton, "swap_button"), Qt.MouseButton.LeftButton)
    with qtbot.waitSignal(widget.glossary_file_requested):
        widget.findChild(QAction, "choose_glossary").trigger()
    with qtbot.waitSignal(widget.choices_changed):
        widget.findChild(QAction, "no_glossary").trigger()
    assert widget.choices.glossary == ""


def test_a_long_glossary_ends_in_an_ellipsis_and_its_path_is_no_markup(qtbot: QtBot) -> None:
    widget = bar(qtbot)
    button = widget.findChild(QPushButton, "glossary_button")
    widget.show_choices(TranslationChoices(glossary="/home/<i>me</i>/terms & conditions of the cooperative.csv"))
    button.ensurePolished()
    assert button.text().startswith("terms && con")
    assert button.text().endswith("…")
    assert button.sizeHint().width() <= button.maximumWidth()
    assert button.toolTip() == "<p>/home/&lt;i&gt;me&lt;/i&gt;/terms &amp; conditions of the cooperative.csv</p>"
