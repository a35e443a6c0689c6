"""Which files of a repository are a model: by quantization, parts joined, all else left out. Pure; any thread."""

import re
from collections import defaultdict
from collections.abc import Iterable
from pathlib import PurePosixPath
from typing import Final

from desktop_llm.hub.hub_records import RemoteFile, RemoteModel

# The name that llama.cpp gives to parts, as in model_files.py.
_PART: Final = re.compile(r"(?P<name>.+)-(?P<number>\d{5})-of-(?P<count>\d{5})\.gguf", re.IGNORECASE)
# Names of llama.cpp's types, and "UD-" before them where Unsloth mixed them: https://github.com/ggml-org/llama.cpp,
# tools/quantize. The last one in a file's name is meant.
_QUANTIZATION: Final = re.compile(
    r"(?<![a-z0-9])((?:UD-)?(?:I?Q[1-8]_(?:[KN]L?(?:_(?:XXL|XL|XXS|XS|[SML]))?|XXS|XS|0_[48]_[48]|[SM01])"
    r"|TQ[12]_0|BF16|FP?16|FP?32|MXFP4(?:_MOE)?|NVFP4))(?![a-z0-9])",
    re.IGNORECASE,
)
# GGUF files beside a model: the eye of a model that sees, statistics for quantizing, small additions, vocabularies.
_NO_MODEL: Final = re.compile(r"mmproj|imatrix|(?<![a-z])(?:lora|vocab|control-vector|mtp)(?![a-z])", re.IGNORECASE)
_NAME_LENGTH: Final = 200


def models_of(files: Iterable[RemoteFile]) -> tuple[RemoteModel, ...]:
    """The models among these files, the smallest first. A set of parts with one missing is none."""
    parts: dict[str, list[RemoteFile]] = defaultdict(list)
    for file in files:
        if _is_of_model(file.path):
            parts[_whole_path(file.path)].append(file)
    models = [_model(path, files) for path, files in parts.items() if _is_complete(files)]
    return tuple(sorted(models, key=lambda model: (model.size_bytes, model.name)))


def quantization_of(path: str) -> str:
    """The type that the file's name tells, else its folder's, in capitals as llama.cpp writes it; or nothing."""
    for part in reversed(PurePosixPath(path).parts):
        if found := _QUANTIZATION.findall(part):
            name = str(found[-1]).upper()
            return {"FP16": "F16", "FP32": "F32"}.get(name, name)
    return ""


def is_safe_path(path: str) -> bool:
    """Whether this is a file within a folder, on every system: a repository names its files as it likes."""
    return (
        0 < len(path) <= _NAME_LENGTH
        and path.isprintable()
        and not set(path) & set('\\:*?"<>|')
        and all(part and part.strip(". ") and part == part.rstrip(". ") for part in path.split("/"))
    )


def _is_of_model(path: str) -> bool:
    return path.lower().endswith(".gguf") and is_safe_path(path) and not _NO_MODEL.search(PurePosixPath(path).name)


def _whole_path(path: str) -> str:
    part = _PART.fullmatch(path)
    return f"{part['name']} {part['count']}" if part else path


def _is_complete(files: list[RemoteFile]) -> bool:
    part = _PART.fullmatch(files[0].path)
    numbers = sorted(int(match["number"]) for file in files if (match := _PART.fullmatch(file.path)))
    return part is None or numbers == list(range(1, int(part["count"]) + 1))


def _model(path: str, files: list[RemoteFile]) -> RemoteModel:
    ordered = tuple(sorted(files, key=lambda file: file.path))
    part = _PART.fullmatch(ordered[0].path)
    return RemoteModel(
        name=PurePosixPath(part["name"] if part else path.removesuffix(path[-5:])).name,
        quantization=quantization_of(ordered[0].path),
        files=ordered,
        size_bytes=sum(file.size_bytes for file in ordered),
    )
