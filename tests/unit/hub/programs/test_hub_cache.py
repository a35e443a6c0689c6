import hashlib
from pathlib import Path

import pytest

from desktop_llm.hub.programs.hub_cache import hub_cache_models
from tests.fakes.user_homes import told, user, write_model


def _cached(cache: Path, file: str, commit: str = "c0ffee", repository: str = "models--owner--tiny") -> Path:
    blob = write_model(cache / repository / "blobs" / hashlib.sha256(file.encode()).hexdigest())
    link = cache / repository / "snapshots" / commit / file
    link.parent.mkdir(parents=True, exist_ok=True)
    link.symlink_to(blob)
    return link


@pytest.mark.parametrize(
    ("place", "variables"),
    [
        (".cache/huggingface/hub", {}),
        ("xdg/huggingface/hub", {"XDG_CACHE_HOME": "xdg"}),
        ("hf/hub", {"HF_HOME": "hf", "XDG_CACHE_HOME": "xdg"}),
        ("old", {"HUGGINGFACE_HUB_CACHE": "old", "HF_HOME": "hf"}),
        ("cache", {"HF_HUB_CACHE": "cache", "HUGGINGFACE_HUB_CACHE": "old"}),
    ],
)
def test_the_cache_is_where_the_library_has_it(tmp_path: Path, place: str, variables: dict[str, str]) -> None:
    link = _cached(tmp_path / place, "tiny.Q4_0.gguf")
    environment = {name: str(tmp_path / value) for name, value in variables.items()}
    assert told(list(hub_cache_models(user(tmp_path, **environment)))) == {"tiny.Q4_0": str(link)}


def test_a_file_of_two_commits_is_one_model(tmp_path: Path) -> None:
    cache = tmp_path / ".cache/huggingface/hub"
    _cached(cache, "tiny.gguf", "aaa")
    _cached(cache, "tiny.gguf", "bbb")
    assert len(list(hub_cache_models(user(tmp_path)))) == 1


def test_a_model_in_parts_keeps_the_names_of_its_parts(tmp_path: Path) -> None:
    cache = tmp_path / ".cache/huggingface/hub"
    first = _cached(cache, "Q4-big-00001-of-00002.gguf")
    _cached(cache, "Q4-big-00002-of-00002.gguf")
    assert told(list(hub_cache_models(user(tmp_path)))) == {"Q4-big": str(first)}


def test_datasets_and_what_was_cleared_are_left_out(tmp_path: Path) -> None:
    cache = tmp_path / ".cache/huggingface/hub"
    _cached(cache, "set.gguf", repository="datasets--owner--set")
    _cached(cache, "tiny.gguf").resolve().unlink()
    assert list(hub_cache_models(user(tmp_path))) == []
