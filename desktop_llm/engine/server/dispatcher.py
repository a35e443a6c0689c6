"""Decides what a server is asked when, and tells who wants to know. All of it runs on the dispatcher's thread.

Callers and requests' threads only put notices into its inbox, so nobody ever waits for anybody.
"""

import logging
import queue
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Final, assert_never

from msgspec.structs import replace

from desktop_llm.engine.client import EngineState, EngineStatus, EventSink, Request, StatusListener
from desktop_llm.engine.messages import (
    TERMINAL_EVENTS,
    AnyEvent,
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
from desktop_llm.engine.server.server_access import ServerAccess
from desktop_llm.engine.server.stop_switch import StopSwitch
from desktop_llm.errors import ErrorCode, Fact

_log = logging.getLogger(__name__)

_CLOSE_S: Final = 3.0


@dataclass(slots=True, eq=False)
class Job:
    """A request that waits for its terminal event. `thread` is there once it was sent. Times of the monotonic clock."""

    request: Request
    sink: EventSink
    switch: StopSwitch = field(default_factory=StopSwitch)
    thread: threading.Thread | None = None
    asked_s: float = field(default_factory=time.monotonic)
    first_s: float | None = None
    n_pieces: int = 0

    def note(self, event: AnyEvent) -> None:
        if isinstance(event, TextGrew):
            self.first_s = self.first_s or time.monotonic()
            self.n_pieces += event.n_tokens

    @property
    def usage_so_far(self) -> Usage:
        """The server tells it at the end only, which does not come for what is stopped."""
        if self.first_s is None:
            return Usage()
        first_token_ms = (self.first_s - self.asked_s) * 1000
        generation_ms = (time.monotonic() - self.first_s) * 1000
        return Usage(
            completion_tokens=self.n_pieces,
            first_token_ms=first_token_ms,
            prompt_ms=first_token_ms,
            generation_ms=generation_ms,
        )


@dataclass(frozen=True, slots=True)
class Submitted:
    request: Request
    sink: EventSink


@dataclass(frozen=True, slots=True)
class Aborted:
    request_id: str


@dataclass(frozen=True, slots=True)
class Watched:
    listener: StatusListener
    is_watching: bool


@dataclass(frozen=True, slots=True)
class Told:
    """An event of a request's thread."""

    job: Job
    event: AnyEvent


@dataclass(frozen=True, slots=True)
class Closed:
    pass


Notice = Submitted | Aborted | Watched | Told | Closed


@dataclass(slots=True)
class Dispatcher:
    """All state of the client. `start` gives a job its thread.

    A server may say nothing for as long as `access` says, and grace_s more, in which the connection tells it by itself.
    """

    access: ServerAccess
    inbox: "queue.SimpleQueue[Notice]"
    start: Callable[[Job], threading.Thread]
    on_status: Callable[[EngineStatus], None]
    status: EngineStatus = field(default_factory=EngineStatus)
    listeners: list[StatusListener] = field(default_factory=list[StatusListener])
    jobs: dict[str, Job] = field(default_factory=dict[str, Job])
    is_closing: bool = False
    grace_s: float = 2.0
    watch_s: float = 1.0

    def run(self) -> None:
        """The dispatcher's thread, until the client is closed."""
        try:
            while not self.is_closing:
                self._turn()
        except Exception:  # noqa: BLE001 # the outermost edge of the thread
            _log.exception("a server's dispatcher failed")
        self._end_all()
        self._set_status(EngineStatus())

    def _turn(self) -> None:
        try:
            notice = self.inbox.get(timeout=self.watch_s if self.jobs else None)
        except queue.Empty:
            pass
        else:
            self._handle(notice)
        self._pass_deadlines()

    def _handle(self, notice: Notice) -> None:
        match notice:
            case Submitted():
                self._submit(notice)
            case Aborted():
                self._abort(notice.request_id)
            case Watched():
                self._watch(notice)
            case Told():
                self._hear(notice.job, notice.event)
            case Closed():
                self.is_closing = True
            case _:
                assert_never(notice)

    def _watch(self, notice: Watched) -> None:
        if notice.is_watching:
            self.listeners.append(notice.listener)
            _call(notice.listener, self.status)
        elif notice.listener in self.listeners:
            self.listeners.remove(notice.listener)

    def _submit(self, notice: Submitted) -> None:
        request = notice.request
        if (refusal := self._refusal(request)) is not None:
            _call(notice.sink, replace(refusal, request_id=request.request_id))
            return
        job = Job(request, notice.sink)
        if isinstance(request, LoadModel):
            self._cancel_loads()
            self.jobs[request.request_id] = job
            self._set_status(EngineStatus(state=EngineState.LOADING))
            job.thread = self.start(job)
            return
        self.jobs[request.request_id] = job
        self._start_waiting()

    def _refusal(self, request: Request) -> Failed | None:
        if request.request_id in self.jobs:
            return Failed(code=ErrorCode.REQUEST_INVALID, facts={"reason": "another request has this id"})
        if isinstance(request, LoadModel) or self.status.state in (EngineState.LOADING, EngineState.READY):
            return None
        return self.status.failure or Failed(code=ErrorCode.NO_MODEL)

    def _abort(self, request_id: str) -> None:
        """The end is told at once; the thread goes when the connection is shut."""
        job = self.jobs.get(request_id)
        if job is None:
            return
        job.switch.stop()
        if isinstance(job.request, LoadModel):
            self._load_failed(Failed(request_id=request_id, code=ErrorCode.LOAD_CANCELLED), EngineState.EMPTY)
        else:
            self._deliver(job, _stopped(job))
            self._start_waiting()

    def _cancel_loads(self) -> None:
        for job in [job for job in self.jobs.values() if isinstance(job.request, LoadModel)]:
            job.switch.stop()
            self._deliver(job, Failed(request_id=job.request.request_id, code=ErrorCode.LOAD_CANCELLED))

    # ↓ What the requests' threads tell

    def _hear(self, job: Job, event: AnyEvent) -> None:
        if self.jobs.get(job.request.request_id) is not job:
            return
        match event:
            case ModelLoaded():
                self._set_status(EngineStatus(state=EngineState.READY, load_fraction=1.0, model=event.model))
                self._deliver(job, event)
            case Failed() if isinstance(job.request, LoadModel):
                self._load_failed(event, EngineState.FAILED)
            case _:
                self._deliver(job, event)
        self._start_waiting()

    def _load_failed(self, failure: Failed, state: EngineState) -> None:
        """Whoever waited for the model hears why there is none. Answers that are on their way go on."""
        for job in [job for job in self.jobs.values() if isinstance(job.request, LoadModel) or job.thread is None]:
            self._deliver(job, replace(failure, request_id=job.request.request_id))
        self._set_status(EngineStatus(state=state, failure=failure))

    def _start_waiting(self) -> None:
        """As many as the model takes at once; those that a person watches first."""
        if self.status.state is not EngineState.READY or self.status.model is None:
            return
        n_running = sum(job.thread is not None for job in self.jobs.values())
        waiting = [job for job in self.jobs.values() if job.thread is None]
        for job in sorted(waiting, key=_is_background)[: max(0, self.status.model.n_sequences - n_running)]:
            job.thread = self.start(job)

    def _deliver(self, job: Job, event: AnyEvent) -> None:
        job.note(event)
        if isinstance(event, TERMINAL_EVENTS):
            del self.jobs[job.request.request_id]
        _call(job.sink, event)

    # ↓ Time and endings

    def _pass_deadlines(self) -> None:
        """The connection has a time limit of its own, for silence; this one is for bytes that never become a line."""
        patience_s = self.access.timeout_s + self.grace_s
        now_s = time.monotonic()
        for job in [job for job in self.jobs.values() if now_s - job.switch.heard_at_s > patience_s]:
            job.switch.stop()
            facts: dict[str, Fact] = {"host": self.access.address.host, "timeout_s": round(self.access.timeout_s)}
            self._hear(job, Failed(request_id=job.request.request_id, code=ErrorCode.SERVER_SLOW, facts=facts))

    def _end_all(self) -> None:
        jobs = list(self.jobs.values())
        for job in jobs:
            job.switch.stop()
            self._deliver(job, _stopped(job))
        _join((job.thread for job in jobs if job.thread is not None), _CLOSE_S)

    def _set_status(self, status: EngineStatus) -> None:
        if status == self.status:
            return
        self.status = status
        self.on_status(status)
        for listener in list(self.listeners):
            _call(listener, status)


def _stopped(job: Job) -> AnyEvent:
    request_id = job.request.request_id
    match job.request:
        case Generate():
            return Finished(request_id=request_id, reason=FinishReason.ABORT, usage=job.usage_so_far)
        case LoadModel():
            return Failed(request_id=request_id, code=ErrorCode.LOAD_CANCELLED)
        case _:
            return Failed(request_id=request_id, code=ErrorCode.NO_MODEL)


def _is_background(job: Job) -> bool:
    return isinstance(job.request, Generate) and job.request.priority is Priority.BACKGROUND


def _join(threads: Iterable[threading.Thread], seconds: float) -> None:
    end_s = time.monotonic() + seconds
    for thread in threads:
        thread.join(max(0.0, end_s - time.monotonic()))


def _call(function: Callable[..., None], *arguments: object) -> None:
    try:
        function(*arguments)
    except Exception:  # noqa: BLE001 # the edge to foreign code: the others must still hear
        _log.exception("a listener of the engine failed")
