from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from desktop_llm.ui.widgets.frame.drop_overlay import DropOverlay


def test_the_overlay_covers_the_window_and_lets_the_drop_through(qtbot: QtBot) -> None:
    host = QWidget()
    qtbot.addWidget(host)
    host.resize(640, 480)
    host.show()
    overlay = DropOverlay(host)
    overlay.show_text("Drop to open this model")
    label = overlay.findChild(QLabel, "drop_label")
    assert label is not None
    assert label.text() == "Drop to open this model"
    assert overlay.geometry() == host.rect()
    assert overlay.testAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
    assert not overlay.grab().isNull()
