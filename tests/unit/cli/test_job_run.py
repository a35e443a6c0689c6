import _thread
import queue
import threading

import pytest

from desktop_llm.assist.job import JobEnded, JobProgressed, JobState
from desktop_llm.cli.job_run import EXIT_STOPPED, run_job
from desktop_llm.engine.messages import Failed
from desktop_llm.errors import ErrorCode, RequestFailedError

Told = JobProgressed | JobEnded


class WaitingJob:
    """Waits until it is stopped."""

    def __init__(self, events: "queue.SimpleQueue[Told]") -> None:
        self._events = events
        self._stopped = threading.Event()

    def run(self) -> None:
        _thread.interrupt_main()
        assert self._stopped.wait(10)
        self._events.put(JobProgressed("job", 1, 2))
        self._events.put(JobEnded("job", JobState.STOPPED))

    def stop(self) -> None:
        self._stopped.set()


class EndingJob:
    def __init__(self, events: "queue.SimpleQueue[Told]", *told: Told) -> None:
        self._events = events
        self._told = told

    def run(self) -> None:
        for each in self._told:
            self._events.put(each)

    def stop(self) -> None:
        raise AssertionError


def test_events_are_taken_in_their_order_to_the_end() -> None:
    events: queue.SimpleQueue[Told] = queue.SimpleQueue()
    taken: list[Told] = []
    job = EndingJob(events, JobProgressed("job", 1, 2), JobProgressed("job", 2, 2), JobEnded("job", JobState.DONE))
    assert run_job(job, events, taken.append) == 0
    assert taken == [JobProgressed("job", 1, 2), JobProgressed("job", 2, 2)]


def test_a_failure_is_raised() -> None:
    events: queue.SimpleQueue[Told] = queue.SimpleQueue()
    failed = JobEnded("job", JobState.FAILED, Failed(code=ErrorCode.NO_MODEL))
    with pytest.raises(RequestFailedError) as raised:
        run_job(EndingJob(events, failed), events, lambda _: None)
    assert raised.value.code is ErrorCode.NO_MODEL


def test_an_interrupt_stops_the_job_and_what_is_there_is_told() -> None:
    events: queue.SimpleQueue[Told] = queue.SimpleQueue()
    taken: list[Told] = []
    assert run_job(WaitingJob(events), events, taken.append) == EXIT_STOPPED
    assert taken == [JobProgressed("job", 1, 2)]
