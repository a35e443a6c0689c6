"""Builds llama.cpp with its bindings for every machine with Windows (x86-64) or macOS, as a wheel in build/wheels/cpu.

    python packaging/build_llama_cpp.py

For Linux there is build_llama_cpp.sh, which says what is in the folder llama_cpp/lib. Windows needs Visual Studio's C++
tools, macOS those of Xcode. On macOS the graphics card (Metal) is in it.
"""

import os
import re
import shutil
import subprocess
import sys
import venv
from pathlib import Path
from typing import Final

_ROOT: Final = Path(__file__).parents[1]
_REQUIREMENTS: Final = _ROOT / "requirements"
_WHEELS: Final = _ROOT / "build" / "wheels" / "cpu"
# Apple's older machines are those of Intel; Qt 6.11 runs from this version on.
_OLDEST_MACOS: Final = "13.0"

_SETTINGS: Final = (
    "wheel.reproducible=true",
    "wheel.exclude=/include;/llama_cpp/lib/cmake;/llama_cpp/lib/pkgconfig",
    "cmake.define.GGML_NATIVE=OFF",
    "cmake.define.GGML_BACKEND_DL=ON",
    "cmake.define.GGML_CPU_ALL_VARIANTS=ON",
    # ggml's backends would lie elsewhere than the bindings look.
    "cmake.define.CMAKE_INSTALL_BINDIR=llama_cpp/lib",
    "cmake.define.CMAKE_INSTALL_LIBDIR=llama_cpp/lib",
    "cmake.define.LLAVA_BUILD=OFF",
    "cmake.define.LLAMA_OPENSSL=OFF",
)
_SETTINGS_OF_MACOS: Final = (
    "cmake.define.GGML_METAL=ON",
    "cmake.define.GGML_METAL_EMBED_LIBRARY=ON",
    "cmake.define.CMAKE_PLATFORM_NO_VERSIONED_SONAME=ON",
)


def main() -> int:
    if sys.platform not in ("win32", "darwin"):
        print("This builds on Windows and macOS. On Linux, packaging/build_llama_cpp.sh does.", file=sys.stderr)
        return 2
    work = _ROOT / "build" / "llama-cpp"
    python = _make_tools(work / "tools")
    requirement = work / "requirement.txt"
    requirement.write_text(llama_cpp_requirement((_REQUIREMENTS / "run.txt").read_text("utf-8")), "utf-8")
    shutil.rmtree(_WHEELS, ignore_errors=True)
    settings = [*_SETTINGS, *(_SETTINGS_OF_MACOS if sys.platform == "darwin" else ())]
    command = [str(python), "-m", "pip", "wheel", "--no-deps", "--no-build-isolation", "--no-cache-dir"]
    command += ["--no-binary", "llama-cpp-python", "--require-hashes", "-r", str(requirement)]
    command += ["--wheel-dir", str(_WHEELS), *(word for setting in settings for word in ("-C", setting))]
    tools = f"{python.parent}{os.pathsep}{os.environ['PATH']}"
    environment = os.environ | {"PATH": tools, "MACOSX_DEPLOYMENT_TARGET": _OLDEST_MACOS}
    subprocess.run(command, env=environment, check=True)
    return 0


def llama_cpp_requirement(requirements: str) -> str:
    """The lines of a requirement file that name the bindings, with their hashes."""
    found = re.search(r"^llama-cpp-python==.*?[^\\]\n", requirements, re.MULTILINE | re.DOTALL)
    if found is None:
        raise ValueError("llama-cpp-python is not among the requirements")
    return found[0]


def _make_tools(folder: Path) -> Path:
    """CMake and Ninja, pinned. Returns the interpreter of their virtual environment."""
    python = folder / ("Scripts" if sys.platform == "win32" else "bin") / "python"
    venv.create(folder, with_pip=True)
    for name in ("pip", "build"):
        command = [str(python), "-m", "pip", "install", "--quiet", "--require-hashes"]
        subprocess.run([*command, "-r", str(_REQUIREMENTS / f"{name}.txt")], check=True)
    return python


if __name__ == "__main__":
    sys.exit(main())
