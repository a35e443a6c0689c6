"""Tells from the first bytes of a GGUF file whether the model makes vectors of texts instead of answers. Any thread.

A glance for the list of models: the engine reads the header with care when it loads the file. What is looked for stands
before the vocabulary, within the first kilobytes.
"""

import re
from pathlib import Path
from typing import Final

_GLANCE_BYTES: Final = 256 * 1024
_TEXT_TYPE: Final = (8).to_bytes(4, "little")
_NUMBER_TYPE: Final = (4).to_bytes(4, "little")
_ARCHITECTURE: Final = re.compile(rb"general\.architecture" + re.escape(_TEXT_TYPE) + rb"(.{8})", re.DOTALL)
_POOLING: Final = re.compile(rb"\.pooling_type" + re.escape(_NUMBER_TYPE) + rb"(.{4})", re.DOTALL)
_VECTOR_POOLINGS: Final = frozenset((1, 2, 3))  # 4 ranks passages and makes no vector
_MAX_NAME_BYTES: Final = 64
_VECTOR_ARCHITECTURES: Final = ("bert", "gemma-embedding", "t5encoder")


def is_for_embedding(path: Path) -> bool:
    """False for a file that cannot be read."""
    try:
        with path.open("rb") as file:
            beginning = file.read(_GLANCE_BYTES)
    except OSError:
        return False
    if pooling := _POOLING.search(beginning):
        return int.from_bytes(pooling[1], "little") in _VECTOR_POOLINGS
    architecture = _architecture(beginning)
    return any(name in architecture for name in _VECTOR_ARCHITECTURES)


def _architecture(beginning: bytes) -> str:
    match = _ARCHITECTURE.search(beginning)
    if match is None:
        return ""
    length = min(int.from_bytes(match[1], "little"), _MAX_NAME_BYTES)
    return beginning[match.end() : match.end() + length].decode("utf-8", "replace")
