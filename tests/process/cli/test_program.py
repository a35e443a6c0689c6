"""The terminal program as its users run it: real processes, the real engine, the real starter model."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import psutil
import pytest

from desktop_llm.cli import program
from tests.fakes.llama_cpp_server import KEY, LlamaCppServer
from tests.fakes.terminal import PROGRAM, TIMEOUT_S, error_line, run


def test_chat_streams_an_answer_to_standard_output() -> None:
    result = run("chat", "Say hello.")

    assert result.returncode == 0, result.stderr
    assert result.stdout.strip()
    assert result.stderr == b""


def test_chat_prints_one_json_object() -> None:
    result = run("chat", "--json", "--system", "Answer with one word.", "What colour is the sky?")
    answer = json.loads(result.stdout)

    assert result.returncode == 0, result.stderr
    assert answer["text"]
    assert answer["finish_reason"] in {"stop", "length"}
    assert answer["usage"]["completion_tokens"] > 0


def test_a_document_on_standard_input_is_appended_to_the_prompt() -> None:
    alone = json.loads(run("chat", "--json", "Sum up:").stdout)
    result = json.loads(run("chat", "--json", "Sum up:", stdin=b"The harbour opens at six. " * 20).stdout)

    assert result["usage"]["prompt_tokens"] > alone["usage"]["prompt_tokens"] + 100


def test_a_document_that_is_not_text_is_refused_in_one_line() -> None:
    result = run("chat", "Sum up:", stdin=b"\xff\xfe\x00\x01\x80")

    assert result.returncode == 1
    assert "not text" in error_line(result)


def test_a_prompt_longer_than_the_context_is_refused_with_the_numbers() -> None:
    result = run("chat", "Sum up:", stdin=b"word " * 20_000)

    assert result.returncode == 1
    assert "does not fit" in error_line(result)
    assert result.stdout == b""


@pytest.mark.parametrize(
    "arguments", [("chat",), ("nonsense",), ("chat", "--nonsense", "Hello"), ("models",), ("models", "remove")]
)
def test_wrong_usage_ends_with_status_2(arguments: tuple[str, ...]) -> None:
    assert run(*arguments).returncode == 2


def test_an_unknown_model_is_one_line() -> None:
    result = run("chat", "--model", "nonsense", "Hello")

    assert result.returncode == 1
    assert "nonsense" in error_line(result)


def test_an_empty_prompt_is_one_line() -> None:
    result = run("chat", " ")

    assert result.returncode == 1
    assert "empty" in error_line(result)


def test_a_file_that_is_no_model_is_one_line(tmp_path: Path) -> None:
    path = tmp_path / "fake.gguf"
    path.write_bytes(b"this is not a model")
    result = run("chat", "--model", str(path), "Hello")

    assert result.returncode == 1
    assert "not a model file" in error_line(result)


def test_a_truncated_model_is_one_line(tmp_path: Path, starter_model_path: Path) -> None:
    path = tmp_path / "short.gguf"
    with starter_model_path.open("rb") as file:
        path.write_bytes(file.read(50_000_000))
    result = run("chat", "--model", str(path), "Hello")

    assert result.returncode == 1
    assert "incomplete" in error_line(result)


def test_a_full_disk_behind_the_output_is_one_line(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("The lease ends in May.", "utf-8")
    with Path("/dev/full").open("wb") as full:
        result = subprocess.run([*PROGRAM, "extract", str(path)], stdout=full, stderr=subprocess.PIPE, check=False)
    assert (result.returncode, error_line(result)) == (1, "desktop-llm: The disk is full: standard output.")


def test_the_version_is_printed() -> None:
    assert run("--version").stdout.startswith(b"desktop-llm ")


def test_an_interrupt_ends_with_status_130_and_no_engine_is_left() -> None:
    with subprocess.Popen(
        [*PROGRAM, "chat", "Write a very long story."], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as child:
        assert child.stdout is not None
        assert child.stderr is not None
        assert child.stdout.read(1)
        engines = psutil.Process(child.pid).children()
        child.send_signal(signal.SIGINT)
        _, errors = child.communicate(timeout=TIMEOUT_S)

    assert child.returncode == 130
    assert errors == b""
    assert engines
    assert psutil.wait_procs(engines, timeout=10)[1] == []


def test_a_reader_that_goes_away_ends_the_program_quietly() -> None:
    with subprocess.Popen(
        [*PROGRAM, "chat", "Write a very long story."], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as child:
        assert child.stdout is not None
        assert child.stderr is not None
        assert child.stdout.read(1)
        child.stdout.close()
        errors = child.stderr.read()
        child.wait(TIMEOUT_S)

    assert errors == b""


def test_the_terminal_program_imports_no_qt() -> None:
    code = (
        "import sys\n"
        "from desktop_llm.cli.program import run\n"
        "run(['models', 'list'])\n"
        "assert not [name for name in sys.modules if name.startswith('PySide6')]"
    )
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, timeout=TIMEOUT_S, check=False)

    assert result.returncode == 0, result.stderr


def test_without_a_screen_the_window_says_so_in_one_line() -> None:
    environment = {
        name: value
        for name, value in os.environ.items()
        if name not in {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"}
    }
    result = subprocess.run(PROGRAM, env=environment, capture_output=True, timeout=TIMEOUT_S, check=False)

    assert result.returncode == 1
    assert "no screen" in error_line(result)


def test_chat_with_a_server_streams_its_answer(starter_model_path: Path, tmp_path: Path) -> None:
    with LlamaCppServer(starter_model_path, tmp_path / "server.log") as server:
        environment = os.environ | {"DESKTOP_LLM_SERVER_KEY": KEY}
        command = [*PROGRAM, "chat", "--json", "--server", server.url, "Say hello."]
        result = subprocess.run(command, env=environment, capture_output=True, timeout=TIMEOUT_S, check=False)
        wrong = run("chat", "--server", server.url, "Say hello.")

    assert result.returncode == 0, result.stderr
    answer = json.loads(result.stdout)
    assert answer["text"].strip()
    assert answer["model"] == "starter"
    assert wrong.returncode == 1
    assert "does not accept the key" in error_line(wrong)


def test_root_is_refused_in_the_home_of_somebody_else(
    data_folder_of_test: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    before = sorted(data_folder_of_test.iterdir())
    if os.getuid() == 0:
        os.chown(data_folder_of_test, 65534, 65534)
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    assert program.run(["models", "list"]) == 1
    assert "root would lock them out" in capsys.readouterr().err
    assert sorted(data_folder_of_test.iterdir()) == before
