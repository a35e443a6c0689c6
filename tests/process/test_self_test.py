import os
import subprocess
import sys
from pathlib import Path

import pytest

from desktop_llm.version import __version__
from tests.fakes.terminal import run

_TIMEOUT_S = 110
_SCREENS = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")


def test_the_program_passes_its_own_test_and_leaves_nothing(tmp_path: Path, data_folder_of_test: Path) -> None:
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    report = tmp_path / "report.txt"
    environment = os.environ | {"TMPDIR": str(temporary)}
    command = [sys.executable, "-m", "desktop_llm", "--self-test", str(report)]
    result = subprocess.run(command, env=environment, capture_output=True, timeout=_TIMEOUT_S, check=False)

    lines = result.stdout.decode().splitlines()
    assert result.returncode == 0, (lines, result.stderr)
    assert f"Desktop LLM {__version__} (from source)" in lines[0]
    steps = [line.split("  ")[-1].split(":")[0] for line in lines[1:-1]]
    assert steps == ["window", "old database", "engine", "answer", "documents", "spelling", "quit"]
    assert all(line.startswith("ok ") for line in lines[1:-1])
    assert lines[-1] == "All is well."
    assert report.read_text(encoding="utf-8").splitlines() == lines
    assert not data_folder_of_test.exists()
    assert [path.name for path in temporary.iterdir() if path.name.startswith("desktop-llm")] == []


def test_it_needs_no_screen(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in _SCREENS:
        monkeypatch.delenv(name, raising=False)
    result = run("--self-test")
    assert result.returncode == 0
    assert b"on offscreen" in result.stdout


def test_a_program_without_its_model_fails_with_the_reason() -> None:
    status, lines = _spoiled("starter_model.starter_model_path = lambda: None")
    assert status == 1
    assert any(line.startswith("FAILED") and "the starter model did not come" in line for line in lines), lines
    assert lines[-1] == "The program does not work here as it should."


def test_a_model_that_is_damaged_fails_with_the_end_of_the_log(tmp_path: Path) -> None:
    broken = tmp_path / "broken.gguf"
    broken.write_bytes(b"GGUF" + bytes(100))
    status, lines = _spoiled(f"starter_model.starter_model_path = lambda: __import__('pathlib').Path({str(broken)!r})")
    assert status == 1
    (failed,) = [line for line in lines if line.startswith("FAILED")]
    assert "engine: the program refuses the starter model" in failed, lines
    assert "The end of its log:" in lines


def _spoiled(line: str) -> tuple[int, list[str]]:
    """Exit status and output of a self-test whose program was changed before anything of it was imported."""
    code = f"""
import sys
from desktop_llm.hub import starter_model
{line}
from desktop_llm.self_test import run_self_test
sys.exit(run_self_test([]))
"""
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, timeout=_TIMEOUT_S, check=False)
    return result.returncode, result.stdout.decode().splitlines()


@pytest.mark.parametrize(("words", "status"), [(["/nowhere/report.txt"], 1), (["--help"], 2), (["a.txt", "b.txt"], 2)])
def test_what_names_no_file_for_the_report_is_told_in_a_line(words: list[str], status: int) -> None:
    result = run("--self-test", *words)
    assert result.returncode == status
    assert len(result.stderr.decode().splitlines()) == 1
    assert result.stdout == b""
