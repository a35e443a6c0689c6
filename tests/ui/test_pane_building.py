import sys

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from desktop_llm.ui.import_steps import ImportSteps


def test_modules_are_imported_one_after_another(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "colorsys", raising=False)
    parent = QObject()
    steps = ImportSteps(("colorsys", "calendar"), parent, first_ms=0, each_ms=0)
    steps.begin()
    assert "colorsys" not in sys.modules
    qtbot.waitUntil(lambda: steps.is_over)
    assert "colorsys" in sys.modules


def test_nothing_is_imported_after_the_stop(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "colorsys", raising=False)
    parent = QObject()
    steps = ImportSteps(("colorsys",), parent, first_ms=0, each_ms=0)
    steps.begin()
    steps.stop()
    other = ImportSteps(("calendar",), parent, first_ms=5, each_ms=0)
    other.begin()
    qtbot.waitUntil(lambda: other.is_over)
    assert "colorsys" not in sys.modules
