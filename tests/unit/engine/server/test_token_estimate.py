import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_llm.engine.messages import ChatPrompt, ChatTurn, TextPrompt
from desktop_llm.engine.server.token_estimate import estimated_tokens


def test_prose_is_guessed_within_a_half_above() -> None:
    prose = "The quick brown fox jumps over the lazy dog. "
    assert 10 <= estimated_tokens(TextPrompt(prose)) <= 17


def test_every_digit_may_be_a_token() -> None:
    assert estimated_tokens(TextPrompt("1234567890")) >= 10


def test_other_scripts_take_more() -> None:
    assert estimated_tokens(TextPrompt("今天天气很好")) >= 9


def test_a_turn_costs_more_than_its_text() -> None:
    text = "Hello there"
    chat = ChatPrompt((ChatTurn("user", text),))
    assert estimated_tokens(chat) > estimated_tokens(TextPrompt(text))
    assert estimated_tokens(ChatPrompt((ChatTurn("user", text),) * 2)) > estimated_tokens(chat)


@given(st.text(max_size=200), st.text(max_size=200))
def test_more_text_never_takes_less(one: str, more: str) -> None:
    assert estimated_tokens(TextPrompt(one + more)) >= estimated_tokens(TextPrompt(one))


@pytest.mark.parametrize("text", ["", "\ud800", "🌍" * 3])
def test_any_text_has_a_guess(text: str) -> None:
    assert estimated_tokens(TextPrompt(text)) >= 0
