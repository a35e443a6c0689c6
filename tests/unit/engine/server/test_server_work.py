import pytest

from desktop_llm.engine.messages import CountTokens, Finished, LoadModel, ModelLoaded, TextPrompt, TokensCounted
from desktop_llm.engine.server.server_work import ServerWork
from desktop_llm.engine.server.stop_switch import StopSwitch
from desktop_llm.errors import DesktopLlmError, ErrorCode
from tests.fakes.event_log import EventLog
from tests.fakes.hostile_server import HostileServer, models
from tests.fakes.server_requests import access, ask


def loaded(work: ServerWork, name: str) -> ModelLoaded:
    event = work.do(LoadModel(request_id="load", path=name), EventLog(), StopSwitch())
    assert isinstance(event, ModelLoaded)
    return event


def test_before_a_model_is_found_there_is_nothing_to_ask(server: HostileServer) -> None:
    with pytest.raises(DesktopLlmError) as raised:
        ServerWork(access(server.url)).do(ask(), EventLog(), StopSwitch())
    assert raised.value.code is ErrorCode.NO_MODEL


def test_the_model_that_was_found_is_the_one_that_is_asked(server: HostileServer) -> None:
    server.on("/v1/models", models("a", "b", owned_by="vllm", max_model_len=512))
    work = ServerWork(access(server.url))
    assert [model.name for model in work.models(StopSwitch())] == ["a", "b"]
    model = loaded(work, "b").model
    assert (model.name, model.n_ctx_tokens, model.can_think) == ("b", 512, True)
    assert isinstance(work.do(ask(), EventLog(), StopSwitch()), Finished)
    assert server.seen("/v1/chat/completions")[0].body["model"] == "b"


def test_the_only_model_needs_no_name(server: HostileServer) -> None:
    assert loaded(ServerWork(access(server.url)), "").model.name == "m"


def test_the_context_that_the_person_named_decides_what_fits(server: HostileServer) -> None:
    server.on("/v1/models", models("m", owned_by="vllm", max_model_len=100_000))
    work = ServerWork(access(server.url, n_ctx_tokens=64))
    assert loaded(work, "m").model.n_ctx_tokens == 64
    command = CountTokens(request_id="1", prompts=(TextPrompt("word " * 100),))
    assert isinstance(work.do(command, EventLog(), StopSwitch()), TokensCounted)
    assert server.seen("/tokenize")
