"""What a build of llama.cpp does: which libraries it takes, where it computes, what it answers.

A process of its own: check_llama_cpp.py starts it with PYTHONPATH naming a build, or without for the installed one.
It prints a Probed as JSON, or with --speed a number: tokens per second.
"""

import argparse
import statistics
from contextlib import closing
from pathlib import Path

import msgspec
import psutil

from desktop_llm.engine.backends.bare_loop import BareLoop
from desktop_llm.engine.backends.llama_library import llama_library
from desktop_llm.engine.load_plan import this_machine

_TEXT = "Water boils at 100 degrees. One, two, three, four,"
_N_CTX_TOKENS = 512
_N_TIMED_TOKENS = 128
_N_RUNS = 3


class Probed(msgspec.Struct, frozen=True, kw_only=True):
    """processor_build, backends: as in MachineMeasured. devices: their names. libraries: of ggml's files, those loaded.

    buffers: what was allocated, as (memory, kind, bytes). tokens: the greedy answer.
    """

    processor_build: str
    backends: tuple[str, ...]
    devices: tuple[str, ...]
    libraries: tuple[str, ...]
    buffers: tuple[tuple[str, str, int], ...]
    tokens: tuple[int, ...]


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("model")
    parser.add_argument("--tokens", type=int, default=8)
    parser.add_argument("--gpu-layers", type=int, default=0)
    parser.add_argument("--speed", dest="is_timed", action="store_true")
    options = parser.parse_args()
    loop = BareLoop(
        options.model,
        n_ctx_tokens=_N_CTX_TOKENS,
        n_threads=this_machine().n_cores,
        n_gpu_layers=options.gpu_layers,
    )
    with closing(loop):
        found = _tokens_per_s(loop) if options.is_timed else _probed(loop, options.tokens)
    print(msgspec.json.encode(found).decode())


def _tokens_per_s(loop: BareLoop) -> float:
    loop.greedy_tokens(_TEXT, _N_TIMED_TOKENS)
    return statistics.median(loop.decode_tokens_per_s(_TEXT, _N_TIMED_TOKENS) for _ in range(_N_RUNS))


def _probed(loop: BareLoop, n_tokens: int) -> Probed:
    library = llama_library()
    mapped = {Path(entry.path) for entry in psutil.Process().memory_maps()}
    return Probed(
        processor_build=library.processor_build(),
        backends=library.backends(),
        devices=tuple(device.name for device in library.devices()),
        libraries=tuple(sorted(str(path) for path in mapped if "ggml" in path.name and path.suffix != ".gguf")),
        buffers=tuple((buffer.place, buffer.kind, buffer.size_bytes) for buffer in library.buffers()),
        tokens=loop.greedy_tokens(_TEXT, n_tokens),
    )


if __name__ == "__main__":
    main()
