import os
import subprocess
import sys
from pathlib import Path

import pytest


def run(source: str) -> "subprocess.CompletedProcess[str]":
    environment = os.environ | {"PYTHONPATH": str(Path(__file__).parents[3])}
    return subprocess.run([sys.executable, "-c", source], env=environment, capture_output=True, text=True, check=False)


@pytest.mark.parametrize(
    "call",
    [
        "socket.create_connection(('127.0.0.1', 9))",
        "socket.getaddrinfo('localhost', 80)",
        "socket.socket().bind(('', 0))",
    ],
)
def test_a_process_without_network_connects_to_nothing(call: str) -> None:
    source = f"import socket; from desktop_llm.processes.own_limits import forbid_network; forbid_network(); {call}"
    assert "PermissionError: socket." in run(source).stderr


def test_memory_beyond_the_limit_is_not_given() -> None:
    source = "from desktop_llm.processes.own_limits import limit_own_memory; limit_own_memory(2**28); x = bytes({})"
    if sys.platform == "linux":
        assert run(source.format("2**29")).stderr.endswith("MemoryError\n")
    assert run(source.format("2**20")).stderr == ""
