"""What tests of the engine's process ask it, and how they treat it."""

import os
import signal
import sys
from pathlib import Path

from desktop_llm.engine.client import EngineClient
from desktop_llm.engine.keeper import EngineTimeouts
from desktop_llm.engine.messages import ChatPrompt, ChatTurn, Finished, Generate, LoadModel, ModelLoaded
from tests.fakes.event_log import submitted

SLOW = "echo:?delay_ms=20&is_endless=1"
HASTY = EngineTimeouts(abort_s=0.3, shutdown_s=1.0, terminate_s=0.5)
CHECKOUT = os.environ | {"PYTHONPATH": str(Path(__file__).parents[2])}


def chat(request_id: str, text: str = "Hello", max_tokens: int | None = 20) -> Generate:
    return Generate(request_id=request_id, prompt=ChatPrompt((ChatTurn("user", text),)), max_tokens=max_tokens)


def loaded(client: EngineClient, path: str, request_id: str = "load") -> ModelLoaded:
    event = submitted(client, LoadModel(request_id=request_id, path=path)).wait_for_end()
    assert isinstance(event, ModelLoaded), event
    return event


def engine_id(client: EngineClient) -> int:
    assert client.status.engine is not None
    return client.status.engine.pid


def kill_engine(client: EngineClient) -> None:
    os.kill(engine_id(client), signal.SIGKILL)


def assert_answers(client: EngineClient, request_id: str = "after") -> None:
    log = submitted(client, chat(request_id, max_tokens=5))
    assert isinstance(log.wait_for_end(), Finished)
    assert log.n_ends == 1


def python_command(source: str) -> tuple[str, ...]:
    return (sys.executable, "-c", source)


# A worker that says three things nobody understands, then hello in protocol version {version}, then more of both.
FAKE_WORKER = """
import sys
from desktop_llm.engine.messages import *
from desktop_llm.processes.message_pipe import write_message
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
