import pytest
from msgspec.structs import replace

from desktop_llm.assist.fitting.model_fit import FitVerdict, model_fit
from desktop_llm.engine.load_plan import plan_load
from desktop_llm.hub.measurements import ModelFigures
from desktop_llm.params import LoadParams
from tests.fakes.headers import GIB, HEADER, ROOMY, facts, gpu

MEASURED = ModelFigures(n_ctx_tokens=8192, n_gpu_layers=0, memory_bytes=6 * GIB, tokens_per_s=4.5)


@pytest.mark.parametrize(
    ("free_bytes", "card_bytes", "verdict"),
    [
        (64 * GIB, 24 * GIB, FitVerdict.GPU),
        (64 * GIB, 4 * GIB, FitVerdict.PARTLY_GPU),
        (3 * GIB, 24 * GIB, FitVerdict.GPU),
        (64 * GIB, GIB // 2, FitVerdict.MEMORY),
        (6 * GIB, 0, FitVerdict.MEMORY),
        (4 * GIB, 0, FitVerdict.DOES_NOT_FIT),
    ],
)
def test_the_verdict_says_where_it_would_run(free_bytes: int, card_bytes: int, verdict: FitVerdict) -> None:
    cards = [gpu(card_bytes)] if card_bytes else []
    fit = model_fit(HEADER, LoadParams(), facts(free_bytes, *cards))
    assert fit.verdict is verdict
    assert fit.free_bytes == free_bytes
    assert bool(fit.tokens_per_s) is (verdict is not FitVerdict.DOES_NOT_FIT)


def test_the_numbers_are_those_by_which_it_is_loaded() -> None:
    plan = plan_load(HEADER, LoadParams(), ROOMY, [gpu(4 * GIB)])
    fit = model_fit(HEADER, LoadParams(), facts(64 * GIB, gpu(4 * GIB)))
    assert (fit.needed_bytes, fit.gpu_bytes, fit.n_ctx_tokens) == (plan.needed_bytes, plan.gpu_bytes, 8192)


def test_what_does_not_fit_tells_the_least_it_needs() -> None:
    fit = model_fit(HEADER, LoadParams(), facts(4 * GIB))
    assert 4 * GIB < fit.needed_bytes < 6 * GIB
    assert model_fit(HEADER, LoadParams(), facts(fit.needed_bytes)).verdict is FitVerdict.MEMORY


def test_little_memory_means_a_shorter_context() -> None:
    fit = model_fit(HEADER, LoadParams(), facts(5 * GIB + GIB // 4))
    assert fit.verdict is FitVerdict.MEMORY
    assert fit.n_ctx_tokens < 8192


def test_what_was_measured_takes_the_estimates_place() -> None:
    fit = model_fit(HEADER, LoadParams(), facts(64 * GIB), MEASURED)
    assert (fit.needed_bytes, fit.tokens_per_s, fit.is_measured) == (6 * GIB, 4.5, True)


def test_measured_memory_alone_leaves_the_speed_estimated() -> None:
    fit = model_fit(HEADER, LoadParams(), facts(64 * GIB), replace(MEASURED, tokens_per_s=0.0))
    assert (fit.needed_bytes, fit.is_measured) == (6 * GIB, False)
    assert fit.tokens_per_s > 0


def test_what_was_measured_with_another_context_does_not_count() -> None:
    fit = model_fit(HEADER, LoadParams(n_ctx_tokens=4096), facts(64 * GIB), MEASURED)
    assert not fit.is_measured
    assert fit.needed_bytes < 6 * GIB


def test_a_new_card_makes_old_measurements_void() -> None:
    fit = model_fit(HEADER, LoadParams(), facts(64 * GIB, gpu(24 * GIB)), MEASURED)
    assert (fit.verdict, fit.is_measured) == (FitVerdict.GPU, False)


def test_a_card_that_took_fewer_layers_than_planned_will_do_so_again() -> None:
    measured = replace(MEASURED, n_gpu_layers=20, gpu_bytes=3 * GIB, tokens_per_s=9.0)
    fit = model_fit(HEADER, LoadParams(), facts(64 * GIB, gpu(24 * GIB)), measured)
    assert (fit.verdict, fit.gpu_bytes, fit.tokens_per_s) == (FitVerdict.PARTLY_GPU, 3 * GIB, 9.0)


def test_a_card_with_less_room_than_last_time_is_estimated_anew() -> None:
    measured = replace(MEASURED, n_gpu_layers=33, gpu_bytes=6 * GIB, tokens_per_s=40.0)
    fit = model_fit(HEADER, LoadParams(), facts(64 * GIB, gpu(4 * GIB)), measured)
    assert (fit.verdict, fit.is_measured) == (FitVerdict.PARTLY_GPU, False)
