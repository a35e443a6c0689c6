"""What the rest of the program knows of the engine: submit a command, hear its events, abort it."""

import queue
from collections.abc import Callable, Iterator
from enum import StrEnum
from typing import Protocol

from msgspec import Struct

from desktop_llm.engine.messages import (
    TERMINAL_EVENTS,
    AnyEvent,
    CountTokens,
    EmbedTexts,
    Failed,
    Generate,
    LoadModel,
    MeasureMachine,
    ModelDescription,
    Ready,
    ScoreText,
)

Request = LoadModel | Generate | CountTokens | ScoreText | EmbedTexts | MeasureMachine
EventSink = Callable[[AnyEvent], None]


class EngineState(StrEnum):
    """What the engine is doing as a whole."""

    STOPPED = "stopped"
    STARTING = "starting"
    EMPTY = "empty"
    LOADING = "loading"
    READY = "ready"
    RESTARTING = "restarting"
    FAILED = "failed"


class EngineStatus(Struct, frozen=True, kw_only=True):
    """State of the engine. `failure` says why the state is failed, or why the last load or the last process ended."""

    state: EngineState = EngineState.STOPPED
    load_fraction: float = 0.0
    model: ModelDescription | None = None
    engine: Ready | None = None
    failure: Failed | None = None


StatusListener = Callable[[EngineStatus], None]


class EngineClient(Protocol):
    """One engine. All methods return at once and may be called from any thread.

    Sinks and listeners are called on the client's own thread, one after the other; they must not block.
    """

    @property
    def status(self) -> EngineStatus: ...

    def watch(self, listener: StatusListener) -> Callable[[], None]:
        """Call `listener` now and at every change. Returns the function that ends this."""
        ...

    def submit(self, request: Request, sink: EventSink) -> None:
        """Send a request. `sink` gets its events; the last one is terminal, also when the engine dies (Failed)."""
        ...

    def abort(self, request_id: str) -> None:
        """Stop a request; it still ends with a terminal event. Unknown ids are ignored."""
        ...

    def close(self) -> None:
        """End the engine; open requests fail. Blocks until the process is gone (a few seconds at most)."""
        ...


def stream_events(engine: EngineClient, request: Request) -> Iterator[AnyEvent]:
    """Submit and yield the request's events to the terminal one, for callers that may block. Closing it aborts."""
    events: queue.SimpleQueue[AnyEvent] = queue.SimpleQueue()
    engine.submit(request, events.put)
    is_over = False
    try:
        while not is_over:
            event = events.get()
            is_over = isinstance(event, TERMINAL_EVENTS)
            yield event
    finally:
        if not is_over:
            engine.abort(request.request_id)
