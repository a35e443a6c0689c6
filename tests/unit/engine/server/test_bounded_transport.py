import gzip

import pytest

from desktop_llm.engine.server.bounded_transport import MAX_LINE_BYTES, proxy_for
from desktop_llm.engine.server.server_address import server_address
from desktop_llm.engine.server.server_connection import ServerConnection
from desktop_llm.engine.server.stop_switch import StopSwitch
from desktop_llm.errors import ErrorCode, ServerError
from tests.fakes.hostile_server import HostileServer, flood, raw, status
from tests.fakes.server_requests import access


def failure_of_stream(server: HostileServer) -> ServerError:
    connection = ServerConnection(access(server.url))
    with pytest.raises(ServerError) as raised:
        list(connection.stream("/chat/completions", {}, object, StopSwitch()))
    return raised.value


def test_a_server_is_told_no_more_than_it_needs(server: HostileServer, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("OPENAI_API_KEY", "OPENAI_ORG_ID", "OPENAI_PROJECT_ID", "OPENAI_ADMIN_KEY"):
        monkeypatch.setenv(name, "of the environment")
    monkeypatch.setenv("OPENAI_CUSTOM_HEADERS", "X-Secret: of the environment")
    list(ServerConnection(access(server.url, "our-key")).stream("/chat/completions", {"a": 1}, object, StopSwitch()))
    headers = server.wait_for_request("/v1/chat/completions").headers
    assert set(headers) == {
        "host",
        "content-type",
        "content-length",
        "accept",
        "accept-encoding",
        "connection",
        "user-agent",
        "authorization",
    }
    assert headers["authorization"] == "Bearer our-key"
    assert headers["user-agent"].startswith("desktop-llm/")


def test_without_a_key_none_is_sent(server: HostileServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "of the environment")
    ServerConnection(access(server.url)).get("/models", object, StopSwitch())
    assert "authorization" not in server.wait_for_request("/v1/models").headers


def test_a_line_without_an_end_is_not_read_to_its_end(server: HostileServer) -> None:
    server.on("/v1/chat/completions", flood(b"x" * 65536))
    assert failure_of_stream(server).code is ErrorCode.SERVER_ANSWER_WRONG
    assert server.deserted.wait(10)


def test_an_answer_without_an_end_is_not_read_to_its_end(
    server: HostileServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("desktop_llm.engine.server.bounded_transport.MAX_ANSWER_BYTES", 1_000_000)
    server.on("/v1/chat/completions", flood(b": nothing\n" * 1000))
    assert failure_of_stream(server).code is ErrorCode.SERVER_ANSWER_WRONG
    assert server.deserted.wait(10)


def test_an_error_page_without_an_end_is_not_read_to_its_end(server: HostileServer) -> None:
    server.on("/v1/chat/completions", status(500, {"error": "x" * (MAX_LINE_BYTES + 1)}))
    assert failure_of_stream(server).code is ErrorCode.SERVER_ANSWER_WRONG


def test_what_comes_compressed_is_not_unpacked(server: HostileServer) -> None:
    server.on("/v1/chat/completions", raw(gzip.compress(b"\0" * 10_000_000), Content_Encoding="gzip"))
    failure = failure_of_stream(server)
    assert failure.code is ErrorCode.SERVER_ANSWER_WRONG
    assert "compressed" in str(failure.facts["reason"])


def test_a_redirect_is_not_followed(server: HostileServer) -> None:
    server.on("/elsewhere", status(200, {}))
    server.on("/v1/chat/completions", status(307, {}, Location="/elsewhere"))
    failure = failure_of_stream(server)
    assert failure.code is ErrorCode.SERVER_ANSWER_WRONG
    assert "/elsewhere" in str(failure.facts["reason"])
    assert server.seen("/elsewhere") == []


def test_the_system_s_proxy_is_used_for_other_computers_only(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("https_proxy", "http://proxy.example:3128")
    monkeypatch.setenv("http_proxy", "http://proxy.example:3128")
    monkeypatch.setenv("no_proxy", "inside.example")
    assert proxy_for(server_address("https://gpu-box.example")) == "http://proxy.example:3128"
    assert proxy_for(server_address("https://inside.example")) is None
    assert proxy_for(server_address("http://localhost:1234")) is None
