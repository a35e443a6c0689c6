"""Loads a GGUF file into llama.cpp: header, plan, weights, context, in steps that can fail and be cancelled.

Runs in the engine process, on the worker's one thread.
"""

import ctypes
import hashlib
import logging
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Final, NamedTuple

from msgspec.structs import replace

from desktop_llm.engine.backends.backend import LoadProgressSink
from desktop_llm.engine.backends.llama_buffers import TakenMemory, taken_memory
from desktop_llm.engine.backends.llama_context import new_context
from desktop_llm.engine.backends.llama_embedder import LlamaEmbedder
from desktop_llm.engine.backends.llama_library import LlamaLibrary, encoded_path, llama_library
from desktop_llm.engine.backends.llama_model import LlamaModel
from desktop_llm.engine.backends.llama_sampling import FALLBACK_SAMPLING
from desktop_llm.engine.chat_template import can_think
from desktop_llm.engine.gguf_header import GgufHeader, read_model
from desktop_llm.engine.load_plan import LoadPlan, plan_beside, plan_load, this_machine, vocabulary_bytes
from desktop_llm.engine.messages import Device, LoadModel, LoadNote, ModelDescription
from desktop_llm.errors import ErrorCode, RequestFailedError
from desktop_llm.params import LoadParams

_log = logging.getLogger(__name__)

_UNKNOWN_ARCHITECTURE: Final = "unknown model architecture"
_SHARES: Final = (1.0, 0.75, 0.5, 0.25, 0.0)  # of the planned layers; loading gigabytes takes seconds each time
_EMBEDDED_TOKENS: Final = 2048  # of a text; a passage has 300
_MEAN_POOLING: Final = 1
_SAMPLE_BYTES: Final = 64 * 1024
_SAMPLES_PER_FILE: Final = 16


class LlamaBackend:
    """Backend on llama.cpp."""

    def __init__(self, library: LlamaLibrary | None = None) -> None:
        self._library = library or llama_library()

    @property
    def version(self) -> str:
        return self._library.version

    @property
    def system_info(self) -> str:
        return self._library.system_info

    def devices(self) -> tuple[Device, ...]:
        return self._library.devices()

    def load(self, command: LoadModel, on_progress: LoadProgressSink) -> LlamaModel:
        started = time.perf_counter()
        header = read_model(Path(command.path))
        if header.is_for_embedding:
            raise RequestFailedError(ErrorCode.MODEL_EMBEDS_ONLY, path=command.path)
        devices = self.devices()
        planned = plan_load(header, command.params, this_machine(), devices)
        plan, loaded = self._loaded(header, command.params, planned, on_progress)
        load_ms = (time.perf_counter() - started) * 1000
        description = _description(
            header,
            plan,
            devices,
            self._taken(header, devices),
            load_ms=load_ms,
            notes=_notes(planned.n_gpu_layers, plan.n_gpu_layers),
        )
        fingerprint = _fingerprint(header, plan, self.version)

        def open_beside() -> LlamaModel | None:
            return self._beside(loaded.model, header, plan, description, fingerprint)

        return LlamaModel(
            self._library,
            loaded.model,
            loaded.context,
            n_output_rows=plan.n_output_rows,
            description=description,
            fingerprint=fingerprint,
            open_beside=open_beside,
        )

    def load_embedder(self, command: LoadModel, on_progress: LoadProgressSink) -> LlamaEmbedder:
        started = time.perf_counter()
        header = read_model(Path(command.path))
        if not header.is_for_embedding:
            raise RequestFailedError(ErrorCode.REQUEST_INVALID, reason="a model that gives no vectors")
        devices = self.devices()
        n_ctx_tokens = min(header.n_ctx_train_tokens or _EMBEDDED_TOKENS, _EMBEDDED_TOKENS)
        params = replace(command.params, n_ctx_tokens=n_ctx_tokens)
        planned = plan_load(header, params, this_machine(), devices)
        plan, loaded = self._loaded(header, params, planned, on_progress)
        description = _description(
            header,
            plan,
            devices,
            self._taken(header, devices),
            load_ms=(time.perf_counter() - started) * 1000,
            notes=_notes(planned.n_gpu_layers, plan.n_gpu_layers),
        )
        return LlamaEmbedder(self._library, loaded.model, loaded.context, description, n_ctx_tokens)

    def _beside(
        self, model: int, header: GgufHeader, plan: LoadPlan, description: ModelDescription, fingerprint: str
    ) -> LlamaModel | None:
        beside = plan_beside(header, plan, this_machine())
        if beside is None:
            return None
        # Keys of 8 bits come in blocks of 32, which not every size of a head can be divided into.
        other = replace(beside, key_cache_type=plan.key_cache_type)
        context = new_context(self._library.api, model, beside) or new_context(self._library.api, model, other)
        if not context:
            _log.warning("no memory beside the model's own: %s", self._library.last_errors())
            return None
        return LlamaModel(
            self._library,
            model,
            context,
            n_output_rows=beside.n_output_rows,
            description=description,
            fingerprint=fingerprint,
            open_beside=None,
        )

    def _loaded(
        self, header: GgufHeader, params: LoadParams, plan: LoadPlan, on_progress: LoadProgressSink
    ) -> tuple[LoadPlan, "_Loaded"]:
        """As planned, or with ever fewer layers on the graphics cards, at last none, and the plan that worked.

        What does not go there must fit into main memory: every try is planned anew.
        """
        self._library.forget_errors()
        loader = _Loader(self._library, header, on_progress)
        for n_gpu_layers in _fewer_layers(plan.n_gpu_layers):
            if n_gpu_layers < plan.n_gpu_layers:
                plan = plan_load(header, replace(params, n_gpu_layers=n_gpu_layers), this_machine(), self.devices())
            if loaded := loader.load(plan):
                return plan, loaded
            _log.warning("loading with %d layers on graphics cards failed", plan.n_gpu_layers)
        raise loader.failure()

    def _taken(self, header: GgufHeader, devices: tuple[Device, ...]) -> TakenMemory:
        taken = taken_memory(self._library.buffers(), devices)
        return taken._replace(host_bytes=taken.host_bytes + vocabulary_bytes(header))


