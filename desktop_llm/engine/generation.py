"""One answer on its way: chooses its tokens, turns them into text, gathers the text into events, keeps the times.

Driven by the scheduler, on the worker's one thread.
"""

import time
from collections.abc import Callable
from typing import Final

from desktop_llm.engine.answer_stream import AnswerPart, AnswerStream
from desktop_llm.engine.backends.backend import LanguageModel, Sampler, Vocabulary
from desktop_llm.engine.messages import (
    AnyEvent,
    Failed,
    Finished,
    FinishReason,
    Generate,
    Priority,
    PromptProgress,
    TextGrew,
    TokenLogprob,
    Usage,
)
from desktop_llm.engine.prepared_prompt import PreparedPrompt
from desktop_llm.engine.prompt_lookup import PromptLookup
from desktop_llm.engine.sequences import HeldSequence, Seam
from desktop_llm.errors import DesktopLlmError, ErrorCode, RequestFailedError

_EVENT_INTERVAL_S: Final = 0.016  # a frame

Emit = Callable[[AnyEvent], None]


class Generation:
    """Task of a Generate command."""

    def __init__(
        self, command: Generate, prompt: PreparedPrompt, stream: AnswerStream, model: LanguageModel, emit: Emit
    ) -> None:
        self.command = command
        self.tokens = list(prompt.tokens)
        self.n_prompt_tokens = len(prompt.tokens)
        self.branch_points = prompt.branch_points
        self.is_done = False
        can_guess = command.may_draft and model.memory.facts.is_rewindable
        self.lookup = PromptLookup(self.tokens) if can_guess else None
        self._prompt = prompt
        self._model = model
        self._vocabulary = model.vocabulary
        self._n_cells = model.memory.facts.n_cells
        self._sampler: Sampler = model.new_sampler(command, prompt.tokens)
        self._stream = stream
        self._growth = _Growth(command.request_id, emit)
        self._emit = emit
        self._times = _Times()
        self._n_reused_tokens = 0
        self._n_drafted_tokens = self._n_accepted_tokens = 0
        self._first_guess = self.n_prompt_tokens
        self._is_seated = False

    @property
    def request_id(self) -> str:
        return self.command.request_id

    @property
    def priority(self) -> Priority:
        return self.command.priority

    @property
    def conversation_key(self) -> str:
        return self.command.conversation_key

    @property
    def is_dead_end(self) -> bool:
        return self.command.is_dead_end

    @property
    def max_reused_tokens(self) -> int:
        return len(self.tokens) - 1

    @property
    def max_new_tokens(self) -> int | None:
        limit = self.command.max_tokens
        return None if limit is None else limit - self.n_answer_tokens

    @property
    def n_answer_tokens(self) -> int:
        return len(self.tokens) - self.n_prompt_tokens

    def wants_logits(self, position: int) -> bool:
        return position == len(self.tokens) - 1

    def note_seated(self, n_reused_tokens: int) -> None:
        if self._is_seated:  # it lost its sequence and reads again: the first time is what counts
            return
        self._is_seated = True
        self._n_reused_tokens = n_reused_tokens
        self._times.seated = time.perf_counter()

    def note_read(self, n_tokens: int) -> None:
        if self.n_answer_tokens == 0:
            self._emit(
                PromptProgress(request_id=self.request_id, n_read_tokens=n_tokens, n_prompt_tokens=self.n_prompt_tokens)
            )

    def take_logits(self, row: int, position: int) -> None:
        self._n_accepted_tokens += position >= self._first_guess
        token = self._sampler.sample(row)
        now = time.perf_counter()
        self._times.note_token(now)
        if self._vocabulary.is_end_of_generation(token):
            self._finish(FinishReason.STOP)
            return
        part = self._stream.push(self._vocabulary.token_bytes(token))
        self.tokens.append(token)
        self._times.note_part(part, now)
        self._growth.add(part, self._logprob(row, token), now)
        if self._stream.is_stopped:
            self._finish(FinishReason.STOP)
        elif self.n_answer_tokens == self.command.max_tokens or len(self.tokens) >= self._n_cells:
            self._finish(FinishReason.LENGTH)

    def note_guesses(self, n_guessed: int) -> None:
        self._n_drafted_tokens += n_guessed
        self._first_guess = len(self.tokens)

    def finish_for_length(self) -> None:
        self._finish(FinishReason.LENGTH)

    def abort(self) -> None:
        self._finish(FinishReason.ABORT)

    def fail(self, error: Exception) -> None:
        self._growth.flush(time.perf_counter())
        self._close()
        known = error if isinstance(error, DesktopLlmError) else RequestFailedError(ErrorCode.BUG, reason=repr(error))
        self._emit(Failed(request_id=self.request_id, code=known.code, facts=dict(known.facts)))

    def label(self, sequence: HeldSequence, vocabulary: Vocabulary) -> None:
        n_tokens = len(sequence.tokens)
        seams = tuple(seam for seam in self._prompt.seams if seam.n_tokens <= n_tokens)
        sequence.text, sequence.seams = self._prompt.text, seams
        if n_tokens <= self.n_prompt_tokens:
            return
        answer = b"".join(vocabulary.token_bytes(token) for token in sequence.tokens[self.n_prompt_tokens :])
        try:
            sequence.text += answer.decode()
        except UnicodeDecodeError:  # it ends inside a character
            return
        sequence.seams = (*seams, Seam(len(sequence.text), n_tokens))

    def _logprob(self, row: int, token: int) -> TokenLogprob | None:
        if not self.command.n_logprobs:
            return None
        likelihood = self._model.likelihood(row, token, self.command.n_logprobs)
        return TokenLogprob(
            token,
            _text_of(self._vocabulary, token),
            likelihood.logprob,
            tuple((_text_of(self._vocabulary, each), logprob) for each, logprob in likelihood.alternatives),
        )

    def _finish(self, reason: FinishReason) -> None:
        now = time.perf_counter()
        part = self._stream.finish()
        self._times.note_part(part, now)
        self._growth.add(part, None, now, n_tokens=0)
        self._growth.flush(now)
        self._close()
        self._emit(Finished(request_id=self.request_id, reason=reason, usage=self._usage(now)))

    def _close(self) -> None:
        self.is_done = True
        self._sampler.close()

    def _usage(self, now: float) -> Usage:
        times = self._times
        seated = times.seated or now
        first = times.first_token or now
        return Usage(
            prompt_tokens=self.n_prompt_tokens,
            reused_tokens=self._n_reused_tokens,
            completion_tokens=self.n_answer_tokens,
            drafted_tokens=self._n_drafted_tokens,
            accepted_tokens=self._n_accepted_tokens,
            queue_ms=(seated - times.submitted) * 1000,
            prompt_ms=(first - seated) * 1000,
            generation_ms=(now - first) * 1000,
            first_token_ms=(first - times.submitted) * 1000,
            thinking_ms=times.thinking_s(now) * 1000,
        )


