"""Which backends llama.cpp was built with, by the files beside it.

ggml's own list leaves out those that could not be started, as Vulkan's on a computer without a driver for it.
"""

import re
from pathlib import Path
from typing import Final

_FILE: Final = re.compile(r"(?:lib)?ggml-(?P<word>[a-z0-9]+)(?:-[\w.]+)?\.(?:so|dll|dylib)")
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
    words = (match["word"] for path in folder.glob("*ggml-*") if (match := _FILE.fullmatch(path.name)))
    return tuple(sorted({_NAMES[word] for word in words if word in _NAMES}))