class _Loaded(NamedTuple):
    """Pointers to what llama.cpp loaded."""

    model: int
    context: int


class _Loader:
    """Loads one file, by one plan after another."""

    def __init__(self, library: LlamaLibrary, header: GgufHeader, on_progress: LoadProgressSink) -> None:
        self._library, self._api = library, library.api
        self._path, self._architecture = header.paths[0], header.architecture
        self._is_for_embedding, self._pooling = header.is_for_embedding, header.pooling
        self._on_progress = on_progress
        self._is_cancelled = False

    def failure(self) -> RequestFailedError:
        """Why nothing was loaded."""
        reason = self._library.last_errors()
        if _UNKNOWN_ARCHITECTURE in reason:
            return RequestFailedError(ErrorCode.MODEL_UNSUPPORTED, path=self._path, architecture=self._architecture)
        return RequestFailedError(ErrorCode.MODEL_LOAD_FAILED, path=self._path, reason=reason)

    def load(self, plan: LoadPlan) -> _Loaded | None:
        """None if llama.cpp refuses; nothing is left in memory then. Raises RequestFailedError (load_cancelled)."""
        self._library.forget_buffers()
        model = self._load_model(plan)
        if self._is_cancelled:
            self._free(model)
            raise RequestFailedError(ErrorCode.LOAD_CANCELLED)
        if not model:
            return None
        pooling = (self._pooling or _MEAN_POOLING) if self._is_for_embedding else None
        context = new_context(self._api, model, plan, pooling)
        if not context:
            self._free(model)
            return None
        is_warm = self._warm_up(model, context)
        if not is_warm and plan.n_gpu_layers:  # a card that cannot do what it is asked says so only now
            self._api.llama_free(context)
            self._free(model)
            return None
        return _Loaded(model, context)

    def _load_model(self, plan: LoadPlan) -> int | None:
        params = self._api.llama_model_default_params()
        params.n_gpu_layers = plan.n_gpu_layers
        is_mapped = plan.is_memory_mapped
        params.load_mode = self._api.LLAMA_LOAD_MODE_MMAP if is_mapped else self._api.LLAMA_LOAD_MODE_NONE
        callback = self._api.llama_progress_callback(self._hear_progress)
        params.progress_callback = callback
        model: int | None = self._api.llama_model_load_from_file(encoded_path(Path(self._path)), params)
        return model

    def _hear_progress(self, fraction: float, _user_data: object) -> bool:
        if not self._on_progress(fraction):
            self._is_cancelled = True
        return not self._is_cancelled

    def _warm_up(self, model: int, context: int) -> bool:
        """Touch all weights once, so that the first request does not pay for it. Returns whether it could be done."""
        api = self._api
        tokens = (ctypes.c_int32 * 1)(max(0, api.llama_vocab_bos(api.llama_model_get_vocab(model))))
        api.llama_set_warmup(context, True)
        status: int = api.llama_decode(context, api.llama_batch_get_one(tokens, 1))
        api.llama_memory_clear(api.llama_get_memory(context), True)
        api.llama_set_warmup(context, False)
        return status == 0

    def _free(self, model: int | None) -> None:
        if model:
            self._api.llama_model_free(model)


