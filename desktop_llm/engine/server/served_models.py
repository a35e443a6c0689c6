"""Which models a server offers, which program it is, and how much context a model has there.

Threads that speak to a server. What a server lists is checked as it comes in: it is somebody else's text.
"""

import contextlib
from typing import Final

from msgspec import Struct

from desktop_llm.engine.messages import ModelDescription
from desktop_llm.engine.server.server_connection import ServerConnection
from desktop_llm.engine.server.server_kind import ServerKind, ThinkingSwitch, abilities_of, server_kind
from desktop_llm.engine.server.stop_switch import StopSwitch
from desktop_llm.errors import ErrorCode, ServerError
from desktop_llm.params import SamplingParams

_MAX_MODELS: Final = 2000
_MAX_NAME_CHARACTERS: Final = 300
_MAX_CTX_TOKENS: Final = 2**31
_SHOWN_NAMES: Final = 10
_LATEST: Final = ":latest"  # Ollama's name for a model without a tag


class ServedModel(Struct, frozen=True, kw_only=True):
    """A model of a server. n_ctx_tokens 0: the server does not say how much it holds."""

    name: str
    kind: ServerKind
    n_ctx_tokens: int = 0


class _ModelMeta(Struct, frozen=True):
    """llama.cpp's own words about a model."""

    n_ctx: int | None = None


class _ListedModel(Struct, frozen=True):
    """OpenAI's fields, and those in which others tell the context."""

    id: str
    owned_by: str | None = None
    max_model_len: int | None = None  # vLLM
    context_length: int | None = None  # OpenRouter and others
    context_window: int | None = None
    meta: _ModelMeta | None = None

    @property
    def n_ctx_tokens(self) -> int:
        told = self.max_model_len or self.context_length or self.context_window or (self.meta.n_ctx if self.meta else 0)
        return _plausible(told)


class _ModelList(Struct, frozen=True):
    data: tuple[_ListedModel, ...] = ()


class _LlamaCppSettings(Struct, frozen=True):
    n_ctx: int | None = None


class _LlamaCppProps(Struct, frozen=True):
    default_generation_settings: _LlamaCppSettings = _LlamaCppSettings()


class _OllamaVersion(Struct, frozen=True):
    version: str


class _OllamaModel(Struct, frozen=True):
    name: str = ""
    context_length: int | None = None


class _OllamaProcesses(Struct, frozen=True):
    models: tuple[_OllamaModel, ...] = ()


class _LmStudioModel(Struct, frozen=True):
    id: str
    loaded_context_length: int | None = None


class _LmStudioModels(Struct, frozen=True):
    data: tuple[_LmStudioModel, ...] = ()


def served_models(connection: ServerConnection, switch: StopSwitch) -> tuple[ServedModel, ...]:
    """What the server lists, in its order. Raises ServerError."""
    listed = connection.get("/models", _ModelList, switch).data[:_MAX_MODELS]
    usable = [model for model in listed if 0 < len(model.id) <= _MAX_NAME_CHARACTERS and model.id.isprintable()]
    kinds = {model.id: server_kind(connection.host, model.owned_by or "") for model in usable}
    if usable and all(kind is ServerKind.UNKNOWN for kind in kinds.values()) and _is_ollama(connection, switch):
        kinds = dict.fromkeys(kinds, ServerKind.OLLAMA)
    return tuple(
        ServedModel(name=model.id, kind=kinds[model.id], n_ctx_tokens=model.n_ctx_tokens)
        for model in {model.id: model for model in usable}.values()
    )


def chosen_model(models: tuple[ServedModel, ...], wanted: str, host: str) -> ServedModel:
    """The wanted model; without a wish the only one. Raises ServerError: SERVER_MODEL_UNKNOWN, SERVER_MODEL_UNNAMED.

    llama.cpp answers for any name with the model it has, so that a wrong name is found here or nowhere.
    """
    if not models and wanted:
        return ServedModel(name=wanted, kind=server_kind(host, ""))
    if not wanted and len(models) == 1:
        return models[0]
    if not wanted:
        names = ", ".join(model.name for model in models[:_SHOWN_NAMES])
        raise ServerError(ErrorCode.SERVER_MODEL_UNNAMED, host=host, models=names)
    for name in (wanted, wanted + _LATEST):
        for model in models:
            if model.name == name:
                return model
    raise ServerError(ErrorCode.SERVER_MODEL_UNKNOWN, host=host, model=wanted)


def with_context(connection: ServerConnection, model: ServedModel, switch: StopSwitch) -> ServedModel:
    """The model with the context that the server runs it with, where it can be asked. Raises nothing."""
    if model.n_ctx_tokens:
        return model
    n_ctx_tokens = 0
    with contextlib.suppress(ServerError):
        n_ctx_tokens = _asked_context(connection, model, switch)
    return ServedModel(name=model.name, kind=model.kind, n_ctx_tokens=_plausible(n_ctx_tokens))


def model_description(model: ServedModel, n_ctx_tokens: int | None, load_ms: float) -> ModelDescription:
    """As the rest of the program knows models. n_ctx_tokens is what the user said, over what the server told."""
    context = n_ctx_tokens or model.n_ctx_tokens
    abilities = abilities_of(model.kind)
    return ModelDescription(
        path="",
        name=model.name,
        architecture="",
        quantization="",
        size_bytes=0,
        n_parameters=0,
        n_layers=0,
        n_gpu_layers=0,
        n_ctx_tokens=context,
        n_ctx_train_tokens=context,
        n_sequences=abilities.n_parallel,
        memory_bytes=0,
        has_chat_template=True,
        can_think=abilities.thinking is not ThinkingSwitch.NONE,
        sampling=SamplingParams(),
        load_ms=load_ms,
    )


def _asked_context(connection: ServerConnection, model: ServedModel, switch: StopSwitch) -> int:
    root = connection.root_url
    match model.kind:
        case ServerKind.LLAMA_CPP:
            props = connection.get(f"{root}/props", _LlamaCppProps, switch)
            return props.default_generation_settings.n_ctx or 0
        case ServerKind.OLLAMA:
            running = connection.get(f"{root}/api/ps", _OllamaProcesses, switch).models
            return next((each.context_length or 0 for each in running if each.name == model.name), 0)
        case ServerKind.LM_STUDIO:
            known = connection.get(f"{root}/api/v0/models", _LmStudioModels, switch).data
            return next((each.loaded_context_length or 0 for each in known if each.id == model.name), 0)
        case _:
            return 0


def _is_ollama(connection: ServerConnection, switch: StopSwitch) -> bool:
    """Models that a user made are owned by that user; the program itself is asked then."""
    with contextlib.suppress(ServerError):
        return bool(connection.get(f"{connection.root_url}/api/version", _OllamaVersion, switch).version)
    return False


def _plausible(n_tokens: int | None) -> int:
    return n_tokens if n_tokens is not None and 0 < n_tokens < _MAX_CTX_TOKENS else 0
