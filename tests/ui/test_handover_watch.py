import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from desktop_llm.handover import Handover, HandoverFolder, handovers_of
from desktop_llm.paths import DataFolder
from desktop_llm.ui.handover_watch import HandoverWatch


def handover_of(paths: tuple[Path, ...], activation_token: str = "") -> Handover:
    (handover,) = handovers_of(paths, activation_token)
    return handover


@pytest.fixture
def watch(qtbot: QtBot, folder: DataFolder) -> Iterator[HandoverWatch]:
    owner = QObject()
    watch = HandoverWatch(folder, owner)
    yield watch
    watch.stop()


def test_files_of_another_start_are_told_and_the_window_is_wanted(
    qtbot: QtBot, watch: HandoverWatch, folder: DataFolder
) -> None:
    wanted: list[bool] = []
    watch.window_wanted.connect(lambda: wanted.append(True))
    watch.begin()
    with qtbot.waitSignal(watch.files_given) as given:
        HandoverFolder(folder).leave(handover_of((Path("/a.txt"),)))
    assert given.args == [(Path("/a.txt"),)]
    assert wanted == [True]


def test_a_start_without_files_only_wants_the_window(qtbot: QtBot, watch: HandoverWatch, folder: DataFolder) -> None:
    given: list[object] = []
    watch.files_given.connect(given.append)
    watch.begin()
    with qtbot.waitSignal(watch.window_wanted):
        HandoverFolder(folder).leave(handover_of(()))
    assert given == []


def test_what_was_left_while_the_window_was_built_is_found(
    qtbot: QtBot, watch: HandoverWatch, folder: DataFolder
) -> None:
    handovers = HandoverFolder(folder)
    handovers.open()
    left = handovers.leave(handover_of(()))
    with qtbot.waitSignal(watch.window_wanted):
        watch.begin()
    assert handovers.was_taken(left)


def test_the_right_to_come_to_the_front_goes_along(
    qtbot: QtBot, watch: HandoverWatch, folder: DataFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_ACTIVATION_TOKEN", "")
    watch.begin()
    with qtbot.waitSignal(watch.window_wanted):
        HandoverFolder(folder).leave(handover_of((), "granted"))
    assert os.environ["XDG_ACTIVATION_TOKEN"] == "granted"


def test_others_find_the_window_gone_when_it_ends(watch: HandoverWatch, folder: DataFolder) -> None:
    watch.begin()
    assert HandoverFolder(folder).is_open
    watch.stop()
    assert not HandoverFolder(folder).is_open


def test_where_no_folder_can_be_made_the_window_works_all_the_same(watch: HandoverWatch, folder: DataFolder) -> None:
    folder.root.mkdir()
    folder.handovers.touch()
    watch.begin()
    watch.stop()
    assert folder.handovers.is_file()
