import pytest

from desktop_llm.engine.messages import ChatPrompt, ChatTurn, Generate, Priority, TextPrompt, ThinkingMode
from desktop_llm.engine.server.request_body import MAX_STOP, Lack, RequestWriter
from desktop_llm.engine.server.server_kind import ServerKind, abilities_of
from desktop_llm.errors import ErrorCode, ServerError
from desktop_llm.params import SamplingParams
from tests.fakes.server_requests import ask

EVERYTHING = SamplingParams(
    temperature=0.5,
    top_k=10,
    top_p=0.9,
    min_p=0.1,
    repeat_penalty=1.1,
    repeat_last_n_tokens=64,
    presence_penalty=0.2,
    frequency_penalty=0.3,
    seed=7,
)
STANDARD = SamplingParams(temperature=0.5, top_p=0.9, presence_penalty=0.2, frequency_penalty=0.3, seed=7)


def writer(kind: ServerKind = ServerKind.UNKNOWN) -> RequestWriter:
    return RequestWriter("gpu-box:8000", "m", abilities_of(kind))


def lack_of(kind: ServerKind, command: Generate) -> str:
    with pytest.raises(ServerError) as raised:
        writer(kind).generation(command)
    assert raised.value.code is ErrorCode.SERVER_CANNOT
    assert raised.value.facts["host"] == "gpu-box:8000"
    return str(raised.value.facts["what"])


def continued(thinking: ThinkingMode = ThinkingMode.AUTO) -> Generate:
    turns = (ChatTurn("user", "Hi"), ChatTurn("assistant", "Well"))
    return Generate(request_id="1", prompt=ChatPrompt(turns, thinking, is_continuation=True))


def test_a_conversation_is_sent_as_it_is_without_what_was_thought() -> None:
    turns = (ChatTurn("system", "Be brief."), ChatTurn("user", "Hi"), ChatTurn("assistant", "Well", "hm"))
    path, body = writer().generation(Generate(request_id="1", prompt=ChatPrompt((*turns, ChatTurn("user", "And?")))))
    assert path == "/chat/completions"
    assert body == {
        "model": "m",
        "stream": True,
        "stream_options": {"include_usage": True},
        "messages": [
            {"role": "system", "content": "Be brief."},
            {"role": "user", "content": "Hi"},
            {"role": "assistant", "content": "Well"},
            {"role": "user", "content": "And?"},
        ],
    }


def test_what_is_not_set_is_left_to_the_server() -> None:
    body = writer(ServerKind.LLAMA_CPP).generation(ask()).body
    assert set(body) == {"model", "stream", "stream_options", "messages", "return_progress"}


def test_standard_sampling_goes_to_every_server() -> None:
    for kind in ServerKind:
        body = writer(kind).generation(ask(sampling=STANDARD)).body
        assert {name: body[name] for name in ("temperature", "top_p", "presence_penalty", "seed")} == {
            "temperature": 0.5,
            "top_p": 0.9,
            "presence_penalty": 0.2,
            "seed": 7,
        }


def test_sampling_has_the_names_that_each_program_gives_it() -> None:
    body = writer(ServerKind.LLAMA_CPP).generation(ask(sampling=EVERYTHING)).body
    assert (body["top_k"], body["min_p"], body["repeat_penalty"], body["repeat_last_n"]) == (10, 0.1, 1.1, 64)
    body = writer(ServerKind.VLLM).generation(ask(sampling=SamplingParams(repeat_penalty=1.1))).body
    assert body["repetition_penalty"] == 1.1
    assert "repeat_penalty" not in body


@pytest.mark.parametrize(
    ("kind", "sampling", "lack"),
    [
        (ServerKind.UNKNOWN, SamplingParams(top_k=10), Lack.TOP_K),
        (ServerKind.OLLAMA, SamplingParams(min_p=0.1), Lack.MIN_P),
        (ServerKind.OPENAI, SamplingParams(repeat_penalty=1.1), Lack.REPEAT_PENALTY),
        (ServerKind.VLLM, SamplingParams(repeat_last_n_tokens=64), Lack.REPEAT_LAST_N),
    ],
)
def test_a_parameter_that_a_server_would_ignore_is_refused(
    kind: ServerKind, sampling: SamplingParams, lack: Lack
) -> None:
    assert lack_of(kind, ask(sampling=sampling)) == lack


def test_the_limit_has_the_name_that_the_server_knows() -> None:
    assert writer().generation(ask(max_tokens=5)).body["max_tokens"] == 5
    body = writer(ServerKind.OPENAI).generation(ask(max_tokens=5)).body
    assert body["max_completion_tokens"] == 5
    assert "max_tokens" not in body


