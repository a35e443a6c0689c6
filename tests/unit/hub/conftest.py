"""A Hub on this machine, and a client of it."""

from collections.abc import Iterator

import pytest

from desktop_llm.hub.hub_access import HubAccess
from desktop_llm.hub.hub_client import HubClient
from tests.fakes.loopback_hub import LoopbackHub


@pytest.fixture
def hub() -> Iterator[LoopbackHub]:
    with LoopbackHub() as hub:
        yield hub


@pytest.fixture
def client(hub: LoopbackHub) -> Iterator[HubClient]:
    client = HubClient(HubAccess(endpoint=hub.endpoint, timeout_s=5.0))
    yield client
    client.close()
