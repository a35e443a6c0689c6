import pytest

from desktop_llm.errors import ErrorCode, HubError
from desktop_llm.hub.hub_access import HubAccess
from desktop_llm.hub.hub_client import HubClient
from desktop_llm.hub.hub_records import HubQuery, RemoteFile
from tests.fakes.loopback_host import Fault
from tests.fakes.loopback_hub import LoopbackHub

ID = "ana/tiny-GGUF"
MODEL = bytes(range(256)) * 4000
CARD = b"---\nlicense: apache-2.0\n---\n# Tiny\n"


@pytest.fixture(autouse=True)
def tiny(hub: LoopbackHub) -> None:
    hub.add_repository(ID, {"tiny-Q4_0.gguf": MODEL, "mmproj-F16.gguf": b"GGUF", "README.md": CARD}, downloads=3)


def _file(client: HubClient) -> RemoteFile:
    (model,) = client.repository(ID).models
    return model.files[0]


def test_search_finds(client: HubClient) -> None:
    page = client.search(HubQuery(text="tiny"))
    assert [(each.id, each.downloads) for each in page.results] == [(ID, 3)]


def test_details_have_card_and_models(client: HubClient, hub: LoopbackHub) -> None:
    repository = client.repository(ID)
    assert repository.card == "# Tiny"
    assert repository.revision == hub.repositories[ID].commit
    (model,) = repository.models
    assert (model.name, model.quantization, model.size_bytes) == ("tiny-Q4_0", "Q4_0", len(MODEL))


def test_a_range_is_read_from_the_second_host(client: HubClient, hub: LoopbackHub) -> None:
    assert client.read_range(_file(client), 1000, 3000) == MODEL[1000:3000]
    assert hub.cdn.sent_bytes == 2000


def test_file_facts(client: HubClient, hub: LoopbackHub) -> None:
    file = client.file_facts(_file(client))
    assert (file.size_bytes, file.sha256) == (len(MODEL), hub.repositories[ID].files["tiny-Q4_0.gguf"].content.sha256)
    with client.open_stream(file.url, 5) as stream:
        assert (stream.start, stream.total_bytes) == (5, len(MODEL))
        assert b"".join(stream.pieces()) == MODEL[5:]


def test_the_token_stays_with_the_hub(hub: LoopbackHub) -> None:
    hub.users["secret"] = "ana"
    with HubClient(HubAccess(endpoint=hub.endpoint, token=lambda: "secret")) as client:
        assert client.whoami() == "ana"
        client.read_range(_file(client), 0, 10)
    assert all("authorization" in request.headers for request in hub.hub.requests)
    assert hub.cdn.requests
    assert not any("authorization" in request.headers for request in hub.cdn.requests)


def test_a_cut_connection(client: HubClient, hub: LoopbackHub) -> None:
    hub.cdn.fail(Fault(cut_after_bytes=100))
    with pytest.raises(HubError) as caught:
        client.read_range(_file(client), 0, 1000)
    assert caught.value.code is ErrorCode.HUB_UNREACHABLE
