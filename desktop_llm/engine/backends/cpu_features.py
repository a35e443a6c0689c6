"""Which instruction sets of the processor llama.cpp was compiled for, and which of them the processor has.

A build for another machine may leave the fast ones out. Names are llama.cpp's own (`llama_print_system_info`).
"""

import importlib
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Final

_CPU_INFO: Final = Path("/proc/cpuinfo")
_IS_ON: Final = re.compile(r"(\w+) = 1\b")
_FLAGS_LINE: Final = re.compile(r"^(?:flags|Features)\s*:(.*)$", re.MULTILINE)

# By Linux's name (/proc/cpuinfo) and by numpy's.
_LINUX_NAMES: Final = {
    "pni": "SSE3",
    "ssse3": "SSSE3",
    "avx": "AVX",
    "avx_vnni": "AVX_VNNI",
    "avx2": "AVX2",
    "f16c": "F16C",
    "fma": "FMA",
    "bmi2": "BMI2",
    "avx512f": "AVX512",
    "avx512vbmi": "AVX512_VBMI",
    "avx512_vnni": "AVX512_VNNI",
    "avx512_bf16": "AVX512_BF16",
    "amx_int8": "AMX_INT8",
    "asimd": "NEON",
    "asimdhp": "FP16_VA",
    "asimddp": "DOTPROD",
    "i8mm": "MATMUL_INT8",
    "sve": "SVE",
    "sme": "SME",
}
_NUMPY_NAMES: Final = {
    "SSE3": "SSE3",
    "SSSE3": "SSSE3",
    "AVX": "AVX",
    "AVX2": "AVX2",
    "F16C": "F16C",
    "FMA3": "FMA",
    "BMI2": "BMI2",
    "AVX512F": "AVX512",
    "AVX512VBMI": "AVX512_VBMI",
    "AVX512VNNI": "AVX512_VNNI",
    "AVX512BF16": "AVX512_BF16",
    "NEON": "NEON",
    "ASIMDHP": "FP16_VA",
    "ASIMDDP": "DOTPROD",
    "SVE": "SVE",
}
_PROCESSOR_NAMES: Final = frozenset(_LINUX_NAMES.values())


def built_features(system_info: str) -> tuple[str, ...]:
    """Those that are on in the text of `llama_print_system_info`; settings of the build such as OPENMP are left out."""
    return tuple(name for name in _IS_ON.findall(system_info) if name in _PROCESSOR_NAMES)


def processor_features(cpu_info: Path = _CPU_INFO) -> tuple[str, ...]:
    """Those of this processor that llama.cpp has a name for. Where there is no Linux, numpy knows most of them."""
    try:
        text = cpu_info.read_text("utf-8", "replace")
    except OSError:
        return _numpy_features()
    match = _FLAGS_LINE.search(text)
    flags = set(match[1].split()) if match else set[str]()
    return tuple(name for flag, name in _LINUX_NAMES.items() if flag in flags)


def _numpy_features() -> tuple[str, ...]:
    # What numpy.show_runtime() prints. There is no other way to it, and a numpy without it costs only this list.
    module = importlib.import_module("numpy._core._multiarray_umath")
    found: Mapping[str, bool] = getattr(module, "__cpu_features__", {})
    return tuple(name for each, name in _NUMPY_NAMES.items() if found.get(each))
