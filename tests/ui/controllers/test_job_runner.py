import threading

from pytestqt.qtbot import QtBot

from desktop_llm.assist.job import JobEnded, JobState
from desktop_llm.paths import DataFolder
from desktop_llm.ui.controllers.job_runner import JobRunner, Sink
from desktop_llm.ui.event_bridge import EventBridge


class Waiting:
    """A job that ends when it is stopped."""

    def __init__(self, name: str, sink: Sink) -> None:
        self._name = name
        self._sink = sink
        self._stopped = threading.Event()

    def run(self) -> None:
        self._sink(f"begun {self._name}")
        self._stopped.wait(10)
        self._sink(JobEnded(self._name, JobState.STOPPED))

    def stop(self) -> None:
        self._stopped.set()


def test_the_newest_wish_wins_and_nothing_is_told_of_the_others(qtbot: QtBot, folder: DataFolder) -> None:
    bridge = EventBridge()
    runner = JobRunner(folder, bridge)
    heard: list[object] = []
    runner.begin(lambda sink, _cache: Waiting("one", sink), heard.append)
    qtbot.waitUntil(lambda: heard == ["begun one"])
    runner.begin(lambda sink, _cache: Waiting("two", sink), heard.append)
    runner.begin(lambda sink, _cache: Waiting("three", sink), heard.append)
    qtbot.waitUntil(lambda: "begun three" in heard)
    assert runner.is_running
    runner.stop()
    qtbot.waitUntil(lambda: len(heard) == 3)

    assert heard == ["begun one", "begun three", JobEnded("three", JobState.STOPPED)]
    assert not runner.is_running
    runner.close()
    bridge.stop()


def test_a_wish_whose_turn_has_not_come_ends_too_when_it_is_stopped(qtbot: QtBot, folder: DataFolder) -> None:
    bridge = EventBridge()
    runner = JobRunner(folder, bridge)
    heard: list[object] = []
    runner.begin(lambda sink, _cache: Waiting("one", sink), heard.append)
    qtbot.waitUntil(lambda: heard == ["begun one"])
    runner.begin(lambda sink, _cache: Waiting("two", sink), heard.append)
    runner.stop()
    assert not runner.is_running
    qtbot.waitUntil(lambda: heard[-1] == JobEnded("two", JobState.STOPPED))
    runner.close()
    bridge.stop()


def test_nothing_begins_any_more_once_it_is_closed(qtbot: QtBot, folder: DataFolder) -> None:
    bridge = EventBridge()
    runner = JobRunner(folder, bridge)
    heard: list[object] = []
    runner.begin(lambda sink, _cache: Waiting("one", sink), heard.append)
    qtbot.waitUntil(lambda: heard == ["begun one"])
    runner.begin(lambda sink, _cache: Waiting("two", sink), heard.append)
    runner.close()
    is_past: list[bool] = []
    bridge.post(lambda: is_past.append(True))  # behind the end of the first
    qtbot.waitUntil(lambda: bool(is_past))
    bridge.stop()
    assert heard == ["begun one"]
    assert not runner.is_running
