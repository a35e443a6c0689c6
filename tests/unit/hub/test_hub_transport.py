import base64
import time

import pytest

from desktop_llm.errors import ErrorCode, HubError
from desktop_llm.hub.hub_access import HubAccess
from desktop_llm.hub.hub_client import HubClient
from desktop_llm.hub.hub_records import HubQuery, RemoteFile
from tests.fakes.loopback_host import CERTIFICATE, Answer, Fault, LoopbackHost
from tests.fakes.loopback_hub import LoopbackHub
from tests.fakes.loopback_proxy import LoopbackProxy

ID = "ana/tiny-GGUF"
FILE = RemoteFile(repository=ID, revision="main", path="tiny-Q4_0.gguf")


@pytest.fixture(autouse=True)
def tiny(hub: LoopbackHub) -> None:
    hub.add_repository(ID, {FILE.path: b"GGUF" + bytes(1000)})


def _read(access: HubAccess) -> bytes:
    with HubClient(access) as client:
        return client.read_range(FILE, 0, 4)


def _code_of(access: HubAccess) -> ErrorCode:
    with pytest.raises(HubError) as caught:
        _read(access)
    return caught.value.code


# TLS


def test_a_certificate_that_the_system_does_not_know_is_refused() -> None:
    with LoopbackHub(is_tls=True) as hub:
        hub.users["secret"] = "ana"
        assert _code_of(HubAccess(endpoint=hub.endpoint, token=lambda: "secret")) is ErrorCode.HUB_TLS
        assert hub.hub.requests == []


def test_no_variable_of_the_client_library_switches_verification_off(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HF_HUB_DISABLE_SSL_VERIFY", "CURL_CA_BUNDLE", "REQUESTS_CA_BUNDLE", "PYTHONHTTPSVERIFY"):
        monkeypatch.setenv(name, "" if name.endswith("BUNDLE") else "0" if name.startswith("PYTHON") else "1")
    with LoopbackHub(is_tls=True) as hub:
        assert _code_of(HubAccess(endpoint=hub.endpoint)) is ErrorCode.HUB_TLS


def test_a_certificate_that_the_system_knows_is_accepted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(CERTIFICATE))
    with LoopbackHub(is_tls=True) as hub:
        hub.add_repository(ID, {FILE.path: b"GGUF"})
        assert _read(HubAccess(endpoint=hub.endpoint)) == b"GGUF"


def test_an_encrypted_hub_cannot_lead_to_a_plain_connection(monkeypatch: pytest.MonkeyPatch, hub: LoopbackHub) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(CERTIFICATE))
    with LoopbackHub(is_tls=True) as encrypted:
        encrypted.hub.fail(Fault(status=302, headers={"Location": f"{hub.cdn.url}/file"}))
        assert _code_of(HubAccess(endpoint=encrypted.endpoint)) is ErrorCode.HUB_TLS
    assert hub.cdn.requests == []


# The token


def _authorizations(*hosts: LoopbackHost) -> list[str]:
    return [request.headers.get("authorization", "") for host in hosts for request in host.requests]


def test_a_redirect_to_another_host_carries_no_token(hub: LoopbackHub) -> None:
    hub.users["secret"] = "ana"
    assert _read(HubAccess(endpoint=hub.endpoint, token=lambda: "secret")) == b"GGUF"
    assert _authorizations(hub.hub) == ["Bearer secret"]
    assert _authorizations(hub.cdn) == [""]
    assert not any("secret" in str(request) for request in hub.cdn.requests)


def test_a_next_page_on_another_host_is_not_asked_for(hub: LoopbackHub) -> None:
    access = HubAccess(endpoint=hub.endpoint, token=lambda: "secret")
    with HubClient(access) as client, pytest.raises(HubError) as caught:
        client.search(HubQuery(), page=f"{hub.cdn.url}/api/models?cursor=1")
    assert caught.value.code is ErrorCode.HUB_ANSWER_WRONG
    assert hub.cdn.requests == []


def test_an_address_of_a_file_carries_no_token(hub: LoopbackHub) -> None:
    hub.users["secret"] = "ana"
    access = HubAccess(endpoint=hub.endpoint, token=lambda: "secret")
    with HubClient(access) as client, client.open_stream(client.file_facts(FILE).url) as stream:
        assert b"".join(stream.pieces()).startswith(b"GGUF")
    assert _authorizations(hub.cdn) == [""]


def test_no_token_is_sent_in_the_clear(hub: LoopbackHub) -> None:
    """To a mirror without encryption, elsewhere; who plays its proxy sees what is sent."""
    with LoopbackHost(lambda _request: Answer(200)) as listener:
        access = HubAccess(endpoint="http://mirror.example", proxy=listener.url, token=lambda: "secret")
        with HubClient(access) as client, pytest.raises(HubError):
            client.whoami()
        (request,) = listener.requests
    assert request.path == "http://mirror.example/api/whoami-v2"
    assert "authorization" not in request.headers


