from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from desktop_llm.assist.summary.summary_budget import fact_tokens, n_facts_of, summary_budget
from desktop_llm.engine.scripted_client import SCRIPTED_MODEL


def test_sections_of_a_small_model_are_shorter() -> None:
    small = summary_budget(replace(SCRIPTED_MODEL, n_parameters=135_000_000, n_ctx_tokens=32_768))
    large = summary_budget(replace(SCRIPTED_MODEL, n_parameters=8_000_000_000, n_ctx_tokens=32_768))
    assert small.one_pass_tokens < large.one_pass_tokens
    assert small.material_tokens < large.material_tokens


def test_a_server_that_tells_no_context_is_not_asked_for_much() -> None:
    assert summary_budget(replace(SCRIPTED_MODEL, n_ctx_tokens=0)).one_pass_tokens < 2048


@given(st.integers(1024, 131_072), st.integers(1, 16), st.sampled_from([0, 135_000_000, 8_000_000_000]))
def test_what_is_asked_fits_into_the_context(n_ctx_tokens: int, n_sequences: int, n_parameters: int) -> None:
    model = replace(SCRIPTED_MODEL, n_ctx_tokens=n_ctx_tokens, n_sequences=n_sequences, n_parameters=n_parameters)
    budget = summary_budget(model)
    answer = fact_tokens(n_facts_of(budget.section_tokens))
    assert budget.section_tokens + answer + 220 <= n_ctx_tokens
    assert budget.material_tokens + 220 < n_ctx_tokens
    assert 0 < budget.one_pass_tokens <= n_ctx_tokens // 2
    assert budget.n_at_once >= 1


def test_long_sections_are_worth_more_facts_up_to_a_limit() -> None:
    assert [n_facts_of(n) for n in (10, 900, 100_000)] == [2, 5, 12]
