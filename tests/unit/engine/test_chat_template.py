import pytest

from desktop_llm.engine.chat_template import ChatTemplate, RenderedPrompt, can_think
from desktop_llm.engine.messages import ChatPrompt, ChatTurn, TextPrompt, ThinkingMode
from desktop_llm.engine.thinking import Section
from desktop_llm.errors import ErrorCode, RequestFailedError

SYSTEM = ChatTurn("system", "Be brief.")
HELLO = ChatTurn("user", "Hello")
HI = ChatTurn("assistant", "Hi there")
MORE = ChatTurn("user", "More")

CHATML = (
    "{% for m in messages %}<|im_start|>{{ m.role }}\n{{ m.content }}<|im_end|>\n{% endfor %}"
    "{% if add_generation_prompt %}<|im_start|>assistant\n{% endif %}"
)
GEMMA = (
    "{{ bos_token }}{% if messages[0].role == 'system' %}{{ raise_exception('System role not supported') }}{% endif %}"
    "{% for m in messages %}{% if (m.role == 'user') != (loop.index0 % 2 == 0) %}"
    "{{ raise_exception('Conversation roles must alternate user/assistant/user/assistant/...') }}{% endif %}"
    "<start_of_turn>{{ 'model' if m.role == 'assistant' else m.role }}\n{{ m.content | trim }}<end_of_turn>\n"
    "{% endfor %}"
    "{% if add_generation_prompt %}<start_of_turn>model\n{% endif %}"
)
SWITCHED = CHATML.replace(
    "assistant\n{% endif %}",
    "assistant\n{% if enable_thinking is false %}<think>\n\n</think>\n\n{% endif %}{% endif %}",
)
ALWAYS_OPEN = CHATML.replace("assistant\n{% endif %}", "assistant\n<think>\n{% endif %}")
HARMONY = (
    "{% for m in messages %}<|start|>{{ m.role }}<|message|>{{ m.content }}<|end|>{% endfor %}"
    "{% if reasoning_effort %}effort={{ reasoning_effort }}{% endif %}"
    "{% if add_generation_prompt %}<|start|>assistant{% endif %}{# <|channel|> #}"
)


def rendered(
    source: str, *turns: ChatTurn, thinking: ThinkingMode = ThinkingMode.AUTO, is_continuation: bool = False
) -> RenderedPrompt:
    return ChatTemplate(source, bos_text="<bos>").render(ChatPrompt(turns, thinking, is_continuation))


def failure(source: str, *turns: ChatTurn, is_continuation: bool = False) -> RequestFailedError:
    with pytest.raises(RequestFailedError) as caught:
        rendered(source, *turns, is_continuation=is_continuation)
    return caught.value


def test_a_conversation_ends_with_the_mark_of_the_answer() -> None:
    text = rendered(CHATML, SYSTEM, HELLO, HI, MORE).text
    assert text.startswith("<|im_start|>system\nBe brief.<|im_end|>\n<|im_start|>user\nHello<|im_end|>\n")
    assert text.endswith("<|im_start|>user\nMore<|im_end|>\n<|im_start|>assistant\n")


def test_raw_text_is_left_alone() -> None:
    assert ChatTemplate(CHATML).render(TextPrompt("<x>")) == RenderedPrompt("<x>", Section.ANSWER)


def test_a_refused_system_turn_moves_into_the_first_question() -> None:
    text = rendered(GEMMA, SYSTEM, HELLO).text
    assert text == "<bos><start_of_turn>user\nBe brief.\n\nHello<end_of_turn>\n<start_of_turn>model\n"


def test_a_system_turn_that_the_template_drops_moves_into_the_first_question() -> None:
    dropping = "{% for m in messages %}{% if m.role != 'system' %}[{{ m.content }}]{% endif %}{% endfor %}"
    assert rendered(dropping, SYSTEM, HELLO).text == "[Be brief.\n\nHello]"


def test_turns_of_one_role_are_joined_where_the_template_wants_them_to_alternate() -> None:
    text = rendered(GEMMA, SYSTEM, HELLO, MORE).text
    assert "user\nBe brief.\n\nHello\n\nMore<end_of_turn>" in text


def test_a_continued_answer_ends_with_what_is_there() -> None:
    result = rendered(CHATML, HELLO, ChatTurn("assistant", "Hi th"), is_continuation=True)
    assert result.text.endswith("<|im_start|>assistant\nHi th")
    assert result.opens_in is Section.ANSWER


def test_a_continued_answer_keeps_its_last_space() -> None:
    assert rendered(GEMMA, HELLO, ChatTurn("assistant", "Hi \n"), is_continuation=True).text.endswith("model\nHi \n")


def test_a_continued_answer_that_repeats_the_question_is_cut_at_its_own_end() -> None:
    text = rendered(CHATML, HELLO, ChatTurn("assistant", "Hello"), is_continuation=True).text
    assert text.endswith("<|im_start|>assistant\nHello")


