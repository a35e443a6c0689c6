import msgspec
import pytest

from desktop_llm.params import LOCAL_ENGINE, EngineChoice, LoadParams, SamplingParams


def test_values_that_are_set_come_before_the_base() -> None:
    own = SamplingParams(temperature=0.0, seed=7)
    base = SamplingParams(temperature=0.7, top_k=20)

    assert own.over(base) == SamplingParams(temperature=0.0, seed=7, top_k=20)


def test_nothing_set_leaves_the_base_as_it_is() -> None:
    base = SamplingParams(temperature=0.7, top_k=20)

    assert SamplingParams().over(base) == base


@pytest.mark.parametrize("text", ['{"temperature": -1}', '{"top_p": 1.5}', '{"top_k": -1}', '{"seed": 4294967295}'])
def test_values_out_of_range_are_refused_where_they_enter(text: str) -> None:
    with pytest.raises(msgspec.ValidationError):
        msgspec.json.decode(text, type=SamplingParams)


def test_a_context_of_no_use_is_refused_where_it_enters() -> None:
    with pytest.raises(msgspec.ValidationError):
        msgspec.json.decode('{"n_ctx_tokens": 10}', type=LoadParams)


def test_an_engine_is_here_unless_a_server_is_named() -> None:
    assert LOCAL_ENGINE.is_local
    assert not EngineChoice("gpu-box", "granite").is_local
