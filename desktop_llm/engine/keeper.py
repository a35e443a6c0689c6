"""Keeps an engine running: starts a fresh process for every model, starts it again when it dies, ends it when it hangs.

One thread, the keeper, owns all of this: it decides, and it calls sinks and listeners. Callers and the process's
threads only put notices into its inbox, so nobody ever waits for anybody.
"""

import logging
import queue
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Final, assert_never

from msgspec import Struct
from msgspec.structs import replace

from desktop_llm.engine.client import EngineState, EngineStatus, EventSink, Request, StatusListener
from desktop_llm.engine.messages import (
    PROTOCOL_VERSION,
    TERMINAL_EVENTS,
    Abort,
    AnyEvent,
    Failed,
    Finished,
    FinishReason,
    LoadModel,
    LoadNote,
    LoadProgress,
    MeasureMachine,
    ModelDescription,
    ModelLoaded,
    Ready,
    Shutdown,
    Usage,
)
from desktop_llm.engine.notices import (
    Aborted,
    Closed,
    EventCame,
    Notice,
    ProcessEnded,
    Started,
    Submitted,
    Watched,
)
from desktop_llm.engine.supervisor import EngineProcess, start_engine
from desktop_llm.errors import ErrorCode, Fact

_log = logging.getLogger(__name__)

_RELOAD_ID: Final = "automatic reload"


class EngineTimeouts(Struct, frozen=True, kw_only=True):
    """How long the engine may take for what, in seconds, before it is taken to hang and is ended.

    restart_window_s: a second death within it is not followed by another restart.
    """

    ready_s: float = 60.0
    abort_s: float = 10.0
    shutdown_s: float = 5.0
    terminate_s: float = 2.0
    restart_window_s: float = 60.0


@dataclass(slots=True)
class _OpenRequest:
    """A request that waits for its terminal event. abort_deadline_s is set once it was aborted."""

    request: Request
    sink: EventSink
    is_sent: bool = False
    abort_deadline_s: float | None = None


@dataclass(slots=True)
class _Child:
    """The process of now and what is still expected of it. ending_deadline_s is set once it was asked to end."""

    process: EngineProcess
    ready_deadline_s: float | None
    is_ready: bool = False
    is_loading: bool = False
    ending_deadline_s: float | None = None
    is_terminated: bool = False
    failure: Failed | None = None


