import importlib.util
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parents[2] / "packaging" / "check_llama_cpp.py"


@pytest.fixture
def native_libraries() -> Path:
    """llama.cpp as it is compiled for this machine's processor alone."""
    spec = importlib.util.find_spec("llama_cpp")
    return Path(spec.origin).parent / "lib"


def test_a_wheel_that_would_not_run_everywhere_is_found_out(tmp_path: Path, native_libraries: Path) -> None:
    wheel = tmp_path / "llama_cpp_python-0-py3-none-linux_x86_64.whl"
    with zipfile.ZipFile(wheel, "w") as file:
        file.write(native_libraries / "libggml.so", "llama_cpp/lib/libggml.so")
        file.write(native_libraries / "libggml.so", "lib/libggml.so.0")
        file.write(native_libraries / "libggml-cpu.so", "llama_cpp/lib/libggml-cpu-sse42.so")

    result = subprocess.run(
        [sys.executable, str(SCRIPT), str(wheel)], capture_output=True, text=True, timeout=100, check=False
    )

    assert (result.returncode, result.stderr) == (1, "")
    complaints = [line for line in result.stdout.splitlines() if line.startswith("WRONG: ")]
    missing, unwanted, misplaced, instructions = complaints
    assert missing.startswith("WRONG: these libraries are missing: libggml-base.so, libggml-cpu-alderlake.so")
    assert unwanted == "WRONG: these libraries should not be there: libggml.so.0"
    assert misplaced == "WRONG: these libraries are not in llama_cpp/lib: libggml.so.0"
    assert instructions.startswith("WRONG: libggml-cpu-sse42.so has instructions of ")
    assert "AVX" in instructions
