from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from desktop_llm.ui.widgets.status_line import StatusLine


def test_the_line_says_where_text_goes(qtbot: QtBot) -> None:
    line = StatusLine()
    qtbot.addWidget(line)
    privacy = line.findChild(QLabel, "privacy_label")
    assert privacy is not None
    assert privacy.text() == "Private: nothing left this computer"
    line.show_server("llm.example.org")
    assert privacy.text() == "Text is sent to llm.example.org"
    assert privacy.property("look") == "small_warning"
    line.show_server("")
    assert privacy.property("look") == "small"
