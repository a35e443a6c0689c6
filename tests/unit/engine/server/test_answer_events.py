import msgspec
import pytest

from desktop_llm.engine.messages import FinishReason, TokenLogprob, Usage
from desktop_llm.engine.server.answer_events import NO_TOKEN_ID, AnswerEvent, counted_usage, finish_of


def event(value: object) -> AnswerEvent:
    return msgspec.convert(value, AnswerEvent)


def delta(**fields: object) -> AnswerEvent:
    return event({"choices": [{"delta": fields}]})


def test_text_and_thinking_are_found_under_all_their_names() -> None:
    assert delta(content="a").text == "a"
    assert event({"choices": [{"text": "a"}]}).text == "a"
    assert delta(reasoning_content="hm", content=None).thinking == "hm"
    assert delta(reasoning="hm").thinking == "hm"


@pytest.mark.parametrize("value", [{}, {"choices": []}, {"choices": [{}]}, {"choices": [{"delta": {"role": "x"}}]}])
def test_an_event_may_say_nothing(value: object) -> None:
    silent = event(value)
    assert (silent.text, silent.thinking, silent.finish_reason, silent.logprobs) == ("", "", None, ())


@pytest.mark.parametrize(
    "value",
    [
        [],
        {"choices": {}},
        {"choices": [{"delta": {"content": 5}}]},
        {"choices": [{"delta": {"content": ["a"]}}]},
        {"choices": [{"finish_reason": 1}]},
        {"usage": {"prompt_tokens": -1}},
        {"usage": {"prompt_tokens": 2**40}},
        {"prompt_progress": {"total": "many"}},
    ],
)
def test_an_event_of_another_form_is_refused(value: object) -> None:
    with pytest.raises(msgspec.ValidationError):
        event(value)


def test_halves_of_characters_do_not_get_through() -> None:
    assert delta(content="a\ud83d").text == "a?"
    assert delta(reasoning="\udc00").thinking == "?"


def test_logprobs_keep_their_alternatives() -> None:
    told = {"token": "a", "logprob": -0.1, "bytes": [97], "top_logprobs": [{"token": "b", "logprob": -2.5}]}
    heard = event({"choices": [{"delta": {}, "logprobs": {"content": [told]}}]}).logprobs
    assert heard == (TokenLogprob(NO_TOKEN_ID, "a", -0.1, (("b", -2.5),)),)


@pytest.mark.parametrize(
    ("told", "reason"),
    [
        ("stop", FinishReason.STOP),
        ("length", FinishReason.LENGTH),
        ("eos", FinishReason.STOP),
        ("abort", None),
        ("content_filter", None),
    ],
)
def test_an_ending_is_one_of_ours_or_none(told: str, reason: FinishReason | None) -> None:
    assert finish_of(told) is reason


def test_the_server_s_count_comes_before_ours() -> None:
    told = event({"usage": {"prompt_tokens": 9, "completion_tokens": 4, "prompt_tokens_details": {"cached_tokens": 6}}})
    assert counted_usage(told.usage, 3) == Usage(prompt_tokens=9, reused_tokens=6, completion_tokens=4)
    assert counted_usage(None, 3) == Usage(completion_tokens=3)
