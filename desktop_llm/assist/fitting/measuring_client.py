"""An engine client that notes what models really take and how fast they really are, whoever asks and for what.

It hears the events of its engine's requests on the client's thread, and writes on a thread of its own.
"""

import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import partial
from typing import Final
from uuid import uuid4

from msgspec.structs import replace

from desktop_llm.engine.client import EngineClient, EventSink, Request
from desktop_llm.engine.client_in_front import ClientInFront
from desktop_llm.engine.messages import (
    TERMINAL_EVENTS,
    AnyEvent,
    Finished,
    Generate,
    LoadModel,
    MachineMeasured,
    MeasureMachine,
    ModelDescription,
    ModelLoaded,
    Usage,
)
from desktop_llm.hub.measurements import Measurements, ModelFigures

# Fewer tokens say little about speed.
_LEAST_ANSWER_TOKENS: Final = 24
_LEAST_PROMPT_TOKENS: Final = 256
_MOST_GUESSED: Final = 0.1  # of an answer's tokens; most long answers have a few
_NEWS_SHARE: Final = 0.3  # how much of a new rate goes into what is kept: other programs disturb single answers
_NOTABLE_CHANGE: Final = 0.1


class MeasuringClient(ClientInFront):
    """The loads and answers of others stay unheard."""

    def __init__(self, engine: EngineClient, measurements: Measurements) -> None:
        super().__init__(engine)
        self._measurements = measurements
        self._writer = ThreadPoolExecutor(1, "measurements")
        self._lock = threading.Lock()
        self._running_ids: set[str] = set()
        self._disturbed_ids: set[str] = set()
        self._path = ""
        self._figures: ModelFigures | None = None
        self._is_machine_measured = False

    def submit(self, request: Request, sink: EventSink) -> None:
        if isinstance(request, LoadModel):
            self._engine.submit(request, partial(self._hear_load, sink))
            return
        with self._lock:
            self._running_ids.add(request.request_id)
            if len(self._running_ids) > 1:
                self._disturbed_ids |= self._running_ids
        self._engine.submit(request, partial(self._hear, sink, isinstance(request, Generate)))

    def close(self) -> None:
        super().close()
        self._writer.shutdown()

    def _hear_load(self, sink: EventSink, event: AnyEvent) -> None:
        if isinstance(event, ModelLoaded):
            self._path = event.model.path
            self._writer.submit(self._note_load, event.model)
        sink(event)

    def _hear(self, sink: EventSink, is_generation: bool, event: AnyEvent) -> None:  # noqa: FBT001  bound by position
        if isinstance(event, TERMINAL_EVENTS):
            was_alone = self._forget(event.request_id)
            if is_generation and was_alone and isinstance(event, Finished):
                self._writer.submit(self._note_answer, self._path, event.usage)
            if isinstance(event, MachineMeasured):
                with suppress(RuntimeError):  # the program ends, and the writer with it
                    self._writer.submit(self._measurements.note_bandwidth, event.bandwidth_bytes_per_s)
        sink(event)

    def _forget(self, request_id: str) -> bool:
        """Whether no other request ran beside this one, which has ended."""
        with self._lock:
            was_alone = request_id not in self._disturbed_ids
            self._running_ids.discard(request_id)
            self._disturbed_ids.discard(request_id)
            return was_alone

    # On the writer's thread

    def _note_load(self, model: ModelDescription) -> None:
        known = self._measurements.figures(model.path)
        is_loaded_alike = known is not None and known.n_gpu_layers == model.n_gpu_layers
        self._figures = ModelFigures(
            n_ctx_tokens=model.n_ctx_tokens,
            n_gpu_layers=model.n_gpu_layers,
            memory_bytes=model.memory_bytes,
            gpu_bytes=model.gpu_bytes,
            tokens_per_s=known.tokens_per_s if known and is_loaded_alike else 0.0,
            prompt_tokens_per_s=known.prompt_tokens_per_s if known and is_loaded_alike else 0.0,
        )
        if self._figures != known:
            self._measurements.note_figures(model.path, self._figures)

    def _note_answer(self, path: str, usage: Usage) -> None:
        known = self._figures
        if known is None or not path:
            return
        figures = replace(
            known,
            tokens_per_s=_blended(known.tokens_per_s, _n_written(usage), usage.generation_ms, _LEAST_ANSWER_TOKENS),
            prompt_tokens_per_s=_blended(
                known.prompt_tokens_per_s,
                usage.prompt_tokens - usage.reused_tokens,
                usage.prompt_ms,
                _LEAST_PROMPT_TOKENS,
            ),
        )
        self._figures = figures
        written = self._measurements.figures(path)
        if written is None or _is_notable(written, figures):
            self._measurements.note_figures(path, figures)
        self._measure_machine_once()

    def _measure_machine_once(self) -> None:
        """How fast memory is: after an answer, when nobody waits for half a second, and where it is not known."""
        if self._is_machine_measured:
            return
        self._is_machine_measured = True
        if not self._measurements.bandwidth_bytes_per_s():
            self.submit(MeasureMachine(request_id=f"measure-{uuid4().hex}"), _leave_unheard)


def _leave_unheard(_event: AnyEvent) -> None:
    """For what was asked only so that this client hears it."""


def _n_written(usage: Usage) -> int:
    """Tokens written one by one, nearly; none where guesses made it faster than the model is."""
    return 0 if usage.drafted_tokens > _MOST_GUESSED * usage.completion_tokens else usage.completion_tokens - 1


def _blended(known: float, n_tokens: int, took_ms: float, least_tokens: int) -> float:
    """Tokens per second, new ones weighed into what is known; as it was if there are too few of them."""
    if n_tokens < least_tokens or took_ms <= 0:
        return known
    rate = n_tokens / took_ms * 1000
    return rate if not known else known + _NEWS_SHARE * (rate - known)


def _is_notable(written: ModelFigures, figures: ModelFigures) -> bool:
    pairs = (
        (written.tokens_per_s, figures.tokens_per_s),
        (written.prompt_tokens_per_s, figures.prompt_tokens_per_s),
    )
    return any(abs(new - old) > _NOTABLE_CHANGE * old for old, new in pairs)
