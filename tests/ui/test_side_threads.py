import threading
import weakref
from collections.abc import Iterator
from functools import partial

import pytest
from pytestqt.qtbot import QtBot

from desktop_llm.errors import DesktopLlmError, ErrorCode, HubError
from desktop_llm.ui.event_bridge import EventBridge
from desktop_llm.ui.side_threads import SideThreads


@pytest.fixture
def bridge(qtbot: QtBot) -> Iterator[EventBridge]:
    bridge = EventBridge()
    yield bridge
    bridge.stop()


@pytest.fixture
def threads(bridge: EventBridge) -> Iterator[SideThreads]:
    threads = SideThreads(bridge, "beside")
    yield threads
    threads.stop()


def unexpected(error: DesktopLlmError) -> None:
    raise AssertionError(error)


def test_work_runs_elsewhere_and_its_result_comes_to_the_window(threads: SideThreads, qtbot: QtBot) -> None:
    results: list[tuple[int, int]] = []

    def show(worker: int) -> None:
        results.append((worker, threading.get_ident()))

    threads.run(threading.get_ident, show, unexpected)
    qtbot.waitUntil(lambda: bool(results))
    ((worker, shower),) = results
    assert shower == threading.get_ident()
    assert worker != shower


def test_a_failure_is_told(threads: SideThreads, qtbot: QtBot) -> None:
    def fail() -> None:
        raise HubError(ErrorCode.HUB_UNREACHABLE)

    errors: list[DesktopLlmError] = []
    threads.run(fail, unexpected, errors.append)  # type: ignore[arg-type]  it has no result
    qtbot.waitUntil(lambda: bool(errors))
    assert errors[0].code is ErrorCode.HUB_UNREACHABLE


@pytest.mark.logs_errors
def test_a_fault_of_ours_is_logged_and_told(threads: SideThreads, qtbot: QtBot) -> None:
    def fail() -> None:
        raise ZeroDivisionError

    errors: list[DesktopLlmError] = []
    threads.run(fail, unexpected, errors.append)  # type: ignore[arg-type]  it has no result
    qtbot.waitUntil(lambda: bool(errors))
    assert errors[0].code is ErrorCode.BUG


def test_nobody_hears_of_what_was_forgotten(threads: SideThreads, qtbot: QtBot) -> None:
    may_end = threading.Event()
    heard: list[str] = []

    def slow() -> str:
        may_end.wait(5)
        return "slow"

    def quick() -> str:
        return "quick"

    running = threads.run(slow, heard.append, unexpected)
    waiting = threads.run(slow, heard.append, unexpected)
    threads.run(quick, heard.append, unexpected)
    running.forget()
    waiting.forget()
    may_end.set()
    qtbot.waitUntil(lambda: bool(heard))
    assert heard == ["quick"]


def test_stopping_does_not_wait_for_what_hangs(bridge: EventBridge) -> None:
    threads = SideThreads(bridge, "beside")
    may_end = threading.Event()
    begun = threading.Event()
    ran_late: list[bool] = []

    def hang() -> None:
        begun.set()
        may_end.wait(5)

    threads.run(hang, print, unexpected)
    threads.run(lambda: ran_late.append(True), print, unexpected)
    assert begun.wait(5)
    threads.stop()
    assert threads.is_stopping
    may_end.set()
    assert ran_late == []


def test_what_was_asked_for_is_finished(threads: SideThreads) -> None:
    """Also what has not begun."""
    is_held, done = threading.Event(), list[str]()

    def first() -> None:
        is_held.wait(5)
        done.append("first")

    threads.run(first, ignore, unexpected)
    threads.run(lambda: done.append("second"), ignore, unexpected)
    end = threading.Thread(target=threads.finish)
    end.start()
    is_held.set()
    end.join()
    assert done == ["first", "second"]


def ignore(_nothing: None) -> None:
    """Nobody waits for it."""


def test_nobody_need_wait_for_an_end(threads: SideThreads, qtbot: QtBot) -> None:
    def fail() -> None:
        raise HubError(ErrorCode.HUB_UNREACHABLE)

    done: list[int] = []
    threads.run(fail)
    threads.run(threading.get_ident)
    threads.run(lambda: 1, done.append)
    qtbot.waitUntil(lambda: done == [1])


def test_what_work_was_about_is_not_kept_when_it_is_done(threads: SideThreads, qtbot: QtBot) -> None:
    class Large:
        """Such as a document."""

    large, done = Large(), list[bool]()
    gone = weakref.ref(large)
    threads.run(partial(isinstance, large, Large), done.append, unexpected)
    del large
    qtbot.waitUntil(lambda: done == [True])
    qtbot.waitUntil(lambda: gone() is None)
