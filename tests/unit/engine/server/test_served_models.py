import pytest

from desktop_llm.engine.server.served_models import (
    ServedModel,
    chosen_model,
    model_description,
    served_models,
    with_context,
)
from desktop_llm.engine.server.server_connection import ServerConnection
from desktop_llm.engine.server.server_kind import ServerKind
from desktop_llm.engine.server.stop_switch import StopSwitch
from desktop_llm.errors import ErrorCode, ServerError
from tests.fakes.hostile_server import HostileServer, models, status
from tests.fakes.server_requests import access


def listed(server: HostileServer) -> tuple[ServedModel, ...]:
    return served_models(ServerConnection(access(server.url)), StopSwitch())


def context_of(server: HostileServer) -> int:
    (model,) = listed(server)
    return with_context(ServerConnection(access(server.url)), model, StopSwitch()).n_ctx_tokens


def test_models_come_in_the_server_s_order_without_repetitions(server: HostileServer) -> None:
    server.on("/v1/models", models("b", "a", "b", owned_by="vllm"))
    assert [model.name for model in listed(server)] == ["b", "a"]


def test_a_name_that_cannot_be_shown_is_left_out(server: HostileServer) -> None:
    server.on("/v1/models", models("good", "", "bad\nname", "x" * 301, "\u202egnp.exe"))
    assert [model.name for model in listed(server)] == ["good"]


def test_no_more_models_are_taken_than_a_person_can_choose_from(server: HostileServer) -> None:
    server.on("/v1/models", models(*map(str, range(5000))))
    assert len(listed(server)) == 2000


@pytest.mark.parametrize("body", [[], {"data": 5}, {"data": [{"id": 5}]}, {"data": [{"name": "m"}]}])
def test_a_list_of_another_form_is_refused(server: HostileServer, body: object) -> None:
    server.on("/v1/models", status(200, body))
    with pytest.raises(ServerError) as raised:
        listed(server)
    assert raised.value.code is ErrorCode.SERVER_ANSWER_WRONG


def test_a_model_of_a_user_of_ollama_is_known_by_the_program(server: HostileServer) -> None:
    server.on("/v1/models", models("ana/m:latest", owned_by="ana"))
    assert listed(server)[0].kind is ServerKind.UNKNOWN
    server.on("/api/version", status(200, {"version": "0.30.1"}))
    assert listed(server)[0].kind is ServerKind.OLLAMA


def test_a_wished_model_is_found_and_another_is_not() -> None:
    offered = tuple(ServedModel(name=name, kind=ServerKind.OLLAMA) for name in ("a:latest", "b:7b"))
    assert chosen_model(offered, "b:7b", "h").name == "b:7b"
    assert chosen_model(offered, "a", "h").name == "a:latest"
    with pytest.raises(ServerError) as raised:
        chosen_model(offered, "c", "h")
    assert (raised.value.code, raised.value.facts["model"]) == (ErrorCode.SERVER_MODEL_UNKNOWN, "c")


def test_without_a_wish_the_only_model_is_taken_and_of_several_none() -> None:
    one, other = (ServedModel(name=name, kind=ServerKind.VLLM) for name in "ab")
    assert chosen_model((one,), "", "h") is one
    with pytest.raises(ServerError) as raised:
        chosen_model((one, other), "", "h")
    assert raised.value.code is ErrorCode.SERVER_MODEL_UNNAMED
    assert raised.value.facts["models"] == "a, b"


def test_a_server_that_lists_nothing_is_believed_to_have_what_is_wished() -> None:
    assert chosen_model((), "m", "h").name == "m"


def test_each_program_tells_its_context_in_its_own_place(server: HostileServer) -> None:
    server.on("/v1/models", models("m", owned_by="vllm", max_model_len=8192))
    assert context_of(server) == 8192
    server.on("/v1/models", models("m", owned_by="llamacpp", meta={"n_ctx_train": 131072}))
    server.on("/props", status(200, {"default_generation_settings": {"n_ctx": 4096}, "total_slots": 2}))
    assert context_of(server) == 4096
    server.on("/v1/models", models("m:latest", owned_by="library"))
    server.on("/api/ps", status(200, {"models": [{"name": "m:latest", "context_length": 2048}]}))
    assert context_of(server) == 2048
    server.on("/v1/models", models("m", owned_by="organization_owner"))
    server.on("/api/v0/models", status(200, {"data": [{"id": "m", "loaded_context_length": 1024}]}))
    assert context_of(server) == 1024
    server.on("/v1/models", models("m", context_length=512))
    assert context_of(server) == 512


@pytest.mark.parametrize("reply", [status(404, {}), status(200, {"models": []}), status(200, {"models": 5})])
def test_where_nobody_tells_the_context_it_is_not_known(server: HostileServer, reply: object) -> None:
    server.on("/v1/models", models("m", owned_by="library"))
    server.on("/api/ps", reply)
    assert context_of(server) == 0


@pytest.mark.parametrize("told", [-5, 0, 2**40])
def test_a_context_that_cannot_be_is_not_believed(server: HostileServer, told: int) -> None:
    server.on("/v1/models", models("m", owned_by="vllm", max_model_len=told))
    assert context_of(server) == 0


def test_what_the_person_says_of_the_context_comes_first() -> None:
    model = ServedModel(name="m", kind=ServerKind.VLLM, n_ctx_tokens=8192)
    assert model_description(model, None, 1.0).n_ctx_tokens == 8192
    assert model_description(model, 1000, 1.0).n_ctx_tokens == 1000


def test_thinking_can_be_chosen_where_it_can_be_switched() -> None:
    assert model_description(ServedModel(name="m", kind=ServerKind.VLLM), None, 1.0).can_think
    assert not model_description(ServedModel(name="m", kind=ServerKind.UNKNOWN), None, 1.0).can_think
