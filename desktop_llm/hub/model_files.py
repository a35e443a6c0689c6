"""What makes up a model on disk: one GGUF file, or all parts of a split one. Any thread."""

import re
from contextlib import suppress
from pathlib import Path
from typing import Final

from msgspec import Struct

from desktop_llm.errors import ErrorCode, ModelStoreError

_SUFFIX: Final = ".gguf"
_MAGIC: Final = b"GGUF"
# The name that llama.cpp gives to parts, and by which it finds the others.
_PART: Final = re.compile(r"(?P<name>.+)-(?P<number>\d{5})-of-(?P<count>\d{5})\.gguf", re.IGNORECASE)


class ModelFiles(Struct, frozen=True):
    """`first` is absolute, without links but one to a file that is named by its hash, as in the Hub's cache.

    The name is the file's, without the numbers of a part. `parts` are all files in order.
    """

    name: str
    first: Path
    size_bytes: int
    parts: tuple[Path, ...]


def model_files(path: Path) -> ModelFiles:
    """Look at a file that shall be a model; of a split one any part may be named.

    Only its first four bytes are read: the header is checked when the model is loaded. Raises ModelStoreError:
    MODEL_FILE_MISSING, MODEL_FILE_NOT_GGUF, MODEL_PART_MISSING, FILE_UNREADABLE.
    """
    with suppress(RuntimeError):  # of nobody's home: a name may begin with ~
        path = path.expanduser()
    try:
        if not path.is_file():
            raise ModelStoreError(ErrorCode.MODEL_FILE_MISSING, path=str(path))
        parts = _parts(_place(path))
        for part in parts:
            _require_gguf(part)
        return ModelFiles(_name(parts[0]), parts[0], sum(part.stat().st_size for part in parts), parts)
    except OSError as error:
        raise ModelStoreError(ErrorCode.FILE_UNREADABLE, path=str(path), reason=str(error)) from error


def _place(path: Path) -> Path:
    resolved = path.resolve()
    is_named_by_hash = path.suffix.lower() == _SUFFIX and resolved.suffix.lower() != _SUFFIX
    return path.parent.resolve() / path.name if is_named_by_hash else resolved


def part_paths(path: Path) -> tuple[Path, ...]:
    """All parts of a model by the name of one of them, whether they are there or not; of a single file itself."""
    if (match := _PART.fullmatch(path.name)) is None:
        return (path,)
    name, count, suffix = match["name"], int(match["count"]), path.suffix
    parts = (path.with_name(f"{name}-{number:05d}-of-{count:05d}{suffix}") for number in range(1, count + 1))
    return tuple(parts) or (path,)


def _parts(path: Path) -> tuple[Path, ...]:
    parts = part_paths(path)
    if missing := next((part for part in parts if not part.is_file()), None):
        raise ModelStoreError(ErrorCode.MODEL_PART_MISSING, path=str(missing))
    return parts


def _require_gguf(path: Path) -> None:
    with path.open("rb") as file:
        if file.read(len(_MAGIC)) != _MAGIC:
            raise ModelStoreError(ErrorCode.MODEL_FILE_NOT_GGUF, path=str(path))


def _name(first: Path) -> str:
    match = _PART.fullmatch(first.name)
    return match["name"] if match else first.stem
