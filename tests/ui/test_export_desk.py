import threading
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from desktop_llm.errors import DesktopLlmError, DocumentError, ErrorCode
from desktop_llm.ui.event_bridge import EventBridge
from desktop_llm.ui.export_desk import ExportDesk


@pytest.fixture
def bridge(qapp: object) -> Iterator[EventBridge]:
    bridge = EventBridge()
    yield bridge
    bridge.stop()


def test_work_is_done_one_after_another_beside_the_window(bridge: EventBridge, qtbot: QtBot) -> None:
    owner = QObject()
    desk = ExportDesk(bridge, owner)
    done: list[tuple[int, bool, bool]] = []
    is_first_told = threading.Event()

    def work(number: int) -> tuple[int, bool]:
        if number == 0:
            is_first_told.wait(5)
        return number, threading.current_thread() is threading.main_thread()

    def note(result: tuple[int, bool]) -> None:
        done.append((*result, threading.current_thread() is threading.main_thread()))

    for number in range(3):
        desk.run(lambda number=number: work(number), note, pytest.fail)
    is_first_told.set()
    qtbot.waitUntil(lambda: len(done) == 3)
    assert done == [(0, False, True), (1, False, True), (2, False, True)]


def test_what_goes_wrong_is_told(bridge: EventBridge, qtbot: QtBot) -> None:
    owner = QObject()
    desk = ExportDesk(bridge, owner)
    errors: list[DesktopLlmError] = []

    def work() -> bytes:
        raise DocumentError(ErrorCode.FILE_NOT_WRITTEN, path="/a", reason="full")

    desk.run(work, print, errors.append)
    qtbot.waitUntil(lambda: bool(errors))
    assert errors[0].code is ErrorCode.FILE_NOT_WRITTEN
