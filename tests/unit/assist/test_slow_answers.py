import pytest
from msgspec.structs import replace

from desktop_llm.assist.slow_answers import is_slow
from desktop_llm.engine.scripted_client import SCRIPTED_MODEL


@pytest.mark.parametrize(
    ("n_parameters", "n_gpu_layers", "wanted"),
    [(4_000_000_000, 0, True), (135_000_000, 0, False), (4_000_000_000, 34, False), (0, 0, False)],
    ids=["large", "small", "on a card", "a server"],
)
def test_a_large_model_on_a_processor_is_slow(n_parameters: int, n_gpu_layers: int, *, wanted: bool) -> None:
    model = replace(SCRIPTED_MODEL, n_parameters=n_parameters, n_gpu_layers=n_gpu_layers)
    assert is_slow(model) is wanted
