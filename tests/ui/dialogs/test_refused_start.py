import pytest
from PySide6.QtWidgets import QMessageBox, QPushButton
from pytestqt.qtbot import QtBot

from desktop_llm.errors import ErrorCode, StorageError
from desktop_llm.ui.dialogs.refused_start import show_refused_start

IN_USE = StorageError(ErrorCode.DATA_FOLDER_IN_USE, path="/data")


def test_it_says_why_in_a_window_and_on_the_terminal(qtbot: QtBot, capsys: pytest.CaptureFixture[str]) -> None:
    box = show_refused_start(IN_USE)
    qtbot.addWidget(box)
    assert box.isVisible()
    assert box.text() == "Desktop LLM is already running with the same chats."
    assert box.informativeText() == "Use the window that is open, or close it first."
    assert capsys.readouterr().err == f"desktop-llm: {box.text()} {box.informativeText()}\n"


def test_it_waits_for_nobody_and_goes_when_it_is_read(qtbot: QtBot) -> None:
    box = show_refused_start(IN_USE)
    ok = box.button(QMessageBox.StandardButton.Ok)
    assert isinstance(ok, QPushButton)
    with qtbot.waitSignal(box.destroyed):
        ok.click()
