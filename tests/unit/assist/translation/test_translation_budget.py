from msgspec.structs import replace

from desktop_llm.assist.translation.translation_budget import answer_tokens, run_length, translation_budget
from desktop_llm.engine.scripted_client import SCRIPTED_MODEL


def test_as_many_pieces_go_at_once_as_the_context_holds() -> None:
    roomy = translation_budget(SCRIPTED_MODEL, [60] * 200)
    tight = translation_budget(replace(SCRIPTED_MODEL, n_ctx_tokens=1024), [250] * 200)
    alone = translation_budget(replace(SCRIPTED_MODEL, n_sequences=1), [60] * 200)

    roomier = translation_budget(replace(SCRIPTED_MODEL, n_ctx_tokens=16_384), [60] * 200)

    assert (roomy.n_at_once, roomier.n_at_once) == (8, 16)
    assert roomy.n_at_once * (60 + answer_tokens(60) + roomy.history_tokens) <= SCRIPTED_MODEL.n_ctx_tokens
    assert tight.n_at_once == 1
    assert tight.history_tokens == 0 or tight.history_tokens < 1024
    assert alone.n_at_once == 1
    assert alone.history_tokens > roomy.history_tokens


def test_a_server_that_does_not_tell_its_context_has_a_usual_one() -> None:
    assert translation_budget(replace(SCRIPTED_MODEL, n_ctx_tokens=0), [60]).n_at_once > 1


def test_a_text_that_was_cut_gets_more_room() -> None:
    assert answer_tokens(100, is_longer=True) > 2 * answer_tokens(100)


def test_neighbours_stay_together_but_not_so_many_that_others_wait() -> None:
    assert run_length(200, 8) == 8
    assert run_length(6, 8) == 4
    assert run_length(50, 1) == 50
