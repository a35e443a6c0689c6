"""What `desktop-llm bench` measures of memory: what a model was said to take, against what its engine process takes."""

import queue
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import psutil
from msgspec import Struct
from msgspec.structs import replace

from desktop_llm.cli.bench_engine import drain, generate, long_text
from desktop_llm.engine.client import EngineStatus, stream_events
from desktop_llm.engine.gguf_header import read_model
from desktop_llm.engine.load_plan import plan_load, this_machine
from desktop_llm.engine.messages import LoadModel, TextPrompt
from desktop_llm.engine.process_client import ProcessEngineClient
from desktop_llm.errors import ErrorCode, RequestFailedError
from desktop_llm.params import LoadParams

_CONTEXTS_TOKENS: Final = (1024, 4096)
_PROMPT_TOKENS: Final = 700  # more than a micro-batch, so that all working memory is used
_ANSWER_TOKENS: Final = 4
_START_TIMEOUT_S: Final = 60.0


class MemoryUse(Struct, frozen=True, kw_only=True):
    """estimated_bytes: from the header alone. The others: what the engine process grew by until the model was loaded,
    until it had read a prompt, and what the engine reports.
    """

    estimated_bytes: int
    reported_bytes: int
    loaded_bytes: int
    working_bytes: int

    @property
    def error(self) -> float:
        """0.1: the estimate is 10 % too high or too low for the model at work."""
        return abs(self.estimated_bytes / self.working_bytes - 1)


def memory_estimate_error(model_path: str, params: LoadParams) -> float:
    """The worst of two context sizes. Raises RequestFailedError."""
    return max(measure_memory(model_path, params, size).error for size in _CONTEXTS_TOKENS)


def measure_memory(model_path: str, params: LoadParams, n_ctx_tokens: int) -> MemoryUse:
    """Load the model into an engine of its own and let it read a prompt. On the processor: a card's memory is not seen.

    Not mapped: the pages of a mapped file whose weights were copied count as resident until the system needs them.
    """
    params = replace(params, n_ctx_tokens=n_ctx_tokens, n_gpu_layers=0, is_memory_mapped=False)
    estimate = plan_load(read_model(Path(model_path)), params, this_machine())
    with _started_engine() as (engine, pid):
        empty_bytes = _resident_bytes(pid)
        drain(stream_events(engine, LoadModel(request_id="load", path=model_path, params=params)))
        loaded_bytes = _resident_bytes(pid)
        generate(engine, TextPrompt(long_text(engine, _PROMPT_TOKENS)), n_tokens=_ANSWER_TOKENS)
        model = engine.status.model
        return MemoryUse(
            estimated_bytes=estimate.needed_bytes,
            reported_bytes=model.memory_bytes if model else 0,
            loaded_bytes=loaded_bytes - empty_bytes,
            working_bytes=_resident_bytes(pid) - empty_bytes,
        )


def _resident_bytes(pid: int) -> int:
    return psutil.Process(pid).memory_info().rss


@contextmanager
def _started_engine() -> Generator[tuple[ProcessEngineClient, int]]:
    """An engine without a model, and its process."""
    engine = ProcessEngineClient()
    statuses: queue.SimpleQueue[EngineStatus] = queue.SimpleQueue()
    try:
        engine.watch(statuses.put)
        engine.start()
        while (ready := statuses.get(timeout=_START_TIMEOUT_S).engine) is None:
            pass
        yield engine, ready.pid
    except queue.Empty as error:
        raise RequestFailedError(ErrorCode.ENGINE_START_FAILED, reason="it does not answer") from error
    finally:
        engine.close()