class _Growth:
    """Text on its way out, gathered into at most one event a frame."""

    def __init__(self, request_id: str, emit: Emit) -> None:
        self._request_id, self._emit = request_id, emit
        self._text: list[str] = []
        self._thinking: list[str] = []
        self._logprobs: list[TokenLogprob] = []
        self._n_tokens = 0
        self._sent = 0.0

    def add(self, part: AnswerPart, logprob: TokenLogprob | None, now: float, *, n_tokens: int = 1) -> None:
        self._text.append(part.text)
        self._thinking.append(part.thinking)
        self._n_tokens += n_tokens
        if logprob is not None:
            self._logprobs.append(logprob)
        if now - self._sent >= _EVENT_INTERVAL_S:
            self.flush(now)

    def flush(self, now: float) -> None:
        text, thinking = "".join(self._text), "".join(self._thinking)
        if not text and not thinking and not self._logprobs:
            return
        self._emit(
            TextGrew(
                request_id=self._request_id,
                text=text,
                thinking=thinking,
                n_tokens=self._n_tokens,
                logprobs=tuple(self._logprobs),
            )
        )
        self._text, self._thinking, self._logprobs, self._n_tokens = [], [], [], 0
        self._sent = now


class _Times:
    """When what happened, in seconds of the performance counter; 0: not yet."""

    def __init__(self) -> None:
        self.submitted = time.perf_counter()
        self.seated = 0.0
        self.first_token = 0.0
        self._thinking_started = 0.0
        self._thinking_ended = 0.0

    def note_token(self, now: float) -> None:
        self.first_token = self.first_token or now

    def note_part(self, part: AnswerPart, now: float) -> None:
        if part.thinking:
            self._thinking_started = self._thinking_started or now
        if part.text and self._thinking_started:
            self._thinking_ended = self._thinking_ended or now

    def thinking_s(self, now: float) -> float:
        return (self._thinking_ended or now) - self._thinking_started if self._thinking_started else 0.0


def _text_of(vocabulary: Vocabulary, token: int) -> str:
    return vocabulary.token_bytes(token).decode("utf-8", "replace")
