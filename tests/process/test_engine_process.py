"""The engine as a real child process: what happens when it, or the program, dies, hangs or says nonsense."""

import gc
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, cast

import psutil
import pytest

from desktop_llm.engine.client import EngineState
from desktop_llm.engine.keeper import EngineTimeouts
from desktop_llm.engine.messages import (
    PROTOCOL_VERSION,
    ChatPrompt,
    ChatTurn,
    CountTokens,
    Failed,
    Finished,
    FinishReason,
    Generate,
    LoadModel,
    LoadProgress,
    ModelLoaded,
    PromptProgress,
    Ready,
    ScoreText,
    Shutdown,
    StreamEndedError,
    TextGrew,
    TextPrompt,
    TokensCounted,
    read_event,
    write_message,
)
from desktop_llm.engine.process_client import ProcessEngineClient
from desktop_llm.engine.supervisor import worker_command
from desktop_llm.errors import ErrorCode
from tests.fakes.event_log import EventLog, StatusLog, submitted

SLOW = "echo:?delay_ms=20&is_endless=1"
CHECKOUT = os.environ | {"PYTHONPATH": str(Path(__file__).parents[2])}
HASTY = EngineTimeouts(abort_s=0.3, shutdown_s=1.0, terminate_s=0.5)


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


def chat(request_id: str, text: str = "Hello", max_tokens: int | None = 20) -> Generate:
    return Generate(request_id=request_id, prompt=ChatPrompt((ChatTurn("user", text),)), max_tokens=max_tokens)


def loaded(client: ProcessEngineClient, path: str, request_id: str = "load") -> ModelLoaded:
    event = submitted(client, LoadModel(request_id=request_id, path=path)).wait_for_end()
    assert isinstance(event, ModelLoaded), event
    return event


def engine_id(client: ProcessEngineClient) -> int:
    assert client.status.engine is not None
    return client.status.engine.pid


def kill_engine(client: ProcessEngineClient) -> None:
    os.kill(engine_id(client), signal.SIGKILL)


def assert_died_of_kill(log: EventLog) -> None:
    event = log.wait_for_end()
    assert isinstance(event, Failed)
    assert event.code is ErrorCode.ENGINE_DIED
    assert "signal 9" in str(event.facts["cause"])


def assert_answers(client: ProcessEngineClient, request_id: str = "after") -> None:
    log = submitted(client, chat(request_id, max_tokens=5))
    assert isinstance(log.wait_for_end(), Finished)
    assert log.n_ends == 1


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


@pytest.mark.parametrize("is_real", [False, True])
def test_an_engine_killed_while_loading_fails_that_load_and_the_next_one_works(
    client: ProcessEngineClient, states: StatusLog, starter_model_path: Path, is_real: bool
) -> None:
    path = str(starter_model_path) if is_real else "echo:?load_ms=8000"
    log = submitted(client, LoadModel(request_id="l", path=path))
    waiting = submitted(client, chat("early"))
    log.wait_for_kind(LoadProgress)
    kill_engine(client)
    assert_died_of_kill(log)
    assert_died_of_kill(waiting)
    states.wait_for_state(EngineState.FAILED)
    assert EngineState.RESTARTING not in states.states
    refused = submitted(client, chat("too late")).wait_for_end()
    assert isinstance(refused, Failed)
    assert refused.code is ErrorCode.ENGINE_DIED
    loaded(client, path if is_real else "echo:")
    assert_answers(client)
    assert log.n_ends == 1


def test_an_engine_killed_while_reading_a_prompt_comes_back(
    client: ProcessEngineClient, states: StatusLog, starter_model_path: Path
) -> None:
    loaded(client, str(starter_model_path))
    log = submitted(client, chat("1", "All work and no play makes Jack a dull boy. " * 400))
    log.wait_for_kind(PromptProgress)
    kill_engine(client)
    assert_died_of_kill(log)
    assert_answers(client)
    assert states.states[-3:] == [EngineState.READY, EngineState.RESTARTING, EngineState.READY]
    assert client.status.failure is not None
    assert not any(isinstance(event, TextGrew) for event in log.items)
    assert log.n_ends == 1


