"""The binding between Python and Qt itself, where a release of it was broken."""

import sys

from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot


def test_calls_that_return_nothing_keep_the_reference_count_of_none(qtbot: QtBot) -> None:
    """PySide6 6.12.0 drops a reference to None on each, and Python before 3.12 aborts at zero (PYSIDE-3474)."""
    label = QLabel()
    qtbot.addWidget(label)
    before = sys.getrefcount(None)
    for _ in range(100):
        label.setText("text")
    assert sys.getrefcount(None) > before - 50
