"""Many answers of the engine for one job: several at once, again after the engine died, and none after a stop.

A job owns a desk and calls it on its own thread, where it may wait; `stop` may be called from any thread.
"""

import queue
import threading
from collections.abc import Iterator, Sequence
from typing import Final
from uuid import uuid4

from msgspec import Struct
from msgspec.structs import replace

from desktop_llm.assist.repetition import is_looping
from desktop_llm.engine.client import EngineClient, EngineState, EngineStatus
from desktop_llm.engine.messages import (
    AnyEvent,
    CountTokens,
    Failed,
    Finished,
    FinishReason,
    Generate,
    ModelDescription,
    Prompt,
    TextGrew,
    TextPrompt,
    TokenLogprob,
    TokensCounted,
    Usage,
)
from desktop_llm.errors import ErrorCode, RequestFailedError

# The engine counts between two steps, and a person's answer waits for it: about 10 ms a slice.
_COUNTED_CHARACTERS: Final = 50_000
_LOOK_EVERY_CHARACTERS: Final = 60
_MORE_WITH_EACH: Final = 3  # answer, where all are asked gradually: 1, 4, 16
_COMING: Final = frozenset((EngineState.READY, EngineState.STARTING, EngineState.LOADING, EngineState.RESTARTING))
_LOST: Final = frozenset((ErrorCode.ENGINE_DIED, ErrorCode.NO_MODEL))
_OF_ONE_REQUEST: Final = frozenset((ErrorCode.PROMPT_TOO_LONG, ErrorCode.DECODE_FAILED))


class JobStoppedError(Exception):
    """The job was stopped while it waited for the engine."""


class ModelChangedError(Exception):
    """Another model is loaded now than the one that the job began with."""


class AnswerGrew(Struct, frozen=True):
    """New text of the answer to `key`, behind `start` characters; 0 again when the engine died and begins anew."""

    key: str
    text: str
    start: int = 0


class AnswerEnded(Struct, frozen=True, kw_only=True):
    """The whole answer to `key`. `failure` is set where this one request failed; the others go on.

    logprobs: of its tokens, also of those that were thought, if they were asked for.
    """

    key: str
    text: str
    reason: FinishReason = FinishReason.STOP
    is_looping: bool = False
    usage: Usage = Usage()
    failure: Failed | None = None
    logprobs: tuple[TokenLogprob, ...] = ()

    @property
    def is_cut(self) -> bool:
        """The model had not come to an end: there was no more room, it went round in circles, or it failed."""
        return self.failure is not None or self.is_looping or self.reason is not FinishReason.STOP


class _Stopped(Struct, frozen=True):
    pass


class _Open(Struct):
    """A request that is out, or that waits for the engine to come back."""

    key: str
    command: Generate
    text: str = ""
    n_looked_at: int = 0
    is_looping: bool = False
    logprobs: list[TokenLogprob] = []