def test_an_engine_killed_while_answering_fails_each_request_once_and_comes_back(
    client: ProcessEngineClient, starter_model_path: Path
) -> None:
    loaded(client, str(starter_model_path))
    logs = [submitted(client, chat(f"{i}", "Tell me a story.", max_tokens=2000)) for i in range(3)]
    logs[2].wait_for_kind(TextGrew)
    kill_engine(client)
    for log in logs:
        assert_died_of_kill(log)
    assert_answers(client)
    assert [log.n_ends for log in logs] == [1, 1, 1]


def test_a_second_death_within_a_minute_is_final_until_a_model_is_loaded(
    client: ProcessEngineClient, states: StatusLog
) -> None:
    loaded(client, "echo:?crash_at=2")
    submitted(client, chat("1")).wait_for_end()
    end = submitted(client, chat("2")).wait_for_end()
    assert isinstance(end, Failed)
    assert end.code is ErrorCode.ENGINE_DIED
    states.wait_for_state(EngineState.FAILED)
    assert states.states.count(EngineState.RESTARTING) == 1
    loaded(client, "echo:")
    assert_answers(client)


def test_a_death_after_a_quiet_time_is_followed_by_another_restart() -> None:
    client = ProcessEngineClient(timeouts=EngineTimeouts(restart_window_s=0.0))
    loaded(client, "echo:")
    for i in range(2):
        log = submitted(client, CountTokens(request_id=f"count {i}", prompts=(TextPrompt("x"),)))
        assert isinstance(log.wait_for_end(), TokensCounted)
        running = submitted(client, chat(f"{i}", "x" * 3000, max_tokens=None))
        kill_engine(client)
        running.wait_for_end()
        assert_answers(client, f"after {i}")
    client.close()


def test_a_file_that_kills_the_engine_does_so_once(client: ProcessEngineClient, states: StatusLog) -> None:
    event = submitted(client, LoadModel(request_id="l", path="echo:?load_crashes=1")).wait_for_end()
    assert isinstance(event, Failed)
    assert event.code is ErrorCode.ENGINE_DIED
    states.wait_for_state(EngineState.FAILED)
    assert EngineState.RESTARTING not in states.states


def test_a_model_that_never_stops_is_stopped(client: ProcessEngineClient) -> None:
    loaded(client, SLOW)
    log = submitted(client, chat("1", max_tokens=None))
    log.wait_for_kind(TextGrew)
    client.abort("1")
    end = log.wait_for_end()
    assert isinstance(end, Finished)
    assert end.reason is FinishReason.ABORT
    client.abort("1")
    assert_answers(client)


def test_an_engine_that_hangs_is_ended_and_comes_back(client: ProcessEngineClient, states: StatusLog) -> None:
    loaded(client, "echo:?hang_at=1")
    log = submitted(client, chat("1"))
    log.wait_for_kind(PromptProgress)
    client.abort("1")
    end = log.wait_for_end()
    assert isinstance(end, Failed)
    assert end.facts == {"cause": "did not react to an abort"}
    states.wait_for_state(EngineState.RESTARTING)
    counted = submitted(client, CountTokens(request_id="c", prompts=(TextPrompt("x"),))).wait_for_end()
    assert isinstance(counted, TokensCounted)


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


def test_without_a_model_a_request_fails_at_once(client: ProcessEngineClient, states: StatusLog) -> None:
    for request in (chat("1"), CountTokens(request_id="2", prompts=()), ScoreText(request_id="3", text="x")):
        end = submitted(client, request).wait_for_end()
        assert isinstance(end, Failed)
        assert end.code is ErrorCode.NO_MODEL
    client.start()
    states.wait_for_state(EngineState.EMPTY)
    assert client.status.engine is not None


def test_a_process_that_was_started_early_takes_the_first_model(client: ProcessEngineClient, states: StatusLog) -> None:
    client.start()
    states.wait_for_state(EngineState.EMPTY)
    early_id = engine_id(client)
    loaded(client, "echo:")
    assert engine_id(client) == early_id


def test_each_model_gets_a_fresh_process_after_the_old_one_is_gone(client: ProcessEngineClient) -> None:
    loaded(client, SLOW, "first")
    old_id = engine_id(client)
    running = submitted(client, chat("1", max_tokens=None))
    running.wait_for_kind(TextGrew)
    log = submitted(client, LoadModel(request_id="second", path="echo:"))
    log.wait_for_kind(LoadProgress)
    assert not psutil.pid_exists(old_id)
    assert isinstance(log.wait_for_end(), ModelLoaded)
    assert engine_id(client) != old_id
    end = running.wait_for_end()
    assert isinstance(end, Finished)
    assert end.reason is FinishReason.ABORT
    assert_answers(client)


