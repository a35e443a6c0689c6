"""One generation as OpenAI's protocol says it, or the refusal of what a server cannot do. Pure."""

from enum import StrEnum
from typing import Final, NamedTuple, assert_never

import msgspec

from desktop_llm.engine.messages import ChatPrompt, ChatTurn, Generate, TextPrompt, ThinkingMode
from desktop_llm.engine.server.server_kind import ContinuationStyle, SchemaStyle, ServerAbilities, ThinkingSwitch
from desktop_llm.errors import ErrorCode, ServerError
from desktop_llm.params import SamplingParams

MAX_STOP: Final = 4
"""OpenAI takes no more. All of them are looked for here as well."""
_MAX_LOGPROBS: Final = 20
_MAX_BIAS: Final = 100.0
_STANDARD_SAMPLING: Final = ("temperature", "top_p", "presence_penalty", "frequency_penalty", "seed")


class Lack(StrEnum):
    """What a server cannot be asked for: the fact `what` of SERVER_CANNOT."""

    TOP_K = "top_k"
    MIN_P = "min_p"
    REPEAT_PENALTY = "repeat_penalty"
    REPEAT_LAST_N = "repeat_last_n_tokens"
    GRAMMAR = "grammar"
    SCHEMA = "json_schema"
    LOGIT_BIAS = "logit_bias"
    LOGPROBS = "logprobs"
    CONTINUATION = "continuation"
    THINKING = "thinking"
    TEXT_WITHOUT_LIMIT = "text_without_limit"
    SCORE = "score"
    EMBED = "embed"
    MEASURE = "measure"


class EndpointBody(NamedTuple):
    path: str
    body: dict[str, object]


class RequestWriter:
    """Writes requests for one model of one server."""

    def __init__(self, host: str, model: str, abilities: ServerAbilities) -> None:
        self._host = host
        self._model = model
        self._abilities = abilities

    def generation(self, command: Generate) -> EndpointBody:
        """The endpoint and what to post there. Raises ServerError: SERVER_CANNOT, GRAMMAR_INVALID.

        priority, conversation_key and is_dead_end order and keep work in the local engine and say nothing to a server.
        """
        common: dict[str, object] = {
            "model": self._model,
            "stream": True,
            "stream_options": {"include_usage": True},
            **self._sampling(command.sampling),
            **self._limits(command),
            **self._form(command),
        }
        match command.prompt:
            case ChatPrompt():
                return EndpointBody("/chat/completions", common | self._chat(command.prompt) | self._logprobs(command))
            case TextPrompt(text=text):
                return EndpointBody("/completions", common | self._text(command, text))
            case _:
                assert_never(command.prompt)

    def messages(self, prompt: ChatPrompt) -> list[dict[str, str]]:
        return [_message(turn) for turn in prompt.turns]

    def cannot(self, lack: Lack) -> ServerError:
        return ServerError(ErrorCode.SERVER_CANNOT, host=self._host, what=lack.value)

    def _sampling(self, sampling: SamplingParams) -> dict[str, object]:
        body: dict[str, object] = {}
        for name in sampling.__struct_fields__:
            value = getattr(sampling, name)
            if value is None:
                continue
            theirs = name if name in _STANDARD_SAMPLING else self._abilities.sampling.get(name)
            if theirs is None:
                raise self.cannot(Lack(name))
            body[theirs] = value
        return body

    def _limits(self, command: Generate) -> dict[str, object]:
        body: dict[str, object] = {}
        if command.max_tokens is not None:
            body[self._abilities.max_tokens] = command.max_tokens
        if command.stop:
            body["stop"] = list(command.stop[:MAX_STOP])
        if command.logit_bias:
            if not self._abilities.has_logit_bias:
                raise self.cannot(Lack.LOGIT_BIAS)
            bounded = {token: max(-_MAX_BIAS, min(_MAX_BIAS, bias)) for token, bias in command.logit_bias.items()}
            body["logit_bias"] = {str(token): bias for token, bias in bounded.items()}
        return body

    def _form(self, command: Generate) -> dict[str, object]:
        if command.grammar:
            if not self._abilities.has_grammar:
                raise self.cannot(Lack.GRAMMAR)
            return {"grammar": command.grammar}
        if not command.json_schema:
            return {}
        if isinstance(command.prompt, TextPrompt):
            raise self.cannot(Lack.SCHEMA)
        try:
            schema = msgspec.json.decode(command.json_schema)
        except msgspec.DecodeError as error:
            raise ServerError(ErrorCode.GRAMMAR_INVALID, reason=str(error)) from error
        return {"response_format": _response_format(self._abilities.schema, schema)}

    def _chat(self, prompt: ChatPrompt) -> dict[str, object]:
        body: dict[str, object] = {"messages": self.messages(prompt), **self.thinking(prompt.thinking)}
        if self._abilities.has_progress:
            body["return_progress"] = True
        if not prompt.is_continuation:
            return body
        match self._abilities.continuation:
            case ContinuationStyle.NONE:
                raise self.cannot(Lack.CONTINUATION)
            case ContinuationStyle.LAST_MESSAGE:
                return body
            case ContinuationStyle.FLAGS:
                return body | {"continue_final_message": True, "add_generation_prompt": False}
            case _:
                assert_never(self._abilities.continuation)

    def thinking(self, mode: ThinkingMode) -> dict[str, object]:
        """ON must be possible. Where there is no switch, OFF is left to the server; what it thinks is kept apart."""
        if mode is ThinkingMode.AUTO:
            return {}
        is_on = mode is ThinkingMode.ON
        match self._abilities.thinking:
            case ThinkingSwitch.NONE if is_on:
                raise self.cannot(Lack.THINKING)
            case ThinkingSwitch.NONE:
                return {}
            case ThinkingSwitch.TEMPLATE:
                return {"chat_template_kwargs": {"enable_thinking": is_on}}
            case ThinkingSwitch.EFFORT:
                return {"reasoning_effort": "medium" if is_on else "none"}
            case _:
                assert_never(self._abilities.thinking)

    def _logprobs(self, command: Generate) -> dict[str, object]:
        if not command.n_logprobs:
            return {}
        if not self._abilities.has_logprobs or command.n_logprobs > _MAX_LOGPROBS:
            raise self.cannot(Lack.LOGPROBS)
        return {"logprobs": True, "top_logprobs": command.n_logprobs}

    def _text(self, command: Generate, text: str) -> dict[str, object]:
        """Servers cut a text without a limit at 16 tokens, silently; and their older form of logprobs is not read."""
        if command.max_tokens is None:
            raise self.cannot(Lack.TEXT_WITHOUT_LIMIT)
        if command.n_logprobs:
            raise self.cannot(Lack.LOGPROBS)
        return {"prompt": text, "max_tokens": command.max_tokens}


def _message(turn: ChatTurn) -> dict[str, str]:
    """An earlier answer's thinking stays here: servers' templates drop it, and OpenAI refuses the field."""
    return {"role": turn.role, "content": turn.content}


def _response_format(style: SchemaStyle, schema: object) -> dict[str, object]:
    match style:
        case SchemaStyle.JSON_SCHEMA:
            return {"type": "json_schema", "json_schema": {"name": "answer", "schema": schema, "strict": True}}
        case SchemaStyle.JSON_OBJECT:
            return {"type": "json_object", "schema": schema}
        case _:
            assert_never(style)
