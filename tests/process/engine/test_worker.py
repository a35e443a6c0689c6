import subprocess
from typing import BinaryIO, cast

import pytest
from msgspec.structs import replace

from desktop_llm.engine.messages import (
    PROTOCOL_VERSION,
    EmbedTexts,
    Failed,
    Finished,
    FinishReason,
    LoadModel,
    ModelLoaded,
    Priority,
    Ready,
    Shutdown,
    TextGrew,
    TextsEmbedded,
    read_event,
)
from desktop_llm.engine.process_client import ProcessEngineClient
from desktop_llm.engine.supervisor import engine_command
from desktop_llm.errors import ErrorCode
from desktop_llm.processes.message_pipe import StreamEndedError, write_message
from tests.fakes.engine_requests import (
    CHECKOUT,
    FAKE_WORKER,
    SLOW,
    assert_answers,
    chat,
    loaded,
    python_command,
)
from tests.fakes.event_log import submitted

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


def test_what_the_engine_prints_does_not_disturb_its_messages() -> None:
    client = ProcessEngineClient(command=python_command(NOISY_WORKER))
    loaded(client, "echo:")
    assert_answers(client)
    client.close()


def test_commands_that_cannot_be_understood_are_skipped() -> None:
    process = subprocess.Popen(
        engine_command(), env=CHECKOUT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
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


def test_events_that_cannot_be_understood_are_skipped(caplog: pytest.LogCaptureFixture) -> None:
    client = ProcessEngineClient(command=python_command(FAKE_WORKER.format(version=PROTOCOL_VERSION)))
    end = submitted(client, LoadModel(request_id="l", path="x")).wait_for_end()
    assert end == Failed(request_id="l", code=ErrorCode.MODEL_LOAD_FAILED)
    client.close()
    skipped = [record for record in caplog.records if "cannot be understood" in record.getMessage()]
    assert len(skipped) == 4


def test_a_model_is_described_by_the_name_that_people_know(client: ProcessEngineClient) -> None:
    assert submitted(client, LoadModel(request_id="1", path="echo:", title="My model")).wait_for_end() is not None
    model = client.status.model
    assert model is not None
    assert (model.shown_name, model.name) == ("My model", "Echo")
    loaded(client, "echo:")
    assert client.status.model is not None
    assert client.status.model.shown_name == "Echo"


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


def test_a_persons_request_breaks_off_the_batch_of_work_that_is_running(client: ProcessEngineClient) -> None:
    loaded(client, "echo:?n_beside=400&row_delay_ms=40")  # a piece of a prompt takes ten seconds
    submitted(client, replace(chat("first", "One", 40), priority=Priority.BACKGROUND)).wait_for_end()
    work = submitted(client, replace(chat("work", "The mill was sold. " * 15), priority=Priority.BACKGROUND))
    submitted(client, chat("person", "Hi")).wait_for_kind(TextGrew)
    assert work.items == []
    client.abort("work")
    assert isinstance(work.wait_for_end(), Finished)


def test_an_engine_for_vectors_embeds_and_answers_nothing_else(client: ProcessEngineClient) -> None:
    load = LoadModel(request_id="load", path="echo:", is_for_embedding=True)
    assert isinstance(submitted(client, load).wait_for_end(), ModelLoaded)
    end = submitted(client, EmbedTexts(request_id="e", texts=("the mill", "the mill"))).wait_for_end()
    assert isinstance(end, TextsEmbedded)
    assert len(end.vectors) == 2
    assert end.vectors[0] == end.vectors[1]
    refused = submitted(client, chat("a", "Hello")).wait_for_end()
    assert isinstance(refused, Failed)
    assert refused.code is ErrorCode.NO_MODEL


def test_a_chat_model_embeds_nothing(client: ProcessEngineClient) -> None:
    loaded(client, "echo:")
    end = submitted(client, EmbedTexts(request_id="e", texts=("the mill",))).wait_for_end()
    assert isinstance(end, Failed)
    assert end.code is ErrorCode.NO_MODEL
