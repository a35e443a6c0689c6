"""EngineClient that says what a test told it to say: no process, no model, no waiting.

Events are delivered within `submit` and `abort`, or, with `is_manual`, one by one when the test asks. May be used from
several threads; sinks are called on the thread that submits, aborts or delivers.
"""

import threading
from array import array
from collections import deque
from collections.abc import Callable
from typing import Final, assert_never

from msgspec import Struct
from msgspec.structs import replace

from desktop_llm.engine.client import EngineState, EngineStatus, EventSink, Request, StatusListener
from desktop_llm.engine.messages import (
    TERMINAL_EVENTS,
    AnyEvent,
    ChatPrompt,
    CountTokens,
    Device,
    EmbedTexts,
    Failed,
    Finished,
    FinishReason,
    Generate,
    LoadModel,
    LoadNote,
    LoadProgress,
    MachineMeasured,
    MeasureMachine,
    ModelDescription,
    ModelLoaded,
    Prompt,
    PromptProgress,
    ScoreText,
    TextGrew,
    TextScored,
    TextsEmbedded,
    TokenLogprob,
    TokensCounted,
    Usage,
)
from desktop_llm.errors import ErrorCode
from desktop_llm.params import SamplingParams

SCRIPTED_MODEL: Final = ModelDescription(
    path="/models/scripted.gguf",
    name="Scripted",
    architecture="scripted",
    quantization="F16",
    size_bytes=1_000_000,
    n_parameters=1_000_000,
    n_layers=2,
    n_gpu_layers=0,
    n_ctx_tokens=4096,
    n_ctx_train_tokens=4096,
    n_sequences=16,
    memory_bytes=2_000_000,
    has_chat_template=True,
    can_think=False,
    sampling=SamplingParams(),
    load_ms=1.0,
)

SCRIPTED_MACHINE: Final = MachineMeasured(
    bandwidth_bytes_per_s=20_000_000_000,
    n_threads=4,
    free_bytes=12_000_000_000,
    total_bytes=16_000_000_000,
    backends=("CPU",),
    built_features=("AVX2",),
    processor_features=("AVX2",),
    devices=(Device("CPU", "Scripted processor", "cpu", 12_000_000_000, 16_000_000_000, "CPU"),),
)

READY_STATUS: Final = EngineStatus(state=EngineState.READY, load_fraction=1.0, model=SCRIPTED_MODEL)


class ScriptedAnswer(Struct, frozen=True, kw_only=True):
    """What comes back for one Generate: first the thinking, then the text, then the end.

    An endless one gives its pieces and no terminal event until it is aborted. `failure` takes the end's place.
    """

    text: tuple[str, ...] = ()
    thinking: tuple[str, ...] = ()
    reason: FinishReason = FinishReason.STOP
    failure: Failed | None = None
    is_endless: bool = False
    usage: Usage = Usage(prompt_tokens=10)


class _Running:
    """A request with the events that are still to come."""

    def __init__(self, request: Request, sink: EventSink, events: list[AnyEvent]) -> None:
        self.request = request
        self.sink = sink
        self.events: deque[AnyEvent] = deque(events)


