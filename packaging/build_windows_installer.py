r"""Makes of the built program what people on Windows install: one file to double-click. Runs on Windows.

    build\package\cpu\venv\Scripts\python packaging\build_windows_installer.py       into dist\

Run it after build_program.py, with the environment that this made, and Inno Setup 6 installed. Where the variable
DESKTOP_LLM_SIGN is set, the program and the installer are signed: it is a command in which $f stands for the file.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from build_program import PROGRAM, ROOT, build_folder
from icon_files import write_ico
from opened_files import MODEL_SUFFIX, document_suffixes

from desktop_llm.version import __version__

_SCRIPT: Final = ROOT / "packaging" / "windows" / "desktop-llm.iss"
_COMPILER_FOLDERS: Final = ("ProgramFiles(x86)", "ProgramFiles", "LOCALAPPDATA")
_SIGN: Final = "DESKTOP_LLM_SIGN"
_EXECUTABLES: Final = ("desktop-llm.exe", "desktop-llm-terminal.exe")
_CLASSES: Final = r"Software\Classes"
_MODEL_CLASS: Final = "DesktopLLM.Model"


def main() -> int:
    work = ROOT / "build" / "windows"
    work.mkdir(parents=True, exist_ok=True)
    write_ico(work / "desktop-llm.ico", ROOT / "resources" / "icons" / f"{PROGRAM}.svg")
    # With a mark of UTF-8, which Inno Setup wants.
    (work / "associations.iss").write_text("\n".join(associations()) + "\n", encoding="utf-8-sig")
    program = build_folder("cpu") / PROGRAM
    sign = os.environ.get(_SIGN, "")
    for name in _EXECUTABLES if sign else ():
        subprocess.run(sign.replace("$f", f'"{program / name}"'), check=True)
    subprocess.run([_compiler(), *_definitions(work, program, sign), str(_SCRIPT)], check=True)
    return 0


def associations() -> Iterator[str]:
    """Lines for Inno Setup's [Registry]: models open with the program, documents offer it under "Open with"."""
    command = r'"""{app}\desktop-llm.exe"" ""%1"""'
    yield _entry(rf"{_CLASSES}\{MODEL_SUFFIX}", f'ValueData: "{_MODEL_CLASS}"; Flags: uninsdeletevalue')
    yield _entry(rf"{_CLASSES}\{_MODEL_CLASS}", 'ValueData: "Language model (GGUF)"; Flags: uninsdeletekey')
    yield _entry(rf"{_CLASSES}\{_MODEL_CLASS}\DefaultIcon", r'ValueData: "{app}\desktop-llm.exe,0"')
    yield _entry(rf"{_CLASSES}\{_MODEL_CLASS}\shell\open\command", f"ValueData: {command}")
    program = rf"{_CLASSES}\Applications\desktop-llm.exe"
    yield _entry(program, 'ValueName: "FriendlyAppName"; ValueData: "Desktop LLM"; Flags: uninsdeletekey')
    yield _entry(rf"{program}\shell\open\command", f"ValueData: {command}")
    for suffix in (MODEL_SUFFIX, *document_suffixes()):
        yield _entry(rf"{program}\SupportedTypes", f'ValueName: "{suffix}"; ValueData: ""')
        yield _entry(rf"{_CLASSES}\{suffix}\OpenWithList\desktop-llm.exe", "Flags: uninsdeletekey")


def _entry(key: str, rest: str) -> str:
    """HKA is the user's part of the registry where no administrator installs."""
    return f'Root: HKA; Subkey: "{key}"; ValueType: string; {rest}'


def _compiler() -> str:
    """The place of Inno Setup's compiler. Raises FileNotFoundError."""
    if found := shutil.which("iscc"):
        return found
    for name in _COMPILER_FOLDERS:
        folder = Path(os.environ.get(name, ""))
        for path in (folder / "Inno Setup 6" / "ISCC.exe", folder / "Programs" / "Inno Setup 6" / "ISCC.exe"):
            if path.is_file():
                return str(path)
    raise FileNotFoundError("ISCC.exe; install Inno Setup 6")


def _definitions(work: Path, program: Path, sign: str) -> list[str]:
    values = {
        "Version": __version__,
        "Program": str(program),
        "Out": str(ROOT / "dist"),
        "Icon": str(work / "desktop-llm.ico"),
        "Associations": str(work / "associations.iss"),
    }
    words = ["/Qp", *(f"/D{name}={value}" for name, value in values.items())]
    return [*words, "/DSigned", f"/Ssign={sign}"] if sign else words


if __name__ == "__main__":
    sys.exit(main())
