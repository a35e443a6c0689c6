from desktop_llm.assist.context_budget import (
    ContextLimits,
    MessageCost,
    answer_reserve_tokens,
    budget_prompt,
)

LIMITS = ContextLimits(n_ctx_tokens=1000, n_ctx_train_tokens=8000, cache_bytes_per_token=10)
EARLIER = tuple(MessageCost(f"m{index}", 100) for index in range(8))


def test_a_prompt_that_leaves_room_for_the_answer_fits() -> None:
    budget = budget_prompt(1000 - answer_reserve_tokens(1000), EARLIER, LIMITS)

    assert budget.is_fitting
    assert budget.excess_tokens == 0
    assert budget.leave_out == ()
    assert budget.larger_context is None


def test_one_token_too_many_does_not_fit_and_says_by_how_much() -> None:
    budget = budget_prompt(1001 - answer_reserve_tokens(1000), EARLIER, LIMITS)

    assert not budget.is_fitting
    assert budget.excess_tokens == 1


def test_the_fewest_oldest_messages_that_help_are_offered_for_leaving_out() -> None:
    budget = budget_prompt(1075, EARLIER, LIMITS)

    assert budget.excess_tokens == 200
    assert [cost.message_id for cost in budget.leave_out] == ["m0", "m1"]


def test_nothing_is_offered_for_leaving_out_when_even_all_of_it_would_not_help() -> None:
    assert budget_prompt(5000, EARLIER, LIMITS).leave_out == ()


def test_a_larger_context_is_offered_with_its_price() -> None:
    larger = budget_prompt(1500, EARLIER, LIMITS).larger_context

    assert larger is not None
    assert larger.n_ctx_tokens == 2000
    assert larger.extra_bytes == 1000 * 10


def test_a_larger_context_holds_the_answer_as_well() -> None:
    larger = budget_prompt(1900, EARLIER, LIMITS).larger_context

    assert larger is not None
    assert larger.n_ctx_tokens == 4000


def test_no_context_is_offered_beyond_what_the_model_was_trained_for() -> None:
    assert budget_prompt(9000, EARLIER, LIMITS).larger_context is None


def test_the_training_length_is_offered_when_the_next_doubling_would_pass_it() -> None:
    limits = ContextLimits(n_ctx_tokens=1000, n_ctx_train_tokens=3000, cache_bytes_per_token=1)
    larger = budget_prompt(2100, EARLIER, limits).larger_context

    assert larger is not None
    assert larger.n_ctx_tokens == 3000


def test_where_nobody_knows_how_much_fits_everything_is_tried() -> None:
    budget = budget_prompt(10**9, EARLIER, ContextLimits(0, 0, 0), is_estimate=True)

    assert budget.is_fitting
    assert (budget.context_tokens, budget.is_estimate) == (0, True)


def test_a_guess_is_said_to_be_one() -> None:
    assert budget_prompt(10**6, EARLIER, LIMITS, is_estimate=True).is_estimate
    assert not budget_prompt(10, EARLIER, LIMITS).is_estimate
