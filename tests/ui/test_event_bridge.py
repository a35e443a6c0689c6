import itertools
import threading
import time
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QThread, QTimer
from pytestqt.qtbot import QtBot

from desktop_llm.assist.job import JobEnded, JobProgressed, JobState, JobTextGrew
from desktop_llm.errors import DesktopLlmError, ErrorCode, StorageError
from desktop_llm.ui.event_bridge import EventBridge, gathered


@pytest.fixture
def bridge(qapp: object) -> Iterator[EventBridge]:
    bridge = EventBridge()
    yield bridge
    bridge.stop()


def test_waiting_text_of_one_answer_becomes_one_event() -> None:
    events = [JobTextGrew("a", "Hel", ""), JobTextGrew("a", "lo", "hm"), JobEnded("a", JobState.DONE)]
    assert gathered(events) == [JobTextGrew("a", "Hello", "hm"), JobEnded("a", JobState.DONE)]


def test_two_answers_that_alternate_keep_their_own_order() -> None:
    events = [
        JobTextGrew("a", "1", ""),
        JobTextGrew("b", "x", ""),
        JobTextGrew("a", "2", ""),
        JobTextGrew("b", "y", ""),
    ]
    assert gathered(events) == [JobTextGrew("a", "12", ""), JobTextGrew("b", "xy", "")]


def test_text_is_never_joined_across_another_event_of_its_answer() -> None:
    events = [JobTextGrew("a", "1", ""), JobProgressed("a", 1, 2), JobTextGrew("a", "2", "")]
    assert gathered(events) == events


def test_only_the_last_progress_is_told() -> None:
    assert gathered([JobProgressed("a", 1, 9), JobProgressed("a", 5, 9)]) == [JobProgressed("a", 5, 9)]


def test_events_arrive_on_the_gui_thread_whole_and_in_order(bridge: EventBridge, qtbot: QtBot) -> None:
    arrived: dict[str, str] = {"a": "", "b": ""}
    ended: list[str] = []
    threads: set[bool] = set()

    def note(event: object) -> None:
        threads.add(QThread.isMainThread())
        if isinstance(event, JobTextGrew):
            assert event.job_id not in ended
            arrived[event.job_id] += event.text
        if isinstance(event, JobEnded):
            ended.append(event.job_id)

    def write(job_id: str) -> None:
        for number in range(2000):
            bridge.post(JobTextGrew(job_id, f"{number} ", ""))
        bridge.post(JobEnded(job_id, JobState.DONE))

    bridge.event_arrived.connect(note)
    writers = [threading.Thread(target=write, args=(job_id,)) for job_id in arrived]
    for writer in writers:
        writer.start()
    qtbot.waitUntil(lambda: len(ended) == 2)
    for writer in writers:
        writer.join()
    assert arrived == dict.fromkeys("ab", "".join(f"{number} " for number in range(2000)))
    assert threads == {True}


