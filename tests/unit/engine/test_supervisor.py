import os
import queue
import sys

import pytest

from desktop_llm.engine.supervisor import engine_command, start_engine


def test_the_engine_is_told_what_it_is_and_its_parent() -> None:
    assert engine_command()[-2:] == ("--engine-worker", str(os.getpid()))


@pytest.mark.parametrize("has_cards", [True, False])
def test_graphics_cards_can_be_hidden_from_the_engine(has_cards: bool) -> None:
    causes: queue.SimpleQueue[str] = queue.SimpleQueue()
    source = """
import os, sys
hidden = [os.environ.get(name) for name in ("CUDA_VISIBLE_DEVICES", "HIP_VISIBLE_DEVICES", "GGML_VK_VISIBLE_DEVICES")]
sys.exit({(None, None, None): 2, ("-1", "-1", ""): 3}[tuple(hidden)])
"""
    command = (sys.executable, "-c", source)
    process = start_engine(lambda _, __: None, lambda _, cause: causes.put(cause), command, has_cards=has_cards)
    assert causes.get(timeout=30) == f"exit status {2 if has_cards else 3}"
    process.join()


def test_a_dying_engine_starts_no_debugger() -> None:
    causes: queue.SimpleQueue[str] = queue.SimpleQueue()
    source = "import os, sys; sys.exit(int(os.environ['GGML_NO_BACKTRACE']))"
    process = start_engine(lambda _, __: None, lambda _, cause: causes.put(cause), (sys.executable, "-c", source))
    assert causes.get(timeout=30) == "exit status 1"
    process.join()
