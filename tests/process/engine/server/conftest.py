"""One real server for all tests here: it takes seconds to start."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop_llm.engine.server.server_client import ServerEngineClient
from tests.fakes.llama_cpp_server import KEY, LlamaCppServer
from tests.fakes.server_requests import client_with_model


@pytest.fixture(scope="session")
def llama_server(starter_model_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[LlamaCppServer]:
    log = tmp_path_factory.mktemp("llama-cpp-server") / "server.log"
    with LlamaCppServer(starter_model_path, log) as server:
        yield server


@pytest.fixture
def client(llama_server: LlamaCppServer) -> Iterator[ServerEngineClient]:
    client = client_with_model(llama_server.url, "", key=KEY)
    yield client
    client.close()