def test_no_more_stop_strings_are_sent_than_servers_take() -> None:
    stop = ("a", "b", "c", "d", "e")
    assert writer().generation(ask(stop=stop)).body["stop"] == list(stop[:MAX_STOP])


def test_a_bias_beyond_the_protocol_is_a_ban() -> None:
    body = writer().generation(ask(logit_bias={5: -float("inf"), 6: 3.0})).body
    assert body["logit_bias"] == {"5": -100.0, "6": 3.0}
    assert lack_of(ServerKind.OLLAMA, ask(logit_bias={5: 1.0})) == Lack.LOGIT_BIAS


def test_a_schema_stands_where_each_program_looks_for_it() -> None:
    schema = '{"type": "string"}'
    body = writer(ServerKind.VLLM).generation(ask(json_schema=schema)).body
    assert body["response_format"] == {
        "type": "json_schema",
        "json_schema": {"name": "answer", "schema": {"type": "string"}, "strict": True},
    }
    body = writer(ServerKind.LLAMA_CPP_PYTHON).generation(ask(json_schema=schema)).body
    assert body["response_format"] == {"type": "json_object", "schema": {"type": "string"}}


def test_a_schema_that_is_none_is_said_to_be_wrong() -> None:
    with pytest.raises(ServerError) as raised:
        writer().generation(ask(json_schema="{"))
    assert raised.value.code is ErrorCode.GRAMMAR_INVALID


def test_a_grammar_goes_to_llama_cpp_alone() -> None:
    assert writer(ServerKind.LLAMA_CPP).generation(ask(grammar='root ::= "a"')).body["grammar"] == 'root ::= "a"'
    assert lack_of(ServerKind.VLLM, ask(grammar='root ::= "a"')) == Lack.GRAMMAR


def test_logprobs_are_asked_for_up_to_twenty() -> None:
    body = writer().generation(ask(n_logprobs=3)).body
    assert (body["logprobs"], body["top_logprobs"]) == (True, 3)
    assert lack_of(ServerKind.UNKNOWN, ask(n_logprobs=21)) == Lack.LOGPROBS
    assert lack_of(ServerKind.OLLAMA, ask(n_logprobs=1)) == Lack.LOGPROBS


@pytest.mark.parametrize(
    ("kind", "mode", "expected"),
    [
        (ServerKind.VLLM, ThinkingMode.ON, {"chat_template_kwargs": {"enable_thinking": True}}),
        (ServerKind.LLAMA_CPP, ThinkingMode.OFF, {"chat_template_kwargs": {"enable_thinking": False}}),
        (ServerKind.OLLAMA, ThinkingMode.ON, {"reasoning_effort": "medium"}),
        (ServerKind.OLLAMA, ThinkingMode.OFF, {"reasoning_effort": "none"}),
        (ServerKind.VLLM, ThinkingMode.AUTO, {}),
        (ServerKind.UNKNOWN, ThinkingMode.OFF, {}),
    ],
)
def test_thinking_is_switched_as_each_program_does(
    kind: ServerKind, mode: ThinkingMode, expected: dict[str, object]
) -> None:
    assert writer(kind).thinking(mode) == expected


def test_thinking_is_refused_where_it_cannot_be_asked_for() -> None:
    prompt = ChatPrompt((ChatTurn("user", "Hi"),), ThinkingMode.ON)
    assert lack_of(ServerKind.UNKNOWN, Generate(request_id="1", prompt=prompt)) == Lack.THINKING


def test_an_answer_is_continued_where_that_is_possible_and_else_refused() -> None:
    body = writer(ServerKind.VLLM).generation(continued()).body
    assert (body["continue_final_message"], body["add_generation_prompt"]) == (True, False)
    assert writer(ServerKind.LLAMA_CPP).generation(continued()).body["messages"][-1]["role"] == "assistant"  # type: ignore[index]
    assert lack_of(ServerKind.UNKNOWN, continued()) == Lack.CONTINUATION


def test_a_text_goes_to_its_own_endpoint_and_needs_a_limit() -> None:
    path, body = writer().generation(Generate(request_id="1", prompt=TextPrompt("Once"), max_tokens=9))
    assert (path, body["prompt"], body["max_tokens"]) == ("/completions", "Once", 9)
    assert "messages" not in body
    assert lack_of(ServerKind.UNKNOWN, Generate(request_id="1", prompt=TextPrompt("x"))) == Lack.TEXT_WITHOUT_LIMIT


def test_what_orders_work_here_says_nothing_to_a_server() -> None:
    plain = writer().generation(ask())
    ordered = writer().generation(ask(priority=Priority.BACKGROUND, conversation_key="secret name", is_dead_end=True))
    assert plain == ordered
