import gc
import subprocess
import sys
import threading
import time

import psutil
import pytest

from desktop_llm.engine.client import EngineState
from desktop_llm.engine.keeper import EngineTimeouts
from desktop_llm.engine.messages import (
    PROTOCOL_VERSION,
    CountTokens,
    Failed,
    Finished,
    FinishReason,
    ScoreText,
    TextGrew,
)
from desktop_llm.engine.process_client import ProcessEngineClient
from desktop_llm.errors import ErrorCode
from tests.fakes.engine_requests import (
    CHECKOUT,
    HASTY,
    SLOW,
    assert_answers,
    chat,
    engine_id,
    kill_engine,
    loaded,
)
from tests.fakes.event_log import StatusLog, submitted

PARENT = """
import sys, threading
from desktop_llm.engine.messages import LoadModel
from desktop_llm.engine.process_client import ProcessEngineClient
client = ProcessEngineClient()
client.submit(LoadModel(request_id="l", path=sys.argv[1]), lambda event: None)
ready = threading.Event()
client.watch(lambda status: ready.set() if status.model else None)
ready.wait()
print(client.status.engine.pid, flush=True)
threading.Event().wait()
"""


def test_an_answer_comes_through_the_pipe(client: ProcessEngineClient, states: StatusLog) -> None:
    model = loaded(client, "echo:").model
    assert model.architecture == "echo"
    log = submitted(client, chat("1", "Grüße 🌍"))
    end = log.wait_for_end()
    assert isinstance(end, Finished)
    assert end.reason is FinishReason.STOP
    assert "".join(event.text for event in log.items if isinstance(event, TextGrew)) == "Grüße 🌍"
    engine = client.status.engine
    assert engine is not None
    assert engine.protocol_version == PROTOCOL_VERSION
    assert engine.devices
    assert states.states[:3] == [EngineState.STOPPED, EngineState.LOADING, EngineState.READY]


def test_closing_ends_what_runs_and_refuses_what_comes() -> None:
    client = ProcessEngineClient(timeouts=HASTY)
    loaded(client, SLOW)
    log = submitted(client, chat("1", max_tokens=None))
    log.wait_for_kind(TextGrew)
    client.close()
    end = log.wait_for_end(1.0)
    assert isinstance(end, Finished)
    assert end.reason is FinishReason.ABORT
    refused = submitted(client, chat("2")).wait_for_end(1.0)
    assert isinstance(refused, Failed)
    assert refused.code is ErrorCode.NO_MODEL
    assert client.status.state is EngineState.STOPPED
    client.close()


def test_a_stopped_engine_is_killed_when_the_client_is_closed() -> None:
    client = ProcessEngineClient(timeouts=HASTY)
    loaded(client, SLOW)
    log = submitted(client, chat("1", max_tokens=None))
    log.wait_for_kind(TextGrew)
    process = psutil.Process(engine_id(client))
    process.suspend()
    started_s = time.monotonic()
    client.close()
    assert time.monotonic() - started_s < 5.0
    assert not process.is_running()
    assert isinstance(log.wait_for_end(1.0), Failed)


def test_without_a_model_a_request_fails_at_once(client: ProcessEngineClient, states: StatusLog) -> None:
    for request in (chat("1"), CountTokens(request_id="2", prompts=()), ScoreText(request_id="3", text="x")):
        end = submitted(client, request).wait_for_end()
        assert isinstance(end, Failed)
        assert end.code is ErrorCode.NO_MODEL
    client.start()
    states.wait_for_state(EngineState.EMPTY)
    assert client.status.engine is not None


def test_two_requests_with_one_id_are_not_confused(client: ProcessEngineClient) -> None:
    loaded(client, SLOW)
    first = submitted(client, chat("same", max_tokens=None))
    second = submitted(client, chat("same")).wait_for_end()
    assert isinstance(second, Failed)
    assert second.code is ErrorCode.REQUEST_INVALID
    client.abort("same")
    assert isinstance(first.wait_for_end(), Finished)


@pytest.mark.logs_errors
def test_a_sink_that_fails_harms_nobody_else(client: ProcessEngineClient) -> None:
    def failing_sink(_event: object) -> None:
        raise ValueError("not yours")

    loaded(client, "echo:")
    client.submit(chat("1"), failing_sink)
    assert_answers(client)


# A child that never looks at its pipes: only the system can tell it.
DEAF_PARENT = """
import os, sys, threading
from desktop_llm.engine.supervisor import start_engine
source = (
    "import sys, threading; from desktop_llm.processes.parent_death import die_with_parent;"
    f"die_with_parent({os.getpid()}); print('ready', file=sys.stderr, flush=True); threading.Event().wait()"
)
process = start_engine(lambda *_: None, lambda *_: None, (sys.executable, "-c", source))
while not process.last_lines:
    pass
print(process.pid, flush=True)
threading.Event().wait()
"""


@pytest.mark.parametrize("source", [PARENT, DEAF_PARENT], ids=["by the end of its pipe", "by the system"])
def test_the_engine_dies_with_a_program_that_is_killed(source: str) -> None:
    parent = subprocess.Popen([sys.executable, "-c", source, "echo:"], stdout=subprocess.PIPE, env=CHECKOUT)
    assert parent.stdout is not None
    engine = psutil.Process(int(parent.stdout.readline()))
    parent.kill()
    parent.wait()
    parent.stdout.close()
    engine.wait(timeout=10)
    assert not engine.is_running()


def test_twenty_restarts_leave_nothing_behind() -> None:
    def left_over() -> tuple[int, int, int]:
        gc.collect()
        process = psutil.Process()
        return process.num_fds(), threading.active_count(), len(process.children(recursive=True))

    before = left_over()
    client = ProcessEngineClient(timeouts=EngineTimeouts(restart_window_s=0.0))
    loaded(client, "echo:")
    with_engine = left_over()
    for i in range(10):
        running = submitted(client, chat(f"{i}", "x" * 3000, max_tokens=None))
        kill_engine(client)
        running.wait_for_end()
        assert_answers(client, f"after {i}")
        loaded(client, "echo:", f"load {i}")
    assert left_over() == with_engine
    client.close()
    assert left_over() == before
