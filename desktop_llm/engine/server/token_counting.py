"""Counts tokens with the server's own tokenizer where it has one, and guesses where not.

What surely fits by the guess is not sent to be counted: every question would travel twice. Threads that speak to a
server.
"""

import contextlib
from typing import Annotated, Final, assert_never

from msgspec import Meta, Struct

from desktop_llm.engine.messages import ChatPrompt, CountTokens, Prompt, TextPrompt, TokensCounted
from desktop_llm.engine.server.request_body import RequestWriter
from desktop_llm.engine.server.served_models import ServedModel
from desktop_llm.engine.server.server_connection import ServerConnection
from desktop_llm.engine.server.server_kind import ServerKind
from desktop_llm.engine.server.stop_switch import StopSwitch
from desktop_llm.engine.server.token_estimate import estimated_tokens
from desktop_llm.errors import ServerError

_ANSWER_SHARE: Final = 8  # of the context stays free for the answer, as in assist.context_budget


class _Count(Struct, frozen=True):
    count: Annotated[int, Meta(ge=0, lt=2**31)]


class _Tokens(Struct, frozen=True):
    tokens: tuple[int, ...]


class _RenderedPrompt(Struct, frozen=True):
    prompt: str


class TokenCounter:
    """Counts for one model. n_ctx_tokens 0: nobody knows how much fits, and nothing is sent to be counted."""

    def __init__(
        self, connection: ServerConnection, writer: RequestWriter, model: ServedModel, n_ctx_tokens: int
    ) -> None:
        self._connection = connection
        self._writer = writer
        self._model = model
        self._n_ctx_tokens = n_ctx_tokens

    def count(self, command: CountTokens, switch: StopSwitch) -> TokensCounted:
        """The first prompt is counted when it may not fit; the others, its parts, are guessed in proportion."""
        guesses = [estimated_tokens(prompt) for prompt in command.prompts]
        if command.may_estimate or not guesses or self._surely_fits(max(guesses)):
            return _counted(command, guesses, is_estimate=True)
        exact = self._asked(command.prompts[0], switch)
        if exact is None:
            return _counted(command, guesses, is_estimate=True)
        share = exact / max(1, guesses[0])
        return _counted(command, [exact, *(round(guess * share) for guess in guesses[1:])], is_estimate=False)

    def _surely_fits(self, guess: int) -> bool:
        return self._n_ctx_tokens == 0 or guess <= self._n_ctx_tokens * (_ANSWER_SHARE - 1) // _ANSWER_SHARE

    def _asked(self, prompt: Prompt, switch: StopSwitch) -> int | None:
        """None where the server has no tokenizer, or does not let us at it."""
        with contextlib.suppress(ServerError):
            match self._model.kind:
                case ServerKind.VLLM:
                    return self._vllm(prompt, switch)
                case ServerKind.LLAMA_CPP:
                    return self._llama_cpp(prompt, switch)
                case ServerKind.LLAMA_CPP_PYTHON:
                    return self._llama_cpp_python(prompt, switch)
                case _:
                    return None
        return None

    def _vllm(self, prompt: Prompt, switch: StopSwitch) -> int:
        body: dict[str, object] = {"model": self._model.name}
        match prompt:
            case ChatPrompt():
                body |= {"messages": self._writer.messages(prompt), "add_generation_prompt": not prompt.is_continuation}
                body |= {"continue_final_message": prompt.is_continuation, **self._writer.thinking(prompt.thinking)}
            case TextPrompt(text=text):
                body |= {"prompt": text}
            case _:
                assert_never(prompt)
        return self._connection.post(f"{self._connection.root_url}/tokenize", body, _Count, switch).count

    def _llama_cpp(self, prompt: Prompt, switch: StopSwitch) -> int:
        root = self._connection.root_url
        model: dict[str, object] = {"model": self._model.name}
        if isinstance(prompt, ChatPrompt):
            chat = model | {"messages": self._writer.messages(prompt)} | self._writer.thinking(prompt.thinking)
            text = self._connection.post(f"{root}/apply-template", chat, _RenderedPrompt, switch).prompt
        else:
            text = prompt.text
        body = model | {"content": text, "add_special": True, "parse_special": True}
        return len(self._connection.post(f"{root}/tokenize", body, _Tokens, switch).tokens)

    def _llama_cpp_python(self, prompt: Prompt, switch: StopSwitch) -> int | None:
        """It does not say how its template looks, so that only text can be counted."""
        if isinstance(prompt, ChatPrompt):
            return None
        body = {"model": self._model.name, "input": prompt.text}
        return self._connection.post(f"{self._connection.root_url}/extras/tokenize/count", body, _Count, switch).count


def _counted(command: CountTokens, counts: list[int], *, is_estimate: bool) -> TokensCounted:
    return TokensCounted(request_id=command.request_id, counts=tuple(counts), is_estimate=is_estimate)