def test_thinking_that_was_stopped_is_continued() -> None:
    result = rendered(SWITCHED, HELLO, ChatTurn("assistant", "", "Let me"), is_continuation=True)
    assert result.text.endswith("assistant\n<think>\nLet me")
    assert result.opens_in is Section.THINKING


def test_continuing_an_empty_answer_is_answering() -> None:
    assert rendered(CHATML, HELLO, ChatTurn("assistant", ""), is_continuation=True) == rendered(CHATML, HELLO)


def test_only_an_assistants_turn_can_be_continued() -> None:
    assert failure(CHATML, HELLO, is_continuation=True).code is ErrorCode.REQUEST_INVALID


def test_an_empty_conversation_is_refused() -> None:
    assert failure(CHATML).code is ErrorCode.PROMPT_EMPTY


def test_the_template_decides_about_thinking_unless_told() -> None:
    assert "<think>" not in rendered(SWITCHED, HELLO).text
    assert "<think>" not in rendered(SWITCHED, HELLO, thinking=ThinkingMode.ON).text
    assert rendered(SWITCHED, HELLO, thinking=ThinkingMode.OFF).text.endswith("assistant\n<think>\n\n</think>\n\n")


def test_thinking_that_the_template_opens_is_known() -> None:
    assert rendered(ALWAYS_OPEN, HELLO).opens_in is Section.THINKING
    assert rendered(CHATML, HELLO).opens_in is Section.START


def test_thinking_is_closed_where_the_template_has_no_switch() -> None:
    result = rendered(ALWAYS_OPEN, HELLO, thinking=ThinkingMode.OFF)
    assert result.text.endswith("assistant\n<think>\n\n</think>\n\n")
    assert result.opens_in is Section.START
    mentioned = CHATML + "{# </think> #}"
    assert rendered(mentioned, HELLO, thinking=ThinkingMode.OFF).text.endswith("<think>\n\n</think>\n\n")


def test_thinking_off_changes_nothing_for_a_model_that_cannot_think() -> None:
    assert rendered(CHATML, HELLO, thinking=ThinkingMode.OFF) == rendered(CHATML, HELLO)


def test_channels_start_with_the_answer_when_thinking_is_off() -> None:
    text = rendered(HARMONY, HELLO, thinking=ThinkingMode.OFF).text
    assert text.endswith("effort=low<|start|>assistant<|channel|>final<|message|>")
    assert rendered(HARMONY, HELLO, thinking=ThinkingMode.ON).text.endswith("effort=medium<|start|>assistant")


def test_stopped_thinking_in_a_channel_is_continued() -> None:
    result = rendered(HARMONY, HELLO, ChatTurn("assistant", "", "Let me"), is_continuation=True)
    assert result.text.endswith("<|start|>assistant<|channel|>analysis<|message|>Let me")
    assert result.opens_in is Section.THINKING


def test_templates_get_earlier_thinking_when_they_ask_for_it() -> None:
    source = "{% for m in messages %}{{ m.reasoning_content or m.thinking }}|{{ m.content }}{% endfor %}"
    assert rendered(source, HELLO, ChatTurn("assistant", "Hi", "hm"), MORE).text == "|Hellohm|Hi|More"


def test_a_completion_model_gets_plain_text() -> None:
    result = rendered("", SYSTEM, HELLO, HI)
    assert result == RenderedPrompt("Be brief.\n\nHello\n\nHi there", Section.ANSWER)


@pytest.mark.parametrize(
    "source",
    [
        "{% for i in range(99999) %}{% for j in range(99999) %}{% endfor %}{% endfor %}",
        "{% macro f() %}{{ f() }}{% endmacro %}{{ f() }}",
        "{% include 'other' %}",
        "{{ 'a' * 10**10 }}",
        "{% if %}",
        "{{ raise_exception('never') }}",
        "{{ 1 / 0 }}",
        "x" * 2_000_000,
    ],
    ids=lambda source: source[:40],
)
def test_a_bad_template_fails_the_request_with_its_reason(source: str) -> None:
    error = failure(source, SYSTEM, HELLO)
    assert error.code is ErrorCode.TEMPLATE_FAILED
    assert error.facts["reason"]


def test_a_template_that_leaves_out_the_answer_cannot_continue_it() -> None:
    error = failure("{{ messages[0].content }}", HELLO, HI, is_continuation=True)
    assert error.code is ErrorCode.TEMPLATE_FAILED


def test_thinking_models_are_recognised() -> None:
    assert can_think(SWITCHED)
    assert can_think(HARMONY.replace("{#", "").replace("#}", ""))
    assert can_think("{% if enable_thinking %}")
    assert not can_think(CHATML)
    assert not can_think("")
