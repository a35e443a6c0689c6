from msgspec.structs import replace

from desktop_llm.assist.writing.proofread_budget import answer_tokens, group_characters, requests_at_once
from desktop_llm.engine.scripted_client import SCRIPTED_MODEL

SMALL = replace(SCRIPTED_MODEL, n_ctx_tokens=512)
LARGE = replace(SCRIPTED_MODEL, n_ctx_tokens=32_768)


def test_a_small_context_makes_small_groups() -> None:
    assert group_characters(SMALL) == 120
    assert group_characters(LARGE) == 500
    assert group_characters(replace(LARGE, n_ctx_tokens=0)) == 500


def test_as_many_are_out_as_the_context_holds() -> None:
    assert requests_at_once(LARGE, [200, 300], 12) == 16
    assert requests_at_once(LARGE, [200, 300], 12, 1) == 1
    assert requests_at_once(SMALL, [200], 12) == 1
    assert requests_at_once(replace(LARGE, n_sequences=4), [200], 12) == 4
    assert requests_at_once(LARGE, [], 0) == 16


def test_an_answer_may_repeat_every_sentence_twice() -> None:
    assert answer_tokens(100, 10) > 2 * 100 + 10 * 30


def test_eight_full_groups_and_more_fit_the_usual_context() -> None:
    usual = replace(SCRIPTED_MODEL, n_ctx_tokens=8192)
    n_tokens = group_characters(usual) // 3
    assert requests_at_once(usual, [n_tokens], 6) == 16
