from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from desktop_llm.ui.widgets.writing.paragraph_tracker import TextCounts
from desktop_llm.ui.widgets.writing.text_footer import TextFooter


def test_it_says_how_long_the_text_is_and_what_is_selected(qtbot: QtBot) -> None:
    footer = TextFooter()
    qtbot.addWidget(footer)
    counts = footer.findChild(QLabel, "text_counts")
    footer.show_counts(TextCounts(1204, 7120, 3))
    assert counts.text() == "Words: 1,204   Characters: 7,120"
    footer.show_counts(TextCounts(1204, 7120, 3), TextCounts(2, 11, 0))
    assert counts.text() == "Selected: 2 of 1,204 words, 11 characters"
    state = footer.findChild(QLabel, "text_state")
    footer.show_state("Saved in <i>a</i>.md")
    assert state.sizeHint().width() >= state.fontMetrics().horizontalAdvance("Saved in <i>a</i>.md")
    footer.show_state("Saved")
    assert state.text() == "Saved"


def test_a_long_name_of_a_file_leaves_the_counts_their_room(qtbot: QtBot) -> None:
    footer = TextFooter()
    qtbot.addWidget(footer)
    footer.resize(568, 30)
    footer.show()
    footer.show_counts(TextCounts(1204, 7120, 3))
    footer.show_state("Saved in " + "statement of the costs " * 9 + ".docx")
    counts, state = footer.findChild(QLabel, "text_counts"), footer.findChild(QLabel, "text_state")
    qtbot.waitUntil(lambda: "…" in state.text())
    assert state.text().startswith("Saved in")
    assert state.text().endswith(".docx")
    assert counts.width() >= counts.sizeHint().width()
    assert footer.width() == 568
