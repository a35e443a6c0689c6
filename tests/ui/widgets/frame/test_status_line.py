import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from desktop_llm.engine.server.server_address import server_address
from desktop_llm.ui.widgets.frame.status_line import StatusLine, TextPlace


def place(url: str) -> TextPlace:
    return TextPlace(address=server_address(url))


@pytest.mark.parametrize(
    ("place", "text", "look"),
    [
        (TextPlace(), "Private: nothing left this computer", "small"),
        (place("https://llm.example.org"), "Text is sent to llm.example.org", "small_warning"),
        (place("http://10.0.0.7:8000"), "Text is sent to 10.0.0.7:8000, unencrypted", "small_warning"),
        (place("localhost:11434"), "Text goes to a program here: localhost:11434", "small"),
        (
            TextPlace(sent_to="llm.example.org"),
            "Answered here; earlier messages went to llm.example.org",
            "small",
        ),
        (TextPlace(is_known=False), "Nothing is sent: the server of this chat is not in your list", "small"),
    ],
)
def test_the_line_says_where_text_goes(qtbot: QtBot, place: TextPlace, text: str, look: str) -> None:
    line = StatusLine()
    qtbot.addWidget(line)
    privacy = line.findChild(QLabel, "privacy_label")
    assert privacy is not None
    line.show_place(TextPlace(address=server_address("https://before.example")))
    line.show_place(place)
    assert privacy.text() == text
    assert privacy.property("look") == look
