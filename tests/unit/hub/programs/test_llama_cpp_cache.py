from pathlib import Path

import pytest

from desktop_llm.hub.programs.llama_cpp_cache import llama_cpp_models
from tests.fakes.user_homes import told, user, write_model

FILE = "ggml-org_gemma-3-1b-it-GGUF_gemma-3-1b-it-Q4_K_M.gguf"


@pytest.mark.parametrize(
    ("platform", "place"),
    [
        ("linux", ".cache/llama.cpp"),
        ("darwin", "Library/Caches/llama.cpp"),
        ("win32", "AppData/Local/llama.cpp"),
    ],
)
def test_the_cache_is_where_each_system_has_it(tmp_path: Path, platform: str, place: str) -> None:
    path = write_model(tmp_path / place / FILE)
    write_model(tmp_path / place / "manifest=ggml-org=gemma-3-1b-it-GGUF=latest.json", b"{}")
    write_model(tmp_path / place / f"{FILE}.downloadInProgress")
    assert told(list(llama_cpp_models(user(tmp_path, platform)))) == {path.stem: str(path)}


def test_the_cache_may_be_named_by_the_environment(tmp_path: Path) -> None:
    path = write_model(tmp_path / "models" / FILE)
    assert told(list(llama_cpp_models(user(tmp_path, LLAMA_CACHE=str(tmp_path / "models"))))) == {path.stem: str(path)}
