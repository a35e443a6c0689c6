"""The header of a model that lies elsewhere, from as few of its bytes as tell enough. Blocks on the network."""

from collections.abc import Callable
from typing import Final

from desktop_llm.engine.gguf_beginning import parse_beginning
from desktop_llm.engine.gguf_header import GgufHeader, parse_header
from desktop_llm.engine.gguf_reader import MoreBytesNeededError
from desktop_llm.hub.hub_records import RemoteFile, RemoteModel

# The shape of a model stands in the first kilobytes; chat template and tensors stand behind the vocabulary, which ends
# at 1.8 MB (SmolLM2), 6.5 MB (Gemma 3), and beyond 8 MB where 250,000 tokens come with their merges (Qwen 3.5).
QUICK_BYTES: Final = 256 * 1024
THOROUGH_BYTES: Final = 7 * 1024 * 1024
_STEPS_BYTES: Final = (QUICK_BYTES, 2 * 1024 * 1024, THOROUGH_BYTES)

ReadRange = Callable[[RemoteFile, int, int], bytes]


def remote_header(read_range: ReadRange, model: RemoteModel, limit_bytes: int = THOROUGH_BYTES) -> GgufHeader:
    """Fetches at most `limit_bytes`, no byte twice. A header that is longer is told from its beginning.

    So is that of a model in parts, whose tensors stand in all of them. Raises what `read_range` raises, and
    RequestFailedError (MODEL_FILE_NOT_GGUF, MODEL_FILE_BROKEN …); MoreBytesNeededError if nothing can be told.
    """
    file = model.files[0]
    is_whole = len(model.files) == 1
    prefix = b""
    for end in _STEPS_BYTES:
        if end > limit_bytes:
            break
        prefix += read_range(file, len(prefix), min(end, file.size_bytes))
        if not is_whole:
            break
        try:
            return parse_header(prefix, name=file.path, file_bytes=file.size_bytes)
        except MoreBytesNeededError:
            continue
    return parse_beginning(prefix, name=file.path, file_bytes=model.size_bytes)
