from msgspec.structs import replace

from desktop_llm.assist.writing.proofread_budget import answer_tokens, group_tokens, requests_at_once
from desktop_llm.assist.writing.proofread_request import ProofreadMode
from desktop_llm.engine.scripted_client import SCRIPTED_MODEL

SMALL = replace(SCRIPTED_MODEL, n_ctx_tokens=512)
USUAL = replace(SCRIPTED_MODEL, n_ctx_tokens=8192)
LARGE = replace(SCRIPTED_MODEL, n_ctx_tokens=32_768)
FIX, IMPROVE = ProofreadMode.FIX, ProofreadMode.IMPROVE


def test_a_small_context_makes_small_groups() -> None:
    assert group_tokens(SMALL, FIX) == 30
    assert group_tokens(LARGE, FIX) == 240
    assert group_tokens(replace(LARGE, n_ctx_tokens=0), FIX) == 240


def test_who_improves_changes_nearly_all_and_so_reads_less_at_a_time() -> None:
    assert group_tokens(LARGE, IMPROVE) < group_tokens(LARGE, FIX)
    assert answer_tokens(IMPROVE, 100, 10) > answer_tokens(FIX, 100, 10)


def test_as_many_are_out_as_the_context_holds() -> None:
    assert requests_at_once(LARGE, [900, 1100]) == 16
    assert requests_at_once(LARGE, [900, 1100], 1) == 1
    assert requests_at_once(USUAL, [900, 1900]) == 4
    assert requests_at_once(SMALL, [200]) == 1
    assert requests_at_once(replace(LARGE, n_sequences=4), [200]) == 4
    assert requests_at_once(LARGE, []) == 16


def test_an_answer_may_repeat_sentences_twice() -> None:
    assert answer_tokens(IMPROVE, 100, 10) > 2 * 100 + 10 * 30
    assert answer_tokens(FIX, 100, 2) > 2 * 100 + 2 * 30
    assert answer_tokens(FIX, 150, 8, is_again=True) > 2 * 150 + 8 * 30
    assert answer_tokens(FIX, 300, 15) > 2 * 300 * 6 // 15 + 6 * 30


def test_eight_full_groups_and_more_fit_the_usual_context() -> None:
    for mode, n_sentences in ((FIX, 4), (FIX, 8), (FIX, 15), (IMPROVE, 4), (IMPROVE, 8)):
        n_tokens = group_tokens(USUAL, mode)
        assert requests_at_once(USUAL, [n_tokens + answer_tokens(mode, n_tokens, n_sentences)]) == 16
