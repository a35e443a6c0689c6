"""Models of Ollama: manifests that name a model and its parts, and blobs that are named by their hash.

Its layout: `manifests/<registry>/<namespace>/<model>/<tag>`, JSON as of container images, and `blobs/sha256-<hex>`.
"""

import logging
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final, TypeVar

import msgspec
from msgspec import Struct, field

from desktop_llm.hub.programs.found_model import FoundModel, Program, found_model
from desktop_llm.hub.programs.user_folders import UserFolders

_log = logging.getLogger(__name__)

_MODEL: Final = "application/vnd.ollama.image.model"
_DIGEST: Final = re.compile(r"sha256[:-]([0-9a-f]{64})")
_MAX_MANIFEST_BYTES: Final = 1024**2
_MAX_MANIFESTS: Final = 2000
_OWN_REGISTRY: Final = "registry.ollama.ai"
_OWN_NAMESPACE: Final = "library"
_MAKES_VECTORS: Final = "bert"
_SERVICE_FOLDERS: Final = (
    "/usr/share/ollama/.ollama/models",
    "/var/lib/ollama/models",
    "/var/lib/ollama/.ollama/models",
)


_Json = TypeVar("_Json", bound=Struct)


class _Layer(Struct, frozen=True):
    media_type: str = field(name="mediaType", default="")
    digest: str = ""


class _Manifest(Struct, frozen=True):
    layers: tuple[_Layer, ...] = ()
    config: _Layer = _Layer()


class _Configuration(Struct, frozen=True):
    model_family: str = ""


def ollama_models(user: UserFolders, service_folders: tuple[str, ...] = _SERVICE_FOLDERS) -> Iterator[FoundModel]:
    """The user's own, and on Linux those of the service that its installer sets up."""
    folders = [user.named("OLLAMA_MODELS") or user.home / ".ollama/models"]
    if user.platform == "linux":
        folders += map(Path, service_folders)
    for folder in folders:
        for manifest in _manifests(folder / "manifests"):
            if model := _model(folder, manifest):
                yield model


def _manifests(folder: Path) -> list[Path]:
    """Four folders deep, and no deeper."""
    try:
        return sorted(path for path, _ in zip(folder.glob("*/*/*/*"), range(_MAX_MANIFESTS), strict=False))
    except OSError as error:
        _log.info("%s cannot be looked into: %s", folder, error)
        return []


def _model(folder: Path, path: Path) -> FoundModel | None:
    manifest = _read(path, _Manifest)
    digests = [layer.digest for layer in manifest.layers if layer.media_type == _MODEL] if manifest else []
    blob = _blob(folder, digests[0]) if len(digests) == 1 else None  # several are parts, under names nobody can join
    if manifest is None or blob is None:
        return None
    configuration = _blob(folder, manifest.config.digest)
    family = _read(configuration, _Configuration) if configuration else None
    if family is not None and _MAKES_VECTORS in family.model_family:
        return None
    return found_model(Program.OLLAMA, blob, _name(path))


def _name(path: Path) -> str:
    """As the program itself shows it: `llama3.2:3b`, `someone/model:tag`, `hf.co/someone/model:tag`."""
    registry, namespace, model, tag = path.parts[-4:]
    if registry != _OWN_REGISTRY:
        return f"{registry}/{namespace}/{model}:{tag}"
    return f"{model}:{tag}" if namespace == _OWN_NAMESPACE else f"{namespace}/{model}:{tag}"


def _blob(folder: Path, digest: str) -> Path | None:
    match = _DIGEST.fullmatch(digest)
    return folder / "blobs" / f"sha256-{match[1]}" if match else None


def _read(path: Path, kind: type[_Json]) -> _Json | None:
    try:
        with path.open("rb") as file:
            return msgspec.json.decode(file.read(_MAX_MANIFEST_BYTES), type=kind)
    except (OSError, msgspec.DecodeError, UnicodeDecodeError) as error:
        _log.debug("%s is not understood: %s", path, error)
        return None
