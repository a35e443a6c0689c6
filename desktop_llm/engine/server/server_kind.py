"""What the programs that serve models take beyond OpenAI's protocol. Pure.

A parameter that a server does not know it ignores, and nobody notices. So only what is listed here is sent; the rest is
refused. Sources: vLLM's `protocol.py`, llama.cpp's `tools/server/README.md`, `llama_cpp/server/types.py`, Ollama's
`openai/openai.go`, LM Studio's "OpenAI Compatibility Endpoints".
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from msgspec import Struct


class ServerKind(StrEnum):
    """Which program serves. OPENAI is the company's own service."""

    VLLM = "vllm"
    LLAMA_CPP = "llama_cpp"
    LLAMA_CPP_PYTHON = "llama_cpp_python"
    OLLAMA = "ollama"
    LM_STUDIO = "lm_studio"
    OPENAI = "openai"
    UNKNOWN = "unknown"


class SchemaStyle(StrEnum):
    """Where a JSON schema stands in response_format."""

    JSON_SCHEMA = "json_schema"
    JSON_OBJECT = "json_object"


class ThinkingSwitch(StrEnum):
    """How thinking is switched on and off."""

    NONE = "none"
    TEMPLATE = "template"  # chat_template_kwargs: {"enable_thinking": …}
    EFFORT = "effort"  # reasoning_effort: "none" or "medium"


class ContinuationStyle(StrEnum):
    """How a server is told to go on with the last message."""

    NONE = "none"
    LAST_MESSAGE = "last_message"  # it does so when the last message is the assistant's
    FLAGS = "flags"  # continue_final_message, add_generation_prompt


class ServerAbilities(Struct, frozen=True, kw_only=True):
    """sampling: our field → theirs, for what OpenAI's protocol lacks. max_tokens: their name of the limit.

    n_parallel: requests that it gets at once from here; the next ones wait.
    """

    sampling: Mapping[str, str] = {}
    max_tokens: str = "max_tokens"
    schema: SchemaStyle = SchemaStyle.JSON_SCHEMA
    thinking: ThinkingSwitch = ThinkingSwitch.NONE
    continuation: ContinuationStyle = ContinuationStyle.NONE
    has_grammar: bool = False
    has_logit_bias: bool = True
    has_logprobs: bool = True
    has_progress: bool = False
    n_parallel: int = 8


_ABILITIES: Final[Mapping[ServerKind, ServerAbilities]] = {
    ServerKind.VLLM: ServerAbilities(
        sampling={"top_k": "top_k", "min_p": "min_p", "repeat_penalty": "repetition_penalty"},
        thinking=ThinkingSwitch.TEMPLATE,
        continuation=ContinuationStyle.FLAGS,
    ),
    ServerKind.LLAMA_CPP: ServerAbilities(
        sampling={
            "top_k": "top_k",
            "min_p": "min_p",
            "repeat_penalty": "repeat_penalty",
            "repeat_last_n_tokens": "repeat_last_n",
        },
        thinking=ThinkingSwitch.TEMPLATE,
        continuation=ContinuationStyle.LAST_MESSAGE,
        has_grammar=True,
        has_progress=True,
    ),
    ServerKind.LLAMA_CPP_PYTHON: ServerAbilities(
        sampling={"top_k": "top_k", "min_p": "min_p", "repeat_penalty": "repeat_penalty"},
        schema=SchemaStyle.JSON_OBJECT,
        has_grammar=True,
        n_parallel=1,  # a new request interrupts the one that is being answered
    ),
    ServerKind.OLLAMA: ServerAbilities(thinking=ThinkingSwitch.EFFORT, has_logit_bias=False, has_logprobs=False),
    ServerKind.LM_STUDIO: ServerAbilities(
        sampling={"top_k": "top_k", "repeat_penalty": "repeat_penalty"}, has_logprobs=False
    ),
    ServerKind.OPENAI: ServerAbilities(max_tokens="max_completion_tokens"),
    ServerKind.UNKNOWN: ServerAbilities(),
}

_KIND_BY_OWNER: Final = {
    "vllm": ServerKind.VLLM,
    "llamacpp": ServerKind.LLAMA_CPP,
    "me": ServerKind.LLAMA_CPP_PYTHON,
    "library": ServerKind.OLLAMA,
    "organization_owner": ServerKind.LM_STUDIO,
}
_OPENAI_HOST: Final = "api.openai.com"


def abilities_of(kind: ServerKind) -> ServerAbilities:
    return _ABILITIES[kind]


def server_kind(host: str, owner: str) -> ServerKind:
    """From the host and from `owned_by` in the list of models, which each of these programs fills in its own way."""
    if host == _OPENAI_HOST:
        return ServerKind.OPENAI
    return _KIND_BY_OWNER.get(owner, ServerKind.UNKNOWN)
