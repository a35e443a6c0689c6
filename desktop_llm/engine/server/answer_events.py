"""One event of a server's stream, checked and in our words. Pure."""

from typing import Annotated, Final

from msgspec import Meta, Struct

from desktop_llm.engine.messages import FinishReason, TokenLogprob, Usage

_Number = Annotated[int, Meta(ge=0, lt=2**31)]

NO_TOKEN_ID: Final = -1
"""OpenAI's protocol tells tokens by their text alone."""


class _Alternative(Struct, frozen=True):
    token: str
    logprob: float


class _Logprob(Struct, frozen=True):
    token: str
    logprob: float
    top_logprobs: tuple[_Alternative, ...] | None = None


class _Logprobs(Struct, frozen=True):
    content: tuple[_Logprob, ...] | None = None


class _Delta(Struct, frozen=True):
    """Thinking is reasoning_content for DeepSeek, vLLM and llama.cpp, and reasoning for OpenRouter and Ollama."""

    content: str | None = None
    reasoning_content: str | None = None
    reasoning: str | None = None


class _Choice(Struct, frozen=True):
    """`delta` of a chat, `text` of a raw text."""

    delta: _Delta | None = None
    text: str | None = None
    finish_reason: str | None = None
    logprobs: _Logprobs | None = None


class _PromptDetails(Struct, frozen=True):
    cached_tokens: _Number | None = None


class _Usage(Struct, frozen=True):
    prompt_tokens: _Number | None = None
    completion_tokens: _Number | None = None
    prompt_tokens_details: _PromptDetails | None = None


class _Progress(Struct, frozen=True):
    """llama.cpp: how much of the prompt has been read."""

    total: _Number
    processed: _Number


class AnswerEvent(Struct, frozen=True):
    """What arrives. Everything may be missing; what is there has the right kind, or the answer is refused."""

    choices: tuple[_Choice, ...] = ()
    usage: _Usage | None = None
    prompt_progress: _Progress | None = None

    @property
    def text(self) -> str:
        choice = self._choice
        return _clean(choice.text or (choice.delta.content if choice.delta else None)) if choice else ""

    @property
    def thinking(self) -> str:
        delta = self._choice.delta if self._choice else None
        return _clean(delta.reasoning_content or delta.reasoning) if delta else ""

    @property
    def finish_reason(self) -> str | None:
        return self._choice.finish_reason if self._choice else None

    @property
    def logprobs(self) -> tuple[TokenLogprob, ...]:
        told = self._choice.logprobs if self._choice else None
        return tuple(map(_logprob, told.content or ())) if told else ()

    @property
    def _choice(self) -> _Choice | None:
        return self.choices[0] if self.choices else None


def finish_of(told: str) -> FinishReason | None:
    """None for an ending that is none: the server gave up, or withholds the rest."""
    match told:
        case "length":
            return FinishReason.LENGTH
        case "content_filter" | "abort" | "error":
            return None
        case _:
            return FinishReason.STOP


def counted_usage(told: _Usage | None, n_pieces: int) -> Usage:
    """Tokens as the server counts them; without its word a piece is taken for a token, as most servers send them."""
    if told is None:
        return Usage(completion_tokens=n_pieces)
    details = told.prompt_tokens_details
    return Usage(
        prompt_tokens=told.prompt_tokens or 0,
        reused_tokens=(details.cached_tokens or 0) if details else 0,
        completion_tokens=told.completion_tokens if told.completion_tokens is not None else n_pieces,
    )


def _clean(text: str | None) -> str:
    """JSON can hold halves of characters; text cannot."""
    return (text or "").encode("utf-8", "replace").decode()


def _logprob(told: _Logprob) -> TokenLogprob:
    alternatives = tuple((each.token, each.logprob) for each in told.top_logprobs or ())
    return TokenLogprob(NO_TOKEN_ID, told.token, told.logprob, alternatives)
