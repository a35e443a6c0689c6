from pathlib import Path

import pytest

from desktop_llm.hub.vector_models import is_for_embedding
from tests.fakes.tiny_gguf import described_file


@pytest.mark.parametrize(
    ("architecture", "values", "is_expected"),
    [
        ("bert", {"bert.pooling_type": 2}, True),
        ("nomic-bert", {}, True),
        ("gemma-embedding", {}, True),
        ("qwen3", {"qwen3.pooling_type": 3}, True),
        ("qwen3", {}, False),
        ("llama", {"general.name": "bert"}, False),
        ("bert", {"bert.pooling_type": 4}, False),
        ("llama", {"llama.pooling_type": 0}, False),
    ],
)
def test_a_model_that_makes_vectors_says_so_in_its_header(
    tmp_path: Path, architecture: str, values: dict[str, object], *, is_expected: bool
) -> None:
    assert is_for_embedding(described_file(tmp_path, architecture, values)) is is_expected


def test_a_file_that_is_gone_or_something_else_is_none(tmp_path: Path) -> None:
    assert not is_for_embedding(tmp_path / "gone.gguf")
    (tmp_path / "text.gguf").write_bytes(b"GGUF and nothing more")
    assert not is_for_embedding(tmp_path / "text.gguf")
