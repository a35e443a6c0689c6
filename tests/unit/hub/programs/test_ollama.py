import json
from pathlib import Path
from typing import Any

import pytest

from desktop_llm.hub.programs.found_model import FoundModel
from desktop_llm.hub.programs.ollama import ollama_models
from tests.fakes.user_homes import GGUF, told, user, write_model

MODEL = "application/vnd.ollama.image.model"
WEIGHTS = "a" * 64
CONFIGURATION = "c" * 64


def _pulled(
    folder: Path, name: str = "registry.ollama.ai/library/llama3.2/3b", *layers: dict[str, str], content: bytes = GGUF
) -> Path:
    manifest: dict[str, Any] = {
        "schemaVersion": 2,
        "config": {"mediaType": "application/vnd.docker.container.image.v1+json", "digest": f"sha256:{CONFIGURATION}"},
        "layers": layers
        or [
            {"mediaType": MODEL, "digest": f"sha256:{WEIGHTS}", "size": len(content)},
            {"mediaType": "application/vnd.ollama.image.license", "digest": f"sha256:{'d' * 64}", "size": 3},
        ],
    }
    write_model(folder / "manifests" / name, json.dumps(manifest).encode())
    return write_model(folder / "blobs" / f"sha256-{WEIGHTS}", content)


def _found(home: Path, **environment: str) -> list[FoundModel]:
    return list(ollama_models(user(home, **environment), service_folders=()))


@pytest.mark.parametrize(
    ("manifest", "name"),
    [
        ("registry.ollama.ai/library/llama3.2/3b", "llama3.2:3b"),
        ("registry.ollama.ai/someone/tuned/latest", "someone/tuned:latest"),
        ("hf.co/bartowski/Qwen3-4B-GGUF/Q4_K_M", "hf.co/bartowski/Qwen3-4B-GGUF:Q4_K_M"),
    ],
)
def test_a_model_has_the_name_by_which_it_is_pulled(tmp_path: Path, manifest: str, name: str) -> None:
    blob = _pulled(tmp_path / ".ollama/models", manifest)
    assert told(_found(tmp_path)) == {name: str(blob)}


def test_the_folder_may_be_named_by_the_environment(tmp_path: Path) -> None:
    blob = _pulled(tmp_path / "disk")
    assert told(_found(tmp_path, OLLAMA_MODELS=str(tmp_path / "disk"))) == {"llama3.2:3b": str(blob)}


def test_the_models_of_the_service_are_found_too(tmp_path: Path) -> None:
    service = tmp_path / "usr/share/ollama/.ollama/models"
    blob = _pulled(service)
    assert told(list(ollama_models(user(tmp_path), (str(service),)))) == {"llama3.2:3b": str(blob)}
    assert list(ollama_models(user(tmp_path, "darwin"), (str(service),))) == []


def test_a_model_that_makes_vectors_is_left_out(tmp_path: Path) -> None:
    folder = tmp_path / ".ollama/models"
    _pulled(folder, "registry.ollama.ai/library/nomic-embed-text/latest")
    write_model(folder / "blobs" / f"sha256-{CONFIGURATION}", b'{"model_family": "nomic-bert"}')
    assert _found(tmp_path) == []


@pytest.mark.parametrize(
    "layers",
    [
        ({"mediaType": MODEL, "digest": "sha256:../../../../etc/passwd"},),
        ({"mediaType": MODEL, "digest": f"sha256:{'e' * 64}"},),
        ({"mediaType": MODEL, "digest": f"sha256:{WEIGHTS}"}, {"mediaType": MODEL, "digest": f"sha256:{WEIGHTS}"}),
        ({"mediaType": "application/vnd.ollama.image.tensor", "digest": f"sha256:{WEIGHTS}"},),
        ({"mediaType": MODEL},),
    ],
    ids=["a path", "a missing blob", "two parts", "no GGUF layer", "no digest"],
)
def test_a_manifest_that_names_no_model_is_left_out(tmp_path: Path, layers: tuple[dict[str, str], ...]) -> None:
    _pulled(tmp_path / ".ollama/models", "registry.ollama.ai/library/odd/1b", *layers)
    assert _found(tmp_path) == []


@pytest.mark.parametrize(
    "content", [b"", b"{", b"[]", b'{"layers": 3}', b"\xff\xff", b'{"layers": [{"mediaType": 1}]}']
)
def test_a_manifest_that_is_broken_hides_no_other(tmp_path: Path, content: bytes) -> None:
    folder = tmp_path / ".ollama/models"
    blob = _pulled(folder)
    write_model(folder / "manifests/registry.ollama.ai/library/broken/latest", content)
    (folder / "manifests/registry.ollama.ai/library/folder/latest").mkdir(parents=True)
    assert told(_found(tmp_path)) == {"llama3.2:3b": str(blob)}


def test_weights_in_another_format_are_left_out(tmp_path: Path) -> None:
    _pulled(tmp_path / ".ollama/models", content=b"\x08\x00\x00\x00safetensors")
    assert _found(tmp_path) == []
