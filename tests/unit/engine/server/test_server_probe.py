import pytest

from desktop_llm.engine.server.server_probe import probe_server
from desktop_llm.engine.server.stop_switch import StopSwitch
from desktop_llm.errors import ErrorCode, ServerError
from tests.fakes.hostile_server import HostileServer, models, status
from tests.fakes.server_requests import access


def test_a_server_tells_what_it_offers(server: HostileServer) -> None:
    server.on("/v1/models", models("b", "a", owned_by="vllm"))
    report = probe_server(access(server.url, "our-key"), StopSwitch())
    assert report.models == ("b", "a")
    assert 0 < report.answer_ms < 20_000
    assert [request.path for request in server.requests] == ["/v1/models"]


def test_what_is_wrong_with_it_is_raised(server: HostileServer) -> None:
    server.on("/v1/models", status(401, {}))
    with pytest.raises(ServerError) as raised:
        probe_server(access(server.url), StopSwitch())
    assert raised.value.code is ErrorCode.SERVER_KEY_WRONG
