import logging
import os
import queue
import sys
import threading
from pathlib import Path

import msgspec
import pytest

from desktop_llm.processes.child_process import ChildProcess, ChildProgram, exit_cause, worker_command


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        (0, "exit status 0"),
        (70, "exit status 70"),
        (-9, "killed by signal 9 (SIGKILL)"),
        (-6, "killed by signal 6 (SIGABRT)"),
        (-64000, "killed by signal 64000"),
        (0xC0000005, "exit status 0xc0000005"),
    ],
)
def test_an_exit_status_is_put_into_words(status: int, expected: str) -> None:
    assert exit_cause(status) == expected


def test_a_child_is_told_its_parent() -> None:
    assert worker_command("--work") == (sys.executable, "-m", "desktop_llm", "--work", str(os.getpid()))


def test_a_frozen_program_starts_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert worker_command("--work") == (sys.executable, "--work", str(os.getpid()))


def run(source: str) -> str:
    """Run a child that says this and ends; returns the cause of its end."""
    causes: queue.SimpleQueue[str] = queue.SimpleQueue()
    program = ChildProgram("child", (sys.executable, "-c", source), msgspec.msgpack.Decoder(int))
    process = ChildProcess(program, lambda _, __: None, lambda _, cause: causes.put(cause))
    cause = causes.get(timeout=30)
    process.join()
    return cause


def test_a_line_without_end_is_heard_as_far_as_it_matters() -> None:
    source = "import sys; print('x' * 100_000, end='', file=sys.stderr, flush=True); sys.stdin.read()"
    program = ChildProgram("child", (sys.executable, "-c", source), msgspec.msgpack.Decoder(int))
    ended = threading.Event()
    process = ChildProcess(program, lambda _, __: None, lambda _, __: ended.set())
    for _ in range(1000):
        if process.last_lines:
            break
        ended.wait(0.03)
    assert process.last_lines == ("x" * 2000,)
    process.terminate()
    assert ended.wait(30)
    process.join()


@pytest.mark.logs_errors
def test_standard_error_goes_to_the_log_at_its_own_level(caplog: pytest.LogCaptureFixture) -> None:
    source = "import sys; sys.stderr.buffer.write(b'plain \\xff\\nWARNING x: careful\\nERROR x: bad\\n')"
    with caplog.at_level(logging.INFO, "desktop_llm"):
        run(source)
    lines = [(record.levelname, record.getMessage()) for record in caplog.records]
    assert ("INFO", "plain \ufffd") in lines
    assert ("WARNING", "WARNING x: careful") in lines
    assert ("ERROR", "ERROR x: bad") in lines


def test_the_last_words_of_a_process_that_died_are_logged(caplog: pytest.LogCaptureFixture) -> None:
    assert run("import os, sys; print('goodbye', file=sys.stderr, flush=True); os.abort()") == exit_cause(-6)
    assert any("goodbye" in record.getMessage() and "ended" in record.getMessage() for record in caplog.records)


def test_a_process_that_ends_in_order_is_not_worth_a_warning(caplog: pytest.LogCaptureFixture) -> None:
    assert run("pass") == "exit status 0"
    assert [record for record in caplog.records if record.levelno >= logging.WARNING] == []


def test_a_process_may_close_its_pipe_before_it_ends() -> None:
    assert run("import os, threading; os.close(1); threading.Event().wait(0.2); os._exit(5)") == "exit status 5"


def test_a_process_that_closes_its_pipe_and_goes_on_is_ended() -> None:
    assert run("import os, threading; os.close(1); threading.Event().wait()") == exit_cause(-9)


def test_an_end_is_noticed_though_a_grandchild_holds_the_pipes() -> None:
    source = "import os, subprocess, sys; subprocess.Popen([sys.executable, '-c', 'input()'], stdin=0); os._exit(4)"
    assert run(source) == "exit status 4"


def test_a_child_gets_no_descriptor_of_the_program() -> None:
    with Path(os.devnull).open("rb") as file:
        os.set_inheritable(file.fileno(), True)
        number = file.fileno()
        source = f"import os, sys\ntry: os.fstat({number})\nexcept OSError: sys.exit(0)\nsys.exit(1)"
        assert run(source) == "exit status 0"
