from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from desktop_llm.ui.widgets.progress_bar import ProgressBar
from desktop_llm.ui.widgets.writing.job_line import JobLine


def test_it_is_there_while_something_is_done(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    line = JobLine("test", window)
    window.show()
    assert not line.isVisible()
    line.show_working(is_working=True)
    line.show_progress("Read 1 of 4", 1, 4)
    assert line.isVisible()
    assert line.findChild(QLabel, "test_activity").text() == "Read 1 of 4"
    assert line.findChild(ProgressBar, "test_progress").maximum() == 4
    with qtbot.waitSignal(line.stop_requested):
        qtbot.mouseClick(line.findChild(QPushButton, "stop_test_button"), Qt.MouseButton.LeftButton)
    line.show_working(is_working=False)
    assert not line.isVisible()
