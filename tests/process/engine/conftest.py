"""An engine client for every test, and the log of its states."""

from collections.abc import Iterator

import pytest

from desktop_llm.engine.process_client import ProcessEngineClient
from tests.fakes.engine_requests import HASTY
from tests.fakes.event_log import StatusLog


@pytest.fixture
def client() -> Iterator[ProcessEngineClient]:
    client = ProcessEngineClient(timeouts=HASTY)
    yield client
    client.close()


@pytest.fixture
def states(client: ProcessEngineClient) -> StatusLog:
    log = StatusLog()
    client.watch(log)
    return log
