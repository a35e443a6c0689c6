"""How a model is put into this machine's memory: context length, GPU layers, threads, and the bytes it takes.

Pure functions of a header, the user's wishes and the machine, so that a model can be judged before it is downloaded.
Used by the backend in the engine process and by whoever shows what fits.
"""

import os
from collections.abc import Iterable, Sequence
from typing import Final

import psutil
from msgspec import Struct
from msgspec.structs import replace

from desktop_llm.engine.gguf_header import GgufHeader, Layer
from desktop_llm.engine.messages import Device
from desktop_llm.errors import ErrorCode, RequestFailedError
from desktop_llm.params import CacheType, LoadParams

DEFAULT_CTX_TOKENS: Final = 8192
_MIN_CTX_TOKENS: Final = 1024
_UNKNOWN_TRAINING_CTX_TOKENS: Final = 4096
_CTX_STEP_TOKENS: Final = 256  # llama.cpp pads the context to this
_MAX_SEQUENCES: Final = 16
_MICRO_BATCH_TOKENS: Final = 512
_CPU_BATCH_TOKENS: Final = 512  # a piece of a prompt must not hold up running answers for long
_GPU_BATCH_TOKENS: Final = 2048
_BESIDE_SEQUENCES: Final = ((16, 4), (8, 2))  # sixteen in 1/4 of the free memory, or eight in 1/2
_BESIDE_MORE_TOKENS: Final = 768  # what all of them begin with, which each must hold for itself, and longer pieces
_BESIDE_BATCH_TOKENS: Final = 256  # larger ones read no faster without flash attention
_BESIDE_ROWS_EACH: Final = 2  # one certain, one guessed
_BESIDE_KEYS: Final[CacheType] = "q8_0"
_MAX_OUTPUT_ROWS: Final = 64
_OUTPUT_BYTES: Final = 16 * 1024**2  # logits of 64 rows are 64 MiB for the 262,144 tokens of Gemma, twice
# Recurrent models hold one state for every sequence, used or not: Mamba-2 with 7 billion parameters 270 MB each.
_STATE_SHARE: Final = 8  # 1/8 of the free memory
_MAX_STATES_BYTES: Final = 1024**3
# Measured: 17.2 MiB for the 49,152 tokens and 48,900 merges of SmolLM2, 42.1 for the 262,144 tokens of Gemma 3.
_VOCABULARY_BYTES_PER_TOKEN: Final = 168
_VOCABULARY_BYTES_PER_MERGE: Final = 199
_GPU_MARGIN_BYTES: Final = 768 * 1024**2  # for the desktop, the driver and what the compute buffers grow by
_MAX_TOLD_BYTES: Final = 2**63 - 1  # what a message can carry; a header can claim more
_CACHE_VALUE_BYTES: Final[dict[CacheType, float]] = {"f16": 2.0, "q8_0": 34 / 32, "q4_0": 18 / 32}


class Machine(Struct, frozen=True, kw_only=True):
    """Main memory that programs may use now, and the processor's physical cores."""

    free_bytes: int
    total_bytes: int
    n_cores: int


class LoadPlan(Struct, frozen=True, kw_only=True):
    """All numbers that loading needs. The bytes are estimates of what will be taken, on all devices together.

    What counts as taken, each byte once: the weights, mapped or copied; what llama.cpp allocates for cache, states,
    computing and the vocabulary. A weight that is copied out of a mapped file (onto a device, or into the order that a
    processor's matrix instructions want) counts as its copy: the system drops the file's page when it needs the room.
    n_gpu_layers counts the output layer too: one more than the model's layers means everything.
    is_apart: the context is divided among the sequences, n_ctx_tokens / n_sequences for each.
    """

    n_ctx_tokens: int
    n_sequences: int
    n_batch_tokens: int
    n_micro_batch_tokens: int
    n_output_rows: int
    n_threads: int
    n_gpu_layers: int
    key_cache_type: CacheType
    value_cache_type: CacheType
    is_flash_attention_allowed: bool
    is_memory_mapped: bool
    weights_bytes: int
    cache_bytes: int
    state_bytes: int
    compute_bytes: int
    gpu_bytes: int
    is_apart: bool = False

    @property
    def needed_bytes(self) -> int:
        """All memory together: main memory and devices."""
        return self.weights_bytes + self.cache_bytes + self.state_bytes + self.compute_bytes