class ScriptedEngineClient:
    """Ready with a model from the start. `submitted`, `aborted_ids` and `is_closed` tell what it was asked."""

    def __init__(self, *answers: ScriptedAnswer, status: EngineStatus = READY_STATUS, is_manual: bool = False) -> None:
        """Answers are used up in order; after the last one, each Generate is answered with "ok"."""
        self.submitted: list[Request] = []
        self.aborted_ids: list[str] = []
        self.is_closed = False
        self.load_failure: Failed | None = None
        self.load_notes: tuple[LoadNote, ...] = ()
        self.machine = SCRIPTED_MACHINE
        self.count_tokens: Callable[[Prompt], int] = _word_count
        self.embed_text: Callable[[str], bytes] = _length_vector
        self._answers = deque(answers)
        self._is_manual = is_manual
        self._status = status
        self._listeners: list[StatusListener] = []
        self._running: dict[str, _Running] = {}
        self._lock = threading.RLock()

    # ↓ EngineClient

    @property
    def status(self) -> EngineStatus:
        return self._status

    def watch(self, listener: StatusListener) -> Callable[[], None]:
        self._listeners.append(listener)
        listener(self._status)
        return lambda: self._listeners.remove(listener)

    def submit(self, request: Request, sink: EventSink) -> None:
        with self._lock:
            self.submitted.append(request)
            self._running[request.request_id] = _Running(request, sink, self._events_for(request))
        if not self._is_manual:
            self.deliver_all(request.request_id)

    def abort(self, request_id: str) -> None:
        with self._lock:
            self.aborted_ids.append(request_id)
            running = self._running.get(request_id)
            if running is None:
                return
            running.events = deque([_aborted(running.request)])
        if not self._is_manual:
            self.deliver_all(request_id)

    def close(self) -> None:
        self.is_closed = True
        for request_id in self.open_ids:
            self.fail(request_id, Failed(code=ErrorCode.ENGINE_DIED, facts={"cause": "the program ends"}))
        self.set_status(EngineStatus())

    # ↓ What tests do

    @property
    def open_ids(self) -> list[str]:
        """Requests without a terminal event, oldest first."""
        with self._lock:
            return list(self._running)

    def script(self, answer: ScriptedAnswer) -> None:
        """Use `answer` for a coming Generate, after those that wait already."""
        self._answers.append(answer)

    def set_status(self, status: EngineStatus) -> None:
        self._status = status
        for listener in list(self._listeners):
            listener(status)

    def deliver(self, request_id: str) -> bool:
        """Deliver one event of a request; False if none is left to deliver."""
        with self._lock:
            running = self._running.get(request_id)
            if running is None or not running.events:
                return False
            event = running.events.popleft()
            if isinstance(event, TERMINAL_EVENTS):
                del self._running[request_id]
        self._follow_load(event)
        running.sink(event)
        return True

    def deliver_all(self, request_id: str) -> None:
        while self.deliver(request_id):
            pass

    def say(self, request_id: str, *, text: str = "", thinking: str = "") -> None:
        """Let an open request grow by this now, before what its script still holds."""
        self._running[request_id].sink(TextGrew(request_id=request_id, text=text, thinking=thinking, n_tokens=1))

    def finish(self, request_id: str, reason: FinishReason = FinishReason.STOP) -> None:
        """End an open request now."""
        self._end(request_id, Finished(request_id=request_id, reason=reason, usage=Usage()))

    def fail(self, request_id: str, failure: Failed) -> None:
        """End an open request now with a failure."""
        self._end(request_id, replace(failure, request_id=request_id))

    def _end(self, request_id: str, event: AnyEvent) -> None:
        with self._lock:
            self._running[request_id].events = deque([event])
        self.deliver(request_id)

    def _follow_load(self, event: AnyEvent) -> None:
        match event:
            case LoadProgress(fraction=fraction):
                self.set_status(EngineStatus(state=EngineState.LOADING, load_fraction=fraction))
            case ModelLoaded(model=model):
                self.set_status(EngineStatus(state=EngineState.READY, load_fraction=1.0, model=model))
            case Failed() if event is self.load_failure or event.code is ErrorCode.LOAD_CANCELLED:
                self.set_status(EngineStatus(state=EngineState.EMPTY, failure=event))
            case _:
                pass

    def _events_for(self, request: Request) -> list[AnyEvent]:
        request_id = request.request_id
        match request:
            case LoadModel():
                return self._load_events(request)
            case Generate():
                return self._answer_events(request_id)
            case CountTokens(prompts=prompts):
                return [TokensCounted(request_id=request_id, counts=tuple(map(self.count_tokens, prompts)))]
            case ScoreText(text=text):
                tokens = tuple(TokenLogprob(i, word, -1.0) for i, word in enumerate(text.split()))
                return [TextScored(request_id=request_id, tokens=tokens, mean_nll=1.0, perplexity=2.718281828459045)]
            case EmbedTexts(texts=texts):
                return [TextsEmbedded(request_id=request_id, vectors=tuple(map(self.embed_text, texts)))]
            case MeasureMachine():
                return [replace(self.machine, request_id=request_id)]
            case _:
                assert_never(request)

    def _load_events(self, request: LoadModel) -> list[AnyEvent]:
        if self.load_failure is not None:
            self.load_failure = replace(self.load_failure, request_id=request.request_id)
            return [LoadProgress(request_id=request.request_id, fraction=0.0), self.load_failure]
        n_ctx_tokens = request.params.n_ctx_tokens or SCRIPTED_MODEL.n_ctx_tokens
        model = replace(
            SCRIPTED_MODEL,
            path=request.path,
            title=request.title,
            n_ctx_tokens=n_ctx_tokens,
            notes=self.load_notes,
        )
        progress = [LoadProgress(request_id=request.request_id, fraction=i / 4) for i in range(5)]
        return [*progress, ModelLoaded(request_id=request.request_id, model=model)]

    def _answer_events(self, request_id: str) -> list[AnyEvent]:
        answer = self._answers.popleft() if self._answers else ScriptedAnswer(text=("ok",))
        n_prompt_tokens = answer.usage.prompt_tokens
        events: list[AnyEvent] = [
            PromptProgress(request_id=request_id, n_read_tokens=n_prompt_tokens, n_prompt_tokens=n_prompt_tokens)
        ]
        events += [TextGrew(request_id=request_id, thinking=piece, n_tokens=1) for piece in answer.thinking]
        events += [TextGrew(request_id=request_id, text=piece, n_tokens=1) for piece in answer.text]
        if answer.failure is not None:
            events.append(replace(answer.failure, request_id=request_id))
        elif not answer.is_endless:
            usage = replace(answer.usage, completion_tokens=len(answer.text) + len(answer.thinking))
            events.append(Finished(request_id=request_id, reason=answer.reason, usage=usage))
        return events


def _aborted(request: Request) -> AnyEvent:
    if isinstance(request, LoadModel):
        return Failed(request_id=request.request_id, code=ErrorCode.LOAD_CANCELLED)
    return Finished(request_id=request.request_id, reason=FinishReason.ABORT, usage=Usage())


def _length_vector(text: str) -> bytes:
    return array("f", (1.0, float(len(text)))).tobytes()


def _word_count(prompt: Prompt) -> int:
    texts = [turn.content for turn in prompt.turns] if isinstance(prompt, ChatPrompt) else [prompt.text]
    return sum(len(text.split()) for text in texts)
