"""Drivers that take the engine's process with them, in real processes."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from desktop_llm.engine.client import EngineState
from desktop_llm.engine.keeper import EngineTimeouts
from desktop_llm.engine.messages import Failed, LoadModel, LoadNote, LoadProgress, MachineMeasured, MeasureMachine
from desktop_llm.engine.process_client import ProcessEngineClient
from desktop_llm.errors import ErrorCode
from desktop_llm.params import LoadParams
from tests.fakes.engine_requests import assert_answers, loaded, python_command
from tests.fakes.event_log import StatusLog, submitted

# A worker with a card whose driver ends the process at `{step}`, as long as the file {flag} is there.
WORKER = """
import os, sys, threading
from pathlib import Path
from desktop_llm.engine import worker
from desktop_llm.engine.backends.echo_backend import EchoBackend
from desktop_llm.engine.messages import WITHOUT_CARDS, Device

def fails(step):
    return step == {step!r} and Path({flag!r}).exists()

class CardBackend(EchoBackend):
    def devices(self):
        if WITHOUT_CARDS in os.environ:
            return ()
        if fails("the start"):
            os.abort()
        if fails("a silent start"):
            threading.Event().wait()
        return (Device("CUDA0", "A card that fails", "gpu", 8, 8),)

    def load(self, command, on_progress):
        assert command.params.n_gpu_layers == 0 or self.devices()
        if fails("the processor") or (self.devices() and command.params.n_gpu_layers != 0 and fails("a load")):
            on_progress(0.5)
            os.abort()
        if fails("a hanging load") and command.params.n_gpu_layers != 0:
            on_progress(0.5)
            threading.Event().wait()
        return super().load(command, on_progress)

worker.LlamaBackend = worker.EchoBackend = CardBackend
sys.argv = ["x", "--engine-worker"]
sys.exit(worker.run_worker())
"""

Start = Callable[[str], ProcessEngineClient]


@pytest.fixture
def flag(tmp_path: Path) -> Path:
    path = tmp_path / "the card fails"
    path.touch()
    return path


@pytest.fixture
def start(flag: Path) -> Iterator[Start]:
    clients: list[ProcessEngineClient] = []

    def started(step: str) -> ProcessEngineClient:
        command = python_command(WORKER.format(step=step, flag=str(flag)))
        clients.append(
            ProcessEngineClient(timeouts=EngineTimeouts(ready_s=5.0, abort_s=0.3, terminate_s=0.5), command=command)
        )
        return clients[-1]

    yield started
    for client in clients:
        client.close()


@pytest.mark.parametrize("step", ["the start", "a load"])
def test_a_driver_that_ends_the_engine_costs_its_card_and_nothing_else(start: Start, step: str) -> None:
    client = start(step)
    states = StatusLog()
    client.watch(states)
    model = loaded(client, "echo:").model
    assert model.notes == (LoadNote.NO_GPU_LAYERS,)
    assert states.states == [EngineState.STOPPED, EngineState.LOADING, EngineState.READY]
    assert client.status.model == model
    assert_answers(client)


def test_a_driver_that_hangs_at_the_start_is_given_up(start: Start) -> None:
    assert loaded(start("a silent start"), "echo:").model.notes == (LoadNote.NO_GPU_LAYERS,)


def test_the_doctor_hears_that_cards_are_hidden(start: Start) -> None:
    client = start("the start")
    event = submitted(client, MeasureMachine(request_id="m")).wait_for_end()
    assert isinstance(event, MachineMeasured)
    assert event.is_without_cards


def test_the_next_load_tries_the_card_again(start: Start, flag: Path) -> None:
    client = start("a load")
    loaded(client, "echo:")
    flag.unlink()
    assert loaded(client, "echo:", "again").model.notes == ()
    assert_answers(client)


def test_who_wants_no_layer_on_a_card_hears_of_the_death_at_once(start: Start) -> None:
    client = start("the processor")
    request = LoadModel(request_id="l", path="echo:", params=LoadParams(n_gpu_layers=0))
    log = submitted(client, request)
    event = log.wait_for_end()
    assert isinstance(event, Failed)
    assert event.code is ErrorCode.ENGINE_DIED
    assert len([each for each in log.items if isinstance(each, LoadProgress)]) == 1


def test_a_file_that_ends_the_engine_without_a_card_too_does_so_twice_and_no_more(start: Start) -> None:
    client = start("the processor")
    log = submitted(client, LoadModel(request_id="l", path="echo:"))
    event = log.wait_for_end()
    assert isinstance(event, Failed)
    assert event.code is ErrorCode.ENGINE_DIED
    assert len([each for each in log.items if isinstance(each, LoadProgress)]) == 2
    assert log.n_ends == 1


def test_a_load_that_hangs_and_is_given_up_is_not_begun_again(start: Start) -> None:
    client = start("a hanging load")
    states = StatusLog()
    client.watch(states)
    log = submitted(client, LoadModel(request_id="l", path="echo:"))
    log.wait_for(lambda event: isinstance(event, LoadProgress) and event.fraction == 0.5)
    client.abort("l")
    event = log.wait_for_end()
    assert isinstance(event, Failed)
    assert event.code is ErrorCode.ENGINE_DIED
    states.wait_for_state(EngineState.FAILED)
