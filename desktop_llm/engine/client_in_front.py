"""An engine client in front of another one: all goes through it unchanged, but for what a subclass does otherwise."""

from collections.abc import Callable

from desktop_llm.engine.client import EngineClient, EngineStatus, EventSink, Request, StatusListener


class ClientInFront:
    """EngineClient around another one, which is closed with it."""

    def __init__(self, engine: EngineClient) -> None:
        self._engine = engine

    @property
    def status(self) -> EngineStatus:
        return self._engine.status

    def watch(self, listener: StatusListener) -> Callable[[], None]:
        return self._engine.watch(listener)

    def submit(self, request: Request, sink: EventSink) -> None:
        self._engine.submit(request, sink)

    def abort(self, request_id: str) -> None:
        self._engine.abort(request_id)

    def close(self) -> None:
        self._engine.close()
