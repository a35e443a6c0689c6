import os
import subprocess
import sys

import pytest

from tests.fakes.terminal import PROGRAM, TIMEOUT_S, run


@pytest.fixture
def no_screen(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)


@pytest.mark.parametrize(
    "arguments", [(), ("model.gguf",), ("/a b/Model.GGUF",), ("lease.pdf",), ("file:///a%20b/lease.odt", "x.md")]
)
def test_nothing_or_files_open_the_window(no_screen: None, arguments: tuple[str, ...]) -> None:
    result = run(*arguments)

    assert result.returncode == 1
    assert b"no screen" in result.stderr


@pytest.mark.parametrize("arguments", [("models", "list"), ("--version",)])
def test_anything_else_is_the_terminal_program(no_screen: None, arguments: tuple[str, ...]) -> None:
    assert run(*arguments).returncode == 0


def test_an_engine_whose_pipe_is_closed_ends() -> None:
    command = [*PROGRAM, "--engine-worker", str(os.getpid())]
    assert subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, timeout=TIMEOUT_S, check=False)


def test_the_engine_process_imports_neither_qt_nor_the_store() -> None:
    code = (
        "import sys\n"
        "import desktop_llm.engine.worker\n"
        "unwanted = {'PySide6', 'sqlite3', 'huggingface_hub', 'desktop_llm.ui', 'desktop_llm.storage'}\n"
        "assert not unwanted & set(sys.modules), unwanted & set(sys.modules)"
    )
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, timeout=TIMEOUT_S, check=False)

    assert result.returncode == 0, result.stderr