def this_machine() -> Machine:
    """Read now; free memory includes what the system's file cache would give back."""
    memory = psutil.virtual_memory()
    return Machine(free_bytes=memory.available, total_bytes=memory.total, n_cores=_usable_cores())


def plan_load(header: GgufHeader, params: LoadParams, machine: Machine, devices: Sequence[Device] = ()) -> LoadPlan:
    """Decide how to load. Raises RequestFailedError (MODEL_DOES_NOT_FIT with needed_bytes and free_bytes)."""
    wanted = _wanted_context(header, params)
    shortest = wanted if params.n_ctx_tokens else min(wanted, _MIN_CTX_TOKENS)
    while True:
        plan = _plan(header, params, machine, devices, wanted)
        host_bytes = plan.needed_bytes - plan.gpu_bytes
        if host_bytes <= machine.free_bytes:
            return plan
        if wanted <= shortest:
            facts = {"needed_bytes": min(host_bytes, _MAX_TOLD_BYTES), "free_bytes": machine.free_bytes}
            raise RequestFailedError(ErrorCode.MODEL_DOES_NOT_FIT, **facts)
        wanted = max(shortest, _padded(wanted // 2))


def plan_beside(header: GgufHeader, plan: LoadPlan, machine: Machine) -> LoadPlan | None:
    """A second memory for a model loaded by `plan`, in which sequences are apart: sixteen, or eight if room is short.

    None where that brings nothing or does not work (graphics cards, recurrent layers), or where it would take more
    than half of the memory that is free. Layers with windows keep everything there, so that it can be rewound. Without
    flash attention and with 8-bit keys, where the cache allows it: with eight sequences of 830 tokens (SmolLM2, Q4_0, 2
    cores with AVX-512) a batch of eight answers takes 57 ms apart without it, 128 with it, and 193 in one memory; an
    answer alone 13, 26 and 25 to 49. 8-bit keys take another fifth off batches of 16 rows and more.
    """
    if plan.n_gpu_layers or any(layer.state_bytes for layer in header.layers):
        return None
    for n_sequences, share in _BESIDE_SEQUENCES:
        beside = _plan_beside(header, plan, n_sequences)
        if beside.needed_bytes * share <= machine.free_bytes:
            return beside
    return None


def _plan_beside(header: GgufHeader, plan: LoadPlan, n_sequences: int) -> LoadPlan:
    n_each = _padded(plan.n_ctx_tokens // n_sequences + _BESIDE_MORE_TOKENS)
    n_output_rows = max(_BESIDE_ROWS_EACH * n_sequences, _n_output_rows(header, n_sequences))
    n_ctx_tokens = n_each * n_sequences
    is_flash_needed = plan.value_cache_type != "f16"
    params = LoadParams(
        cache_type=plan.key_cache_type if is_flash_needed else _BESIDE_KEYS, is_flash_attention_allowed=is_flash_needed
    )
    whole = replace(header, layers=tuple(replace(layer, is_sliding=False) for layer in header.layers))
    return replace(
        plan,
        n_ctx_tokens=n_ctx_tokens,
        n_sequences=n_sequences,
        n_batch_tokens=_BESIDE_BATCH_TOKENS,
        n_micro_batch_tokens=_BESIDE_BATCH_TOKENS,
        n_output_rows=n_output_rows,
        key_cache_type=params.cache_type,
        is_flash_attention_allowed=is_flash_needed,
        weights_bytes=0,
        cache_bytes=sum(_cache_bytes(whole, layer, n_ctx_tokens, n_sequences, params) for layer in whole.layers),
        compute_bytes=_compute_bytes(whole, params, n_each, n_sequences, n_output_rows),
        is_apart=True,
    )


def _wanted_context(header: GgufHeader, params: LoadParams) -> int:
    trained = header.n_ctx_train_tokens or _UNKNOWN_TRAINING_CTX_TOKENS
    return _padded(min(params.n_ctx_tokens or DEFAULT_CTX_TOKENS, trained))


def _plan(
    header: GgufHeader, params: LoadParams, machine: Machine, devices: Sequence[Device], n_ctx_tokens: int
) -> LoadPlan:
    gpus = offload_devices(devices)
    gpu_free_bytes = sum(max(0, gpu.free_bytes - _GPU_MARGIN_BYTES) for gpu in gpus)
    n_sequences = _n_sequences(header, machine)
    n_output_rows = _n_output_rows(header, n_sequences)
    layer_bytes = [_cache_bytes(header, layer, n_ctx_tokens, n_sequences, params) for layer in header.layers]
    compute_bytes = _compute_bytes(header, params, n_ctx_tokens, n_sequences, n_output_rows)
    costs = [
        layer.weight_bytes + cache + layer.state_bytes * n_sequences
        for layer, cache in zip(header.layers, layer_bytes, strict=True)
    ]
    output_bytes = header.output_bytes if header.output_bytes > header.embedding_bytes // 2 else header.embedding_bytes
    n_gpu_layers, gpu_bytes = 0, 0
    if gpus:
        n_gpu_layers, gpu_bytes = _gpu_share(params, [*costs, output_bytes], gpu_free_bytes - compute_bytes)
    return LoadPlan(
        n_ctx_tokens=n_ctx_tokens,
        n_sequences=n_sequences,
        n_batch_tokens=_GPU_BATCH_TOKENS if n_gpu_layers > len(header.layers) else _CPU_BATCH_TOKENS,
        n_micro_batch_tokens=_MICRO_BATCH_TOKENS,
        n_output_rows=n_output_rows,
        n_threads=params.n_threads or machine.n_cores,
        n_gpu_layers=n_gpu_layers,
        key_cache_type=params.cache_type,
        value_cache_type=_value_cache_type(params),
        is_flash_attention_allowed=params.is_flash_attention_allowed,
        is_memory_mapped=params.is_memory_mapped,
        weights_bytes=header.weights_bytes + vocabulary_bytes(header),
        cache_bytes=sum(layer_bytes),
        state_bytes=sum(layer.state_bytes for layer in header.layers) * n_sequences,
        compute_bytes=compute_bytes,
        gpu_bytes=gpu_bytes + compute_bytes if n_gpu_layers else 0,
    )


def _gpu_share(params: LoadParams, costs: Sequence[int], budget_bytes: int) -> tuple[int, int]:
    """How many layers go to the GPU, and their bytes. llama.cpp offloads the output first, then the last layers."""
    limit = len(costs) if params.n_gpu_layers is None else min(params.n_gpu_layers, len(costs))
    n_layers, taken_bytes = 0, 0
    for cost in reversed(costs):
        # A person who asks for a number of layers gets it tried; the backend steps down if the device refuses.
        fits = params.n_gpu_layers is not None or taken_bytes + cost <= budget_bytes
        if n_layers >= limit or not fits:
            break
        n_layers += 1
        taken_bytes += cost
    return n_layers, taken_bytes


def offload_devices(devices: Iterable[Device]) -> list[Device]:
    """The graphics cards; a chip that shares the main memory counts only where there is no card."""
    devices = tuple(devices)
    cards = [device for device in devices if device.kind == "gpu"]
    return cards or [device for device in devices if device.kind == "igpu"]


def _n_sequences(header: GgufHeader, machine: Machine) -> int:
    state_bytes = sum(layer.state_bytes for layer in header.layers)
    if state_bytes == 0:
        return _MAX_SEQUENCES
    budget_bytes = min(_MAX_STATES_BYTES, machine.free_bytes // _STATE_SHARE)
    return max(1, min(_MAX_SEQUENCES, budget_bytes // state_bytes))


def _value_cache_type(params: LoadParams) -> CacheType:
    # llama.cpp quantizes the values only with flash attention.
    return params.cache_type if params.is_flash_attention_allowed else "f16"


def _cache_bytes(header: GgufHeader, layer: Layer, n_ctx_tokens: int, n_sequences: int, params: LoadParams) -> int:
    n_cells = _n_cells(header, n_ctx_tokens, n_sequences, is_sliding=layer.is_sliding)
    key_bytes = layer.n_embd_k * _CACHE_VALUE_BYTES[params.cache_type]
    value_bytes = layer.n_embd_v * _CACHE_VALUE_BYTES[_value_cache_type(params)]
    return int(n_cells * (key_bytes + value_bytes))


def _n_cells(header: GgufHeader, n_ctx_tokens: int, n_sequences: int, *, is_sliding: bool) -> int:
    if not is_sliding:
        return n_ctx_tokens
    # llama-kv-cache-iswa.cpp: a window for every sequence and one micro-batch
    window = header.sliding_window_tokens * n_sequences + _MICRO_BATCH_TOKENS
    return min(n_ctx_tokens, _padded(window))


def vocabulary_bytes(header: GgufHeader) -> int:
    """What llama.cpp keeps of the tokenizer."""
    return header.n_vocab_tokens * _VOCABULARY_BYTES_PER_TOKEN + header.n_merges * _VOCABULARY_BYTES_PER_MERGE


def _n_output_rows(header: GgufHeader, n_sequences: int) -> int:
    """How many rows of a batch may want logits: one for each sequence, and more where they are small."""
    cheap = _OUTPUT_BYTES // (4 * max(header.n_vocab_tokens, 1))
    return max(n_sequences, min(_MAX_OUTPUT_ROWS, cheap))


def _compute_bytes(
    header: GgufHeader, params: LoadParams, n_ctx_tokens: int, n_sequences: int, n_output_rows: int
) -> int:
    """Working memory of one micro-batch, at its largest: within the widest layer or at the logits.

    Which tensors live at the same time was read off llama.cpp's own reservation, for ten shapes from 0.1 to 8 billion
    parameters (load with no_alloc, "compute buffer size"): within 5 % of it, without flash attention within 10.
    """
    n_rows = _MICRO_BATCH_TOKENS
    row_bytes = 4 * n_rows
    embedding = row_bytes * header.n_embedding
    dense = 3 * row_bytes * header.n_feed_forward + 4 * embedding
    experts = header.n_used_experts * (2 * embedding + row_bytes * header.n_expert_feed_forward) + 3 * embedding
    recurrent = 6 * row_bytes * header.n_recurrent + 2 * embedding
    logits = 4 * header.n_vocab_tokens
    masks = _mask_bytes(header, params, n_ctx_tokens, n_sequences)
    peak = max(max(dense, experts, recurrent) + masks, n_output_rows * logits + embedding)
    if masks and not params.is_flash_attention_allowed:
        all_scores = row_bytes * n_ctx_tokens * header.n_heads
        peak = max(peak, all_scores + masks + 6 * embedding)
    eight_bit_rows = n_rows * max(header.n_feed_forward, header.n_embedding) * 34 // 32
    return peak + eight_bit_rows + n_sequences * logits


def _mask_bytes(header: GgufHeader, params: LoadParams, n_ctx_tokens: int, n_sequences: int) -> int:
    """Which token may look at which: for all cells, and once more for those of a sliding window."""
    float_bytes = 2 if params.is_flash_attention_allowed else 4
    kinds = {layer.is_sliding for layer in header.layers if layer.n_embd_k}
    n_cells = sum(_n_cells(header, n_ctx_tokens, n_sequences, is_sliding=is_sliding) for is_sliding in kinds)
    return float_bytes * _MICRO_BATCH_TOKENS * n_cells


def _usable_cores() -> int:
    physical = psutil.cpu_count(logical=False) or psutil.cpu_count() or 1
    affinity = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else physical
    return max(1, min(physical, affinity))


def _padded(n_tokens: int) -> int:
    return -(-n_tokens // _CTX_STEP_TOKENS) * _CTX_STEP_TOKENS
