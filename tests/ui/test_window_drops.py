from pathlib import Path

from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from desktop_llm.ui.window_drops import WindowDrops

NONE = Qt.KeyboardModifier.NoModifier
LEFT = Qt.MouseButton.LeftButton
COPY = Qt.DropAction.CopyAction


def hold(window: QWidget, name: str) -> QMimeData:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(name)])
    QApplication.sendEvent(window, QDragEnterEvent(QPoint(5, 5), COPY, mime, LEFT, NONE))
    return mime


def test_files_that_are_held_over_the_window_are_told_where_they_go(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    drops = WindowDrops(window, window)
    (label,) = window.findChildren(QLabel, "drop_label")
    drops.show_text("Drop to summarize")
    mime = hold(window, "/tmp/a.pdf")
    assert (label.text(), label.isVisible()) == ("Drop to summarize", True)
    with qtbot.waitSignal(drops.files_dropped) as dropped:
        QApplication.sendEvent(window, QDropEvent(QPointF(5, 5), COPY, mime, LEFT, NONE))
    assert dropped.args == [(Path("/tmp/a.pdf"),)]
    assert not label.isVisible()
    hold(window, "/tmp/model.gguf")
    assert label.text() == "Drop to open this model"
    QApplication.sendEvent(window, QDragLeaveEvent())
    assert not label.isVisible()