@dataclass(slots=True)
class Keeper:
    """All state of the client. Every method runs on the keeper's thread."""

    timeouts: EngineTimeouts
    command: Sequence[str] | None
    inbox: "queue.SimpleQueue[Notice]"
    on_status: Callable[[EngineStatus], None]
    status: EngineStatus = field(default_factory=EngineStatus)
    listeners: list[StatusListener] = field(default_factory=list[StatusListener])
    open_requests: dict[str, _OpenRequest] = field(default_factory=dict[str, _OpenRequest])
    child: _Child | None = None
    load: LoadModel | None = None
    is_closing: bool = False
    is_without_cards: bool = False
    last_death_s: float | None = None

    def run(self) -> None:
        """The keeper's thread, until the client is closed."""
        try:
            while not (self.is_closing and self.child is None):
                self._turn()
        except Exception:  # noqa: BLE001 # the outermost edge of the thread
            _log.exception("the engine's keeper failed")
            if self.child is not None:
                self.child.process.kill()
        self._fail_open(_died("the program ends"))
        self._set_status(EngineStatus())

    def _turn(self) -> None:
        try:
            notice = self.inbox.get(timeout=self._seconds_to_deadline())
        except queue.Empty:
            pass
        else:
            self._handle(notice)
        self._pass_deadlines()

    # ↓ Notices

    def _handle(self, notice: Notice) -> None:
        match notice:
            case Submitted():
                self._submit(notice.request, notice.sink)
            case Aborted():
                self._abort(notice.request_id)
            case Watched():
                self._watch(notice)
            case EventCame():
                self._hear(notice.process, notice.event)
            case ProcessEnded():
                self._bury(notice.process, notice.cause)
            case Started():
                if self.child is None and not self.is_closing:
                    self._start(EngineState.STARTING)
            case Closed():
                self.is_closing = True
                self._end_child()
            case _:
                assert_never(notice)

    def _watch(self, notice: Watched) -> None:
        if notice.is_watching:
            self.listeners.append(notice.listener)
            _call(notice.listener, self.status)
        elif notice.listener in self.listeners:
            self.listeners.remove(notice.listener)

    def _submit(self, request: Request, sink: EventSink) -> None:
        refusal = self._refusal(request)
        if refusal is not None:
            _call(sink, replace(refusal, request_id=request.request_id))
            return
        self.open_requests[request.request_id] = _OpenRequest(request, sink)
        match request:
            case LoadModel():
                self._begin_load(request)
            case MeasureMachine() if self.child is None:
                self._start(EngineState.STARTING)
            case _:
                self._send_waiting()

    def _refusal(self, request: Request) -> Failed | None:
        if self.is_closing:
            return Failed(code=ErrorCode.NO_MODEL)
        if request.request_id in self.open_requests:
            return Failed(code=ErrorCode.REQUEST_INVALID, facts={"reason": "another request has this id"})
        if isinstance(request, LoadModel | MeasureMachine):
            return None
        match self.status.state:
            case EngineState.LOADING | EngineState.RESTARTING | EngineState.READY:
                return None
            case EngineState.FAILED:
                return self.status.failure or Failed(code=ErrorCode.NO_MODEL)
            case EngineState.STOPPED | EngineState.STARTING | EngineState.EMPTY:
                return Failed(code=ErrorCode.NO_MODEL)
            case _:
                assert_never(self.status.state)

    def _abort(self, request_id: str) -> None:
        entry = self.open_requests.get(request_id)
        if entry is None or entry.abort_deadline_s is not None:
            return
        # A measurement is over sooner than an abort could be late; what it still tells is dropped by its id.
        if entry.is_sent and self.child is not None and not isinstance(entry.request, MeasureMachine):
            entry.abort_deadline_s = time.monotonic() + self.timeouts.abort_s
            self.child.process.send(Abort(request_id=request_id))
        elif isinstance(entry.request, LoadModel):
            self.load = None
            self._load_failed(Failed(request_id=request_id, code=ErrorCode.LOAD_CANCELLED))
        else:
            self._deliver(Finished(request_id=request_id, reason=FinishReason.ABORT, usage=Usage()))

    # ↓ Loading

    def _begin_load(self, request: LoadModel) -> None:
        """A fresh process for every model: what the old one held is surely free when the new one plans its memory."""
        earlier = [entry for entry in self.open_requests.values() if isinstance(entry.request, LoadModel)]
        for entry in earlier:
            if entry.request is not request:
                self._deliver(Failed(request_id=entry.request.request_id, code=ErrorCode.LOAD_CANCELLED))
        self._drop_waiting()
        self.load = request
        self.last_death_s = None
        is_fresh = self.status.state in (EngineState.STARTING, EngineState.EMPTY) and not self.is_without_cards
        self.is_without_cards = False
        self._set_status(EngineStatus(state=EngineState.LOADING, engine=self.status.engine))
        if self.child is None:
            self._start(EngineState.LOADING)
        elif is_fresh and self.child.ending_deadline_s is None:
            self._send_load()
        else:
            self._end_child()

    def _drop_waiting(self) -> None:
        """Questions that waited for the model before are not for the next one."""
        waiting = [entry.request for entry in self.open_requests.values() if not entry.is_sent]
        for request in waiting:
            if not isinstance(request, LoadModel | MeasureMachine):
                self._deliver(Failed(request_id=request.request_id, code=ErrorCode.NO_MODEL))

    def _start(self, state: EngineState) -> None:
        self._set_status(replace(self.status, state=state))
        deadline_s = time.monotonic() + self.timeouts.ready_s
        try:
            has_cards = not self.is_without_cards
            process = start_engine(self._note_event, self._note_exit, self.command, has_cards=has_cards)
        except OSError as error:
            self._give_up(Failed(code=ErrorCode.ENGINE_START_FAILED, facts={"reason": str(error)}))
            return
        self.child = _Child(process, deadline_s)

    def _send_load(self) -> None:
        if self.child is None or not self.child.is_ready or self.load is None:
            return
        self.child.is_loading = True
        load = _on_the_processor(self.load) if self.is_without_cards else self.load
        entry = self.open_requests.get(load.request_id)
        if entry is not None and isinstance(entry.request, LoadModel):
            entry.is_sent = True
            self.child.process.send(load)
        else:
            self.child.process.send(replace(load, request_id=_RELOAD_ID))

    def _load_failed(self, failure: Failed) -> None:
        """The load was refused or cancelled; whoever waited for the model hears why."""
        for request_id, entry in list(self.open_requests.items()):
            if not isinstance(entry.request, MeasureMachine):
                self._deliver(replace(failure, request_id=request_id))
        self.load = None
        is_running = self.child is not None and self.child.is_ready
        state = EngineState.EMPTY if is_running else EngineState.STARTING if self.child else EngineState.STOPPED
        self._set_status(EngineStatus(state=state, engine=self.status.engine, failure=failure))

    # ↓ Events of the process

    def _hear(self, process: EngineProcess, event: AnyEvent) -> None:
        if self.child is None or self.child.process is not process:
            return
        match event:
            case Ready():
                self._greet(self.child, event)
            case LoadProgress() if self._is_of_load(event):
                self._set_status(replace(self.status, load_fraction=event.fraction))
                self._deliver(event)
            case ModelLoaded() if self._is_of_load(event):
                self.child.is_loading = False
                loaded = replace(event, model=self._noted(event.model))
                self._begin_serving(loaded.model)
                self._deliver(loaded)
                self._send_waiting()
            case Failed() if self._is_of_load(event):
                self.child.is_loading = False
                self._load_failed(event)
            case _:
                self._deliver(event)

    def _greet(self, child: _Child, ready: Ready) -> None:
        child.ready_deadline_s = None
        if ready.protocol_version != PROTOCOL_VERSION:
            facts: dict[str, Fact] = {"expected": PROTOCOL_VERSION, "actual": ready.protocol_version}
            child.failure = Failed(code=ErrorCode.ENGINE_PROTOCOL_MISMATCH, facts=facts)
            self._end_child()
            return
        child.is_ready = True
        state = EngineState.EMPTY if self.status.state is EngineState.STARTING else self.status.state
        self._set_status(replace(self.status, state=state, engine=ready))
        if child.ending_deadline_s is None:
            self._send_load()
            self._send_waiting()

    def _is_of_load(self, event: AnyEvent) -> bool:
        return self.load is not None and event.request_id in (self.load.request_id, _RELOAD_ID)

    def _noted(self, model: ModelDescription) -> ModelDescription:
        """The model with what the engine cannot know: that an earlier one ended on the graphics card."""
        is_noted = self.is_without_cards and self.load is not None and self.load.params.n_gpu_layers != 0
        return replace(model, notes=(*model.notes, LoadNote.NO_GPU_LAYERS)) if is_noted else model

    def _begin_serving(self, model: ModelDescription) -> None:
        failure = self.status.failure if self.status.state is EngineState.RESTARTING else None
        status = EngineStatus(state=EngineState.READY, load_fraction=1.0, model=model, failure=failure)
        self._set_status(replace(status, engine=self.status.engine))

    def _send_waiting(self) -> None:
        """What waited for the model, once it is there; what needs none, as soon as the process listens."""
        if self.child is None or not self.child.is_ready or self.child.ending_deadline_s is not None:
            return
        has_model = self.status.state is EngineState.READY
        for entry in list(self.open_requests.values()):
            if not entry.is_sent and (has_model or isinstance(entry.request, MeasureMachine)):
                entry.is_sent = True
                self.child.process.send(entry.request)

    def _deliver(self, event: AnyEvent) -> None:
        entry = self.open_requests.get(event.request_id)
        if entry is None:
            return
        if isinstance(event, TERMINAL_EVENTS):
            del self.open_requests[event.request_id]
        _call(entry.sink, event)

    # ↓ Endings

    def _end_child(self) -> None:
        """Ask it to end. A process that loads has nothing to save and does not listen."""
        child = self.child
        if child is None or child.ending_deadline_s is not None:
            return
        child.ending_deadline_s = time.monotonic() + self.timeouts.shutdown_s
        child.ready_deadline_s = None
        if child.is_ready and not child.is_loading:
            child.process.send(Shutdown())
        else:
            child.process.kill()

    def _bury(self, process: EngineProcess, cause: str) -> None:
        child = self.child
        if child is None or child.process is not process:
            return
        process.join()
        self.child = None
        # Why a process did not even start, a library that is missing, is the last thing it says.
        last_words = () if child.is_ready else process.last_lines[-1:]
        failure = child.failure or _died(": ".join([cause, *last_words]))
        is_wanted = child.ending_deadline_s is not None and child.failure is None
        if not is_wanted and self._may_be_the_cards(child, failure):
            self._start_without_cards()
            return
        self._fail_sent(failure)
        if self.is_closing:
            return
        if is_wanted or (child.is_ready and self._is_load_waiting()):
            self._after_wanted_end()
        else:
            self._after_death(failure, is_started=child.is_ready)

    def _may_be_the_cards(self, child: _Child, failure: Failed) -> bool:
        """A driver takes the process with it: when it looks for its cards, or when a model is put on one."""
        if self.is_closing or self.is_without_cards or failure.code is not ErrorCode.ENGINE_DIED:
            return False
        if not child.is_ready:
            return True
        if self.load is None or self.load.params.n_gpu_layers == 0 or child.ending_deadline_s is not None:
            return False
        devices = self.status.engine.devices if self.status.engine else ()
        return child.is_loading and any(device.kind in ("gpu", "igpu") for device in devices)

    def _start_without_cards(self) -> None:
        """Once more, on the processor alone. Who waits for a model waits on."""
        _log.warning("the engine is started again without graphics cards")
        self.is_without_cards = True
        for entry in self.open_requests.values():
            entry.is_sent = False
        self._set_status(replace(self.status, load_fraction=0.0))
        self._start(self.status.state)

    def _is_load_waiting(self) -> bool:
        """A model was chosen while the process was on its way out: whatever ended it has nothing to do with that."""
        entry = self.open_requests.get(self.load.request_id) if self.load else None
        return entry is not None and not entry.is_sent

    def _after_wanted_end(self) -> None:
        if self.load is not None:
            self._start(self.status.state)
        else:
            self._set_status(replace(self.status, state=EngineState.STOPPED, engine=None))

    def _after_death(self, failure: Failed, *, is_started: bool) -> None:
        now = time.monotonic()
        is_first = self.last_death_s is None or now - self.last_death_s > self.timeouts.restart_window_s
        was_ready = self.status.state is EngineState.READY
        self.last_death_s = now
        if was_ready and is_first and self.load is not None:
            self._set_status(EngineStatus(state=EngineState.RESTARTING, failure=failure))
            self._start(EngineState.RESTARTING)
            return
        if not is_started and failure.code is ErrorCode.ENGINE_DIED:
            failure = Failed(code=ErrorCode.ENGINE_START_FAILED, facts={"reason": str(failure.facts["cause"])})
        self._give_up(failure)

    def _give_up(self, failure: Failed) -> None:
        self.load = None
        self._fail_open(failure)
        self._set_status(EngineStatus(state=EngineState.FAILED, failure=failure))

    def _fail_sent(self, failure: Failed) -> None:
        for request_id in [request_id for request_id, entry in self.open_requests.items() if entry.is_sent]:
            self._deliver(replace(failure, request_id=request_id))

    def _fail_open(self, failure: Failed) -> None:
        for request_id in list(self.open_requests):
            self._deliver(replace(failure, request_id=request_id))

    # ↓ Time

    def _deadlines(self) -> list[float]:
        child = self.child
        own = [child.ready_deadline_s, child.ending_deadline_s] if child else []
        aborts = [entry.abort_deadline_s for entry in self.open_requests.values()]
        return [each for each in own + aborts if each is not None]

    def _seconds_to_deadline(self) -> float | None:
        deadlines = self._deadlines()
        return max(0.0, min(deadlines) - time.monotonic()) if deadlines else None

    def _pass_deadlines(self) -> None:
        """A process that is late with anything gets the next harder treatment."""
        child, now = self.child, time.monotonic()
        if child is None or min(self._deadlines(), default=now + 1) > now:
            return
        if child.ending_deadline_s is None:
            what = "did not start in time" if child.ready_deadline_s is not None else "did not react to an abort"
            child.failure = _died(what)
            _log.warning("the engine %s and is ended", what)
        for entry in self.open_requests.values():
            entry.abort_deadline_s = None
        child.ready_deadline_s = None
        child.ending_deadline_s = now + self.timeouts.terminate_s
        if child.is_terminated:
            child.process.kill()
        else:
            child.is_terminated = True
            child.process.terminate()

    # ↓ Called on the process's reading thread

    def _note_event(self, process: EngineProcess, event: AnyEvent) -> None:
        self.inbox.put(EventCame(process, event))

    def _note_exit(self, process: EngineProcess, cause: str) -> None:
        self.inbox.put(ProcessEnded(process, cause))

    def _set_status(self, status: EngineStatus) -> None:
        if status == self.status:
            return
        self.status = status
        self.on_status(status)
        for listener in list(self.listeners):
            _call(listener, status)


def _on_the_processor(load: LoadModel) -> LoadModel:
    return replace(load, params=replace(load.params, n_gpu_layers=0))


def _died(cause: str) -> Failed:
    return Failed(code=ErrorCode.ENGINE_DIED, facts={"cause": cause})


def _call(function: Callable[..., None], *arguments: object) -> None:
    try:
        function(*arguments)
    except Exception:  # noqa: BLE001 # the edge to foreign code: the others must still hear
        _log.exception("a listener of the engine failed")
