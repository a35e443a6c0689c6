from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from desktop_llm.engine.backends.llama_context import new_context
from desktop_llm.engine.backends.llama_library import llama_library
from desktop_llm.engine.gguf_header import read_model
from desktop_llm.engine.load_plan import LoadPlan, plan_beside, plan_load, this_machine
from desktop_llm.params import LoadParams

_PARAMS = LoadParams(n_ctx_tokens=2048, n_threads=1)


@pytest.fixture
def weights(starter_path: Path) -> Iterator[int]:
    api = llama_library().api
    model = api.llama_model_load_from_file(str(starter_path).encode(), api.llama_model_default_params())
    yield model
    api.llama_model_free(model)


@pytest.fixture
def plan(starter_path: Path) -> LoadPlan:
    return plan_load(read_model(starter_path), _PARAMS, this_machine())


def _sizes(model: int, plan: LoadPlan) -> tuple[int, int, int]:
    """All cells, those that one sequence may have, and sequences."""
    api: Any = llama_library().api
    context = new_context(api, model, plan)
    assert context
    sizes = (api.llama_n_ctx(context), api.llama_n_ctx_seq(context), api.llama_n_seq_max(context))
    api.llama_free(context)
    return sizes


def test_a_sequence_may_have_all_cells_or_where_they_are_apart_its_share(
    weights: int, plan: LoadPlan, starter_path: Path
) -> None:
    assert _sizes(weights, plan) == (2048, 2048, 16)
    beside = plan_beside(read_model(starter_path), plan, this_machine())
    assert beside is not None
    assert _sizes(weights, beside) == (16 * 1024, 1024, 16)