def test_a_load_during_a_load_takes_its_place(client: ProcessEngineClient) -> None:
    first = submitted(client, LoadModel(request_id="first", path="echo:?load_ms=8000"))
    first.wait_for_kind(LoadProgress)
    waiting = submitted(client, chat("for the first"))
    second = submitted(client, LoadModel(request_id="second", path="echo:"))
    assert isinstance(second.wait_for_end(), ModelLoaded)
    cancelled = first.wait_for_end()
    assert isinstance(cancelled, Failed)
    assert cancelled.code is ErrorCode.LOAD_CANCELLED
    unanswered = waiting.wait_for_end()
    assert isinstance(unanswered, Failed)
    assert unanswered.code is ErrorCode.NO_MODEL
    assert_answers(client)


@pytest.mark.parametrize("is_real", [False, True])
def test_a_load_can_be_cancelled(
    client: ProcessEngineClient, states: StatusLog, starter_model_path: Path, is_real: bool
) -> None:
    path = str(starter_model_path) if is_real else "echo:?load_ms=2000"
    log = submitted(client, LoadModel(request_id="l", path=path))
    client.abort("l")
    end = log.wait_for_end()
    assert isinstance(end, Failed)
    assert end.code is ErrorCode.LOAD_CANCELLED
    loaded(client, "echo:")
    assert_answers(client)
    assert EngineState.FAILED not in states.states


def test_a_load_that_has_begun_can_be_cancelled(client: ProcessEngineClient, states: StatusLog) -> None:
    log = submitted(client, LoadModel(request_id="l", path="echo:?load_ms=500"))
    log.wait_for_kind(LoadProgress)
    process_id = engine_id(client)
    client.abort("l")
    end = log.wait_for_end()
    assert isinstance(end, Failed)
    assert end.code is ErrorCode.LOAD_CANCELLED
    states.wait_for_state(EngineState.EMPTY)
    loaded(client, "echo:")
    assert engine_id(client) == process_id


def test_a_model_chosen_while_a_hanging_engine_is_ended_is_loaded_by_the_next_one(client: ProcessEngineClient) -> None:
    first = submitted(client, LoadModel(request_id="first", path="echo:?load_ms=8000"))
    first.wait_for_kind(LoadProgress)
    client.abort("first")
    end = first.wait_for_end()
    assert isinstance(end, Failed)
    loaded(client, "echo:")
    assert_answers(client)


def test_what_is_asked_while_a_model_loads_is_answered_afterwards(client: ProcessEngineClient) -> None:
    load = submitted(client, LoadModel(request_id="l", path="echo:?load_ms=300"))
    early = submitted(client, chat("early"))
    dropped = submitted(client, chat("dropped"))
    client.abort("dropped")
    end = dropped.wait_for_end()
    assert isinstance(end, Finished)
    assert end.reason is FinishReason.ABORT
    assert isinstance(early.wait_for_end(), Finished)
    assert load.n_ends == 1


def test_what_is_asked_while_a_load_fails_hears_why(client: ProcessEngineClient, states: StatusLog) -> None:
    load = submitted(client, LoadModel(request_id="l", path="echo:?load_ms=300&load_fails=1"))
    early = submitted(client, chat("early"))
    for log in (load, early):
        end = log.wait_for_end()
        assert isinstance(end, Failed)
        assert end.code is ErrorCode.MODEL_LOAD_FAILED
    failed = states.wait_for_state(EngineState.EMPTY)
    assert failed.failure is not None
    assert failed.failure.code is ErrorCode.MODEL_LOAD_FAILED


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


@pytest.mark.parametrize("is_suspended", [False, True], ids=["by the end of its pipe", "by the system"])
def test_the_engine_dies_with_a_program_that_is_killed(is_suspended: bool) -> None:
    parent = subprocess.Popen([sys.executable, "-c", PARENT, "echo:"], stdout=subprocess.PIPE, env=CHECKOUT)
    assert parent.stdout is not None
    engine = psutil.Process(int(parent.stdout.readline()))
    if is_suspended:  # so it cannot notice anything itself
        engine.suspend()
    parent.kill()
    parent.wait()
    parent.stdout.close()
    engine.wait(timeout=10)
    assert not engine.is_running()


