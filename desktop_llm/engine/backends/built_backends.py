"""Which backends llama.cpp was built with, and for which kind of processor, by the files beside it.

ggml's own list leaves out those that could not be started, as Vulkan's on a computer without a driver for it, and does
not tell which of several builds for kinds of processors it took.
"""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

_FILE: Final = re.compile(r"(?:lib)?ggml-(?P<word>[a-z0-9]+)(?:-(?P<variant>[\w.]+))?\.(?:so|dll|dylib)")
# By the word in the file's name: ggml's own name of the backend.
_NAMES: Final = {
    "cpu": "CPU",
    "cuda": "CUDA",
    "hip": "ROCm",
    "metal": "MTL",
    "vulkan": "Vulkan",
    "sycl": "SYCL",
    "opencl": "OpenCL",
    "musa": "MUSA",
    "blas": "BLAS",
}


def built_backends(folder: Path) -> tuple[str, ...]:
    """Their names in alphabetical order; several builds of one, as for kinds of processors, count once."""
    words = {match["word"] for match in _backend_files(folder.iterdir())}
    return tuple(sorted(_NAMES[word] for word in words if word in _NAMES))


def processor_build(loaded: Iterable[Path]) -> str:
    """The kind of processor whose build is among the loaded files, by ggml's word ("haswell").

    Empty if there is one build for all, or more than one is loaded: then the files do not tell.
    """
    variants = {match["variant"] for match in _backend_files(loaded) if match["word"] == "cpu" and match["variant"]}
    return variants.pop() if len(variants) == 1 else ""


def _backend_files(paths: Iterable[Path]) -> Iterator[re.Match[str]]:
    return (match for path in paths if (match := _FILE.fullmatch(path.name)))
