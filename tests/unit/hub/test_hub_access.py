import pytest

from desktop_llm.credentials import HUB_TOKEN
from desktop_llm.errors import ErrorCode, HubError
from desktop_llm.hub.hub_access import HubAccess, checked_address, hub_access, is_private_way, origin, token_name
from desktop_llm.settings import HubSettings


def test_what_is_set_comes_before_the_environment() -> None:
    environment = {"HF_ENDPOINT": "https://mirror.example/", "HF_HUB_OFFLINE": "yes"}
    assert hub_access(HubSettings(), environment={}).address == "https://huggingface.co"
    assert hub_access(HubSettings(), environment=environment).address == "https://mirror.example"
    assert (
        hub_access(HubSettings(endpoint=" https://own.example "), environment=environment).address
        == "https://own.example"
    )


def test_an_address_may_be_typed_without_its_scheme() -> None:
    access = hub_access(HubSettings(endpoint="mirror.example", proxy="proxy.example:3128"), environment={})
    assert (access.address, access.proxy) == ("https://mirror.example", "http://proxy.example:3128")


def test_offline_is_offline_by_setting_or_by_environment() -> None:
    assert hub_access(HubSettings(), environment={"HF_HUB_OFFLINE": "1"}).is_offline
    assert hub_access(HubSettings(is_offline=True), environment={}).is_offline
    assert not hub_access(HubSettings(), environment={"HF_HUB_OFFLINE": "0"}).is_offline


@pytest.mark.parametrize(
    "address", ["huggingface.co", "ftp://x", "https://", "https://a b", "http://x:99999", "http://[x"]
)
def test_an_address_of_no_server_is_refused(address: str) -> None:
    with pytest.raises(HubError) as caught:
        checked_address(address)
    assert caught.value.code is ErrorCode.HUB_ADDRESS_WRONG


def test_a_refused_address_repeats_no_password() -> None:
    with pytest.raises(HubError) as caught:
        checked_address("socks9://me:secret@proxy")
    assert "secret" not in str(caught.value)


def test_an_origin_is_scheme_host_and_port() -> None:
    assert origin("https://Example.org/a?b") == ("https", "example.org", 443)
    assert origin("http://127.0.0.1:8080") == ("http", "127.0.0.1", 8080)


def test_a_private_way_is_encrypted_or_stays_here() -> None:
    assert all(map(is_private_way, ["https://x", "http://localhost:1", "http://127.0.0.1", "http://[::1]:2"]))
    assert not any(map(is_private_way, ["http://x", "http://192.168.1.5", "http://127.0.0.1.example"]))


def test_the_token_is_not_part_of_what_access_shows() -> None:
    assert "secret" not in repr(HubAccess(token=lambda: "secret"))


@pytest.mark.parametrize("address", ["https://huggingface.co", "https://HuggingFace.co/", "http://huggingface.co"])
def test_the_hub_has_one_token(address: str) -> None:
    assert token_name(address) == HUB_TOKEN


@pytest.mark.parametrize(
    "address",
    ["https://mirror.example", "https://huggingface.co.example", "https://me:pw@mirror.example/huggingface.co"],
)
def test_a_mirror_has_a_token_of_its_own(address: str) -> None:
    kept = {HUB_TOKEN: "the hub's", "hub-token:mirror.example": "the mirror's"}
    token = hub_access(HubSettings(endpoint=address), lambda name: kept.get(name, ""), environment={}).token()
    assert token == ("the mirror's" if address == "https://mirror.example" else "")
    assert "pw" not in token_name(address)
