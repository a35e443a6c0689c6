import pytest

from desktop_llm.errors import ErrorCode, HubError
from desktop_llm.hub.hub_access import HubAccess
from desktop_llm.hub.hub_connection import HubConnection
from desktop_llm.hub.hub_records import RemoteFile
from tests.fakes.loopback_hub import LoopbackHub

FILE = RemoteFile(repository="ana/tiny", revision="main", path="tiny.gguf")


def test_changed_settings_hold_for_what_is_asked_next_and_break_nothing(hub: LoopbackHub) -> None:
    hub.add_repository(FILE.repository, {FILE.path: b"GGUF" * 200_000})
    connection = HubConnection(HubAccess(endpoint=hub.endpoint))
    before = connection.client()
    with before.open_stream(FILE) as stream:
        pieces = stream.pieces()
        begun = next(pieces)
        connection.use(HubAccess(endpoint=hub.endpoint, is_offline=True))
        with pytest.raises(HubError) as caught:
            connection.client().read_range(FILE, 0, 4)
        assert caught.value.code is ErrorCode.HUB_OFFLINE
        assert begun + b"".join(pieces) == b"GGUF" * 200_000
    connection.close()


def test_what_stays_the_same_keeps_its_client_and_connections(hub: LoopbackHub) -> None:
    connection = HubConnection(HubAccess(endpoint=hub.endpoint))
    first = connection.client()
    connection.use(HubAccess(endpoint=hub.endpoint))
    assert connection.client() is first
    connection.close()
