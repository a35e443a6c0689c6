"""What the engine's keeper is told: by callers of the client, and by the threads of the engine's process."""

from dataclasses import dataclass

from desktop_llm.engine.client import EventSink, Request, StatusListener
from desktop_llm.engine.messages import AnyEvent
from desktop_llm.engine.supervisor import EngineProcess


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
class EventCame:
    process: EngineProcess
    event: AnyEvent


@dataclass(frozen=True, slots=True)
class ProcessEnded:
    process: EngineProcess
    cause: str


@dataclass(frozen=True, slots=True)
class Started:
    pass


@dataclass(frozen=True, slots=True)
class Closed:
    pass


Notice = Submitted | Aborted | Watched | EventCame | ProcessEnded | Started | Closed