def _fewer_layers(n_planned: int) -> list[int]:
    """The planned number of layers for the graphics cards, then ever fewer, at last none: five tries at most."""
    return sorted({int(n_planned * share) for share in _SHARES}, reverse=True)


def _description(
    header: GgufHeader,
    plan: LoadPlan,
    devices: tuple[Device, ...],
    taken: TakenMemory,
    *,
    load_ms: float,
    notes: tuple[LoadNote, ...],
) -> ModelDescription:
    return ModelDescription(
        path=header.paths[0],
        name=header.name,
        architecture=header.architecture,
        quantization=header.quantization,
        size_bytes=header.size_bytes,
        n_parameters=header.n_parameters,
        n_layers=len(header.layers),
        n_gpu_layers=plan.n_gpu_layers,
        n_ctx_tokens=plan.n_ctx_tokens,
        n_ctx_train_tokens=header.n_ctx_train_tokens,
        n_sequences=plan.n_sequences,
        n_threads=plan.n_threads,
        memory_bytes=taken.host_bytes + taken.gpu_bytes,
        gpu_bytes=taken.gpu_bytes,
        cache_bytes_per_token=plan.cache_bytes // plan.n_ctx_tokens,
        has_chat_template=bool(header.chat_template),
        can_think=can_think(header.chat_template),
        sampling=header.sampling.over(FALLBACK_SAMPLING),
        load_ms=load_ms,
        devices=tuple(each.name for each in devices if plan.n_gpu_layers or each.kind == "cpu"),
        notes=notes,
    )


def _notes(n_planned: int, n_loaded: int) -> tuple[LoadNote, ...]:
    if n_loaded == n_planned:
        return ()
    return (LoadNote.FEWER_GPU_LAYERS if n_loaded else LoadNote.NO_GPU_LAYERS,)


def _fingerprint(header: GgufHeader, plan: LoadPlan, version: str) -> str:
    """Of the weights (by samples), the library and all that shapes a saved state."""
    digest = hashlib.sha256()
    for part in header.paths:
        for sample in _samples(Path(part)):
            digest.update(sample)
    cache_types = f"{plan.key_cache_type} {plan.value_cache_type}"
    digest.update(f"{version} {cache_types} {plan.is_flash_attention_allowed} {plan.n_sequences}".encode())
    return digest.hexdigest()


def _samples(path: Path) -> Iterator[bytes]:
    """Size and sixteen stretches of a file: a changed model changes them, and reading them takes milliseconds."""
    size = path.stat().st_size
    yield size.to_bytes(8, "little")
    with path.open("rb") as file:
        for i in range(_SAMPLES_PER_FILE):
            file.seek(size * i // _SAMPLES_PER_FILE)
            yield file.read(_SAMPLE_BYTES)
