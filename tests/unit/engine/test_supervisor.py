import os
import queue
import sys

from desktop_llm.engine.supervisor import engine_command, start_engine


def test_the_engine_is_told_what_it_is_and_its_parent() -> None:
    assert engine_command()[-2:] == ("--engine-worker", str(os.getpid()))


def test_a_dying_engine_starts_no_debugger() -> None:
    causes: queue.SimpleQueue[str] = queue.SimpleQueue()
    source = "import os, sys; sys.exit(int(os.environ['GGML_NO_BACKTRACE']))"
    process = start_engine(lambda _, __: None, lambda _, cause: causes.put(cause), (sys.executable, "-c", source))
    assert causes.get(timeout=30) == "exit status 1"
    process.join()
