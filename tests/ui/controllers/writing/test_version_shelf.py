from collections.abc import Sequence

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
from desktop_llm.ui.widgets.writing.version_column import ShownVersion


class Shown:
    def __init__(self, qtbot: QtBot) -> None:
        self.qtbot = qtbot
        self.bridge = EventBridge()
        self.side = SideThreads(self.bridge, "comparing")
        self.owner = QObject()
        self.all: list[Sequence[ShownVersion]] = []
        self.shelf = VersionShelf(self.all.append, self.side, self.owner)

    @property
    def last(self) -> Sequence[ShownVersion]:
        return self.all[-1]

    def stop(self) -> None:
        self.side.stop()
        self.bridge.stop()


def test_versions_grow_side_by_side_and_are_compared(qtbot: QtBot) -> None:
    shown = Shown(qtbot)
    shown.shelf.begin("the old text", 2)
    shown.shelf.hear(VersionsPlanned(job_id="j", model_name="m", language="en", n_versions=2))
    shown.shelf.hear(VersionGrew(job_id="j", index=0, text="the new"))
    qtbot.waitUntil(lambda: shown.last == (ShownVersion("the new"), ShownVersion()))
    warning = VersionWarning(VersionFault.TOO_SHORT, "2")
    shown.shelf.hear(VersionDone(job_id="j", index=0, version=WrittenVersion("the new text", (warning,))))
    qtbot.waitUntil(lambda: "<b" in shown.last[0].difference)
    assert shown.last[0].is_done
    assert shown.last[0].warnings == ("It is much shorter than you wanted: 2 words.",)
    assert shown.last[1] == ShownVersion()
    assert (shown.shelf.version(0), shown.shelf.version(1)) == (WrittenVersion("the new text", (warning,)), None)
    assert shown.shelf.single is None  # nobody has chosen one
    shown.stop()


def test_what_is_there_of_a_version_that_was_stopped_can_be_taken(qtbot: QtBot) -> None:
    shown = Shown(qtbot)
    shown.shelf.begin("", 1)
    shown.shelf.hear(VersionGrew(job_id="j", index=0, text="Dear Sir,"))
    shown.shelf.end()
    assert shown.shelf.single == shown.shelf.version(0) == WrittenVersion("Dear Sir,")
    assert shown.last[0].is_done
    shown.stop()


def test_those_before_are_gone_when_others_are_wanted(qtbot: QtBot) -> None:
    shown = Shown(qtbot)
    shown.shelf.begin("", 2)
    shown.shelf.begin("", 2)
    assert shown.all[-2:] == [(), (ShownVersion(), ShownVersion())]
    shown.stop()


def test_what_is_put_away_does_not_come_back_with_its_difference(qtbot: QtBot) -> None:
    shown = Shown(qtbot)
    shown.shelf.begin("the old text", 2)
    shown.shelf.hear(VersionDone(job_id="j", index=0, version=WrittenVersion("the new text")))
    shown.shelf.put_away()
    compared: list[int] = []
    shown.side.run(lambda: 1, compared.append)  # comes behind the comparison
    qtbot.waitUntil(lambda: compared == [1])
    assert shown.last == ()
    assert shown.shelf.version(0) is None
    shown.stop()
