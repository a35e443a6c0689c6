import logging

import pytest
from msgspec import Struct

from desktop_llm.engine.server.server_connection import ServerConnection
from desktop_llm.engine.server.stop_switch import StopSwitch
from desktop_llm.errors import ErrorCode, ServerError
from tests.fakes.hostile_server import HostileServer, answer, events, models, raw, status
from tests.fakes.server_requests import access


class Thing(Struct, frozen=True):
    n: int


def connection_to(server: HostileServer, key: str = "") -> ServerConnection:
    return ServerConnection(access(server.url, key))


def test_an_answer_is_checked_as_it_comes_in(server: HostileServer) -> None:
    server.on("/v1/thing", status(200, {"n": 5, "more": "ignored"}), status(200, {"n": "five"}), raw(b"<html>"))
    connection = connection_to(server)
    assert connection.get("/thing", Thing, StopSwitch()) == Thing(5)
    for _ in range(2):
        with pytest.raises(ServerError) as raised:
            connection.get("/thing", Thing, StopSwitch())
        assert raised.value.code is ErrorCode.SERVER_ANSWER_WRONG


def test_deeply_nested_json_is_refused(server: HostileServer) -> None:
    deep = b"[" * 200_000
    server.on("/v1/thing", raw(deep))
    server.on("/v1/chat/completions", raw(b"data: " + deep + b"\n\n"))
    connection = connection_to(server)
    with pytest.raises(ServerError):
        connection.get("/thing", Thing, StopSwitch())
    with pytest.raises(ServerError):
        list(connection.stream("/chat/completions", {}, Thing, StopSwitch()))


def test_the_server_s_own_endpoints_are_reached_by_their_whole_address(server: HostileServer) -> None:
    server.on("/props", status(200, {"n": 1}))
    connection = connection_to(server)
    assert connection.get(f"{connection.root_url}/props", Thing, StopSwitch()) == Thing(1)


def test_a_stream_is_checked_event_by_event(server: HostileServer) -> None:
    server.on("/v1/chat/completions", events([{"n": 1}, {"n": 2}]), events([{"n": 1}, {"m": 2}]))
    connection = connection_to(server)
    assert list(connection.stream("/chat/completions", {}, Thing, StopSwitch())) == [Thing(1), Thing(2)]
    things = connection.stream("/chat/completions", {}, Thing, StopSwitch())
    assert next(things) == Thing(1)
    with pytest.raises(ServerError) as raised:
        next(things)
    assert raised.value.code is ErrorCode.SERVER_ANSWER_WRONG


@pytest.mark.parametrize("key", ["two words", "schlüssel", "a\nX-Evil: 1"])
def test_a_key_that_cannot_stand_in_a_header_is_not_sent(server: HostileServer, key: str) -> None:
    with pytest.raises(ServerError) as raised:
        connection_to(server, key).get("/models", object, StopSwitch())
    assert raised.value.code is ErrorCode.SERVER_KEY_WRONG
    assert server.requests == []


def test_space_around_a_key_is_not_part_of_it(server: HostileServer) -> None:
    connection_to(server, " our-key\n").get("/models", object, StopSwitch())
    assert server.requests[0].headers["authorization"] == "Bearer our-key"


def test_neither_keys_nor_texts_are_logged(server: HostileServer, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    server.on("/v1/models", models("model-name"))
    server.on("/v1/chat/completions", answer("secret answer"))
    connection = connection_to(server, "secret-key")
    connection.get("/models", object, StopSwitch())
    list(connection.stream("/chat/completions", {"text": "secret question"}, object, StopSwitch()))
    server.on("/v1/chat/completions", status(400, {"error": "secret question"}))
    with pytest.raises(ServerError):
        list(connection.stream("/chat/completions", {"text": "secret question"}, object, StopSwitch()))
    assert "secret" not in caplog.text


def test_a_connection_for_a_model_names_it_in_its_failures(server: HostileServer) -> None:
    server.on("/v1/chat/completions", status(404, {"error": {"message": "model not found"}}))
    with pytest.raises(ServerError) as raised:
        list(connection_to(server).for_model("granite").stream("/chat/completions", {}, object, StopSwitch()))
    assert raised.value.facts["model"] == "granite"
