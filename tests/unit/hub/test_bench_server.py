import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop_llm.hub.bench_server import FileServer
from desktop_llm.hub.hub_access import HubAccess
from desktop_llm.hub.hub_client import HubClient
from tests.fakes.file_source import remote_file

CONTENT = bytes(range(250)) * 4000
FILE = remote_file(CONTENT, "bench.gguf")


@pytest.fixture
def client(tmp_path: Path) -> Iterator[HubClient]:
    (tmp_path / "bench.gguf").write_bytes(CONTENT)
    with FileServer(tmp_path / "bench.gguf", FILE.sha256) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        with HubClient(HubAccess(endpoint=server.url, timeout_s=5.0)) as client:
            yield client
        server.shutdown()
        thread.join()


def test_the_file_is_described_as_the_hub_would(client: HubClient) -> None:
    facts = client.file_facts(FILE)
    assert (facts.size_bytes, facts.sha256) == (len(CONTENT), FILE.sha256)


@pytest.mark.parametrize("start", [0, 1, 999_999])
def test_the_file_is_sent_from_any_place_on(client: HubClient, start: int) -> None:
    with client.open_stream(FILE, start, len(CONTENT)) as stream:
        assert (stream.start, stream.total_bytes) == (start, len(CONTENT))
        assert b"".join(stream.pieces()) == CONTENT[start:]
