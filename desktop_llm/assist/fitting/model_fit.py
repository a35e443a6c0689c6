"""Whether a model fits this machine, where it would run and how fast: before it is downloaded, before it is loaded.

Pure: a header, the machine and what was measured go in, one value comes out. Any thread.
"""

from enum import StrEnum

from msgspec import Struct

from desktop_llm.assist.fitting.expected_speed import expected_tokens_per_s
from desktop_llm.engine.gguf_header import GgufHeader
from desktop_llm.engine.load_plan import LoadPlan, Machine, plan_load
from desktop_llm.engine.messages import Device
from desktop_llm.errors import RequestFailedError
from desktop_llm.hub.measurements import ModelFigures
from desktop_llm.params import LoadParams


class FitVerdict(StrEnum):
    """Where a model would run. UNKNOWN: its header could not be read."""

    GPU = "gpu"
    PARTLY_GPU = "partly_gpu"
    MEMORY = "memory"
    DOES_NOT_FIT = "does_not_fit"
    UNKNOWN = "unknown"


class ModelFit(Struct, frozen=True, kw_only=True):
    """How a model fits.

    needed_bytes: all that it takes; of a model that does not fit, what it needs of main memory at the least.
    gpu_bytes: the part of it on graphics cards. free_bytes: main memory. n_ctx_tokens: the context it would get.
    tokens_per_s: 0 if nothing can be said. is_measured: the model was here before, and this is what it took and how
    fast it was.
    """

    verdict: FitVerdict
    needed_bytes: int = 0
    free_bytes: int = 0
    gpu_bytes: int = 0
    n_ctx_tokens: int = 0
    tokens_per_s: float = 0.0
    is_measured: bool = False


class MachineFacts(Struct, frozen=True, kw_only=True):
    """What a model is held against. bandwidth_bytes_per_s of main memory is 0 until it was measured."""

    machine: Machine
    devices: tuple[Device, ...] = ()
    bandwidth_bytes_per_s: int = 0


def model_fit(
    header: GgufHeader, params: LoadParams, facts: MachineFacts, measured: ModelFigures | None = None
) -> ModelFit:
    """How the model would be loaded with these params, as the engine decides it."""
    free_bytes = facts.machine.free_bytes
    try:
        plan = plan_load(header, params, facts.machine, facts.devices)
    except RequestFailedError as error:
        needed = error.facts.get("needed_bytes", 0)
        return ModelFit(verdict=FitVerdict.DOES_NOT_FIT, needed_bytes=int(needed), free_bytes=free_bytes)
    estimate = ModelFit(
        verdict=_verdict(plan.n_gpu_layers, len(header.layers)),
        needed_bytes=plan.needed_bytes,
        free_bytes=free_bytes,
        gpu_bytes=plan.gpu_bytes,
        n_ctx_tokens=plan.n_ctx_tokens,
        tokens_per_s=expected_tokens_per_s(header, plan.n_gpu_layers, facts.devices, facts.bandwidth_bytes_per_s),
    )
    return _with_measured(estimate, plan, len(header.layers), measured)


def _verdict(n_gpu_layers: int, n_layers: int) -> FitVerdict:
    if n_gpu_layers > n_layers:
        return FitVerdict.GPU
    return FitVerdict.PARTLY_GPU if n_gpu_layers else FitVerdict.MEMORY


def _with_measured(estimate: ModelFit, plan: LoadPlan, n_layers: int, measured: ModelFigures | None) -> ModelFit:
    """What was measured, as long as the model would be loaded in the same way."""
    if measured is None or measured.n_ctx_tokens != plan.n_ctx_tokens:
        return estimate
    # A card that took fewer layers than planned will do so again; other free memory is another load.
    if measured.n_gpu_layers > plan.n_gpu_layers or bool(measured.n_gpu_layers) != bool(plan.n_gpu_layers):
        return estimate
    return ModelFit(
        verdict=_verdict(measured.n_gpu_layers, n_layers),
        needed_bytes=measured.memory_bytes,
        free_bytes=estimate.free_bytes,
        gpu_bytes=measured.gpu_bytes,
        n_ctx_tokens=estimate.n_ctx_tokens,
        tokens_per_s=measured.tokens_per_s or estimate.tokens_per_s,
        is_measured=bool(measured.tokens_per_s),
    )
