from pathlib import Path

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
    LoadModel,
    LoadProgress,
    MachineMeasured,
    MeasureMachine,
    ModelLoaded,
    PromptProgress,
    TextGrew,
    TextPrompt,
    TokensCounted,
)
from desktop_llm.engine.process_client import ProcessEngineClient
from desktop_llm.errors import ErrorCode
from tests.fakes.engine_requests import (
    FAKE_WORKER,
    SLOW,
    assert_answers,
    chat,
    engine_id,
    kill_engine,
    loaded,
    python_command,
)
from tests.fakes.event_log import EventLog, StatusLog, submitted


def assert_died_of_kill(log: EventLog) -> None:
    event = log.wait_for_end()
    assert isinstance(event, Failed)
    assert event.code is ErrorCode.ENGINE_DIED
    assert "signal 9" in str(event.facts["cause"])


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
    ("command", "reason"),
    [
        (python_command("raise SystemExit('no such library')"), "exit status 1: no such library"),
        (python_command("import threading; threading.Event().wait()"), "did not start in time"),
        (("/no/such/program",), "No such file"),
    ],
    ids=["ends at once", "never says Ready", "cannot be started"],
)
def test_an_engine_that_does_not_start_is_reported_with_its_last_words(command: tuple[str, ...], reason: str) -> None:
    client = ProcessEngineClient(timeouts=EngineTimeouts(ready_s=1.0, terminate_s=0.5), command=command)
    end = submitted(client, LoadModel(request_id="l", path="echo:")).wait_for_end()
    assert isinstance(end, Failed)
    assert end.code is ErrorCode.ENGINE_START_FAILED
    assert reason in str(end.facts["reason"])
    assert client.status.state is EngineState.FAILED
    client.close()


def assert_measured(log: EventLog) -> None:
    event = log.wait_for_end()
    assert isinstance(event, MachineMeasured), event
    assert event.bandwidth_bytes_per_s > 0
    assert log.n_ends == 1


def test_a_machine_is_measured_without_a_model(client: ProcessEngineClient, states: StatusLog) -> None:
    assert_measured(submitted(client, MeasureMachine(request_id="m")))
    assert states.states == [EngineState.STOPPED, EngineState.STARTING, EngineState.EMPTY]


def test_a_machine_is_measured_while_a_model_is_there_and_the_model_stays(client: ProcessEngineClient) -> None:
    loaded(client, "echo:")
    assert_measured(submitted(client, MeasureMachine(request_id="m")))
    assert_answers(client)


def test_a_machine_is_measured_after_the_load_that_is_under_way_whatever_comes_of_it(
    client: ProcessEngineClient,
) -> None:
    load = submitted(client, LoadModel(request_id="l", path="echo:?load_ms=300&load_fails=1"))
    load.wait_for_kind(LoadProgress)
    measurement = submitted(client, MeasureMachine(request_id="m"))
    assert isinstance(load.wait_for_end(), Failed)
    assert_measured(measurement)


def test_a_machine_is_measured_after_the_engine_died_of_a_model(client: ProcessEngineClient, states: StatusLog) -> None:
    submitted(client, LoadModel(request_id="l", path="echo:?load_crashes=1")).wait_for_end()
    states.wait_for_state(EngineState.FAILED)
    assert_measured(submitted(client, MeasureMachine(request_id="m")))
    assert client.status.failure is not None
    assert client.status.failure.code is ErrorCode.ENGINE_DIED


def test_a_measurement_waits_for_the_process_of_the_next_model(client: ProcessEngineClient) -> None:
    loaded(client, "echo:")
    load = submitted(client, LoadModel(request_id="next", path="echo:?load_ms=100"))
    measurement = submitted(client, MeasureMachine(request_id="m"))
    assert_measured(measurement)
    assert isinstance(load.wait_for_end(), ModelLoaded)


def test_a_measurement_that_is_not_wanted_any_more_ends_at_once_and_ends_nothing_else(
    client: ProcessEngineClient,
) -> None:
    load = submitted(client, LoadModel(request_id="l", path="echo:?load_ms=2000"))
    load.wait_for_kind(LoadProgress)
    measurement = submitted(client, MeasureMachine(request_id="m"))
    client.abort("m")
    end = measurement.wait_for_end()
    assert isinstance(end, Finished)
    assert end.reason is FinishReason.ABORT
    assert isinstance(load.wait_for_end(), ModelLoaded)
    assert_answers(client)
    assert measurement.n_ends == 1