class AnswerDesk:
    """The requests of one job. Raises RequestFailedError where there is no engine to wait for."""

    def __init__(self, engine: EngineClient, n_at_once: int = 1, *, may_estimate: bool = False) -> None:
        """At most `n_at_once` requests are out at a time, and half as many after each death of the engine.

        may_estimate: nothing leaves this computer to be counted.
        """
        self._engine = engine
        self._may_estimate = may_estimate
        self._n_at_once = n_at_once
        self._n_allowed_so_far = n_at_once
        self._inbox: queue.SimpleQueue[AnyEvent | EngineStatus | _Stopped] = queue.SimpleQueue()
        self._open: dict[str, _Open] = {}
        self._held: list[_Open] = []
        self._is_stopped = False
        self._stop_wish = threading.Event()
        self._unwatch = engine.watch(self._inbox.put)
        self._model: ModelDescription | None = None

    def stop(self) -> None:
        """Whoever waits at the desk gets JobStoppedError, now and later."""
        self._stop_wish.set()
        self._inbox.put(_Stopped())

    def require_going_on(self) -> None:
        """For whoever waits elsewhere. Raises JobStoppedError after a stop."""
        if self._stop_wish.is_set():
            raise JobStoppedError

    def close(self) -> None:
        """Stop what is out and hear no more."""
        self._unwatch()
        self._abort_open()

    def allow_at_once(self, n_at_once: int, *, is_gradual: bool = False) -> None:
        """is_gradual: one at first, and three more with each answer. Whoever waits sees the first answer sooner."""
        self._n_at_once = max(1, n_at_once)
        self._n_allowed_so_far = 1 if is_gradual else self._n_at_once

    @property
    def n_open(self) -> int:
        return len(self._open) + len(self._held)

    @property
    def has_room(self) -> bool:
        return self.n_open < min(self._n_at_once, self._n_allowed_so_far)

    def model(self) -> ModelDescription:
        """The loaded model; waits for one that is on its way. From now on another one raises ModelChangedError."""
        while True:
            status = self._engine.status
            if status.model is not None and status.state is EngineState.READY:
                self._model = status.model
                return status.model
            require_hope(status)
            self._take()

    def submit(self, key: str, command: Generate) -> None:
        """Ask. The command's request id is set here."""
        self._send(_Open(key, command))

    def give_up(self, key: str) -> None:
        """Stop one answer; nothing more is told of it."""
        for request_id, request in list(self._open.items()):
            if request.key == key:
                del self._open[request_id]
                self._engine.abort(request_id)
        self._held = [request for request in self._held if request.key != key]

    def wait(self) -> AnswerGrew | AnswerEnded:
        """The next news of any answer. Raises JobStoppedError, ModelChangedError, RequestFailedError."""
        while True:
            match self._take():
                case TextGrew() as event:
                    if (grown := self._grow(event)) is not None:
                        return grown
                case Finished() as event:
                    if (ended := self._finish(event)) is not None:
                        return ended
                case Failed() as event:
                    if (ended := self._fail(event)) is not None:
                        return ended
                case _:
                    pass

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Tokens of each text by itself. Raises as `wait` does. Not while answers are out: their news would be lost."""
        counts: list[int] = []
        for piece in _slices(texts):
            counts += self._count(tuple(map(TextPrompt, piece)))
        return counts

    def count_prompt(self, prompt: Prompt) -> int:
        """Tokens of a whole prompt. As `count_tokens`."""
        return self._count((prompt,))[0]

    def _count(self, prompts: tuple[Prompt, ...]) -> Sequence[int]:
        while True:
            request_id = f"count-{uuid4().hex}"
            command = CountTokens(request_id=request_id, prompts=prompts, may_estimate=self._may_estimate)
            self._engine.submit(command, self._inbox.put)
            match self._answer_to(command.request_id):
                case TokensCounted() as event:
                    return event.counts
                case Failed() as event:
                    _require_lost(event)
                    require_hope(self._engine.status)
            self._await_ready()

    def _answer_to(self, request_id: str) -> TokensCounted | Failed:
        while True:
            notice = self._take()
            if isinstance(notice, TokensCounted | Failed) and notice.request_id == request_id:
                return notice

    def _await_ready(self) -> None:
        while not (isinstance(notice := self._take(), EngineStatus) and notice.state is EngineState.READY):
            if isinstance(notice, EngineStatus):
                require_hope(notice)

    def _take(self) -> AnyEvent | EngineStatus | _Stopped:
        if self._is_stopped:
            raise JobStoppedError
        notice = self._inbox.get()
        match notice:
            case _Stopped():
                self._is_stopped = True
                self._abort_open()
                raise JobStoppedError
            case EngineStatus():
                self._look_at(notice)
            case _:
                pass
        return notice

    def _look_at(self, status: EngineStatus) -> None:
        """Send again what an earlier process of the engine took with it, but less of it at once."""
        if status.state is not EngineState.READY:
            if status.state is EngineState.RESTARTING:
                self._n_at_once = max(1, self._n_at_once // 2)
            if self._held:
                require_hope(status)
            return
        if self._model is not None and _identity(status.model) != _identity(self._model):
            self._abort_open()  # or the new model would answer what the old one was asked, under the same keys
            raise ModelChangedError
        held, self._held = self._held, []
        for request in held:
            self._send(request)

    def _send(self, request: _Open) -> None:
        request_id = f"job-{uuid4().hex}"
        request.text, request.n_looked_at, request.is_looping, request.logprobs = "", 0, False, []
        self._open[request_id] = request
        self._engine.submit(replace(request.command, request_id=request_id), self._inbox.put)

    def _grow(self, event: TextGrew) -> AnswerGrew | None:
        request = self._open.get(event.request_id)
        if request is None or request.is_looping:
            return None
        request.logprobs += event.logprobs
        if not event.text:
            return None
        request.text += event.text
        if len(request.text) - request.n_looked_at >= _LOOK_EVERY_CHARACTERS:
            request.n_looked_at = len(request.text)
            if is_looping(request.text):
                request.is_looping = True
                self._engine.abort(event.request_id)
        return AnswerGrew(request.key, event.text, len(request.text) - len(event.text))

    def _finish(self, event: Finished) -> AnswerEnded | None:
        """An answer that nobody here stopped has lost its engine, which ends or takes another model."""
        request = self._open.pop(event.request_id, None)
        if request is None:
            return None
        if event.reason is FinishReason.ABORT and not request.is_looping:
            self._hold(request)
            return None
        self._n_allowed_so_far += _MORE_WITH_EACH
        return AnswerEnded(
            key=request.key,
            text=request.text,
            reason=event.reason,
            is_looping=request.is_looping,
            usage=event.usage,
            logprobs=tuple(request.logprobs),
        )

    def _fail(self, event: Failed) -> AnswerEnded | None:
        request = self._open.pop(event.request_id, None)
        if request is None:
            return None
        if event.code in _OF_ONE_REQUEST:
            self._n_allowed_so_far += _MORE_WITH_EACH
            return AnswerEnded(key=request.key, text=request.text, failure=event)
        _require_lost(event)
        self._hold(request)
        return None

    def _hold(self, request: _Open) -> None:
        """Until the engine is back; what becomes of it comes to the inbox as its status."""
        self._held.append(request)
        require_hope(self._engine.status)

    def _abort_open(self) -> None:
        for request_id in self._open:
            self._engine.abort(request_id)
        self._open.clear()
        self._held.clear()


def _require_lost(failure: Failed) -> None:
    """Raise unless the engine took the request with it."""
    if failure.code not in _LOST:
        raise RequestFailedError(failure.code, **failure.facts)


def require_hope(status: EngineStatus) -> None:
    """Raise what is the matter with an engine that will not be ready by itself."""
    if status.state in _COMING:
        return
    failure = status.failure if status.state is EngineState.FAILED else None
    if failure is None:
        raise RequestFailedError(ErrorCode.NO_MODEL)
    raise RequestFailedError(failure.code, **failure.facts)


def _identity(model: ModelDescription | None) -> tuple[str, int] | None:
    return None if model is None else (model.path, model.n_ctx_tokens)


def _slices(texts: Sequence[str]) -> Iterator[Sequence[str]]:
    start, n_characters = 0, 0
    for index, text in enumerate(texts):
        if index > start and n_characters + len(text) > _COUNTED_CHARACTERS:
            yield texts[start:index]
            start, n_characters = index, 0
        n_characters += len(text)
    if start < len(texts):
        yield texts[start:]
