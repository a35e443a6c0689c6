from PySide6.QtWidgets import QLabel, QProgressBar, QPushButton
from pytestqt.qtbot import QtBot

from desktop_llm.ui.widgets.translation.document_footer import DocumentFooter, DocumentProgress


def test_it_is_there_while_there_is_something_to_say(qtbot: QtBot) -> None:
    footer = DocumentFooter()
    qtbot.addWidget(footer)
    footer.resize(600, 40)
    assert not footer.isVisibleTo(None)
    footer.show_progress(DocumentProgress(text="3 of 12", n_done=3, n_total=12, is_running=True))
    bar, label = footer.findChild(QProgressBar), footer.findChild(QLabel, "document_activity")
    assert bar is not None
    assert label is not None
    assert (bar.value(), bar.maximum(), label.text()) == (3, 12, "3 of 12")
    with qtbot.waitSignal(footer.stop_requested):
        footer.findChild(QPushButton, "stop_document_button").click()
    footer.show_progress(DocumentProgress())
    assert footer.isHidden()


def test_what_was_saved_can_be_opened(qtbot: QtBot) -> None:
    footer = DocumentFooter()
    qtbot.addWidget(footer)
    open_button = footer.findChild(QPushButton, "open_output_button")
    folder_button = footer.findChild(QPushButton, "open_output_folder_button")
    assert open_button.isHidden()
    assert folder_button.isHidden()
    footer.show_saved(is_saved=True)
    with qtbot.waitSignals([footer.open_requested, footer.open_folder_requested]):
        open_button.click()
        folder_button.click()
