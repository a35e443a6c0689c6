import sys
from collections.abc import Generator
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, QTimer
from pytestqt.qtbot import QtBot

from desktop_llm.ui.pane_building import PaneBuilding


class Pane:
    """Notes what is built, and what else happens between."""

    def __init__(self, *pieces: str) -> None:
        self.pieces = pieces
        self.order: list[str] = []
        self.broken = ""

    def build(self) -> Generator[None, None, str]:
        for piece in self.pieces:
            if piece == self.broken:
                raise ValueError(piece)
            self.order.append(piece)
            QTimer.singleShot(0, self.turn)
            yield
        return "all of it"

    def turn(self) -> None:
        self.order.append("the window")

    def fail(self, _reason: str) -> None:
        self.order.append("failed")

    def open(self, parts: str) -> None:
        self.order.append(parts)


def test_modules_are_imported_while_the_window_rests_and_nothing_is_built(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delitem(sys.modules, "colorsys", raising=False)
    parent, pane = QObject(), Pane("list")
    building = PaneBuilding(("colorsys", "calendar"), pane.build, pane.fail, parent, first_ms=0, each_ms=0)
    building.warm_up()
    assert "colorsys" not in sys.modules
    qtbot.waitUntil(lambda: building.is_imported)
    assert "colorsys" in sys.modules
    assert pane.order == []


def test_between_its_pieces_the_window_has_its_turn(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "colorsys", raising=False)
    parent, pane = QObject(), Pane("list", "text")
    building = PaneBuilding(("colorsys",), pane.build, pane.fail, parent)
    building.when_built(pane.open)
    building.begin()
    building.begin()
    assert pane.order == []
    qtbot.waitUntil(lambda: building.parts is not None)
    assert "colorsys" in sys.modules
    assert pane.order == ["list", "the window", "text", "the window", "all of it"]


def test_what_waits_for_the_pane_is_done_at_once_when_it_is_there(qtbot: QtBot) -> None:
    parent, pane = QObject(), Pane("list")
    building = PaneBuilding((), pane.build, pane.fail, parent)
    building.begin()
    heard: list[str] = []
    building.when_built(heard.append)
    qtbot.waitUntil(lambda: heard == ["all of it"])
    building.when_built(heard.append)
    assert heard == ["all of it", "all of it"]


def test_nothing_is_imported_or_built_after_the_stop(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "colorsys", raising=False)
    parent, pane = QObject(), Pane("list")
    building = PaneBuilding(("colorsys",), pane.build, pane.fail, parent, first_ms=0, each_ms=0)
    building.warm_up()
    building.begin()
    building.stop()
    other = PaneBuilding(("calendar",), pane.build, pane.fail, parent, first_ms=5, each_ms=0)
    other.warm_up()
    qtbot.waitUntil(lambda: other.is_imported)
    assert "colorsys" not in sys.modules
    assert pane.order == []


@pytest.mark.logs_errors
def test_a_pane_that_could_not_be_built_is_told_once_and_built_when_it_is_wanted_again(qtbot: QtBot) -> None:
    parent, pane = QObject(), Pane("list", "text")
    pane.broken = "text"
    building = PaneBuilding((), pane.build, pane.fail, parent)
    building.begin()
    building.when_built(pane.open)
    qtbot.waitUntil(lambda: "failed" in pane.order)
    assert building.parts is None
    pane.broken = ""
    building.begin()
    building.when_built(pane.open)
    qtbot.waitUntil(lambda: building.parts is not None)
    said = [each for each in pane.order if each != "the window"]
    assert said == ["list", "failed", "list", "text", "all of it"]


@pytest.mark.logs_errors
def test_a_module_that_cannot_be_imported_is_told_when_it_is_wanted(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    module = tmp_path / "pane_that_breaks.py"
    module.write_text("raise ValueError", "utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    parent, pane = QObject(), Pane("list")
    building = PaneBuilding(("pane_that_breaks",), pane.build, pane.fail, parent, first_ms=0, each_ms=0)
    building.begin()
    qtbot.waitUntil(lambda: pane.order == ["failed"])
    module.write_text("", "utf-8")
    building.begin()
    qtbot.waitUntil(lambda: building.parts is not None)
    del sys.modules["pane_that_breaks"]
