import pytest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from desktop_llm.ui.widgets.writing.empty_writing import EmptyWriting


@pytest.mark.parametrize(
    ("button", "signal"),
    [
        ("empty_new_text_button", "new_requested"),
        ("empty_compose_button", "compose_requested"),
        ("empty_open_text_button", "open_requested"),
    ],
)
def test_each_way_to_begin_is_a_button(qtbot: QtBot, button: str, signal: str) -> None:
    page = EmptyWriting()
    qtbot.addWidget(page)
    with qtbot.waitSignal(getattr(page, signal)):
        page.findChild(QPushButton, button).click()
