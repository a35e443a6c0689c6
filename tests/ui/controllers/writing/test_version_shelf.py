from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from desktop_llm.assist.writing.written_version import (
    VersionDone,
    VersionFault,
    VersionGrew,
    VersionsPlanned,
    VersionWarning,
    WrittenVersion,
)
from desktop_llm.ui.controllers.writing.version_shelf import VersionShelf
from desktop_llm.ui.event_bridge import EventBridge
from desktop_llm.ui.side_threads import SideThreads
from desktop_llm.ui.widgets.writing.version_view import ShownVersion


class Shown:
    def __init__(self, qtbot: QtBot) -> None:
        self.qtbot = qtbot
        self.bridge = EventBridge()
        self.side = SideThreads(self.bridge, "comparing")
        self.owner = QObject()
        self.all: list[tuple[ShownVersion, int, int]] = []
        self.shelf = VersionShelf(self._show, self.side, self.owner)

    def _show(self, version: ShownVersion, number: int, count: int) -> None:
        self.all.append((version, number, count))

    @property
    def last(self) -> tuple[ShownVersion, int, int]:
        return self.all[-1]

    def stop(self) -> None:
        self.side.stop()
        self.bridge.stop()


def test_versions_grow_are_compared_and_stepped_through(qtbot: QtBot) -> None:
    shown = Shown(qtbot)
    shown.shelf.begin("the old text", 2)
    shown.shelf.hear(VersionsPlanned(job_id="j", model_name="m", language="en", n_versions=2))
    shown.shelf.hear(VersionGrew(job_id="j", index=0, text="the new"))
    qtbot.waitUntil(lambda: shown.last == (ShownVersion("the new"), 1, 2))
    warning = VersionWarning(VersionFault.TOO_SHORT, "2")
    shown.shelf.hear(VersionDone(job_id="j", index=0, version=WrittenVersion("the new text", (warning,))))
    qtbot.waitUntil(lambda: "<b" in shown.last[0].difference)
    assert shown.last[0].is_done
    assert shown.last[0].warnings == ("It is much shorter than you wanted: 2 words.",)
    shown.shelf.step(1)
    assert shown.last[1:] == (2, 2)
    assert shown.shelf.chosen is None
    shown.stop()


def test_what_is_there_of_a_version_that_was_stopped_can_be_taken(qtbot: QtBot) -> None:
    shown = Shown(qtbot)
    shown.shelf.begin("", 1)
    shown.shelf.hear(VersionGrew(job_id="j", index=0, text="Dear Sir,"))
    shown.shelf.end()
    assert shown.shelf.chosen == WrittenVersion("Dear Sir,")
    assert shown.last[0].is_done
    shown.stop()
