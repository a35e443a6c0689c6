import pytest

from desktop_llm.engine.messages import ChatPrompt, ChatTurn, CountTokens, TextPrompt, TokensCounted
from desktop_llm.engine.server.request_body import RequestWriter
from desktop_llm.engine.server.served_models import ServedModel
from desktop_llm.engine.server.server_connection import ServerConnection
from desktop_llm.engine.server.server_kind import ServerKind, abilities_of
from desktop_llm.engine.server.stop_switch import StopSwitch
from desktop_llm.engine.server.token_counting import TokenCounter
from desktop_llm.engine.server.token_estimate import estimated_tokens
from tests.fakes.hostile_server import HostileServer, status
from tests.fakes.server_requests import access

CHAT = ChatPrompt((ChatTurn("user", "word " * 300),))
LONG = TextPrompt("word " * 300)
SHORT = TextPrompt("word")


def counted(
    server: HostileServer,
    kind: ServerKind,
    *prompts: ChatPrompt | TextPrompt,
    n_ctx_tokens: int = 400,
    may_estimate: bool = False,
) -> TokensCounted:
    connection = ServerConnection(access(server.url))
    model = ServedModel(name="m", kind=kind)
    counter = TokenCounter(connection, RequestWriter("h", "m", abilities_of(kind)), model, n_ctx_tokens)
    return counter.count(CountTokens(request_id="1", prompts=prompts, may_estimate=may_estimate), StopSwitch())


def test_what_surely_fits_is_guessed_and_not_sent(server: HostileServer) -> None:
    result = counted(server, ServerKind.VLLM, SHORT)
    assert result == TokensCounted(request_id="1", counts=(estimated_tokens(SHORT),), is_estimate=True)
    assert server.requests == []


@pytest.mark.parametrize("n_ctx_tokens", [0, 400])
def test_a_draft_is_never_sent_to_be_counted(server: HostileServer, n_ctx_tokens: int) -> None:
    assert counted(server, ServerKind.VLLM, CHAT, n_ctx_tokens=n_ctx_tokens, may_estimate=True).is_estimate
    assert server.requests == []


def test_what_may_not_fit_is_counted_by_vllm(server: HostileServer) -> None:
    server.on("/tokenize", status(200, {"count": 345, "max_model_len": 400, "tokens": [1]}))
    result = counted(server, ServerKind.VLLM, CHAT)
    assert (result.counts, result.is_estimate) == ((345,), False)
    assert server.requests[0].body == {
        "model": "m",
        "messages": [{"role": "user", "content": "word " * 300}],
        "add_generation_prompt": True,
        "continue_final_message": False,
    }


def test_what_may_not_fit_is_rendered_and_counted_by_llama_cpp(server: HostileServer) -> None:
    server.on("/apply-template", status(200, {"prompt": "<|user|>…"}))
    server.on("/tokenize", status(200, {"tokens": [1, 2, 3]}))
    assert counted(server, ServerKind.LLAMA_CPP, CHAT).counts == (3,)
    assert server.seen("/tokenize")[0].body["content"] == "<|user|>…"


def test_llama_cpp_python_counts_texts_alone(server: HostileServer) -> None:
    server.on("/extras/tokenize/count", status(200, {"count": 301}))
    assert counted(server, ServerKind.LLAMA_CPP_PYTHON, LONG).counts == (301,)
    assert counted(server, ServerKind.LLAMA_CPP_PYTHON, CHAT).is_estimate


def test_parts_are_guessed_in_proportion_so_that_one_request_is_enough(server: HostileServer) -> None:
    guess = estimated_tokens(LONG)
    server.on("/tokenize", status(200, {"count": guess // 2}))
    result = counted(server, ServerKind.VLLM, LONG, LONG, SHORT)
    assert result.counts[0] == guess // 2
    assert result.counts[1] == pytest.approx(guess / 2, abs=1)
    assert len(server.requests) == 1


@pytest.mark.parametrize(
    "reply", [status(404, {}), status(200, {"count": -1}), status(200, {"count": 2**40}), status(200, [])]
)
def test_where_the_tokenizer_cannot_be_reached_the_guess_remains(server: HostileServer, reply: object) -> None:
    server.on("/tokenize", reply)
    assert counted(server, ServerKind.VLLM, CHAT).is_estimate


def test_nothing_is_counted_for_nothing(server: HostileServer) -> None:
    assert counted(server, ServerKind.VLLM).counts == ()
