"""How fast this machine reads its main memory, on as many threads as decoding would use.

Runs in the engine process, on request. A token needs all weights once, so that this figure bounds how fast a model
answers on the processor.
"""

import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Final

import numpy as np

_MIN_BYTES: Final = 256 * 1024**2  # several times the third-level cache of a desktop processor
_BYTES_PER_THREAD: Final = 32 * 1024**2  # and of one with many cores
_FREE_SHARE: Final = 8  # 1/8 of the free memory at most: measuring must not push other programs out
_LEAST_VALUES: Final = 100_000
_LIMIT_S: Final = 0.4
_MIN_PASSES: Final = 3


def memory_bandwidth(n_threads: int, free_bytes: int) -> int:
    """Bytes read per second: the best of several passes, since other programs only ever slow a pass down.

    Summing 64-bit integers is as fast here as `memchr` of the C library and as a copy counted both ways (40, 43 and 43
    GB/s on two cores of an EPYC), and like them it runs without the interpreter's lock.
    """
    wanted_bytes = max(_MIN_BYTES, _BYTES_PER_THREAD * n_threads)
    n_values = max(_LEAST_VALUES, min(wanted_bytes, free_bytes // _FREE_SHARE) // n_threads // 8)
    with ThreadPoolExecutor(n_threads, "bandwidth") as pool:
        # Each thread fills its own part: a page that was never written is not in memory at all.
        parts = list(pool.map(_filled, [n_values] * n_threads))
        total_bytes = sum(part.nbytes for part in parts)
        durations_s: list[float] = []
        deadline_s = time.perf_counter() + _LIMIT_S
        while len(durations_s) < _MIN_PASSES or time.perf_counter() < deadline_s:
            started_s = time.perf_counter()
            list(pool.map(np.sum, parts))
            durations_s.append(time.perf_counter() - started_s)
    return int(total_bytes / min(durations_s))


def _filled(n_values: int) -> Any:
    return np.ones(n_values, np.uint64)
