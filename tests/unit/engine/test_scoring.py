from desktop_llm.engine.backends.echo_backend import EchoModel, EchoOptions
from desktop_llm.engine.messages import ScoreText
from desktop_llm.engine.scoring import Scoring


def _scoring(text: str, context: str = "") -> Scoring:
    return Scoring(ScoreText(text=text, context=context), EchoModel("echo:", EchoOptions()), lambda _: None)


def test_the_first_token_of_all_is_not_scored() -> None:
    assert _scoring("abc").n_scored_tokens == 2


def test_all_of_a_text_with_context_is_scored() -> None:
    task = _scoring("abc", context="xy")
    assert task.n_scored_tokens == 3
    assert [task.wants_logits(position) for position in range(4)] == [False, True, True, True]


def test_the_last_token_need_not_be_evaluated() -> None:
    assert bytes(_scoring("abc").tokens) == b"ab"


def test_evaluated_tokens_whose_logits_are_needed_are_evaluated_again() -> None:
    assert _scoring("abc", context="xyz").max_reused_tokens == 2


def test_what_is_scored_already_is_not_wanted_again() -> None:
    task = _scoring("abc")
    task._model.decode([])
    task._model._choices = {0: ord("b")}  # type: ignore[attr-defined]
    task.take_logits(0, 0)
    assert [task.wants_logits(position) for position in range(2)] == [False, True]
    assert task.max_reused_tokens == 1
