from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from desktop_llm.ui.widgets.progress_bar import ProgressBar


class Neighbour(QWidget):
    n_paintings = 0

    def paintEvent(self, event: QPaintEvent) -> None:
        self.n_paintings += 1


def test_nothing_is_drawn_until_the_window_is(qtbot: QtBot) -> None:
    window = QWidget()
    bar, neighbour = ProgressBar(window, "bar"), Neighbour(window)
    layout = QVBoxLayout(window)
    layout.addWidget(bar)
    layout.addWidget(neighbour)
    qtbot.addWidget(window)
    window.resize(200, 100)
    window.show()
    qtbot.waitUntil(lambda: neighbour.n_paintings > 0)
    n_before = neighbour.n_paintings
    neighbour.update()
    bar.show_value(30, 100)
    assert neighbour.n_paintings == n_before
    assert (bar.value(), bar.maximum()) == (30, 100)
    qtbot.waitUntil(lambda: neighbour.n_paintings > n_before)
