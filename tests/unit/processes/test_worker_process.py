import os
import subprocess
import sys
from pathlib import Path

ECHO = """
import os, sys
from desktop_llm.processes.worker_process import begin_worker
from_parent, to_parent = begin_worker()
print("a print")
os.write(1, b"bytes on descriptor 1\\n")
assert sys.stdin.read() == ""
to_parent.write(from_parent.read().upper())
"""


def run(parent_id: int) -> "subprocess.CompletedProcess[bytes]":
    environment = os.environ | {"PYTHONPATH": str(Path(__file__).parents[3])}
    command = [sys.executable, "-c", ECHO, "--flag", str(parent_id)]
    return subprocess.run(command, input=b"message", env=environment, capture_output=True, check=False)


def test_the_pipes_are_kept_for_messages() -> None:
    result = run(os.getpid())
    assert result.stdout == b"MESSAGE"
    assert sorted(result.stderr.split(b"\n")) == [b"", b"a print", b"bytes on descriptor 1"]


def test_a_worker_whose_parent_is_gone_does_not_begin() -> None:
    result = run(os.getpid() + 1)
    assert result.stdout == (b"" if sys.platform == "linux" else b"MESSAGE")
