"""The client against a real server of another project, with a real model."""

import json
import time

import pytest

from desktop_llm.engine.client import stream_events
from desktop_llm.engine.messages import (
    ChatPrompt,
    ChatTurn,
    CountTokens,
    Failed,
    Finished,
    FinishReason,
    Generate,
    LoadModel,
    TextGrew,
    TextPrompt,
    TokensCounted,
)
from desktop_llm.engine.server.request_body import Lack
from desktop_llm.engine.server.server_client import ServerEngineClient
from desktop_llm.errors import ErrorCode
from desktop_llm.params import SamplingParams
from tests.fakes.event_log import submitted
from tests.fakes.llama_cpp_server import KEY, N_CTX_TOKENS, LlamaCppServer
from tests.fakes.server_requests import access, ask, client_with_model, text_of

GREEDY = SamplingParams(temperature=0.0, repeat_penalty=1.0)


def test_an_answer_streams_and_is_counted(client: ServerEngineClient) -> None:
    model = client.status.model
    assert model is not None
    assert model.name == "starter"
    events = list(stream_events(client, ask(text="Name a colour.", sampling=GREEDY, max_tokens=24)))
    end = events[-1]
    assert isinstance(end, Finished)
    assert text_of(events).strip()
    assert sum(isinstance(event, TextGrew) for event in events) > 2
    assert end.usage.completion_tokens > 2
    assert end.usage.first_token_ms > 0


def test_the_same_question_has_the_same_answer_when_it_is_greedy(client: ServerEngineClient) -> None:
    texts = [text_of(list(stream_events(client, ask(sampling=GREEDY, max_tokens=12)))) for _ in range(2)]
    assert texts[0] == texts[1]


def test_a_limit_is_the_reason_for_the_end(client: ServerEngineClient) -> None:
    end = submitted(client, ask(text="Tell a long story.", sampling=GREEDY, max_tokens=3)).wait_for_end()
    assert isinstance(end, Finished)
    assert end.reason is FinishReason.LENGTH


def test_a_stop_string_ends_the_answer_and_is_not_in_it(client: ServerEngineClient) -> None:
    request = ask("1", "Tell a long story.", sampling=GREEDY, max_tokens=20)
    first, second, *_ = text_of(list(stream_events(client, request))).split()
    again = ask("2", "Tell a long story.", sampling=GREEDY, max_tokens=20, stop=(f" {second}",))
    events = list(stream_events(client, again))
    assert isinstance(events[-1], Finished)
    assert events[-1].reason is FinishReason.STOP
    assert text_of(events).strip() == first


def test_stopping_frees_the_server_for_the_next_question(client: ServerEngineClient) -> None:
    log = submitted(client, ask("1", "Tell a long story.", max_tokens=400))
    log.wait_for_kind(TextGrew)
    started_s = time.monotonic()
    client.abort("1")
    end = log.wait_for_end(5)
    assert time.monotonic() - started_s < 1
    assert isinstance(end, Finished)
    assert end.reason is FinishReason.ABORT
    after = submitted(client, ask("2", max_tokens=3)).wait_for_end(30)
    assert isinstance(after, Finished)


def test_questions_at_the_same_time_are_all_answered(client: ServerEngineClient) -> None:
    logs = [submitted(client, ask(str(number), max_tokens=6)) for number in range(3)]
    assert all(isinstance(log.wait_for_end(), Finished) for log in logs)


def test_an_answer_keeps_to_a_schema(client: ServerEngineClient) -> None:
    schema = {"type": "object", "properties": {"city": {"type": "string", "maxLength": 12}}, "required": ["city"]}
    command = ask(text="Where is the Eiffel tower?", json_schema=json.dumps(schema), sampling=GREEDY, max_tokens=60)
    assert set(json.loads(text_of(list(stream_events(client, command))))) == {"city"}


def test_an_answer_keeps_to_a_grammar(client: ServerEngineClient) -> None:
    command = ask(text="Is water wet?", grammar='root ::= "yes" | "no"', max_tokens=5)
    assert text_of(list(stream_events(client, command))) in ("yes", "no")


def test_a_text_is_continued(client: ServerEngineClient) -> None:
    command = Generate(request_id="1", prompt=TextPrompt("One, two, three,"), sampling=GREEDY, max_tokens=5)
    assert text_of(list(stream_events(client, command))).strip()


def test_what_it_would_ignore_is_refused(client: ServerEngineClient) -> None:
    turns = (ChatTurn("user", "Hi"), ChatTurn("assistant", "Well"))
    command = Generate(request_id="1", prompt=ChatPrompt(turns, is_continuation=True))
    end = submitted(client, command).wait_for_end()
    assert isinstance(end, Failed)
    assert (end.code, end.facts["what"]) == (ErrorCode.SERVER_CANNOT, Lack.CONTINUATION)


def test_it_is_told_how_likely_each_word_was(client: ServerEngineClient) -> None:
    events = list(stream_events(client, ask(sampling=GREEDY, n_logprobs=2, max_tokens=4)))
    logprobs = [each for event in events if isinstance(event, TextGrew) for each in event.logprobs]
    assert len(logprobs) == 4
    assert all(each.logprob <= 0 and len(each.alternatives) == 2 for each in logprobs)


def test_tokens_are_counted_by_the_server_where_it_matters(llama_server: LlamaCppServer) -> None:
    client = client_with_model(llama_server.url, key=KEY, model="starter", n_ctx_tokens=N_CTX_TOKENS)
    command = CountTokens(request_id="1", prompts=(TextPrompt("word " * 300),))
    end = submitted(client, command).wait_for_end()
    client.close()
    assert isinstance(end, TokensCounted)
    assert not end.is_estimate
    assert 300 <= end.counts[0] <= 310


def test_a_question_that_breaks_the_server_s_answer_is_no_answer(client: ServerEngineClient) -> None:
    """This server notices that a question is too long after it has begun to answer, and just hangs up."""
    end = submitted(client, ask(text="word " * 2 * N_CTX_TOKENS, max_tokens=5)).wait_for_end()
    assert isinstance(end, Failed)
    assert end.code is ErrorCode.SERVER_CUT


@pytest.mark.parametrize(
    ("key", "model", "code"),
    [("wrong", "starter", ErrorCode.SERVER_KEY_WRONG), (KEY, "another", ErrorCode.SERVER_MODEL_UNKNOWN)],
)
def test_a_wrong_key_and_a_wrong_model_are_told_apart(
    llama_server: LlamaCppServer, key: str, model: str, code: ErrorCode
) -> None:
    client = ServerEngineClient(access(llama_server.url, key))
    end = submitted(client, LoadModel(request_id="load", path=model)).wait_for_end()
    client.close()
    assert isinstance(end, Failed)
    assert end.code is code
