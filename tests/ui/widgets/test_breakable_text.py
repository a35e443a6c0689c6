import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from desktop_llm.ui.widgets.breakable_text import breakable

NAMES = ["statement_of_the_costs_" * 9 + ".docx", "x" * 300, "/home/ann/" * 20, "._-" * 40]


@pytest.mark.parametrize("text", ["", "“lease.docx” could not be read.", "a b  c\n\nd", "Donaudampfschifffahrt"])
def test_what_has_no_long_word_stays_as_it_is(text: str) -> None:
    assert breakable(text) == text


@pytest.mark.parametrize("name", NAMES, ids=["marks", "no mark", "path", "marks alone"])
def test_nothing_is_lost_and_no_part_is_long(name: str) -> None:
    shown = breakable(f"“{name}” could not be read.")
    assert shown.replace("\u200b", "") == f"“{name}” could not be read."
    assert max(map(len, shown.replace("\u200b", " ").split())) <= 25


@pytest.mark.parametrize("name", NAMES, ids=["marks", "no mark", "path", "marks alone"])
def test_a_label_breaks_it(qtbot: QtBot, name: str) -> None:
    label = QLabel()
    qtbot.addWidget(label)
    label.setWordWrap(True)
    label.setText(breakable(name))
    assert label.minimumSizeHint().width() <= 300
    label.resize(300, label.heightForWidth(300))
    assert label.height() >= 2 * label.fontMetrics().height()