def test_cookies_are_not_kept(hub: LoopbackHub, client: HubClient) -> None:
    hub.hub.fail(Fault(status=429, headers={"Set-Cookie": "id=1; Path=/"}))
    with pytest.raises(HubError):
        client.search(HubQuery())
    client.search(HubQuery())
    assert "cookie" not in hub.hub.requests[-1].headers


# Proxies


def test_a_proxy_that_is_set_is_used(hub: LoopbackHub) -> None:
    with LoopbackProxy() as proxy:
        assert _read(HubAccess(endpoint=hub.endpoint, proxy=proxy.address)) == b"GGUF"
        assert [address.partition("?")[0].rpartition("/")[0] for address in proxy.asked] == [
            f"{hub.endpoint}/{ID}/resolve/main",
            f"{hub.cdn.url}/repos",
        ]


def test_an_encrypted_hub_is_reached_through_a_tunnel(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(CERTIFICATE))
    with LoopbackHub(is_tls=True) as hub, LoopbackProxy() as proxy:
        hub.add_repository(ID, {FILE.path: b"GGUF"})
        assert _read(HubAccess(endpoint=hub.endpoint, proxy=proxy.url)) == b"GGUF"
        assert proxy.asked == [hub.endpoint.removeprefix("https://"), hub.cdn.url.removeprefix("https://")]


def test_the_systems_proxy_is_used_unless_it_excepts_the_host(
    hub: LoopbackHub, monkeypatch: pytest.MonkeyPatch
) -> None:
    with LoopbackProxy() as proxy:
        monkeypatch.setenv("http_proxy", proxy.url)
        assert _read(HubAccess(endpoint=hub.endpoint)) == b"GGUF"
        n_asked = len(proxy.asked)
        assert n_asked == 2
        monkeypatch.setenv("no_proxy", "127.0.0.1")
        assert _read(HubAccess(endpoint=hub.endpoint)) == b"GGUF"
        assert len(proxy.asked) == n_asked


def test_a_proxy_may_want_a_name_and_a_password(hub: LoopbackHub) -> None:
    with LoopbackProxy("Basic " + base64.b64encode(b"me:pass").decode()) as proxy:
        assert _read(HubAccess(endpoint=hub.endpoint, proxy=f"http://me:pass@{proxy.address}")) == b"GGUF"
        assert _code_of(HubAccess(endpoint=hub.endpoint, proxy=proxy.url)) is ErrorCode.HUB_PROXY_FAILED


@pytest.mark.parametrize("proxy", ["socks5://127.0.0.1:9", "ftp://127.0.0.1", "http://"])
def test_a_proxy_of_a_kind_that_is_not_known_is_told(hub: LoopbackHub, proxy: str) -> None:
    assert _code_of(HubAccess(endpoint=hub.endpoint, proxy=proxy)) is ErrorCode.HUB_ADDRESS_WRONG


# No wait without an end


def test_a_host_that_stays_silent_is_given_up(hub: LoopbackHub) -> None:
    hub.hub.fail(Fault(is_stalled=True))
    began_s = time.monotonic()
    assert _code_of(HubAccess(endpoint=hub.endpoint, timeout_s=0.2)) is ErrorCode.HUB_TIMEOUT
    assert time.monotonic() - began_s < 5


def test_a_host_that_hangs_up_is_asked_once_more(hub: LoopbackHub) -> None:
    hub.hub.fail(Fault(is_hung_up=True))
    assert _read(HubAccess(endpoint=hub.endpoint)) == b"GGUF"
    hub.hub.clear()
    hub.hub.fail(Fault(is_hung_up=True, times=None))
    assert _code_of(HubAccess(endpoint=hub.endpoint)) is ErrorCode.HUB_UNREACHABLE
    assert len(hub.hub.requests) == 2


def test_a_host_that_falls_silent_is_given_up(hub: LoopbackHub) -> None:
    hub.cdn.fail(Fault(stall_after_bytes=2))
    assert _code_of(HubAccess(endpoint=hub.endpoint, timeout_s=0.2)) is ErrorCode.HUB_TIMEOUT


def test_a_host_that_is_not_there_is_told_at_once(hub: LoopbackHub) -> None:
    hub.close()
    began_s = time.monotonic()
    assert _code_of(HubAccess(endpoint=hub.endpoint)) is ErrorCode.HUB_UNREACHABLE
    assert time.monotonic() - began_s < 5


def test_offline_nothing_is_sent(hub: LoopbackHub) -> None:
    assert _code_of(HubAccess(endpoint=hub.endpoint, is_offline=True)) is ErrorCode.HUB_OFFLINE
    with HubClient(HubAccess(endpoint=hub.endpoint, is_offline=True)) as client, pytest.raises(HubError) as caught:
        client.file_facts(FILE)
    assert caught.value.code is ErrorCode.HUB_OFFLINE
    assert hub.hub.requests == []
