from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from desktop_llm.ui.widgets.summary.empty_summary import EmptySummary


def test_there_are_three_ways_to_begin(qtbot: QtBot) -> None:
    page = EmptySummary()
    qtbot.addWidget(page)
    for name, signal in (
        ("summarize_files_button", page.files_requested),
        ("summarize_folder_button", page.folder_requested),
        ("summarize_paste_button", page.paste_requested),
    ):
        (button,) = page.findChildren(QPushButton, name)
        with qtbot.waitSignal(signal):
            button.click()
