import subprocess
import sys

import pytest

TIMEOUT_S = 60


@pytest.mark.parametrize("kind", ["empty", "program"])
def test_a_window_tells_when_it_is_painted(kind: str) -> None:
    assert painted(kind).startswith("painted")


def test_nothing_of_llama_cpp_is_imported_before_the_window_is_visible() -> None:
    assert painted("program") == "painted llama_cpp=False"


def painted(kind: str) -> str:
    command = [sys.executable, "-m", "desktop_llm", "--start-bench", kind]
    return subprocess.run(command, capture_output=True, timeout=TIMEOUT_S, check=True).stdout.decode().strip()
