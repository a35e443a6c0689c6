from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from desktop_llm.ui.widgets.summary.summary_hint import SummaryHint


def test_it_says_what_will_be_there_and_fits_a_narrow_side(qtbot: QtBot) -> None:
    hint = SummaryHint()
    qtbot.addWidget(hint)
    hint.resize(220, 300)
    hint.show()
    labels = hint.findChildren(QLabel)
    assert labels[0].text().startswith("The summary grows here")
    assert all(label.width() <= 220 and label.height() >= label.heightForWidth(label.width()) for label in labels)
