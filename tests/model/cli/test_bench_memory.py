from collections.abc import Callable
from pathlib import Path

import pytest
from gguf import GGMLQuantizationType as TensorType

from desktop_llm.cli.bench_memory import measure_memory, memory_estimate_error
from desktop_llm.params import LoadParams
from tests.fakes.sparse_models import Shape, write_sparse_model

# 240 million parameters, which are repacked for most processors; and layers with a state and a cache by turns.
DENSE = Shape(
    n_layers=28, n_embedding=1024, n_feed_forward=2816, n_heads=16, n_kv_heads=4, n_vocab_tokens=8000, n_merges=7000
)
HYBRID = Shape(
    n_layers=20,
    n_embedding=768,
    n_feed_forward=2048,
    n_heads=12,
    n_kv_heads=12,
    n_vocab_tokens=32_000,
    state_every=2,
    weights=TensorType.Q8_0,
)
PARAMS = LoadParams(n_threads=1)


@pytest.fixture(scope="session")
def models(tmp_path_factory: pytest.TempPathFactory, starter_path: Path, gemma_path: Path) -> Callable[[str], Path]:
    folder = tmp_path_factory.mktemp("sparse")
    paths = {
        "starter": starter_path,
        "gemma": gemma_path,
        "dense": write_sparse_model(folder / "dense.gguf", DENSE),
        "hybrid": write_sparse_model(folder / "hybrid.gguf", HYBRID),
    }
    return paths.__getitem__


@pytest.mark.parametrize("n_ctx_tokens", [1024, 4096])
@pytest.mark.parametrize("name", ["starter", "gemma", "dense", "hybrid"])
def test_the_estimate_is_within_a_tenth_of_what_the_engine_process_takes(
    models: Callable[[str], Path], name: str, n_ctx_tokens: int
) -> None:
    use = measure_memory(str(models(name)), PARAMS, n_ctx_tokens)
    assert use.estimated_bytes == pytest.approx(use.loaded_bytes, rel=0.1)
    assert use.estimated_bytes == pytest.approx(use.working_bytes, rel=0.1)
    assert use.reported_bytes == pytest.approx(use.working_bytes, rel=0.1)


def test_the_bench_tells_the_worst_of_two_context_sizes(starter_path: Path) -> None:
    assert 0 < memory_estimate_error(str(starter_path), PARAMS) < 0.1
