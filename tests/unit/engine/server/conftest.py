"""A server for every test, which does what the test tells it to."""

from collections.abc import Iterator

import pytest

from desktop_llm.engine.server.server_client import ServerEngineClient
from tests.fakes.hostile_server import HostileServer
from tests.fakes.server_requests import client_with_model


@pytest.fixture
def server() -> Iterator[HostileServer]:
    with HostileServer() as server:
        yield server


@pytest.fixture
def client(server: HostileServer) -> Iterator[ServerEngineClient]:
    """A client that has found the server's model."""
    client = client_with_model(server.url)
    yield client
    client.close()
