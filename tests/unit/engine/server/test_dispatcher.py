import queue
import threading
import time
from collections.abc import Callable, Iterator

import pytest

from desktop_llm.engine.client import EngineState, EngineStatus, Request
from desktop_llm.engine.messages import (
    Failed,
    Finished,
    FinishReason,
    Generate,
    LoadModel,
    ModelLoaded,
    Priority,
    TextGrew,
    Usage,
)
from desktop_llm.engine.scripted_client import SCRIPTED_MODEL
from desktop_llm.engine.server.dispatcher import Closed, Dispatcher, Job, Notice, Submitted, Told
from desktop_llm.errors import ErrorCode
from tests.fakes.event_log import EventLog
from tests.fakes.server_requests import access, ask

WAIT_S = 10.0
N_PARALLEL = SCRIPTED_MODEL.n_sequences


class Desk:
    """A dispatcher on its thread, whose jobs only end when the test says so."""

    def __init__(self) -> None:
        self.inbox: queue.SimpleQueue[Notice] = queue.SimpleQueue()
        self.jobs: dict[str, Job] = {}
        self.started: list[str] = []
        self.statuses: list[EngineStatus] = []
        self._changed = threading.Condition()
        patient = access("http://localhost:1", timeout_s=0.2)
        self._dispatcher = Dispatcher(patient, self.inbox, self._start, self.statuses.append, grace_s=0.1, watch_s=0.02)
        self._thread = threading.Thread(target=self._dispatcher.run)
        self._thread.start()

    def submit(self, request: Request) -> EventLog:
        log = EventLog()
        self.inbox.put(Submitted(request, log))
        return log

    def finish(self, request_id: str) -> None:
        end = Finished(request_id=request_id, reason=FinishReason.STOP, usage=Usage())
        self.inbox.put(Told(self.jobs[request_id], end))

    def load(self, request_id: str = "load") -> None:
        log = self.submit(LoadModel(request_id=request_id, path="m"))
        self.wait_for(lambda: request_id in self.started)
        loaded = ModelLoaded(request_id=request_id, model=SCRIPTED_MODEL)
        self.inbox.put(Told(self.jobs[request_id], loaded))
        log.wait_for_end()

    def wait_for(self, condition: Callable[[], bool]) -> None:
        with self._changed:
            assert self._changed.wait_for(condition, WAIT_S), self.started

    def close(self) -> None:
        self.inbox.put(Closed())
        self._thread.join(WAIT_S)

    def _start(self, job: Job) -> threading.Thread:
        with self._changed:
            self.jobs[job.request.request_id] = job
            self.started.append(job.request.request_id)
            self._changed.notify_all()
        thread = threading.Thread(target=int)
        thread.start()
        return thread


@pytest.fixture
def desk() -> Iterator[Desk]:
    desk = Desk()
    desk.load()
    yield desk
    desk.close()


def background(request_id: str) -> Generate:
    return ask(request_id, priority=Priority.BACKGROUND)


def test_answers_that_somebody_watches_come_before_titles(desk: Desk) -> None:
    for number in range(N_PARALLEL):
        desk.submit(ask(f"running {number}"))
    desk.submit(background("title"))
    desk.submit(ask("question"))
    desk.wait_for(lambda: len(desk.started) == 1 + N_PARALLEL)
    desk.finish("running 0")
    desk.wait_for(lambda: desk.started[-1] == "question")
    desk.finish("question")
    desk.wait_for(lambda: desk.started[-1] == "title")


def test_a_server_whose_bytes_never_become_a_line_is_given_up(desk: Desk) -> None:
    log = desk.submit(ask())
    desk.wait_for(lambda: "1" in desk.started)
    desk.jobs["1"].switch.note_sign()
    end = log.wait_for_end(5)
    assert isinstance(end, Failed)
    assert end.code is ErrorCode.SERVER_SLOW
    assert desk.jobs["1"].switch.is_stopped


def test_nothing_is_given_up_before_the_server_was_asked(desk: Desk) -> None:
    """A key may have to be unlocked by the person first."""
    log = desk.submit(ask())
    desk.wait_for(lambda: "1" in desk.started)
    marker = desk.submit(ask("2"))
    desk.wait_for(lambda: "2" in desk.started)
    desk.jobs["2"].switch.note_sign()
    marker.wait_for_end(5)
    assert log.items == []


def test_late_events_of_a_request_that_has_ended_are_dropped(desk: Desk) -> None:
    log = desk.submit(ask())
    desk.wait_for(lambda: "1" in desk.started)
    desk.finish("1")
    log.wait_for_end()
    desk.inbox.put(Told(desk.jobs["1"], TextGrew(request_id="1", text="late")))
    desk.finish("1")
    again = desk.submit(ask())
    desk.wait_for(lambda: desk.started.count("1") == 2)
    assert again.items == []
    assert log.n_ends == 1


@pytest.mark.logs_errors
def test_a_listener_that_fails_does_not_keep_the_others_from_hearing(
    desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(_event: object) -> None:
        raise ValueError

    desk.inbox.put(Submitted(ask("1"), fail))
    desk.wait_for(lambda: "1" in desk.started)
    desk.finish("1")
    other = desk.submit(ask("2"))
    desk.wait_for(lambda: "2" in desk.started)
    desk.finish("2")
    assert isinstance(other.wait_for_end(), Finished)
    assert "listener" in caplog.text


def test_what_was_stopped_tells_what_it_cost_so_far() -> None:
    job = Job(ask(), EventLog(), asked_s=time.monotonic() - 1.0)
    assert job.usage_so_far == Usage()
    for _ in range(2):
        job.note(TextGrew(request_id="1", text="a", n_tokens=1))
    assert job.usage_so_far.completion_tokens == 2
    assert job.usage_so_far.first_token_ms >= 1000


def test_a_failed_lookup_is_the_status(desk: Desk) -> None:
    desk.submit(LoadModel(request_id="again", path="other"))
    desk.wait_for(lambda: "again" in desk.started)
    failed = Failed(request_id="again", code=ErrorCode.SERVER_MODEL_UNKNOWN)
    log = desk.submit(ask("waits"))
    desk.inbox.put(Told(desk.jobs["again"], failed))
    log.wait_for_end()
    refused = desk.submit(ask("2")).wait_for_end()
    assert isinstance(refused, Failed)
    assert desk.statuses[-1] == EngineStatus(state=EngineState.FAILED, failure=failed)