def test_a_stream_is_drawn_at_most_once_a_frame(bridge: EventBridge, qtbot: QtBot) -> None:
    times_s: list[float] = []
    bridge.event_arrived.connect(lambda _event: times_s.append(time.monotonic()))
    stop = threading.Event()

    def write() -> None:
        while not stop.wait(0.001):
            bridge.post(JobTextGrew("a", "x", ""))

    writer = threading.Thread(target=write)
    writer.start()
    qtbot.waitUntil(lambda: len(times_s) >= 12)
    stop.set()
    writer.join()
    gaps_ms = sorted((later - earlier) * 1000 for earlier, later in itertools.pairwise(times_s))
    # A frame is 16 ms; timers may come a little early and, on a busy machine, late.
    assert gaps_ms[len(gaps_ms) // 2] >= 14


def test_between_long_items_the_window_has_its_turn(bridge: EventBridge, qtbot: QtBot) -> None:
    order: list[str] = []

    def take_long() -> None:
        QTimer.singleShot(0, lambda: order.append("the window"))
        end_s = time.monotonic() + 0.02
        while time.monotonic() < end_s:
            pass
        order.append("first")

    bridge.post(take_long)
    bridge.post(lambda: order.append("second"))
    qtbot.waitUntil(lambda: len(order) == 3)
    assert order == ["first", "the window", "second"]


def test_what_waits_for_its_turn_keeps_its_place(bridge: EventBridge, qtbot: QtBot) -> None:
    """More is posted while the first is at work; one job's text is joined whenever it was posted."""
    arrived: list[object] = []
    bridge.event_arrived.connect(arrived.append)

    def take_long() -> None:
        bridge.post(JobTextGrew("a", "lo", ""))
        bridge.post(JobEnded("a", JobState.DONE))
        end_s = time.monotonic() + 0.02
        while time.monotonic() < end_s:
            pass

    bridge.post(take_long)
    bridge.post(JobTextGrew("a", "Hel", ""))
    qtbot.waitUntil(lambda: len(arrived) == 2)
    assert arrived == [JobTextGrew("a", "Hello", ""), JobEnded("a", JobState.DONE)]


def test_nothing_runs_while_nothing_is_posted(bridge: EventBridge, qtbot: QtBot) -> None:
    with qtbot.waitSignal(bridge.event_arrived):
        bridge.post(JobTextGrew("a", "x", ""))
    assert not [each for each in bridge.findChildren(QTimer) if each.isActive()]


def test_a_posted_call_runs_on_the_gui_thread(bridge: EventBridge, qtbot: QtBot) -> None:
    ran_on_gui_thread: list[bool] = []
    threading.Thread(target=bridge.post, args=(lambda: ran_on_gui_thread.append(QThread.isMainThread()),)).start()
    qtbot.waitUntil(lambda: ran_on_gui_thread == [True])


def test_background_work_runs_elsewhere_and_answers_here(bridge: EventBridge, qtbot: QtBot) -> None:
    answers: list[tuple[bool, bool]] = []
    bridge.run_in_background(
        QThread.isMainThread, lambda was_gui_thread: answers.append((was_gui_thread, QThread.isMainThread()))
    )
    qtbot.waitUntil(lambda: answers == [(False, True)])


def test_background_work_is_done_in_the_order_it_was_given(bridge: EventBridge, qtbot: QtBot) -> None:
    answers: list[int] = []
    for number in range(50):
        bridge.run_in_background(lambda number=number: number, answers.append)
    qtbot.waitUntil(lambda: len(answers) == 50)
    assert answers == list(range(50))


def test_a_failure_of_background_work_is_told(bridge: EventBridge, qtbot: QtBot) -> None:
    errors: list[DesktopLlmError] = []

    def fail() -> None:
        raise StorageError(ErrorCode.DISK_FULL, path="/tmp")

    bridge.run_in_background(fail, on_error=errors.append)
    qtbot.waitUntil(lambda: len(errors) == 1)
    assert errors[0].code is ErrorCode.DISK_FULL


@pytest.mark.logs_errors
def test_a_bug_in_background_work_is_told_as_a_bug(bridge: EventBridge, qtbot: QtBot) -> None:
    errors: list[DesktopLlmError] = []

    def fail() -> None:
        raise ZeroDivisionError

    bridge.run_in_background(fail, on_error=errors.append)
    qtbot.waitUntil(lambda: len(errors) == 1)
    assert errors[0].code is ErrorCode.BUG
    assert "ZeroDivisionError" in str(errors[0].facts["reason"])


@pytest.mark.logs_errors
def test_a_call_that_fails_does_not_stop_the_next(bridge: EventBridge, qtbot: QtBot) -> None:
    done: list[int] = []

    def fail() -> None:
        raise ZeroDivisionError

    bridge.post(fail)
    bridge.post(lambda: done.append(1))
    qtbot.waitUntil(lambda: done == [1])


def test_stopping_finishes_the_work_and_then_says_nothing_more(qapp: object, qtbot: QtBot) -> None:
    bridge = EventBridge()
    saved = threading.Event()
    other = EventBridge()
    with qtbot.assertNotEmitted(bridge.event_arrived):
        bridge.run_in_background(saved.set)
        bridge.post(JobTextGrew("a", "x", ""))
        bridge.stop()
        bridge.post(JobTextGrew("a", "y", ""))
        with qtbot.waitSignal(other.event_arrived):
            other.post(JobTextGrew("b", "z", ""))  # comes after whatever was on its way
    other.stop()
    assert saved.is_set()


def test_work_that_is_given_after_the_end_is_not_run(bridge: EventBridge) -> None:
    done: list[int] = []
    bridge.run_in_background(lambda: done.append(1))
    bridge.stop()
    bridge.run_in_background(lambda: done.append(2))
    assert done == [1]