NOISY_WORKER = """
import ctypes, os, sys
from desktop_llm.engine import worker
from desktop_llm.engine.backends.echo_backend import EchoBackend

class NoisyBackend(EchoBackend):
    def load(self, command, on_progress):
        print("a Python print", flush=True)
        os.write(1, b"bytes on descriptor 1")
        os.system("echo from a shell")
        ctypes.CDLL(None).puts(b"native")
        ctypes.CDLL(None).fflush(None)
        assert sys.stdin.read() == ""
        return super().load(command, on_progress)

worker.EchoBackend = NoisyBackend
sys.argv = ["x", "--engine-worker"]
sys.exit(worker.run_worker())
"""

FAKE_WORKER = """
import sys
from desktop_llm.engine.messages import *
out, inp = sys.stdout.buffer, sys.stdin.buffer
ready = Ready(protocol_version={version}, program_version="0", binding_version="0", system_info="", devices=(), pid=1)
for garbage in (b"", b"garbage", bytes([0x81, 0xa4]) + b"type" + bytes([0xa5]) + b"Alien"):
    out.write(len(garbage).to_bytes(4, "little") + garbage)
write_message(out, ready)
command = read_command(inp)
write_message(out, Failed(request_id="somebody else", code="bug"))
write_message(out, Failed(request_id=command.request_id, code="model_broken_in_a_new_way"))
write_message(out, Failed(request_id=command.request_id, code="model_load_failed"))
read_command(inp)
"""


def python_command(source: str) -> tuple[str, ...]:
    return (sys.executable, "-c", source)


def test_what_the_engine_prints_does_not_disturb_its_messages() -> None:
    client = ProcessEngineClient(command=python_command(NOISY_WORKER))
    loaded(client, "echo:")
    assert_answers(client)
    client.close()


def test_events_that_cannot_be_understood_are_skipped(caplog: pytest.LogCaptureFixture) -> None:
    client = ProcessEngineClient(command=python_command(FAKE_WORKER.format(version=PROTOCOL_VERSION)))
    end = submitted(client, LoadModel(request_id="l", path="x")).wait_for_end()
    assert end == Failed(request_id="l", code=ErrorCode.MODEL_LOAD_FAILED)
    client.close()
    skipped = [record for record in caplog.records if "cannot be understood" in record.getMessage()]
    assert len(skipped) == 4


def test_commands_that_cannot_be_understood_are_skipped() -> None:
    process = subprocess.Popen(
        worker_command(), env=CHECKOUT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    with process:
        commands, events = cast("BinaryIO", process.stdin), cast("BinaryIO", process.stdout)
        commands.write(b"\x07\x00\x00\x00garbage")
        write_message(commands, LoadModel(request_id="l", path="echo:"))
        assert isinstance(read_event(events), Ready)
        while not isinstance(read_event(events), ModelLoaded):
            pass
        write_message(commands, Shutdown())
        with pytest.raises(StreamEndedError):
            read_event(events)
        assert process.wait() == 0
        assert process.stderr is not None
        assert b"was skipped" in process.stderr.read()


def test_an_engine_of_another_version_is_refused() -> None:
    client = ProcessEngineClient(command=python_command(FAKE_WORKER.format(version=999)))
    end = submitted(client, LoadModel(request_id="l", path="x")).wait_for_end()
    assert end == Failed(
        request_id="l",
        code=ErrorCode.ENGINE_PROTOCOL_MISMATCH,
        facts={"expected": PROTOCOL_VERSION, "actual": 999},
    )
    assert client.status.state is EngineState.FAILED
    client.close()


@pytest.mark.parametrize(
    "command",
    [
        python_command("raise SystemExit('no such library')"),
        python_command("import threading; threading.Event().wait()"),
        ("/no/such/program",),
    ],
    ids=["ends at once", "never says Ready", "cannot be started"],
)
def test_an_engine_that_does_not_start_is_reported(command: tuple[str, ...]) -> None:
    client = ProcessEngineClient(timeouts=EngineTimeouts(ready_s=1.0, terminate_s=0.5), command=command)
    end = submitted(client, LoadModel(request_id="l", path="echo:")).wait_for_end()
    assert isinstance(end, Failed)
    assert end.code is ErrorCode.ENGINE_START_FAILED
    assert client.status.state is EngineState.FAILED
    client.close()


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
