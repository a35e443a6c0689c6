"""A model that another program brought to this computer. Any thread."""

import logging
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path

from msgspec import Struct

from desktop_llm.errors import ModelStoreError
from desktop_llm.hub.model_files import model_files
from desktop_llm.hub.programs.gguf_walk import gguf_files

_log = logging.getLogger(__name__)


class Program(StrEnum):
    """Who it belongs to."""

    HUB_CACHE = "hub_cache"
    LM_STUDIO = "lm_studio"
    OLLAMA = "ollama"
    LLAMA_CPP = "llama_cpp"
    GPT4ALL = "gpt4all"
    JAN = "jan"


class FoundModel(Struct, frozen=True, kw_only=True):
    """`path` is the file, or the first of its parts; size_bytes counts them all."""

    program: Program
    name: str
    path: str
    size_bytes: int


def found_model(program: Program, path: Path, name: str = "") -> FoundModel | None:
    """The model in this file; None if it is not whole, or none at all. The file's own name if no other is known."""
    try:
        files = model_files(path)
    except ModelStoreError as error:
        _log.debug("not offered: %s", error)
        return None
    return FoundModel(program=program, name=name or files.name, path=str(files.first), size_bytes=files.size_bytes)


def models_below(program: Program, *folders: Path | None) -> Iterator[FoundModel]:
    """All models in these folders, by the names of their files."""
    for folder in folders:
        if folder is not None:
            for path in gguf_files(folder):
                if model := found_model(program, path):
                    yield model
