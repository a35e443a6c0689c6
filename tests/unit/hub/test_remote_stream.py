import httpx2
import pytest

from desktop_llm.errors import ErrorCode, HubError
from desktop_llm.hub.hub_client import HubClient
from desktop_llm.hub.hub_records import RemoteFile
from desktop_llm.hub.remote_stream import RemoteStream, bare_etag
from tests.fakes.loopback_host import Fault
from tests.fakes.loopback_hub import LoopbackHub

CONTENT = bytes(range(256)) * 4000
FILE = RemoteFile(repository="ana/tiny", revision="main", path="tiny.gguf")


@pytest.fixture(autouse=True)
def tiny(hub: LoopbackHub) -> None:
    hub.add_repository(FILE.repository, {FILE.path: CONTENT, "README.md": b"# Tiny"})


def test_a_part_begins_where_it_was_wished(client: HubClient) -> None:
    with client.open_stream(FILE, 300, 900_000) as stream:
        assert (stream.start, stream.total_bytes) == (300, len(CONTENT))
        pieces = list(stream.pieces())
    assert b"".join(pieces) == CONTENT[300:900_000]
    assert max(map(len, pieces)) <= 100_000


def test_a_server_without_ranges_begins_at_the_start(client: HubClient, hub: LoopbackHub) -> None:
    hub.cdn.fail(Fault(is_range_ignored=True))
    with client.open_stream(FILE, 300) as stream:
        assert (stream.start, stream.total_bytes) == (0, len(CONTENT))
        assert b"".join(stream.pieces()) == CONTENT


def test_the_etag_is_the_files_own(client: HubClient, hub: LoopbackHub) -> None:
    for path in (FILE.path, "README.md"):
        file = RemoteFile(repository=FILE.repository, revision="main", path=path)
        with client.open_stream(file) as stream:
            assert stream.etag == hub.repositories[FILE.repository].files[path].etag


@pytest.mark.parametrize("place", ["", "bytes */100", f"bytes 0-9/{'9' * 5000}"])
def test_a_part_without_a_place_is_no_answer(place: str) -> None:
    with pytest.raises(HubError) as caught:
        RemoteStream(httpx2.Response(206, headers={"Content-Range": place}))
    assert caught.value.code is ErrorCode.HUB_ANSWER_WRONG


@pytest.mark.parametrize("fault", [Fault(cut_after_bytes=1000), Fault(length_delta=5)])
def test_a_connection_that_ends_early_is_told_after_what_came(
    client: HubClient, hub: LoopbackHub, fault: Fault
) -> None:
    hub.cdn.fail(fault)
    pieces: list[bytes] = []
    with client.open_stream(FILE) as stream, pytest.raises(HubError) as caught:
        pieces.extend(stream.pieces())
    assert caught.value.code is ErrorCode.HUB_UNREACHABLE
    assert CONTENT.startswith(b"".join(pieces))
    assert sum(map(len, pieces)) == (fault.cut_after_bytes or len(CONTENT))


def test_a_part_behind_the_end_is_an_error(client: HubClient) -> None:
    with pytest.raises(HubError) as caught, client.open_stream(FILE, len(CONTENT)):
        pass
    assert (caught.value.code, caught.value.facts) == (ErrorCode.HUB_SERVER_ERROR, {"status": 416})


@pytest.mark.parametrize("place", ["", "bytes */*", "bytes 0-9/*", "lines 0-9/10"])
def test_a_part_without_its_place_is_refused(client: HubClient, hub: LoopbackHub, place: str) -> None:
    hub.cdn.fail(Fault(status=206, headers={"Content-Range": place}))
    with pytest.raises(HubError) as caught, client.open_stream(FILE, 5):
        pass
    assert caught.value.code is ErrorCode.HUB_ANSWER_WRONG


def test_an_etag_is_without_its_quotes() -> None:
    assert (bare_etag('W/"a"'), bare_etag('"b"'), bare_etag("c")) == ("a", "b", "c")
