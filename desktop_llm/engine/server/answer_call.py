"""One generation on a server: asked, asked again while nothing has come, read to its end. A thread of its own.

Nothing is asked again once the answer has begun: the person would read two beginnings, and pay twice.
"""

import random
import time
from collections.abc import Callable
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from desktop_llm.engine.answer_stream import AnswerPart, AnswerStream
from desktop_llm.engine.messages import (
    AnyEvent,
    ChatPrompt,
    Finished,
    FinishReason,
    Generate,
    PromptProgress,
    TextGrew,
    TokenLogprob,
    Usage,
)
from desktop_llm.engine.server.answer_events import AnswerEvent, counted_usage, finish_of
from desktop_llm.engine.server.request_body import EndpointBody
from desktop_llm.engine.server.server_connection import ServerConnection
from desktop_llm.engine.server.server_errors import retry_after_s, shortened
from desktop_llm.engine.server.stop_switch import StopSwitch
from desktop_llm.engine.thinking import KNOWN_MARKS, PLAIN, Section, ThinkingStyle
from desktop_llm.errors import ErrorCode, ServerError

_WAITS_S: Final = (0.3, 1.0, 3.0)
_LONGEST_WAIT_S: Final = 20.0
_JITTER: Final = 0.25
_WORTH_TRYING_AGAIN: Final = frozenset(
    {
        ErrorCode.SERVER_NOT_RUNNING,
        ErrorCode.SERVER_CUT,
        ErrorCode.SERVER_BUSY,
        ErrorCode.SERVER_FAILED,
    }
)
_TOLD_IN_TEXT: Final = ThinkingStyle(KNOWN_MARKS)

Emit = Callable[[AnyEvent], None]


class _Times(Struct):
    """When what happened, in seconds of the monotonic clock."""

    asked_s: float
    first_s: float | None = None
    answer_s: float | None = None

    def note(self, part: AnswerPart) -> None:
        now_s = time.monotonic()
        if self.first_s is None and (part.text or part.thinking):
            self.first_s = now_s
        if self.answer_s is None and part.text:
            self.answer_s = now_s

    def in_usage(self, usage: Usage) -> Usage:
        """Reading the prompt is what happens before the first token; what the network adds is in it."""
        end_s = time.monotonic()
        first_s = self.first_s or end_s
        return replace(
            usage,
            first_token_ms=(first_s - self.asked_s) * 1000,
            prompt_ms=(first_s - self.asked_s) * 1000,
            generation_ms=(end_s - first_s) * 1000,
            thinking_ms=((self.answer_s or end_s) - first_s) * 1000 if self.answer_s != self.first_s else 0.0,
        )


class AnswerCall:
    """One answer on its way. `run` blocks; what came is handed to `emit` at once."""

    def __init__(
        self, connection: ServerConnection, command: Generate, request: EndpointBody, emit: Emit, switch: StopSwitch
    ) -> None:
        self._connection = connection
        self._command = command
        self._request = request
        self._emit = emit
        self._switch = switch
        self._has_begun = False

    def run(self) -> Finished:
        """Raises ServerError. What was emitted before that stays."""
        times = _Times(time.monotonic())
        for wait_s in (*_WAITS_S, None):
            try:
                return self._attempt(times)
            except ServerError as error:
                pause_s = None if self._has_begun else _pause_s(error, wait_s)
                if pause_s is None or self._switch.pause(pause_s):
                    raise
        raise AssertionError("the last try returns or raises")

    def _attempt(self, times: _Times) -> Finished:
        stream = self._fresh_stream()
        usage, told, n_pieces = None, None, 0
        path, body = self._request
        for event in self._connection.stream(path, body, AnswerEvent, self._switch):
            n_pieces += bool(event.text or event.thinking)
            self._grow(stream.push(event.text.encode()), event.thinking, event.logprobs, times)
            self._tell_progress(event)
            usage = event.usage or usage
            told = event.finish_reason or told
            if stream.is_stopped:
                return self._end(FinishReason.STOP, counted_usage(usage, n_pieces), times)
        self._grow(stream.finish(), "", (), times)
        return self._end(self._finish(told), counted_usage(usage, n_pieces), times)

    def _fresh_stream(self) -> AnswerStream:
        prompt = self._command.prompt
        if not isinstance(prompt, ChatPrompt):
            return AnswerStream(PLAIN, self._command.stop)
        opens_in = Section.ANSWER if prompt.is_continuation else Section.START
        return AnswerStream(_TOLD_IN_TEXT, self._command.stop, opens_in)

    def _grow(self, part: AnswerPart, thinking: str, logprobs: tuple[TokenLogprob, ...], times: _Times) -> None:
        part = AnswerPart(part.text, thinking + part.thinking)
        if not (part.text or part.thinking or logprobs):
            return
        times.note(part)
        self._has_begun = True
        self._emit(
            TextGrew(
                request_id=self._command.request_id,
                text=part.text,
                thinking=part.thinking,
                n_tokens=1,
                logprobs=logprobs,
            )
        )

    def _tell_progress(self, event: AnswerEvent) -> None:
        if (progress := event.prompt_progress) is not None:
            self._emit(
                PromptProgress(
                    request_id=self._command.request_id,
                    n_read_tokens=min(progress.processed, progress.total),
                    n_prompt_tokens=progress.total,
                )
            )

    def _finish(self, told: str | None) -> FinishReason:
        """A stream that just ends was cut: a server tells why it ends."""
        host = self._connection.host
        if told is None:
            raise ServerError(ErrorCode.SERVER_CUT, host=host)
        reason = finish_of(told)
        if reason is None:
            raise ServerError(ErrorCode.SERVER_FAILED, host=host, status=200, reason=shortened(told))
        return reason

    def _end(self, reason: FinishReason, usage: Usage, times: _Times) -> Finished:
        return Finished(request_id=self._command.request_id, reason=reason, usage=times.in_usage(usage))


def _pause_s(error: ServerError, usual_s: float | None) -> float | None:
    """How long to wait before the next try; None: there is none."""
    if usual_s is None or error.code not in _WORTH_TRYING_AGAIN:
        return None
    asked_s = retry_after_s(error.__cause__)
    if asked_s is not None:
        return asked_s if asked_s <= _LONGEST_WAIT_S else None
    return usual_s * (1 + random.uniform(0, _JITTER))  # noqa: S311 spreads tries, keeps no secret
